/** From an index on a web server to a plugin that counts: every step that goes wrong leaves what was there before. */

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import type { MarketEntry } from '../../../src/config/plugins.ts';
import { ZhibanError } from '../../../src/domain/errors.ts';
import { findPlugin } from '../../../src/plugins/find-plugin.ts';
import { fetchBytes, spotBeside } from '../../../src/plugins/market/fetch-bytes.ts';
import { parseIndex } from '../../../src/plugins/market/index-file.ts';
import { installPlugin, manifestOf, requireWhole } from '../../../src/plugins/market/install-plugin.ts';
import { packageRoot, readInstalled } from '../../../src/plugins/market/installed.ts';
import { makeKeyPair } from '../../../src/plugins/market/keys.ts';
import { createMarkets, type Markets } from '../../../src/plugins/market/markets.ts';
import { packFolder, readFolder } from '../../../src/plugins/market/pack-folder.ts';
import { folderChecksum, readTarball, sha512Of } from '../../../src/plugins/market/package-files.ts';
import { newIndex, offerOf, signIndex, withOffer, withRevocation } from '../../../src/plugins/market/publish.ts';
import { readRevocations } from '../../../src/plugins/market/revocations.ts';
import { packWithNpm } from '../../../src/plugins/market/take-package.ts';
import { openPlugins } from '../../../src/plugins/open-plugins.ts';
import { systemClock } from '../../support/system-clock.ts';
import { openShelf, type Shelf, sampleOffer, writeSamplePlugin } from './sample.ts';

const now = '2026-11-01T00:00:00.000Z';
const clock = { now: () => Date.parse(now) };
const keys = makeKeyPair();
const signing = { privatePems: [keys.privatePem], now, expires: '2027-01-01T00:00:00.000Z' };
const signal = new AbortController().signal;

let shelf: Shelf;
let home: string;
let work: string;
before(async () => {
  shelf = await openShelf();
  work = mkdtempSync(join(tmpdir(), 'zhiban-market-'));
});
after(async () => {
  await shelf.stop();
  rmSync(work, { recursive: true, force: true });
});
beforeEach(() => {
  shelf.answers.clear();
  home = mkdtempSync(join(work, 'home-'));
});

const refusal = (kind: string, says: RegExp) => (error: unknown) =>
  error instanceof ZhibanError && error.kind === kind && says.test(error.message);

function marketsOf(entry: Partial<MarketEntry> = {}, at = clock): Markets {
  const entries = [{ name: 'company', url: `${shelf.url}/plugins.json`, publicKey: [keys.publicKey], ...entry }];
  return createMarkets({ entries, home, baseDirectory: work, clock: at });
}

/** Packs a version and lays it on the shelf. */
async function publish(version: string, hosts?: readonly string[]) {
  const folder = writeSamplePlugin(mkdtempSync(join(work, 'gauge-')), { version, ...(hosts === undefined ? {} : { hosts }) });
  const files = readFolder(folder);
  const tarball = await packFolder(folder, files);
  const url = `gauge-${version}.tgz`;
  shelf.answers.set(`/${url}`, tarball);
  return {
    folder,
    files,
    tarball,
    offer: offerOf(manifestOf(files), { source: { url }, bytes: tarball.length, sha512: sha512Of(tarball) }),
  };
}

const install = (offer: Parameters<typeof installPlugin>[0]['offer'], zhibanVersion = '0.1.0') =>
  installPlugin({
    home,
    market: 'company',
    offer,
    index: { url: `${shelf.url}/plugins.json` },
    zhibanVersion,
    variables: process.env,
    signal,
    now,
  });

test('createMarkets() believes what is signed, keeps it, and knows an old index when it is played again', async () => {
  const first = signIndex(withOffer(newIndex('company', now), sampleOffer()), signing);
  const second = signIndex(first, signing);
  const twin = signIndex(withOffer(first, sampleOffer({ version: '6.6.6' })), signing);
  const refresh = async (text: string) => {
    shelf.answers.set('/plugins.json', text);
    const [state] = await marketsOf().refresh();
    return { serial: state?.index?.serial, kind: state?.problem?.kind, says: state?.problem?.text.en ?? '' };
  };

  assert.deepEqual(marketsOf().known()[0]?.index, null);
  assert.deepEqual(await refresh(second), { serial: 2, kind: undefined, says: '' });
  const replayed = await refresh(first);
  const forked = await refresh(twin);
  shelf.answers.clear();
  const away = (await marketsOf().refresh())[0];

  assert.deepEqual([replayed.serial, replayed.kind], [2, 'refused']);
  assert.match(replayed.says, /serial 1, and 2 was seen before: an old one is played again/);
  assert.match(forked.says, /two different indexes of the serial 2/);
  assert.deepEqual([away?.index?.serial, away?.problem?.kind], [2, 'away']);
  assert.match(away?.problem?.text['zh-CN'] ?? '', /无法读取 .*：HTTP 404/);
  assert.equal(marketsOf().known()[0]?.index?.serial, 2);
  // What was kept counts no more than its signature.
  assert.equal(marketsOf({ publicKey: [makeKeyPair().publicKey] }).known()[0]?.index, null);
});

test('createMarkets() refuses another market’s index, one of another key and one that has expired', async () => {
  shelf.answers.set('/plugins.json', signIndex(newIndex('company', now), signing));
  const problem = async (entry: Partial<MarketEntry>, at = clock) => (await marketsOf(entry, at).refresh())[0]?.problem?.text.en ?? '';

  assert.match(await problem({ name: 'other' }), /is that of the market company, and not that of other/);
  assert.match(await problem({ publicKey: [makeKeyPair().publicKey] }), /not signed by the key/);
  assert.match(await problem({}, { now: () => Date.parse('2027-02-01') }), /has expired/);
});

test('createMarkets() reads an index from a file, and packages lie beside it', async () => {
  const { url: _url, ...entry } = { name: 'company', url: '', publicKey: [keys.publicKey], path: 'shared/plugins.json' };
  mkdirSync(join(work, 'shared'), { recursive: true });
  writeFileSync(join(work, 'shared', 'plugins.json'), signIndex(newIndex('company', now), signing));

  const [state] = await createMarkets({ entries: [entry], home, baseDirectory: work, clock }).refresh();

  assert.equal(state?.index?.serial, 1);
  assert.deepEqual(spotBeside(state?.spot ?? { path: '' }, 'a.tgz'), { path: join(work, 'shared', 'a.tgz') });
  assert.deepEqual(spotBeside({ url: 'https://a.example/x/plugins.json' }, '../y/a.tgz'), { url: 'https://a.example/y/a.tgz' });
});

test('fetchBytes() takes no more than was agreed on, whatever the server says, and no longer', async () => {
  shelf.answers.set('/large', Buffer.alloc(200_000));
  const gone = await openShelf();
  await gone.stop();

  await assert.rejects(
    fetchBytes({ url: `${shelf.url}/large` }, { bytesMax: 1_000, withinMs: 10_000 }),
    refusal('too-large', /larger than/),
  );
  await assert.rejects(
    fetchBytes({ url: `${shelf.url}/hangs` }, { bytesMax: 1, withinMs: 300 }),
    refusal('unavailable', /no end within 0\.3 s/),
  );
  await assert.rejects(fetchBytes({ url: `${gone.url}/x` }, { bytesMax: 1, withinMs: 10_000 }), refusal('unavailable', /ECONNREFUSED/));
  await assert.rejects(fetchBytes({ path: join(work, 'none') }, { bytesMax: 1, withinMs: 1 }), refusal('unavailable', /ENOENT/));
});

test('installPlugin() installs, updates, and leaves the version before on the disk', async () => {
  const one = await publish('1.0.0');
  const two = await publish('1.1.0');
  const three = await publish('1.2.0');
  const folders = (): readonly string[] =>
    readdirSync(packageRoot(home, 'gauge'))
      .filter((name) => /^\d/.test(name))
      .map((name) => name.split('-')[0] ?? '')
      .sort();

  await install(one.offer);
  const found = findPlugin({ market: 'gauge' }, { baseDirectory: work, home });
  await install(two.offer);
  await install(two.offer);
  assert.deepEqual(folders(), ['1.0.0', '1.1.0']);
  await install(three.offer);

  assert.equal(found.manifest.version, '1.0.0');
  assert.equal(found.market, 'company');
  assert.equal(findPlugin({ market: 'gauge' }, { baseDirectory: work, home }).manifest.version, '1.2.0');
  assert.deepEqual(folders(), ['1.1.0', '1.2.0']);
  assert.equal(statSync(join(readInstalled(home, 'gauge')?.directory ?? '', 'src/plugin.js')).mode & 0o7777, 0o644);
});

test('installPlugin() refuses whatever is not as it was signed, and the version before still counts', async () => {
  const one = await publish('1.0.0');
  await install(one.offer);
  const two = await publish('2.0.0');
  const greedy = await publish('2.0.0', ['config', 'evil.example.com']);
  const noMain = writeSamplePlugin(mkdtempSync(join(work, 'gauge-')), { version: '2.0.0' });
  rmSync(join(noMain, 'src'), { recursive: true });
  const empty = await packFolder(noMain, readFolder(noMain));
  const served = (tarball: Buffer) => {
    shelf.answers.set('/gauge-2.0.0.tgz', tarball);
    return { ...two.offer, bytes: tarball.length, sha512: sha512Of(tarball) };
  };
  const cases = [
    { tarball: two.tarball, wrong: { sha512: '0'.repeat(128) }, kind: 'forbidden', says: /not what the market has signed/ },
    { tarball: two.tarball, wrong: { bytes: 10 }, kind: 'too-large', says: /larger than/ },
    { tarball: two.tarball, wrong: { source: { url: 'away.tgz' } }, kind: 'unavailable', says: /HTTP 404/ },
    { tarball: greedy.tarball, wrong: {}, kind: 'forbidden', says: /says other permissions than the index/ },
    { tarball: Buffer.from('no package'), wrong: {}, kind: 'invalid', says: /no \.tgz/ },
    { tarball: empty, wrong: {}, kind: 'invalid', says: /there is no file src\/plugin\.js/ },
  ];

  for (const { tarball, wrong, kind, says } of cases) {
    await assert.rejects(install({ ...served(tarball), ...wrong }), refusal(kind, says));
    assert.equal(readInstalled(home, 'gauge')?.version, '1.0.0', String(says));
    assert.deepEqual(readdirSync(packageRoot(home, 'gauge')).length, 2, String(says));
  }
  await assert.rejects(install({ ...served(two.tarball), zhiban: '>=0.1.0' }, '0.0.9'), refusal('invalid', /made for Zhiban >=0\.1\.0/));
  assert.equal(readInstalled(home, 'gauge')?.version, '1.0.0');
});

test('installPlugin() takes a folder of single files, each by its checksum', async () => {
  const { folder, files, offer } = await publish('1.0.0');
  const listed = files.map(({ path, bytes }) => ({ path, bytes: bytes.length, sha512: sha512Of(bytes) }));
  for (const { path, bytes } of files) shelf.answers.set(`/loose/${path}`, bytes);
  const loose = { ...offer, source: { folder: 'loose', files: listed }, sha512: folderChecksum(listed) };

  await install(loose);
  shelf.answers.set('/loose/src/plugin.js', 'x'.repeat(files.find(({ path }) => path === 'src/plugin.js')?.bytes.length ?? 0));

  const { directory = '' } = readInstalled(home, 'gauge') ?? {};
  assert.equal(readFileSync(join(directory, 'src/plugin.js'), 'utf8'), readFileSync(join(folder, 'src/plugin.js'), 'utf8'));
  await assert.rejects(install(loose), refusal('forbidden', /gauge 1\.0\.0 src\/plugin\.js is not what the market has signed/));
});

test('requireWhole() refuses a package that would need others, and takes one that holds them', () => {
  const file = (path: string, text: string) => ({ path, bytes: Buffer.from(text) });
  const needy = file('package.json', '{"dependencies":{"left-pad":"1.0.0"}}');

  assert.throws(() => requireWhole([needy]), refusal('invalid', /needs left-pad and does not hold them/));
  requireWhole([needy, file('node_modules/left-pad/package.json', '{}')]);
});

test('packWithNpm() fetches from the registry of this place, and runs nothing of the package', { timeout: 120_000 }, async () => {
  const marker = join(work, 'ran');
  const scripts = { prepack: `touch ${marker}`, preinstall: `touch ${marker}`, install: `touch ${marker}`, postinstall: `touch ${marker}` };
  const folder = writeSamplePlugin(mkdtempSync(join(work, 'npm-')), {
    more: { 'package.json': JSON.stringify({ name: 'zhiban-plugin-gauge', version: '1.0.0', scripts }) },
  });
  const tarball = await packFolder(folder, readFolder(folder));
  const dist = { tarball: `${shelf.url}/gauge.tgz`, integrity: `sha512-${Buffer.from(sha512Of(tarball), 'hex').toString('base64')}` };
  const version = { name: 'zhiban-plugin-gauge', version: '1.0.0', dist, scripts, hasInstallScript: true };
  shelf.answers.set('/gauge.tgz', tarball);
  shelf.answers.set(
    '/zhiban-plugin-gauge',
    JSON.stringify({ name: 'zhiban-plugin-gauge', 'dist-tags': { latest: '1.0.0' }, versions: { '1.0.0': version } }),
  );
  const variables = { PATH: process.env.PATH, HOME: home, npm_config_registry: `${shelf.url}/`, npm_config_cache: join(work, 'npm-cache') };

  const packed = await packWithNpm('zhiban-plugin-gauge@1.0.0', variables, signal, 1_000_000);

  assert.equal(sha512Of(packed), sha512Of(tarball));
  assert.ok(readTarball(packed).some(({ path }) => path === 'src/plugin.js'));
  assert.throws(() => statSync(marker));
});

test('openPlugins() doesn’t start what its market has revoked, also when the market is away, and says why', async () => {
  const { offer } = await publish('1.0.0');
  await install(offer);
  const revocation = { name: 'gauge', versions: '<1.1.0', at: now, reason: { en: 'it sends data out', 'zh-CN': '会外传数据' } };
  shelf.answers.set('/plugins.json', signIndex(withRevocation(withOffer(newIndex('company', now), offer), revocation), signing));
  const log = { info: () => undefined, error: () => undefined };
  await readRevocations(marketsOf(), log);
  shelf.answers.clear();

  const revokedBecause = await readRevocations(marketsOf(), log);
  const entries = [{ market: 'gauge', enabled: true, config: {} }];
  const places = { baseDirectory: work, home };
  const refuse = (): never => assert.fail('no secret is asked for');
  const plugins = await openPlugins({
    entries,
    places,
    variables: {},
    resolveSecret: refuse,
    clock: systemClock,
    version: '0.1.0',
    takenKinds: [],
    revokedBecause,
    log,
  });

  const [report] = plugins.reports();
  assert.deepEqual([report?.name, report?.state, report?.market, report?.isRevoked], ['gauge', 'refused', 'company', true]);
  assert.equal(report?.reason?.en, 'version 1.0.0 was revoked by the market company: it sends data out');
  assert.equal(report?.reason?.['zh-CN'], '版本 1.0.0 已被市场 company 撤销：会外传数据');
  await plugins.stop();
  assert.equal(plugins.reports()[0]?.state, 'refused');
  assert.equal(parseIndex(signIndex(newIndex('company', now), signing)).index.revoked.length, 0);
});

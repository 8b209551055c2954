/** `zhiban plugin index`: for the owner of a market. Everything happens to files on this machine; any web server may serve them. */

import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { validRange } from 'semver';
import { readPluginMarkets } from '../../config/read-plugins.ts';
import { textOfError, ZhibanError } from '../../domain/errors.ts';
import { fetchBytes } from '../../plugins/market/fetch-bytes.ts';
import { type IndexFile, indexLimits, type Offer, parseIndex, requireCurrent, requireSigned } from '../../plugins/market/index-file.ts';
import { checkPackage, manifestOf, requireWhole } from '../../plugins/market/install-plugin.ts';
import { makeKeyPair, publicKeyPattern } from '../../plugins/market/keys.ts';
import { packFolder, readFolder } from '../../plugins/market/pack-folder.ts';
import { folderChecksum, type PackageFile, readTarball, sha512Of } from '../../plugins/market/package-files.ts';
import { newIndex, offerOf, signIndex, withOffer, withRevocation } from '../../plugins/market/publish.ts';
import { packWithNpm, takePackage } from '../../plugins/market/take-package.ts';
import { systemClock } from '../clock.ts';
import { CliError } from './api-client.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { configFileOf, writeConfigText as replaceFile } from './plugin-entries.ts';

/** Makes a pair of keys; never writes over one that is there. */
export async function runIndexKey(context: CliContext, file: string): Promise<ExitCode> {
  if (existsSync(file)) throw new ZhibanError('conflict', say(context, 'market.keyThere', { file }));
  const { privatePem, publicKey } = makeKeyPair();
  mkdirSync(dirname(resolve(file)), { recursive: true });
  writeFileSync(file, privatePem, { mode: 0o600, flag: 'wx' });
  answer(context, { file, publicKey }, () => {
    context.terminal.line(say(context, 'market.keyMade', { file }));
    context.terminal.line(publicKey);
  });
  return exitCodes.ok;
}

export interface AddOptions {
  readonly market: string | undefined;
  /** Where the package will lie, when that isn't beside the index. */
  readonly url: string | undefined;
  /** Single files instead of a `.tgz`. */
  readonly asFiles: boolean;
}

/** A folder, a `.tgz`, or `npm:NAME@VERSION`. */
export async function runIndexAdd(context: CliContext, file: string, place: string, options: AddOptions): Promise<ExitCode> {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : newIndex(marketName(context, options.market), nowText());
  const offer = place.startsWith('npm:') ? await offerOfNpm(context, place.slice(4)) : await offerOfPlace(file, place, options);
  const next = withOffer(text, offer.offer);
  mkdirSync(dirname(resolve(file)), { recursive: true });
  offer.write();
  replaceFile(file, next);
  const { name, version } = offer.offer;
  answer(context, { name, version, file, sha512: offer.offer.sha512 }, () =>
    context.terminal.line(say(context, 'market.offered', { name, version, file })),
  );
  return exitCodes.ok;
}

export async function runIndexRevoke(
  context: CliContext,
  file: string,
  wish: string,
  { reason, reasonChinese }: { readonly reason: string; readonly reasonChinese: string | undefined },
): Promise<ExitCode> {
  const [, name = '', versions = ''] = /^([a-z0-9][a-z0-9-]{0,62})@(.{1,100})$/.exec(wish) ?? [];
  if (name === '' || validRange(versions) === null)
    throw new ZhibanError('invalid', say(context, 'market.badWish', { wish: wish.slice(0, 100) }));
  const revocation = { name, versions, at: nowText(), reason: { en: reason, 'zh-CN': reasonChinese ?? reason } };
  replaceFile(file, withRevocation(readIndexText(file), revocation));
  answer(context, { ...revocation, file }, () => context.terminal.line(say(context, 'market.revoked', { name, versions, file })));
  return exitCodes.ok;
}

export async function runIndexSign(
  context: CliContext,
  file: string,
  { keys, days }: { readonly keys: readonly string[]; readonly days: number },
): Promise<ExitCode> {
  if (keys.length === 0) throw new ZhibanError('invalid', say(context, 'market.needsKey'));
  const nowMs = systemClock.now();
  const expires = new Date(nowMs + days * 86_400_000).toISOString();
  const privatePems = keys.map((key) => readKey(context, key));
  const next = signIndex(readIndexText(file), { privatePems, now: nowText(), expires });
  replaceFile(file, next);
  const { serial } = parseIndex(next).index;
  answer(context, { file, serial, expires }, () => context.terminal.line(say(context, 'market.signed', { file, serial, expires })));
  return exitCodes.ok;
}

/** The signature, the time, and every package that the index names. */
export async function runIndexVerify(context: CliContext, file: string, publicKeys: readonly string[]): Promise<ExitCode> {
  const parsed = parseIndex(readIndexText(file));
  requireSigned(parsed, keysFor(context, parsed, publicKeys));
  requireCurrent(parsed.index, systemClock.now());
  const { index } = parsed;
  const faults: { readonly plugin: string; readonly reason: string }[] = [];
  for (const offer of index.plugins) {
    try {
      const given = { index: { path: resolve(file) }, variables: context.environment.variables, signal: context.signal };
      checkPackage(await takePackage(offer, given), offer);
    } catch (error) {
      faults.push({ plugin: `${offer.name} ${offer.version}`, reason: textOfError(error)[context.terminal.locale] });
    }
  }
  const { market, serial, expires, plugins, unread } = index;
  answer(context, { market, serial, expires, plugins: plugins.length, unread, faults }, () => {
    for (const { plugin, reason } of faults) context.terminal.line(context.terminal.colours.red(`✗ ${plugin}: ${reason}`));
    context.terminal.line(
      say(context, faults.length === 0 ? 'market.verified' : 'market.faulty', { market, serial, expires, count: plugins.length }),
    );
  });
  return faults.length === 0 ? exitCodes.ok : exitCodes.error;
}

interface Prepared {
  readonly offer: Offer;
  /** Puts the package beside the index. */
  write(): void;
}

async function offerOfPlace(file: string, place: string, { url, asFiles }: AddOptions): Promise<Prepared> {
  const isFolder = existsSync(place) && statSync(place).isDirectory();
  const directory = dirname(resolve(file));
  if (isFolder && asFiles) return offerOfFiles(directory, place, readFolder(place), url);
  const tarball = isFolder
    ? await packFolder(place, readFolder(place))
    : await fetchBytes({ path: place }, { bytesMax: indexLimits.packageBytes, withinMs: 1 });
  const files = readTarball(tarball);
  const manifest = manifestOf(files);
  requireWhole(files);
  const name = `${manifest.name}-${manifest.version}.tgz`;
  const offer = offerOf(manifest, { source: { url: url ?? name }, bytes: tarball.length, sha512: sha512Of(tarball) });
  // One that lies elsewhere is brought there by its owner, but has to be made first.
  return {
    offer,
    write: () => writeFileSync(join(directory, url === undefined ? name : basename(new URL(url, 'http://x/').pathname)), tarball),
  };
}

function offerOfFiles(directory: string, place: string, files: readonly PackageFile[], url: string | undefined): Prepared {
  const manifest = manifestOf(files);
  requireWhole(files);
  const folder = `${manifest.name}-${manifest.version}`;
  const listed = files.map(({ path, bytes }) => ({ path, bytes: bytes.length, sha512: sha512Of(bytes) }));
  const bytes = files.reduce((sum, each) => sum + each.bytes.length, 0);
  const offer = offerOf(manifest, { source: { folder: url ?? folder, files: listed }, bytes, sha512: folderChecksum(listed) });
  return {
    offer,
    write() {
      const target = join(directory, folder);
      rmSync(target, { recursive: true, force: true });
      for (const { path } of files) cpSync(join(place, path), join(target, path));
    },
  };
}

async function offerOfNpm(context: CliContext, spec: string): Promise<Prepared> {
  const [, name = '', version = ''] = /^((?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*)@(\d[\w.+-]{0,60})$/.exec(spec) ?? [];
  if (name === '') throw new ZhibanError('invalid', say(context, 'market.badPackage', { spec: spec.slice(0, 100) }));
  const tarball = await packWithNpm(`${name}@${version}`, context.environment.variables, context.signal, indexLimits.packageBytes);
  const files = readTarball(tarball);
  const manifest = manifestOf(files);
  requireWhole(files);
  if (manifest.version !== version)
    throw new ZhibanError('invalid', say(context, 'market.otherVersion', { version, found: manifest.version }));
  return { offer: offerOf(manifest, { source: { npm: name }, bytes: tarball.length, sha512: sha512Of(tarball) }), write: () => undefined };
}

function marketName(context: CliContext, given: string | undefined): string {
  if (given !== undefined) return given;
  throw new ZhibanError('invalid', say(context, 'market.needsName'));
}

/** Those given, else those that the configuration trusts for a market of that name. */
function keysFor(context: CliContext, { index }: IndexFile, given: readonly string[]): readonly string[] {
  const bad = given.find((key) => !publicKeyPattern.test(key));
  if (bad !== undefined) throw new ZhibanError('invalid', say(context, 'market.badKey', { key: bad.slice(0, 80) }));
  const trusted = readPluginMarkets(configFileOf(context)).find(({ name }) => name === index.market)?.publicKey ?? [];
  const keys = given.length > 0 ? given : trusted;
  if (keys.length === 0) throw new CliError('invalid', say(context, 'market.noKey', { market: index.market }));
  return keys;
}

function readIndexText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    throw new ZhibanError('not-found', `${file}: ${code}`, { cause });
  }
}

function readKey(context: CliContext, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ZhibanError('not-found', say(context, 'market.keyUnread', { file }), { cause });
  }
}

function nowText(): string {
  return new Date(systemClock.now()).toISOString();
}

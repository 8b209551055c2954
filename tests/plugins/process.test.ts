/** Each way in which a plugin can misbehave, against the real isolation: it is stopped and told, and the next call finds it up again. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { parseManifest } from '../../src/plugins/manifest.ts';
import { addressesIn } from '../../src/plugins/process/addresses-in.ts';
import { checkDescription } from '../../src/plugins/process/check-description.ts';
import { type EndingKind, endingText } from '../../src/plugins/process/endings.ts';
import type { Description } from '../../src/plugins/protocol.ts';
import { type Naughty, password, startNaughty } from './naughty.ts';

const offences: readonly { readonly probe: string; readonly kind: EndingKind; readonly says: RegExp }[] = [
  { probe: 'spin', kind: 'hang', says: /did not answer in time: probe\.look, limit 0\.5 s/ },
  { probe: 'never', kind: 'hang', says: /did not answer in time/ },
  { probe: 'leak', kind: 'memory', says: /limit 128 MiB/ },
  { probe: 'heap', kind: 'memory', says: /limit 128 MiB/ },
  { probe: 'crash', kind: 'crash', says: /exit 1, RangeError: a crash outside of any call/ },
  { probe: 'exit', kind: 'crash', says: /exit 3/ },
  { probe: 'flood', kind: 'flood', says: /more than 1 MiB of output/ },
  { probe: 'print', kind: 'secret', says: /in its output/ },
  { probe: 'tell', kind: 'secret', says: /in an answer/ },
  { probe: 'file', kind: 'undeclared', says: /FileSystemRead \/etc\/hostname/ },
  { probe: 'write', kind: 'undeclared', says: /FileSystemWrite/ },
  { probe: 'host', kind: 'undeclared', says: /host 127\.0\.0\.2/ },
  { probe: 'fetch-elsewhere', kind: 'undeclared', says: /host 127\.0\.0\.2:8099/ },
  { probe: 'datagram', kind: 'undeclared', says: /host 127\.0\.0\.2:9/ },
  { probe: 'name', kind: 'undeclared', says: /host secrets\.example\.com/ },
  { probe: 'listen', kind: 'undeclared', says: /listening/ },
  { probe: 'env', kind: 'undeclared', says: /env NAUGHTY_UNDECLARED/ },
  { probe: 'child', kind: 'undeclared', says: /ChildProcess/ },
  { probe: 'kill', kind: 'undeclared', says: /process\.kill/ },
  { probe: 'sqlite', kind: 'undeclared', says: /the module node:sqlite/ },
];

describe('a plugin that misbehaves is stopped, told, and started anew', { timeout: 300_000 }, () => {
  const web = createServer((_request, response) => response.end('declared'));
  let naughty: Naughty;

  before(async () => {
    web.listen(0, '127.0.0.1');
    await once(web, 'listening');
    const address = web.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    naughty = await startNaughty(
      offences.map(() => 0),
      `http://127.0.0.1:${port}/`,
    );
  });
  after(async () => {
    await naughty.stop();
    web.closeAllConnections();
    web.close();
  });

  test('within what it has declared it works: its variable, the address of its system', async () => {
    const polite = await naughty.misbehave('polite');
    const fetched = await naughty.misbehave('fetch');

    assert.equal(polite.text, 'greeting hello');
    assert.equal(fetched.text, 'declared', fetched.reason);
  });

  for (const { probe, kind, says } of offences) {
    test(`${probe} is ${kind}`, { timeout: 60_000 }, async () => {
      const stopped = naughty.nextStop();

      const look = await naughty.misbehave(probe);
      const event = await stopped;

      assert.equal(event.kind, kind, event.reason.en);
      assert.match(event.reason.en, says);
      // What is written to a pipe may be read after the answer.
      if (probe !== 'flood' && probe !== 'print') assert.match(look.reason ?? '', /The plugin was stopped while it was asked/);
    });
  }

  test('afterwards it works again, and nothing of its secret was told', async () => {
    const look = await naughty.misbehave('polite');

    assert.equal(look.status, 'ok');
    assert.equal(naughty.plugin.state().stops, offences.length);
    assert.ok(!JSON.stringify([naughty.output, naughty.events]).includes(password));
    assert.ok(naughty.output.some((line) => line.includes('«secret»')));
    assert.ok(naughty.output.length < 200, 'a flood is not passed on');
  });
});

test('a probe that throws is an answer, and five in a row are an end', async () => {
  const naughty = await startNaughty([0]);
  try {
    const stopped = naughty.nextStop();
    const looks = [];
    for (let time = 0; time < 5; time += 1) looks.push(await naughty.misbehave('throw'));

    assert.deepEqual(new Set(looks.map(({ status, reason }) => `${status} ${reason}`)), new Set(['failed undefined is not a function']));
    assert.equal((await stopped).kind, 'throws');
  } finally {
    await naughty.stop();
  }
});

test('after the last pause it is given up, and its looks say why', async () => {
  const naughty = await startNaughty([0]);
  try {
    await naughty.misbehave('exit');
    await naughty.until('starting', 'up');
    await naughty.misbehave('exit');
    await naughty.until('stopped');

    const look = await naughty.kind.probes[0]?.look(
      naughty.client,
      {},
      {
        clock: { now: () => 0, sleep: async () => undefined },
        signal: AbortSignal.timeout(5_000),
        aboutMs: 0,
        entry: naughty.kind.entry.parse({ id: 'n', kind: 'naughty', url: 'x', password: { env: 'P' } }),
      },
    );
    assert.deepEqual(
      naughty.events.map(({ againInMs }) => againInMs),
      [0, null],
    );
    assert.equal(look?.status, 'failed');
    assert.match(look?.reason ?? '', /The plugin naughty is stopped: its process ended by itself: exit 3/);
  } finally {
    await naughty.stop();
  }
});

test('addressesIn() finds what an operator has written, and nothing else', () => {
  const entry = {
    id: 'x.example.com',
    url: 'ldaps://ldap.example.com',
    metrics: 'http://10.0.0.1:9100/metrics',
    host: 'db',
    port: 5432,
    brokers: ['k1:9092', 'k2:9092'],
    socketPath: '/run/x.sock',
    labels: { team: 'infra.example.com' },
  };

  assert.deepEqual(addressesIn(entry).toSorted(), [
    '10.0.0.1:9100',
    'db:5432',
    'k1:9092',
    'k2:9092',
    'ldap.example.com:636',
    'unix:/run/x.sock',
  ]);
});

const nothing: Description = { systems: [], notifier: null, alertSources: [], analysers: [], chat: null, hasHealth: false };
const manifest = (capabilities: object) =>
  parseManifest(JSON.stringify({ name: 'p', version: '1.0.0', zhiban: '*', main: 'p.ts', capabilities }), 'm');

test('checkDescription() holds what is offered against the manifest', () => {
  assert.doesNotThrow(() => checkDescription(nothing, manifest({}), []));
  assert.throws(
    () => checkDescription(nothing, manifest({ systems: ['x'] }), []),
    /capabilities\.systems: 'x' is declared and not offered/,
  );
  assert.throws(() => checkDescription({ ...nothing, alertSources: ['y'] }, manifest({}), []), /'y' is offered and not declared/);
  assert.throws(() => checkDescription(nothing, manifest({ notifier: true }), []), /capabilities\.notifier/);
});

test('endingText() says it in both languages', () => {
  const text = endingText({ kind: 'memory', detail: '200 MiB, limit 192 MiB' });

  assert.equal(text.en, 'it used more memory than its limit: 200 MiB, limit 192 MiB');
  assert.equal(text['zh-CN'], '内存超出限额：200 MiB, limit 192 MiB');
});

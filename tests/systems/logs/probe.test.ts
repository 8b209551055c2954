import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { asAnyKind } from '../../../src/systems/any-kind.ts';
import type { LookContext, SystemEntry } from '../../../src/systems/contract.ts';
import { hostKind } from '../../../src/systems/host/system.ts';
import { httpKind } from '../../../src/systems/http/system.ts';
import { logsHeadline, logsProbe } from '../../../src/systems/logs/probe.ts';
import { createSystemPool, type SystemPool } from '../../../src/systems/pool.ts';
import { probesFor } from '../../../src/systems/probes-for.ts';
import { takeLook } from '../../../src/systems/take-look.ts';
import { victorialogsKind } from '../../../src/systems/victorialogs/system.ts';
import { contextOf } from '../../contracts/system.ts';
import { freePort } from '../../support/peers.ts';
import { systemClock } from '../../support/system-clock.ts';
import { startVictoriaLogs, type VictoriaLogs, victoriaLogsMissing } from '../../support/victoria-logs.ts';
import { agoIso, steadyLines } from '../victorialogs/diagnose.ts';

const kinds = [asAnyKind(hostKind), asAnyKind(httpKind), asAnyKind(victorialogsKind)];
const httpAny = kinds[1] ?? assert.fail();

let directory: string;
let server: VictoriaLogs | null = null;
let pool: SystemPool;
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'zhiban-logs-'));
  if (victoriaLogsMissing === null) server = await startVictoriaLogs();
  const deadPort = await freePort();
  const entries = [
    { id: 'here', kind: 'host' },
    { id: 'vlogs', kind: 'victorialogs', url: server?.url ?? 'http://127.0.0.1:1' },
    { id: 'dead', kind: 'victorialogs', url: `http://127.0.0.1:${String(deadPort)}` },
    { id: 'checkout', kind: 'http', url: 'http://127.0.0.1:9' },
    { id: 'nowhere', kind: 'http', url: 'http://127.0.0.1:9', labels: { service: 'no-such', app: 'checkout' } },
  ];
  const parsed = entries.map((entry) => (kinds.find(({ kind }) => kind === entry.kind) ?? assert.fail()).entry.parse(entry));
  pool = createSystemPool(kinds, parsed, { resolveSecret: () => '', clock: systemClock });
});
after(async () => {
  await pool.close();
  await server?.stop();
  await rm(directory, { recursive: true, force: true });
});

function entryWith(logs: unknown, more: Readonly<Record<string, unknown>> = { runsOn: 'here' }): SystemEntry {
  return httpAny.entry.parse({ id: 'orders', kind: 'http', url: 'http://127.0.0.1:9', logs, ...more });
}

function look(entry: SystemEntry, aboutMs = systemClock.now()) {
  const context: LookContext = { ...contextOf(entry, 20_000), aboutMs, neighbour: pool.get };
  return logsProbe.look({ close: () => Promise.resolve() }, {}, context);
}

/** As an investigation takes it. */
function taken(systemId: string) {
  const deps = { pool, clock: systemClock, log: { warn: () => undefined }, metrics: { probe: () => undefined } };
  return takeLook(deps, { systemId, probe: 'logs', parameters: {} }, systemClock.now());
}

/** An hour of calm, and after it a minute of trouble; times in UTC. */
function troubledLog(): string {
  const calm = Array.from({ length: 60 }, (_, index) => `${agoIso((75 - index) * 60)} INFO order ${String(index)} accepted`);
  const trouble = Array.from({ length: 6 }, (_, index) => [
    `${agoIso(300 - index * 10)} ERROR cannot store order ${String(index)} password=hunter2secret`,
    'java.io.IOException: No space left on device',
    '    at com.shop.Store.write(Store.java:10)',
  ]).flat();
  return [...calm, ...trouble].join('\n');
}

describe('logsProbe', () => {
  it('is only there for a system that declares logs, or that a log system may know', () => {
    const names = (entry: SystemEntry): readonly string[] => probesFor({ entry, kind: httpAny }).map(({ name }) => name);

    assert.ok(!names(entryWith([])).includes('logs'));
    assert.ok(names(entryWith(['/var/log/a.log'])).includes('logs'));
    const offered = pool.list().filter((system) => probesFor(system).some(({ name }) => name === 'logs'));
    assert.deepEqual(
      offered.map(({ entry }) => entry.id),
      ['checkout', 'nowhere'],
    );
  });

  it('reads a file through the host that the system runs on: new errors, folded traces, nothing secret', async () => {
    const path = join(directory, 'orders.log');
    await writeFile(path, troubledLog());

    const seen = await look(entryWith([path]));

    assert.equal(seen.status, 'ok', seen.reason);
    assert.equal(seen.facts['logs.noSpace'], 6);
    assert.equal(seen.facts['logs.newErrors'], 1);
    assert.match(String(seen.facts['logs.newError']), /cannot store order \d+/);
    assert.equal(seen.facts['logs.entries'], 66);
    assert.match(seen.text, /12 lines folded/);
    assert.match(seen.headline.en, /^6 errors in 1 logs/);
    assert.ok(!JSON.stringify([seen.facts, seen.text]).includes('hunter2secret'));
    assert.equal(
      seen.series?.[0]?.values.reduce((sum, value) => sum + value, 0),
      6,
    );
  });

  it('reads a log system, and tells a source that cannot be read beside one that can', { skip: victoriaLogsMissing ?? false }, async () => {
    await server?.push([
      ...steadyLines(50, 16),
      ...Array.from({ length: 5 }, (_, index) => ({
        _time: agoIso(200 - index),
        _msg: 'Traceback (most recent call last):\n  File "a.py", line 1\nConnectionRefusedError: [Errno 111] Connection refused 10.0.0.9:6379',
        app: 'orders',
        level: 'error',
      })),
    ]);
    const sources = [{ system: 'vlogs', query: '{app="orders"}' }, { system: 'dead', query: '*' }, join(directory, 'missing.log')];

    const seen = await look(entryWith(sources));

    assert.equal(seen.status, 'ok', seen.reason);
    assert.deepEqual([seen.facts['logs.declared'], seen.facts['logs.readable']], [3, 1]);
    assert.equal(seen.facts['logs.entries'], 55);
    assert.equal(seen.facts['logs.connectionRefusedTo'], '10.0.0.9:6379');
    assert.equal(seen.facts['logs.newErrorCount'], 5);
    assert.match(seen.text, /dead: \*: not read: Cannot read/);
    assert.match(seen.text, /missing\.log: not read: missing/);
  });

  it('reads what a log system finds by the name of a service, declared or assumed', { skip: victoriaLogsMissing ?? false }, async () => {
    await server?.push([
      ...Array.from({ length: 40 }, (_, index) => ({
        _time: agoIso(3_600 - index * 60),
        _msg: `paid ${String(index)}`,
        app: 'checkout',
        level: 'info',
      })),
      { _time: agoIso(120), _msg: 'payment failed: PaymentTimeout', app: 'checkout', level: 'error' },
      { _time: agoIso(100), _msg: 'payment failed: PaymentTimeout', app: 'checkout', level: 'error' },
    ]);

    const declared = await look(
      entryWith([
        { system: 'vlogs', service: 'checkout' },
        { system: 'vlogs', service: 'none-such' },
      ]),
    );
    const assumed = await taken('checkout');

    assert.deepEqual([declared.facts['logs.declared'], declared.facts['logs.readable'], declared.facts['logs.entries']], [2, 2, 42]);
    assert.deepEqual([assumed.status, assumed.facts['logs.declared'], assumed.facts['logs.entries']], ['ok', 1, 42], assumed.reason);
    assert.match(String(assumed.facts['logs.newError']), /PaymentTimeout/);
    assert.equal(assumed.facts['logs.newErrorPath'], 'vlogs: checkout');
    assert.match(assumed.text, /vlogs: checkout: found by its name, declared nowhere; asked: \(.*"app":="checkout"/);
    assert.match(assumed.text, /dead: not read: Cannot read|dead: not read: .*refused/);
  });

  it('what no log system knows is as if there were no logs, also while one is away', { skip: victoriaLogsMissing ?? false }, async () => {
    const seen = await taken('nowhere');

    assert.deepEqual([seen.status, seen.facts], ['ok', { 'logs.declared': 0 }]);
    assert.match(seen.text, /vlogs: nothing under the name 'nowhere' or 'no-such'\ndead: not read: /);
    assert.match(seen.headline.en, /^no logs are declared, and vlogs, dead has none/);
  });

  const unreadable: Readonly<Record<string, { readonly entry: () => SystemEntry; readonly reason: RegExp }>> = {
    'a system on no host': { entry: () => entryWith(['/var/log/a.log'], {}), reason: /'runsOn' names no host/ },
    'a system that keeps no logs': { entry: () => entryWith([{ system: 'here', query: '*' }]), reason: /keeps? (no )?logs/ },
    'a system that finds no services': { entry: () => entryWith([{ system: 'here', service: 'a' }]), reason: /keeps? (no )?logs/ },
    'a service of a log system that is away': { entry: () => entryWith([{ system: 'dead', service: 'a' }]), reason: /Cannot read|refused/ },
    'a log system that is away': { entry: () => entryWith([{ system: 'dead', query: '*' }]), reason: /Cannot read|refused/ },
  };
  for (const [name, { entry, reason }] of Object.entries(unreadable)) {
    it(`${name} is an answer that does not accuse the system itself`, async () => {
      const seen = await look(entry());

      assert.equal(seen.status, 'failed');
      assert.match(seen.reason ?? '', reason);
      assert.deepEqual(Object.keys(seen.facts), ['logs.declared', 'logs.readable']);
    });
  }

  it('logsHeadline() speaks of what is new first', () => {
    const facts = {
      'logs.declared': 1,
      'logs.readable': 1,
      'logs.errors': 4,
      'logs.newError': 'boom',
      'logs.newErrorCount': 3,
      'logs.newestError': 'x',
    };

    assert.equal(logsHeadline(facts).en, '4 errors in 1 logs since the incident began, new among them 3×: boom');
    assert.equal(logsHeadline({ 'logs.declared': 0 })['zh-CN'], '没有声明日志');
  });

  it('service-logs of a host reads log systems beside its files', { skip: victoriaLogsMissing ?? false }, async () => {
    const entry = hostKind.entry.parse({ id: 'here', kind: 'host', logs: [{ system: 'vlogs', query: '{app="orders"}' }] });
    const probe = hostKind.probes.find(({ name }) => name === 'service-logs') ?? assert.fail();
    const client = hostKind.connect(entry, { clock: systemClock, resolveSecret: () => '' });

    const seen = await probe.look(client, probe.parameters.parse({}), { ...contextOf(entry, 12_000), neighbour: pool.get });
    await client.close();

    assert.deepEqual([seen.facts['logs.declared'], seen.facts['logs.readable']], [1, 1]);
    assert.equal(seen.facts['logs.connectionRefused'], 5);
  });
});

/** What crosses between Zhiban and a plugin's process besides calls: logs in both directions, surroundings, and which probes are for what. */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { SystemError } from '../../../src/domain/errors.ts';
import type { Look } from '../../../src/domain/evidence.ts';
import { openPlugins, type Plugins } from '../../../src/plugins/open-plugins.ts';
import type { PluginEvent } from '../../../src/plugins/process/keep-plugin.ts';
import { aroundOf, createLend } from '../../../src/plugins/remote/lend.ts';
import { contextOf } from '../../../src/plugins/suite/system.ts';
import type { AnySystemKind } from '../../../src/systems/any-kind.ts';
import type { Neighbour, SystemClient, SystemEntry } from '../../../src/systems/contract.ts';
import { createSystemPool, type SystemPool } from '../../../src/systems/pool.ts';
import { probesFor } from '../../../src/systems/probes-for.ts';
import { takeLook } from '../../../src/systems/take-look.ts';
import { systemClock } from '../../support/system-clock.ts';

const folder = join(import.meta.dirname, '..', 'fixtures', 'logs');
const nobody: SystemClient = { close: async () => undefined };

/** A host as Zhiban's own, whose files are these. */
const box: AnySystemKind = {
  kind: 'box',
  title: { en: 'Box', 'zh-CN': '主机' },
  entry: undefined as never,
  connect: () => nobody,
  probes: [],
  signatures: [],
  actions: [],
  logFiles: {
    tail: async (_client, paths) => ({
      tails: paths.map((path) => ({ path, text: `2026-11-01T00:00:00Z ERROR login password=hunter2hunter2 of ${path}\n`, reason: '' })),
      zoneMinutes: 0,
    }),
  },
};

function entryOf(given: Partial<SystemEntry> & { readonly id: string; readonly kind: string; readonly shard?: number }): SystemEntry {
  return { dependsOn: [], labels: {}, actionsEnabled: true, ...given };
}

describe('what is lent to a plugin', { timeout: 120_000 }, () => {
  let told: (event: PluginEvent) => void = () => undefined;
  const stopped = new Promise<PluginEvent>((resolve) => {
    told = resolve;
  });
  let plugins: Plugins;
  let pool: SystemPool;
  before(async () => {
    const refuse = (): never => assert.fail('no secret is asked for');
    plugins = await openPlugins({
      ...{ entries: [{ path: folder, enabled: true, config: {} }], places: { baseDirectory: '/', home: '/' }, variables: {} },
      ...{ resolveSecret: refuse, clock: systemClock, version: '0.1.0', takenKinds: [], backoffMs: [] },
      log: { info: () => undefined, error: () => undefined },
    });
    plugins.follow(told);
    const logs = [{ system: 'a', query: 'orders' }, { system: 'a', query: 'broken' }, '/var/log/orders.log'];
    const systems = [
      entryOf({ id: 'box', kind: 'box' }),
      entryOf({ id: 'a', kind: 'archive' }),
      entryOf({ id: 'other', kind: 'archive' }),
      entryOf({ id: 'r', kind: 'reader', runsOn: 'box', logs }),
      entryOf({
        id: 'named',
        kind: 'reader',
        logs: [
          { system: 'a', service: 'pay' },
          { system: 'a', service: 'none' },
        ],
      }),
      entryOf({ id: 'pay', kind: 'reader' }),
      entryOf({ id: 'sharded', kind: 'reader', shard: 1 }),
    ];
    pool = createSystemPool([box, ...plugins.kinds], systems, { clock: systemClock, resolveSecret: refuse });
  });
  after(async () => {
    await pool.close();
    await plugins.stop();
  });

  const look = (systemId: string, probe: string): Promise<Look> => {
    const log = { warn: () => undefined };
    return takeLook(
      { pool, clock: systemClock, log, metrics: { probe: () => undefined } },
      { systemId, probe, parameters: {} },
      systemClock.now(),
    );
  };

  test('a look reads the logs that are declared for its system, from a log system and from files, with secrets masked', async () => {
    const { status, text, reason } = await look('r', 'declared');

    assert.equal(status, 'ok', reason);
    const [orders, broken, file] = JSON.parse(text).toSorted((one: { name: string }, other: { name: string }) =>
      one.name < other.name ? 1 : -1,
    );
    assert.match(orders.name, /orders/);
    assert.ok(orders.count >= 2_000 && orders.isCut, JSON.stringify(orders));
    assert.match(JSON.stringify(broken), /the archive is on fire/);
    assert.match(JSON.stringify(file), /login password=«secret» of \/var\/log\/orders\.log/);
  });

  test('a plugin’s kind keeps the logs of others: the look at declared logs reads them too', async () => {
    const { status, facts, reason } = await look('r', 'logs');

    assert.equal(status, 'ok', reason);
    assert.equal(facts['logs.declared'], 3);
    assert.equal(facts['logs.readable'], 2);
    assert.ok(Number(facts['logs.entries']) >= 2_000);
  });

  test('a plugin’s log store finds services for Zhiban’s look, and Zhiban finds those that are declared for a plugin’s look', async () => {
    const [ofZhiban, ofPlugin] = [await look('named', 'logs'), await look('named', 'declared')];

    assert.deepEqual([ofZhiban.facts['logs.declared'], ofZhiban.facts['logs.readable']], [2, 2], ofZhiban.reason);
    assert.ok(Number(ofZhiban.facts['logs.entries']) >= 2_000);
    const read: readonly { readonly name: string; readonly count: number; readonly last?: string; readonly reason: string }[] = JSON.parse(
      ofPlugin.text,
    );
    assert.deepEqual(
      read.map(({ name, reason }) => [name, reason]),
      [
        ['a: pay', ''],
        ['a: none', ''],
      ],
    );
    assert.match(read[0]?.last ?? '', /^app=pay/);
    assert.equal(read[1]?.count, 0);
  });

  test('a system without declared logs is asked for in the log stores of plugins', async () => {
    const { facts, text } = await look('pay', 'logs');

    assert.equal(facts['logs.declared'], 2, text);
    assert.match(text, /a: pay: found by its name.*\nother: pay: found by its name/);
  });

  test('a look sees the systems that its entry names, and no others', async () => {
    const { text } = await look('r', 'surroundings');

    assert.deepEqual(JSON.parse(text), { host: true, box: ['logFiles'], store: ['logStore'], other: null, missing: null });
  });

  test('a query or a file that is not declared is refused with words', async () => {
    const { text } = await look('r', 'stray');

    const [query, path, malformed, service, unfound] = text.split('\n');
    assert.equal(query, "never: The query 'secrets' of 'a' is not declared under 'logs' of 'r'");
    assert.equal(path, "never: The file '/etc/shadow' is not declared under 'logs' of 'r'");
    assert.match(malformed ?? '', /^never: What is asked for is malformed: linesMax/);
    assert.equal(service, "never: The service 'secrets' of 'a' is not declared under 'logs' of 'r'");
    assert.equal(unfound, "never: The query 'app=pay' of 'a' is not declared under 'logs' of 'r'", 'only what this look was told of');
  });

  test('isFor() is asked where the entry is known', async () => {
    await look('r', 'surroundings');
    await look('sharded', 'surroundings');
    const namesOf = (id: string): readonly string[] => {
      const system = pool.get(id);
      return system === null ? [] : probesFor(system).map(({ name }) => name);
    };

    assert.deepEqual(namesOf('r'), ['declared', 'surroundings', 'stray', 'greedy', 'logs']);
    assert.deepEqual(namesOf('sharded'), ['declared', 'surroundings', 'stray', 'greedy', 'shard', 'logs']);
  });

  test('one that asks without end is stopped', async () => {
    const { status } = await look('r', 'greedy');

    assert.equal(status, 'failed');
    assert.equal((await stopped).kind, 'flood');
  });
});

test('aroundOf() names nothing that the configuration doesn’t, and createLend() lends nothing of a host that isn’t the system’s own', async () => {
  const entry = entryOf({ id: 'r', kind: 'reader', runsOn: 'gone', dependsOn: ['b'], logs: ['/var/log/a.log'] });
  const neighbour = (id: string): Neighbour | null => (id === 'b' ? { client: nobody, kind: box } : null);
  const context = contextOf(entry, 1_000, undefined, neighbour);
  const lend = createLend(context);
  const tail = (system: string): Promise<unknown> =>
    lend('logs.tail', { system, paths: ['/var/log/a.log'], bytesMax: 100, timeoutMs: 100 });
  const refused = (says: RegExp) => (error: unknown) => error instanceof SystemError && error.retry === 'never' && says.test(error.message);

  assert.deepEqual(aroundOf(context), { hostId: null, neighbours: { b: { hasStore: false, hasFindService: false, hasFiles: true } } });
  await assert.rejects(tail('b'), refused(/'b' is not the host that 'r' runs on/));
  await assert.rejects(tail('gone'), refused(/There is no system 'gone'/));
});

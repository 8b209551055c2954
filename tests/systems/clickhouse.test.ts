/** The contract, and everything that needs a real server: one is started for all of it. */

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { killMutation, killQuery } from '../../src/systems/clickhouse/actions/kill.ts';
import { restartReplica } from '../../src/systems/clickhouse/actions/replica.ts';
import type { ClickhouseClient } from '../../src/systems/clickhouse/client.ts';
import { clickhouseKind } from '../../src/systems/clickhouse/system.ts';
import { hostKind } from '../../src/systems/host/system.ts';
import { contextOf, describeSystem, type SuiteSystem } from '../contracts/system.ts';
import { acting } from '../support/acting.ts';
import { type ClickhouseServer, clickhousePasswords, startClickhouse } from '../support/clickhouse.ts';
import { type DiagnoseOptions, type Diagnosis, diagnoseSystem } from '../support/diagnose.ts';
import { freeCommand } from '../support/free-command.ts';
import { freePort, startHangingPeer } from '../support/peers.ts';
import { clientOf, entryOf } from './clickhouse/scene.ts';

const entry = { id: 'shop-events', kind: 'clickhouse', username: 'default', password: { env: 'SHOP_EVENTS_PASSWORD' } };
let shared: Promise<ClickhouseServer> | null = null;
const server = (): Promise<ClickhouseServer> => {
  shared ??= startClickhouse();
  return shared;
};

after(async () => {
  if (shared !== null) await (await shared).stop();
});

const away = (url: string): Promise<SuiteSystem> => Promise.resolve({ entry: { ...entry, url }, resolveSecret: () => 'x' });

function liveOf(url: string, password: string): SuiteSystem {
  return { entry: { ...entry, url }, secrets: [password], resolveSecret: () => password };
}

describeSystem(clickhouseKind, {
  live: async () => liveOf((await server()).url, clickhousePasswords.default),
  unreachable: {
    refused: { start: async () => away(`http://127.0.0.1:${String(await freePort())}`), problem: 'refused' },
    'unknown name': { start: () => away('http://no-such-host.invalid:8123'), problem: 'dns' },
    'wrong password': { start: async () => liveOf((await server()).url, 'a-wrong-secret'), problem: 'auth' },
    'TLS asked of a server without': { start: async () => away((await server()).url.replace('http:', 'https:')), problem: 'tls' },
  },
  hanging: async () => {
    const peer = await startHangingPeer();
    return { entry: { ...entry, url: `http://127.0.0.1:${String(peer.port)}` }, resolveSecret: () => 'x', stop: () => peer.stop() };
  },
  sampleArguments: {
    'kill-query': { queryId: 'a1', user: 'bi', atLeastSeconds: 12.5 },
    'kill-mutation': { database: 'shop', table: 'events', mutationId: 'mutation_4.txt' },
    'restart-replica': { database: 'shop', table: 'events' },
    'start-merges': { table: 'shop.events' },
  },
  // An empty server has no table to name.
  sampleFacts: { 'parts.table': 'shop.events' },
  hostKinds: [hostKind] as never,
});

describe('on a real server', { timeout: 300_000 }, () => {
  let url = '';
  let watcher: ClickhouseClient;
  let admin: ClickhouseClient;
  let run: ClickhouseServer['run'];
  const own = (username: string) => entryOf(url, { username, password: { env: 'P' } });
  const look = (options: DiagnoseOptions = {}): Promise<Diagnosis> => diagnoseSystem(clickhouseKind, watcher, own('watcher'), options);
  const sleeping = (id: string): Promise<string> =>
    run("SELECT count() FROM system.numbers WHERE NOT ignore(sleep(1)) AND toString(number) != 'secret-word'", {
      query_id: id,
      max_block_size: '1',
      max_threads: '1',
    }).catch((error: Error) => error.message);
  const isListed = (id: string) => async (): Promise<boolean> =>
    (await run(`SELECT query_id FROM system.processes WHERE query_id = '${id}'`)).includes(id);

  before(async () => {
    ({ url, run } = await server());
    watcher = clientOf(own('watcher'), clickhousePasswords.watcher);
    admin = clientOf(own('default'), clickhousePasswords.default);
  });

  it('a healthy server gives no cause, and every look works with the profile of the guide', async () => {
    const seen = await look();

    assert.deepEqual([seen.confirmed, seen.likely], [[], []]);
    assert.deepEqual(
      seen.evidence.filter(({ status }) => status !== 'ok').map(({ probe, reason }) => [probe, reason]),
      [],
    );
    await assert.rejects(watcher.change('CREATE TABLE x (a Int8) ENGINE = Log', limit()), { problem: 'no-permission' });
    assert.match((await clickhouseKind.check?.(watcher, contextOf(own('watcher'), 5_000)))?.[0]?.text.en ?? '', /readonly = 2/);
  });

  it('clickhouseCommands read within limits, and a query that is to be killed is bound to who runs it', async () => {
    const ask = (words: string) => freeCommand(clickhouseKind, words, watcher, own('watcher'));
    const select = await ask("SELECT name FROM system.functions WHERE name = 'uniqExact'");

    assert.equal(await select.output(), '{"name":"uniqExact"}');
    assert.equal((await select.action.precheck(watcher, select.given, contextOf(own('watcher'), 5_000))).state, 'ready');
    assert.match(await (await ask('SHOW DATABASES')).output(), /"name":"system"/);
    assert.match(await (await ask('SHOW PROCESSLIST')).output(), /"query_id"|\(0 rows\)/);
    assert.match(await (await ask('DESCRIBE TABLE system.one')).output(), /"dummy"/);
    const kill = clickhouseKind.commands?.read("KILL QUERY WHERE query_id = 'nobody'");
    assert.ok(kill !== undefined && 'command' in kill && kill.command.kind === 'changes');
    assert.match(JSON.stringify(await kill.command.bind(watcher, contextOf(own('watcher'), 5_000))), /no query nobody is running/);
  });

  it('a look cannot change anything, whatever it says', async () => {
    await assert.rejects(admin.read('CREATE TABLE x (a Int8) ENGINE = Log --', limit()), { problem: 'no-permission' });
  });

  it('inserts that are too small are named as why a partition is full', async () => {
    await run(
      'CREATE TABLE events (d Date, a UInt64) ENGINE = MergeTree PARTITION BY d ORDER BY a SETTINGS parts_to_delay_insert = 4, parts_to_throw_insert = 5',
    );
    await run('SYSTEM STOP MERGES');
    for (let at = 0; at < 5; at += 1) await run(`INSERT INTO events VALUES ('2026-01-01', ${String(at)})`);
    await assert.rejects(run("INSERT INTO events VALUES ('2026-01-01', 9)"), /Code: 252/);

    const seen = await look({ probes: ['server', 'parts', 'mutations'] });
    await run('SYSTEM START MERGES');
    await run('DROP TABLE events');

    assert.deepEqual(seen.causes, ['small-inserts']);
    assert.deepEqual([seen.facts['parts.table'], seen.facts['parts.count'], seen.facts['parts.throwLimit']], ['default.events', 5, 5]);
    assert.deepEqual([seen.facts['parts.mergesRunning'], seen.facts['parts.unmerged'], seen.facts['parts.unmergedRatio']], [0, 5, 1]);
  });

  it('a mutation that fails is seen, and not offered to be killed where that cannot be done', async () => {
    await run('CREATE TABLE orders (d Date, a UInt64) ENGINE = MergeTree PARTITION BY d ORDER BY a');
    await run("INSERT INTO orders VALUES ('2026-01-01', 1)");
    await run("ALTER TABLE orders DELETE WHERE a = toUInt64(throwIf(a = 1)) AND toString(a) != 'secret-word'");

    const { facts, evidence } = await look({ probes: ['mutations'] });
    const given = { database: 'default', table: 'orders', mutationId: String(facts['mutations.oldest.id']) };
    const answer = await acting(killMutation, given, admin, own('default')).precheck();
    await run('DROP TABLE orders');

    assert.deepEqual([facts['mutations.unfinished'], facts['mutations.oldest.partsToDo'], facts['mutations.canBeKilled']], [1, 1, false]);
    assert.doesNotMatch(JSON.stringify(evidence), /secret-word/);
    assert.equal(answer.state, 'blocked');
  });

  it('killQuery ends the query that is meant, and no younger one', async () => {
    const report = sleeping('report-1');
    await until('the query is listed', isListed('report-1'));
    const { facts, evidence } = await look({ probes: ['queries'] });
    const meant = { queryId: 'report-1', user: 'default', atLeastSeconds: Number(facts['queries.longest.seconds']) };

    assert.equal((await acting(killQuery, { ...meant, atLeastSeconds: 900 }, admin, own('default')).precheck()).state, 'already');
    assert.equal((await acting(killQuery, { ...meant, user: 'bi' }, admin, own('default')).precheck()).state, 'already');
    await acting(killQuery, meant, admin, own('default')).run();

    assert.match(await report, /Code: 394|cancelled/i);
    assert.equal(facts['queries.longest.id'], 'report-1');
    assert.doesNotMatch(JSON.stringify(evidence), /secret-word/);
  });

  it('a limit of queries that is reached is told as such', async () => {
    const ids = Array.from({ length: 30 }, (_, at) => `flood-${String(at)}`);
    const flood = ids.map(sleeping);
    await until('no more are taken', () =>
      run('SELECT 1').then(
        () => false,
        () => true,
      ),
    );

    const seen = await look({ probes: ['server', 'queries'] });
    await run('KILL QUERY WHERE 1');
    await Promise.all(flood);

    assert.deepEqual([seen.confirmed, seen.facts['reach.problem']], [['too-many-queries'], 'limit']);
    assert.ok(Number(seen.facts['queries.topUserCount']) >= 20, 'who they are is still told');
  });

  it('queries that exceed their memory are named', async () => {
    const large = run('SELECT length(groupArray(number)) FROM numbers(10000000)', { max_memory_usage: '5000000' });
    await assert.rejects(large, /Code: 241/);
    const isLogged = async (): Promise<boolean> =>
      Number(await run("SELECT count() FROM system.query_log WHERE exception LIKE 'Code: 241%'")) > 0;
    await until('it is in the log', isLogged);

    const seen = await look({ probes: ['server', 'query-log'] });

    assert.deepEqual(seen.causes, ['memory-limit-exceeded']);
  });

  it('replicated tables without Keeper are named, and a table that is none is not restarted', async () => {
    const engine = "ENGINE = ReplicatedMergeTree('/shop/clicks', 'one') PARTITION BY d ORDER BY a SETTINGS index_granularity = 8192";
    const alone = await startClickhouse({ clicks: `ATTACH TABLE clicks (d Date, a UInt64) ${engine}` });
    const place = entryOf(alone.url, { username: 'watcher', password: { env: 'P' } });
    const client = clientOf(place, clickhousePasswords.watcher);

    const seen = await diagnoseSystem(clickhouseKind, client, place, { probes: ['server', 'replication'] });
    const none = await acting(restartReplica, { database: 'default', table: 'orders' }, client, place).precheck();
    const some = await acting(restartReplica, { database: 'default', table: 'clicks' }, client, place).precheck();
    await alone.stop();

    assert.deepEqual(seen.causes, ['keeper-lost']);
    assert.deepEqual([none.state, some.state], ['blocked', 'ready']);
  });
});

function limit() {
  return { timeoutMs: 10_000, signal: AbortSignal.timeout(20_000) };
}

async function until(what: string, holds: () => Promise<boolean>, withinMs = 60_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`It never came about that ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

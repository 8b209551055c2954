/** What an old server can't show: answers of newer versions as the manual has them, over real HTTP. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { quoted } from '../../../src/systems/clickhouse/rows.ts';
import { checksOf, clickhouseKind } from '../../../src/systems/clickhouse/system.ts';
import { contextOf } from '../../contracts/system.ts';
import { type Diagnosis, diagnoseSystem } from '../../support/diagnose.ts';
import { startSite } from '../http/site.ts';
import { clientOf, entryOf } from './scene.ts';

type Rows = readonly Readonly<Record<string, unknown>>[];
/** By the table of `system` that is read; `one` is a SELECT without a table. */
type Tables = Readonly<Record<string, Rows>>;

const healthy: Tables = {
  one: [{ version: '24.8.4.13', uptime: 86_400 }],
  metrics: [
    { metric: 'Query', value: '3' },
    { metric: 'HTTPConnection', value: '12' },
    { metric: 'MemoryTracking', value: '2000000000' },
    { metric: 'ZooKeeperSession', value: '1' },
    { metric: 'BackgroundMergesAndMutationsPoolTask', value: '2' },
    { metric: 'BackgroundMergesAndMutationsPoolSize', value: '16' },
  ],
  asynchronous_metrics: [{ metric: 'MaxPartCountForPartition', value: 12 }],
  server_settings: [
    { name: 'max_concurrent_queries', value: '100' },
    { name: 'max_connections', value: '1024' },
    { name: 'max_server_memory_usage', value: '30000000000' },
  ],
  disks: [{ name: 'default', path: '/var/lib/clickhouse/', free_space: '600000000000', total_space: '1000000000000' }],
  merge_tree_settings: [
    { name: 'parts_to_delay_insert', value: '1000' },
    { name: 'parts_to_throw_insert', value: '3000' },
  ],
};

const columns: Readonly<Record<string, string>> = {
  mutations: 'database table mutation_id command create_time parts_to_do is_done latest_fail_reason latest_failed_part',
  replicas: 'database table is_readonly is_session_expired queue_size absolute_delay zookeeper_exception',
  disks: 'name path free_space total_space',
  detached_parts: 'database table reason',
  distribution_queue: 'database table is_blocked error_count data_files data_compressed_bytes last_exception',
  server_settings: 'name value',
  errors: 'name code value last_error_time',
};
const columnRows = Object.entries(columns).flatMap(([table, names]) => names.split(' ').map((name) => ({ table, name })));

async function diagnose(changed: Tables): Promise<Diagnosis> {
  const tables: Tables = { columns: columnRows, ...healthy, ...changed };
  const site = await startSite((request, response) => {
    const query = new URL(request.url ?? '', 'http://site').searchParams.get('query') ?? '';
    const table = /FROM system\.(\w+)/.exec(query)?.[1] ?? 'one';
    response.end(`${JSON.stringify({ data: tables[table] ?? [] })}\n`);
  });
  const entry = entryOf(site.url);
  try {
    return await diagnoseSystem(clickhouseKind, clientOf(entry), entry);
  } finally {
    await site.stop();
  }
}

function metrics(values: Readonly<Record<string, number>>): Rows {
  const rest = (healthy.metrics ?? []).filter(({ metric }) => values[String(metric)] === undefined);
  return [...rest, ...Object.entries(values).map(([metric, value]) => ({ metric, value: String(value) }))];
}

const replica = {
  database: 'shop',
  table: 'events',
  is_readonly: 0,
  is_session_expired: 0,
  queue_size: 0,
  absolute_delay: 0,
  zookeeper_exception: '',
};
const mutation = {
  database: 'shop',
  table: 'events',
  mutation_id: '0000000007',
  command: "DELETE WHERE name = 'Wang'",
  parts_to_do: '4',
  age: '900',
};
const process = { query_id: 'q-1', user: 'bi', elapsed: 4, memory_usage: '100', query: "SELECT * FROM t WHERE name = 'Wang'" };

describe('clickhouseSignatures', { concurrency: 8 }, () => {
  const cases: Readonly<
    Record<string, { readonly tables: Tables; readonly causes: readonly string[]; readonly confirmed?: readonly string[] }>
  > = {
    'nothing in a healthy server': { tables: {}, causes: [] },
    'nothing in a mutation that goes on': { tables: { mutations: [{ ...mutation, latest_fail_reason: '' }] }, causes: [] },
    'a mutation that fails': {
      tables: { mutations: [{ ...mutation, latest_fail_reason: 'Code: 53. Type mismatch' }] },
      causes: ['mutation-stuck'],
    },
    'a query that runs for long': { tables: { processes: [{ ...process, elapsed: 400 }] }, causes: ['long-query'] },
    'one user that floods': {
      tables: { processes: Array.from({ length: 95 }, (_, at) => ({ ...process, query_id: String(at) })), metrics: metrics({ Query: 97 }) },
      causes: ['one-user-floods'],
    },
    'memory that runs out': { tables: { metrics: metrics({ MemoryTracking: 29_500_000_000 }) }, causes: ['server-memory-full'] },
    'connections that run out': { tables: { metrics: metrics({ HTTPConnection: 1_000 }) }, causes: ['connections-full'] },
    'background threads that are all busy': {
      tables: { metrics: metrics({ BackgroundMergesAndMutationsPoolTask: 16 }) },
      causes: [],
      confirmed: ['background-pool-full'],
    },
    'a disk that is nearly full': {
      tables: { disks: [{ name: 'default', path: '/data/', free_space: '20000000000', total_space: '1000000000000' }] },
      causes: ['disk-full'],
    },
    'parts that were put aside as broken': {
      tables: { detached_parts: [{ database: 'shop', table: 'events', reason: 'broken-on-start', parts: '2' }] },
      causes: ['parts-broken'],
    },
    'nothing in parts that a person has detached': {
      tables: { detached_parts: [{ database: 'shop', table: 'events', reason: '', parts: '2' }] },
      causes: [],
    },
    'a session with Keeper that is lost': {
      tables: { replicas: [{ ...replica, is_readonly: 1 }], metrics: metrics({ ZooKeeperSession: 0 }) },
      causes: ['keeper-lost'],
    },
    'one replica that did not start': {
      tables: {
        replicas: [
          { ...replica, is_readonly: 1 },
          { ...replica, table: 'orders' },
        ],
      },
      causes: ['replica-readonly'],
    },
    'a replication queue that is stuck, behind a replica that lags': {
      tables: {
        replicas: [{ ...replica, queue_size: 80, absolute_delay: 700 }],
        replication_queue: [
          { database: 'shop', table: 'events', type: 'GET_PART', num_tries: 90, age: 800, last_exception: 'No active replica has part' },
        ],
      },
      causes: ['replication-stuck'],
    },
    'data that cannot be sent to a shard': {
      tables: {
        distribution_queue: [
          {
            database: 'shop',
            table: 'all',
            is_blocked: 0,
            error_count: 9,
            data_files: 40,
            data_compressed_bytes: 9_000,
            last_exception: 'refused',
          },
        ],
      },
      causes: ['distributed-queue'],
    },
  };
  for (const [name, { tables, causes, confirmed }] of Object.entries(cases))
    it(`name ${name}`, async () => {
      const seen = await diagnose(tables);

      assert.deepEqual(seen.causes, causes, JSON.stringify(seen.hypotheses.map(({ signatureId, state }) => [signatureId, state])));
      if (confirmed !== undefined) assert.deepEqual(seen.confirmed, confirmed);
      assert.doesNotMatch(JSON.stringify(seen.evidence), /Wang/);
    });
});

describe('createClickhouseClient()', () => {
  it('does without settings where the profile takes none, and reads an error that comes late', async () => {
    const asked: string[] = [];
    const site = await startSite((request, response) => {
      const { searchParams } = new URL(request.url ?? '', 'http://site');
      asked.push([...searchParams.keys()].join());
      if (searchParams.has('max_execution_time'))
        return void response
          .writeHead(500)
          .end("Code: 164. DB::Exception: Cannot modify 'max_execution_time' setting in readonly mode. (READONLY)");
      response.end(asked.length < 3 ? '{"data":[{"a":1}]}\n' : '{"data":[{"a":1},\nCode: 241. DB::Exception: Memory limit exceeded');
    });
    const client = clientOf(entryOf(site.url));
    const limit = { timeoutMs: 5_000, signal: AbortSignal.timeout(9_000) };

    assert.deepEqual(await client.read('SELECT 1 AS a', limit), [{ a: 1 }]);
    await assert.rejects(client.read('SELECT 1 AS a', limit), { problem: 'unavailable', code: '241' });
    await site.stop();

    assert.equal(asked[1], 'query');
  });
});

describe('what answers are read with', () => {
  it('quoted() lets nothing out of a literal', () => {
    assert.equal(quoted("a'b\\"), "'a\\'b\\\\'");
  });

  it('checksOf() warns of what is too much and of what is missing', async () => {
    assert.deepEqual(
      checksOf(['SELECT ON system'], false).map(({ level }) => level),
      ['ok'],
    );
    assert.equal(checksOf(['ALL ON *'], true).length, 2);
    assert.equal(checksOf(['SELECT ON system'], true).length, 1);
    const away = entryOf('http://127.0.0.1:1');
    assert.equal((await clickhouseKind.check?.(clientOf(away), contextOf(away, 3_000)))?.[0]?.level, 'fail');
  });

  it('an address takes no login', () => {
    const parsed = clickhouseKind.entry.safeParse({ id: 'a', kind: 'clickhouse', url: 'http://a:hidden@127.0.0.1:8123' });

    assert.equal(parsed.success, false);
    assert.doesNotMatch(parsed.error?.message ?? '', /hidden/);
  });
});

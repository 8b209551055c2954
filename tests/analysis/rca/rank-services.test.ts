import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { simulateCase } from '../../../bench/analysis/rca/simulate.ts';
import { rankServices, type ServiceTable } from '../../../src/analysis/rca/rank-services.ts';
import { readCalls, readServiceTable } from '../../../src/analysis/rca/read-services.ts';

const rows = 60;

function column(service: string, metric: string, level: number, moved: number, at = 40) {
  return { service, metric, values: Array.from({ length: rows }, (_, row) => level + (row % 5) * 0.1 + (row >= at ? moved : 0)) };
}

function table(change: Partial<ServiceTable> = {}): ServiceTable {
  const columns = [
    ...[column('web', 'latency', 10, 9), column('web', 'cpu', 5, 0), column('api', 'latency', 10, 9), column('api', 'cpu', 5, 0)],
    ...[column('db', 'latency', 10, 9), column('db', 'cpu', 5, 8), column('cache', 'latency', 10, 0), column('cache', 'cpu', 5, 0)],
  ];
  const calls: ServiceTable['calls'] = [
    ['web', 'api'],
    ['api', 'db'],
    ['api', 'cache'],
  ];
  return { times: Array.from({ length: rows }, (_, row) => row * 5_000), columns, calls, ...change };
}

test('rankServices() finds the service below those that only feel it, with its metric and when it began', () => {
  const { onsetMs, services } = rankServices(table());

  assert.equal(services[0]?.service, 'db');
  assert.ok(services[0]?.metrics.some(({ metric }) => metric === 'cpu'));
  assert.ok(Math.abs((onsetMs ?? 0) - 200_000) <= 15_000);
});

test('rankServices() says that nothing began where nothing moved', () => {
  const still = table().columns.map(({ service, metric }) => column(service, metric, 10, 0));

  assert.equal(rankServices(table({ columns: still })).onsetMs, null);
  assert.deepEqual(rankServices({ times: [], columns: [], calls: [] }), { onsetMs: null, services: [] });
});

test('rankServices() gives the same for any order of columns and calls, and keeps its first when a healthy service is added', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000 }), (seed) => {
      const { table: given } = simulateCase(seed);
      const found = rankServices(given);
      const turned = rankServices({ ...given, columns: given.columns.toReversed(), calls: given.calls.toReversed() });
      const more = { ...given, columns: [...given.columns, { service: 'spare', metric: 'cpu', values: given.times.map(() => 7) }] };

      assert.deepEqual(
        turned.services.map(({ service, score }) => [service, score]),
        found.services.map(({ service, score }) => [service, score]),
      );
      assert.equal(rankServices(more).services[0]?.service, found.services[0]?.service);
      assert.ok(found.services.every(({ score }) => Number.isFinite(score)));
    }),
    { numRuns: 15 },
  );
});

test('rankServices() has no number that is none, whatever the values', () => {
  const values = fc.array(fc.double(), { minLength: 20, maxLength: 20 });
  const columns = fc.array(fc.record({ service: fc.constantFrom('a', 'b'), metric: fc.constantFrom('cpu', 'latency'), values }), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(columns, (all) => {
      const { services } = rankServices({
        times: Array.from({ length: 20 }, (_, row) => row),
        columns: all,
        calls: [
          ['a', 'b'],
          ['b', 'a'],
        ],
      });

      assert.ok(
        services.every(({ score, metrics }) => Number.isFinite(score) && metrics.every(({ strength }) => Number.isFinite(strength))),
      );
    }),
    { examples: [[[{ service: 'a', metric: 'cpu', values: [0, 0, 0, 0, -5e293, ...zeros(11), Number.MAX_VALUE, 0, 0, 0] }]]] },
  );
});

function zeros(count: number): readonly number[] {
  return Array.from({ length: count }, () => 0);
}

test('readServiceTable() reads service_metric columns, names with underscores, and gaps', () => {
  const read = readServiceTable('time,ts-order_db_cpu,"web_latency",note\r\n1700000000,1,2,x\r\n1700000005,,4,y\r\n');

  assert.deepEqual(read.times, [1_700_000_000_000, 1_700_000_005_000]);
  assert.deepEqual(
    read.columns.map(({ service, metric, values }) => [service, metric, values]),
    [
      ['ts-order_db', 'cpu', [1, Number.NaN]],
      ['web', 'latency', [2, 4]],
    ],
  );
  assert.throws(() => readServiceTable('a,b\n1,2'), /no column 'time'/);
  assert.throws(() => readServiceTable('time,b\n1,2'), /service_metric/);
  assert.throws(() => readServiceTable('time,b_c\n'), /no rows/);
});

test('readCalls() reads callers and callees, or spans', () => {
  assert.deepEqual(readCalls('caller,callee\nweb,api\nweb,api\nweb,web\n'), [['web', 'api']]);
  const spans = 'traceID,spanID,serviceName,parentSpanID\nt,1,web,\nt,2,api,1\nt,3,api,2\nt,4,db,3\n';
  assert.deepEqual(readCalls(spans), [
    ['web', 'api'],
    ['api', 'db'],
  ]);
  assert.throws(() => readCalls('a,b\n1,2'), /caller,callee/);
});

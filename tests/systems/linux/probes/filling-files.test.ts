import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alikeFacts, findAlike, findRecent, recentFacts } from '../../../../src/systems/linux/probes/filling-files.ts';

const filesAt = (...paths: readonly string[]) => paths.map((path) => ({ path, bytes: 1_000 }));

test('findAlike() finds the files that differ by a number or a date only', () => {
  const logs = filesAt(
    ...[1, 2, 3, 4, 5].map((number) => `/data/mysql-bin.00000${number}`),
    '/data/mysql-bin.index',
    '/data/shop/orders.ibd',
  );
  const segments = filesAt(...['A1', 'A2', 'A3', 'AF'].map((end) => `/pg/pg_wal/0000000100000000000000${end}`));
  const dumps = filesAt(...['2026-11-01T04', '2026-11-02T04', '2026-11-03T04', '2026-11-04T04'].map((day) => `/backup/shop-${day}.sql.gz`));

  assert.deepEqual(findAlike(logs), { path: '/data/mysql-bin.*', folder: '/data', count: 5, bytes: 5_000 });
  assert.equal(findAlike(segments)?.path, '/pg/pg_wal/*');
  assert.equal(findAlike(dumps)?.path, '/backup/shop-*.sql.gz');
});

test('findAlike() says nothing of a few, of different names, and of one that is big beside small ones', () => {
  assert.equal(findAlike(filesAt('/data/a.1', '/data/a.2', '/data/a.3')), null);
  assert.equal(findAlike(filesAt('/data/a', '/data/b', '/data/c', '/data/d')), null);
  assert.equal(
    findAlike([{ path: '/data/app.log.0', bytes: 90_000 }, ...filesAt('/data/app.log.1', '/data/app.log.2', '/data/app.log.3')]),
    null,
  );
});

test('alikeFacts() are empty where there is no series', () => {
  assert.deepEqual(alikeFacts(null, 100, ''), {
    'usage.alike.path': '',
    'usage.alike.count': 0,
    'usage.alike.bytes': 0,
    'usage.alike.fsRatio': 0,
    'usage.alike.cleanPath': '',
  });
});

test('findRecent() finds what was written lately beside a bigger file that is old', () => {
  const nowSeconds = 1_800_000_000;
  const file = (path: string, bytes: number, quietSeconds: number) => ({ path, bytes, modifiedSeconds: nowSeconds - quietSeconds });
  const old = file('/data/shop.dump', 900, 4_000_000);
  const log = file('/data/trace.log', 700, 20);

  assert.equal(findRecent([old, log, file('/data/app.log', 10, 1)], nowSeconds), log);
  assert.equal(findRecent([log, old], nowSeconds), null, 'it is the biggest');
  assert.equal(findRecent([old], nowSeconds), null);
  assert.equal(recentFacts(log, 1_000, '/data', true)['usage.recent.fsRatio'], 0.7);
});

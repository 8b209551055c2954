import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SystemClient } from '../../src/systems/contract.ts';
import { findLook } from '../../src/systems/find-look.ts';
import type { PooledSystem } from '../../src/systems/pool.ts';
import { builtInKinds } from '../../src/systems/registry.ts';
import { nameableOf } from '../../src/systems/scope.ts';

const client: SystemClient = { close: () => Promise.resolve() };
const now = new Date(2026, 4, 12, 15, 30).getTime();

function system(given: Readonly<Record<string, unknown>> & { readonly kind: string }): PooledSystem {
  const kind = builtInKinds.find((each) => each.kind === given.kind);
  assert.ok(kind !== undefined, given.kind);
  return { kind, entry: kind.entry.parse(given), client };
}

const house = [
  system({ id: 'this-host', kind: 'host' }),
  system({ id: 'orders-db', kind: 'mysql', url: 'mysql://10.0.0.5:3306', username: 'zhiban', password: { env: 'P' } }),
  system({ id: 'users-db', kind: 'postgresql', url: 'postgresql://10.0.0.6:5432/users', username: 'zhiban', password: { env: 'P' } }),
  system({ id: 'cart-cache', kind: 'redis', url: 'redis://10.0.0.7:6379' }),
];

function find(text: string, systems: readonly PooledSystem[] = house) {
  return findLook(text, systems, systems.map(nameableOf), now);
}

const sentences: readonly (readonly [text: string, systemId: string, probe: string])[] = [
  ['show the slow queries of orders-db since 14:00', 'orders-db', 'statements'],
  ['查看 orders-db 的慢查询', 'orders-db', 'statements'],
  ['show the slowlog of cart-cache', 'cart-cache', 'slowlog'],
  ['cart-cache 有哪些大 key', 'cart-cache', 'bigkeys'],
  ['who holds locks in users-db?', 'users-db', 'locks'],
  ['users-db 的复制延迟', 'users-db', 'replication'],
  ['show connections of users-db', 'users-db', 'connections'],
  ['which tables of users-db are bloated', 'users-db', 'tables'],
  ['show the kernel log of this machine', 'this-host', 'kernel-log'],
  ['这台机器的磁盘空间', 'this-host', 'disk'],
  ['redis 缓存的内存用了多少', 'cart-cache', 'memory'],
];

for (const [text, systemId, probe] of sentences) {
  test(`findLook('${text}')`, () => {
    const found = find(text);

    assert.equal(found.kind, 'found', JSON.stringify(found));
    assert.deepEqual([found.request.systemId, found.request.probe], [systemId, probe]);
  });
}

test('findLook() gives times and counts as parameters that the probe has, within its bounds', () => {
  const log = find('show the kernel log of this machine in the last 3 hours');
  const long = find('show the kernel log of this machine in the last 40 days');
  const slow = find('show the top 20 entries of the slowlog of cart-cache');

  assert.deepEqual(log.kind === 'found' && log.request.parameters, { sinceMinutes: 180 });
  assert.deepEqual(long.kind === 'found' && long.request.parameters, { sinceMinutes: 10_080 });
  assert.ok(slow.kind === 'found' && Object.values(slow.request.parameters).includes(20), JSON.stringify(slow));
});

test('findLook() guesses no system among several', () => {
  const two = [...house, system({ id: 'session-cache', kind: 'redis', url: 'redis://10.0.0.8:6379' })];

  assert.deepEqual(find('show the slowlog of redis', two), {
    kind: 'which-system',
    probe: 'slowlog',
    systemIds: ['cart-cache', 'session-cache'],
  });
});

test('findLook() says what there is to look at when only the system is clear', () => {
  const found = find('show me cart-cache');

  assert.equal(found.kind, 'which-probe');
  assert.ok(found.kind === 'which-probe' && found.probes.includes('slowlog'));
});

test('findLook() finds nothing in words about something else', () => {
  assert.deepEqual(find('good morning'), { kind: 'none' });
});

import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import { test } from 'node:test';
import { createSystemPool } from '../../src/systems/pool.ts';
import { builtInKinds } from '../../src/systems/registry.ts';
import { nameableSystems, topologyOf } from '../../src/systems/scope.ts';
import { systemClock } from '../support/system-clock.ts';

function poolOf(...entries: readonly { readonly kind: string; readonly [key: string]: unknown }[]) {
  const parsed = entries.map((entry) => (builtInKinds.find(({ kind }) => kind === entry.kind) ?? assert.fail()).entry.parse(entry));
  return createSystemPool(builtInKinds, parsed, { resolveSecret: () => '', clock: systemClock });
}

const cases: readonly [entry: { readonly kind: string; readonly [key: string]: unknown }, addresses: readonly string[]][] = [
  [{ id: 'a', kind: 'redis', url: 'redis://10.0.0.5:6380' }, ['10.0.0.5:6380', '10.0.0.5']],
  [{ id: 'a', kind: 'redis', url: 'redis://cache.example.com' }, ['cache.example.com:6379', 'cache.example.com']],
  [{ id: 'a', kind: 'redis', url: 'redis://127.0.0.1:6379' }, ['127.0.0.1:6379', 'localhost:6379']],
  [
    { id: 'a', kind: 'http', url: 'https://shop.example.com/health' },
    ['https://shop.example.com/health', 'shop.example.com', 'shop.example.com:443'],
  ],
  [{ id: 'a', kind: 'host' }, [hostname()]],
];

for (const [entry, addresses] of cases) {
  test(`nameableSystems() knows ${entry.kind} at ${String(entry.url ?? 'this machine')} by ${addresses.join(', ')}`, () => {
    const [system] = nameableSystems(poolOf(entry));

    for (const address of addresses) assert.ok(system?.addresses.includes(address), `${address} is not in ${system?.addresses}`);
    assert.equal(new Set(system?.addresses).size, system?.addresses.length);
  });
}

test('nameableSystems() calls nothing by the loopback alone, which every machine has', () => {
  const [system] = nameableSystems(poolOf({ id: 'a', kind: 'redis', url: 'redis://127.0.0.1:6379' }));

  assert.ok(!system?.addresses.includes('127.0.0.1') && !system?.addresses.includes('localhost'));
});

test('a socket of this machine is no address', () => {
  const pool = poolOf({ id: 'a', kind: 'docker', labels: { service: 'shop' } });
  const [system] = topologyOf(pool).systems;

  assert.deepEqual(nameableSystems(pool)[0]?.addresses, []);
  assert.deepEqual([system?.addresses, system?.ports, system?.services], [[], [], ['shop']]);
});

test('topologyOf() tells who stands on whom', () => {
  const pool = poolOf(
    { id: 'box', kind: 'host' },
    { id: 'cache', kind: 'redis', url: 'redis://10.0.0.5', runsOn: 'box', dependsOn: ['box'] },
  );

  const { systems } = topologyOf(pool);

  assert.deepEqual(
    systems.map(({ id, kind, runsOn, dependsOn }) => [id, kind, runsOn, dependsOn]),
    [
      ['box', 'host', undefined, []],
      ['cache', 'redis', 'box', ['box']],
    ],
  );
});

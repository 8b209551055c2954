import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { distances, type Topology } from '../../../src/analysis/rca/topology.ts';

const shop: Topology = {
  systems: [
    { id: 'web', kind: 'http', runsOn: 'host-1', dependsOn: ['orders'] },
    { id: 'orders', kind: 'http', runsOn: 'host-2', dependsOn: ['cache', 'gone'] },
    { id: 'cache', kind: 'redis', runsOn: 'host-3', dependsOn: [] },
    { id: 'noisy', kind: 'http', runsOn: 'host-1', dependsOn: [] },
    { id: 'host-1', kind: 'host', dependsOn: [] },
    { id: 'host-2', kind: 'host', dependsOn: [] },
    { id: 'host-3', kind: 'host', dependsOn: [] },
    { id: 'island', kind: 'redis', dependsOn: [] },
  ],
};

const far = Number.POSITIVE_INFINITY;
const cases: readonly [claim: string, named: readonly string[], steps: Readonly<Record<string, number>>][] = [
  [
    'what the named one stands on, step by step',
    ['web'],
    { web: 0, orders: 1, 'host-1': 1, cache: 2, 'host-2': 2, 'host-3': 3, island: far },
  ],
  ['a neighbour on the same host as two steps', ['web'], { noisy: 2 }],
  ['not those that stand on the named one', ['cache'], { cache: 0, orders: far, web: far, 'host-3': 1 }],
  ['those that run on a named host as two steps', ['host-1'], { 'host-1': 0, web: 2, noisy: 2 }],
  ['the nearest of several', ['web', 'cache'], { web: 0, cache: 0, orders: 1, 'host-3': 1 }],
  ['nothing for a name that is not there', ['ghost'], { web: far, cache: far }],
  ['everything alike when nothing is named', [], { web: 1, island: 1, 'host-1': 1 }],
];

for (const [claim, named, steps] of cases) {
  test(`distances() counts ${claim}`, () => {
    const distanceOf = distances(shop, named);

    assert.deepEqual(Object.fromEntries(Object.keys(steps).map((id) => [id, distanceOf(id)])), steps);
  });
}

test('distances() ends in circles and is never NaN', () => {
  const id = fc.constantFrom('a', 'b', 'c', 'd');
  const system = fc.record({
    id,
    kind: fc.constant('k'),
    runsOn: fc.option(id, { nil: undefined }),
    dependsOn: fc.array(id, { maxLength: 4 }),
  });

  fc.assert(
    fc.property(fc.uniqueArray(system, { selector: (each) => each.id }), fc.array(id), (systems, named) => {
      const distanceOf = distances({ systems }, named);

      assert.ok(systems.every((each) => distanceOf(each.id) >= 0));
      assert.ok(systems.every((each) => !named.includes(each.id) || distanceOf(each.id) === 0));
    }),
  );
});

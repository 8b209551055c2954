import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { believeRoots } from '../../../src/analysis/rca/propagate.ts';
import type { Topology } from '../../../src/analysis/rca/topology.ts';
import type { Onset } from '../../../src/domain/course.ts';
import { sameText } from '../../../src/domain/text.ts';

/** web → api → db, api → cache; cache and db on one machine. */
const shop: Topology = {
  systems: [
    { id: 'web', kind: 'http', dependsOn: ['api'] },
    { id: 'api', kind: 'http', dependsOn: ['db', 'cache'] },
    { id: 'db', kind: 'postgresql', dependsOn: [], runsOn: 'box' },
    { id: 'cache', kind: 'redis', dependsOn: [], runsOn: 'box' },
    { id: 'box', kind: 'host', dependsOn: [] },
  ],
};

function best(topology: Topology, sights: Readonly<Record<string, number>>, onsets: readonly Onset[] = []): string {
  const { bySystem, elsewhere } = believeRoots({ topology, sights: new Map(Object.entries(sights)), onsets });
  return [...bySystem, ['elsewhere', elsewhere] as const].sort((one, other) => other[1] - one[1])[0]?.[0] ?? '';
}

function sign(systemId: string, seconds: number): Onset {
  const ms = seconds * 1_000;
  return { key: systemId, systemId, kind: 'metric', earliestMs: ms - 500, atMs: ms, latestMs: ms + 500, text: sameText(''), sourceId: '' };
}

const cases: readonly [claim: string, sights: Readonly<Record<string, number>>, root: string][] = [
  ['the deepest of a chain that is unwell', { web: 0.9, api: 0.9, db: 0.9, cache: 0.1, box: 0.1 }, 'db'],
  ['the machine when all on it is unwell', { web: 0.9, api: 0.9, db: 0.9, cache: 0.9, box: 0.9 }, 'box'],
  ['the one that is unwell alone', { web: 0.9, api: 0.1, db: 0.1, cache: 0.1, box: 0.1 }, 'web'],
  ['the common ground that nobody could look at', { web: 0.9, api: 0.9, db: 0.9, cache: 0.9 }, 'db'],
];
for (const [claim, sights, root] of cases) {
  test(`believeRoots() finds ${claim}`, () => {
    const found = best(shop, sights);

    if (claim.startsWith('the common')) assert.ok(['db', 'cache', 'elsewhere'].includes(found), found);
    else assert.equal(found, root);
  });
}

test('believeRoots() has it elsewhere when systems that share nothing are unwell', () => {
  const apart: Topology = { systems: ['a', 'b', 'c', 'd'].map((id) => ({ id, kind: 'tcp', dependsOn: [] })) };

  assert.equal(best(apart, { a: 0.95, b: 0.95, c: 0.95, d: 0.95 }), 'elsewhere');
});

test('believeRoots() doubts a root that certainly began after what it is to explain', () => {
  const sights = new Map(Object.entries({ web: 0.1, api: 0.9, db: 0.9, cache: 0.1, box: 0.1 }));
  const before = believeRoots({ topology: shop, sights, onsets: [sign('db', 10), sign('api', 20)] }).bySystem.get('db') ?? 0;
  const after = believeRoots({ topology: shop, sights, onsets: [sign('db', 20), sign('api', 10)] }).bySystem.get('db') ?? 0;
  const unsure = believeRoots({ topology: shop, sights, onsets: [sign('db', 10.4), sign('api', 10)] }).bySystem.get('db') ?? 0;

  assert.ok(before > 0.6 && after < 0.3 && unsure === before, `${before} ${after} ${unsure}`);
});

const graphs = fc
  .record({
    count: fc.integer({ min: 1, max: 8 }),
    edges: fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 20 }),
    sights: fc.array(fc.option(fc.double({ min: 0, max: 1, noNaN: true })), { minLength: 8, maxLength: 8 }),
    onsets: fc.array(fc.tuple(fc.nat(7), fc.nat(100)), { maxLength: 8 }),
  })
  .map(({ count, edges, sights, onsets }) => {
    const ids = Array.from({ length: count }, (_, index) => `s${index}`);
    const systems = ids.map((id, index) => ({
      ...{ id, kind: 'tcp' },
      dependsOn: [...new Set(edges.filter(([from, to]) => from === index && to < count).map(([, to]) => `s${to}`))],
    }));
    const known = ids.flatMap((id, index) => (sights[index] == null ? [] : [[id, sights[index]] as const]));
    return { topology: { systems }, sights: new Map(known), onsets: onsets.map(([system, at]) => sign(`s${system}`, at)) };
  });

test('believeRoots() is a distribution over any graph, with cycles too, the same for any order', () => {
  fc.assert(
    fc.property(graphs, ({ topology, sights, onsets }) => {
      const { bySystem, elsewhere } = believeRoots({ topology, sights, onsets });
      const total = [...bySystem.values()].reduce((sum, each) => sum + each, elsewhere);

      assert.ok(Math.abs(total - 1) < 1e-9 && [...bySystem.values()].every((each) => each >= 0 && each <= 1));
      const turned = believeRoots({
        ...{ topology: { systems: topology.systems.toReversed() }, sights, onsets: onsets.toReversed() },
      });
      for (const [id, value] of bySystem) assert.ok(Math.abs((turned.bySystem.get(id) ?? 0) - value) < 1e-9);
    }),
  );
});

test('believeRoots() keeps the odds among the others when a healthy system that nobody needs is added', () => {
  fc.assert(
    fc.property(graphs, ({ topology, sights, onsets }) => {
      const more = { systems: [...topology.systems, { id: 'spare', kind: 'tcp', dependsOn: [] }] };
      const before = believeRoots({ topology, sights, onsets }).bySystem;
      const after = believeRoots({ topology: more, sights: new Map([...sights, ['spare', 0.1]]), onsets }).bySystem;
      const [first] = [...before.keys()];

      for (const id of before.keys()) {
        const [one, other] = [before, after].map((each) => (each.get(id) ?? 0) / (each.get(first ?? '') ?? 1));
        assert.ok(Math.abs((one ?? 0) - (other ?? 0)) <= 1e-9 * Math.max(1, one ?? 0));
      }
    }),
  );
});

test('believeRoots() is quick on hundreds of systems that all need each other', { timeout: 60_000 }, () => {
  const ids = Array.from({ length: 300 }, (_, index) => `s${index}`);
  const systems = ids.map((id, index) => ({
    id,
    kind: 'tcp',
    dependsOn: ids.filter((_, other) => other !== index && other % 10 === index % 10),
  }));

  const { bySystem } = believeRoots({ topology: { systems }, sights: new Map(ids.map((id) => [id, 0.5])), onsets: [] });

  assert.equal(bySystem.size, 300);
});

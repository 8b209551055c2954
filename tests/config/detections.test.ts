import assert from 'node:assert/strict';
import { test } from 'node:test';
import { packs } from '../../src/config/detection-packs.ts';
import { detectionSpecs } from '../../src/config/detection-specs.ts';
import { parseConfig } from '../../src/config/load.ts';
import { builtInKinds } from '../../src/systems/registry.ts';

const load = (text: string) => parseConfig(text, { path: null, kinds: builtInKinds, variables: {} });
const systems = `systems:
  - { id: metrics, kind: prometheus, url: "http://127.0.0.1:9090" }
  - { id: cache, kind: redis, url: "redis://127.0.0.1:6379" }
`;

test('an empty file watches this machine', () => {
  const { config, systems: entries } = load('');

  const specs = detectionSpecs(config.detections, entries);

  assert.deepEqual(
    specs.map(({ id, kind, isBuiltIn }) => [id, kind, isBuiltIn]),
    [
      ['disk@this-machine', 'forecast', true],
      ['memory@this-machine', 'anomaly', true],
    ],
  );
  assert.deepEqual(specs[0]?.limit, { value: 0, direction: 'falling' });
});

test('every pack names a look and a fact that its kinds have', () => {
  for (const { name, kinds, input } of packs) {
    for (const kind of kinds) {
      const found = builtInKinds.find((each) => each.kind === kind);
      assert.ok(found, kind);
      if (input.kind === 'query') assert.ok(found.metricStore !== undefined, `${name} of ${kind}`);
      else assert.ok(found.probes.find((probe) => probe.name === input.probe)?.parameters.safeParse({}).success, `${name} of ${kind}`);
    }
  }
});

test('what is listed comes with its defaults, and what is not wanted is left out', () => {
  const { config, systems: entries } = load(`${systems}
detections:
  eachPerDay: 4
  without: [disk, memory@metrics, queue@metrics, certificate]
  watch:
    - { id: latency, system: metrics, query: "up", everySeconds: 5, historyHours: 500 }
    - { id: clients, system: cache, look: { probe: clients, fact: clients.connected }, find: forecast, limit: 900, unit: clients }
`);

  const specs = detectionSpecs(config.detections, entries);

  assert.deepEqual(
    specs.map(({ id }) => id),
    ['latency', 'clients', 'memory@this-machine', 'connections@metrics', 'connections@cache'],
  );
  assert.deepEqual(specs[0]?.title, { en: 'latency', 'zh-CN': 'latency' });
  assert.equal(specs[0]?.historyHours, 13, 'no more points than a query brings');
  assert.equal(specs[1]?.everySeconds, 300);
  assert.equal(specs[1]?.budgetPerDay, 4);
  assert.deepEqual(specs[1]?.limit, { value: 900, direction: 'rising' });
});

const refused: readonly (readonly [string, string, RegExp])[] = [
  ['a system that is not there', '{ id: a, system: metric, query: up }', /metric/],
  ['a query to a system without numbers over time', '{ id: a, system: cache, query: up }', /takes no query.*prometheus/],
  ['neither query nor look', '{ id: a, system: metrics }', /either query or look/],
  ['a forecast without a limit', '{ id: a, system: metrics, query: up, find: forecast }', /either limit or floor/],
  ['an unknown key', '{ id: a, system: metrics, query: up, thresold: 3 }', /thresold/],
  ['an id twice', '{ id: a, system: metrics, query: up }\n    - { id: a, system: metrics, query: up }', /detection.*'a'|'a'/],
];

for (const [what, entry, message] of refused) {
  test(`${what} is refused, and said`, () => {
    assert.throws(() => load(`${systems}\ndetections:\n  watch:\n    - ${entry}\n`), { message });
  });
}

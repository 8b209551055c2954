import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Evidence } from '../../src/domain/evidence.ts';
import { keepDiscoveredEdges } from '../../src/knowledge/discovered-edges.ts';
import { createSystemGraph } from '../../src/operations/system-graph.ts';
import type { Store } from '../../src/store/contract.ts';
import { openBotDesk } from '../bot/desk.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { people } from './desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

const title = { 'zh-CN': '阀', en: 'valve' };
const system = (id: string, more: object = {}) => ({
  entry: { id, kind: 'valve', dependsOn: [], ...more },
  kind: { kind: 'valve', title },
});
const systems = [
  system('shop', { dependsOn: ['api'] }),
  system('api', { runsOn: 'web-1', logs: [{ system: 'loki', query: '{}' }, '/var/log/api.log'] }),
  system('db'),
  system('web-1'),
  system('loki'),
];

async function graphOf(at: Awaited<ReturnType<typeof openBotDesk>>) {
  const item = { id: 'ev_1', incidentId: 'inc_1', systemId: 'web-1', probe: 'connections', startedAt: '2026-03-01T10:00:00.000Z' };
  const edges = [
    { from: 'api', to: 'db', evidenceId: 'ev_1' },
    { from: 'api', to: 'gone', evidenceId: 'ev_1' },
    { from: 'shop', to: 'api', evidenceId: 'ev_1' },
  ];
  await keepDiscoveredEdges(at.store.settings, edges, [item as unknown as Evidence]);
  const pool = { list: () => systems } as unknown as typeof at.deps.pool;
  return createSystemGraph({ ...at.deps, pool }).systemGraph(at.as(people.vera));
}

test('systemGraph() tells what is declared and what was found, and nothing of what is gone or declared by now', async () => {
  const graph = await graphOf(await openBotDesk(store));

  assert.equal(graph.systems.length, 5);
  assert.deepEqual(
    graph.links.map(({ from, to, how, seen }) => [from, to, how, seen?.probe ?? null]),
    [
      ['shop', 'api', 'dependsOn', null],
      ['api', 'web-1', 'runsOn', null],
      ['api', 'loki', 'logs', null],
      ['api', 'db', 'discovered', 'connections'],
    ],
  );
});

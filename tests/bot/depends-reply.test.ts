import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { dependsReply } from '../../src/bot/depends-reply.ts';
import type { Turn } from '../../src/bot/handle-inbound.ts';
import type { Evidence } from '../../src/domain/evidence.ts';
import { fill } from '../../src/domain/text.ts';
import { keepDiscoveredEdges } from '../../src/knowledge/discovered-edges.ts';
import { createSystemGraph } from '../../src/operations/system-graph.ts';
import type { Store } from '../../src/store/contract.ts';
import { botText } from '../../src/text/bot.ts';
import { people } from '../operations/desk.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { openBotDesk, wordsOf } from './desk.ts';

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

test('dependsReply() names who stands on it, directly and through others, and where that is known from', async () => {
  const graph = await graphOf(await openBotDesk(store));
  const say: Turn['say'] = (key, values = {}) => fill(botText[key].en, values);

  const up = JSON.stringify(dependsReply({ say } as Turn, graph, 'db', 'up'));
  const down = JSON.stringify(dependsReply({ say } as Turn, graph, 'shop', 'down'));

  assert.match(up, /These depend on db:.*api.*found by web-1\/connections at 2026-03-01 10:00 UTC.*shop.*declared, through api/);
  assert.match(down, /shop depends on:.*api.*web-1.*db/);
  assert.doesNotMatch(down, /loki/);
});

test('“what depends on X?” is answered in the language of the question; about what is no system it is a question like any other', async () => {
  const at = await openBotDesk(store);

  await at.hear('U-vera', 'what depends on main-valve?');
  await at.hear('U-vera', '谁依赖 main-valve？');
  await at.hear('U-vera', 'main-valve 依赖谁？');
  await at.hear('U-rita', 'what depends on this?');

  const [english = '', chinese = '', below = ''] = at.posts.map(wordsOf);
  assert.match(english, /nothing depends on main-valve/);
  assert.match(chinese, /没有系统依赖 main-valve/);
  assert.match(below, /main-valve 不依赖其他系统/);
  assert.equal((await at.operations.listIncidents(at.as(people.rita), {})).items.length, 1);
});

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createActivities } from '../../src/activities/create-activities.ts';
import type { Runbook, RunbookLook } from '../../src/knowledge/runbook.ts';
import { readIncident } from '../../src/operations/read.ts';
import type { Store } from '../../src/store/contract.ts';
import { openStore, openWorld } from './world.ts';

let store: Store;
before(async () => {
  store = await openStore();
});
after(() => store.close());

function look(probe: string, given: Partial<RunbookLook> = {}): RunbookLook {
  return { kinds: given.systemId === undefined ? ['tank'] : [], systemId: null, probe, parameters: {}, ...given };
}

function runbook(given: Partial<Runbook>): Runbook {
  return {
    id: 'low-pressure',
    version: '3',
    title: { 'zh-CN': '水压低', en: 'Low pressure' },
    match: { labels: {}, words: 'pressure', kinds: ['tank'] },
    look: [],
    ruleOut: [],
    body: { 'zh-CN': '先看**水位**。', en: 'Look at the **level** first.\n\n- then the valve' },
    isEnabled: true,
    ...given,
  };
}

test('followRunbooks() looks first at what fits, once, and says which runbook it follows', async () => {
  const world = await openWorld(store);
  const runbooks = async () => [
    runbook({ look: [look('survey'), look('level'), look('survey')] }),
    runbook({ id: 'other', match: { labels: {}, words: 'fire', kinds: [] } }),
  ];
  const activities = createActivities({ ...world.deps, runbooks });
  const { scope } = await world.incident({ title: 'Pressure is low' });

  const orders = await activities.chooseLooks(scope);
  await activities.chooseLooks(scope);

  assert.deepEqual(
    orders.slice(0, 2).map(({ probe, reason }) => [probe, reason]),
    [
      ['survey', 'runbook/low-pressure'],
      ['level', 'runbook/low-pressure'],
    ],
  );
  assert.equal(new Set(orders.map(({ key }) => key)).size, orders.length);
  const told = (await world.timeline(scope)).filter(({ text }) => text.en.includes('runbook'));
  assert.deepEqual(
    told.map(({ text }) => text),
    [{ 'zh-CN': '按预案“水压低”排查。先看水位。', en: 'Following the runbook “Low pressure”. Look at the level first.' }],
  );
});

test('followRunbooks() keeps what was followed with the incident, for people to read', async () => {
  const world = await openWorld(store);
  const activities = createActivities({ ...world.deps, runbooks: async () => [runbook({})] });
  const { scope } = await world.incident();

  assert.equal((await readIncident(world.store, scope.incidentId, 'en')).runbooks, undefined);
  await activities.chooseLooks(scope);
  const [shown] = (await readIncident(world.store, scope.incidentId, 'en')).runbooks ?? [];

  assert.deepEqual([shown?.id, shown?.version, shown?.title], ['low-pressure', '3', 'Low pressure']);
  assert.match(shown?.body ?? '', /^Look at the \*\*level\*\* first\./);
  assert.deepEqual(
    shown?.rich.map(({ type }) => type),
    ['paragraph', 'list'],
  );
});

test('followRunbooks() looks at the nearest systems of a kind, and at a named one wherever it stands', async () => {
  const entries = [{ id: 'far-tank' }, { id: 'low-tank' }, { id: 'main-tank', dependsOn: ['low-tank'] }];
  const world = await openWorld(store, { entries });
  const runbooks = async () => [
    runbook({ look: [look('survey'), look('survey', { systemId: 'far-tank' }), look('level', { systemId: 'no-tank' })] }),
  ];
  const activities = createActivities({ ...world.deps, runbooks });
  const { scope } = await world.incident();

  const orders = await activities.chooseLooks(scope);

  const asked = orders.filter(({ reason }) => reason.startsWith('runbook/')).map(({ systemId, probe }) => `${systemId} ${probe}`);
  assert.deepEqual(asked, ['main-tank survey', 'far-tank survey']);
});

test('followRunbooks() leaves out a probe that is not there and parameters that are refused, and logs it', async () => {
  const world = await openWorld(store);
  const runbooks = async () => [runbook({ look: [look('nothing'), look('level', { parameters: { strange: 1 } }), look('survey')] })];
  const activities = createActivities({ ...world.deps, runbooks });
  const { scope } = await world.incident();

  const orders = await activities.chooseLooks(scope);

  assert.equal(orders[0]?.probe, 'survey');
  assert.ok(!orders.some(({ probe }) => probe === 'nothing'));
  assert.ok(world.warnings.some((line) => line.includes('A look of a runbook is left out') && line.includes('no such probe')));
});

test('followRunbooks() does not say that it follows one that looks only at what the incident has none of', async () => {
  const world = await openWorld(store);
  const runbooks = async () => [
    runbook({ match: { labels: {}, words: 'pressure', kinds: [] }, look: [look('survey', { kinds: ['pump'] })] }),
  ];
  const activities = createActivities({ ...world.deps, runbooks });
  const { scope } = await world.incident();

  const orders = await activities.chooseLooks(scope);

  assert.ok(!orders.some(({ reason }) => reason.startsWith('runbook/')));
  assert.deepEqual(
    (await world.timeline(scope)).filter(({ text }) => text.en.includes('runbook')),
    [],
  );
});

test('followRunbooks() rules out for all systems what its runbook rules out', async () => {
  const world = await openWorld(store);
  const [signature] = world.deps.pool.get('main-tank')?.kind.signatures ?? [];
  assert.ok(signature);
  const activities = createActivities({ ...world.deps, runbooks: async () => [runbook({ ruleOut: [signature.id] })] });
  const { scope } = await world.incident();

  for (const order of await activities.chooseLooks(scope)) await activities.runProbe(scope, order);
  await activities.rankHypotheses(scope, 1);

  const { hypotheses } = await world.read(scope);
  assert.equal(hypotheses.find(({ signatureId }) => signatureId === signature.id)?.state, 'refuted');
});

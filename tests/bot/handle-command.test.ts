import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Store } from '../../src/store/contract.ts';
import { sampleIncident } from '../store/samples.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { openBotDesk, wordsOf } from './desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

test('handleCommand() approves by the thread, by the code and by the plan’s id', async () => {
  for (const name of ['thread', 'code', 'plan'] as const) {
    const at = await openBotDesk(store);
    const plan = await at.plan();
    const place = await at.threadOf(plan.incidentId);

    await at.hear(
      'U-anna',
      name === 'thread' ? 'approve' : name === 'code' ? 'approve zb-1' : `approve ${plan.id}`,
      name === 'thread' ? { place } : {},
    );

    assert.equal((await at.store.plans.get(plan.id))?.state, 'approved', name);
    assert.deepEqual(at.whispers, [{ level: 'ok', text: 'Approved; it is starting.' }]);
  }
});

test('handleCommand() says how many more people a critical plan needs, and that nothing runs twice', async () => {
  const at = await openBotDesk(store);
  await at.plan({ risk: 'critical' });

  await at.hear('U-anna', 'approve ZB-1');
  await at.hear('U-anna', 'approve ZB-1');

  assert.deepEqual(
    at.whispers.map((notice) => notice.text),
    ['Your approval is recorded; 1 more needed.', 'You have approved it already; nothing runs twice.'],
  );
});

test('handleCommand() rejects with a reason, stops and undoes', async () => {
  const at = await openBotDesk(store);
  const rejected = await at.plan({ incidentId: 'inc_a' });
  const running = await at.plan({ incidentId: 'inc_b', state: 'running' });
  const verified = await at.plan({ incidentId: 'inc_c', state: 'verified' });

  await at.hear('U-anna', `reject ${rejected.id}: peak time`);
  await at.hear('U-rita', 'stop ZB-2');
  await at.hear('U-anna', 'undo ZB-3');

  assert.equal((await at.store.plans.approvals(rejected.id))[0]?.reason, 'peak time');
  assert.deepEqual(
    (await at.relayed()).map((item) => [item.kind, item.payload.planId]),
    [
      ['decision', rejected.id],
      ['stop', running.id],
      ['undo', verified.id],
    ],
  );
  assert.deepEqual(
    at.whispers.map((notice) => notice.text),
    ['Rejected.', 'Stopping before the next step.', 'Undoing.'],
  );
});

test('handleCommand() without an incident asks which, and without a plan says so', async () => {
  const at = await openBotDesk(store);
  await at.store.incidents.create(sampleIncident());

  for (const text of ['approve', 'fact: deployed at nine', 'resume', 'approve ZB-1']) await at.hear('U-anna', text);

  assert.deepEqual(
    at.whispers.map((notice) => [notice.level, notice.text]),
    [
      ['warn', 'Which incident? Say for example “approve ZB-1”.'],
      ['warn', 'Which incident? Say for example “fact ZB-1”.'],
      ['warn', 'Which incident? Say for example “resume ZB-1”.'],
      ['warn', 'ZB-1 has no plan at the moment.'],
    ],
  );
});

test('handleCommand() in a thread takes facts, exclusions and questions to the investigation', async () => {
  const at = await openBotDesk(store);
  await at.store.incidents.create(sampleIncident());
  const place = await at.threadOf('inc_1');

  for (const text of ['fact: deployed at nine', 'rule out the disk', 'what changed?', 'investigate again', 'is it the network?']) {
    await at.hear('U-rita', text, { place });
  }

  const steers = (await at.store.timeline.ofIncident('inc_1', 20)).map((entry) => entry.text.en);
  assert.deepEqual(steers, [
    'Rita added: deployed at nine',
    'Rita ruled out: the disk',
    'Rita asked what changed.',
    'Rita asked to investigate again.',
    'Rita asked: is it the network?',
  ]);
  assert.equal((await at.store.incidents.list({ limit: 9 })).items.length, 1);
});

test('handleCommand() opens a new incident for a question in the thread of a resolved one', async () => {
  const at = await openBotDesk(store);
  await at.store.incidents.create(sampleIncident());
  const place = await at.threadOf('inc_1');
  await at.hear('U-rita', 'resolve', { place });

  await at.hear('U-rita', 'why did it happen?', { place });

  assert.deepEqual(
    (await at.store.incidents.list({ limit: 9, status: ['triggered'] })).items.map((incident) => incident.question),
    ['why did it happen?'],
  );
});

test('handleCommand() lists open incidents and systems, in words of the language', async () => {
  const at = await openBotDesk(store, { locale: 'zh-CN' });

  await at.hear('U-vera', '列表');
  await at.plan();
  await at.hear('U-vera', '列表');
  await at.hear('U-vera', '系统列表');
  await at.hear('U-vera', '全部停止');
  await at.hear('U-rita', '全部停止');

  assert.match(wordsOf(at.posts[0] ?? assert.fail()), /没有未恢复的故障。/);
  assert.match(wordsOf(at.posts[1] ?? assert.fail()), /ZB-1.*connections exhausted · 严重 · 待审批/);
  assert.match(wordsOf(at.posts[2] ?? assert.fail()), /main-valve.*阀门/);
  assert.match(wordsOf(at.posts[3] ?? assert.fail()), /已停止 0 个方案。/);
  assert.equal(at.whispers[0]?.level, 'warn');
});

test('handleCommand() tells people who they are here', async () => {
  const at = await openBotDesk(store);

  await at.hear('U-adam', 'whoami');
  await at.hear('U-stranger', 'whoami');
  await at.hear('U-stranger', 'help');

  assert.deepEqual(
    at.whispers.map((notice) => notice.level),
    ['info', 'info'],
  );
  assert.equal(at.whispers[0]?.text, 'You are Adam, with the roles admin.\nLinked accounts: slack U-adam.');
  assert.match(at.whispers[1]?.text ?? '', /slack: U-stranger.*not linked/);
  assert.match(wordsOf(at.posts[0] ?? assert.fail()), /Just ask/);
});

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Store } from '../../src/store/contract.ts';
import { sampleAlert, sampleIncident } from '../store/samples.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { openBotDesk } from './desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

const buttonValue = (plan: { readonly id: string; readonly digest: string }): string => `${plan.id}:${plan.digest.slice(0, 16)}`;

test('handleClick() approves exactly the plan that the button shows', async () => {
  const at = await openBotDesk(store);
  const plan = await at.plan();

  await at.click('U-anna', 'approve', `${plan.id}:${'0'.repeat(16)}`);
  const between = (await at.store.plans.get(plan.id))?.state;
  await at.click('U-anna', 'approve', buttonValue(plan));

  assert.equal(between, 'pending');
  assert.deepEqual(
    at.whispers.map((notice) => notice.level),
    ['warn', 'ok'],
  );
  assert.equal((await at.store.plans.get(plan.id))?.state, 'approved');
});

test('handleClick() asks for the reason of a rejection in a form, and the form rejects', async () => {
  const at = await openBotDesk(store);
  const plan = await at.plan();

  await at.click('U-anna', 'reject', buttonValue(plan));
  const between = (await at.store.plans.get(plan.id))?.state;
  await at.submit('U-anna', at.forms[0]?.id ?? '', { reason: 'peak time' });

  assert.equal(between, 'pending');
  assert.deepEqual(
    at.forms[0]?.fields.map((field) => [field.id, field.isRequired]),
    [['reason', false]],
  );
  assert.equal((await at.store.plans.approvals(plan.id))[0]?.reason, 'peak time');
  assert.deepEqual(at.whispers, [{ level: 'ok', text: 'Rejected.' }]);
});

test('handleClick() rejects at once where the platform has no form', async () => {
  const at = await openBotDesk(store, { hasForms: false });
  const plan = await at.plan();

  await at.click('U-anna', 'reject', buttonValue(plan));

  assert.equal((await at.store.plans.get(plan.id))?.state, 'rejected');
});

test('handleForm() refuses a person without the right, and lets a form of unknown kind be', async () => {
  const at = await openBotDesk(store);
  const plan = await at.plan();

  await at.submit('U-rita', `reject:${plan.id}`, { reason: 'no' });
  await at.submit('U-anna', `approve:${plan.id}`, {});

  assert.match(at.whispers[0]?.text ?? '', /Who can: Anna, Bob, Adam/);
  assert.equal(at.whispers.length, 1);
  assert.match(at.logged[0] ?? '', /A form of an unknown kind/);
  assert.equal((await at.store.plans.get(plan.id))?.state, 'pending');
});

test('handleClick() shows the whole plan to whoever asks, in their language', async () => {
  const at = await openBotDesk(store, { locale: 'zh-CN' });
  const plan = await at.plan({ risk: 'high' });

  await at.click('U-vera', 'details', buttonValue(plan));

  const text = at.whispers[0]?.text ?? '';
  assert.match(text, new RegExp(`^方案 ${plan.id}（风险 高，摘要 ${plan.digest.slice(0, 16)}）`));
  assert.match(text, /1\. main-valve：terminate session 4711（风险 高）/);
  assert.match(text, /set-level \{"level":80\}/);
  assert.ok(text.length <= 2_800);
});

test('handleClick() acknowledges, resolves, stops, undoes and steers', async () => {
  const at = await openBotDesk(store);
  await at.store.incidents.create(sampleIncident({ id: 'inc_x' }));
  const running = await at.plan({ incidentId: 'inc_r', state: 'running' });
  const verified = await at.plan({ incidentId: 'inc_v', state: 'verified' });

  await at.click('U-rita', 'stop', buttonValue(running));
  await at.click('U-anna', 'undo', buttonValue(verified));
  await at.click('U-rita', 'acknowledge', 'inc_x');
  await at.click('U-rita', 'investigate-again', 'inc_x');
  await at.click('U-rita', 'resolve', 'inc_x');

  assert.deepEqual(
    at.whispers.map((notice) => notice.text),
    ['Stopping before the next step.', 'Undoing.', 'You have ZB-1.', 'Looking.', 'ZB-1 is marked as resolved.'],
  );
  assert.equal((await at.store.incidents.get('inc_x'))?.status, 'resolved');
});

test('handleClick() takes the same click once, and one of an unknown kind not at all', async () => {
  const at = await openBotDesk(store);
  await at.store.incidents.create(sampleIncident({ id: 'inc_x' }));

  for (let count = 0; count < 3; count += 1) await at.click('U-rita', 'what-changed', 'inc_x', { key: 'same-click' });
  await at.click('U-rita', 'launch', 'inc_x');

  assert.equal((await at.relayed()).length, 1);
  assert.equal(at.whispers.length, 1);
  assert.match(at.logged[0] ?? '', /A button of an unknown kind/);
});

test('handleClick() with a value that names nothing is told, not thrown', async () => {
  const at = await openBotDesk(store);

  for (const value of ['', ':', 'plan_nope:0000000000000000', 'x'.repeat(5_000), '../../etc/passwd'])
    await at.click('U-anna', 'approve', value);

  assert.ok(at.whispers.every((notice) => notice.level === 'warn' && notice.text.length < 200));
  assert.equal(at.whispers.length, 5);
});

test('handleClick() on a duration silences what the incident is about, by the same rights as the words', async () => {
  const at = await openBotDesk(store);
  await at.store.incidents.create(sampleIncident({ groupKey: 'g', alertsFiring: 1, alertsTotal: 1 }));
  await at.store.alerts.upsert('inc_1', [sampleAlert({ groupKey: 'g' })], '2026-11-21T02:00:00.000Z');

  await at.click('U-vera', 'silence-1h', 'inc_1');
  await at.click('U-rita', 'silence-4h', 'inc_1');
  await at.click('U-rita', 'silence-open', 'inc_1', { locale: 'zh-CN' });

  const texts = at.whispers.map(({ text }) => text);
  assert.match(texts[0] ?? '', /may not silence alerts/);
  assert.match(texts[1] ?? '', /is silenced until/);
  const silences = await at.store.silences.list({ states: ['active'], nowMs: Date.parse('2026-11-21T03:00:00Z'), limit: 9 });
  assert.deepEqual(
    silences.map(({ comment, incidentId, startsAt, endsAt }) => [
      comment,
      incidentId,
      (Date.parse(endsAt) - Date.parse(startsAt)) / 3_600_000,
    ]),
    [
      ['从 ZB-1 的卡片静默', 'inc_1', 168],
      ['silenced on the card of ZB-1', null, 4],
    ],
  );
  const audit = await at.store.audit.list({ limit: 9 });
  assert.deepEqual(
    audit.map(({ action, outcome }) => `${action} ${outcome}`),
    ['silence.add ok', 'silence.add ok', 'silence.add refused'],
  );
});

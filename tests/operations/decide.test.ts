import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Plan } from '../../src/domain/plan.ts';
import type { Person } from '../../src/domain/policy.ts';
import { onBoth } from '../store/on-both.ts';
import { type Desk, openDesk, people, startMs, valveStep } from './desk.ts';

const { vera, rita, anna, bob, adam } = people;

onBoth('createDecide()', (given, flavour) => {
  const desk = (options = {}) => openDesk(given().store, options);
  const refused = async (at: Desk) => (await at.store.audit.list({ limit: 50 })).filter((entry) => entry.outcome === 'refused');

  test('approve() binds person, digest and door, tells the workflow once, and is on the timeline and in the audit log', async () => {
    const at = await desk();
    const plan = await at.plan();

    const result = await at.operations.approve(at.as(anna, { door: 'slack' }), plan.id, plan.digest);

    const [approval] = await at.store.plans.approvals(plan.id);
    const [item, ...more] = await at.relayed();
    const [audited] = await at.store.audit.list({ limit: 1 });
    const timeline = await at.store.timeline.ofIncident(plan.incidentId, 10);
    assert.equal(result.isChanged, true);
    assert.equal(result.approvalsMissing, 0);
    assert.equal(result.plan.state, 'approved');
    assert.deepEqual([approval?.personId, approval?.digest, approval?.door], ['anna', plan.digest, 'slack']);
    assert.deepEqual(item?.payload, { planId: plan.id, digest: plan.digest, decision: 'approve' });
    assert.equal(more.length, 0);
    assert.deepEqual([audited?.action, audited?.actor, audited?.outcome], ['plan.approve', 'anna', 'ok']);
    assert.equal(timeline.at(-1)?.text.en, 'Anna approved it (Slack).');
    assert.equal(at.wakes(), 1);
    assert.deepEqual(at.decisions, ['approve:ok']);
  });

  test('approve() takes the prefix of the digest that a button carries', async () => {
    const at = await desk();
    const plan = await at.plan();

    const result = await at.operations.approve(at.as(anna), plan.id, plan.digest.slice(0, 16));

    assert.equal(result.plan.state, 'approved');
  });

  const wrong: readonly [claim: string, Partial<Plan>, Person, (plan: Plan) => string, object][] = [
    [
      'a person without the role, and says who can',
      {},
      rita,
      (plan) => plan.digest,
      { kind: 'forbidden', message: 'Rita may not decide this: it takes the role approver. Who can: Anna, Bob, Adam.' },
    ],
    [
      'the one who asked for a risky plan, and names the others',
      { risk: 'high', requestedBy: 'anna' },
      anna,
      (plan) => plan.digest,
      { kind: 'forbidden', message: 'Whoever asked for a high-risk plan can’t approve it. Who can: Bob, Adam.' },
    ],
    ['a digest of another plan', {}, anna, () => 'e'.repeat(64), { kind: 'conflict', message: /digest is not that of this plan/ }],
    ['an empty digest', {}, anna, () => '', { kind: 'conflict' }],
    ['a prefix that could be guessed', {}, anna, (plan) => plan.digest.slice(0, 11), { kind: 'conflict' }],
    ['a digest that is longer than the plan’s', {}, anna, (plan) => `${plan.digest}0`, { kind: 'conflict' }],
    ['a rejected plan', { state: 'rejected' }, anna, (plan) => plan.digest, { kind: 'conflict', message: /The plan is rejected/ }],
    ['a void plan', { state: 'void' }, anna, (plan) => plan.digest, { kind: 'conflict', message: /The plan is void/ }],
    ['a verified plan', { state: 'verified' }, anna, (plan) => plan.digest, { kind: 'conflict' }],
    [
      'a plan whose time has passed, though nothing has closed it yet',
      { expiresAt: new Date(startMs).toISOString() },
      anna,
      (plan) => plan.digest,
      { kind: 'conflict', message: /expired at 2026-11-21T02:00:00.000Z and was not run/ },
    ],
  ];

  for (const [claim, change, who, digest, error] of wrong) {
    test(`approve() refuses ${claim}`, async () => {
      const at = await desk();
      const plan = await at.plan(change);
      const before = await at.store.plans.get(plan.id);

      await assert.rejects(at.operations.approve(at.as(who), plan.id, digest(plan)), error);

      const [line] = await refused(at);
      assert.deepEqual(await at.store.plans.get(plan.id), before);
      assert.deepEqual(await at.store.plans.approvals(plan.id), []);
      assert.deepEqual(await at.relayed(), []);
      assert.equal(line?.actor, who.id);
      assert.equal(line?.action, 'plan.approve');
      assert.equal(line?.incidentId, plan.incidentId);
      assert.equal(at.wakes(), 0);
    });
  }

  test('approve() refuses a plan whose stored steps no longer hash to its digest', async () => {
    const at = await desk();
    const honest = await at.plan();
    await at.store.plans.create({ ...honest, id: 'plan_forged', steps: [valveStep('medium', { arguments: { level: 100 } })] });

    const forged = at.operations.approve(at.as(anna), 'plan_forged', honest.digest);

    await assert.rejects(forged, { kind: 'conflict', message: /digest is not that of this plan/ });
  });

  test('approve() of a plan that is not there is told and audited', async () => {
    const at = await desk();

    await assert.rejects(at.operations.approve(at.as(anna), 'plan_nowhere', 'd'.repeat(64)), { kind: 'not-found' });

    const [line] = await refused(at);
    assert.deepEqual([line?.target, line?.incidentId], ['plan_nowhere', null]);
  });

  test('approve() speaks the caller’s language', async () => {
    const at = await desk();
    const plan = await at.plan({ state: 'stopped' });

    await assert.rejects(at.operations.approve(at.as(anna, { locale: 'zh-CN' }), plan.id, plan.digest), {
      message: '方案已停止，不能再审批。',
    });
  });

  test('approve() twice by the same person is one approval and no error', async () => {
    const at = await desk();
    const plan = await at.plan();

    const first = await at.operations.approve(at.as(anna), plan.id, plan.digest);
    const second = await at.operations.approve(at.as(anna), plan.id, plan.digest);

    assert.deepEqual([first.isChanged, second.isChanged], [true, false]);
    assert.equal((await at.relayed()).length, 1);
  });

  test('approve() after somebody else says who and when', async () => {
    const at = await desk();
    const plan = await at.plan();
    await at.operations.approve(at.as(anna), plan.id, plan.digest);

    const late = at.operations.approve(at.as(bob), plan.id, plan.digest);

    await assert.rejects(late, { kind: 'conflict', message: 'The plan is approved; decided by Anna 2026-11-21T02:00:00.000Z.' });
  });

  test('approve() of a critical plan takes two different people', async () => {
    const at = await desk();
    const plan = await at.plan({ risk: 'critical' });

    const first = await at.operations.approve(at.as(anna), plan.id, plan.digest);
    const again = await at.operations.approve(at.as(anna), plan.id, plan.digest);
    const relayedBetween = await at.relayed();
    const second = await at.operations.approve(at.as(bob), plan.id, plan.digest);

    assert.deepEqual([first.isChanged, first.approvalsMissing, first.plan.state], [true, 1, 'pending']);
    assert.deepEqual([again.isChanged, again.approvalsMissing], [false, 1]);
    assert.deepEqual(relayedBetween, []);
    assert.deepEqual([second.approvalsMissing, second.plan.state], [0, 'approved']);
    assert.equal((await at.relayed()).length, 1);
  });

  test('two approvals of a critical plan at the same moment are two', async () => {
    for (let round = 0; round < 5; round += 1) {
      const at = await desk();
      const plan = await at.plan({ risk: 'critical' });

      const results = await Promise.all([anna, bob].map((who) => at.operations.approve(at.as(who), plan.id, plan.digest)));

      assert.deepEqual(results.map((result) => result.approvalsMissing).sort(), [0, 1]);
      assert.equal((await at.store.plans.get(plan.id))?.state, 'approved');
      assert.equal((await at.relayed()).length, 1);
    }
  });

  test('of twenty clicks at once exactly one wins, and the workflow hears of it once', async () => {
    const at = await desk();
    const plan = await at.plan();
    const clicks = Array.from({ length: 20 }, (_, index) => [anna, bob, adam, rita][index % 4] ?? anna);

    const results = await Promise.allSettled(clicks.map((who) => at.operations.approve(at.as(who), plan.id, plan.digest)));

    const changed = results.filter((result) => result.status === 'fulfilled' && result.value.isChanged);
    assert.equal(changed.length, 1);
    assert.equal((await at.store.plans.approvals(plan.id)).length, 1);
    assert.equal((await at.relayed()).length, 1);
    assert.equal((await at.store.audit.verify()).brokenAt, null);
  });

  test('of an approval and a rejection at once one wins, and only that one is kept', async () => {
    for (let round = 0; round < 5; round += 1) {
      const at = await desk();
      const plan = await at.plan();

      const results = await Promise.allSettled([
        at.operations.approve(at.as(anna), plan.id, plan.digest),
        at.operations.reject(at.as(bob), plan.id, 'not now'),
      ]);

      const [approval, ...more] = await at.store.plans.approvals(plan.id);
      const state = (await at.store.plans.get(plan.id))?.state;
      assert.equal(results.filter((result) => result.status === 'fulfilled').length, 1);
      assert.equal(more.length, 0);
      assert.equal(state, approval?.decision === 'approve' ? 'approved' : 'rejected');
      assert.equal((await at.relayed()).length, 1);
    }
  });

  test('reject() keeps the reason, masked, and closes the plan', async () => {
    const at = await desk();
    const plan = await at.plan();

    const result = await at.operations.reject(at.as(anna), plan.id, '  peak time, password=hunter2hunter2  ');
    const again = await at.operations.reject(at.as(anna), plan.id, 'once more');

    const [approval] = await at.store.plans.approvals(plan.id);
    const timeline = await at.store.timeline.ofIncident(plan.incidentId, 10);
    assert.equal(result.plan.state, 'rejected');
    assert.equal(again.isChanged, false);
    assert.match(approval?.reason ?? '', /^peak time/);
    assert.doesNotMatch(JSON.stringify([approval, timeline]), /hunter2/);
    assert.deepEqual(
      (await at.relayed()).map((item) => item.payload.decision),
      ['reject'],
    );
  });

  test('reject() takes the role, but also the one who asked for the plan may take it back', async () => {
    const at = await desk();
    const plan = await at.plan({ risk: 'high', requestedBy: 'anna' });

    await assert.rejects(at.operations.reject(at.as(vera), plan.id, ''), { kind: 'forbidden', message: /Who can: Anna, Bob, Adam/ });
    const result = await at.operations.reject(at.as(anna), plan.id, '');

    assert.equal(result.plan.state, 'rejected');
  });

  test('reject() by a person who has approved is refused in words that fit', async () => {
    const at = await desk();
    const plan = await at.plan({ risk: 'critical' });
    await at.operations.approve(at.as(anna), plan.id, plan.digest);

    await assert.rejects(at.operations.reject(at.as(anna), plan.id, ''), { kind: 'conflict', message: /You have approved this plan/ });
  });

  test('reject() by a second person closes a plan that was approved in part', async () => {
    const at = await desk();
    const plan = await at.plan({ risk: 'critical' });
    await at.operations.approve(at.as(anna), plan.id, plan.digest);

    const result = await at.operations.reject(at.as(bob), plan.id, 'no');

    assert.equal(result.plan.state, 'rejected');
    await assert.rejects(at.operations.approve(at.as(adam), plan.id, plan.digest), { message: /decided by Bob/ });
  });

  test(`a plan of another tenant is not there (${flavour})`, async () => {
    const at = await desk();
    const other = await desk();
    const plan = await at.plan();

    await assert.rejects(other.operations.approve(other.as(anna), plan.id, plan.digest), { kind: 'not-found' });
  });
});

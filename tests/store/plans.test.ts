import assert from 'node:assert/strict';
import { it } from 'node:test';
import { sameText } from '../../src/domain/text.ts';
import { onBoth } from './on-both.ts';
import { sampleApproval, samplePlan } from './samples.ts';

onBoth('createPlanStore()', (given) => {
  const tenantWithPlan = async () => {
    const tenant = await given().tenantWithIncident();
    await tenant.plans.create(samplePlan());
    return tenant;
  };

  it('gives back the plan with its steps in order', async () => {
    const tenant = await tenantWithPlan();

    assert.deepEqual(await tenant.plans.get('plan_1'), samplePlan());
    assert.equal(await tenant.plans.get('plan_9'), null);
  });

  it('lists the plans of an incident, newest first, and those that are not closed', async () => {
    const tenant = await tenantWithPlan();
    await tenant.plans.create(samplePlan({ id: 'plan_2', createdAt: '2026-11-21T01:30:00.000Z', steps: [] }));
    await tenant.plans.moveState('plan_1', ['pending'], 'rejected');

    const ofIncident = await tenant.plans.ofIncident('inc_1');

    assert.deepEqual(
      ofIncident.map((plan) => [plan.id, plan.state, plan.steps.length]),
      [
        ['plan_2', 'pending', 0],
        ['plan_1', 'rejected', 2],
      ],
    );
    assert.deepEqual(
      (await tenant.plans.unfinished()).map((plan) => plan.id),
      ['plan_2'],
    );
    assert.deepEqual(Object.fromEntries(await tenant.plans.statesOf(['plan_1', 'plan_2', 'plan_9'])), {
      plan_1: 'rejected',
      plan_2: 'pending',
    });
    assert.equal((await tenant.plans.statesOf([])).size, 0);
  });

  it('lets one of twenty move the state', async () => {
    const tenant = await tenantWithPlan();

    const moves = await Promise.all(Array.from({ length: 20 }, () => tenant.plans.moveState('plan_1', ['pending'], 'approved')));

    assert.equal(moves.filter((isMoved) => isMoved).length, 1);
  });

  it('follows the transitions whatever the caller names', async () => {
    const tenant = await tenantWithPlan();

    const moved = await tenant.plans.moveState('plan_1', ['pending', 'approved', 'verified'], 'running');

    assert.equal(moved, false);
    assert.equal((await tenant.plans.get('plan_1'))?.state, 'pending');
  });

  it('takes one decision of a person, of twenty at once', async () => {
    const tenant = await tenantWithPlan();

    const taken = await Promise.all(Array.from({ length: 20 }, () => tenant.plans.addApproval(sampleApproval())));
    const other = await tenant.plans.addApproval(sampleApproval({ personId: 'han', at: '2026-11-21T01:03:00.000Z' }));

    assert.equal(taken.filter((isTaken) => isTaken).length, 1);
    assert.equal(other, true);
    const approvals = await tenant.plans.approvals('plan_1');
    assert.deepEqual(approvals[0], sampleApproval());
    assert.deepEqual(
      approvals.map((approval) => approval.personId),
      ['li', 'han'],
    );
  });

  it('refuses a decision about another version of the plan', async () => {
    const tenant = await tenantWithPlan();

    await assert.rejects(tenant.plans.addApproval(sampleApproval({ digest: 'e'.repeat(64) })), { kind: 'conflict' });
    await assert.rejects(tenant.plans.addApproval(sampleApproval({ planId: 'plan_9' })), { kind: 'not-found' });
  });

  it('keeps the progress of a step', async () => {
    const tenant = await tenantWithPlan();
    const before = { max: 100, list: [1, { two: null }] };

    await tenant.plans.changeStep('plan_1', 1, { state: 'applying', before, applyStartedAt: '2026-11-21T01:10:00Z' });
    await tenant.plans.changeStep('plan_1', 1, { note: sameText('done'), appliedAt: '2026-11-21T01:10:01.5Z', leftAs: { max: 200 } });

    const step = await tenant.plans.step('plan_1', 1);
    assert.deepEqual(
      [step?.index, step?.state, step?.note?.en, step?.before, step?.applyStartedAt, step?.appliedAt],
      [1, 'applying', 'done', before, '2026-11-21T01:10:00.000Z', '2026-11-21T01:10:01.500Z'],
    );
    assert.deepEqual([step?.proposedOn, step?.leftAs], [null, { max: 200 }]);
    assert.deepEqual(
      (await tenant.plans.steps('plan_1')).map((each) => each.state),
      ['waiting', 'applying'],
    );
    assert.equal(await tenant.plans.step('plan_1', 7), null);
    await assert.rejects(tenant.plans.changeStep('plan_1', 7, { state: 'failed' }), { kind: 'not-found' });
  });

  it('tells of plans and steps', async () => {
    const tenant = await tenantWithPlan();
    await tenant.plans.moveState('plan_1', ['pending'], 'approved');
    await tenant.plans.changeStep('plan_1', 0, { state: 'checking' });

    const events = (await tenant.events.after(0, 10)).filter((event) => event.kind !== 'incident');

    assert.deepEqual(
      events.map((event) => [event.kind, event.incidentId, event.payload]),
      [
        ['plan', 'inc_1', { planId: 'plan_1', state: 'pending' }],
        ['plan', 'inc_1', { planId: 'plan_1', state: 'approved' }],
        ['step', 'inc_1', { planId: 'plan_1', index: 0, state: 'checking' }],
      ],
    );
  });

  it('refuses the same plan twice and a plan of no incident', async () => {
    const tenant = await tenantWithPlan();

    await assert.rejects(tenant.plans.create(samplePlan()), { kind: 'conflict' });
    await assert.rejects(tenant.plans.create(samplePlan({ id: 'plan_2', incidentId: 'inc_9' })), { kind: 'not-found' });
  });

  it('never lets what was proposed be changed', async () => {
    const tenant = await tenantWithPlan();
    await tenant.plans.addApproval(sampleApproval());
    const changes = [
      `update zhiban.plans set digest = 'x'`,
      `update zhiban.plan_steps set arguments = '{"pid": 1}'`,
      `update zhiban.approvals set decision = 'reject'`,
      'delete from zhiban.approvals',
      'delete from zhiban.plan_steps',
    ];

    for (const change of changes) await assert.rejects(given().asApp(tenant.tenantId, change), { kind: 'forbidden' }, change);
  });
});

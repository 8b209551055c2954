import assert from 'node:assert/strict';
import { it } from 'node:test';
import { sameText } from '../../src/domain/text.ts';
import { onBoth } from './on-both.ts';
import { sampleAlert, sampleApproval, sampleIncident, samplePlan } from './samples.ts';

const span = { since: '2026-11-01T00:00:00.000Z', until: '2026-12-01T00:00:00.000Z', timeZone: 'Asia/Shanghai' };

onBoth('createInsightStore()', (given) => {
  it('gives the moments that are counted', async () => {
    const tenant = await given().tenant();
    // A Sunday evening in UTC, and Monday in Shanghai.
    const startedAt = '2026-11-22T20:00:00.000Z';
    const cause = { signatureId: 'redis.out-of-memory' };
    const verdict = { state: 'confirmed', at: '2026-11-22T20:01:10.000Z', causes: [cause] };
    await tenant.incidents.create(sampleIncident({ startedAt, verdict: Object(verdict) }));
    const labels = { alertname: 'OutOfMemory', service: 'shop', team: 'orders' };
    await tenant.alerts.upsert('inc_1', [sampleAlert({ labels }), sampleAlert({ fingerprint: 'f2' })], startedAt);
    await tenant.alerts.upsert('inc_1', [sampleAlert({ labels })], '2026-11-22T20:05:00.000Z');
    const receivedAt = '2026-11-22T20:01:00.000Z';
    await tenant.timeline.add({ incidentId: 'inc_1', at: receivedAt, kind: 'opened', text: sameText('a'), actor: 'zhiban' });
    const acknowledgedAt = '2026-11-22T20:02:00.000Z';
    const resolvedAt = '2026-11-22T20:12:00.000Z';
    await tenant.incidents.moveStatus('inc_1', ['triggered'], 'acknowledged', { acknowledgedAt, acknowledgedBy: 'li' });
    await tenant.incidents.moveStatus('inc_1', ['acknowledged'], 'resolved', { resolvedAt });

    const [record, ...others] = await tenant.insights.incidents(span, 10);

    assert.equal(others.length, 0);
    assert.deepEqual(record, {
      ...{ id: 'inc_1', code: 'ZB-1', title: 'orders-db: connections exhausted', origin: 'alert', severity: 'critical' },
      ...{ status: 'resolved', week: '2026-11-23', day: '2026-11-23', service: 'shop', team: 'orders', systemIds: ['orders-db'] },
      ...{ startedAt, receivedAt, acknowledgedAt, identifiedAt: verdict.at, resolvedAt, fault: 'redis.out-of-memory' },
      ...{ alerts: 2, notifications: 3, isFixedByPlan: false, isHandled: true },
    });
  });
  it('tells what a plan fixed and what nobody touched', async () => {
    const tenant = await given().tenant();
    for (const index of [1, 2, 3]) await tenant.incidents.create(sampleIncident({ id: `inc_${index}`, systemIds: [] }));
    await tenant.plans.create(samplePlan({ id: 'plan_1', incidentId: 'inc_1', requestedBy: 'zhiban' }));
    await tenant.plans.moveState('plan_1', ['pending'], 'approved');
    await tenant.plans.moveState('plan_1', ['approved'], 'running');
    await tenant.plans.moveState('plan_1', ['running'], 'verified');
    await tenant.plans.create(samplePlan({ id: 'plan_2', incidentId: 'inc_2' }));
    await tenant.plans.addApproval(sampleApproval({ planId: 'plan_2', decision: 'reject' }));

    const records = await tenant.insights.incidents(span, 10);

    assert.deepEqual(
      records.map(({ id, isFixedByPlan, isHandled, service }) => [id, isFixedByPlan, isHandled, service]),
      [
        ['inc_1', true, false, null],
        ['inc_2', false, true, null],
        ['inc_3', false, false, null],
      ],
    );
  });
  it('leaves out demos and what began outside of the span, and stops at the limit', async () => {
    const tenant = await given().tenant();
    await tenant.incidents.create(sampleIncident({ id: 'inc_1', origin: 'demo' }));
    await tenant.incidents.create(sampleIncident({ id: 'inc_2', startedAt: span.until }));
    await tenant.incidents.create(sampleIncident({ id: 'inc_3', startedAt: '2026-11-03T00:00:00.000Z' }));
    await tenant.incidents.create(sampleIncident({ id: 'inc_4', startedAt: span.since }));
    const ids = async (limit: number) => (await tenant.insights.incidents(span, limit)).map(({ id }) => id);

    assert.deepEqual(await ids(10), ['inc_4', 'inc_3']);
    assert.deepEqual(await ids(1), ['inc_4']);
  });
  it('refuses a time zone that nobody knows, and sees no other tenant', async () => {
    const [tenant, other] = [await given().tenantWithIncident(), await given().tenant()];

    await assert.rejects(tenant.insights.incidents({ ...span, timeZone: "Mars/'; drop" }, 10), {
      kind: 'invalid',
      message: /Asia\/Shanghai/,
    });
    assert.equal((await tenant.insights.incidents(span, 10)).length, 1);
    assert.deepEqual(await other.insights.incidents(span, 10), []);
  });
});

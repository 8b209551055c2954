import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { TenantStore } from '../../src/store/contract.ts';
import { onBoth } from './on-both.ts';
import { sampleAlert, sampleIncident } from './samples.ts';

const received = '2026-11-21T01:05:00.000Z';

onBoth('createAlertStore()', (given) => {
  const only = async (tenant: TenantStore) => (await tenant.alerts.ofIncident('inc_1', 10))[0];

  it('gives back what came', async () => {
    const tenant = await given().tenantWithIncident();
    const alert = sampleAlert({ labels: { 名称: 'orders-db', quote: `it's "quoted" \\ {a,b}` }, generatorUrl: 'http://prometheus/graph' });

    const tally = await tenant.alerts.upsert('inc_1', [alert], received);

    const stored = await only(tenant);
    assert.deepEqual(tally, { added: 1, changed: 0, repeated: 0, firing: 1 });
    assert.deepEqual(stored, { ...alert, id: stored?.id, incidentId: 'inc_1', receivedAt: received, repeats: 0 });
  });

  it('counts repeats and takes their fresher words', async () => {
    const tenant = await given().tenantWithIncident();
    await tenant.alerts.upsert('inc_1', [sampleAlert()], received);

    const tally = await tenant.alerts.upsert('inc_1', [sampleAlert({ annotations: { summary: 'worse' } })], '2026-11-21T01:06:00Z');

    const stored = await only(tenant);
    assert.deepEqual(tally, { added: 0, changed: 0, repeated: 1, firing: 0 });
    assert.deepEqual([stored?.repeats, stored?.annotations.summary, stored?.receivedAt], [1, 'worse', '2026-11-21T01:06:00.000Z']);
  });

  it('knows an alert again in its own incident and group, also where others have the same fingerprint', async () => {
    const tenant = await given().tenantWithIncident();
    await tenant.incidents.create(sampleIncident({ id: 'inc_2', groupKey: 'another' }));
    const [one, other] = [sampleAlert({ groupKey: 'one' }), sampleAlert({ groupKey: 'other' })];
    await tenant.alerts.upsertMany([{ incidentId: 'inc_1', alerts: [one] }], received);

    const tallies = await tenant.alerts.upsertMany(
      [
        { incidentId: 'inc_1', alerts: [one] },
        { incidentId: 'inc_1', alerts: [other] },
        { incidentId: 'inc_2', alerts: [one] },
      ],
      received,
    );

    const met = tallies.map(({ added, repeated }) => [added, repeated]);
    assert.deepEqual(met, [
      [0, 1],
      [1, 0],
      [1, 0],
    ]);
  });

  it('gives the first of an incident in their order, what began at one moment by its id, and sorts as ever afterwards', async () => {
    const tenant = await given().tenantWithIncident();
    const alerts = Array.from({ length: 30 }, (_, number) => sampleAlert({ fingerprint: `fp-${number}` }));
    await tenant.alerts.upsert('inc_1', [...alerts, sampleAlert({ fingerprint: 'later', startsAt: '2026-11-21T01:04:30.000Z' })], received);

    const [first, all] = await tenant.transaction(async (inside) => [
      await inside.alerts.ofIncident('inc_1', 5),
      await inside.alerts.ofIncident('inc_1', 50, alerts[0]?.groupKey),
    ]);

    const byId = all.filter(({ fingerprint }) => fingerprint !== 'later').map(({ id }) => id);
    assert.equal(first[0]?.fingerprint, 'later');
    assert.deepEqual(first, all.slice(0, 5));
    assert.deepEqual(byId, byId.toSorted());
  });

  it('lists what fires in open incidents, and what was said to hold no longer than until a moment', async () => {
    const tenant = await given().tenantWithIncident();
    const held = sampleAlert({ fingerprint: 'held', endsAt: '2026-11-21T01:10:00.000Z' });
    const longer = sampleAlert({ fingerprint: 'longer', endsAt: '2026-11-21T01:30:00.000Z' });
    const over = sampleAlert({ fingerprint: 'over', status: 'resolved', endsAt: '2026-11-21T01:04:00.000Z' });
    await tenant.alerts.upsert('inc_1', [sampleAlert({ fingerprint: 'endless' }), held, longer, over], received);
    const listed = async (endsBefore?: string) =>
      (await tenant.alerts.firing({ limit: 10, ...(endsBefore === undefined ? {} : { endsBefore }) }))
        .map(({ fingerprint }) => fingerprint)
        .sort();

    assert.deepEqual(await listed(), ['endless', 'held', 'longer']);
    assert.deepEqual(await listed('2026-11-21T01:20:00.000Z'), ['held']);
    await tenant.incidents.moveStatus('inc_1', ['triggered', 'acknowledged', 'mitigated'], 'resolved', {
      resolvedAt: received,
      phase: 'closed',
    });
    assert.deepEqual(await listed(), []);
  });

  it('does not fire again what was resolved when a firing notification comes late', async () => {
    const tenant = await given().tenantWithIncident();
    const end = sampleAlert({ status: 'resolved', endsAt: '2026-11-21T01:04:00.000Z' });
    await tenant.alerts.upsert('inc_1', [sampleAlert()], received);

    const closed = await tenant.alerts.upsert('inc_1', [end], received);
    const late = await tenant.alerts.upsert('inc_1', [sampleAlert()], received);

    assert.deepEqual([closed.changed, late.changed, late.repeated], [1, 0, 1]);
    assert.equal((await only(tenant))?.status, 'resolved');
    assert.equal(await tenant.alerts.countFiring('inc_1'), 0);
  });

  it('fires again with a newer start', async () => {
    const tenant = await given().tenantWithIncident();
    await tenant.alerts.upsert('inc_1', [sampleAlert({ status: 'resolved', endsAt: '2026-11-21T01:04:00Z' })], received);

    const tally = await tenant.alerts.upsert('inc_1', [sampleAlert({ startsAt: '2026-11-21T01:10:00Z' })], received);

    assert.equal(tally.changed, 1);
    assert.deepEqual([(await only(tenant))?.status, (await only(tenant))?.endsAt], ['firing', null]);
  });

  it('lets the last in time order win within one body', async () => {
    const tenant = await given().tenantWithIncident();
    const body = [sampleAlert({ status: 'resolved', endsAt: '2026-11-21T01:04:00Z' }), sampleAlert(), sampleAlert({ fingerprint: 'f2' })];

    const tally = await tenant.alerts.upsert('inc_1', body, received);

    assert.deepEqual(tally, { added: 2, changed: 0, repeated: 1, firing: 1 });
    assert.deepEqual([await tenant.alerts.countFiring('inc_1'), await tenant.alerts.countAll('inc_1')], [1, 2]);
  });

  it('takes ten thousand in one body, and again', async () => {
    const tenant = await given().tenantWithIncident();
    const body = Array.from({ length: 10_000 }, (_, index) => sampleAlert({ fingerprint: `f${index}` }));
    const ends = body.slice(0, 4_000).map((alert) => ({ ...alert, status: 'resolved' as const, endsAt: '2026-11-21T01:09:00Z' }));

    const first = await tenant.alerts.upsert('inc_1', body, received);
    const second = await tenant.alerts.upsert('inc_1', [...ends, ...body.slice(4_000)], received);

    assert.deepEqual(first, { added: 10_000, changed: 0, repeated: 0, firing: 10_000 });
    assert.deepEqual(second, { added: 0, changed: 4_000, repeated: 6_000, firing: -4_000 });
    assert.equal(await tenant.alerts.countFiring('inc_1'), 6_000);
  });

  it('takes alerts of several incidents at once, and tells what became of each', async () => {
    const tenant = await given().tenantWithIncident();
    await tenant.incidents.create(sampleIncident({ id: 'inc_2', groupKey: 'other' }));
    await tenant.alerts.upsert('inc_2', [sampleAlert()], received);

    const tallies = await tenant.alerts.upsertMany(
      [
        { incidentId: 'inc_2', alerts: [sampleAlert(), sampleAlert({ fingerprint: 'f2' })] },
        { incidentId: 'inc_1', alerts: [sampleAlert()] },
      ],
      received,
    );

    assert.deepEqual(tallies[1], { added: 1, changed: 0, repeated: 0, firing: 1 });
    assert.deepEqual(tallies[0], { added: 1, changed: 0, repeated: 1, firing: 1 });
    await assert.rejects(tenant.alerts.upsertMany([{ incidentId: 'inc_9', alerts: [] }], received), { kind: 'not-found' });
    assert.deepEqual(await tenant.alerts.upsertMany([], received), []);
  });

  it('counts every one of bodies that come at the same time', async () => {
    const tenant = await given().tenantWithIncident();
    const bodies = Array.from({ length: 12 }, () => [sampleAlert(), sampleAlert({ fingerprint: 'f2' })]);

    const tallies = await Promise.all(bodies.map((body) => tenant.alerts.upsert('inc_1', body, received)));

    assert.equal(
      tallies.reduce((sum, tally) => sum + tally.added, 0),
      2,
    );
    assert.equal((await only(tenant))?.repeats, 11);
  });

  it('refuses alerts of an incident that does not exist', async () => {
    const tenant = await given().tenant();

    await assert.rejects(tenant.alerts.upsert('inc_none', [sampleAlert()], received), { kind: 'not-found' });
  });

  it('refuses a start that is not a moment', async () => {
    const tenant = await given().tenantWithIncident();

    await assert.rejects(tenant.alerts.upsert('inc_1', [sampleAlert({ startsAt: 'yesterday' })], received), { kind: 'invalid' });
  });

  it('takes NUL and half surrogate pairs in labels', async () => {
    const tenant = await given().tenantWithIncident();

    await tenant.alerts.upsert('inc_1', [sampleAlert({ labels: { message: 'a\0b\ud800c' } })], received);

    assert.equal((await only(tenant))?.labels.message, 'a\u2400b\ufffdc');
  });
});

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { onBoth } from './on-both.ts';
import { sampleAlert, sampleIncident } from './samples.ts';

const startMs = Date.UTC(2026, 10, 21, 2);
const group = (groupKey: string, firing: number, labels: Readonly<Record<string, string>> = {}) => ({
  groupKey,
  labels,
  firing,
  total: firing,
});

onBoth('createStormStore()', (given) => {
  it('has one storm at a time, until it ends', async () => {
    const tenant = await given().tenantWithIncident();
    await tenant.incidents.create(sampleIncident({ id: 'inc_2', groupKey: 'other' }));

    assert.equal(await tenant.storms.current(), null);
    await tenant.storms.begin('inc_1', startMs);
    await assert.rejects(tenant.storms.begin('inc_2', startMs), { kind: 'conflict' });
    assert.equal((await tenant.storms.current())?.incidentId, 'inc_1');
    await tenant.storms.end('inc_1', startMs + 1_000);

    assert.equal(await tenant.storms.current(), null);
    assert.equal((await tenant.storms.summary('inc_1'))?.endedAt, '2026-11-21T02:00:01.000Z');
    await tenant.storms.begin('inc_2', startMs);
  });

  it('counts groups, what fires, the rate of two minutes, and where', async () => {
    const tenant = await given().tenantWithIncident();
    await tenant.storms.begin('inc_1', startMs);
    const where = { alertname: 'A', cluster: 'shop', severity: 'warning' };

    await tenant.storms.addGroups('inc_1', [group('a', 2, { ...where, job: 'node' }), group('b', 5, where)], startMs);
    await tenant.storms.addGroups('inc_1', [group('a', 9)], startMs + 1_000);
    await tenant.storms.count(
      'inc_1',
      [
        { groupKey: 'a', firing: -2, added: 0 },
        { groupKey: 'b', firing: 3, added: 3 },
      ],
      startMs + 61_000,
    );

    const summary = await tenant.storms.summary('inc_1');
    assert.deepEqual([summary?.groups, summary?.groupsFiring, summary?.previousAdded, summary?.minuteAdded], [2, 1, 7, 3]);
    assert.deepEqual(summary?.top, [{ name: 'cluster', value: 'shop', firing: 8 }]);
    assert.deepEqual(
      (await tenant.storms.firing('inc_1', 5)).map(({ groupKey, firing, total }) => [groupKey, firing, total]),
      [['b', 8, 8]],
    );
    assert.equal(await tenant.storms.summary('inc_9'), null);
  });

  it('finds storms in which nothing is new', async () => {
    const tenant = await given().tenantWithIncident();
    await tenant.storms.begin('inc_1', startMs);
    await tenant.storms.addGroups('inc_1', [group('a', 1)], startMs + 5_000);

    assert.deepEqual(await tenant.storms.quietSince(startMs + 5_000), []);
    assert.equal((await tenant.storms.quietSince(startMs + 5_001))[0]?.incidentId, 'inc_1');
  });

  it('leads a group to the storm that it is told in, before and after its end, until it is released', async () => {
    const tenant = await given().tenantWithIncident();
    await tenant.storms.begin('inc_1', startMs);
    await tenant.storms.addGroups('inc_1', [group('a', 1), group('b', 1)], startMs);
    await tenant.alerts.upsert(
      'inc_1',
      [sampleAlert({ groupKey: 'a' }), sampleAlert({ groupKey: 'b', fingerprint: 'f2' })],
      '2026-11-21T02:00:00Z',
    );

    assert.equal((await tenant.incidents.openOfGroup('a'))?.id, 'inc_1');
    await tenant.storms.end('inc_1', startMs);
    assert.deepEqual([...(await tenant.incidents.openOfGroups(['a', 'b', 'c'])).keys()].sort(), ['a', 'b']);
    assert.equal((await tenant.alerts.ofIncident('inc_1', 10, 'a')).length, 1);
    await tenant.storms.release('inc_1', 'a');

    assert.equal(await tenant.incidents.openOfGroup('a'), null);
    assert.deepEqual(
      (await tenant.alerts.ofIncident('inc_1', 10)).map((alert) => alert.groupKey),
      ['b'],
    );
    await tenant.incidents.moveStatus('inc_1', ['triggered'], 'resolved', {});
    assert.equal(await tenant.incidents.openOfGroup('b'), null);
    assert.equal((await tenant.incidents.latestOfGroup('b'))?.id, 'inc_1');
  });
});

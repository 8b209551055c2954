import assert from 'node:assert/strict';
import { it } from 'node:test';
import { onBoth } from './on-both.ts';
import { sampleAlert, sampleIncident } from './samples.ts';

const at = '2026-11-21T02:00:00.000Z';
const later = '2026-11-21T03:00:00.000Z';

onBoth('createMoveStore()', (given) => {
  async function two() {
    const tenant = await given().tenant();
    for (const [id, groupKey] of [
      ['inc_1', 'g'],
      ['inc_2', 'h'],
    ] as const) {
      await tenant.incidents.create(sampleIncident({ id, groupKey }));
      await tenant.alerts.upsert(id, [sampleAlert({ groupKey })], at);
    }
    return tenant;
  }

  it('hands groups over: alerts, and what comes of them as long as the other is open', async () => {
    const tenant = await two();

    await tenant.incidents.mergeInto('inc_2', 'ZB-1', at);
    const moved = await tenant.moves.handOver({ fromId: 'inc_2', toId: 'inc_1', groupKeys: ['h'], at });

    assert.equal(moved, 1);
    assert.equal((await tenant.incidents.openOfGroup('h'))?.id, 'inc_1');
    assert.equal((await tenant.incidents.latestOfGroup('h'))?.id, 'inc_1');
    assert.deepEqual(await tenant.moves.groupsOf('inc_1'), ['g', 'h']);
    await tenant.incidents.moveStatus('inc_1', ['triggered'], 'resolved', { resolvedAt: later });
    assert.equal(await tenant.incidents.openOfGroup('h'), null);
    assert.equal((await tenant.incidents.latestOfGroup('h'))?.id, 'inc_1');
    await assert.rejects(tenant.incidents.mergeInto('inc_1', 'ZB-2', at), { kind: 'conflict' });
  });

  it('keeps the newer word where both know the same alert of the same group', async () => {
    const tenant = await two();
    await tenant.alerts.upsert('inc_2', [sampleAlert({ groupKey: 'g', startsAt: later })], later);

    await tenant.moves.handOver({ fromId: 'inc_2', toId: 'inc_1', groupKeys: ['g', 'h'], at });

    const alerts = await tenant.alerts.ofIncident('inc_1', 9);
    assert.deepEqual(alerts.map(({ groupKey, startsAt }) => `${groupKey} ${startsAt}`).sort(), [
      `g ${later}`,
      'h 2026-11-21T01:00:00.000Z',
    ]);
  });

  it('sets alerts apart until their incident has ended, and lets them rejoin', async () => {
    const tenant = await two();
    const [alert] = await tenant.alerts.ofIncident('inc_1', 1);
    await tenant.moves.setApart({ incidentId: 'inc_1', alertIds: [alert?.id ?? ''], toGroupKey: 'split:1' });
    const follow = async (groupKey: string, startsAt: string) =>
      (await tenant.moves.follow([sampleAlert({ groupKey, startsAt })]))[0]?.groupKey;

    assert.deepEqual([await follow('g', later), await follow('h', later)], ['split:1', 'h']);
    await tenant.incidents.moveStatus('inc_1', ['triggered'], 'resolved', { resolvedAt: at });
    assert.deepEqual([await follow('g', at), await follow('g', later)], ['split:1', 'g']);
    await tenant.moves.rejoin({ incidentId: 'inc_1', toGroupKey: 'split:1' });

    assert.deepEqual([await follow('g', at), await follow('split:1', at)], ['g', 'g']);
    assert.equal((await tenant.alerts.ofIncident('inc_1', 1))[0]?.groupKey, 'g');
  });

  it('is undone once', async () => {
    const tenant = await two();
    const person = { personId: 'li', personName: 'Li' };
    const move = await tenant.moves.add({
      ...person,
      kind: 'merge',
      fromId: 'inc_2',
      toId: 'inc_1',
      at,
      alerts: 1,
      groupKeys: ['h'],
      before: {},
    });

    const undone = [await tenant.moves.markUndone(move.id, later, 'Rita'), await tenant.moves.markUndone(move.id, later, 'Bob')];

    assert.deepEqual(undone, [true, false]);
    assert.deepEqual(await tenant.moves.ofIncident('inc_2', 9), [{ ...move, undoneAt: later, undoneBy: 'Rita' }]);
    assert.equal((await tenant.moves.get(move.id))?.undoneBy, 'Rita');
  });
});

import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Place } from '../../src/domain/place.ts';
import { onBoth } from './on-both.ts';
import { sampleIncident } from './samples.ts';

const channel: Place = { adapter: 'slack', workspace: 'T1', channel: 'C1' };
const thread = { incidentId: 'inc_1', place: channel, locale: 'zh-CN', parent: null } as const;

onBoth('createThreadStore()', (given) => {
  it('gives an incident one thread in a place, of twenty at once', async () => {
    const tenant = await given().tenantWithIncident();

    const made = await Promise.all(Array.from({ length: 20 }, () => tenant.threads.create(thread)));

    assert.equal(new Set(made.map((each) => each.id)).size, 1);
    assert.deepEqual(await tenant.threads.ofIncident('inc_1'), [{ ...thread, id: made[0]?.id, root: null, cardRevision: 0 }]);
  });

  it('is behind until its card shows the revision', async () => {
    const tenant = await given().tenantWithIncident();
    const { id } = await tenant.threads.create(thread);
    const revisions = async () => (await tenant.threads.behind(10)).map((each) => [each.thread.id, each.revision]);
    const root = { place: { ...channel, thread: '17.1' }, id: '17.1' };

    assert.deepEqual(await revisions(), [[id, 1]]);
    await tenant.threads.setRoot(id, root, 1);
    assert.deepEqual(await revisions(), []);
    await tenant.incidents.change('inc_1', { phase: 'waiting' });
    await tenant.incidents.addSpent('inc_1', { looksDone: 1 });
    assert.deepEqual(await revisions(), [[id, 3]]);
    await tenant.threads.setRoot(id, root, 3);
    await tenant.threads.setRoot(id, root, 2);
    assert.deepEqual(await revisions(), []);
    assert.deepEqual((await tenant.threads.ofIncident('inc_1'))[0]?.root, root);
  });

  it('is not forgotten when it is made while the incident changes', async () => {
    const tenant = await given().tenantWithIncident();
    const places = Array.from({ length: 10 }, (_, index) => ({ ...channel, channel: `C${index}` }));

    await Promise.all(
      places.flatMap((place) => [tenant.threads.create({ ...thread, place }), tenant.incidents.change('inc_1', { alertsTotal: 1 })]),
    );

    const behind = await tenant.threads.behind(20);
    assert.equal(behind.length, 10);
    assert.deepEqual([...new Set(behind.map((each) => each.revision))], [11]);
  });

  it('is seen behind a channel that is far behind, and the one without a card first', async () => {
    const tenant = await given().tenantWithIncident();
    const other = await tenant.threads.create({ ...thread, place: { ...channel, channel: 'C2' } });
    const inChannel: string[] = [];
    for (let number = 2; number <= 6; number += 1) {
      const { id: incidentId } = await tenant.incidents.create(sampleIncident({ id: `inc_${number}` }));
      const { id } = await tenant.threads.create({ ...thread, incidentId });
      inChannel.push(id);
      if (number < 6) await tenant.threads.setRoot(id, { place: channel, id: `m${number}` }, 0);
    }

    const behind = (await tenant.threads.behind(2)).map((each) => each.thread.id);

    assert.deepEqual(behind, [other.id, inChannel[0], inChannel[4]]);
  });

  it('is leased to one of twenty until the lease ends or the card is set', async () => {
    const tenant = await given().tenantWithIncident();
    const { id } = await tenant.threads.create(thread);
    const lease = { nowMs: 1_000, leaseMs: 500 };

    const taken = await Promise.all(Array.from({ length: 20 }, () => tenant.threads.behind(10, lease)));

    assert.equal(taken.flat().length, 1);
    assert.equal((await tenant.threads.behind(10, { nowMs: 1_499, leaseMs: 500 })).length, 0);
    assert.equal((await tenant.threads.behind(10, { nowMs: 1_500, leaseMs: 500 })).length, 1);
    await tenant.threads.setRoot(id, { place: channel, id: 'r' }, 0);
    assert.equal((await tenant.threads.behind(10, { nowMs: 1_501, leaseMs: 500 })).length, 1);
  });

  it('is found by the thread, the card or the message that it hangs under', async () => {
    const tenant = await given().tenantWithIncident();
    await tenant.incidents.create(sampleIncident({ id: 'inc_2' }));
    const parent = { place: channel, id: 'p1' };
    const first = await tenant.threads.create({ ...thread, place: { ...channel, thread: 't1' }, parent });
    const second = await tenant.threads.create({ ...thread, incidentId: 'inc_2' });
    await tenant.threads.setRoot(second.id, { place: { ...channel, thread: 't2' }, id: 'r2' }, 1);
    const cases: readonly [Place, string | undefined][] = [
      [{ ...channel, thread: 't1' }, first.id],
      [{ ...channel, thread: 'p1' }, first.id],
      [{ ...channel, thread: 'r2' }, second.id],
      [{ ...channel, thread: 't2' }, second.id],
      [{ ...channel, thread: 't3' }, undefined],
      [{ ...channel, channel: 'C2', thread: 't1' }, undefined],
      [{ ...channel, workspace: 'T2', thread: 't1' }, undefined],
      [{ ...channel, adapter: 'feishu', thread: 't1' }, undefined],
      [channel, undefined],
    ];

    for (const [place, expected] of cases) assert.equal((await tenant.threads.find(place))?.id, expected, JSON.stringify(place));
    assert.deepEqual((await tenant.threads.find({ ...channel, thread: 't1' }))?.parent, parent);
  });

  it('says what is not there', async () => {
    const tenant = await given().tenant();

    await assert.rejects(tenant.threads.create(thread), { kind: 'not-found' });
    await assert.rejects(tenant.threads.setRoot('thr_9', { place: channel, id: 'r' }, 1), { kind: 'not-found' });
  });

  it('finds a room by its channel, at its top and in any thread of it', async () => {
    const tenant = await given().tenantWithIncident();
    const room = { ...channel, channel: 'C9' };
    const { id } = await tenant.threads.create({ ...thread, place: room, isRoom: true });

    assert.equal((await tenant.threads.find(room))?.id, id);
    assert.equal((await tenant.threads.find({ ...room, thread: '99.9' }))?.isRoom, true);
    assert.equal(await tenant.threads.find(channel), null);
  });

  it('brings nothing more to a thread that is closed', async () => {
    const tenant = await given().tenantWithIncident();
    const { id } = await tenant.threads.create(thread);
    const line = { incidentId: 'inc_1', priority: 'state', text: { 'zh-CN': '一', en: 'one' } } as const;
    await tenant.outbox.say({ ...line, slot: 'one' });

    await tenant.threads.close(id, '2026-11-21T02:00:00.000Z');
    await tenant.outbox.say({ ...line, slot: 'two' });
    await tenant.incidents.change('inc_1', { phase: 'waiting' });

    assert.deepEqual(await tenant.threads.behind(10), []);
    assert.deepEqual(await tenant.outbox.counts(), { waiting: 0, dead: 1 });
  });
});

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { onBoth } from './on-both.ts';

const wanted = {
  incidentId: 'inc_1',
  adapter: 'slack',
  name: 'zb-1-orders-db',
  locale: 'en',
  invite: ['responder'],
  closeAfterMs: 600_000,
  requestedBy: 'rita',
} as const;
const place = { adapter: 'slack', workspace: 'T1', channel: 'C9' } as const;

onBoth('createRoomStore()', (given) => {
  it('wants one room for an incident and platform, of ten at once', async () => {
    const tenant = await given().tenantWithIncident();

    const made = await Promise.all(Array.from({ length: 10 }, () => tenant.rooms.want(wanted)));

    assert.equal(made.filter(Boolean).length, 1);
    assert.equal(await tenant.rooms.want({ ...wanted, adapter: 'feishu' }), true);
    assert.deepEqual(
      (await tenant.rooms.ofIncident('inc_1')).map((room) => [room.adapter, room.state, room.invited]),
      [
        ['slack', 'wanted', []],
        ['feishu', 'wanted', []],
      ],
    );
  });

  it('gives a room to one of ten, and an open one only when its incident has moved on or is over', async () => {
    const tenant = await given().tenantWithIncident();
    await tenant.rooms.want(wanted);

    const taken = (await Promise.all(Array.from({ length: 10 }, () => tenant.rooms.claim(9, 1_000, 500)))).flat();
    assert.equal(taken.length, 1);
    await tenant.rooms.change(taken[0]?.id ?? '', { state: 'open', place, seenRevision: 1 }, 0);
    assert.deepEqual(await tenant.rooms.claim(9, 2_000, 0), []);

    await tenant.incidents.change('inc_1', { phase: 'waiting' });
    const [behind] = await tenant.rooms.claim(9, 2_000, 0);
    assert.deepEqual([behind?.state, behind?.place], ['open', place]);
    await tenant.rooms.change(behind?.id ?? '', { seenRevision: 2 }, 0);
    assert.deepEqual(await tenant.rooms.claim(9, 2_000, 0), []);

    await tenant.incidents.moveStatus('inc_1', ['triggered'], 'resolved', { resolvedAt: '2026-11-21T02:00:00.000Z' });
    await tenant.rooms.change(behind?.id ?? '', { seenRevision: 3 }, 9_000);
    assert.deepEqual(await tenant.rooms.claim(9, 8_999, 0), []);
    assert.equal((await tenant.rooms.claim(9, 9_000, 0)).length, 1);
    await tenant.rooms.change(behind?.id ?? '', { state: 'closed' }, 0);
    assert.deepEqual(await tenant.rooms.claim(9, 9_000, 0), []);
  });

  it('tries a room that failed again when it is wanted again', async () => {
    const tenant = await given().tenantWithIncident();
    await tenant.rooms.want(wanted);
    const [room] = await tenant.rooms.ofIncident('inc_1');
    await tenant.rooms.change(room?.id ?? '', { state: 'failed', error: 'no scope', attempts: 3 }, 0);

    assert.equal(await tenant.rooms.want({ ...wanted, requestedBy: 'anna' }), true);

    const [again] = await tenant.rooms.ofIncident('inc_1');
    assert.deepEqual([again?.state, again?.attempts, again?.error, again?.requestedBy], ['wanted', 0, null, 'anna']);
  });
});

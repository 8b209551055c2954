import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createOperations } from '../../src/operations/create-operations.ts';
import { type RoomRule, wantRooms } from '../../src/operations/rooms.ts';
import type { Store } from '../../src/store/contract.ts';
import { sampleIncident } from '../store/samples.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { openDesk, people } from './desk.ts';

const { vera, rita } = people;
const rule: RoomRule = {
  match: { severity: 'critical' },
  adapter: 'slack',
  name: '{code}-{system}-{severity}',
  invite: ['approver'],
  closeAfterMinutes: 5,
};
let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

async function deskWithIncident(change = {}) {
  const at = await openDesk(store);
  const incident = await at.store.incidents.create(sampleIncident(change));
  return { ...at, incident };
}

for (const [name, rules, change, expected] of [
  ['the rule that matches', [rule], {}, ['slack ZB-1-orders-db-critical approver 300000']],
  ['no room for a lesser one', [rule], { severity: 'warning' }, []],
  [
    'one for each platform',
    [rule, { ...rule, adapter: 'feishu' }, rule],
    {},
    ['slack ZB-1-orders-db-critical approver 300000', 'feishu ZB-1-orders-db-critical approver 300000'],
  ],
  ['labels as well', [{ ...rule, match: { severity: 'critical', team: 'water' } }], {}, ['slack ZB-1-orders-db-critical approver 300000']],
  ['and not those of another team', [{ ...rule, match: { team: 'gas' } }], {}, []],
  ['a name without its system', [{ ...rule, name: '{code}-{system}' }], { systemIds: [] }, ['slack ZB-1 approver 300000']],
] as const) {
  test(`wantRooms() follows ${name}`, async () => {
    const at = await deskWithIncident(change);

    await at.store.transaction((inside) => wantRooms(inside, rules, at.incident, { team: 'water' }));

    const rooms = await at.store.rooms.ofIncident('inc_1');
    assert.deepEqual(
      rooms.map((room) => `${room.adapter} ${room.name} ${room.invite} ${room.closeAfterMs}`),
      expected,
    );
  });
}

test('openRoom() wants one, says who asked, and finds it there the second time', async () => {
  const at = await deskWithIncident();

  const first = await at.operations.openRoom(at.as(rita), 'zb-1', null);
  const second = await at.operations.openRoom(at.as(rita), 'ZB-1', 'slack');

  assert.deepEqual([first.isNew, second.isNew], [true, false]);
  assert.equal(first.incident.timeline.at(-1)?.text, 'Rita asked for a room in Slack.');
  assert.equal(first.incident.revision, 2);
  const [room] = await at.store.rooms.ofIncident('inc_1');
  assert.deepEqual([room?.adapter, room?.requestedBy, room?.name, room?.closeAfterMs], ['slack', 'rita', 'ZB-1-orders-db', 3_600_000]);
});

test('openRoom() prefers the platform that the caller is in', async () => {
  const at = await deskWithIncident();
  const operations = createOperations({ ...at.deps, roomChats: () => ['slack', 'feishu'], rooms: () => [rule] });

  await operations.openRoom(at.as(rita, { door: 'feishu', place: { adapter: 'feishu', workspace: '', channel: 'oc_1' } }), 'ZB-1', null);

  assert.equal((await at.store.rooms.ofIncident('inc_1'))[0]?.adapter, 'feishu');
});

test('openRoom() refuses a viewer, an end, and a platform without rooms', async () => {
  const at = await deskWithIncident();

  await assert.rejects(at.operations.openRoom(at.as(vera), 'ZB-1', null), { kind: 'forbidden' });
  await assert.rejects(at.operations.openRoom(at.as(rita), 'ZB-1', 'console'), {
    kind: 'invalid',
    message: 'No room can be opened in console: it is not configured, or can’t.',
  });
  await at.operations.resolve(at.as(rita), 'ZB-1', '');
  await assert.rejects(at.operations.openRoom(at.as(rita), 'ZB-1', null), { kind: 'conflict', message: 'ZB-1 is resolved already.' });
});

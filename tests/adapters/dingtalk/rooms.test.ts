import assert from 'node:assert/strict';
import { afterEach, beforeEach, it } from 'node:test';
import type { Rooms } from '../../../src/adapters/contract.ts';
import { createDingtalkClient } from '../../../src/adapters/dingtalk/client.ts';
import { createRobot } from '../../../src/adapters/dingtalk/robot.ts';
import { createRooms } from '../../../src/adapters/dingtalk/rooms.ts';
import { DingtalkPeer } from '../../peers/dingtalk/peer.ts';
import { realClock } from '../slack/slack-harness.ts';
import { createAdapter } from './dingtalk-harness.ts';

let peer: DingtalkPeer;
let rooms: Rooms;
beforeEach(async () => {
  peer = new DingtalkPeer();
  await peer.start();
  const client = createDingtalkClient({
    ...{ clientId: peer.clientId, clientSecret: peer.clientSecret, apiBase: peer.url, oapiBase: peer.url, clock: realClock },
    ...{ pace: { callTimeoutMs: 2_000, rateWaitMs: 50 }, quota: { note: () => undefined } },
  });
  rooms = createRooms({
    client,
    robot: createRobot(client, peer.corp.robotCode),
    templateId: 't',
    ownerId: null,
    corpId: () => peer.corp.corpId,
  });
});
afterEach(() => peer.stop());

const room = { key: 'inc_1', name: 'ZB-1 orders-db', topic: '连接数已耗尽', memberIds: ['staff-alice'], locale: 'zh-CN' } as const;

it('createRooms() opens one group for a key, tells its topic, invites, and marks it when it is closed, once', async () => {
  const opened = await rooms.open(room);
  const again = await rooms.open({ ...room, topic: '' });
  await rooms.invite(opened, ['staff-bob', 'staff-bob']);
  await rooms.close(opened);
  await rooms.close(opened);

  assert.deepEqual(again, opened);
  assert.deepEqual(peer.corp.groups.get(opened.channel), { title: '✅ ZB-1 orders-db', members: ['staff-alice', 'staff-bob'] });
  assert.deepEqual(
    peer.corp.lines(opened.channel).map(({ text }) => text),
    ['连接数已耗尽'],
  );
});

it('createRooms() needs somebody to own the group', async () => {
  await assert.rejects(rooms.open({ ...room, memberIds: [] }), /needs an owner/);
});

it('the adapter has rooms only with a group template', () => {
  assert.equal(createAdapter(peer).rooms, undefined);
  assert.notEqual(createAdapter(peer, { change: { groupTemplateId: 't' } }).rooms, undefined);
});

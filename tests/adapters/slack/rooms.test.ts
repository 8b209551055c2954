import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Rooms } from '../../../src/adapters/contract.ts';
import type { SlackAdapter } from '../../../src/adapters/slack/adapter.ts';
import { channelName } from '../../../src/adapters/slack/rooms.ts';
import { SlackPeer } from '../../peers/slack/peer.ts';
import { until } from '../../support/house.ts';
import { createAdapter, createLog } from './slack-harness.ts';

let slack: SlackPeer;
let adapter: SlackAdapter;
const logs: string[] = [];
before(async () => {
  slack = new SlackPeer();
  await slack.start();
  adapter = createAdapter(slack, 'socket', createLog(logs));
  await adapter.start(() => undefined);
  await until(async () => adapter.health().state === 'up', 10_000, 'the adapter is up');
});
after(async () => {
  await adapter.stop();
  await slack.stop();
});

const opening = { key: 'room_1', name: 'ZB-1-orders-db', topic: 'critical · ZB-1', memberIds: ['U1', 'U2'], locale: 'en' } as const;
function rooms(): Rooms {
  assert.ok(adapter.rooms);
  return adapter.rooms;
}

const channelNamed = (name: string) => [...slack.workspace.made.values()].find((each) => each.name === name);

test('channelName() is what Slack allows', () => {
  assert.equal(channelName('ZB-42 Orders DB (prod)'), 'zb-42-orders-db-prod');
  assert.equal(channelName('ZB-7-订单库'), 'zb-7-订单库');
  assert.equal(channelName('***'), 'zhiban-room');
  assert.equal(channelName('x'.repeat(200)).length, 80);
});

test('open() makes the channel with its topic and its people, and finds it again instead of making a second one', async () => {
  const place = await rooms().open(opening);
  const again = await rooms().open(opening);

  const channel = channelNamed('zb-1-orders-db');
  assert.deepEqual(place, { adapter: 'slack', workspace: 'T0ZHIBAN1', channel: channel?.id });
  assert.deepEqual(again, place);
  assert.equal(channel?.topic, 'critical · ZB-1');
  assert.deepEqual([...(channel?.members ?? [])], [slack.workspace.botUserId, 'U1', 'U2']);
  assert.equal(slack.workspace.made.size, 1);
});

test('open() finds a channel whose creation was never answered', async () => {
  slack.faults.add({ method: 'conversations.create', kind: 'drop-after', times: 1 });

  await assert.rejects(rooms().open({ ...opening, key: 'room_2', name: 'ZB-2' }), { kind: 'transient' });
  const place = await rooms().open({ ...opening, key: 'room_2', name: 'ZB-2' });

  assert.equal(place.channel, channelNamed('zb-2')?.id);
  assert.equal(channelNamed('zb-2-2'), undefined);
});

test('open() leaves a channel of that name that belongs to another room, or is archived, alone', async () => {
  const first = await rooms().open({ ...opening, key: 'room_3', name: 'ZB-3' });
  const other = await rooms().open({ ...opening, key: 'room_of_another_house', name: 'ZB-3' });
  await rooms().close(first);
  const third = await rooms().open({ ...opening, key: 'room_3', name: 'ZB-3' });

  assert.equal(other.channel, channelNamed('zb-3-2')?.id);
  assert.equal(third.channel, channelNamed('zb-3-3')?.id);
});

test('invite() lets nobody stand outside because of another, and takes who is in already as in', async () => {
  const room = await rooms().open({ ...opening, key: 'room_4', name: 'ZB-4' });
  slack.workspace.strangers.add('U-gone');

  await rooms().invite(room, ['U1', 'U-gone', 'U3', slack.workspace.botUserId]);

  assert.deepEqual([...(channelNamed('zb-4')?.members ?? [])].sort(), [slack.workspace.botUserId, 'U1', 'U2', 'U3'].sort());
  assert.equal(logs.filter((line) => line.includes('U-gone') && line.includes('user_not_found')).length, 1);
});

test('close() archives once; what comes after is gone', async () => {
  const room = await rooms().open({ ...opening, key: 'room_5', name: 'ZB-5' });

  await rooms().close(room);
  await rooms().close(room);

  assert.equal(channelNamed('zb-5')?.isArchived, true);
  await assert.rejects(rooms().setTopic(room, 'more'), { kind: 'gone' });
  await rooms().close({ ...room, channel: 'C-nowhere' });
});

test('open() says which scope is missing', async () => {
  slack.faults.add({ method: 'conversations.create', kind: 'error', times: 1, code: 'missing_scope' });

  await assert.rejects(rooms().open({ ...opening, key: 'room_6', name: 'ZB-6' }), { kind: 'forbidden' });
});

import assert from 'node:assert/strict';
import { afterEach, beforeEach, it } from 'node:test';
import { createDingtalkClient, type DingtalkClient } from '../../../src/adapters/dingtalk/client.ts';
import { fetchProfile, sendDing } from '../../../src/adapters/dingtalk/people.ts';
import { DingtalkPeer } from '../../peers/dingtalk/peer.ts';
import { realClock } from '../slack/slack-harness.ts';

let peer: DingtalkPeer;
let client: DingtalkClient;
beforeEach(async () => {
  peer = new DingtalkPeer();
  await peer.start();
  client = createDingtalkClient({
    ...{ clientId: peer.clientId, clientSecret: peer.clientSecret, apiBase: peer.url, oapiBase: peer.url, clock: realClock },
    ...{ pace: { callTimeoutMs: 2_000, rateWaitMs: 50 }, quota: { note: () => undefined } },
  });
});
afterEach(() => peer.stop());

it('fetchProfile() is what the directory vouches for, with the country before the number', async () => {
  assert.deepEqual(await fetchProfile(client, 'staff-alice'), { name: '王芳', email: 'wangfang@example.com', phone: '+8613800000001' });
  assert.deepEqual(await fetchProfile(client, 'staff-bob'), { name: '李雷', email: null, phone: '+8613800000002' });
  assert.equal(await fetchProfile(client, 'nobody'), null);
  assert.equal(await fetchProfile(client, 'a b'), null);
});

it('sendDing() calls by the means asked for, and says who was not reached', async () => {
  await sendDing(client, {
    robotCode: peer.corp.robotCode,
    userIds: ['staff-alice', 'staff-alice', 'a b'],
    means: 'phone',
    content: 'ZB-1',
  });
  const failure = sendDing(client, { robotCode: peer.corp.robotCode, userIds: ['nobody'], means: 'app', content: 'ZB-1' });

  await assert.rejects(failure, /did not reach 1 of 1/);
  assert.deepEqual(peer.corp.dings[0], { remindType: 3, userIds: ['staff-alice'], content: 'ZB-1' });
});

it('sendDing() calls at most twenty at once by text message', async () => {
  for (let number = 0; number < 45; number += 1) peer.corp.users.set(`p${number}`, {});

  await sendDing(client, { robotCode: 'r', userIds: Array.from({ length: 45 }, (_, number) => `p${number}`), means: 'sms', content: 'x' });

  assert.deepEqual(
    peer.corp.dings.map(({ userIds }) => userIds.length),
    [20, 20, 5],
  );
});

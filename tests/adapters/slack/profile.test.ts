import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { SlackAdapter } from '../../../src/adapters/slack/adapter.ts';
import { SlackPeer } from '../../peers/slack/peer.ts';
import type { PeerUser } from '../../peers/slack/workspace.ts';
import { until } from '../../support/house.ts';
import { createAdapter, createLog } from './slack-harness.ts';

const peer = new SlackPeer();
let adapter: SlackAdapter;

before(async () => {
  await peer.start();
  adapter = createAdapter(peer, 'socket', createLog([]));
  await adapter.start(() => undefined);
  await until(async () => adapter.health().state === 'up', 10_000, 'the adapter is connected');
});
after(async () => {
  await adapter.stop();
  await peer.stop();
});

it('profileOf() tells the confirmed address of a member, and never the phone number that they typed', async () => {
  peer.workspace.addUser('U0MEMBER1', 'li.hua@example.com');

  assert.deepEqual(await adapter.profileOf?.('U0MEMBER1'), { name: 'Name of U0MEMBER1', email: 'li.hua@example.com', phone: null });
  assert.equal(adapter.workspace?.(), peer.workspace.teamId);
});

it('profileOf() tells no address that nobody confirmed, and none that there isn’t', async () => {
  peer.workspace.addUser('U0FRESH01', 'boss@example.com', { is_email_confirmed: false });

  assert.equal((await adapter.profileOf?.('U0FRESH01'))?.email, null);
  assert.equal((await adapter.profileOf?.('U0PLAIN01'))?.email, null);
});

const strangers: readonly [claim: string, change: PeerUser][] = [
  ['a guest', { is_restricted: true }],
  ['a guest of one channel', { is_ultra_restricted: true }],
  ['a person of another workspace', { team_id: 'T0OTHER01' }],
  ['somebody unknown behind a shared channel', { is_stranger: true }],
  ['a bot', { is_bot: true }],
  ['an app', { is_app_user: true }],
  ['somebody who has left', { deleted: true }],
];

for (const [claim, change] of strangers) {
  it(`profileOf() tells nothing about ${claim}`, async () => {
    peer.workspace.addUser('U0OTHER01', 'li.hua@example.com', change);

    assert.equal(await adapter.profileOf?.('U0OTHER01'), null);
  });
}

it('profileOf() tells nothing without the scope or for an id that nobody has, and throws when Slack is away', async () => {
  peer.workspace.addUser('U0MEMBER1', 'li.hua@example.com');
  peer.faults.add({ method: 'users.info', kind: 'error', code: 'missing_scope', times: 1 });
  assert.equal(await adapter.profileOf?.('U0MEMBER1'), null);
  assert.equal(await adapter.profileOf?.('nobody'), null);

  peer.faults.add({ method: 'users.info', kind: 'http-before', times: 1 });
  await assert.rejects(async () => adapter.profileOf?.('U0MEMBER1'), { name: 'ChatError', kind: 'transient' });
});

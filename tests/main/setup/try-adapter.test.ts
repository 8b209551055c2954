import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { startTrial, type Trial } from '../../../src/main/setup/try-adapter.ts';
import { createAdapter, createLog, realClock } from '../../adapters/slack/slack-harness.ts';
import { until } from '../../contracts/adapter-peer.ts';
import { SlackPeer } from '../../peers/slack/peer.ts';

async function start(t: TestContext): Promise<{ peer: SlackPeer; trial: Trial; interrupt: AbortController }> {
  const peer = new SlackPeer();
  await peer.start();
  const interrupt = new AbortController();
  const trial = await startTrial(createAdapter(peer, 'socket', createLog([])), realClock, 'en', interrupt.signal);
  t.after(async () => {
    await trial.stop();
    await peer.stop();
  });
  return { peer, trial, interrupt };
}

test('startTrial() waits for a person who calls the bot, and passes over everybody else', async (t) => {
  const { peer, trial } = await start(t);
  assert.equal((await trial.untilSettled(10_000)).state, 'up');
  const { botUserId } = peer.workspace;

  const hearing = trial.next('message', 10_000);
  peer.say({ text: `<@${botUserId}> me too`, user: 'U0ROBOT01', extra: { bot_id: 'B0ROBOT01' } });
  peer.say({ text: 'just talking' });
  peer.say({ text: `<@${botUserId}> here I am`, channel: 'C0OPS0002' });
  const heard = await hearing;

  assert.deepEqual([heard?.actor.userId, heard?.place.channel], ['U0ALICE01', 'C0OPS0002']);
});

test('startTrial() posts one card, and shows on it that it was pressed', async (t) => {
  const { peer, trial } = await start(t);
  await trial.untilSettled(10_000);
  const place = { adapter: 'slack', workspace: peer.workspace.teamId, channel: 'C0OPS0001' };

  const card = await trial.postCard(place);
  const clicking = trial.next('click', 10_000);
  const [message] = peer.botMessages();
  assert.ok(message);
  await peer.click(message, 'Press me').ack;
  const click = await clicking;
  await trial.showPressed(card);

  assert.equal(click?.actor.userId, 'U0ALICE01');
  await until(() => JSON.stringify(peer.botMessages()).includes('Your click arrived'), 'the card says so');
  assert.equal(peer.botMessages().length, 1);
});

test('startTrial() stops waiting when the person breaks off, or the time is over', async (t) => {
  const { trial, interrupt } = await start(t);

  const late = await trial.next('click', 20);
  const waiting = trial.next('message', 600_000);
  interrupt.abort();

  assert.deepEqual([late, await waiting], [null, null]);
});

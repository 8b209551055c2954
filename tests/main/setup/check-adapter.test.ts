import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { fill } from '../../../src/domain/text.ts';
import { checkAdapter } from '../../../src/main/setup/check-adapter.ts';
import type { Say } from '../../../src/main/setup/desk.ts';
import { slackSetup } from '../../../src/main/setup/slack.ts';
import { setupText } from '../../../src/main/setup/words.ts';
import { createAdapter, createLog, realClock } from '../../adapters/slack/slack-harness.ts';
import { until } from '../../contracts/adapter-peer.ts';
import { SlackPeer } from '../../peers/slack/peer.ts';

const say: Say = (key, values = {}) => fill(setupText[key].en, values);

async function check(t: TestContext, peer: SlackPeer, scopes: () => Promise<readonly string[] | null>, waitMs = 10_000) {
  await peer.start();
  t.after(() => peer.stop());
  const lines: string[] = [];
  const note = (text = ''): void => void lines.push(text);
  const desk = { locale: 'en', signal: new AbortController().signal, ask: null, line: note, status: note, good: note, bad: note } as const;
  const ready = { adapter: createAdapter(peer, 'socket', createLog([])), scopes };
  const order: string[] = [];
  const checking = checkAdapter(slackSetup, ready, { ...desk, warn: note, heading: note }, say, { clock: realClock, waitMs }, async () => {
    order.push(`connected: ${peer.sockets.count}`);
  });
  return { lines, order, checking };
}

test('checkAdapter() lets the pages be set while the bot is connected, and learns where it was called and by whom', async (t) => {
  const peer = new SlackPeer();
  const { lines, order, checking } = await check(t, peer, async () => null);
  await until(() => lines.includes(slackSetup.callIt.en), 'it asks to be called');
  peer.say({ text: `<@${peer.workspace.botUserId}> hello` });
  await until(() => lines.includes('the test card is posted'), 'the card is posted');
  const [card] = peer.botMessages();
  assert.ok(card);
  peer.click(card, 'Press me');

  const checked = await checking;

  assert.deepEqual(order, ['connected: 1']);
  assert.deepEqual([checked.isGood, checked.place?.channel, checked.person?.userId], [true, 'C0OPS0001', 'U0ALICE01']);
});

test('checkAdapter() keeps the channel that it learned when the card can’t be posted there', async (t) => {
  const peer = new SlackPeer();
  const { lines, checking } = await check(t, peer, async () => slackSetup.scopes.map(({ name }) => name));
  await until(() => lines.includes(slackSetup.callIt.en), 'it asks to be called');
  peer.faults.add({ method: 'chat.postMessage', kind: 'error', code: 'not_in_channel', times: 5 });
  peer.say({ text: `<@${peer.workspace.botUserId}> hello` });

  const checked = await checking;

  assert.deepEqual([checked.isGood, checked.place?.channel], [false, 'C0OPS0001']);
  assert.ok(
    lines.some((line) => /could not be posted: .*not_in_channel/.test(line)),
    lines.join('\n'),
  );
});

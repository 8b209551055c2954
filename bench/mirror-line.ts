/** One incident in three places: from a click in one of them to the card in the others. Slack is our own peer over loopback. */

import { setTimeout as sleep } from 'node:timers/promises';
import { type Call, SlackPeer } from '../tests/peers/slack/peer.ts';
import type { PeerMessage } from '../tests/peers/slack/workspace.ts';
import { createHome, type EmbeddedRun } from './embedded.ts';
import { followChat, type LiveChat, rootsOf } from './live-chat.ts';
import { storeCommits } from './reference.ts';
import type { Table } from './table.ts';

const rounds = 20;
const clicked = 'C0OPS0001';
const other = 'C0OPS0002';
/** Longer than an investigation and what it says take, so that Slack's own pace of a message a second isn't measured. */
const restMs = 9_000;
const waitMsMax = 30_000;

export async function benchMirror(): Promise<readonly Table[]> {
  const reference = { name: 'a bare commit', values: await storeCommits() };
  const slack = new SlackPeer();
  await slack.start();
  const home = createHome(configOf(slack), { BENCH_SLACK_BOT: slack.botToken, BENCH_SLACK_APP: slack.appToken });
  const inSlack: number[] = [];
  const inConsole: number[] = [];
  try {
    const run = await home.start();
    const chat = await followChat(run, run.token);
    try {
      for (let round = 0; round < rounds; round += 1) {
        const took = await clickToOthers(run, chat, slack, round);
        inSlack.push(took.inSlackMs);
        inConsole.push(took.inConsoleMs);
      }
    } finally {
      chat.close();
      await run.stop();
    }
  } finally {
    home.remove();
    await slack.stop();
  }
  return [
    {
      title: 'mirror · one incident in two Slack channels and the console, everything embedded',
      rows: [
        { name: 'click in Slack → card in the other channel', unit: 'ms', values: inSlack, aim: 1_000, reference },
        { name: 'click in Slack → card in the console', unit: 'ms', values: inConsole, aim: 1_000, reference },
      ],
      notes: ['From the click’s frame on the socket until chat.update reaches the peer, or until an open page has read the card.'],
    },
  ];
}

function configOf(slack: SlackPeer): string {
  return [
    'locale: en',
    'adapters:',
    '  slack:',
    '    botToken: { env: BENCH_SLACK_BOT }',
    '    appToken: { env: BENCH_SLACK_APP }',
    `    apiUrl: "${slack.apiUrl}"`,
    'people:',
    '  - { id: alice, name: Alice, roles: [approver], identities: { slack: U0ALICE01 } }',
    'routes:',
    `  - { match: {}, to: [{ adapter: slack, channel: ${clicked} }, { adapter: slack, channel: ${other} }, { adapter: console }] }`,
    '',
  ].join('\n');
}

async function clickToOthers(run: EmbeddedRun, chat: LiveChat, slack: SlackPeer, round: number) {
  const group = `mirror-${round}`;
  const alert = { status: 'firing', labels: { alertname: 'DiskSlow', severity: 'warning', group }, annotations: {}, fingerprint: group };
  const alerts = [{ ...alert, startsAt: new Date().toISOString() }];
  await run.alert({ version: '4', groupKey: group, status: 'firing', groupLabels: { group }, alerts });
  const cardIn = (channel: string): PeerMessage | undefined =>
    slack.botMessages(channel).filter((message) => message.attachments.length > 0 && message.thread_ts === undefined)[round];
  await waitFor(() => cardIn(clicked) !== undefined && cardIn(other) !== undefined, 'the card is in both channels');
  await sleep(restMs);

  const card = cardIn(clicked) as PeerMessage;
  const from = slack.calls.length;
  const startedMs = performance.now();
  slack.click(card, 'Acknowledge', 'U0ALICE01');
  const isShown = (call: Call): boolean =>
    call.method === 'chat.update' && call.parameters.channel === other && JSON.stringify(call.parameters).includes('acknowledged by Alice');
  const [atSlack, atConsole] = await Promise.all([
    waitFor(() => slack.calls.slice(from).find(isShown)?.at, 'the other channel shows it'),
    chat.until(async () => JSON.stringify((await rootsOf(run)).at(-1)?.body).includes('acknowledged by Alice'), 'the console shows it'),
  ]);
  await sleep(1_500);
  return { inSlackMs: atSlack - startedMs, inConsoleMs: atConsole - startedMs };
}

async function waitFor<T>(read: () => T | undefined | false, what: string): Promise<T> {
  const deadline = performance.now() + waitMsMax;
  while (performance.now() < deadline) {
    const found = read();
    if (found !== undefined && found !== false) return found;
    await sleep(5);
  }
  throw new Error(`Not within ${waitMsMax / 1_000} s: ${what}`);
}

/** The line with Slack: our own peer speaks its protocol over loopback, so what remains is what Zhiban and the SDK take. */

import { setTimeout as sleep } from 'node:timers/promises';
import { type Call, SlackPeer } from '../tests/peers/slack/peer.ts';
import { createHome, type EmbeddedRun } from './embedded.ts';
import type { Measurement, Table } from './table.ts';

const rounds = 10;
const channel = 'C0OPS0001';
/** Longer than an investigation and what it says take, so that Slack's own pace of a message a second isn't measured. */
const restMs = 9_000;
const waitMsMax = 30_000;

export async function slackLine(reference: NonNullable<Measurement['reference']>): Promise<Table> {
  const slack = new SlackPeer();
  await slack.start();
  const home = createHome(configOf(slack), {
    BENCH_SLACK_BOT: slack.botToken,
    BENCH_SLACK_APP: slack.appToken,
    BENCH_SLACK_SIGNING: slack.signingSecret,
  });
  const roots: number[] = [];
  const answers: number[] = [];
  try {
    const run = await home.start();
    try {
      await untilCall(slack, 0, () => slack.sockets.count > 0);
      for (let round = 0; round < rounds; round += 1) {
        roots.push(await alertToRoot(run, slack, round));
        await sleep(restMs);
        answers.push(await mentionToAnswer(slack));
        await sleep(restMs);
      }
    } finally {
      await run.stop();
    }
  } finally {
    home.remove();
    await slack.stop();
  }
  return {
    title: 'line · Slack in Socket Mode, everything embedded',
    rows: [
      { name: 'alert → root message', unit: 'ms', values: roots, aim: 500, reference },
      { name: 'mention → it is looking', unit: 'ms', values: answers, aim: 300, reference },
    ],
    notes: ['Times end when chat.postMessage reaches the peer; the network and Slack itself come on top.'],
  };
}

function configOf(slack: SlackPeer): string {
  return [
    'locale: en',
    'adapters:',
    '  slack:',
    '    botToken: { env: BENCH_SLACK_BOT }',
    '    appToken: { env: BENCH_SLACK_APP }',
    '    signingSecret: { env: BENCH_SLACK_SIGNING }',
    `    apiUrl: "${slack.apiUrl}"`,
    'routes:',
    `  - { match: {}, to: [{ adapter: slack, channel: ${channel} }] }`,
    '',
  ].join('\n');
}

async function alertToRoot(run: EmbeddedRun, slack: SlackPeer, round: number): Promise<number> {
  const from = slack.calls.length;
  const startedMs = performance.now();
  const labels = { alertname: 'DiskSlow', severity: 'warning', round: String(round) };
  const alert = { status: 'firing', labels, annotations: {}, startsAt: new Date().toISOString(), fingerprint: `slack-${round}` };
  await run.alert({ version: '4', groupKey: `slack-${round}`, status: 'firing', groupLabels: { round: String(round) }, alerts: [alert] });
  const call = await untilCall(slack, from, (each) => isPost(each) && each.parameters.thread_ts === undefined);
  return call.at - startedMs;
}

async function mentionToAnswer(slack: SlackPeer): Promise<number> {
  const from = slack.calls.length;
  const startedMs = performance.now();
  const { ts } = slack.say({ text: `<@${slack.workspace.botUserId}> why is this machine slow?` });
  const call = await untilCall(slack, from, (each) => isPost(each) && each.parameters.thread_ts === ts);
  return call.at - startedMs;
}

function isPost(call: Call): boolean {
  return call.method === 'chat.postMessage';
}

async function untilCall(slack: SlackPeer, from: number, isIt: (call: Call) => boolean): Promise<Call> {
  const deadline = performance.now() + waitMsMax;
  while (performance.now() < deadline) {
    const call = slack.calls.slice(from).find(isIt);
    if (call !== undefined) return call;
    await sleep(5);
  }
  throw new Error(`Slack was not called within ${waitMsMax / 1_000} s`);
}

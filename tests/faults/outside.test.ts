/** What is outside goes wrong: the chat platform is away, a model hangs, talks garbage or says nothing. The work goes on. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { IncidentView } from '../../src/domain/view.ts';
import { type LlmPeer, type PeerAnswer, startLlmPeer } from '../peers/llm/llm-peer.ts';
import { SlackPeer } from '../peers/slack/peer.ts';
import type { PeerMessage } from '../peers/slack/workspace.ts';
import { planOf, type RunningHouse, startHouse, startValve, until, type Valve, valveAlert } from '../support/house.ts';
import { incidentOnce, incidentsOf, patienceMs } from '../support/line.ts';
import { startTestTemporal, type TestTemporal } from '../support/temporal.ts';

const slack = new SlackPeer();
/** As long as the platform is away. */
const allCalls = 1_000_000;
let temporal: TestTemporal;
let valve: Valve;
let llm: LlmPeer;
let answer: PeerAnswer = { kind: 'hang' };
let house: RunningHouse;

before(async () => {
  [temporal, valve, llm] = await Promise.all([startTestTemporal(), startValve(), startLlmPeer(() => answer), slack.start()]);
  house = await startHouse({
    temporalAddress: temporal.address,
    environment: { OUTSIDE_BOT: slack.botToken, OUTSIDE_APP: slack.appToken, OUTSIDE_KEY: 'sk-not-a-real-key-0123456789' },
    config: `locale: en
registerThisMachine: false
systems:
  - { id: main-valve, kind: valve, url: "${valve.url}" }
adapters:
  slack: { botToken: { env: OUTSIDE_BOT }, appToken: { env: OUTSIDE_APP }, apiUrl: "${slack.apiUrl}" }
routes: [{ match: {}, to: [{ adapter: slack, channel: C0OPS0001 }] }]
investigation: { analyst: auto, budget: { secondsMax: 20, llmCallsMax: 2 } }
llm:
  profiles: [{ name: only, baseUrl: "${llm.url}", model: peer, apiKey: { env: OUTSIDE_KEY }, timeoutMs: 1500 }]
`,
  });
  await until(async () => slack.sockets.count > 0, patienceMs, 'the bot is connected');
});

after(async () => {
  await house?.stop();
  await slack.stop();
  await llm?.close();
  valve?.stop();
  await temporal?.stop(3_000);
});

async function alerted(group: string): Promise<string> {
  valve.setLevel(0);
  const count = (await incidentsOf(house)).length;
  const accepted = await house.alert(valveAlert({ startsAt: new Date(Date.now() - 1_000).toISOString(), instance: valve.url, group }));
  assert.equal(accepted.status, 200);
  await until(async () => (await incidentsOf(house)).length === count + 1, patienceMs, 'the alert opens an incident');
  return (await incidentsOf(house)).at(-1)?.id ?? '';
}

function shown(message: PeerMessage): string {
  return JSON.stringify([message.text, message.blocks, message.attachments]);
}

function cardsOf(incident: IncidentView): readonly PeerMessage[] {
  return slack.botMessages().filter((message) => message.thread_ts === undefined && shown(message).includes(incident.code));
}

const badModels: readonly { readonly name: string; readonly answer: PeerAnswer }[] = [
  { name: 'hangs', answer: { kind: 'hang' } },
  { name: 'talks garbage', answer: { kind: 'raw', body: '<html>502 from a proxy</html>', contentType: 'text/html' } },
  { name: 'says nothing', answer: { kind: 'text', text: '' } },
  { name: 'is out of quota', answer: { kind: 'status', status: 429 } },
];

for (const [index, bad] of badModels.entries()) {
  test(`a model that ${bad.name} leaves the offline verdict, which says so, and its plan`, async () => {
    answer = bad.answer;

    const id = await alerted(`model-${index}`);
    const incident = await incidentOnce(house, id, (each) => each.plan?.state === 'pending', 'a plan is proposed');

    const story = incident.timeline.map(({ text }) => text).join('\n');
    assert.equal(incident.verdict?.state, 'confirmed');
    assert.equal(incident.verdict?.analyst, 'offline');
    assert.match(story, /No model was available/);
    assert.ok(!`${story}${house.log()}`.includes('sk-not-a-real-key'), 'no key in story or log');
  });
}

test('a chat platform that is away for a while: the fix does not wait for it, and then everything is there once', async () => {
  slack.faults.add({ method: '*', kind: 'drop-before', times: allCalls });
  slack.sockets.refuse(allCalls);
  slack.sockets.drop();

  const id = await alerted('platform-away');
  const waiting = await incidentOnce(house, id, (each) => each.plan?.state === 'pending', 'a plan is proposed');
  const plan = planOf(waiting);
  await house.post(`/api/v1/plans/${plan.id}/approve`, { digest: plan.digest });
  const fixed = await incidentOnce(house, id, (each) => each.plan?.state === 'verified', 'the fix is verified');
  const cardsBefore = cardsOf(fixed).length;
  slack.faults.clear();
  slack.sockets.refuse(0);
  await until(async () => cardsOf(fixed).length > 0, patienceMs, 'the card comes');
  const [card] = cardsOf(fixed);
  const lines = () => slack.botMessages().filter((message) => message.thread_ts === card?.ts);
  await until(async () => lines().some((line) => shown(line).includes('Done and verified')), patienceMs, 'the last line comes');
  await until(async () => slack.sockets.count > 0, patienceMs, 'the bot listens again');

  const texts = lines().map(shown);
  assert.equal(cardsBefore, 0);
  assert.equal(cardsOf(fixed).length, 1, 'one card');
  assert.equal(new Set(texts).size, texts.length, `each line once: ${texts.join('\n')}`);
  assert.deepEqual(valve.changes().filter((change) => change === '80').length, 1);
});

test('a platform that takes messages and loses its answers is not told twice', async () => {
  slack.faults.add({ method: 'chat.postMessage', kind: 'drop-after', times: 2 });

  const id = await alerted('answers-lost');
  const incident = await incidentOnce(house, id, (each) => each.plan?.state === 'pending', 'a plan is proposed');
  await until(async () => cardsOf(incident).some((each) => shown(each).includes('Approve')), patienceMs, 'the card is up to date');
  const [card] = cardsOf(incident);
  const lines = () => slack.botMessages().filter((message) => message.thread_ts === card?.ts);
  await until(async () => lines().length > 0, patienceMs, 'lines come');

  const texts = lines().map(shown);
  assert.equal(cardsOf(incident).length, 1, 'one card');
  assert.equal(new Set(texts).size, texts.length, 'each line once');
});

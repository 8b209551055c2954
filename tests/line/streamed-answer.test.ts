/** A question in the thread, answered by a model whose words appear in Slack as they are written; the answer stands there once. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { callChunks, type LlmPeer, type PeerAnswer, type PeerRequest, startLlmPeer } from '../peers/llm/llm-peer.ts';
import { SlackPeer } from '../peers/slack/peer.ts';
import { type RunningHouse, startHouse, until } from '../support/house.ts';
import { alertOf, incidentOnce, incidentsOf, patienceMs } from '../support/line.ts';
import { startTestTemporal, type TestTemporal } from '../support/temporal.ts';

const slack = new SlackPeer();
let temporal: TestTemporal;
let model: LlmPeer;
let house: RunningHouse;
/** The model writes its second half once this is called. */
let goOn = (): void => undefined;
const gate = new Promise<void>((resolve) => {
  goOn = resolve;
});

before(async () => {
  model = await startLlmPeer(answerOf);
  [temporal] = await Promise.all([startTestTemporal(), slack.start()]);
  house = await startHouse({
    isWhole: true,
    temporalAddress: temporal.address,
    environment: { LINE_BOT_TOKEN: slack.botToken, LINE_APP_TOKEN: slack.appToken },
    config: `locale: en
registerThisMachine: false
systems: [{ id: box, kind: host }]
routes: [{ match: {}, to: [{ adapter: slack, channel: C0OPS0001 }] }]
adapters:
  slack: { botToken: { env: LINE_BOT_TOKEN }, appToken: { env: LINE_APP_TOKEN }, apiUrl: "${slack.apiUrl}" }
people: [{ id: rob, name: Rob, roles: [responder], identities: { slack: U0ROB0001 } }]
llm:
  profiles: [{ name: peer, baseUrl: "${model.url}", model: peer-1 }]
`,
  });
  await until(async () => slack.sockets.count > 0, patienceMs, 'the bot is connected');
});

after(async () => {
  goOn();
  await house?.stop();
  await slack.stop();
  await model?.close();
  await temporal?.stop(3_000);
});

/** Reports nothing in investigations; answers questions with the first evidence that it was shown, in two halves. */
function answerOf(request: PeerRequest): PeerAnswer {
  const isQuestion = request.json.tools?.some(({ function: { name } }) => name === 'answer') ?? false;
  if (!isQuestion) return { kind: 'calls', calls: [{ name: 'report', arguments: { summary: 'Nothing stands out.', causes: [] } }] };
  const evidenceId = /ev_\w{8,}/.exec(request.body)?.[0] ?? '';
  return { kind: 'stream', chunks: callChunks('answer', halves(evidenceId)) };
}

async function* halves(evidenceId: string): AsyncIterable<string> {
  yield `{"evidenceIds":["${evidenceId}"],"text":"The machine is calm. `;
  yield 'Nothing ';
  await gate;
  yield 'waits for it."}';
}

test('an answer is seen while it is written, and once when it is done', async () => {
  const labels = { alertname: 'BoxSlow', system: 'box', severity: 'warning' };
  assert.equal((await house.alert(alertOf({ labels, summary: 'the machine is slow' }))).status, 200);
  await until(async () => (await incidentsOf(house)).length === 1, patienceMs, 'the alert opens an incident');
  const [asked] = await incidentsOf(house);
  await incidentOnce(house, asked?.id ?? '', (each) => each.verdict !== null, 'there is a verdict');
  const card = slack.botMessages().find((message) => message.thread_ts === undefined) ?? assert.fail('no card');
  const answers = () => slack.botMessages().filter(({ text }) => text.includes('The machine is calm.'));

  slack.say({ text: `<@${slack.workspace.botUserId}> what else should I know?`, user: 'U0ROB0001', thread: card.ts });
  await until(async () => answers().length > 0, patienceMs, 'the beginning is shown').catch((error: unknown) => {
    throw new Error(house.log().slice(-3_000), { cause: error });
  });
  const early = answers()[0]?.text ?? '';
  goOn();
  await until(async () => answers().some(({ text }) => text.includes('Nothing waits for it.')), patienceMs, 'the answer is whole');
  const done = await incidentOnce(house, asked?.id ?? '', (each) => each.timeline.some(({ kind }) => kind === 'answer'), 'it is answered');

  assert.match(early, /^The machine is calm\.\s+_\(still writing …\)_$/);
  assert.deepEqual(
    answers().map(({ text, edits, thread_ts }) => [text, edits > 0, thread_ts]),
    [['The machine is calm. Nothing waits for it.', true, card.ts]],
  );
  assert.equal(done.timeline.filter(({ kind }) => kind === 'answer').length, 1);
});

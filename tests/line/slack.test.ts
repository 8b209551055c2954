/** The whole line through Slack: asked in a thread, alerted in a channel, approved by a click, by the people who may and nobody else. */

import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Redis } from 'ioredis';
import type { IncidentView } from '../../src/domain/view.ts';
import { clickables } from '../peers/slack/payloads.ts';
import { SlackPeer } from '../peers/slack/peer.ts';
import type { PeerMessage } from '../peers/slack/workspace.ts';
import { planOf, type RunningHouse, startHouse, until } from '../support/house.ts';
import { alertOf, fillQueue, incidentOnce, incidentsOf, maxMemoryOf, patienceMs } from '../support/line.ts';
import { freePort } from '../support/peers.ts';
import { type RedisServer, startRedis } from '../support/redis.ts';
import { startTestTemporal, type TestTemporal } from '../support/temporal.ts';

const memoryMax = '25165824';
const approver = 'U0ANN0001';
const responder = 'U0ROB0001';
const stranger = 'U0ALICE01';
/** Ann's second account, which nobody has linked. */
const approverAtHome = 'U0ANNHOME';
const approverToken = 'token-of-ann-for-the-line-0001';

const slack = new SlackPeer();
let temporal: TestTemporal;
let redis: RedisServer;
let client: Redis;
let house: RunningHouse;
let folder: string;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zhiban-line-'));
  [temporal, redis] = await Promise.all([
    startTestTemporal(),
    startRedis({ config: { maxmemory: memoryMax, 'maxmemory-policy': 'noeviction' } }),
    slack.start(),
  ]);
  client = await redis.connect();
  house = await startHouse({
    isWhole: true,
    temporalAddress: temporal.address,
    environment: { LINE_BOT_TOKEN: slack.botToken, LINE_APP_TOKEN: slack.appToken, LINE_ANN_TOKEN: approverToken },
    config: await configOf(),
  });
  await until(async () => slack.sockets.count > 0, patienceMs, 'the bot is connected');
});

after(async () => {
  await house?.stop();
  await slack.stop();
  await redis?.stop();
  await temporal?.stop(3_000);
  rmSync(folder, { recursive: true, force: true });
});

/** The service of the machine is never up: its restart only leaves a trace, so that the verification goes on until somebody stops it. */
async function configOf(): Promise<string> {
  return `locale: en
systems:
  - { id: orders-cache, kind: redis, url: "${redis.url}" }
  - id: box
    kind: host
    services:
      - { name: billing, check: ${await freePort()}, restart: { command: [touch, "${join(folder, 'restarted')}"] } }
adapters:
  slack: { botToken: { env: LINE_BOT_TOKEN }, appToken: { env: LINE_APP_TOKEN }, apiUrl: "${slack.apiUrl}" }
routes: [{ match: {}, to: [{ adapter: slack, channel: C0OPS0001 }] }]
people:
  - { id: ann, name: Ann, roles: [approver], identities: { slack: ${approver} }, token: { env: LINE_ANN_TOKEN } }
  - { id: rob, name: Rob, roles: [viewer], identities: { slack: ${responder} } }
`;
}

/** Everything that people see on a message. */
function shown(message: PeerMessage): string {
  return JSON.stringify([message.text, message.blocks, message.attachments]);
}

function hasButton(message: PeerMessage, label: string): boolean {
  return clickables(message).some((one) => one.label === label);
}

function rootCards(): readonly PeerMessage[] {
  return slack.botMessages().filter((message) => message.thread_ts === undefined);
}

async function cardOf(incident: IncidentView, isRight: (card: PeerMessage) => boolean, what: string): Promise<PeerMessage> {
  const find = (): PeerMessage | undefined => rootCards().find((card) => shown(card).includes(incident.code));
  await until(
    async () => {
      const card = find();
      return card !== undefined && isRight(card);
    },
    patienceMs,
    what,
  ).catch((error: unknown) => {
    throw new Error(`${what}: ${shown(find() ?? assert.fail('no card'))}`, { cause: error });
  });
  return find() ?? assert.fail('no card');
}

/** What the person alone was told last, once it fits. */
function wordsTo(...users: readonly string[]): readonly string[] {
  return slack.workspace.ephemerals.filter(({ user }) => users.includes(user)).map(({ text }) => text);
}

async function told(user: string, words: RegExp): Promise<void> {
  const to = () => wordsTo(user);
  await until(async () => to().some((text) => words.test(text)), patienceMs, `${user} is told ${words}`).catch((error: unknown) => {
    throw new Error(`${user} was told ${JSON.stringify(to())}, not ${words}`, { cause: error });
  });
}

async function planned(labels: Readonly<Record<string, string>>, summary: string): Promise<IncidentView> {
  const count = (await incidentsOf(house)).length;
  assert.equal((await house.alert(alertOf({ labels, summary }))).status, 200);
  await until(async () => (await incidentsOf(house)).length === count + 1, patienceMs, 'the alert opens an incident');
  const opened = (await incidentsOf(house)).at(-1);
  return incidentOnce(house, opened?.id ?? '', (each) => each.plan?.state === 'pending', 'a plan is proposed');
}

/** Clicks with the account that nobody linked, is told how to link it, and does so, signed in as Ann. */
async function linkAsAnn(card: PeerMessage): Promise<void> {
  slack.click(card, 'Approve', approverAtHome);
  await told(approverAtHome, /not linked to a person.*\/link\?code=/s);
  const words = slack.workspace.ephemerals.filter(({ user }) => user === approverAtHome).at(-1)?.text ?? '';
  const code = /code=([0-9A-Z-]{19})/.exec(words)?.[1] ?? assert.fail(words);
  const headers = { authorization: `Bearer ${approverToken}`, 'content-type': 'application/json' };
  const answer = await fetch(`${house.url}/api/v1/identities/link`, { method: 'POST', headers, body: JSON.stringify({ code }) });
  assert.equal(answer.status, 200, await answer.text());
}

test('a mention is answered in its thread by one card, which is edited in place until it carries a verdict', async () => {
  const question = slack.say({ text: `<@${slack.workspace.botUserId}> why is this machine slow?`, user: stranger });
  const answers = () => slack.botMessages().filter((message) => message.thread_ts === question.ts && message.attachments.length > 0);
  await until(async () => answers().length > 0, patienceMs, 'the thread has a card');
  const [asked] = await incidentsOf(house);

  const done = await incidentOnce(house, asked?.id ?? '', (each) => each.verdict !== null, 'there is a verdict');
  const [card] = answers();
  assert.ok(card);
  await until(async () => /Confirmed|Likely|Unknown|Healthy/.test(shown(card)), patienceMs, 'the card carries the verdict');

  assert.equal(answers().length, 1);
  assert.ok(card.edits > 0);
  assert.deepEqual(done.systemIds, ['box']);
  assert.equal(rootCards().length, 0, 'a question stays in its thread');
});

test('an alert is a card of the channel; only a person with the right starts its plan, and only once', async () => {
  await fillQueue(client, 'queue:orders');
  const incident = await planned(
    { alertname: 'CacheMemoryFull', system: 'orders-cache', severity: 'critical' },
    'The cache refuses writes',
  );
  const card = await cardOf(incident, (each) => hasButton(each, 'Approve'), 'the card can be approved');

  const approve = clickables(card).find(({ label }) => label === 'Approve')?.action ?? assert.fail('no button');
  slack.click(card, 'Approve', stranger);
  await told(stranger, /may not decide this.*not linked to a person/s);
  slack.click(card, 'Approve', responder);
  await told(responder, /Rob may not decide this: it takes the role approver\. Who can: .*Ann/);
  const before = {
    state: planOf(await house.get<IncidentView>(`/api/v1/incidents/${incident.id}`)).state,
    memory: await maxMemoryOf(client),
  };
  await linkAsAnn(card);
  slack.click(card, 'Approve', approverAtHome);
  slack.click(card, 'Approve', approver);
  const fixed = await incidentOnce(house, incident.id, (each) => each.plan?.state === 'verified', 'the plan is verified');
  const ticked = await cardOf(incident, (each) => /✅|✔|☑/.test(shown(each)), 'the step is ticked on the card');

  assert.deepEqual(before, { state: 'pending', memory: memoryMax });
  assert.equal(planOf(fixed).approvals.length, 1);
  assert.equal(planOf(fixed).approvals[0]?.personId, 'ann');
  assert.equal(fixed.timeline.filter(({ text }) => text === 'Running the plan.').length, 1);
  assert.ok(Number(await maxMemoryOf(client)) > Number(memoryMax));
  assert.equal(ticked.ts, card.ts, 'edited in place');
  assert.equal(rootCards().length, 1);
  // Two accounts of one person clicked at the same moment: whichever was first has approved, the other is told so.
  await Promise.all(
    [approverAtHome, approver].map((account) => told(account, /Approved; it is starting|approved it already|can’t be decided/)),
  );
  assert.equal(wordsTo(approverAtHome, approver).filter((text) => /Approved; it is starting/.test(text)).length, 1);
  slack.clickAction(card, approve, approver);
  await told(approver, /already|can’t be decided/);
});

test('a rejection carries the reason of its form, and nothing runs', async () => {
  const incident = await planned({ alertname: 'BillingDown', system: 'box', severity: 'critical' }, 'service billing is down');
  const card = await cardOf(incident, (each) => hasButton(each, 'Reject'), 'the card can be rejected');

  const views = slack.workspace.views.length;
  slack.click(card, 'Reject', approver);
  await until(async () => slack.workspace.views.length > views, patienceMs, 'the form is open');
  slack.submit({ reason: 'no restarts at peak time' });
  const rejected = await incidentOnce(house, incident.id, (each) => each.plan?.state === 'rejected', 'the plan is rejected');

  assert.equal(planOf(rejected).approvals[0]?.reason, 'no restarts at peak time');
  assert.ok(rejected.timeline.some(({ text }) => text.includes('no restarts at peak time')));
  assert.equal(existsSync(join(folder, 'restarted')), false);
  await cardOf(incident, (each) => shown(each).includes('rejected by Ann') && !hasButton(each, 'Approve'), 'the card says who rejected');
});

test('stop, said in the thread, halts the running plan', async () => {
  const labels = { alertname: 'BillingDownAgain', system: 'box', severity: 'critical' };
  const incident = await planned(labels, 'service billing is down');
  const card = await cardOf(incident, (each) => hasButton(each, 'Approve'), 'the card can be approved');
  slack.click(card, 'Approve', approver);
  await until(async () => existsSync(join(folder, 'restarted')), patienceMs, 'the step is applied');

  slack.say({ text: 'stop', user: stranger, thread: card.ts });
  await told(stranger, /may not stop plans.*not linked to a person/s);
  slack.say({ text: 'stop', user: approver, thread: card.ts });
  const stopped = await incidentOnce(house, incident.id, (each) => each.plan?.state === 'stopped', 'the plan is stopped');

  await told(approver, /Stopping/);
  assert.notEqual(planOf(stopped).steps[0]?.state, 'verified');
  await cardOf(incident, (each) => shown(each).includes('Stopped'), 'the card says so');
});

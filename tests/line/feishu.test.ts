/** The whole line through Feishu: asked in a topic, alerted in a group, approved by a click with a toast, rejected with a reason in the card. */

import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Redis } from 'ioredis';
import type { IncidentView } from '../../src/domain/view.ts';
import { clickables } from '../peers/feishu/payloads.ts';
import { FeishuPeer } from '../peers/feishu/peer.ts';
import type { PeerMessage } from '../peers/feishu/world.ts';
import { planOf, type RunningHouse, startHouse, until } from '../support/house.ts';
import { alertOf, fillQueue, incidentOnce, incidentsOf, maxMemoryOf, patienceMs } from '../support/line.ts';
import { freePort } from '../support/peers.ts';
import { type RedisServer, startRedis } from '../support/redis.ts';
import { startTestTemporal, type TestTemporal } from '../support/temporal.ts';

const memoryMax = '25165824';
const approver = 'ou_a11ce00000000000000000000000000a';
const stranger = 'ou_b0b00000000000000000000000000000';

const feishu = new FeishuPeer();
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
    feishu.start(),
  ]);
  client = await redis.connect();
  house = await startHouse({
    isWhole: true,
    temporalAddress: temporal.address,
    environment: { LINE_APP_SECRET: feishu.appSecret },
    config: await configOf(),
  });
  await until(async () => feishu.sockets.count > 0, patienceMs, 'the bot is connected');
});

after(async () => {
  await house?.stop();
  await feishu.stop();
  await redis?.stop();
  await temporal?.stop(3_000);
  rmSync(folder, { recursive: true, force: true });
});

async function configOf(): Promise<string> {
  return `locale: zh-CN
systems:
  - { id: orders-cache, kind: redis, url: "${redis.url}" }
  - id: box
    kind: host
    services:
      - { name: billing, check: ${await freePort()}, restart: { command: [touch, "${join(folder, 'restarted')}"] } }
adapters:
  feishu: { appId: ${feishu.world.appId}, appSecret: { env: LINE_APP_SECRET }, domain: "${feishu.domain}" }
routes: [{ match: {}, to: [{ adapter: feishu, chatId: oc_ops1 }] }]
people:
  - { id: ann, name: 安, roles: [approver], identities: { feishu: ${approver} } }
`;
}

function cards(): readonly PeerMessage[] {
  return feishu.botMessages().filter((message) => message.type === 'interactive');
}

async function cardOf(incident: IncidentView, isRight: (card: PeerMessage) => boolean, what: string): Promise<PeerMessage> {
  const find = (): PeerMessage | undefined => cards().find((card) => card.content.includes(`${incident.code} `));
  await until(
    async () => {
      const card = find();
      return card !== undefined && isRight(card);
    },
    patienceMs,
    what,
  ).catch((error: unknown) => {
    throw new Error(`${what}: ${find()?.content}`, { cause: error });
  });
  return find() ?? assert.fail('no card');
}

function hasButton(message: PeerMessage, label: string): boolean {
  return clickables(message).some((one) => one.label === label);
}

/** What the clicker alone was told: with the answer to the click, or in private after it. */
async function toldBy(delivery: ReturnType<FeishuPeer['click']>, user: string, words: RegExp): Promise<void> {
  const answer = JSON.stringify((await delivery.ack)?.answer ?? null);
  const told = () => [answer, ...feishu.world.ephemerals.filter(({ openId }) => openId === user).map(({ text }) => text)];
  await until(async () => told().some((text) => words.test(text)), patienceMs, `${user} is told ${words}`).catch((error: unknown) => {
    throw new Error(`${user} was told ${JSON.stringify(told())}, not ${words}`, { cause: error });
  });
}

async function planned(labels: Readonly<Record<string, string>>, summary: string): Promise<IncidentView> {
  const count = (await incidentsOf(house)).length;
  assert.equal((await house.alert(alertOf({ labels, summary }))).status, 200);
  await until(async () => (await incidentsOf(house)).length === count + 1, patienceMs, 'the alert opens an incident');
  const opened = (await incidentsOf(house)).at(-1);
  return incidentOnce(house, opened?.id ?? '', (each) => each.plan?.state === 'pending', 'a plan is proposed');
}

test('a mention is answered in its topic by one card, which is edited in place until it carries a verdict', async () => {
  const question = feishu.say({ text: '@bot 这台机器为什么慢？', user: stranger });
  const answers = () => cards().filter((message) => message.rootId === question.id);
  await until(async () => answers().length > 0, patienceMs, 'the topic has a card');
  const [asked] = await incidentsOf(house);

  await incidentOnce(house, asked?.id ?? '', (each) => each.verdict !== null, 'there is a verdict');
  await until(async () => /已确认|可能|未知|健康|正常/.test(answers()[0]?.content ?? ''), patienceMs, 'the card carries the verdict');

  assert.equal(answers().length, 1);
  assert.ok((answers()[0]?.edits ?? 0) > 0);
  assert.notEqual(answers()[0]?.threadId, undefined);
  assert.equal(cards().length, 1, 'a question stays in its topic');
});

test('an alert is a card of the group; only a person with the right starts its plan, and it runs until it is verified', async () => {
  await fillQueue(client, 'queue:orders');
  const incident = await planned({ alertname: 'CacheMemoryFull', system: 'orders-cache', severity: 'critical' }, '缓存拒绝写入');
  const card = await cardOf(incident, (each) => hasButton(each, '批准执行'), 'the card can be approved');

  await toldBy(feishu.click(card, '批准执行', {}, stranger), stranger, /ou_b0b0/);
  const before = planOf(await house.get<IncidentView>(`/api/v1/incidents/${incident.id}`)).state;
  await toldBy(feishu.click(card, '批准执行', {}, approver), approver, /已批准/);
  const fixed = await incidentOnce(house, incident.id, (each) => each.plan?.state === 'verified', 'the plan is verified');
  const ticked = await cardOf(incident, (each) => each.content.includes('✅'), 'the step is ticked on the card');

  assert.equal(before, 'pending');
  assert.equal(planOf(fixed).approvals[0]?.personId, 'ann');
  assert.ok(Number(await maxMemoryOf(client)) > Number(memoryMax));
  assert.equal(ticked.id, card.id, 'edited in place');
});

test('a rejection carries the reason that was written beside its button, and nothing runs', async () => {
  const incident = await planned({ alertname: 'BillingDown', system: 'box', severity: 'critical' }, 'service billing is down');
  const card = await cardOf(incident, (each) => hasButton(each, '驳回'), 'the card can be rejected');

  await toldBy(feishu.click(card, '驳回', { reason: '高峰期不重启' }, approver), approver, /已驳回/);
  const rejected = await incidentOnce(house, incident.id, (each) => each.plan?.state === 'rejected', 'the plan is rejected');

  assert.equal(planOf(rejected).approvals[0]?.reason, '高峰期不重启');
  assert.equal(existsSync(join(folder, 'restarted')), false);
  await cardOf(incident, (each) => !hasButton(each, '批准执行'), 'the buttons are gone');
});

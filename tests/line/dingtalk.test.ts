/** The whole line through DingTalk: alerted in a group, approved by a click and in words by a quote, verified. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Redis } from 'ioredis';
import type { IncidentView } from '../../src/domain/view.ts';
import { type PeerCard, seenBy } from '../peers/dingtalk/corp.ts';
import { DingtalkPeer } from '../peers/dingtalk/peer.ts';
import { buttonsOf } from '../peers/dingtalk/template.ts';
import { planOf, type RunningHouse, startHouse, until } from '../support/house.ts';
import { alertOf, fillQueue, incidentOnce, incidentsOf, patienceMs } from '../support/line.ts';
import { type RedisServer, startRedis } from '../support/redis.ts';
import { startTestTemporal, type TestTemporal } from '../support/temporal.ts';

const approver = 'staff-alice';
const stranger = 'staff-bob';
const group = 'cidOPS0001==';

const dingtalk = new DingtalkPeer();
let temporal: TestTemporal;
let redis: RedisServer;
let client: Redis;
let house: RunningHouse;

before(async () => {
  const config = { maxmemory: '25165824', 'maxmemory-policy': 'noeviction' };
  [temporal, redis] = await Promise.all([startTestTemporal(), startRedis({ config }), dingtalk.start()]);
  client = await redis.connect();
  const environment = { LINE_SECRET: dingtalk.clientSecret };
  house = await startHouse({ isWhole: true, temporalAddress: temporal.address, environment, config: configOf() });
  await until(async () => dingtalk.sockets.count > 0, patienceMs, 'the bot is connected');
});

after(async () => {
  await house?.stop();
  await dingtalk.stop();
  await redis?.stop();
  await temporal?.stop(3_000);
});

function configOf(): string {
  const { clientId, url, corp } = dingtalk;
  return `locale: zh-CN
systems:
  - { id: orders-cache, kind: redis, url: "${redis.url}" }
adapters:
  dingtalk:
    clientId: ${clientId}
    clientSecret: { env: LINE_SECRET }
    robotCode: ${corp.robotCode}
    cardTemplateId: ${corp.templateId}
    apiBase: "${url}"
    oapiBase: "${url}"
routes: [{ match: {}, to: [{ adapter: dingtalk, conversationId: "${group}" }] }]
people:
  - { id: ann, name: 安, roles: [approver], identities: { dingtalk: ${approver} } }
`;
}

function labels(card: PeerCard, userId: string): readonly string[] {
  return buttonsOf(card, userId).map(({ label }) => label);
}

async function cardOf(incident: IncidentView, isRight: (card: PeerCard) => boolean, what: string): Promise<PeerCard> {
  const find = (): PeerCard | undefined => dingtalk.corp.cards().find(({ shared }) => shared.title?.includes(`${incident.code} `));
  const isSo = async (): Promise<boolean> => {
    const card = find();
    return card !== undefined && isRight(card);
  };
  await until(isSo, patienceMs, what).catch((error: unknown) => {
    throw new Error(`${what}: ${JSON.stringify(find() ?? null)}`, { cause: error });
  });
  return find() ?? assert.fail('no card');
}

async function planned(name: string, system: string): Promise<IncidentView> {
  const count = (await incidentsOf(house)).length;
  assert.equal((await house.alert(alertOf({ labels: { alertname: name, system, severity: 'critical' }, summary: name }))).status, 200);
  await until(async () => (await incidentsOf(house)).length === count + 1, patienceMs, 'the alert opens an incident');
  const opened = (await incidentsOf(house)).at(-1);
  return incidentOnce(house, opened?.id ?? '', (each) => each.plan?.state === 'pending', 'a plan is proposed');
}

test('an alert is a card of the group; approvers alone see how to decide, one click starts it, and the card tells the end', async () => {
  await fillQueue(client, 'queue:orders');
  const incident = await planned('CacheMemoryFull', 'orders-cache');
  const card = await cardOf(incident, (each) => labels(each, approver).includes('批准执行'), 'the card can be approved');
  const forStranger = labels(card, stranger);
  const approve = buttonsOf(card, approver).find(({ actionId }) => actionId === 'approve') ?? assert.fail('no button');

  await dingtalk.clickButton(card.outTrackId, approve, stranger).answer;
  await until(async () => seenBy(card, stranger).notice?.startsWith('⚠️') === true, patienceMs, 'the stranger is refused on the card');
  const before = planOf(await house.get<IncidentView>(`/api/v1/incidents/${incident.id}`)).state;
  const answer = await dingtalk.click(card.outTrackId, '批准执行', approver).answer;
  const fixed = await incidentOnce(house, incident.id, (each) => each.plan?.state === 'verified', 'the plan is verified');
  await cardOf(incident, (each) => each.shared.pending === 'no' && (each.shared.plan ?? '').includes('✅'), 'the step is ticked');

  assert.ok(!forStranger.includes('批准执行') && !forStranger.includes('驳回'));
  assert.equal(before, 'pending');
  assert.ok(answer !== null && answer.afterMs < 2_000);
  assert.equal(planOf(fixed).approvals[0]?.personId, 'ann');
  assert.equal(dingtalk.corp.cards().length, 1, 'one card, edited in place');
  const lines = dingtalk.corp.lines(group).filter(({ text }) => !text.startsWith('####'));
  assert.ok(lines.length > 0 && lines.every(({ text }) => text.startsWith(incident.code)), 'every line carries the code');
});

test('a plan is approved in words, by the quote of its card, and its answer names the incident', async () => {
  await fillQueue(client, 'queue:more');
  const incident = await planned('CacheMemoryFullAgain', 'orders-cache');
  const card = await cardOf(incident, (each) => labels(each, approver).includes('批准执行'), 'the card can be approved');

  dingtalk.say({ text: '批准', user: approver, quote: card.carrierId });
  const fixed = await incidentOnce(house, incident.id, (each) => each.plan?.state === 'verified', 'the plan is verified');
  const told = () => dingtalk.corp.lines(`user:${approver}`).map(({ text }) => text);
  await until(async () => told().some((text) => text.includes(incident.code)), patienceMs, 'the approver is told in private');

  assert.equal(planOf(fixed).approvals[0]?.personId, 'ann');
});

/** One incident in Slack, Feishu and DingTalk at once, through the three real SDKs: decided in one, shown in all, also in one that was away. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { IncidentView } from '../../src/domain/view.ts';
import { DingtalkPeer } from '../peers/dingtalk/peer.ts';
import { buttonsOf } from '../peers/dingtalk/template.ts';
import { clickables as feishuButtons } from '../peers/feishu/payloads.ts';
import { FeishuPeer } from '../peers/feishu/peer.ts';
import { clickables as slackButtons } from '../peers/slack/payloads.ts';
import { SlackPeer } from '../peers/slack/peer.ts';
import { planOf, type RunningHouse, startHouse, until } from '../support/house.ts';
import { alertOf, fillQueue, incidentOnce, incidentsOf, patienceMs } from '../support/line.ts';
import { type RedisServer, startRedis } from '../support/redis.ts';
import { startTestTemporal, type TestTemporal } from '../support/temporal.ts';

const group = 'cidOPS0001==';
const slack = new SlackPeer();
const feishu = new FeishuPeer();
const dingtalk = new DingtalkPeer();
const wangFang = feishu.world.users[1]?.openId ?? '';
let temporal: TestTemporal;
let redis: RedisServer;
let house: RunningHouse;

before(async () => {
  const config = { maxmemory: '25165824', 'maxmemory-policy': 'noeviction' };
  [temporal, redis] = await Promise.all([startTestTemporal(), startRedis({ config }), slack.start(), feishu.start(), dingtalk.start()]);
  const environment = {
    SLACK_BOT: slack.botToken,
    SLACK_APP: slack.appToken,
    FEISHU_SECRET: feishu.appSecret,
    DINGTALK_SECRET: dingtalk.clientSecret,
  };
  house = await startHouse({ isWhole: true, temporalAddress: temporal.address, environment, config: configOf() });
  const areUp = async (): Promise<boolean> => slack.sockets.count > 0 && feishu.sockets.count > 0 && dingtalk.sockets.count > 0;
  await until(areUp, patienceMs, 'the bot is connected to all three');
  await fillQueue(await redis.connect(), 'queue:orders');
});

after(async () => {
  await house?.stop();
  await Promise.all([slack.stop(), feishu.stop(), dingtalk.stop()]);
  await redis?.stop();
  await temporal?.stop(3_000);
});

function configOf(): string {
  const { robotCode, templateId } = dingtalk.corp;
  return `locale: zh-CN
registerThisMachine: false
systems:
  - { id: orders-cache, kind: redis, url: "${redis.url}" }
adapters:
  slack: { botToken: { env: SLACK_BOT }, appToken: { env: SLACK_APP }, apiUrl: "${slack.apiUrl}" }
  feishu: { appId: ${feishu.world.appId}, appSecret: { env: FEISHU_SECRET }, domain: "${feishu.domain}" }
  dingtalk:
    clientId: ${dingtalk.clientId}
    clientSecret: { env: DINGTALK_SECRET }
    robotCode: ${robotCode}
    cardTemplateId: ${templateId}
    apiBase: "${dingtalk.url}"
    oapiBase: "${dingtalk.url}"
routes:
  - match: {}
    to:
      - { adapter: slack, channel: C0OPS0001, locale: en }
      - { adapter: feishu, chatId: oc_ops1 }
      - { adapter: dingtalk, conversationId: "${group}" }
people:
  - { id: wangfang, name: 王芳, roles: [approver], identities: { slack: U0ALICE01, feishu: ${wangFang}, dingtalk: staff-alice } }
  - { id: ann, name: Ann, roles: [approver], identities: { slack: U0BOB0001 } }
policy: { requireTwoFor: low, excludeRequesterFrom: never }
`;
}

const slackCards = () => slack.botMessages().filter((each) => each.thread_ts === undefined);
const feishuCards = () => feishu.botMessages().filter((each) => each.type === 'interactive');
const dingtalkCards = () => dingtalk.corp.cards();

/** What each platform shows on its newest card, as text. */
function shown(): readonly [slack: string, feishu: string, dingtalk: string] {
  const [ofSlack, ofFeishu, ofDingtalk] = [slackCards().at(-1), feishuCards().at(-1), dingtalkCards().at(-1)];
  return [JSON.stringify([ofSlack?.blocks, ofSlack?.attachments]), ofFeishu?.content ?? '', JSON.stringify(ofDingtalk?.shared ?? '')];
}

function canBeApproved(): boolean {
  const [ofSlack, ofFeishu, ofDingtalk] = [slackCards().at(-1), feishuCards().at(-1), dingtalkCards().at(-1)];
  if (ofSlack === undefined || ofFeishu === undefined || ofDingtalk === undefined) return false;
  const inSlack = slackButtons(ofSlack).some(({ label }) => label === 'Approve');
  const inFeishu = feishuButtons(ofFeishu).some(({ label }) => label === '批准执行');
  return inSlack && inFeishu && buttonsOf(ofDingtalk, 'staff-alice').some(({ label }) => label === '批准执行');
}

let incident: IncidentView;

test('one alert is one card in each of three platforms, each in its language', async () => {
  const labels = { alertname: 'CacheMemoryFull', system: 'orders-cache', severity: 'critical' };
  assert.equal((await house.alert(alertOf({ labels, summary: 'the cache is full' }))).status, 200);
  await until(async () => (await incidentsOf(house)).length === 1, patienceMs, 'the alert opens an incident');
  const [opened] = await incidentsOf(house);
  incident = await incidentOnce(house, opened?.id ?? '', (each) => each.plan?.state === 'pending', 'a plan is proposed');
  await until(async () => canBeApproved(), patienceMs, 'all three can approve').catch((error: unknown) => {
    throw new Error(shown().join('\n'), { cause: error });
  });

  assert.deepEqual([slackCards().length, feishuCards().length, dingtalkCards().length], [1, 1, 1]);
  assert.equal(incident.threads.length, 3);
});

test('one person on two platforms is one approver; the second one decides, and the plan runs once', async () => {
  const [card] = feishuCards();
  const [inDingtalk] = dingtalkCards();
  const [inSlack] = slackCards();
  assert.ok(card && inDingtalk && inSlack);

  await feishu.click(card, '批准执行', {}, wangFang).ack;
  await incidentOnce(house, incident.id, (each) => planOf(each).approvals.length === 1, 'the first approval counts');
  await dingtalk.click(inDingtalk.outTrackId, '批准执行', 'staff-alice').answer;
  const halfway = planOf(await house.get<IncidentView>(`/api/v1/incidents/${incident.id}`));
  const newest = slackCards().at(-1);
  assert.ok(newest);
  await slack.click(newest, 'Approve', 'U0BOB0001').ack;
  const fixed = await incidentOnce(house, incident.id, (each) => each.plan?.state === 'verified', 'the plan is verified');

  assert.deepEqual([halfway.state, halfway.approvals.length], ['pending', 1]);
  assert.deepEqual(
    planOf(fixed)
      .approvals.map(({ personId }) => personId)
      .toSorted(),
    ['ann', 'wangfang'],
  );
  const tellIt = async (): Promise<boolean> => shown().every((text) => /✅/.test(text));
  await until(tellIt, patienceMs, 'all three cards tell that it was done').catch((error: unknown) => {
    throw new Error(shown().join('\n'), { cause: error });
  });
  assert.deepEqual([slackCards().length, feishuCards().length, dingtalkCards().length], [1, 1, 1], 'edited in place');
  assert.equal(canBeApproved(), false);
});

test('what is said in one place is told in the others, in their threads and with their code', async () => {
  const [card] = feishuCards();
  assert.ok(card);

  feishu.say({ text: '@bot 补充：消费者中午发布过', replyTo: card.id, user: wangFang });
  const isTold = async (): Promise<boolean> =>
    slack.botMessages().some((each) => each.thread_ts !== undefined && /王芳.*消费者中午发布过/s.test(each.text)) &&
    dingtalk.corp.lines(group).some(({ text }) => text.startsWith(incident.code) && text.includes('消费者中午发布过'));
  await until(isTold, patienceMs, 'Slack and DingTalk hear of it').catch((error: unknown) => {
    const heard = [slack.botMessages().map(({ text }) => text), dingtalk.corp.lines(group).map(({ text }) => text)];
    throw new Error(JSON.stringify(heard), { cause: error });
  });
});

test('a platform that was away shows the newest state when it is back, and the others did not wait for it', async () => {
  slack.revokeBotToken();
  const resolved = await house.post(`/api/v1/incidents/${incident.id}/resolve`, { note: 'done' });
  assert.equal(resolved.status, 200);
  const others = async (): Promise<boolean> => {
    const [, inFeishu, inDingtalk] = shown();
    return /"template":"green"/.test(inFeishu) && /已恢复|已解决/.test(inDingtalk);
  };
  await until(others, patienceMs, 'Feishu and DingTalk are green').catch((error: unknown) => {
    throw new Error(shown().slice(1).join('\n'), { cause: error });
  });
  const [meanwhile] = shown();
  const health = await house.get<{ adapters: readonly { name: string; state: string }[] }>('/healthz');

  slack.restoreBotToken();
  await until(async () => shown()[0] !== meanwhile, patienceMs, 'Slack catches up').catch((error: unknown) => {
    throw new Error(`${shown()[0]}\n${house.log().slice(-4_000)}`, { cause: error });
  });

  assert.equal(health.adapters.find(({ name }) => name === 'feishu')?.state, 'up');
  assert.deepEqual([slackCards().length, feishuCards().length, dingtalkCards().length], [1, 1, 1]);
});

/** An alert through the whole application makes every voice speak: once, in its language, over a kill in between. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { HttpPeer } from '../peers/voice/http-peer.ts';
import { MailPeer, mailPassword, mailUser } from '../peers/voice/mail-peer.ts';
import { wordsOf } from '../peers/voice/prepare.ts';
import * as vendors from '../peers/voice/vendors.ts';
import { incidentWhere, planOf, type RunningHouse, startHouse, startValve, until, type Valve, valveAlert } from '../support/house.ts';
import { patienceMs } from '../support/line.ts';
import { startTestTemporal, type TestTemporal } from '../support/temporal.ts';

const mail = new MailPeer();
const peers = {
  wecom: vendors.wecomPeer(),
  dingtalk: vendors.dingtalkPeer(),
  feishu: vendors.feishuPeer(),
  slack: vendors.slackHookPeer(),
  webhook: vendors.webhookPeer(),
};
const startsAt = new Date(Date.now() - 1_000).toISOString();
let temporal: TestTemporal;
let valve: Valve;
let house: RunningHouse;

before(async () => {
  [temporal, valve] = await Promise.all([startTestTemporal(), startValve()]);
  house = await startHouse({
    temporalAddress: temporal.address,
    config: await configOf(),
    environment: {
      VOICE_WECOM: vendors.wecomKey,
      VOICE_DINGTALK: vendors.dingtalkToken,
      VOICE_DINGTALK_SIGN: vendors.dingtalkSecret,
      VOICE_FEISHU: vendors.feishuHook,
      VOICE_FEISHU_SIGN: vendors.feishuSecret,
      VOICE_SLACK: vendors.slackPath,
      VOICE_WEBHOOK: vendors.webhookSecret,
      VOICE_MAIL: mailPassword,
    },
  });
});

after(async () => {
  await house?.stop();
  await Promise.all([...Object.values(peers).map((peer) => peer.stop()), mail.stop()]);
  valve?.stop();
  await temporal?.stop(3_000);
});

async function configOf(): Promise<string> {
  const [wecom, dingtalk, feishu, slack, webhook] = await Promise.all(Object.values(peers).map((peer) => peer.start()));
  return `locale: en
registerThisMachine: false
systems: [{ id: main-valve, kind: valve, url: "${valve.url}" }]
adapters:
  wecom: { ops: { webhook: { env: VOICE_WECOM }, apiUrl: "${wecom}" } }
  robot:
    ding: { platform: dingtalk, webhook: { env: VOICE_DINGTALK }, secret: { env: VOICE_DINGTALK_SIGN }, apiUrl: "${dingtalk}" }
    lark: { platform: feishu, webhook: { env: VOICE_FEISHU }, secret: { env: VOICE_FEISHU_SIGN }, apiUrl: "${feishu}" }
    slack: { platform: slack, webhook: { env: VOICE_SLACK }, apiUrl: "${slack}" }
    broken: { platform: slack, webhook: { env: VOICE_NOBODY_SET } }
  webhook: { soc: { url: "${webhook}/events", secret: { env: VOICE_WEBHOOK } } }
  email:
    { host: localhost, port: ${await mail.start()}, caFile: "${mail.caFile}", user: ${mailUser}, password: { env: VOICE_MAIL }, from: zhiban@example.com, to: [sre@example.com] }
routes:
  - match: { severity: critical }
    to:
      - { adapter: console }
      - { adapter: wecom, locale: zh-CN }
      - { adapter: robot, name: ding }
      - { adapter: robot, name: lark }
      - { adapter: robot, name: slack, moments: [opened, resolved] }
      - { adapter: webhook }
      - { adapter: email, to: [night@example.com] }
`;
}

function said(peer: HttpPeer): readonly string[] {
  return peer.accepted.map(({ body }) => wordsOf(JSON.parse(body)));
}

function eventTypes(): readonly string[] {
  return peers.webhook.accepted.map(({ body }) => String(JSON.parse(body).type).replace('zhiban.incident.', ''));
}

/** How many messages of the peer begin with these words of the moment. */
function countOf(words: string): Readonly<Record<string, number>> {
  const { webhook: _, ...chats } = peers;
  return {
    ...Object.fromEntries(Object.entries(chats).map(([name, peer]) => [name, said(peer).filter((each) => each.includes(words)).length])),
    mail: mail.mails.filter(({ subject }) => subject?.includes(words)).length,
  };
}

test('every voice tells the alert and the plan that waits; what failed meanwhile is said when it is back, over a kill', async () => {
  peers.webhook.faults.push({ status: 503, body: 'not now' }, 'lost');
  mail.faults.push({ code: 421, text: '4.3.0 try again' });

  await house.alert(valveAlert({ startsAt, instance: valve.url }));
  await incidentWhere(house, (incident) => incident.plan?.state === 'pending', 'a plan is proposed', patienceMs);
  await until(async () => said(peers.feishu).some((words) => words.includes('Waits for approval')), patienceMs, 'Feishu heard it');
  await house.kill();
  await house.restart();

  await until(async () => ['opened', 'verdict', 'approval'].every((type) => eventTypes().includes(type)), patienceMs, 'all events came');
  await until(async () => mail.mails.some(({ subject }) => subject?.includes('Waits for approval')), patienceMs, 'the mail came');
  await until(async () => said(peers.wecom).some((words) => words.includes('等待审批')), patienceMs, 'WeCom heard it');
});

test('the end of the plan and of the alert is told, each once', async () => {
  const incident = await incidentWhere(house, (each) => each.plan?.state === 'pending', 'the plan waits', patienceMs);
  const plan = planOf(incident);
  await house.post(`/api/v1/plans/${plan.id}/approve`, { digest: plan.digest });
  await incidentWhere(house, (each) => each.plan?.state === 'verified', 'the fix is verified', patienceMs);
  await until(async () => eventTypes().includes('plan-ended'), patienceMs, 'its end was told');
  await house.alert(valveAlert({ status: 'resolved', startsAt, instance: valve.url }));
  const endsInChinese = () => said(peers.wecom).filter((words) => words.includes('已恢复</font>')).length;
  const heard = () => Object.values(countOf('Resolved')).filter((n) => n > 0).length;
  await until(async () => eventTypes().includes('resolved') && heard() === 4 && endsInChinese() > 0, patienceMs, 'all heard the end');

  assert.deepEqual(countOf('Resolved'), { wecom: 0, dingtalk: 1, feishu: 1, slack: 1, mail: 1 });
  assert.equal(endsInChinese(), 1);
  assert.equal(said(peers.slack).filter((words) => words.includes('approval ·')).length, 0);
  for (const each of [peers.dingtalk, peers.feishu, peers.slack, peers.wecom]) assert.equal(new Set(said(each)).size, said(each).length);
  const ids = new Set(peers.webhook.accepted.map(({ headers }) => headers['webhook-id']));
  assert.equal(ids.size, 5, `five moments: ${eventTypes().join(' ')}`);
});

test('a voice without its secret is told by /readyz and silences nobody; no secret is in the log', async () => {
  const { parts } = await house.get<{ parts: readonly { name: string; state: string; reason: string | null }[] }>('/readyz');

  const broken = parts.find(({ name }) => name === 'voice:robot/broken');
  assert.equal(broken?.state, 'degraded');
  assert.match(broken?.reason ?? '', /VOICE_NOBODY_SET/);
  for (const secret of [vendors.wecomKey, vendors.dingtalkToken, vendors.feishuHook, vendors.slackPath, mailPassword]) {
    assert.ok(!house.log().includes(secret));
  }
});

import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { RobotPlatform } from '../../../src/adapters/robot/config.ts';
import { createRobotVoice } from '../../../src/adapters/robot/voice.ts';
import { sampleAnnouncement } from '../../contracts/announcements.ts';
import { describeVoice } from '../../contracts/voice.ts';
import { prepareVoice, wordsOf } from '../../peers/voice/prepare.ts';
import * as vendors from '../../peers/voice/vendors.ts';
import { systemClock } from '../../support/system-clock.ts';

const context = { clock: systemClock, source: 'https://zhiban.example.com' };
const keys: Readonly<Record<RobotPlatform, string>> = {
  slack: vendors.slackPath,
  dingtalk: vendors.dingtalkToken,
  feishu: vendors.feishuHook,
};
const signing: Readonly<Record<RobotPlatform, string>> = { slack: '', dingtalk: vendors.dingtalkSecret, feishu: vendors.feishuSecret };

function open(platform: RobotPlatform, apiUrl: string) {
  const secret = signing[platform] === '' ? {} : { secret: { env: 'SIGN' } };
  const resolveSecret = (ref: object) => (Reflect.get(ref, 'env') === 'SIGN' ? signing[platform] : keys[platform]);
  return createRobotVoice({ ops: { platform, webhook: { env: 'KEY' }, apiUrl, ...secret } }, resolveSecret, context);
}

const code = (body: unknown, status = 200) => ({ status, body: JSON.stringify(body) });

describeVoice({
  name: 'robot of dingtalk',
  limitedFor: 'own',
  prepare: () =>
    prepareVoice({
      peer: vendors.dingtalkPeer(),
      destination: 'ops',
      open: (base) => open('dingtalk', base),
      read: (body) => wordsOf(JSON.parse(body)),
      faults: {
        limited: code({ errcode: 130101, errmsg: 'send too fast, exceed 20 times per minute' }),
        broken: code({ errcode: -1, errmsg: '系统繁忙' }),
        refused: code({ errcode: 310000, errmsg: `sign not match ${vendors.dingtalkToken}` }),
      },
      secrets: [vendors.dingtalkToken, vendors.dingtalkSecret],
      calls: ['<@', '](http://evil', '<b>', '@all'],
    }),
});

describeVoice({
  name: 'robot of feishu',
  limitedFor: 'own',
  prepare: () =>
    prepareVoice({
      peer: vendors.feishuPeer(),
      destination: 'ops',
      open: (base) => open('feishu', base),
      read: (body) => wordsOf(JSON.parse(body)),
      faults: {
        limited: code({ code: 11232, msg: 'frequency limited' }),
        broken: code({}, 502),
        refused: code({ code: 19021, msg: 'sign match fail' }),
      },
      secrets: [vendors.feishuHook, vendors.feishuSecret],
      calls: [],
    }),
});

describeVoice({
  name: 'robot of slack',
  limitedFor: 'as-told',
  prepare: () =>
    prepareVoice({
      peer: vendors.slackHookPeer(),
      destination: 'ops',
      open: (base) => open('slack', base),
      read: (body) => wordsOf(JSON.parse(body)),
      faults: {
        limited: { status: 429, body: 'rate_limited', headers: { 'retry-after': '7' } },
        broken: { status: 500, body: 'rollup_error' },
        refused: { status: 404, body: 'no_service' },
      },
      secrets: [vendors.slackPath, 'XXXXXXXXXXXXXXXXXXXXXXXX'],
      calls: ['<!channel>', '<@U123>', '<b>'],
    }),
});

it('the Feishu card holds foreign text only in elements that know no markup', async () => {
  const peer = vendors.feishuPeer();
  const voice = open('feishu', await peer.start());

  await voice.say('ops', [], sampleAnnouncement());
  await peer.stop();

  const { card } = JSON.parse(peer.accepted[0]?.body ?? '{}');
  const markdown = card.body.elements
    .filter(({ tag }: { tag: string }) => tag === 'markdown')
    .map(({ content }: { content: string }) => content);
  assert.deepEqual(markdown, ['**What is going on**', '**Cause**', '**Plan**', '**Next**']);
  assert.equal(card.header.template, 'orange');
});

it('createRobotVoice() takes the whole address too, also Lark’s, and refuses a stranger’s', () => {
  const of = (platform: RobotPlatform, address: string) =>
    createRobotVoice({ ops: { platform, webhook: { env: 'KEY' } } }, () => address, context);

  assert.doesNotThrow(() => of('feishu', 'https://open.larksuite.com/open-apis/bot/v2/hook/abc'));
  assert.doesNotThrow(() => of('slack', `https://hooks.slack.com/services/${vendors.slackPath}`));
  assert.throws(() => of('dingtalk', 'https://oapi.dingtalk.com.evil.test/robot/send?access_token=abc'), { kind: 'invalid' });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isVoice } from '../../../src/adapters/voice/contract.ts';
import { fitNotices } from '../../../src/adapters/voice/fit-notices.ts';
import { plainMarkdown } from '../../../src/adapters/voice/plain-markdown.ts';
import { refuseByCode } from '../../../src/adapters/voice/refuse-by-code.ts';
import { robotAddress } from '../../../src/adapters/voice/robot-address.ts';
import type { Vendor } from '../../../src/adapters/voice/vendor-hosts.ts';
import { sampleAnnouncement, sampleNotice } from '../../contracts/announcements.ts';

const addresses: readonly [vendor: Vendor, secret: string, apiUrl: string | undefined, address: string | RegExp][] = [
  ['wecom', 'key-1', undefined, 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=key-1'],
  ['wecom', 'key-1', 'http://gate.test/wecom/', 'http://gate.test/wecom/cgi-bin/webhook/send?key=key-1'],
  ['slack', 'T1/B1/x', undefined, 'https://hooks.slack.com/services/T1/B1/x'],
  ['dingtalk', ' https://oapi.dingtalk.com/robot/send?access_token=t\n', undefined, 'https://oapi.dingtalk.com/robot/send?access_token=t'],
  ['feishu', 'https://open.larksuite.com/open-apis/bot/v2/hook/h', 'http://127.0.0.1:9', 'http://127.0.0.1:9/open-apis/bot/v2/hook/h'],
  ['feishu', 'http://open.feishu.cn/open-apis/bot/v2/hook/h', undefined, /doesn't begin with https:\/\/open\.feishu\.cn/],
  ['slack', 'https://hooks.slack.com.evil.test/services/x', undefined, /for a gateway set apiUrl/],
  ['slack', 'https://', undefined, /is not an address/],
];

for (const [vendor, secret, apiUrl, address] of addresses) {
  test(`robotAddress() of ${vendor} for ${JSON.stringify(secret)}${apiUrl === undefined ? '' : ` at ${apiUrl}`}`, () => {
    if (typeof address === 'string') assert.equal(robotAddress(vendor, secret, apiUrl), address);
    else assert.throws(() => robotAddress(vendor, secret, apiUrl), address);
  });
}

test('plainMarkdown() leaves words alone and takes the power from signs', () => {
  assert.equal(
    plainMarkdown('p99 < 300 ms, user@example.com and [a](b) *b* `c`'),
    'p99 ＜ 300 ms, user＠example.com and ［a］(b) ＊b＊ ˋcˋ',
  );
  assert.equal(plainMarkdown('# head\r\n- item\n1. one'), '＃ head\n- item\n1. one');
});

test('fitNotices() cuts the first rather than leave all out, and counts those that are left', () => {
  const announcement = sampleAnnouncement({ notices: Array.from({ length: 5 }, () => sampleNotice()) });
  const limit = { bytesMax: 100, noticesMax: 3, separatorBytes: 2 };

  const roomy = fitNotices(announcement, () => 'x'.repeat(20), limit);
  const narrow = fitNotices(announcement, () => '值班😀'.repeat(40), limit);

  assert.deepEqual([roomy.blocks.length, roomy.left], [3, 2]);
  assert.deepEqual([narrow.blocks.length, narrow.left], [1, 4]);
  assert.ok(Buffer.byteLength(narrow.blocks[0] ?? '') <= 100);
  assert.match(narrow.blocks[0] ?? '', /^(值班😀)+值?班?…$/u);
});

test('refuseByCode() reads the codes of all of them, and doesn’t take an unreadable answer for yes', () => {
  const table = { kinds: { 7: 'rate' }, restMs: 5_000 } as const;

  for (const fine of ['{"errcode":0}', '{"code":0}', '{"StatusCode":0}']) assert.doesNotThrow(() => refuseByCode('It', fine, table));
  assert.throws(() => refuseByCode('It', '{"errcode":7,"errmsg":"slow"}', table), { kind: 'rate', retryAfterMs: 5_000 });
  assert.throws(() => refuseByCode('It', '{"code":8}', table), { kind: 'format' });
  assert.throws(() => refuseByCode('It', '<html>gateway</html>', table), { kind: 'transient' });
});

test('isVoice() knows who only speaks', () => {
  assert.deepEqual(['wecom', 'email', 'webhook', 'robot', 'slack', 'console'].map(isVoice), [true, true, true, true, false, false]);
});

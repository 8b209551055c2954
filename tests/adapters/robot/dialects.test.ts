import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { dingtalkDialect } from '../../../src/adapters/robot/dingtalk.ts';
import { feishuDialect } from '../../../src/adapters/robot/feishu.ts';
import { slackDialect } from '../../../src/adapters/robot/slack.ts';
import { sampleAnnouncement, sampleNotice } from '../../contracts/announcements.ts';

const nowMs = 1_764_000_000_123;
const chinese = sampleAnnouncement({ locale: 'zh-CN' });
const digest = sampleAnnouncement({ notices: [sampleNotice(), sampleNotice({ code: 'ZB-43' })], title: 'Digest: 2 incidents' });

test('dingtalkDialect signs the moment into the address, and nothing where no signature is wanted', () => {
  const { url } = dingtalkDialect.request('https://oapi.dingtalk.com/robot/send?access_token=t', 'SEC', chinese, nowMs);
  const plain = dingtalkDialect.request('https://oapi.dingtalk.com/robot/send?access_token=t', null, chinese, nowMs);

  const sign = createHmac('sha256', 'SEC').update(`${nowMs}\nSEC`).digest('base64');
  assert.deepEqual(Object.fromEntries(new URL(url).searchParams), { access_token: 't', timestamp: String(nowMs), sign });
  assert.equal(plain.url, 'https://oapi.dingtalk.com/robot/send?access_token=t');
});

test('dingtalkDialect writes what its Markdown shows on a phone', () => {
  const { markdown } = JSON.parse(dingtalkDialect.request('https://a.test', null, chinese, nowMs).body);

  assert.equal(markdown.title, '🙋 等待审批 · ZB-42 orders-db：连接数已用尽');
  assert.equal(
    markdown.text,
    [
      '### 🙋 等待审批 · ZB-42 orders-db：连接数已用尽',
      '严重 · 始于 03:12 · 3/3 条告警触发中',
      '**现状**',
      '> 03:12 起，orders-db 拒绝新连接。',
      '**原因**',
      '> 已确认（orders-db）：连接数已用尽 · 95%',
      '**处置方案**',
      '> 1. 关闭 orders-api 的空闲连接 · 风险：低',
      '**下一步**',
      '> 等待审批（李华），04:12 前有效。',
      '[在控制台打开](https://zhiban.example.com/incidents/ZB-42)',
    ].join('\n\n'),
  );
});

test('feishuDialect signs in the body with the seconds, and shows a digest as lines with a link each', () => {
  const signed = JSON.parse(feishuDialect.request('https://a.test', 'S', chinese, nowMs).body);
  const many = JSON.parse(feishuDialect.request('https://a.test', null, digest, nowMs).body);

  assert.equal(signed.timestamp, '1764000000');
  assert.equal(signed.sign, createHmac('sha256', '1764000000\nS').update('').digest('base64'));
  assert.equal(many.sign, undefined);
  assert.deepEqual(
    many.card.body.elements.map(({ tag }: { tag: string }) => tag),
    ['div', 'button', 'hr', 'div', 'button'],
  );
});

test('slackDialect shows the state as the colour, and escapes all that Slack reads as more than text', () => {
  const [attachment] = JSON.parse(slackDialect.request('https://a.test', null, chinese, nowMs).body).attachments;
  const wild = sampleAnnouncement({ notices: [sampleNotice({ title: '<!here> & <http://evil.test|x>' })] });
  const [escaped] = JSON.parse(slackDialect.request('https://a.test', null, wild, nowMs).body).attachments;

  assert.equal(attachment.color, '#e08600');
  assert.equal(attachment.blocks.at(-1).text.text, '<https://zhiban.example.com/incidents/ZB-42|在控制台打开>');
  assert.equal(escaped.blocks[0].text.text, '*🙋 Waits for approval · &lt;!here&gt; &amp; &lt;http://evil.test|x&gt;*');
});

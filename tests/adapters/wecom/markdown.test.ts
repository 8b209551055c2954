import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wecomMarkdown } from '../../../src/adapters/wecom/markdown.ts';
import { sampleAnnouncement, sampleNotice } from '../../contracts/announcements.ts';

test('wecomMarkdown() reads in the order in which people ask', () => {
  assert.equal(
    wecomMarkdown(sampleAnnouncement({ locale: 'zh-CN' })),
    [
      '🙋 <font color="warning">等待审批</font> **ZB-42 orders-db：连接数已用尽**',
      '严重 · 始于 03:12 · 3/3 条告警触发中',
      '> <font color="comment">现状</font>',
      '> 03:12 起，orders-db 拒绝新连接。',
      '> <font color="comment">原因</font>',
      '> 已确认（orders-db）：连接数已用尽 · 95%',
      '> <font color="comment">处置方案</font>',
      '> 1. 关闭 orders-api 的空闲连接 · 风险：低',
      '> <font color="comment">下一步</font>',
      '> 等待审批（李华），04:12 前有效。',
      '[在控制台打开](https://zhiban.example.com/incidents/ZB-42)',
    ].join('\n'),
  );
});

test('wecomMarkdown() stays below 4,096 bytes whatever comes, and says how many are left', () => {
  const wide = sampleNotice({ title: '订'.repeat(500), sections: [{ label: '原因', lines: ['库'.repeat(5_000), '库'.repeat(5_000)] }] });
  const one = wecomMarkdown(sampleAnnouncement({ notices: [wide] }));
  const many = wecomMarkdown(sampleAnnouncement({ notices: Array.from({ length: 40 }, () => wide) }));

  for (const text of [one, many]) assert.ok(Buffer.byteLength(text) <= 4_096, String(Buffer.byteLength(text)));
  assert.match(many, /\[\d+ more in the console\]\(https:\/\/zhiban\.example\.com\/incidents\)$/);
});

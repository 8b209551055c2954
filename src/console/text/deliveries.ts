/** Words of the messages page: what could not be said, what waits, what was said. */

import type { LocalText } from '../../domain/text.ts';

export const deliveryText = {
  'deliveries.title': { 'zh-CN': '消息', en: 'Messages' },
  'deliveries.about': {
    'zh-CN': '发往聊天、群机器人、邮件和 Webhook 的消息；发送失败的会留在这里，排除原因后可以重发',
    en: 'What goes out to chats, group robots, mail and webhooks; what failed stays here and can be sent again once the cause is mended',
  },
  'deliveries.dead': { 'zh-CN': '发送失败', en: 'Failed' },
  'deliveries.waiting': { 'zh-CN': '等待中', en: 'Waiting' },
  'deliveries.sent': { 'zh-CN': '已发送', en: 'Sent' },
  'deliveries.skipped': { 'zh-CN': '已跳过', en: 'Skipped' },
  'deliveries.empty.dead': { 'zh-CN': '没有发送失败的消息', en: 'Nothing has failed' },
  'deliveries.empty.dead.body': {
    'zh-CN': '渠道暂时不通时会自动重试一天；仍发不出去的才会出现在这里。',
    en: 'A channel that is away is tried for a day; only what can’t be said by then is shown here.',
  },
  'deliveries.empty.waiting': { 'zh-CN': '没有等待发送的消息', en: 'Nothing waits' },
  'deliveries.empty.sent': { 'zh-CN': '还没有发出过消息', en: 'Nothing has been sent yet' },
  'deliveries.empty.skipped': { 'zh-CN': '没有跳过的消息', en: 'Nothing was skipped' },
  'deliveries.empty.body': { 'zh-CN': '有新消息时会出现在这里。', en: 'It will appear here.' },
  'deliveries.replay': { 'zh-CN': '重发', en: 'Send again' },
  'deliveries.replayAll': { 'zh-CN': '全部重发', en: 'Send all again' },
  'deliveries.replayed': { 'zh-CN': '已重发 {count} 条', en: 'Sent again: {count}' },
  'deliveries.state': { 'zh-CN': '按状态筛选', en: 'By state' },
  'deliveries.line': { 'zh-CN': '讨论串', en: 'thread' },
  'deliveries.announcement': { 'zh-CN': '播报', en: 'voice' },
  'deliveries.attempts': { 'zh-CN': '试过 {count} 次', en: 'tries: {count}' },
  'deliveries.due': { 'zh-CN': '预计', en: 'due' },
} as const satisfies Record<string, LocalText>;

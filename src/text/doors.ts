/** What people call the ways in which something is said or clicked. */

import type { LocalText } from '../domain/text.ts';

const doors: Readonly<Record<string, LocalText>> = {
  console: { 'zh-CN': '控制台', en: 'console' },
  cli: { 'zh-CN': '命令行', en: 'command line' },
  api: { 'zh-CN': '接口', en: 'API' },
  slack: { 'zh-CN': 'Slack', en: 'Slack' },
  feishu: { 'zh-CN': '飞书', en: 'Feishu' },
  dingtalk: { 'zh-CN': '钉钉', en: 'DingTalk' },
  wecom: { 'zh-CN': '企业微信', en: 'WeCom' },
};

export function doorText(door: string): LocalText {
  return doors[door] ?? { 'zh-CN': door, en: door };
}

/** `张伟（Slack）`, `Rita (Slack)`. */
export function personAt(person: string, door: string): LocalText {
  const name = doorText(door);
  return { 'zh-CN': `${person}（${name['zh-CN']}）`, en: `${person} (${name.en})` };
}

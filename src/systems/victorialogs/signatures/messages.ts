/** Lines that are stored and not found, as their text is not where it is searched. */

import type { Signature } from '../../../domain/signature.ts';

export const messageSignatures: readonly Signature[] = [
  {
    id: 'victorialogs.message-field-missing',
    kind: 'victorialogs',
    role: 'cause',
    title: {
      'zh-CN': '{messages.stream} 的日志缺少 _msg 字段，按内容搜不到',
      en: 'Lines of {messages.stream} come without the field _msg: a search for words does not find them',
    },
    explanation: {
      'zh-CN':
        '{messages.withoutSinceSeconds|duration} 前起，该流 {messages.ratioSince|percent} 的日志（{messages.without} 行）没有 _msg（显示为 “missing _msg field”），正文在另一个字段“{messages.textField}”里；此前的 {messages.linesBefore} 行有 _msg。日志没有丢，行数照常，但不带字段名的搜索只查 _msg。多半是采集端改了字段名或映射。',
      en: 'Since {messages.withoutSinceSeconds|duration} ago, {messages.ratioSince|percent} of the lines of that stream ({messages.without}) have no _msg (shown as “missing _msg field”); their text is in another field, “{messages.textField}”. The {messages.linesBefore} lines before had it. Nothing is lost and the count is as ever, but words are searched in _msg alone. Most likely the collector renamed or remapped the field.',
    },
    severity: 'critical',
    hints:
      'search|not found|cannot find|no results?|missing|empty|_msg|message field|搜不到|查不到|找不到|没有结果|日志(?:丢|缺|没)|为空|字段',
    probes: ['messages'],
    // Sources that never had a message are stored so on purpose; one that had it has lost it.
    confirm: {
      all: [
        ['messages.ratioSince', '>=', 0.5],
        ['messages.without', '>=', 20],
        ['messages.linesBefore', '>=', 20],
      ],
    },
    likelyWhenHinted: {
      all: [
        ['messages.ratioSince', '>=', 0.5],
        ['messages.without', '>', 0],
      ],
    },
    refute: ['messages.without', '==', 0],
    advice: {
      'zh-CN':
        '在采集端把正文写回 _msg，或用 _msg_field={messages.textField}（VL-Msg-Field 头）告诉 VictoriaLogs；已写入的行用 {messages.textField}:词 查询。',
      en: 'Have the collector write the text into _msg, or tell VictoriaLogs with _msg_field={messages.textField} (header VL-Msg-Field); find what is stored already with {messages.textField}:word.',
    },
    remedies: [],
    source: 'docs.victoriametrics.com/victorialogs/keyconcepts: message field',
  },
];

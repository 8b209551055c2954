/** Words of the form that reads a calendar into a schedule. */

import type { LocalText } from '../../domain/text.ts';

export const calendarImportText = {
  'import.open': { 'zh-CN': '导入日历', en: 'Import a calendar' },
  'import.title': { 'zh-CN': '从日历文件导入值班', en: 'Import shifts from a calendar' },
  'import.submit': { 'zh-CN': '导入', en: 'Import' },
  'import.drop': { 'zh-CN': '把 .ics 文件拖到这里，或点击选择', en: 'Drop an .ics file here, or click to choose one' },
  'import.drop.hint': { 'zh-CN': '先预览，确认后才生效', en: 'It is shown first and counts only when you import it' },
  'import.drop.other': { 'zh-CN': '拖入或点击以换一个文件', en: 'Drop or click for another one' },
  'import.days': { 'zh-CN': '导入多远', en: 'How far ahead' },
  'import.daysAhead': { 'zh-CN': '今后 {days} 天', en: '{days} days' },
  'import.reading': { 'zh-CN': '正在读取日历…', en: 'Reading the calendar…' },
  'import.preview': { 'zh-CN': '预览', en: 'Preview' },
  'import.counts': {
    'zh-CN': '新增 {added} · 更改 {changed} · 移除 {removed} · 不变 {same} · 不导入 {left} · 冲突 {conflicts}',
    en: '{added} new · {changed} changed · {removed} removed · {same} unchanged · {left} left out · {conflicts} in conflict',
  },
  'import.empty': { 'zh-CN': '这段时间里日历没有日程。', en: 'The calendar has no entry in this time.' },
  'import.nothing': { 'zh-CN': '没有需要导入的变化。', en: 'There is nothing to import.' },
  'import.when': { 'zh-CN': '时间', en: 'When' },
  'import.who': { 'zh-CN': '谁', en: 'Who' },
  'import.what': { 'zh-CN': '会变成什么', en: 'What comes of it' },
  'import.nobody': { 'zh-CN': '未匹配到人', en: 'nobody matched' },
  'import.new': { 'zh-CN': '新增', en: 'New' },
  'import.changed': { 'zh-CN': '更改', en: 'Changed' },
  'import.same': { 'zh-CN': '不变', en: 'Unchanged' },
  'import.removed': { 'zh-CN': '移除', en: 'Removed' },
  'import.left': { 'zh-CN': '不导入', en: 'Left out' },
  'import.unreadable': { 'zh-CN': '读不懂', en: 'Not understood' },
  'import.emptyFile': { 'zh-CN': '{name} 是空的。', en: '{name} is empty.' },
  'import.tooLarge': {
    'zh-CN': '{name} 太大：最多 200 万字符。请从日历导出较短的一段。',
    en: '{name} is too large: up to 2,000,000 characters are taken. Export a shorter span from the calendar.',
  },
  'import.done': { 'zh-CN': '{name} 已导入，立即生效', en: '{name} is imported and counts at once' },
} as const satisfies Record<string, LocalText>;

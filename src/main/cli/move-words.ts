/** What the terminal says about merges and splits. */

import type { LocalText } from '../../domain/text.ts';

export const moveText = {
  'command.merge': {
    en: 'merge an incident into another: its alerts go there, later ones too',
    'zh-CN': '把一个故障合并到另一个：告警和后续告警都归到那里',
  },
  'command.split': {
    en: 'split alerts off into an incident of their own: zhiban split ZB-10 instance=db-2:9100',
    'zh-CN': '把部分告警拆分成单独的故障：zhiban split ZB-10 instance=db-2:9100',
  },
  'command.unmerge': { en: 'take the latest merge or split of an incident back', 'zh-CN': '撤销故障最近一次合并或拆分' },
  'argument.mergeInto': { en: 'the incident that gets its alerts', 'zh-CN': '接收告警的故障' },
  'argument.splitMatchers': {
    en: 'which alerts, by labels: job=orders instance=~"db-.*"',
    'zh-CN': '要拆出的告警，按标签：job=orders instance=~"db-.*"',
  },
  'merge.done': { en: '{from} is merged into {to} ({count} alerts)', 'zh-CN': '{from} 已合并到 {to}（{count} 条告警）' },
  'split.done': { en: '{to} is split off {from} ({count} alerts)', 'zh-CN': '已从 {from} 拆分出 {to}（{count} 条告警）' },
  'move.undone': { en: 'The {kind} of {from} and {to} is undone', 'zh-CN': '已撤销 {from} 与 {to} 之间的{kind}' },
} as const satisfies Readonly<Record<string, LocalText>>;

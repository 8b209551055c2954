/** What is said about alerts that are not told. */

import type { LocalText } from '../domain/text.ts';

export const noiseText = {
  'reason.silence': {
    'zh-CN': '已被{by}静默（{name}），到 {until} 为止',
    en: 'silenced by {by} (“{name}”) until {until}',
  },
  'reason.maintenance': {
    'zh-CN': '处于维护窗口“{name}”内（{by} 设置），到 {until} 为止',
    en: 'within the maintenance window “{name}” (set by {by}) until {until}',
  },
  'reason.inhibition': { 'zh-CN': '被“{name}”抑制：它恢复之前不再通知', en: 'inhibited by “{name}” for as long as that fires' },
  'reason.flapping': {
    'zh-CN': '反复波动（{name}），平稳到 {until} 后再通知',
    en: 'flapping ({name}); quiet until it has been calm up to {until}',
  },
  'reason.dropped': { 'zh-CN': '按规则“{name}”丢弃（{by} 设置）', en: 'dropped by the rule “{name}” (set by {by})' },
  'reason.hold': {
    'zh-CN': '按规则“{name}”暂缓：未达到次数，到 {until} 为止',
    en: 'held by the rule “{name}”: not often enough yet, until {until}',
  },
} as const satisfies Readonly<Record<string, LocalText>>;

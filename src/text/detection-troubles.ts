/** What is wrong with a detection, and what to do about it. */

import type { Trouble, TroubleKind } from '../domain/detection.ts';
import { fill, type LocalText, type TextValue } from '../domain/text.ts';

const troubles = {
  'no-system': { kind: 'system', en: 'There is no system “{system}”', 'zh-CN': '没有名为“{system}”的系统' },
  'no-queries': {
    kind: 'system',
    en: '“{system}” is of the kind {type}, which takes no queries over time',
    'zh-CN': '“{system}”是 {type} 类系统，不支持按时间查询指标',
  },
  away: { kind: 'away', en: '“{system}” could not be asked: {reason}', 'zh-CN': '无法查询“{system}”：{reason}' },
  'no-series': { kind: 'nothing', en: 'The query brings no series', 'zh-CN': '查询没有返回任何序列' },
  'no-number': {
    kind: 'nothing',
    en: 'The look “{probe}” brought no number “{fact}”',
    'zh-CN': '检查项“{probe}”没有返回数值“{fact}”',
  },
  'too-wide': { kind: 'too-many', en: 'The query brings too many series: {reason}', 'zh-CN': '查询返回的序列过多：{reason}' },
  'left-out': {
    kind: 'too-many',
    en: '{count} series beyond the {max} of seriesMax are not watched',
    'zh-CN': '超出 seriesMax（{max}）的 {count} 条序列没有纳入检测',
  },
  gaps: {
    kind: 'gaps',
    en: 'Only {percent} % of the points that every {step} s should bring are there, as in {series}',
    'zh-CN': '按每 {step} 秒一个点，实际只有 {percent}% 的点，例如 {series}',
  },
  repeats: {
    kind: 'repeats',
    en: 'Each value comes about {times} times in a row: it is measured every {measured} s or so and read every {step} s, as in {series}',
    'zh-CN': '每个值约连续出现 {times} 次：大约每 {measured} 秒才采集一次，却每 {step} 秒读取一次，例如 {series}',
  },
  removed: { kind: 'system', en: 'It is not configured any more', 'zh-CN': '此检测已从配置中移除' },
} as const satisfies Readonly<Record<string, LocalText & { readonly kind: TroubleKind }>>;

const advices: Readonly<Record<TroubleKind, LocalText>> = {
  system: {
    en: 'Name a system of zhiban.yaml in “system”; “query” asks for one that keeps numbers over time, “look” goes with any',
    'zh-CN': '请在 system 中填写 zhiban.yaml 里的系统；query 需要能按时间存储指标的系统，look 适用于任何系统',
  },
  away: {
    en: 'Look whether it answers (zhiban doctor), and try the query in its own page',
    'zh-CN': '请用 zhiban doctor 检查它能否连通，并在它自己的页面里试一下这条查询',
  },
  nothing: {
    en: 'Try it by hand: the name of the metric and its labels, or whether its exporter is scraped',
    'zh-CN': '请手工执行确认：指标名和标签是否正确，对应的 exporter 是否已被采集',
  },
  'too-many': {
    en: 'Narrow the query by labels, aggregate it (sum by, max by), or raise seriesMax',
    'zh-CN': '请用标签缩小范围、做聚合（sum by、max by），或调大 seriesMax',
  },
  gaps: {
    en: 'Raise everySeconds to the interval at which it is scraped; the window of a rate should be four times that interval',
    'zh-CN': '请把 everySeconds 调到采集间隔；rate 的窗口应为采集间隔的 4 倍',
  },
  repeats: {
    en: 'Raise everySeconds to the interval at which it is measured: steps that are none hide what is unusual',
    'zh-CN': '请把 everySeconds 调到采集间隔：重复的点会掩盖异常',
  },
};

/** `Trouble` in both languages; values that are texts of their own may be given in both. */
export function troubleOf(name: keyof typeof troubles, values: Readonly<Record<string, TextValue | LocalText>> = {}): Trouble {
  const { kind, ...text } = troubles[name];
  const said = (locale: keyof LocalText): string =>
    fill(text[locale], Object.fromEntries(Object.entries(values).map(([key, value]) => [key, inLanguage(value, locale)])));
  return { kind, text: { en: said('en'), 'zh-CN': said('zh-CN') } };
}

export function adviceFor(kind: TroubleKind): LocalText {
  return advices[kind];
}

function inLanguage(value: TextValue | LocalText, locale: keyof LocalText): TextValue {
  return typeof value === 'object' && value !== null && 'zh-CN' in value ? value[locale] : value;
}

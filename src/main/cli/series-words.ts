/** What `zhiban analyze anomaly` and `zhiban analyze forecast` say. */

import type { LocalText } from '../../domain/text.ts';

export const seriesText = {
  'command.analyze.anomaly': {
    en: 'what is unusual in measured values, and since when',
    'zh-CN': '找出指标中的异常，以及从何时开始',
  },
  'command.analyze.forecast': {
    en: 'the next values of a series, and when a limit will be reached',
    'zh-CN': '预测指标走势，以及何时触及上限或下限',
  },
  'argument.seriesFile': {
    en: 'a table of a time and one or more values a row, plain or gzip; - is standard input',
    'zh-CN': '表格文件，每行为时间与一个或多个数值，可为 gzip；- 表示标准输入',
  },
  'option.seriesColumn': { en: 'only this column', 'zh-CN': '只看这一列' },
  'option.seriesChart': { en: 'write a picture to this file, PNG or SVG by its name', 'zh-CN': '将图形写入此文件，按扩展名为 PNG 或 SVG' },
  'option.seriesPoints': { en: 'with --json: the verdict on each point too', 'zh-CN': '与 --json 同用：附上每个点的判定' },
  'option.horizon': { en: 'how far to look ahead: 48h, 7d', 'zh-CN': '预测多远：48h、7d' },
  'option.upperLimit': { en: 'the value that must not be exceeded', 'zh-CN': '不可超过的数值' },
  'option.floor': { en: 'the value that must not be fallen below', 'zh-CN': '不可低于的数值' },
  'series.noColumns': {
    en: '{file}, line {line}: expected a time and a value, separated by comma, semicolon or tab',
    'zh-CN': '{file} 第 {line} 行：应为时间与数值，以逗号、分号或制表符分隔',
  },
  'series.badTime': {
    en: "line {line}: '{cell}' is no time that is understood (2026-11-28 14:06:00, 2026-11-28T14:06:00Z, epoch seconds or milliseconds)",
    'zh-CN': '第 {line} 行：无法识别时间“{cell}”（可用 2026-11-28 14:06:00、2026-11-28T14:06:00Z、秒或毫秒时间戳）',
  },
  'series.badValue': { en: "line {line}: '{cell}' is not a number", 'zh-CN': '第 {line} 行：“{cell}”不是数字' },
  'series.noValue': { en: 'line {line}: there is no value behind the time', 'zh-CN': '第 {line} 行：时间之后没有数值' },
  'series.empty': { en: '{file} has no measured values', 'zh-CN': '{file} 中没有测量值' },
  'series.tooLong': { en: '{file} has more than {rows} rows', 'zh-CN': '{file} 超过 {rows} 行' },
  'series.noSuchColumn': { en: "there is no column '{column}'; there are: {columns}", 'zh-CN': '没有“{column}”这一列；现有：{columns}' },
  'series.noNumbers': { en: "column '{column}' has no numbers and was left out", 'zh-CN': '“{column}”列没有数字，已忽略' },
  'series.unsorted': { en: '{rows} rows were out of order and were sorted', 'zh-CN': '有 {rows} 行时间乱序，已排序' },
  'series.repeated': {
    en: "column '{column}': {rows} rows repeat a time; the last one counts",
    'zh-CN': '“{column}”列：{rows} 行时间重复，以最后一行为准',
  },
  'series.missing': { en: "column '{column}': {rows} values are missing", 'zh-CN': '“{column}”列：缺失 {rows} 个值' },
  'series.tooBroken': { en: '{broken} of {rows} rows can not be read', 'zh-CN': '{rows} 行中有 {broken} 行无法读取' },
  'series.leftOut': { en: '{broken} rows can not be read and were left out', 'zh-CN': '有 {broken} 行无法读取，已略过' },
  'series.badHorizon': { en: "'{given}' is no length of time: 90m, 48h, 7d, 4w", 'zh-CN': '“{given}”不是有效时长：可用 90m、48h、7d、4w' },
  'series.tooShort': {
    en: "'{name}' has {points} values; {least} are needed",
    'zh-CN': '“{name}”只有 {points} 个值，至少需要 {least} 个',
  },
  'series.summary': {
    en: '{name}: {points} points, {from} – {to}, every {step}',
    'zh-CN': '{name}：{points} 个点，{from} 至 {to}，间隔 {step}',
  },
  'series.counter': { en: 'a counter: judged by its rate per second', 'zh-CN': '计数器：按每秒速率判断' },
  'series.season': { en: 'compared with its {season} rhythm', 'zh-CN': '参照其{season}周期' },
  'series.quiet': { en: 'Nothing unusual', 'zh-CN': '没有异常' },
  'series.events': { en: '{count} unusual stretches', 'zh-CN': '{count} 段异常' },
  'series.open': { en: 'still going on', 'zh-CN': '仍在持续' },
  'series.shift': {
    en: 'the level moved from {before} to {after} at {at} (between {earliest} and {latest})',
    'zh-CN': '水平于 {at} 由 {before} 变为 {after}（介于 {earliest} 与 {latest} 之间）',
  },
  'series.system': { en: 'all series as one system: {count} alerts', 'zh-CN': '作为一个系统综合判断：{count} 次告警' },
  'series.wrote': { en: 'picture: {file}', 'zh-CN': '图形：{file}' },
  'series.badChart': {
    en: "'{file}' should end in .png or .svg",
    'zh-CN': '“{file}”应以 .png 或 .svg 结尾',
  },
  'series.noPng': {
    en: 'PNG can not be drawn on this machine: give a file that ends in .svg',
    'zh-CN': '本机无法绘制 PNG：请改用 .svg 文件',
  },
  'series.measured': { en: 'measured', 'zh-CN': '实测' },
  'series.usual': { en: 'usual', 'zh-CN': '常态' },
  'series.ahead': { en: 'forecast, 95 %', 'zh-CN': '预测与 95% 区间' },
  'series.limit': { en: 'limit', 'zh-CN': '界限' },
  'series.changed': { en: 'moved', 'zh-CN': '突变' },
  'forecast.next': {
    en: 'in {ahead} ({at}): {value}, with 95 % between {low} and {high}',
    'zh-CN': '{ahead}后（{at}）：{value}，95% 区间 {low} 至 {high}',
  },
  'forecast.models': { en: 'from: {models}', 'zh-CN': '所用模型：{models}' },
  'forecast.useless': {
    en: 'not predictable: the past does not tell the future better than its last value',
    'zh-CN': '无法预测：历史并不比最后一个值更能说明未来',
  },
  'forecast.error': {
    en: 'trials on the newest past: mean error {error}; of the last value carried on {naive}',
    'zh-CN': '在最近历史上试算：平均误差 {error}；沿用最后值的误差 {naive}',
  },
  'forecast.reached': { en: '{limit} is reached already', 'zh-CN': '已触及 {limit}' },
  'forecast.expected': {
    en: '{limit} will be reached in {in} ({at}), at the earliest in {earliest}, {latest}; the trend is {perDay} a day',
    'zh-CN': '预计 {in}后（{at}）触及 {limit}，最早 {earliest}后，{latest}；趋势为每天 {perDay}',
  },
  'forecast.latest': { en: 'at the latest in {latest}', 'zh-CN': '最晚 {latest}后' },
  'forecast.never': { en: 'or, at the slowest, never', 'zh-CN': '按最慢的趋势也可能不会触及' },
  'forecast.notInSight': { en: '{limit} is not in sight before {until}', 'zh-CN': '{until} 之前看不到触及 {limit}' },
  'forecast.limitUnknown': {
    en: 'when {limit} is reached is not predictable: {why}',
    'zh-CN': '无法预测何时触及 {limit}：{why}',
  },
  'forecast.why.too-short': { en: 'too few values since the last fall', 'zh-CN': '最近一次回落之后的数据太少' },
  'forecast.why.no-trend': { en: 'the values follow no lasting trend', 'zh-CN': '数据没有稳定的趋势' },
} as const satisfies Readonly<Record<string, LocalText>>;

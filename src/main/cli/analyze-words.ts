/** What `zhiban analyze` says. */

import type { LocalText } from '../../domain/text.ts';

export const analyzeText = {
  'command.analyze': { en: 'analyse a file on this machine, without a running Zhiban', 'zh-CN': '在本机分析文件，无需值班服务' },
  'command.analyze.logs': {
    en: 'the templates of a log, and what is new, more, rarer or gone in it',
    'zh-CN': '提取日志模板，并指出新出现、增多、减少和消失的日志',
  },
  'command.analyze.kubernetes': {
    en: 'the likeliest causes in a cluster dump or in what kubectl printed',
    'zh-CN': '分析集群转储或 kubectl 输出，给出最可能的根因',
  },
  'argument.kubernetesPath': {
    en: 'a directory of `kubectl cluster-info dump`, JSON, YAML, or text of get and describe; - is standard input',
    'zh-CN': '`kubectl cluster-info dump` 的目录、JSON、YAML，或 get、describe 的文本；- 表示标准输入',
  },
  'option.analyzeNamespace': { en: 'only what is in this namespace', 'zh-CN': '只看该命名空间' },
  'option.causesLimit': { en: 'show at most this many causes', 'zh-CN': '最多显示的根因数' },
  'analyze.kubernetesSummary': { en: '{objects} objects: {kinds}', 'zh-CN': '{objects} 个对象：{kinds}' },
  'analyze.noCause': { en: 'Nothing in it looks wrong', 'zh-CN': '未发现异常' },
  'analyze.noObjects': {
    en: '{path} tells of no Kubernetes object',
    'zh-CN': '{path} 中没有 Kubernetes 对象',
  },
  'argument.logFile': { en: 'a log, plain or gzip; - is standard input', 'zh-CN': '日志文件，可为 gzip；- 表示标准输入' },
  'option.analyzeSince': {
    en: 'leave out what is older: 14:06, 2026-11-28T14:06, 30m',
    'zh-CN': '忽略更早的日志：14:06、2026-11-28T14:06 或 30m',
  },
  'option.analyzeSplit': { en: 'what is older is the baseline to compare with', 'zh-CN': '以此时刻之前的日志作为对比基线' },
  'option.analyzeBaseline': { en: 'another log that says what is usual', 'zh-CN': '用另一份日志作为平时的基线' },
  'option.analyzeLimit': { en: 'show at most this many templates and changes', 'zh-CN': '最多显示的模板数与变化数' },
  'analyze.summary': {
    en: '{lines} lines · {entries} entries · {templates} templates',
    'zh-CN': '{lines} 行 · {entries} 条 · {templates} 个模板',
  },
  'analyze.folded': {
    en: '{folded} lines of stack traces and the like were folded into their entries',
    'zh-CN': '已将 {folded} 行堆栈等续行折叠进所属日志',
  },
  'analyze.changes': { en: 'What changed', 'zh-CN': '变化' },
  'analyze.noChanges': { en: '  Nothing that chance would not explain', 'zh-CN': '  没有超出偶然波动的变化' },
  'analyze.templates': { en: 'Templates', 'zh-CN': '模板' },
  'analyze.more': {
    en: '  … and {count} more; --limit shows them, --json has all',
    'zh-CN': '  … 另有 {count} 项；用 --limit 多看一些，--json 包含全部',
  },
  'analyze.empty': { en: '{file} holds no log entries', 'zh-CN': '{file} 中没有日志' },
  'analyze.eitherBaseline': { en: 'Give --split or --baseline, not both', 'zh-CN': '--split 与 --baseline 只能给出一个' },
  'analyze.oneStdin': { en: 'Only one log can be read from standard input', 'zh-CN': '标准输入只能读取一份日志' },
  'analyze.noBaseline': {
    en: 'No entry lies before the split or in the baseline: there is nothing to compare with',
    'zh-CN': '基线中没有日志，无法对比',
  },
  'analyze.noWindow': { en: 'No entry lies after the split: there is nothing to compare', 'zh-CN': '分割时刻之后没有日志，无法对比' },
  'analyze.kind.new': { en: 'NEW', 'zh-CN': '新增' },
  'analyze.kind.more': { en: 'MORE', 'zh-CN': '增多' },
  'analyze.kind.fewer': { en: 'FEWER', 'zh-CN': '减少' },
  'analyze.kind.stopped': { en: 'STOPPED', 'zh-CN': '消失' },
  'analyze.kind.more-errors': { en: 'ERRORS UP', 'zh-CN': '错误增多' },
  'analyze.kind.fewer-errors': { en: 'ERRORS DOWN', 'zh-CN': '错误减少' },
  'analyze.level.debug': { en: 'debug', 'zh-CN': '调试' },
  'analyze.level.info': { en: 'info', 'zh-CN': '信息' },
  'analyze.level.warning': { en: 'warning', 'zh-CN': '警告' },
  'analyze.level.error': { en: 'error', 'zh-CN': '错误' },
  'analyze.level.fatal': { en: 'fatal', 'zh-CN': '致命' },
} as const satisfies Readonly<Record<string, LocalText>>;

/** Faults of the declared services. */

import { foreignAnswers, goneNeighbours, type LinuxFault } from './fault.ts';

/** How a service that does not serve is spoken of. */
export const serving = 'service|down|restart|crash|(?<![a-z])port|refused|start|服务|宕|挂|重启|崩溃|端口|拒绝|起不来|启动';

export const serviceFaults: readonly LinuxFault[] = [
  {
    fault: 'service-down',
    title: { 'zh-CN': '服务 {services.down.name} 停止，没有运行', en: 'service {services.down.name} is down (not running)' },
    explanation: {
      'zh-CN':
        '{services.down.name} 缺少：{services.down.reason}（process 为进程不在，port 为端口 {services.down.port} 没人监听）；共 {services.downCount} 个服务异常。',
      en: '{services.down.name} lacks its {services.down.reason} (port {services.down.port}), and its users get no answer; {services.downCount} services are down.',
    },
    severity: 'critical',
    role: 'cause',
    looksLike: ['outside'],
    about: ['services.down.port', 'services.down.name'],
    explains: [...goneNeighbours],
    hints: serving,
    probes: ['services'],
    confirm: {
      all: [
        ['services.downCount', '>=', 1],
        ['services.down.reason', 'matches', '^(process|port)$'],
      ],
    },
    refute: ['services.downCount', '==', 0],
    advice: {
      'zh-CN': '看它的日志里最后一条错误；能重启就先重启恢复。',
      en: 'Read the last error of its log; restart it where that is declared.',
    },
    remedies: [
      { action: 'restart-service', arguments: { service: '{services.down.name}' }, when: ['services.down.canRestart', '==', true] },
    ],
    source: 'systemd.service(5)',
  },
  {
    fault: 'crash-loop',
    title: {
      'zh-CN': '服务 {services.restarting.name} 反复崩溃重启',
      en: 'service {services.restarting.name} keeps restarting (crash loop)',
    },
    explanation: {
      'zh-CN':
        '{services.restarting.name} 的主进程在两次查看之间换了，或 systemd 已自动重启 {services.restarting.restarts} 次；日志最近的错误：{logs.newestError}',
      en: 'The main process of {services.restarting.name} changed between two looks, or systemd has restarted it {services.restarting.restarts} times; the newest error logged: {logs.newestError}',
    },
    severity: 'critical',
    role: 'cause',
    looksLike: ['ended'],
    explains: ['service-down', ...goneNeighbours],
    hints: `loop|${serving}`,
    probes: ['services', 'service-logs'],
    confirm: ['services.restarting.count', '>=', 1],
    refute: ['services.restarting.count', '==', 0],
    advice: {
      'zh-CN': '重启解决不了：看它退出前的最后几行日志（配置、依赖、权限、内存）。',
      en: 'Another restart will not help: read its last lines before it ends (configuration, dependency, rights, memory).',
    },
    remedies: [],
    source: 'systemd.service(5): NRestarts',
  },
  {
    fault: 'service-misconfigured',
    title: { 'zh-CN': '{services.down.name} 因配置错误无法启动', en: '{services.down.name} cannot start: its configuration is wrong' },
    explanation: {
      'zh-CN': '{services.down.name} 没有运行，日志 {logs.path} 里有 {logs.configErrors} 行配置错误，最近一条：{logs.newestError}',
      en: '{services.down.name} is not running and its log {logs.path} has {logs.configErrors} lines about its configuration, the newest: {logs.newestError}',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['service-down', 'crash-loop', ...goneNeighbours],
    hints: `config|配置|${serving}`,
    probes: ['services', 'service-logs'],
    confirm: {
      all: [
        ['services.downCount', '>=', 1],
        ['logs.configErrors', '>=', 1],
        ['logs.newestError', 'matches', 'config|syntax|directive|invalid|is not set|required'],
      ],
    },
    likely: {
      all: [
        ['services.downCount', '>=', 1],
        ['logs.configErrors', '>=', 1],
      ],
    },
    refute: {
      any: [
        ['services.downCount', '==', 0],
        ['logs.configErrors', '==', 0],
      ],
    },
    advice: {
      'zh-CN': '按日志改正配置后再启动；先看最近改过什么。',
      en: 'Mend the configuration as the log says, then start it; see first what was changed lately.',
    },
    remedies: [],
    source: 'Google SRE Book, ch. 8: most outages follow a change',
  },
  {
    fault: 'service-fails-to-start',
    title: { 'zh-CN': '{services.down.name} 启动失败：{logs.endReason}', en: '{services.down.name} fails to start: {logs.endReason}' },
    explanation: {
      'zh-CN': '{services.down.name} 没有运行，它的日志 {logs.path} 以这条错误结尾：{logs.newestError}',
      en: '{services.down.name} is not running, and its log {logs.path} ends with this error: {logs.newestError}',
    },
    severity: 'critical',
    role: 'cause',
    about: ['services.down.port', 'services.down.name'],
    explains: ['service-down', 'crash-loop', ...goneNeighbours, ...foreignAnswers],
    hints: `permission|denied|not found|cannot|权限|找不到|无法|${serving}`,
    probes: ['services', 'service-logs'],
    // What the operating system or a runtime says when a program cannot begin; a failing request ends no program.
    confirm: {
      all: [
        ['services.downCount', '>=', 1],
        [
          'logs.endReason',
          'matches',
          'permission denied|eacces|operation not permitted|no such file|enoent|not found|cannot (open|load|read|find|bind)|could not (open|load|read|find|bind)|unable to (open|load|read|find|bind)|exec format|symbol lookup|shared librar|undefined symbol|unsupported|authentication failed|access denied|password|licen[cs]e|lock file|already running|corrupt|checksum|migration|schema|fatal|panic|exit',
        ],
        ['logs.configErrors', '==', 0],
        ['logs.noSpace', '==', 0],
        ['services.squatter.count', '==', 0],
      ],
    },
    likely: {
      all: [
        ['services.downCount', '>=', 1],
        ['logs.endReason', '!=', ''],
        ['services.squatter.count', '==', 0],
      ],
    },
    refute: {
      any: [
        ['services.downCount', '==', 0],
        ['logs.endReason', '==', ''],
      ],
    },
    advice: {
      'zh-CN': '先排除日志里的原因再启动；光重启会停在同一处。看最近改过什么：发布、权限、迁移。',
      en: 'Mend what the log names, then start it: a restart alone ends at the same place. See what was changed lately: a release, rights, a move.',
    },
    remedies: [],
    source: 'systemd.exec(5); Google SRE Book, ch. 12',
  },
  {
    fault: 'unit-failed',
    title: { 'zh-CN': 'systemd 单元 {services.failedUnit} 失败', en: 'the systemd unit {services.failedUnit} has failed' },
    explanation: {
      'zh-CN': 'systemd 上有 {services.failedUnits} 个失败的单元，第一个是 {services.failedUnit}。',
      en: '{services.failedUnits} systemd units have failed, {services.failedUnit} the first of them.',
    },
    severity: 'warning',
    role: 'cause',
    about: ['services.failedUnit'],
    hints: 'systemd|\\bunits?\\b|\\.service\\b|failed state|单元',
    probes: ['services'],
    // Many a machine has had a failed unit for months that nobody misses; who asks about units wants to know of it.
    confirm: ['services.failedUnits', '<', 0],
    confirmWhenHinted: ['services.failedUnits', '>=', 1],
    refute: ['services.failedUnits', '==', 0],
    advice: {
      'zh-CN': '看 systemctl status {services.failedUnit} 与 journalctl -u {services.failedUnit}，改好后重启它。',
      en: 'Read systemctl status {services.failedUnit} and journalctl -u {services.failedUnit}, mend the reason and start it again.',
    },
    remedies: [],
    source: 'node_exporter mixin: NodeSystemdServiceFailed',
  },
  {
    fault: 'not-back-after-reboot',
    title: { 'zh-CN': '主机重启后 {services.down.name} 没有启动', en: '{services.down.name} did not start after a reboot' },
    explanation: {
      'zh-CN': '主机 {identity.uptimeSeconds|duration} 前才启动，{services.down.name} 没有运行：可能没有设为开机自启。',
      en: 'The machine started only {identity.uptimeSeconds|duration} ago and {services.down.name} is not running: it may not be enabled at boot.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['service-down', ...goneNeighbours],
    hints: `reboot|开机|${serving}`,
    probes: ['identity', 'services'],
    confirm: {
      all: [
        ['identity.uptimeSeconds', '<=', 900],
        ['services.down.reason', '==', 'process'],
      ],
    },
    refute: {
      any: [
        ['identity.uptimeSeconds', '>', 3_600],
        ['services.downCount', '==', 0],
      ],
    },
    advice: {
      'zh-CN': '启动服务，并设为开机自启；再查主机为何重启。',
      en: 'Start the service and enable it at boot, then find why the machine restarted.',
    },
    remedies: [
      { action: 'restart-service', arguments: { service: '{services.down.name}' }, when: ['services.down.canRestart', '==', true] },
    ],
    source: 'systemctl(1): enable',
  },
  {
    fault: 'new-log-errors',
    title: { 'zh-CN': '日志里出现了新的错误', en: 'new errors have appeared in the log' },
    explanation: {
      'zh-CN': '{logs.newErrorPath} 在 {logs.newErrorAgoSeconds|duration} 前首次出现此错误，至今 {logs.newErrorCount} 次：{logs.newError}',
      en: '{logs.newErrorPath} has had this error {logs.newErrorCount} times, the first {logs.newErrorAgoSeconds|duration} ago: {logs.newError}',
    },
    severity: 'warning',
    role: 'symptom',
    about: ['logs.newErrorPath'],
    hints: 'log|error|exception|5xx|500|日志|报错|错误|异常',
    probes: ['service-logs'],
    // A handful, since a single odd request makes an error of its own.
    confirm: {
      all: [
        ['logs.newErrors', '>=', 1],
        ['logs.newErrorCount', '>=', 20],
      ],
    },
    likely: {
      all: [
        ['logs.newErrors', '>=', 1],
        ['logs.newErrorCount', '>=', 5],
      ],
    },
    refute: {
      any: [
        ['logs.errors', '==', 0],
        ['logs.newErrors', '==', 0],
      ],
    },
    advice: {
      'zh-CN': '从这条错误查起：它指向哪个依赖，之前改过什么。',
      en: 'Start from this error: which dependency it names, and what was changed before it.',
    },
    remedies: [],
    source: 'Google SRE Book, ch. 12: what is different from when it worked',
  },
];

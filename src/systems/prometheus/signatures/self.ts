/** Faults of Prometheus’ own work: configuration, rules, notifications, clock. */

import type { Signature } from '../../../domain/signature.ts';
import { isShare } from '../../is-share.ts';

const hints = 'prometheus|monitoring|监控';

export const selfSignatures: readonly Signature[] = [
  {
    id: 'prometheus.config-reload-failed',
    kind: 'prometheus',
    title: { 'zh-CN': '配置重载（reload）失败，仍在用旧配置', en: 'Config reload failed: the configuration was not loaded' },
    explanation: {
      'zh-CN': '最近一次重新加载失败：新增的目标与规则都没有生效，下次重启将无法启动。',
      en: 'The last reload failed, and the old configuration is still in use: new targets and rules have no effect, and after a restart it will not start.',
    },
    severity: 'warning',
    role: 'cause',
    hints: `${hints}|reload|config|配置|加载`,
    probes: ['self'],
    confirm: ['self.isConfigLoaded', '==', false],
    refute: ['self.isConfigLoaded', '==', true],
    advice: {
      'zh-CN': '用 promtool check config 找出错误，修复后重新加载。',
      en: 'Find the mistake with promtool check config, repair and reload.',
    },
    remedies: [],
    source: 'Prometheus mixin: PrometheusBadConfig',
  },
  {
    id: 'prometheus.rules-failing',
    kind: 'prometheus',
    title: { 'zh-CN': '规则评估失败：{rules.unhealthyName}', en: 'Rules cannot be evaluated (evaluation fails): {rules.unhealthyName}' },
    explanation: {
      'zh-CN': '{rules.unhealthy} 条规则评估失败，如 {rules.unhealthyName}：{rules.unhealthyError}。相应告警不会触发。',
      en: '{rules.unhealthy} rules fail, such as {rules.unhealthyName}: {rules.unhealthyError}. Their alerts will not fire.',
    },
    severity: 'warning',
    role: 'cause',
    hints: `${hints}|rule|many-to-many|规则`,
    probes: ['rules', 'self'],
    confirm: ['rules.unhealthy', '>', 0],
    likely: isShare('self.ruleFailures.recent', 'self.ruleEvaluations.recent'),
    refute: ['rules.unhealthy', '==', 0],
    advice: {
      'zh-CN': '常见原因是标签重复导致多对多匹配；在表达式里先聚合。',
      en: 'Mostly duplicate labels make a match many-to-many; aggregate first.',
    },
    remedies: [],
    source: 'Prometheus mixin: PrometheusRuleFailures',
  },
  {
    id: 'prometheus.rules-too-slow',
    kind: 'prometheus',
    title: { 'zh-CN': '规则组评估过慢：{rules.slowGroup}', en: 'Rule evaluation is too slow: {rules.slowGroup}' },
    explanation: {
      'zh-CN': '{rules.slowGroup} 每次评估 {rules.slowGroupSeconds} 秒，接近或超过其间隔，告警会延迟或漏掉。',
      en: '{rules.slowGroup} takes {rules.slowGroupSeconds} s, near or past its interval: alerts come late or not at all.',
    },
    severity: 'warning',
    role: 'cause',
    hints: `${hints}|slow|missed|规则|慢`,
    probes: ['rules', 'self'],
    confirm: ['rules.slowGroups', '>', 0],
    likely: isShare('self.ruleIterationsMissed.recent', 'self.ruleIterations.recent'),
    refute: {
      all: [
        ['rules.slowGroups', '==', 0],
        ['self.ruleIterationsMissed.recent', '==', 0],
      ],
    },
    advice: { 'zh-CN': '拆分规则组，把重查询改为记录规则。', en: 'Split the group, and turn heavy queries into recording rules.' },
    remedies: [],
    source: 'Prometheus mixin: PrometheusMissingRuleEvaluations',
  },
  {
    id: 'prometheus.notifications-failing',
    kind: 'prometheus',
    title: { 'zh-CN': '告警通知发送失败，到不了 Alertmanager', en: 'Notifications fail: alerts do not reach Alertmanager' },
    explanation: {
      'zh-CN':
        '近期发送失败 {self.notificationErrors.recent} 次，丢弃 {self.notificationsDropped.recent} 条（{self.alertmanager}）：告警在触发，但没人会收到。',
      en: '{self.notificationErrors.recent} sends failed and {self.notificationsDropped.recent} alerts were dropped lately ({self.alertmanager}): alerts fire, and nobody receives them.',
    },
    severity: 'critical',
    role: 'cause',
    hints: `${hints}|alertmanager|notification|告警发不出|没收到告警`,
    probes: ['self'],
    confirm: {
      all: [
        {
          any: [
            ['self.notificationErrors.recent', '>', 0],
            ['self.notificationsDropped.recent', '>', 0],
          ],
        },
        ['self.isAlertmanagerAnswering', '==', false],
      ],
    },
    likely: isShare('self.notificationErrors.recent', 'self.notificationsSent.recent'),
    refute: {
      all: [
        ['self.notificationErrors.recent', '==', 0],
        ['self.notificationsDropped.recent', '==', 0],
      ],
    },
    advice: { 'zh-CN': '检查 Alertmanager 是否存活、地址是否正确。', en: 'Check whether Alertmanager lives and its address is right.' },
    remedies: [],
    source: 'Prometheus mixin: PrometheusErrorSendingAlertsToAnyAlertmanager',
  },
  {
    id: 'prometheus.no-alertmanager',
    kind: 'prometheus',
    title: { 'zh-CN': '没有配置任何 Alertmanager，告警发不出去', en: 'No Alertmanager is configured: alerts go nowhere' },
    explanation: {
      'zh-CN': '有 {rules.firing} 条告警在触发，但没有配置或发现任何 Alertmanager。',
      en: '{rules.firing} alerts fire, but no Alertmanager is configured or discovered.',
    },
    severity: 'warning',
    role: 'cause',
    hints:
      'alertmanager|notif|no alerts?\\b|not (been )?(paged|alerted)|watchdog|heartbeat|dead ?man|没(有)?(人)?收到告警|没有告警|告警(都|也)?(没有?|收不到)|通知',
    probes: ['self', 'rules'],
    // Some have none, and mean it: it matters to whom misses alerts.
    confirm: { any: [] },
    confirmWhenHinted: {
      all: [
        ['self.alertmanagers', '==', 0],
        ['self.uptimeSeconds', '>=', 15],
        ['rules.firing', '>', 0],
      ],
    },
    refute: ['self.alertmanagers', '>', 0],
    advice: { 'zh-CN': '补上 alerting 配置或修复服务发现。', en: 'Add the alerting section, or repair its discovery.' },
    remedies: [],
    source: 'Prometheus mixin: PrometheusNotConnectedToAlertmanagers',
  },
  {
    id: 'prometheus.clock-skew',
    kind: 'prometheus',
    title: { 'zh-CN': 'Prometheus 主机时钟偏差', en: 'Clock skew on Prometheus’ host' },
    explanation: {
      'zh-CN': '与本机相差 {self.clockSkewSeconds} 秒：查询会错位，告警的时间不可信。',
      en: 'It differs from ours by {self.clockSkewSeconds} s: queries miss, and times of alerts are wrong.',
    },
    severity: 'warning',
    role: 'cause',
    hints: `${hints}|clock|ntp|time|时钟`,
    probes: ['self'],
    confirm: ['self.clockSkewSeconds', '>=', 30],
    refute: ['self.clockSkewSeconds', '<', 5],
    advice: { 'zh-CN': '检查 NTP。', en: 'Check NTP.' },
    remedies: [],
    source: 'node mixin: NodeClockSkewDetected',
  },
];

/** Notifications that do not arrive, a cluster that fell apart, a configuration that was not loaded. */

import type { Condition, Signature } from '../../../domain/signature.ts';
import { isShare } from '../../is-share.ts';

const hints = 'alertmanager|notification|not notified|告警(?:发不出|没收到|通知)|通知';
const common = { kind: 'alertmanager', role: 'cause', remedies: [], probes: ['self'] } as const;

/** One that was started without peers has none to lose. */
const isAlone: Condition = ['cluster.status', '==', 'disabled'];

export const selfSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'alertmanager.notifications-failing',
    isToldInLog: true,
    title: { 'zh-CN': '通知发不出去：{notifications.worstIntegration}', en: 'Notifications fail: {notifications.worstIntegration}' },
    explanation: {
      'zh-CN':
        '近期 {notifications.worstIntegration} 有 {notifications.worstFailed} 次发送失败，占其 {notifications.worstFailedRatio|percent}；全部渠道共放弃 {notifications.failed.recent} 条通知，没有人收到。',
      en: '{notifications.worstFailed} sends by {notifications.worstIntegration} failed lately, {notifications.worstFailedRatio|percent} of them; over all, {notifications.failed.recent} notifications were given up and reached nobody.',
    },
    severity: 'critical',
    hints: `${hints}|fail|webhook|slack|email|失败`,
    confirm: {
      all: [
        ['notifications.worstFailed', '>=', 2],
        ['notifications.worstFailedRatio', '>=', 0.5],
      ],
    },
    likely: isShare('notifications.failed.recent', 'notifications.sent.recent'),
    refute: ['notifications.requestsFailed.recent', '==', 0],
    advice: {
      'zh-CN': '从 Alertmanager 所在主机直接访问该渠道的地址：看网络、证书、令牌是否失效、是否被限流。',
      en: 'Try the address of that integration from Alertmanager’s host: the network, the certificate, an expired token, a rate limit.',
    },
    source: 'Alertmanager mixin: AlertmanagerFailedToSendAlerts',
  },
  {
    ...common,
    id: 'alertmanager.notifications-partly-failing',
    isToldInLog: true,
    title: {
      'zh-CN': '部分通知发送失败：{notifications.worstIntegration}',
      en: 'Some notifications fail: {notifications.worstIntegration}',
    },
    explanation: {
      'zh-CN': '近期 {notifications.worstIntegration} 有 {notifications.worstFailedRatio|percent} 的发送失败，重试后多半成功，但会延迟。',
      en: '{notifications.worstFailedRatio|percent} of the sends by {notifications.worstIntegration} failed lately; most succeed when tried again, but late.',
    },
    severity: 'warning',
    hints: `${hints}|late|延迟`,
    confirm: {
      all: [
        ['notifications.worstFailed', '>=', 3],
        ['notifications.worstFailedRatio', '>=', 0.05],
        ['notifications.worstFailedRatio', '<', 0.5],
      ],
    },
    refute: ['notifications.requestsFailed.recent', '==', 0],
    advice: { 'zh-CN': '看对端是否限流或偶发超时。', en: 'See whether the other end limits or times out now and then.' },
    source: 'Alertmanager mixin: AlertmanagerClusterFailedToSendAlerts',
  },
  {
    ...common,
    id: 'alertmanager.config-not-loaded',
    title: { 'zh-CN': '配置重载失败，仍在用旧配置', en: 'Config reload failed: the new configuration was not loaded' },
    explanation: {
      'zh-CN': '最近一次加载失败：新加的路由、接收人、静默规则都没有生效，重启后甚至无法启动。',
      en: 'The last reload failed, and the old configuration still counts: new routes, receivers and rules have no effect, and after a restart it may not start at all.',
    },
    severity: 'critical',
    hints: `${hints}|config|reload|route|配置|路由`,
    confirm: ['self.isConfigLoaded', '==', false],
    refute: ['self.isConfigLoaded', '==', true],
    advice: {
      'zh-CN': '用 amtool check-config 检查配置文件，修正后重新加载。',
      en: 'Check the file with amtool check-config, correct it and reload.',
    },
    source: 'Alertmanager mixin: AlertmanagerFailedReload',
  },
  {
    ...common,
    id: 'alertmanager.not-ready',
    title: { 'zh-CN': 'Alertmanager 未就绪', en: 'Alertmanager is not ready' },
    explanation: {
      'zh-CN': '正在启动，或集群尚未收敛（{cluster.status}），通知会延迟。',
      en: 'It is starting, or its cluster has not settled ({cluster.status}): notifications wait.',
    },
    severity: 'warning',
    hints,
    confirm: ['self.isReady', '==', false],
    refute: ['self.isReady', '==', true],
    advice: {
      'zh-CN': '集群收敛通常不到一分钟；否则看成员之间的网络。',
      en: 'A cluster settles within a minute; otherwise look at the network between peers.',
    },
    source: 'prometheus.io: Alertmanager management API',
  },
  {
    ...common,
    id: 'alertmanager.cluster-peers-lost',
    title: { 'zh-CN': '集群成员失联（宕机）：{cluster.failedPeers} 个', en: 'Cluster peers are down: {cluster.failedPeers} lost' },
    explanation: {
      'zh-CN': '现有成员 {cluster.members} 个，失联 {cluster.failedPeers} 个：静默与已通知记录不再同步，同一告警会重复通知。',
      en: '{cluster.members} members are up and {cluster.failedPeers} are lost: silences and sent notifications are no longer shared, so that people are notified twice.',
    },
    severity: 'warning',
    hints: `${hints}|cluster|peer|gossip|duplicate|split|集群|重复|脑裂`,
    confirm: ['cluster.failedPeers', '>', 0],
    refute: { any: [['cluster.failedPeers', '==', 0], isAlone] },
    advice: { 'zh-CN': '检查成员间 9094 端口的 TCP 与 UDP。', en: 'Check TCP and UDP of port 9094 between the peers.' },
    source: 'Alertmanager mixin: AlertmanagerMembersInconsistent',
  },
  {
    ...common,
    id: 'alertmanager.cluster-alone',
    title: { 'zh-CN': '集群断开（脑裂）：只剩自己一个成员', en: 'The cluster is split: it sees no other member' },
    explanation: {
      'zh-CN':
        '集群状态 {cluster.status}，只看到 {cluster.members} 个成员，重连失败 {cluster.reconnectionsFailed.recent} 次：与其他成员断开，会各自通知、重复告警。',
      en: 'Cluster status {cluster.status} with {cluster.members} member, {cluster.reconnectionsFailed.recent} reconnections failed: cut off from the others, each notifies by itself, and people are told twice.',
    },
    severity: 'warning',
    hints: `${hints}|cluster|peer|split|集群|脑裂`,
    confirm: {
      all: [
        ['cluster.members', '==', 1],
        ['cluster.reconnectionsFailed.recent', '>', 0],
      ],
    },
    refute: {
      any: [
        ['cluster.members', '>', 1],
        ['cluster.status', '==', 'disabled'],
      ],
    },
    advice: { 'zh-CN': '核对 --cluster.peer 的地址与防火墙。', en: 'Compare --cluster.peer with the addresses, and check firewalls.' },
    source: 'prometheus.io: Alertmanager high availability',
  },
  {
    ...common,
    id: 'alertmanager.alerts-invalid',
    title: { 'zh-CN': '收到无效告警，已拒收', en: 'Invalid alerts are rejected' },
    explanation: {
      'zh-CN': '近期拒收 {self.alertsInvalid.recent} 条：标签名不合法，或时间错误。这些告警不会通知任何人。',
      en: '{self.alertsInvalid.recent} were rejected lately: a malformed label or time. Nobody is notified of them.',
    },
    severity: 'warning',
    hints: `${hints}|invalid|missing|无效|丢`,
    confirm: isShare('self.alertsInvalid.recent', 'self.alertsReceived.recent'),
    refute: ['self.alertsInvalid.recent', '==', 0],
    advice: {
      'zh-CN': '看是谁在推送（它的日志里有来源地址），修正标签。',
      en: 'See who sends them (its log tells), and correct the labels.',
    },
    source: 'alertmanager_alerts_invalid_total',
  },
  {
    ...common,
    id: 'alertmanager.overloaded',
    title: { 'zh-CN': '过载：并发请求达到上限，部分被拒绝', en: 'Overloaded: concurrent requests have reached the limit' },
    explanation: {
      'zh-CN': '近期 {self.concurrencyExceeded.recent} 次请求超过并发上限被拒绝：推送来的告警可能丢失。',
      en: '{self.concurrencyExceeded.recent} requests were refused lately as too many at once: alerts sent to it may be lost.',
    },
    severity: 'warning',
    hints: `${hints}|overload|503|queue|dropped|过载|丢`,
    confirm: isShare('self.concurrencyExceeded.recent', 'self.requests.recent'),
    refute: ['self.concurrencyExceeded.recent', '==', 0],
    advice: {
      'zh-CN': '减少看板轮询；必要时提高 --web.get-concurrency。',
      en: 'Have dashboards ask less often; raise --web.get-concurrency if it must be.',
    },
    source: 'alertmanager_http_concurrency_limit_exceeded_total',
  },
  {
    ...common,
    id: 'alertmanager.gossip-dropped',
    title: { 'zh-CN': '集群同步（gossip）消息被丢弃', en: 'Gossip messages between cluster peers are dropped' },
    explanation: {
      'zh-CN': '队列 {cluster.messagesQueued}，近期丢弃 {cluster.messagesDropped.recent} 条：告警太多或网络太慢，静默与通知记录会不一致。',
      en: '{cluster.messagesQueued} are queued and {cluster.messagesDropped.recent} were dropped lately: too many alerts or a slow network; silences will differ between peers.',
    },
    severity: 'warning',
    hints: `${hints}|gossip|cluster|queue|集群|队列`,
    confirm: isShare('cluster.messagesDropped.recent', 'cluster.messagesSent.recent'),
    refute: { any: [['cluster.messagesDropped.recent', '==', 0], isAlone] },
    advice: {
      'zh-CN': '先压住告警风暴，再看成员间的延迟。',
      en: 'Quiet the storm of alerts first, then look at the latency between peers.',
    },
    source: 'alertmanager_cluster_messages_pruned_total',
  },
];

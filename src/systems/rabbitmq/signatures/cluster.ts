/** The cluster: nodes that are down or apart, queues without their majority, statistics that are late, what blocks an upgrade. */

import type { Signature } from '../../../domain/signature.ts';
import { asksWhyRestarted } from '../../asks-why.ts';

const common = { kind: 'rabbitmq', role: 'cause', severity: 'critical', remedies: [] } as const;

export const rabbitmqClusterSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'rabbitmq.network-partition',
    title: { 'zh-CN': '集群发生网络分区（脑裂）', en: 'Network partition: the cluster is split (split brain)' },
    explanation: {
      'zh-CN': '节点互相认为对方已下线：{partition.between}。两边各自接受写入，分区结束后不会自动合并。',
      en: 'Nodes see each other as down: {partition.between}. Both sides go on by themselves and do not merge when the network is back.',
    },
    explains: ['rabbitmq.node-down', 'rabbitmq.queue-down'],
    hints: 'partition|split.?brain|net_tick|RabbitmqPartition|分区|脑裂|网络',
    probes: ['nodes'],
    confirm: ['partition.isOne', '==', true],
    refute: ['partition.isOne', '==', false],
    advice: {
      'zh-CN':
        '先修复网络；选定可信的一侧，逐个重启另一侧的节点（它们会从可信侧重新同步，另一侧独有的消息会丢失）。以后用 pause_minority 与仲裁队列。',
      en: 'Repair the network; choose the side to trust and restart the nodes of the other one by one (they take over its state, and what only they held is lost). For the future: pause_minority and quorum queues.',
    },
    source: 'rabbitmq.com: Clustering and Network Partitions',
  },
  {
    ...common,
    id: 'rabbitmq.node-down',
    title: { 'zh-CN': '节点 {nodes.downNames} 宕机（没有运行）', en: 'Node {nodes.downNames} is down (not running)' },
    explanation: {
      'zh-CN': '{nodes.count} 个节点中 {nodes.down} 个不在运行；主副本在其上的经典队列不可用，仲裁队列少了一票。',
      en: '{nodes.down} of {nodes.count} nodes do not run; classic queues there are unavailable, and quorum queues have a vote less.',
    },
    explains: ['rabbitmq.quorum-lost', 'rabbitmq.quorum-reduced', 'rabbitmq.queue-down', 'rabbitmq.mirrors-unsynchronised'],
    hints: 'node|down|cluster|RabbitmqNodeDown|RabbitmqNodeNotDistributed|节点|宕机|集群',
    probes: ['nodes'],
    confirm: ['nodes.down', '>=', 1],
    refute: ['nodes.down', '==', 0],
    advice: {
      'zh-CN': '看该节点所在主机与日志（OOM、磁盘、启动等待其他节点），恢复后确认仲裁队列成员齐全；永久下线的用 forget_cluster_node 移除。',
      en: 'See that node’s host and log (out of memory, disk, waiting for peers), and check the members of quorum queues once it is back; remove one that is gone for good with forget_cluster_node.',
    },
    source: 'rabbitmq.com: Clustering Guide',
  },
  {
    ...common,
    id: 'rabbitmq.quorum-lost',
    title: { 'zh-CN': '仲裁队列失去多数派，不可用', en: 'Quorum queues have lost their majority and are unavailable' },
    explanation: {
      'zh-CN':
        '{queues.minority.count} 个队列如此，例如 {queues.minority.name}：{queues.minority.members} 个成员中在线 {queues.minority.online} 个。',
      en: '{queues.minority.count} are like that, such as {queues.minority.name}: {queues.minority.online} of {queues.minority.members} members are online.',
    },
    role: 'symptom',
    hints: 'quorum|majority|minority|leader|仲裁|多数派|不可用',
    probes: ['queues', 'nodes'],
    confirm: ['queues.minority.count', '>=', 1],
    refute: ['queues.minority.count', '==', 0],
    advice: {
      'zh-CN': '恢复下线的节点即可；多数成员永久丢失时才考虑重建队列（会丢消息）。',
      en: 'Bring the missing nodes back; only when most members are gone for good must the queue be made anew, with loss of messages.',
    },
    source: 'rabbitmq.com: Quorum Queues, Availability',
  },
  {
    ...common,
    id: 'rabbitmq.quorum-reduced',
    title: { 'zh-CN': '仲裁队列副本不足：有成员不在线', en: 'Quorum queues are under-replicated: some members are offline' },
    explanation: {
      'zh-CN': '{queues.reduced.count} 个队列仍有多数派但成员不齐（如 {queues.reduced.name}）；再少一个可能就不可用。',
      en: '{queues.reduced.count} have their majority but not all members (such as {queues.reduced.name}); with one less they may become unavailable.',
    },
    severity: 'warning',
    role: 'symptom',
    hints: 'quorum|member|仲裁|成员',
    probes: ['queues', 'nodes'],
    confirm: ['queues.reduced.count', '>=', 1],
    refute: ['queues.reduced.count', '==', 0],
    advice: {
      'zh-CN': '在维护其他节点之前先恢复它们（rabbitmq-diagnostics check_if_node_is_quorum_critical）。',
      en: 'Bring them back before any other node is taken down (rabbitmq-diagnostics check_if_node_is_quorum_critical).',
    },
    source: 'rabbitmq.com: Quorum Queues; Upgrading',
  },
  {
    ...common,
    id: 'rabbitmq.mirrors-unsynchronised',
    title: { 'zh-CN': '镜像队列有未同步的副本（副本不足）', en: 'Mirrored queues have unsynchronised mirrors (under-replicated)' },
    explanation: {
      'zh-CN': '{queues.unsynced.count} 个队列如此（如 {queues.unsynced.name}）：此时主节点若失效，未同步的消息会丢失。',
      en: '{queues.unsynced.count} are like that (such as {queues.unsynced.name}): if the leader fails now, messages that are not synchronised are lost.',
    },
    severity: 'warning',
    role: 'symptom',
    hints: 'mirror|sync|ha-mode|镜像|同步',
    probes: ['queues', 'nodes'],
    confirm: ['queues.unsynced.count', '>=', 1],
    refute: ['queues.unsynced.count', '==', 0],
    advice: {
      'zh-CN': '积压较小时用 rabbitmqctl sync_queue（同步期间队列被阻塞），或等新消息自然替换；尽快迁移到仲裁队列。',
      en: 'With a small backlog run rabbitmqctl sync_queue (the queue is blocked meanwhile), or let newer messages replace the old; move to quorum queues.',
    },
    source: 'rabbitmq.com: Classic Queue Mirroring, Unsynchronised Mirrors',
  },
  {
    ...common,
    id: 'rabbitmq.queue-down',
    title: { 'zh-CN': '队列 {queues.down.name} 不可用', en: 'Queue {queues.down.name} is down' },
    explanation: {
      'zh-CN':
        '{queues.down.count} 个队列处于 down、stopped 或 crashed（如 {queues.down.name}，位于 {queues.down.leader}）：声明和消费都会失败。',
      en: '{queues.down.count} are down, stopped or crashed (such as {queues.down.name} on {queues.down.leader}): declaring and consuming fail.',
    },
    role: 'symptom',
    hints: 'queue|down|crashed|404|队列|不可用',
    quoted:
      "home node '[^']+' of durable queue .{1,160} is down or inaccessible|queue '[^']*' in vhost '[^']*' process is stopped by supervisor",
    probes: ['queues', 'nodes'],
    confirm: ['queues.down.count', '>=', 1],
    refute: ['queues.down.count', '==', 0],
    advice: {
      'zh-CN': '恢复它所在的节点；节点在运行时看日志里队列崩溃的原因。',
      en: 'Bring its node back; if that runs, the log tells why the queue crashed.',
    },
    source: 'rabbitmq.com: Queues; Monitoring',
  },
  {
    ...common,
    id: 'rabbitmq.node-in-maintenance',
    title: { 'zh-CN': '节点 {nodes.drainingNames} 处于维护模式', en: 'Node {nodes.drainingNames} is in maintenance mode (drained)' },
    explanation: {
      'zh-CN': '{nodes.draining} 个节点被排空：不接受客户端连接，不承载队列主副本。',
      en: '{nodes.draining} nodes are drained: they take no client connections and lead no queues.',
    },
    explains: ['rabbitmq.listener-closed'],
    severity: 'warning',
    hints: 'maintenance|drain|维护|排空',
    probes: ['nodes'],
    confirm: ['nodes.draining', '>=', 1],
    refute: ['nodes.draining', '==', 0],
    advice: {
      'zh-CN': '维护结束后在该节点运行 rabbitmq-upgrade revive。',
      en: 'Run rabbitmq-upgrade revive on it once the maintenance is over.',
    },
    source: 'rabbitmq.com: Upgrading, Maintenance Mode',
  },
  {
    ...common,
    id: 'rabbitmq.node-restarted',
    title: { 'zh-CN': '节点 {nodes.youngest} 刚刚重启', en: 'Node {nodes.youngest} has just restarted: clients were disconnected' },
    explanation: {
      'zh-CN': '它只运行了 {nodes.youngestUptimeSeconds} 秒：客户端都要重连，非持久的队列和消息已经丢失。',
      en: 'It has been up for {nodes.youngestUptimeSeconds} s: its clients had to reconnect, and queues and messages that are not durable are gone.',
    },
    severity: 'warning',
    hints: 'restart|reboot|reconnect|lost|重启|重连|丢失',
    restates: asksWhyRestarted,
    probes: ['nodes'],
    confirm: {
      all: [
        ['nodes.youngestUptimeSeconds', '<', 300],
        ['nodes.count', '>=', 2],
      ],
    },
    likelyWhenHinted: ['nodes.youngestUptimeSeconds', '<', 300],
    refute: ['nodes.youngestUptimeSeconds', '>=', 1_800],
    advice: {
      'zh-CN': '看主机上的原因（OOM killer、发布、重启机器）；重要的队列要持久化，消息要标记 persistent。',
      en: 'See why on its host (OOM killer, a release, a reboot); queues that matter must be durable, and their messages persistent.',
    },
    source: 'rabbitmq.com: Reliability Guide',
  },
  {
    ...common,
    id: 'rabbitmq.statistics-late',
    title: { 'zh-CN': '管理接口的统计严重滞后、过时', en: 'Management statistics are stale (far behind)' },
    explanation: {
      'zh-CN':
        '统计库还有 {server.statisticsWaiting} 个事件没有处理，{queues.withoutStatisticsRatio|percent} 的队列没有计数（统计被关闭：{server.areStatisticsOff}）：监控图表不可信，消息本身不受影响。',
      en: '{server.statisticsWaiting} events wait for the statistics, and {queues.withoutStatisticsRatio|percent} of queues have no counts (switched off: {server.areStatisticsOff}): graphs cannot be trusted; messages are not affected.',
    },
    severity: 'warning',
    hints: 'statistic|management|metrics|slow ui|统计|监控|滞后|不准',
    probes: ['server', 'queues'],
    confirm: ['server.statisticsWaiting', '>=', 1_000],
    likelyWhenHinted: {
      any: [
        ['queues.withoutStatisticsRatio', '>=', 0.5],
        ['server.areStatisticsOff', '==', true],
      ],
    },
    refute: {
      all: [
        ['server.statisticsWaiting', '<', 50],
        ['queues.withoutStatisticsRatio', '<', 0.2],
      ],
    },
    advice: {
      'zh-CN': '调大 collect_statistics_interval，减少队列与信道数量，监控改用 Prometheus 插件。',
      en: 'Raise collect_statistics_interval, have fewer queues and channels, and monitor through the Prometheus plugin.',
    },
    source: 'rabbitmq.com: Management Plugin, Statistics Interval',
  },
  {
    ...common,
    id: 'rabbitmq.upgrade-blocked',
    title: { 'zh-CN': '有功能标志未启用或在使用已废弃的功能', en: 'Feature flags are off, or deprecated features are in use' },
    explanation: {
      'zh-CN':
        '未启用的稳定功能标志 {server.featureFlagsOff} 个（{server.featureFlagsOffNames}），正在使用的废弃功能 {server.deprecatedUsed} 个（{server.deprecatedNames}），镜像策略 {policies.mirroring} 条（{policies.mirroringNames}）：下一次升级可能失败。',
      en: '{server.featureFlagsOff} stable feature flags are off ({server.featureFlagsOffNames}), {server.deprecatedUsed} deprecated features are in use ({server.deprecatedNames}), {policies.mirroring} policies mirror queues ({policies.mirroringNames}): the next upgrade may fail.',
    },
    severity: 'info',
    role: 'symptom',
    hints: 'upgrade|feature flag|deprecated|升级|功能标志|废弃',
    probes: ['server', 'policies'],
    confirm: {
      any: [
        ['server.featureFlagsOff', '>=', 1],
        ['server.deprecatedUsed', '>=', 1],
      ],
    },
    likelyWhenHinted: ['policies.mirroring', '>=', 1],
    refute: {
      all: [
        ['server.featureFlagsOff', '==', 0],
        ['server.deprecatedUsed', '==', 0],
        ['policies.mirroring', '==', 0],
      ],
    },
    advice: {
      'zh-CN': '升级前运行 rabbitmqctl enable_feature_flag all，并把镜像队列迁移到仲裁队列。',
      en: 'Before upgrading run rabbitmqctl enable_feature_flag all, and move mirrored queues to quorum queues.',
    },
    source: 'rabbitmq.com: Feature Flags; Deprecated Features',
  },
  {
    ...common,
    id: 'rabbitmq.policies-compete',
    title: { 'zh-CN': '策略冲突：优先级相同、匹配相同名称', en: 'Conflicting policies: equal priority for the same names' },
    explanation: {
      'zh-CN': '{policies.rivalNames}：同一时间只有一条生效，哪一条不确定，另一条的设置（上限、TTL、死信）等于没有。',
      en: '{policies.rivalNames}: only one applies at a time, which one is not defined, and the settings of the other (limits, TTL, dead letters) have no effect.',
    },
    severity: 'warning',
    role: 'symptom',
    hints: 'polic|策略|不生效|没有生效',
    probes: ['policies'],
    confirm: ['policies.rivals', '>=', 1],
    refute: ['policies.rivals', '==', 0],
    advice: {
      'zh-CN': '合并为一条策略，或给出不同的优先级。',
      en: 'Merge them into one, or give them different priorities.',
    },
    source: 'rabbitmq.com: Parameters and Policies',
  },
];

/** Replica sets: no primary, members that are gone or behind, a short oplog. */

import type { Signature } from '../../../domain/signature.ts';
import { codeNames } from './code-names.ts';

const common = { kind: 'mongodb', role: 'cause', probes: ['replication'], remedies: [] } as const;

export const mongodbReplicationSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'mongodb.majority-lost',
    title: { 'zh-CN': '副本集 {set.name} 失去多数派，没有主节点', en: 'Replica set {set.name} has lost its majority and has no primary' },
    explanation: {
      'zh-CN': '{set.members} 个成员里 {set.down.count} 个不在（{set.down.names}）：{set.down.reason}。不能选主，写入全部失败。',
      en: '{set.down.count} of {set.members} members are gone ({set.down.names}): {set.down.reason}. None can be elected, and all writes fail.',
    },
    severity: 'critical',
    explains: ['mongodb.member-down', 'mongodb.no-primary'],
    hints: 'primary|election|majority|write|NotWritablePrimary|主节点|选举|多数|写入失败',
    confirm: {
      all: [
        ['set.isOne', '==', true],
        ['set.hasMajority', '==', false],
      ],
    },
    refute: {
      all: [
        ['set.isOne', '==', true],
        ['set.primary', '!=', ''],
      ],
    },
    advice: {
      'zh-CN': '尽快让任一成员带着原数据回来；只有确认它们不会回来时才强制重新配置（可能丢数据）。',
      en: 'Bring any of them back with its data; reconfigure by force only when they will never return, since that may lose data.',
    },
    source: 'mongodb.com/docs/manual: Replica set elections',
  },
  {
    ...common,
    id: 'mongodb.no-primary',
    role: 'symptom',
    title: { 'zh-CN': '副本集没有主节点，写入失败', en: 'The replica set has no primary: writes fail' },
    explanation: {
      'zh-CN':
        '{set.members} 个成员在（不在的 {set.down.count} 个），却没有主节点：选举中，或没有成员可当选（优先级为 0、数据落后、网络分区）。',
      en: 'It has {set.members} members, {set.down.count} of them down, and no primary: an election goes on, or none may be elected (priority 0, too far behind, a network partition).',
    },
    severity: 'critical',
    hints: 'primary|election|write|主节点|选举|写入失败',
    quoted: 'ReplicaSetNoPrimary|no replica set members match selector .{0,2}Primary|no primary (available|found) for',
    confirm: {
      all: [
        ['set.isOne', '==', true],
        ['set.primary', '==', ''],
      ],
    },
    refute: ['set.primary', '!=', ''],
    advice: {
      'zh-CN': '看各成员的状态与优先级；选举通常在 12 秒内结束。',
      en: 'Look at states and priorities of the members; an election usually ends within 12 s.',
    },
    source: 'mongodb.com/docs/manual: Replica set elections',
  },
  {
    ...common,
    id: 'mongodb.member-down',
    title: { 'zh-CN': '副本集成员宕机或失联：{set.down.names}', en: 'Replica set members are down or unreachable: {set.down.names}' },
    explanation: {
      'zh-CN': '{set.down.count} 个成员没有心跳：{set.down.reason}。冗余降低。',
      en: '{set.down.count} members give no heartbeat: {set.down.reason}. Redundancy is reduced.',
    },
    severity: 'critical',
    hints: 'member|down|secondary|heartbeat|MongodbReplicaMemberUnhealthy|成员|宕机|心跳|从节点',
    confirm: ['set.down.count', '>', 0],
    refute: {
      all: [
        ['set.isOne', '==', true],
        ['set.down.count', '==', 0],
      ],
    },
    advice: {
      'zh-CN': '在它的主机上看进程、磁盘与日志；停得比 oplog 窗口久就要重新同步。',
      en: 'Look at process, disk and log on its host; away for longer than the oplog reaches it must be synced anew.',
    },
    source: 'mongodb.com/docs/manual: replSetGetStatus.members.health',
  },
  {
    ...common,
    id: 'mongodb.replication-lag',
    title: {
      'zh-CN': '复制延迟：{set.lag.member} 落后主节点 {set.lag.seconds} 秒',
      en: 'Replication lag: {set.lag.member} is {set.lag.seconds} s behind the primary',
    },
    explanation: {
      'zh-CN': '从节点应用得慢：磁盘或网络跟不上、大批写入，或在建索引；从它读到的是旧数据。oplog 能回溯 {oplog.windowSeconds|duration}。',
      en: 'It applies too slowly: disk or network does not keep up, a bulk of writes, an index build; reads from it are stale. The oplog reaches {oplog.windowSeconds|duration} back.',
    },
    severity: 'warning',
    hints: 'lag|behind|replication|secondary|stale|延迟|落后|复制|从节点|读到旧',
    confirm: ['set.lag.seconds', '>=', 30],
    likely: ['set.lag.seconds', '>=', 10],
    refute: {
      all: [
        ['set.isOne', '==', true],
        ['set.lag.seconds', '<', 5],
      ],
    },
    advice: {
      'zh-CN': '看该成员主机的磁盘与网络；落后接近 oplog 窗口时它将无法追上。',
      en: 'Look at disk and network of its host; when the lag comes near the window of the oplog it can not catch up any more.',
    },
    source: 'mongodb.com/docs/manual: Troubleshoot replica sets',
  },
  {
    ...common,
    id: 'mongodb.oplog-short',
    title: {
      'zh-CN': 'oplog 窗口太短，只能回溯 {oplog.windowSeconds} 秒',
      en: 'The oplog window is too short: it reaches only {oplog.windowSeconds} s back',
    },
    explanation: {
      'zh-CN': '{set.lag.member} 已落后 {set.lag.seconds} 秒，超过窗口的一半：再慢下去就只能全量重新同步。',
      en: '{set.lag.member} is {set.lag.seconds} s behind, more than half of the window: any slower, and it needs a full resync.',
    },
    severity: 'critical',
    explains: ['mongodb.replication-lag'],
    hints: 'oplog|window|stale|resync|窗口|重新同步',
    confirm: {
      all: [
        ['oplog.windowSeconds', '>', 0],
        ['set.lag.seconds', '>=', { fact: 'oplog.windowSeconds', times: 0.5 }],
      ],
    },
    refute: {
      all: [
        ['set.isOne', '==', true],
        ['set.lag.seconds', '<', 5],
      ],
    },
    advice: {
      'zh-CN': '用 replSetResizeOplog 增大 oplog，并暂停批量写入。',
      en: 'Enlarge the oplog (replSetResizeOplog) and hold bulk writes back.',
    },
    source: 'mongodb.com/docs/manual: Oplog size',
  },
  {
    ...common,
    id: 'mongodb.member-not-serving',
    title: {
      'zh-CN': '成员 {set.odd.names} 处于 {set.odd.state}，不提供读',
      en: 'Member {set.odd.names} is in {set.odd.state} and serves no reads',
    },
    explanation: {
      'zh-CN': '副本集有 {set.odd.count} 个成员不提供读，也可能不能当选。',
      en: '{set.odd.count} members of the replica set are not available for reads, and may not be electable.',
    },
    severity: 'warning',
    hints: 'recovering|rollback|startup2|initial sync|恢复|回滚|初始同步',
    quoted: `node is recovering|node is not in primary or recovering state|${codeNames('NotPrimaryOrSecondary')}`,
    confirm: ['set.odd.count', '>', 0],
    refute: {
      all: [
        ['set.isOne', '==', true],
        ['set.odd.count', '==', 0],
      ],
    },
    advice: {
      'zh-CN': '看它的日志：初始同步会自己结束；RECOVERING 不消失就重新同步；ROLLBACK 之后检查 rollback 目录。',
      en: 'Read its log: an initial sync ends by itself; sync it anew when RECOVERING does not end; look into its rollback folder after ROLLBACK.',
    },
    source: 'mongodb.com/docs/manual: Replica set member states',
  },
  {
    ...common,
    id: 'mongodb.flow-control',
    role: 'symptom',
    title: { 'zh-CN': '流控（flow control）限速，写入变慢', en: 'Flow control throttles writes: secondaries lag behind' },
    explanation: {
      'zh-CN': '多数确认点落后（复制延迟），主节点把写入限制到每秒 {flow.targetRate} 个锁。',
      en: 'The majority’s commit point is behind (replication lag), and the primary lets only {flow.targetRate} locks a second through: writes are slow.',
    },
    severity: 'warning',
    hints: 'flow control|slow write|lag|流控|写入慢|延迟',
    probes: ['server', 'replication'],
    confirm: ['flow.isLagged', '==', true],
    refute: ['flow.isLagged', '==', false],
    advice: { 'zh-CN': '修复落后的从节点；不要关闭流控。', en: 'Repair the secondary that is behind; do not turn flow control off.' },
    source: 'mongodb.com/docs/manual: serverStatus.flowControl',
  },
];

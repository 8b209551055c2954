/** What is only seen when primary, replicas and cluster nodes are looked at together. */

import type { Condition, Signature } from '../../../domain/signature.ts';

const isAlone: Condition = ['members.total', '==', 1];
const hints = 'replica|slave|master|primary|cluster|node|shard|从库|主库|集群|节点|分片';

export const memberSignatures: readonly Signature[] = [
  {
    id: 'redis.two-primaries',
    kind: 'redis',
    title: { 'zh-CN': '脑裂：有两个主库在同时接受写入', en: 'Split brain: two primaries take writes at the same time' },
    explanation: {
      'zh-CN':
        '{members.strayPrimary} 应是从库，却自称 master：旧主库恢复后没有降级，或被误执行了 REPLICAOF NO ONE。写到它上面的数据会丢失。',
      en: '{members.strayPrimary} should be a replica but calls itself master: an old primary that came back, or a REPLICAOF NO ONE by mistake. What is written there will be lost.',
    },
    severity: 'critical',
    role: 'cause',
    hints: `${hints}|split.?brain|脑裂|双主`,
    probes: ['members'],
    confirm: {
      all: [
        ['members.strayPrimaries', '>', 0],
        ['cluster.isEnabled', '==', false],
      ],
    },
    refute: { any: [['members.strayPrimaries', '==', 0], isAlone] },
    advice: {
      'zh-CN':
        '先拦住对 {members.strayPrimary} 的写入，导出其独有数据，再让它执行 REPLICAOF 跟随真正的主库；刚切换完时哨兵会在十秒左右自行降级它。',
      en: 'Keep writers off {members.strayPrimary}, export what only it has, then make it follow the real primary with REPLICAOF; right after a failover the sentinels demote it themselves within some ten seconds.',
    },
    remedies: [],
    source: 'redis.io: Sentinel, consistency under partitions',
  },
  {
    id: 'redis.member-unreachable',
    kind: 'redis',
    title: { 'zh-CN': '成员 {members.firstUnreachable} 不可达', en: 'Member {members.firstUnreachable} cannot be reached' },
    explanation: {
      'zh-CN': '{members.total} 个成员中有 {members.unreachable} 个连不上（{members.firstUnreachableProblem}），其他成员也认为它有问题。',
      en: '{members.unreachable} of {members.total} members cannot be reached ({members.firstUnreachableProblem}), and the others see it as failing as well.',
    },
    severity: 'warning',
    role: 'symptom',
    hints,
    probes: ['members'],
    confirm: {
      all: [
        ['members.unreachable', '>', 0],
        ['members.isFirstUnreachableAnnouncedUp', '==', false],
      ],
    },
    refute: { any: [['members.unreachable', '==', 0], isAlone] },
    advice: { 'zh-CN': '查看该成员的进程与主机。', en: 'Look at that member’s process and host.' },
    remedies: [],
    source: 'redis.io: Replication; Cluster specification',
  },
  {
    id: 'redis.member-full',
    kind: 'redis',
    title: { 'zh-CN': '成员 {members.fullest} 内存已满，写入被拒绝', en: 'Member {members.fullest} is out of memory and refuses writes' },
    explanation: {
      'zh-CN':
        '{members.fullest} 已用到内存上限的 {members.fullestRatio|percent}，策略 {members.fullestPolicy}；只有落到它上面的键会写入失败（OOM）。',
      en: '{members.fullest} uses {members.fullestRatio|percent} of its memory limit with {members.fullestPolicy}; only writes of keys that belong there fail (OOM).',
    },
    severity: 'critical',
    role: 'cause',
    hints: `${hints}|memory|\\boom|内存`,
    probes: ['members'],
    confirm: {
      all: [
        ['members.isFullestSelf', '==', false],
        ['members.fullestRatio', '>=', 0.97],
        ['members.fullestPolicy', '==', 'noeviction'],
      ],
    },
    refute: { any: [['members.fullestRatio', '<', 0.9], isAlone] },
    advice: {
      'zh-CN': '看该节点上的大键，或把一部分槽迁走；急需时调大它的 maxmemory。',
      en: 'Look for big keys there or move slots away; if it cannot wait, raise its maxmemory.',
    },
    remedies: [],
    source: 'redis.io: Key eviction; Cluster resharding',
  },
  {
    id: 'redis.members-limits-differ',
    kind: 'redis',
    title: { 'zh-CN': '各成员的内存上限或淘汰策略不一致', en: 'Members differ in memory limit or eviction policy' },
    explanation: {
      'zh-CN':
        '最小的是 {members.smallestLimit}（{members.smallestLimitBytes|bytes}），最大的有 {members.largestLimitBytes|bytes}，策略共 {members.policies} 种：切换到小的一台会立刻打满或丢键。',
      en: 'The smallest is {members.smallestLimit} ({members.smallestLimitBytes|bytes}) against {members.largestLimitBytes|bytes}, with {members.policies} policies: after a failover the smaller one fills up or drops keys at once.',
    },
    severity: 'info',
    role: 'symptom',
    hints: `${hints}|maxmemory|config|配置`,
    probes: ['members'],
    confirm: {
      any: [
        ['members.policies', '>', 1],
        {
          all: [
            ['members.memoryLimits', '>', 1],
            ['members.smallestLimitBytes', '<', { fact: 'members.largestLimitBytes', times: 0.8 }],
          ],
        },
      ],
    },
    refute: {
      any: [
        {
          all: [
            ['members.policies', '<=', 1],
            ['members.memoryLimits', '<=', 1],
          ],
        },
        isAlone,
      ],
    },
    advice: { 'zh-CN': '把各成员的 maxmemory 与策略调成一致。', en: 'Give all members the same maxmemory and policy.' },
    remedies: [],
    source: 'redis.io: Replication, maxmemory on replicas',
  },
  {
    id: 'redis.replica-writable',
    kind: 'redis',
    title: { 'zh-CN': '从库可写（replica-read-only no）', en: 'The replica accepts writes (replica-read-only no)' },
    explanation: {
      'zh-CN': '本实例是 {replication.master} 的从库，却允许写入；写到这里的数据主库没有，下次全量同步时会消失。',
      en: 'This is a replica of {replication.master}, yet it takes writes; the primary never gets them, and the next full sync drops them.',
    },
    severity: 'warning',
    role: 'cause',
    hints: `${hints}|readonly|inconsisten|不一致|只读`,
    probes: ['replication'],
    confirm: {
      all: [
        ['replication.isMaster', '==', false],
        ['replication.isReadOnly', '==', false],
      ],
    },
    refute: {
      any: [
        ['replication.isMaster', '==', true],
        ['replication.isReadOnly', '==', true],
      ],
    },
    advice: {
      'zh-CN': '打开 replica-read-only；确有临时写入需求的，改用单独的实例。',
      en: 'Switch replica-read-only on; who needs scratch space should have an instance of its own.',
    },
    remedies: [{ action: 'config-set-durability', arguments: { parameter: 'replica-read-only', value: 'yes' } }],
    source: 'redis.io: Replication, read-only replica',
  },
];

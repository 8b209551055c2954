/** Cluster: holes in the slots, moves that were left behind, nodes that contradict each other, clients that do not speak cluster. */

import type { Condition, Signature } from '../../../domain/signature.ts';

const isAlone: Condition = ['members.total', '==', 1];
const hints = 'cluster|slot|moved|clusterdown|reshard|shard|集群|槽|分片|迁移';

const isCluster: Condition = ['cluster.isEnabled', '==', true];

export const clusterSignatures: readonly Signature[] = [
  {
    id: 'redis.slots-missing',
    kind: 'redis',
    title: {
      'zh-CN': '有 {cluster.slotsMissing} 个哈希槽没有分配给任何节点',
      en: '{cluster.slotsMissing} hash slots are assigned to no node',
    },
    explanation: {
      'zh-CN':
        '16384 个槽只分配了 {cluster.slotsAssigned} 个：落在空槽里的键读写都返回 CLUSTERDOWN。多见于节点被 FORGET、DELSLOTS 或迁移中断。',
      en: 'Only {cluster.slotsAssigned} of 16384 slots are assigned: keys of the others answer CLUSTERDOWN. A node was forgotten, slots were deleted, or a move broke off.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['redis.cluster-down', 'redis.cluster-views-differ'],
    hints,
    quoted: 'hash slot not served',
    probes: ['cluster'],
    confirm: { all: [isCluster, ['cluster.slotsMissing', '>', 0]] },
    refute: ['cluster.slotsMissing', '==', 0],
    advice: {
      'zh-CN': '先确认原属节点能否恢复（数据还在它那里）；确定无法恢复后再用 redis-cli --cluster fix 分配空槽。',
      en: 'See first whether the former owner can return, as it has the data; only then assign the slots with redis-cli --cluster fix.',
    },
    remedies: [],
    source: 'redis.io: Cluster specification, cluster live reconfiguration',
  },
  {
    id: 'redis.slot-migration-stuck',
    kind: 'redis',
    title: { 'zh-CN': '槽 {cluster.movingSlot} 的迁移卡住，停在半途', en: 'The migration of slot {cluster.movingSlot} is stuck half done' },
    explanation: {
      'zh-CN':
        '有 {cluster.slotsMoving} 个槽处于迁移状态（槽 {cluster.movingSlot} {cluster.movingDirection}），但一段时间内没有键被搬动；访问这些槽会多一次 ASK 跳转，多键命令返回 TRYAGAIN。',
      en: '{cluster.slotsMoving} slots are open for a move (slot {cluster.movingSlot} is {cluster.movingDirection}), yet no key was moved for a while; reaching them takes an ASK redirection, and commands on several keys fail with TRYAGAIN.',
    },
    severity: 'warning',
    role: 'cause',
    hints,
    quoted: '\\bTRYAGAIN\\b|during rehashing of slot',
    probes: ['cluster'],
    confirm: { all: [isCluster, ['cluster.slotsMoving', '>', 0], ['cluster.keysMoved', '==', 0]] },
    refute: {
      any: [
        ['cluster.slotsMoving', '==', 0],
        ['cluster.keysMoved', '>', 0],
      ],
    },
    advice: {
      'zh-CN': '若目标节点还没有该槽的键，可把两端恢复为 STABLE；已搬走一部分时用 redis-cli --cluster fix 完成迁移。',
      en: 'While the target has no keys of the slot, both ends can be set back to STABLE; after a part has moved, finish it with redis-cli --cluster fix.',
    },
    remedies: [{ action: 'slot-stable', arguments: { slot: '{cluster.movingSlot}' } }],
    source: 'redis.io: CLUSTER SETSLOT; redis-cli --cluster fix',
  },
  {
    id: 'redis.cluster-views-differ',
    kind: 'redis',
    title: {
      'zh-CN': '集群节点状态不一致：部分认为集群不可用（分区）',
      en: 'Cluster nodes disagree: some see the cluster as down (partition)',
    },
    explanation: {
      'zh-CN':
        '{members.statesOk} 个节点认为 ok，{members.statesFail} 个认为 fail（如 {members.firstFailing}）：后者多半落在网络分区的少数一侧，会拒绝读写。',
      en: '{members.statesOk} nodes say ok and {members.statesFail} say fail (such as {members.firstFailing}): those are probably on the smaller side of a network partition and refuse reads and writes.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['redis.cluster-down', 'redis.cluster-node-failed', 'redis.member-unreachable'],
    hints: `${hints}|partition|split.?brain|分区|脑裂`,
    probes: ['members', 'cluster'],
    confirm: { all: [isCluster, ['members.statesOk', '>', 0], ['members.statesFail', '>', 0]] },
    refute: {
      any: [isAlone, ['members.statesFail', '==', 0], ['members.statesOk', '==', 0]],
    },
    advice: {
      'zh-CN': '检查这些节点之间的集群总线端口（端口 +10000）是否互通。',
      en: 'See whether the nodes reach each other on the cluster bus (port + 10000).',
    },
    remedies: [],
    source: 'redis.io: Cluster specification, write safety and availability',
  },
  {
    id: 'redis.hot-shard',
    kind: 'redis',
    title: { 'zh-CN': '热点分片：流量集中在 {members.busiest}', en: 'Hot shard: {members.busiest} carries the traffic' },
    explanation: {
      'zh-CN':
        '{members.busiest} 承担了 {members.busiestShare|percent} 的请求（全集群每秒 {members.opsPerSecond}）：热 key，或哈希标签把键挤到了同一个槽。',
      en: '{members.busiest} serves {members.busiestShare|percent} of the {members.opsPerSecond} requests a second: a hot key, or hash tags that put many keys into one slot.',
    },
    severity: 'warning',
    role: 'cause',
    hints: `${hints}|hot|skew|热点|倾斜`,
    probes: ['members', 'cluster'],
    confirm: {
      all: [isCluster, ['members.primaries', '>=', 3], ['members.busiestShare', '>=', 0.75], ['members.opsPerSecond', '>=', 5_000]],
    },
    refute: {
      any: [isAlone, ['members.busiestShare', '<', 0.5], ['members.opsPerSecond', '<', 1_000]],
    },
    advice: {
      'zh-CN': '在该节点上找热键；检查 {…} 哈希标签的用法。',
      en: 'Look for the hot key on that node, and at how hash tags are used.',
    },
    remedies: [],
    source: 'redis.io: Cluster specification, hash tags',
  },
  {
    id: 'redis.primary-without-replica',
    kind: 'redis',
    title: {
      'zh-CN': '集群主节点 {members.firstPrimaryWithoutReplica} 没有从节点',
      en: 'The cluster’s primary {members.firstPrimaryWithoutReplica} has no replica',
    },
    explanation: {
      'zh-CN': '其他分片有从节点，而 {members.primariesWithoutReplica} 个主节点没有：它一旦故障，其槽全部不可用。',
      en: 'Other shards have replicas, but {members.primariesWithoutReplica} primaries have none: should one fail, its slots become unavailable.',
    },
    severity: 'warning',
    role: 'symptom',
    hints,
    probes: ['members', 'cluster'],
    confirm: { all: [isCluster, ['members.primariesWithoutReplica', '>', 0], ['members.replicas', '>', 0]] },
    refute: { any: [['members.primariesWithoutReplica', '==', 0], isAlone] },
    advice: { 'zh-CN': '为它补一个从节点（CLUSTER REPLICATE）。', en: 'Give it a replica (CLUSTER REPLICATE).' },
    remedies: [],
    source: 'redis.io: Cluster specification, replica migration',
  },
  {
    id: 'redis.clients-not-cluster-aware',
    kind: 'redis',
    title: { 'zh-CN': '客户端不识别集群，大量请求被 MOVED', en: 'Clients do not follow the cluster: many requests answer MOVED' },
    explanation: {
      'zh-CN': '每秒 {activity.commandsPerSecond} 条命令中有 {activity.errors.MOVED} 条返回 MOVED：客户端没有用集群模式，或槽表已过时。',
      en: '{activity.errors.MOVED} of {activity.commandsPerSecond} commands a second answer MOVED and fail or go twice: the client is not in cluster mode, or its map of slots is out of date.',
    },
    severity: 'warning',
    role: 'cause',
    hints: `${hints}|error|new server|migrat|redirect|报错|错误|失败`,
    quoted: '\\bMOVED \\d',
    probes: ['activity', 'cluster', 'errors'],
    confirm: {
      all: [
        isCluster,
        ['activity.errors.MOVED', '>=', 0.5],
        {
          any: [
            ['errors.MOVED', '>=', 10],
            ['activity.errors.MOVED', '>=', 5],
          ],
        },
        // Of what others ask: a client that follows meets MOVED once for a slot, and looks are commands too.
        ['activity.errors.MOVED', '>=', { fact: 'activity.othersPerSecond', times: 0.1 }],
      ],
    },
    likelyWhenHinted: { all: [isCluster, ['activity.errors.MOVED', '>', 0], ['errors.MOVED', '>=', 10]] },
    // One second without it says little of an application that gave up: the counter of the server tells.
    refute: {
      all: [
        ['activity.errors.MOVED', '==', 0],
        ['errors.MOVED', '==', 0],
      ],
    },
    advice: {
      'zh-CN': '让应用使用集群客户端，并在 MOVED 时刷新槽表。',
      en: 'Use a cluster client that refreshes its map of slots on MOVED.',
    },
    remedies: [],
    source: 'redis.io: Cluster specification, MOVED redirection',
  },
  {
    id: 'redis.cross-slot-commands',
    kind: 'redis',
    title: { 'zh-CN': '多键命令跨槽，执行失败（CROSSSLOT）', en: 'Commands on several keys fail: they cross slots (CROSSSLOT)' },
    explanation: {
      'zh-CN': '每秒 {activity.errors.CROSSSLOT} 次 CROSSSLOT，启动以来 {errors.CROSSSLOT} 次：应用在一个命令或事务里用了不同槽的键。',
      en: 'CROSSSLOT is answered {activity.errors.CROSSSLOT} times a second, {errors.CROSSSLOT} since the start: one command or transaction uses keys of different slots.',
    },
    severity: 'warning',
    role: 'cause',
    hints,
    quoted: 'CROSSSLOT',
    probes: ['activity', 'errors'],
    confirm: ['activity.errors.CROSSSLOT', '>', 0],
    likely: ['errors.CROSSSLOT', '>=', 10],
    refute: ['errors.CROSSSLOT', '==', 0],
    advice: {
      'zh-CN': '用哈希标签 {…} 让相关的键同槽，或拆成多条命令。',
      en: 'Put related keys into one slot with a hash tag, or send several commands.',
    },
    remedies: [],
    source: 'redis.io: Cluster specification, multiple keys operations',
  },
  {
    id: 'redis.not-a-cluster',
    kind: 'redis',
    title: { 'zh-CN': '声明为集群，实际是单机', en: 'Declared as a cluster, but it is a single server' },
    explanation: {
      'zh-CN': '配置写了 cluster: true，但该实例未启用集群：地址写错，或实例以单机模式重启了。',
      en: 'The entry says cluster: true, yet cluster mode is off there: a wrong address, or it was restarted without its configuration.',
    },
    severity: 'warning',
    role: 'cause',
    hints,
    probes: ['cluster'],
    confirm: {
      all: [
        ['cluster.isExpected', '==', true],
        ['cluster.isEnabled', '==', false],
      ],
    },
    refute: { any: [['cluster.isExpected', '==', false], isCluster] },
    advice: { 'zh-CN': '核对地址与 cluster-enabled。', en: 'Check the address and cluster-enabled.' },
    remedies: [],
    source: 'redis.conf: cluster-enabled',
  },
];

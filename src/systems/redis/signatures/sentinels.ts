/** Sentinels: no agreement, no candidate, two opinions, and switching to and fro. */

import type { Condition, Signature } from '../../../domain/signature.ts';

const hints = 'sentinel|failover|quorum|split.?brain|哨兵|切换|脑裂|法定票|主从';

const isWatched: Condition = ['sentinels.isWatched', '==', true];

export const sentinelSignatures: readonly Signature[] = [
  {
    id: 'redis.sentinel-no-quorum',
    kind: 'redis',
    title: {
      'zh-CN': '哨兵凑不够票数（quorum），无法故障切换',
      en: 'No sentinel quorum: too few can vote, so no failover is possible',
    },
    explanation: {
      'zh-CN':
        '{sentinels.masterName}：已知 {sentinels.known} 个哨兵，可达 {sentinels.reached} 个；需要 quorum {sentinels.quorum} 且过半 {sentinels.majority}。哨兵答复：{sentinels.quorumText}',
      en: '{sentinels.masterName}: {sentinels.reached} of {sentinels.known} sentinels are reached; {sentinels.quorum} must agree and {sentinels.majority} are the majority. Sentinel says: {sentinels.quorumText}',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['redis.sentinel-unreachable', 'redis.sentinel-primary-down', 'redis.sentinel-no-candidate'],
    hints,
    probes: ['sentinels'],
    confirm: { all: [isWatched, ['sentinels.hasQuorum', '==', false]] },
    refute: {
      any: [
        ['sentinels.isWatched', '==', false],
        ['sentinels.hasQuorum', '==', true],
      ],
    },
    advice: {
      'zh-CN': '先恢复缺失的哨兵 {sentinels.firstUnreachable}；若已永久下线，用 SENTINEL RESET 清理并补足到奇数个。',
      en: 'Bring the missing sentinels back ({sentinels.firstUnreachable}); where one is gone for good, clear it with SENTINEL RESET and keep an odd number.',
    },
    remedies: [],
    source: 'redis.io: Sentinel, SENTINEL CKQUORUM',
  },
  {
    id: 'redis.sentinel-split-brain',
    kind: 'redis',
    title: { 'zh-CN': '哨兵对主库是谁说法不一（脑裂）', en: 'Sentinels disagree on who the primary is (split brain)' },
    explanation: {
      'zh-CN':
        '{sentinels.masterName}：一部分哨兵认为主库是 {sentinels.primary}，另一部分认为是 {sentinels.otherPrimary}；应用会写到两处，其中一处的数据将丢失。',
      en: '{sentinels.masterName}: some sentinels name {sentinels.primary}, others {sentinels.otherPrimary}; applications write to both, and what one of them takes will be lost.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['redis.two-primaries', 'redis.sentinel-primary-down'],
    hints,
    probes: ['sentinels'],
    confirm: { all: [isWatched, ['sentinels.primaries', '>=', 2], ['sentinels.isFailingOver', '==', false]] },
    refute: ['sentinels.primaries', '<', 2],
    advice: {
      'zh-CN': '检查哨兵之间的网络与各自的配置；先拦住对旧主库的写入，比较两边的数据后由人决定保留哪一边。',
      en: 'Look at the network between the sentinels and at their configuration; keep writers off the old primary, compare both and let a person decide which one stays.',
    },
    remedies: [],
    source: 'redis.io: Sentinel, a quick tutorial; consistency under partitions',
  },
  {
    id: 'redis.sentinel-no-candidate',
    kind: 'redis',
    title: { 'zh-CN': '主库已下线，但没有可提升的从库', en: 'The primary is down and no replica is fit to take over' },
    explanation: {
      'zh-CN':
        '哨兵已判定 {sentinels.primary} 下线；{sentinels.replicas} 个从库中可用的为 {sentinels.usableReplicas} 个（下线、断连或优先级为 0 的不算）。',
      en: 'Sentinels agree that {sentinels.primary} is down; of {sentinels.replicas} replicas {sentinels.usableReplicas} are fit (those that are down, disconnected or of priority 0 are not).',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['redis.sentinel-primary-down'],
    hints,
    probes: ['sentinels'],
    confirm: {
      all: [isWatched, ['sentinels.isPrimaryDown', '==', true], ['sentinels.usableReplicas', '==', 0], ['sentinels.hasQuorum', '==', true]],
    },
    refute: ['sentinels.usableReplicas', '>', 0],
    advice: {
      'zh-CN': '先恢复 {sentinels.primary}；恢复不了时，找到数据最新的从库，检查它的 replica-priority 与连通性。',
      en: 'Bring {sentinels.primary} back; if that fails, find the replica with the newest data and look at its priority and its links.',
    },
    remedies: [],
    source: 'redis.io: Sentinel, replica selection and priority',
  },
  {
    id: 'redis.sentinel-flapping',
    kind: 'redis',
    title: { 'zh-CN': '主库反复切换（频繁故障转移）', en: 'Repeated failovers: the primary is switched again and again' },
    explanation: {
      'zh-CN':
        '{sentinels.masterName} 已切换 {sentinels.failovers} 次（约每小时 {sentinels.failoversPerHour} 次），最近一次在 {sentinels.lastFailoverSeconds} 秒前。每次切换都会断开连接，也可能丢掉尚未复制的写入。',
      en: '{sentinels.masterName} has been failed over {sentinels.failovers} times (about {sentinels.failoversPerHour} an hour), last {sentinels.lastFailoverSeconds} s ago. Each time connections break and writes that were not replicated may be lost.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['redis.sentinel-failed-over'],
    hints: `${hints}|flap|抖动|反复`,
    probes: ['sentinels'],
    confirm: {
      all: [
        isWatched,
        ['sentinels.failovers', '>=', 3],
        ['sentinels.failoversPerHour', '>=', 3],
        ['sentinels.lastFailoverSeconds', '<', 900],
      ],
    },
    advice: {
      'zh-CN': '查主库为何短时不应答（慢命令、fork、换页、网络），再考虑调大 down-after-milliseconds。',
      en: 'Find out why primaries stop answering for a moment (slow commands, forks, paging, network), then think about a larger down-after-milliseconds.',
    },
    remedies: [],
    source: 'redis.io: Sentinel, down-after-milliseconds',
  },
  {
    id: 'redis.sentinel-failed-over',
    kind: 'redis',
    title: { 'zh-CN': '刚刚发生过主从切换', en: 'A failover has just happened: the primary changed' },
    explanation: {
      'zh-CN': '{sentinels.lastFailoverSeconds} 秒前 {sentinels.masterName} 切换到 {sentinels.primary}；断连和少量写入丢失与此有关。',
      en: '{sentinels.masterName} moved to {sentinels.primary} {sentinels.lastFailoverSeconds} s ago; broken connections and a few lost writes come from it.',
    },
    severity: 'warning',
    role: 'symptom',
    hints,
    probes: ['sentinels'],
    confirm: { all: [isWatched, ['sentinels.lastFailoverSeconds', '<', 900]] },
    refute: ['sentinels.failovers', '==', 0],
    advice: {
      'zh-CN': '确认应用都已连到新主库，再查旧主库为何不应答。',
      en: 'See that all applications have reached the new primary, then find out why the old one stopped answering.',
    },
    remedies: [],
    source: 'redis.io: Sentinel, failover',
  },
  {
    id: 'redis.sentinel-unreachable',
    kind: 'redis',
    title: { 'zh-CN': '哨兵 {sentinels.firstUnreachable} 不可达', en: 'Sentinel {sentinels.firstUnreachable} cannot be reached' },
    explanation: {
      'zh-CN':
        '{sentinels.known} 个哨兵中有 {sentinels.unreachable} 个不可达（{sentinels.firstUnreachableProblem}）；票数还够，但余量变小。',
      en: '{sentinels.unreachable} of {sentinels.known} sentinels are not reached ({sentinels.firstUnreachableProblem}); the votes still suffice, with less to spare.',
    },
    severity: 'warning',
    role: 'cause',
    hints,
    probes: ['sentinels'],
    confirm: { all: [isWatched, ['sentinels.unreachable', '>', 0], ['sentinels.reached', '>', 0]] },
    refute: ['sentinels.unreachable', '==', 0],
    advice: { 'zh-CN': '恢复该哨兵进程或其网络。', en: 'Bring that sentinel or its network back.' },
    remedies: [],
    source: 'redis.io: Sentinel',
  },
  {
    id: 'redis.sentinel-tilted',
    kind: 'redis',
    title: { 'zh-CN': '哨兵处于 TILT 模式，暂不切换', en: 'A sentinel is in TILT mode and does no failover' },
    explanation: {
      'zh-CN': '{sentinels.tilted} 个哨兵因时钟跳变或进程卡顿进入 TILT，期间只观察不切换。',
      en: '{sentinels.tilted} sentinels have seen their clock jump or were stopped for a while: until TILT ends they only watch, and a primary that fails is not replaced.',
    },
    severity: 'warning',
    role: 'cause',
    hints: `${hints}|tilt|clock|时钟`,
    probes: ['sentinels'],
    confirm: { all: [isWatched, ['sentinels.tilted', '>', 0]] },
    advice: { 'zh-CN': '检查哨兵所在主机的时钟同步与负载。', en: 'Look at the clock and the load of the sentinels’ hosts.' },
    remedies: [],
    source: 'redis.io: Sentinel, TILT mode',
  },
  {
    id: 'redis.sentinel-name-unknown',
    kind: 'redis',
    title: { 'zh-CN': '哨兵不认识主库名 {sentinels.masterName}', en: 'A sentinel knows no primary named {sentinels.masterName}' },
    explanation: {
      'zh-CN': '{sentinels.firstStranger} 没有名为 {sentinels.masterName} 的主库：名称写错，或它的配置丢失。',
      en: '{sentinels.firstStranger} has no primary of the name {sentinels.masterName}: the name is wrong, or its configuration was lost.',
    },
    severity: 'critical',
    role: 'cause',
    hints,
    probes: ['sentinels'],
    confirm: { all: [isWatched, ['sentinels.firstStranger', '!=', '']] },
    refute: ['sentinels.firstStranger', '==', ''],
    advice: {
      'zh-CN': '核对应用与哨兵配置里的主库名；配置丢失时重新执行 SENTINEL MONITOR。',
      en: 'Compare the name in the applications and in the sentinels; where it was lost, run SENTINEL MONITOR again.',
    },
    remedies: [],
    source: 'redis.io: Sentinel, configuring Sentinel',
  },
];

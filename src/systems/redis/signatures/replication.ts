/** Replication: broken links, lag, resync loops, and writes refused for it. */

import type { Signature } from '../../../domain/signature.ts';
import { isLinkDown } from './conditions.ts';

const hints = 'replica|slave|replication|master|sync|lag|主从|从库|主库|复制|同步|延迟';

export const replicationSignatures: readonly Signature[] = [
  {
    id: 'redis.replica-link-down',
    kind: 'redis',
    title: { 'zh-CN': '主从复制中断：从库与主库的链路断开', en: 'Replication is broken: the replica lost the link to its primary' },
    explanation: {
      'zh-CN': '到主库 {replication.master} 的链路为 {replication.linkStatus}，已断 {replication.linkDownSeconds} 秒，读到的是旧数据。',
      en: 'The link to {replication.master} is {replication.linkStatus} for {replication.linkDownSeconds} s; the replica serves stale data.',
    },
    severity: 'critical',
    role: 'symptom',
    hints,
    quoted: '\\bMASTERDOWN\\b|link with MASTER is down',
    probes: ['replication'],
    confirm: isLinkDown,
    refute: {
      any: [
        ['replication.isMaster', '==', true],
        ['replication.linkStatus', '==', 'up'],
      ],
    },
    advice: {
      'zh-CN': '确认主库是否存活、网络是否可达、masterauth 是否正确。',
      en: 'See whether the primary lives, can be reached, and whether masterauth is right.',
    },
    remedies: [],
    source: 'redis.io: Replication',
  },
  {
    id: 'redis.primary-gone',
    kind: 'redis',
    title: {
      'zh-CN': '主库 {replication.master} 不在了：宕机或不可达',
      en: 'The primary {replication.master} is gone: down or unreachable',
    },
    explanation: {
      'zh-CN':
        '从库断链，从这里访问 {replication.master} 也是 {replication.masterState}：主库进程退出、主机不可达，或从库指向了错误的地址。从库上的读要么是旧数据，要么被拒（replica-serve-stale-data 为 no 时报 MASTERDOWN，已 {errors.MASTERDOWN} 次）。',
      en: 'The link is down and {replication.master} is {replication.masterState} from here as well: its process has exited, its host is away, or the replica points to a wrong address. Reads of the replica are stale, or refused with MASTERDOWN where replica-serve-stale-data is no ({errors.MASTERDOWN} so far).',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['redis.replica-link-down', 'redis.member-unreachable', 'redis.commands-fail'],
    hints: `${hints}|MASTERDOWN|stale`,
    probes: ['replication', 'errors'],
    confirm: { all: [isLinkDown, ['replication.masterState', 'matches', '^(refused|unreachable|dns|closed|not-redis)$']] },
    advice: {
      'zh-CN': '先核对地址，再恢复主库；确认主库无法恢复、且没有其他副本更新时，才提升本从库（REPLICAOF NO ONE），避免双主。',
      en: 'Check the address, then bring the primary back; only when that is impossible and no other replica is ahead, promote this one (REPLICAOF NO ONE), so as not to have two primaries.',
    },
    remedies: [],
    source: 'redis.io: Replication',
  },
  {
    id: 'redis.primary-hung',
    kind: 'redis',
    title: {
      'zh-CN': '主库 {replication.master} 卡住无响应：能连上但不应答',
      en: 'The primary {replication.master} hangs: it connects but does not answer',
    },
    explanation: {
      'zh-CN': '从库断链；{replication.master} 的端口能连上，却没有回应（{replication.masterState}）：进程被挂起、卡死或正忙于加载。',
      en: 'Replication is broken; {replication.master} accepts connections but does not answer ({replication.masterState}): stopped, stuck or loading.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['redis.replica-link-down', 'redis.member-unreachable'],
    hints,
    probes: ['replication'],
    confirm: { all: [isLinkDown, ['replication.masterState', 'matches', '^(silent|loading|busy|full)$']] },
    advice: { 'zh-CN': '到主库所在主机查看进程状态。', en: 'Look at the process on the primary’s host.' },
    remedies: [],
    source: 'redis.io: Replication',
  },
  {
    id: 'redis.masterauth-wrong',
    kind: 'redis',
    title: {
      'zh-CN': '复制认证失败：从库的 masterauth 与主库密码不符',
      en: 'Replication fails: the replica’s masterauth does not fit the primary',
    },
    explanation: {
      'zh-CN': '主库 {replication.master} 正常应答但要求登录，而从库始终连不上：masterauth 缺失或已过时。',
      en: 'The primary {replication.master} answers and asks for a login, yet the replica’s authentication never succeeds: masterauth is missing or out of date.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['redis.replica-link-down'],
    hints: `${hints}|auth|password|密码|认证`,
    probes: ['replication'],
    confirm: {
      all: [
        isLinkDown,
        ['replication.masterState', '==', 'needs-login'],
        {
          any: [
            ['replication.isSyncing', '==', false],
            ['replication.syncReadBytes', '==', 0],
          ],
        },
      ],
    },
    advice: {
      'zh-CN': '在从库上更新 masterauth（以及 masteruser），密码只能由人设置。',
      en: 'Set masterauth (and masteruser) on the replica; only a person may handle the password.',
    },
    remedies: [],
    source: 'redis.conf: masterauth',
  },
  {
    id: 'redis.replica-lost',
    kind: 'redis',
    title: { 'zh-CN': '主库失去了全部从库', en: 'The primary has lost all its replicas' },
    explanation: {
      'zh-CN': '复制积压缓冲区还在（曾有从库），但现在没有任何从库连接，没有冗余。',
      en: 'The replication backlog is there, so there were replicas, but none is connected now: there is no redundancy.',
    },
    severity: 'warning',
    role: 'cause',
    hints,
    probes: ['replication'],
    confirm: {
      all: [
        ['replication.isMaster', '==', true],
        ['replication.replicas', '==', 0],
        ['replication.hadReplicas', '==', true],
        ['replication.fullSyncs', '>=', 1],
      ],
    },
    refute: ['replication.replicas', '>', 0],
    advice: {
      'zh-CN': '检查从库进程与网络；若是有意下线，一小时后积压缓冲区会释放，可忽略。',
      en: 'Check the replicas and the network; if they were retired on purpose, ignore this: the backlog goes after an hour.',
    },
    remedies: [],
    source: 'redis.conf: repl-backlog-ttl',
  },
  {
    id: 'redis.too-few-replicas',
    kind: 'redis',
    title: { 'zh-CN': '健康从库不足，主库拒绝写入（NOREPLICAS）', en: 'Too few good replicas, so the primary refuses writes (NOREPLICAS)' },
    explanation: {
      'zh-CN':
        'min-replicas-to-write 要求 {replication.minReplicasToWrite} 个健康从库，现有 {replication.goodReplicas} 个，写命令返回 NOREPLICAS。',
      en: 'min-replicas-to-write demands {replication.minReplicasToWrite} good replicas and {replication.goodReplicas} are there: writes answer NOREPLICAS.',
    },
    severity: 'critical',
    role: 'cause',
    // Not the other way round: that writes are refused is what hurts, and what can be lifted until the replicas are back.
    explains: ['redis.replica-lost'],
    hints: `${hints}|noreplicas|min-replicas|拒写|写入失败`,
    quoted: '\\bNOREPLICAS\\b|not enough good (replicas|slaves) to write',
    probes: ['replication'],
    confirm: {
      all: [
        ['replication.isMaster', '==', true],
        ['replication.isRefusingWrites', '==', true],
      ],
    },
    refute: ['replication.isRefusingWrites', '==', false],
    advice: {
      'zh-CN': '恢复从库是根本；急需写入时可临时把 min-replicas-to-write 设为 0，此时主库故障会丢数据。',
      en: 'Bring the replicas back; if writes cannot wait, set min-replicas-to-write to 0 for now, knowing that losing the primary loses data.',
    },
    remedies: [{ action: 'config-set-durability', arguments: { parameter: 'min-replicas-to-write', value: '0' } }],
    source: 'redis.io: Replication, allow writes only with N attached replicas',
  },
  {
    id: 'redis.writes-to-replica',
    kind: 'redis',
    title: { 'zh-CN': '应用在向只读从库写入，被拒绝（READONLY）', en: 'Applications write to a read-only replica (READONLY)' },
    explanation: {
      'zh-CN':
        '本实例是 {replication.master} 的从库，却收到写命令，已返回 READONLY {errors.READONLY} 次：切换后应用没有更新地址，或本实例被误设为从库。',
      en: 'This instance is a replica of {replication.master}, yet gets writes: READONLY was answered {errors.READONLY} times. After a failover the applications kept the address, or it was made a replica by mistake.',
    },
    severity: 'critical',
    role: 'cause',
    hints: `${hints}|readonly|read only|只读`,
    quoted: 'can.{1,7}t write against a read.?only (replica|slave)',
    probes: ['replication', 'errors', 'activity'],
    confirm: {
      all: [
        ['replication.isMaster', '==', false],
        {
          any: [
            ['activity.errors.READONLY', '>', 0],
            ['errors.READONLY', '>=', 3],
          ],
        },
      ],
    },
    likely: {
      all: [
        ['replication.isMaster', '==', false],
        ['errors.READONLY', '>', 0],
      ],
    },
    refute: {
      any: [
        ['replication.isMaster', '==', true],
        ['errors.READONLY', '==', 0],
      ],
    },
    advice: {
      'zh-CN': '让应用连到真正的主库（通过哨兵、VIP 或域名）；若本实例本应是主库且原数据仍在，才执行 REPLICAOF NO ONE。',
      en: 'Send the applications to the real primary (by sentinel, address or name); only if this was meant to be the primary and still has its data, run REPLICAOF NO ONE.',
    },
    remedies: [
      {
        action: 'replicaof',
        arguments: { host: '', port: 0 },
        when: { all: [isLinkDown, ['replication.masterState', 'matches', '^(refused|unreachable|dns|closed)$']] },
      },
    ],
    source: 'redis.io: Replication, read-only replica',
  },
];

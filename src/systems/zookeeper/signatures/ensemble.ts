/** Reaching a server, and the ensemble that it belongs to: quorum, followers, consistency. */

import type { Signature } from '../../../domain/signature.ts';
import { isDataOnFullDisk } from '../../down-on-full-disk.ts';
import { reachSignatures } from '../../session/reach-signatures.ts';

const hints = 'quorum|leader|follower|ensemble|down|not serving|多数派|集群|副本|宕机|不可用';

export const ensembleSignatures: readonly Signature[] = [
  ...reachSignatures({
    kind: 'zookeeper',
    name: 'ZooKeeper',
    probe: 'server',
    downHints: 'zk_up|ZookeeperDown|zookeeper.*down|ConnectionLoss',
    loginSource: 'zookeeper.apache.org: Administrator’s Guide, Communication using the Netty framework',
  }),
  {
    id: 'zookeeper.down-on-full-disk',
    kind: 'zookeeper',
    title: { 'zh-CN': '主机磁盘写满，ZooKeeper 停了', en: 'The host’s disk is full and ZooKeeper went down' },
    explanation: {
      'zh-CN': '连接被拒绝，而所在主机有文件系统已写满：事务日志写不下时 ZooKeeper 会直接退出。',
      en: 'Connections are refused, and a filesystem of its host is full: ZooKeeper exits when it cannot write its transaction log.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['zookeeper.process-gone'],
    hints: 'down|disk|full|宕机|磁盘|写满',
    probes: ['server'],
    confirm: { all: [['reach.problem', '==', 'refused'], isDataOnFullDisk('zookeeper')] },
    refute: ['reach.isOk', '==', true],
    advice: {
      'zh-CN': '先腾出空间再启动；旧快照与日志用 zkCleanup.sh 清理，并打开 autopurge。',
      en: 'Free space, then start it; remove old snapshots and logs with zkCleanup.sh, and turn autopurge on.',
    },
    remedies: [],
    source: 'zookeeper.apache.org: Administrator’s Guide, Ongoing Data Directory Cleanup',
  },
  {
    id: 'zookeeper.not-serving',
    kind: 'zookeeper',
    title: { 'zh-CN': '没有多数派（quorum）：ZooKeeper 在运行但不提供服务', en: 'No quorum: ZooKeeper runs but does not serve requests' },
    explanation: {
      'zh-CN': '服务器应答 “not currently serving requests”：它联系不上足够的成员，或一直选不出 leader；客户端读写都失败。',
      en: 'The server says that it is not currently serving requests: it cannot reach enough members, or no leader is elected. Clients cannot read or write.',
    },
    severity: 'critical',
    role: 'cause',
    hints,
    probes: ['server'],
    quoted: 'This ZooKeeper instance is not currently serving requests',
    confirm: ['server.isServing', '==', false],
    refute: ['server.isServing', '==', true],
    advice: {
      'zh-CN': '逐台看其他成员是否存活、2888 与 3888 端口是否互通、myid 与 server.N 是否一致；恢复到多数派即可自行选举。',
      en: 'See whether the other members are alive, ports 2888 and 3888 are open between them, and myid fits server.N; with a quorum it elects by itself.',
    },
    remedies: [],
    source: 'zookeeper.apache.org: Administrator’s Guide, Clustered (Multi-Server) Setup',
  },
  {
    id: 'zookeeper.read-only',
    kind: 'zookeeper',
    title: { 'zh-CN': '只读模式：与多数派（quorum）失联', en: 'Read-only mode: this server is cut off from the quorum' },
    explanation: {
      'zh-CN': '角色 {server.mode}：该成员被分区隔开，只接受只读会话，读到的可能是旧数据。',
      en: 'Its mode is {server.mode}: a partition cut it off, and it takes read-only sessions that may see old data.',
    },
    severity: 'critical',
    role: 'cause',
    hints: `${hints}|read.?only|partition|只读|分区`,
    probes: ['server'],
    quoted: 'KeeperErrorCode ?= ?(Not a read-only call|NotReadOnly)|NotReadOnlyException',
    confirm: ['server.isReadOnly', '==', true],
    refute: ['server.isReadOnly', '==', false],
    advice: { 'zh-CN': '恢复它与其他成员之间的网络。', en: 'Restore the network between it and the other members.' },
    remedies: [],
    source: 'zookeeper.apache.org: Administrator’s Guide, readonlymode.enabled',
  },
  {
    id: 'zookeeper.voters-missing',
    kind: 'zookeeper',
    title: { 'zh-CN': '有投票成员宕机或没有同步', en: 'Voting members are down or not in sync' },
    explanation: {
      'zh-CN':
        'leader 看到 {activity.votersMissing} 个投票成员没有同步（已同步 {activity.syncedFollowers} 个）：再失去成员就可能失去多数派。',
      en: 'The leader sees {activity.votersMissing} voting members out of sync ({activity.syncedFollowers} are in sync): losing more may lose the quorum.',
    },
    severity: 'warning',
    role: 'cause',
    hints,
    probes: ['activity'],
    confirm: ['activity.votersMissing', '>=', 1],
    refute: ['activity.votersMissing', '==', 0],
    advice: {
      'zh-CN': '看掉线成员的进程、磁盘与 2888、3888 端口；数据量大时核对 initLimit 与 syncLimit。',
      en: 'Look at the process and disk of the missing one and at ports 2888 and 3888; with much data check initLimit and syncLimit.',
    },
    remedies: [],
    source: 'zookeeper.apache.org: Administrator’s Guide (synced_followers, initLimit, syncLimit)',
  },
  {
    id: 'zookeeper.data-differs',
    kind: 'zookeeper',
    title: { 'zh-CN': '数据不一致：数据摘要与 leader 不同', en: 'Inconsistent data: it differs from the leader’s' },
    explanation: {
      'zh-CN': '有 {activity.digestMismatches} 次摘要不符：该成员的数据树与 leader 不同，从它读到的数据不可信。',
      en: '{activity.digestMismatches} digests did not match: the tree of this member differs from the leader’s, and what is read here cannot be trusted.',
    },
    severity: 'critical',
    role: 'cause',
    hints: 'digest|inconsistent|corrupt|不一致|损坏',
    probes: ['activity'],
    confirm: ['activity.digestMismatches', '>', 0],
    refute: ['activity.digestMismatches', '==', 0],
    advice: {
      'zh-CN': '备份后停掉该成员，移走其数据目录（不要删除），重新启动，由 leader 全量同步。',
      en: 'Back it up, stop that member, move its data directory away (do not delete it), and start it so that the leader fills it.',
    },
    remedies: [],
    source: 'ZOOKEEPER-3114: built-in data consistency check',
  },
  {
    id: 'zookeeper.unrecoverable-errors',
    kind: 'zookeeper',
    title: { 'zh-CN': '发生过不可恢复的错误，关键线程可能已停止', en: 'Unrecoverable errors: a critical thread may have stopped' },
    explanation: {
      'zh-CN': '已发生 {activity.unrecoverableErrors} 次不可恢复的错误：关键线程可能已退出，进程还在却不再工作。',
      en: '{activity.unrecoverableErrors} unrecoverable errors happened: a critical thread may have ended while the process lives on and no longer serves.',
    },
    severity: 'critical',
    role: 'cause',
    hints: 'error|crash|thread|错误|崩溃',
    probes: ['activity'],
    confirm: ['activity.unrecoverableErrors', '>', 0],
    refute: ['activity.unrecoverableErrors', '==', 0],
    advice: {
      'zh-CN': '看日志中的异常（磁盘写满、OOM），处理后重启该成员。',
      en: 'Read the exception in its log (full disk, out of memory), repair that, and restart the member.',
    },
    remedies: [],
    source: 'zookeeper.apache.org: Monitor (unrecoverable_error_count)',
  },
];

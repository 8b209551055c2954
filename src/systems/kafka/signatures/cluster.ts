/** Brokers and controllers. */

import type { Signature } from '../../../domain/signature.ts';

const common = { kind: 'kafka', role: 'cause', severity: 'critical', remedies: [] } as const;

export const kafkaClusterSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'kafka.broker-down',
    title: { 'zh-CN': 'broker {cluster.downIds} 已宕机（下线）', en: 'Broker {cluster.downIds} is down' },
    explanation: {
      'zh-CN':
        '它承担着副本却不在集群中（在线 {cluster.brokers} 个）：副本不足的分区 {partitions.underReplicated} 个，低于 min.insync.replicas 的 {partitions.underMinIsr} 个，无主的 {partitions.offline} 个。',
      en: 'It holds replicas and is not in the cluster ({cluster.brokers} are up): {partitions.underReplicated} partitions are under-replicated, {partitions.underMinIsr} below min.insync.replicas, {partitions.offline} without a leader.',
    },
    explains: [
      'kafka.under-min-isr',
      'kafka.under-replicated',
      'kafka.partitions-offline',
      'kafka.bootstrap-shut',
      'kafka.leaders-unbalanced',
      'kafka.storage-skewed',
    ],
    hints: 'broker|down|under.?replicated|offline|not enough replicas|KafkaBroker|宕机|下线|副本不足|写入失败',
    probes: ['cluster', 'partitions'],
    confirm: ['cluster.down', '>=', 1],
    refute: ['cluster.down', '==', 0],
    advice: {
      'zh-CN':
        '看该 broker 的主机与 server.log（OOM、磁盘、日志目录错误），重启它，等副本追上。恢复前若必须写入，可临时把受影响主题的 min.insync.replicas 降为 1（期间只有一份数据），恢复后改回。',
      en: 'See its host and server.log (out of memory, disk, a log directory that failed), restart it and wait for its replicas. If writes cannot wait, lower min.insync.replicas of the topics to 1 for the time being (one copy only) and put it back afterwards.',
    },
    remedies: [
      {
        action: 'alter-topic-config',
        arguments: { topic: '{partitions.underMinIsrTopic}', name: 'min.insync.replicas', value: '1' },
        when: {
          all: [
            ['partitions.underMinIsr', '>=', 1],
            ['partitions.underMinIsrTopic', '!=', ''],
            ['partitions.isr', '>=', 1],
          ],
        },
      },
    ],
    source: 'kafka.apache.org: Design, Replication; KafkaUnderReplicatedPartitions of the mixin',
  },
  {
    ...common,
    id: 'kafka.no-controller',
    title: { 'zh-CN': '集群没有控制器（controller），无法选主', en: 'The cluster has no controller: leaders cannot be elected' },
    explanation: {
      'zh-CN': '元数据里没有在任的控制器：选主、建主题、broker 上下线都处理不了。',
      en: 'The metadata name no controller: leaders are not elected, topics not created, and brokers neither join nor leave; partitions that lose their leader stay offline.',
    },
    hints: 'controller|ActiveController|控制器|选主',
    probes: ['cluster', 'quorum'],
    confirm: {
      all: [
        ['reach.isOk', '==', true],
        {
          any: [
            ['cluster.hasController', '==', false],
            ['quorum.leader', '==', -1],
          ],
        },
      ],
    },
    refute: {
      all: [
        ['cluster.hasController', '==', true],
        ['quorum.leader', '>=', 0],
      ],
    },
    advice: {
      'zh-CN': 'KRaft：看控制器多数派是否在线；ZooKeeper 模式：看 ZooKeeper 是否可用。',
      en: 'In KRaft mode see whether a majority of controllers is up; with ZooKeeper, whether that is available.',
    },
    source: 'kafka.apache.org: KRaft; KafkaNoActiveController of the mixin',
  },
  {
    ...common,
    id: 'kafka.quorum-voter-late',
    title: {
      'zh-CN': '控制器投票者 {quorum.lateVoter} 掉队（KRaft 仲裁落后）',
      en: 'Controller {quorum.lateVoter} lags behind the KRaft quorum',
    },
    explanation: {
      'zh-CN':
        '它已 {quorum.lateVoterSeconds} 秒没有跟上，落后 {quorum.lateVoterOffsets} 条；{quorum.voters} 个投票者中跟上的 {quorum.currentVoters} 个，再失去 {quorum.spareVoters} 个以上就没有多数派。',
      en: 'It has not caught up for {quorum.lateVoterSeconds} s and is {quorum.lateVoterOffsets} records behind; {quorum.currentVoters} of {quorum.voters} voters are current, and with more than {quorum.spareVoters} less there is no majority.',
    },
    severity: 'warning',
    hints: 'quorum|kraft|controller|voter|控制器|仲裁|投票',
    probes: ['quorum'],
    confirm: ['quorum.lateVoterSeconds', '>=', 15],
    refute: {
      any: [
        ['quorum.lateVoterSeconds', '<', 5],
        ['quorum.isKraft', '==', false],
      ],
    },
    advice: {
      'zh-CN': '看该控制器的进程、磁盘与到其他控制器的网络；修复前不要动其他控制器。',
      en: 'See its process, its disk and its network to the others; leave the other controllers alone until it is back.',
    },
    source: 'kafka.apache.org: KRaft, Controllers',
  },
  {
    ...common,
    id: 'kafka.reassignment-running',
    title: { 'zh-CN': '分区迁移（reassignment）正在进行', en: 'Partition reassignment is running (partitions are being moved)' },
    explanation: {
      'zh-CN': '{reassignments.count} 个分区正在迁移（{reassignments.names}）：复制流量占用磁盘与网络，期间显示副本不足是正常的。',
      en: '{reassignments.count} partitions are being moved ({reassignments.names}): copying takes disk and network, and their being under-replicated meanwhile is normal.',
    },
    severity: 'warning',
    hints: 'reassign|rebalance|cruise|slow|迁移|重分配|变慢',
    probes: ['quorum'],
    confirm: ['reassignments.count', '>=', 20],
    likelyWhenHinted: ['reassignments.count', '>=', 1],
    refute: ['reassignments.count', '==', 0],
    advice: {
      'zh-CN': '影响业务时用限流（leader/follower.replication.throttled.rate）；长时间不动时看目标 broker 是否在线。',
      en: 'If it hurts, throttle it (leader and follower.replication.throttled.rate); if it does not move, see whether the target broker is up.',
    },
    source: 'kafka.apache.org: Operations, Expanding your cluster',
  },
];

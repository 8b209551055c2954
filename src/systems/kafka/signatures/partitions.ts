/** Partitions: without a leader, short of replicas, unable to take writes, without a copy, led by the wrong brokers. */

import type { Signature } from '../../../domain/signature.ts';

const common = { kind: 'kafka', severity: 'critical', probes: ['partitions'], remedies: [] } as const;

export const kafkaPartitionSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'kafka.partitions-offline',
    role: 'symptom',
    title: {
      'zh-CN': '{partitions.offline} 个分区离线：没有主副本（leader）',
      en: '{partitions.offline} partitions are offline: they have no leader',
    },
    explanation: {
      'zh-CN': '{partitions.offlineNames} 不能读也不能写；其中内部主题的分区 {partitions.offlineInternal} 个（消费组会找不到协调者）。',
      en: '{partitions.offlineNames} can neither be read nor written; {partitions.offlineInternal} belong to internal topics (groups then find no coordinator).',
    },
    hints: 'offline|leader|unavailable|LEADER_NOT_AVAILABLE|KafkaOfflinePartitions|无主|不可用|离线',
    quoted: 'LEADER_NOT_AVAILABLE|LeaderNotAvailableException|Broker: Leader not available|There is no leader for this topic-partition',
    confirm: ['partitions.offline', '>=', 1],
    refute: ['partitions.offline', '==', 0],
    advice: {
      'zh-CN': '恢复持有这些分区副本的 broker。只有确认接受丢数据时，才对单个主题启用不干净选举。',
      en: 'Bring back the brokers that hold their replicas. Only where losing data is acceptable, allow an unclean election for that topic.',
    },
    source: 'kafka.apache.org: Design, Unclean leader election; KafkaOfflinePartitonCount of the mixin',
  },
  {
    ...common,
    id: 'kafka.under-min-isr',
    role: 'symptom',
    title: {
      'zh-CN': '{partitions.underMinIsr} 个分区低于 min.insync.replicas，写入被拒绝',
      en: '{partitions.underMinIsr} partitions are below min.insync.replicas: writes refused',
    },
    explanation: {
      'zh-CN':
        '{partitions.underMinIsrNames}：同步副本 {partitions.isr} 个，要求 {partitions.minIsr} 个；acks=all 的生产者收到 NOT_ENOUGH_REPLICAS。缺的多是 broker {partitions.absentBroker}。',
      en: '{partitions.underMinIsrNames}: {partitions.isr} in sync where {partitions.minIsr} are asked for; producers with acks=all get NOT_ENOUGH_REPLICAS. Mostly broker {partitions.absentBroker} is missing.',
    },
    hints: 'not.?enough.?replicas|min.?insync|isr|produce|KafkaUnderMinIsr|写入失败|生产失败|副本不足|同步副本',
    quoted:
      'NOT_ENOUGH_REPLICAS|NotEnoughReplicas(AfterAppend)?Exception|rejected since there are fewer in-sync replicas than required|Broker: Not enough in-sync replicas',
    confirm: ['partitions.underMinIsr', '>=', 1],
    refute: ['partitions.underMinIsr', '==', 0],
    advice: {
      'zh-CN': '恢复缺失的 broker；不能等时把该主题的 min.insync.replicas 临时降为 1（期间只有一份数据），恢复后改回。',
      en: 'Bring the missing broker back; if that takes too long lower min.insync.replicas of the topic to 1 for the time being (one copy only), and put it back afterwards.',
    },
    remedies: [
      {
        action: 'alter-topic-config',
        arguments: { topic: '{partitions.underMinIsrTopic}', name: 'min.insync.replicas', value: '1' },
        when: {
          all: [
            ['partitions.underMinIsrTopic', '!=', ''],
            ['partitions.isr', '>=', 1],
          ],
        },
      },
    ],
    source: 'kafka.apache.org: Topic Configs, min.insync.replicas',
  },
  {
    ...common,
    id: 'kafka.under-replicated',
    severity: 'warning',
    role: 'symptom',
    title: { 'zh-CN': '{partitions.underReplicated} 个分区副本不足', en: '{partitions.underReplicated} partitions are under-replicated' },
    explanation: {
      'zh-CN':
        '{partitions.underReplicatedNames} 等的同步副本少于副本数，其中 {partitions.absentBrokerRatio|percent} 缺 broker {partitions.absentBroker}；{partitions.atMinIsr} 个再少一个就拒绝写入。',
      en: '{partitions.underReplicatedNames} and others have fewer replicas in sync than replicas; {partitions.absentBrokerRatio|percent} of them lack broker {partitions.absentBroker}, and {partitions.atMinIsr} refuse writes with one less.',
    },
    hints: 'under.?replicated|isr|replica|KafkaUnderReplicated|副本不足|同步',
    confirm: ['partitions.underReplicated', '>=', 1],
    refute: ['partitions.underReplicated', '==', 0],
    advice: {
      'zh-CN': '缺的是同一个 broker 时看它的磁盘、GC 与网络；分散在各处时看是否在迁移分区或流量突增。',
      en: 'If they lack the same broker, see its disk, its pauses and its network; if it is all over, see whether partitions are being moved or load has jumped.',
    },
    source: 'kafka.apache.org: Monitoring, UnderReplicatedPartitions',
  },
  {
    ...common,
    id: 'kafka.replica-lags',
    role: 'cause',
    title: {
      'zh-CN': '复制落后：broker {partitions.absentBroker} 在线，但它的副本跟不上',
      en: 'Replication lag: the replicas of broker {partitions.absentBroker} do not keep up',
    },
    explanation: {
      'zh-CN':
        '{partitions.underReplicated} 个副本不足的分区中 {partitions.absentBrokerRatio|percent} 缺的是它，而它仍在集群里：磁盘慢、GC 停顿、网络，或复制线程出错。',
      en: '{partitions.absentBrokerRatio|percent} of {partitions.underReplicated} under-replicated partitions lack it though the broker is up: a slow disk, pauses, the network, or a replica fetcher that failed.',
    },
    explains: ['kafka.under-min-isr', 'kafka.under-replicated'],
    hints: 'isr|shrink|under.?replicated|replica|slow|副本|同步|跟不上',
    probes: ['partitions', 'cluster', 'quorum'],
    confirm: {
      all: [
        ['partitions.underReplicated', '>=', 2],
        ['partitions.absentBrokerRatio', '>=', 0.8],
        ['cluster.down', '==', 0],
        ['reassignments.count', '==', 0],
      ],
    },
    likely: {
      all: [
        ['partitions.underReplicated', '>=', 1],
        ['cluster.down', '==', 0],
        ['reassignments.count', '==', 0],
      ],
    },
    refute: {
      any: [
        ['partitions.underReplicated', '==', 0],
        ['cluster.down', '>=', 1],
      ],
    },
    advice: {
      'zh-CN': '看该 broker 的磁盘延迟、GC 日志与 server.log 里 ReplicaFetcher 的错误；刚重启的话等它追上。',
      en: 'See its disk latency, its garbage collection and errors of ReplicaFetcher in server.log; if it has just restarted, let it catch up.',
    },
    source: 'kafka.apache.org: Broker Configs, replica.lag.time.max.ms',
  },
  {
    ...common,
    id: 'kafka.single-replica',
    severity: 'warning',
    role: 'symptom',
    title: { 'zh-CN': '内部主题只有一个副本，没有冗余', en: 'Internal topics have a single replica: no redundancy' },
    explanation: {
      'zh-CN':
        '{partitions.singleReplicaInternal} 没有第二份：它的 broker 一停，相应的消费组就全部停摆。（单副本主题共 {partitions.singleReplicaTopics} 个：{partitions.singleReplicaNames}。）',
      en: '{partitions.singleReplicaInternal} have no second copy: when their broker stops, the groups that they serve stop. ({partitions.singleReplicaTopics} topics have one replica: {partitions.singleReplicaNames}.)',
    },
    probes: ['partitions', 'cluster'],
    hints: 'replication.?factor|single|__consumer_offsets|coordinator|durab|单副本|副本数|协调者',
    // A risk for the day on which a broker stops, and no fault before.
    confirm: {
      all: [
        ['partitions.singleReplicaInternal', '!=', ''],
        ['cluster.down', '>=', 1],
      ],
    },
    confirmWhenHinted: ['partitions.singleReplicaInternal', '!=', ''],
    likelyWhenHinted: ['partitions.singleReplicaTopics', '>=', 1],
    refute: ['partitions.singleReplicaTopics', '==', 0],
    advice: {
      'zh-CN': '用 kafka-reassign-partitions 把内部主题加到 3 个副本，并设置 offsets.topic.replication.factor=3。',
      en: 'Give internal topics three replicas with kafka-reassign-partitions, and set offsets.topic.replication.factor=3.',
    },
    source: 'kafka.apache.org: Broker Configs, offsets.topic.replication.factor',
  },
  {
    ...common,
    id: 'kafka.leaders-unbalanced',
    severity: 'warning',
    role: 'cause',
    title: {
      'zh-CN': '主副本分布不均，集中在 broker {leaders.busiestBroker}',
      en: 'Leaders are unbalanced: they gather on broker {leaders.busiestBroker}',
    },
    explanation: {
      'zh-CN':
        '{leaders.notPreferred} 个分区（{leaders.notPreferredRatio|percent}）不由首选副本领导，broker {leaders.busiestBroker} 领导着 {leaders.busiestShare|percent}：多半是它的同伴重启之后没有要回主副本。',
      en: '{leaders.notPreferred} partitions ({leaders.notPreferredRatio|percent}) are not led by their preferred replica, and broker {leaders.busiestBroker} leads {leaders.busiestShare|percent} and carries their load: most likely others have restarted and not taken theirs back.',
    },
    hints: 'leader|imbalance|skew|hot broker|preferred|失衡|不均|倾斜|首选',
    confirm: {
      all: [
        ['leaders.notPreferredRatio', '>=', 0.25],
        ['leaders.notPreferred', '>=', 2],
        ['leaders.brokers', '>=', 2],
      ],
    },
    likelyWhenHinted: ['leaders.notPreferred', '>=', 1],
    refute: ['leaders.notPreferred', '==', 0],
    advice: {
      'zh-CN': '触发首选主副本选举；长期看启用 auto.leader.rebalance.enable。',
      en: 'Elect the preferred leaders; for the future turn auto.leader.rebalance.enable on.',
    },
    remedies: [{ action: 'elect-preferred-leaders', arguments: {}, when: ['leaders.notPreferred', '>=', 1] }],
    source: 'kafka.apache.org: Operations, Balancing leadership',
  },
  {
    ...common,
    id: 'kafka.min-isr-impossible',
    role: 'cause',
    title: {
      'zh-CN': '{configs.impossibleTopic} 的 min.insync.replicas 大于副本数，写入失败',
      en: 'min.insync.replicas of {configs.impossibleTopic} exceeds its replicas: writes fail',
    },
    explanation: {
      'zh-CN': '要求 {configs.impossibleMinIsr} 个同步副本，却只有 {configs.impossibleReplicas} 个副本：acks=all 的写入永远失败。',
      en: 'It asks for {configs.impossibleMinIsr} in sync and has {configs.impossibleReplicas} replicas: writes with acks=all can never succeed.',
    },
    probes: ['configs'],
    hints: 'not.?enough.?replicas|min.?insync|写入失败|生产失败',
    confirm: ['configs.impossible', '>=', 1],
    refute: ['configs.impossible', '==', 0],
    advice: {
      'zh-CN': '把它调低到副本数以下，或增加副本。',
      en: 'Lower it below the number of replicas, or add replicas.',
    },
    remedies: [
      {
        action: 'alter-topic-config',
        arguments: { topic: '{configs.impossibleTopic}', name: 'min.insync.replicas', value: '1' },
        when: ['configs.impossibleTopic', '!=', ''],
      },
    ],
    source: 'kafka.apache.org: Topic Configs, min.insync.replicas',
  },
  {
    ...common,
    id: 'kafka.no-spare-replica',
    severity: 'warning',
    role: 'symptom',
    title: { 'zh-CN': '副本没有余量：一个 broker 都不能少', en: 'No spare replica: any broker restart makes writes fail' },
    explanation: {
      'zh-CN': '{configs.noSpare} 个主题的 min.insync.replicas 等于副本数（{configs.noSpareNames}）：任何一个 broker 重启都会让写入失败。',
      en: 'min.insync.replicas of {configs.noSpare} topics equals their replicas ({configs.noSpareNames}): they cannot spare a single broker, and every restart makes writes fail.',
    },
    probes: ['configs'],
    hints: 'min.?insync|restart|rolling|滚动重启|写入失败',
    confirm: ['configs.noSpare', '>=', 1],
    refute: ['configs.noSpare', '==', 0],
    advice: { 'zh-CN': '改为副本数减一（常用 3 副本、2 同步）。', en: 'Make it one less than the replicas (three and two are usual).' },
    source: 'kafka.apache.org: Topic Configs, min.insync.replicas',
  },
  {
    ...common,
    id: 'kafka.unclean-election-allowed',
    severity: 'warning',
    role: 'symptom',
    title: { 'zh-CN': '允许不干净的主副本选举（unclean），可能丢消息', en: 'Unclean leader election is allowed: messages may be lost' },
    explanation: {
      'zh-CN': '{configs.unclean} 个主题（{configs.uncleanNames}）：同步副本全部失效时会选落后的副本为主，已确认的消息会丢失。',
      en: '{configs.unclean} topics ({configs.uncleanNames}): when no replica in sync is left, one that lags becomes leader and acknowledged messages are lost.',
    },
    probes: ['configs'],
    hints: 'unclean|lost|truncat|丢失|丢数据|不干净',
    confirm: ['configs.unclean', '>=', 1],
    refute: ['configs.unclean', '==', 0],
    advice: {
      'zh-CN': '除日志类主题外关闭 unclean.leader.election.enable。',
      en: 'Turn unclean.leader.election.enable off, but for topics that may lose data.',
    },
    source: 'kafka.apache.org: Topic Configs, unclean.leader.election.enable',
  },
];

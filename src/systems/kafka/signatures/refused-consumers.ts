/** What consumers and groups are refused, by the errors that they get. */

import { quotedErrors } from '../../quoted-error.ts';

export const kafkaRefusedConsumerSignatures = quotedErrors('kafka', 'cluster', [
  {
    id: 'poll-interval-exceeded',
    severity: 'critical',
    title: {
      'zh-CN': '消费者处理太慢，超过 max.poll.interval.ms 被踢出消费组，提交失败（CommitFailedException）',
      en: 'Consumers take longer than max.poll.interval.ms, leave the group and fail to commit (CommitFailedException)',
    },
    explanation: {
      'zh-CN': '两次 poll() 之间的处理超过 max.poll.interval.ms：该成员被移出消费组，分区交给别人，同一批消息会被重复处理。',
      en: 'Handling a batch between two calls of poll() takes longer than max.poll.interval.ms: the member is put out of its group, its partitions go to others, and the same messages are handled again.',
    },
    quoted:
      'CommitFailedException|consumer poll timeout has expired|maximum poll interval \\(\\d+ ?ms\\) exceeded|(ERR_|code=)_MAX_POLL_EXCEEDED|Offset commit cannot be completed since the consumer is not part of an active group',
    explains: ['kafka.group-rebalances'],
    advice: {
      'zh-CN': '看每条的处理为什么变慢（下游、数据库、重试）；应急减小 max.poll.records 或调大 max.poll.interval.ms，处理须能容忍重复。',
      en: 'See why handling became slow (a dependency, a database, retries); meanwhile lower max.poll.records or raise max.poll.interval.ms, and make handling safe to repeat.',
    },
    source: 'kafka.apache.org: Consumer Configs, max.poll.interval.ms; CommitFailedException',
  },
  {
    id: 'offset-out-of-range',
    title: {
      'zh-CN': '位点越界：要读的消息已被清理或还不存在（OFFSET_OUT_OF_RANGE）',
      en: 'Offset out of range: what is to be read is deleted or not there yet (OFFSET_OUT_OF_RANGE)',
    },
    explanation: {
      'zh-CN':
        '消费组的位点不在日志范围内：停得比保留时间久而消息被清理，或主题被重建、日志被截断（不干净选举）而位点在末尾之后；之后按 auto.offset.reset 跳到开头或末尾。',
      en: 'The offset of the group is outside the log: it was stopped for longer than retention and the messages are deleted, or the topic was made anew or truncated (unclean election) and ends before it. auto.offset.reset then decides where it goes on.',
    },
    quoted:
      'OFFSET_OUT_OF_RANGE|OffsetOutOfRangeException|Broker: Offset out of range|Fetch (position|offset) .{1,300} is out of range for partition',
    probes: ['groups'],
    advice: {
      'zh-CN':
        '比较消费组位点与分区的最早、最新位点：小于最早是被清理（延长保留、加快消费），大于最新是重建或截断；确认可跳过的范围后再重置位点。',
      en: 'Compare the offset with the first and last of the partition: below the first it was deleted (lengthen retention, consume faster), beyond the last the topic was made anew or truncated; reset only once it is clear what is skipped.',
    },
    source: 'kafka.apache.org: Protocol, OFFSET_OUT_OF_RANGE; Consumer Configs, auto.offset.reset',
  },
  {
    id: 'group-protocol-inconsistent',
    title: {
      'zh-CN': '消费组成员的分配策略不一致，加入被拒绝（INCONSISTENT_GROUP_PROTOCOL）',
      en: 'Members have different assignment strategies and cannot join the group (INCONSISTENT_GROUP_PROTOCOL)',
    },
    explanation: {
      'zh-CN':
        '新成员与现有成员没有共同的 partition.assignment.strategy：滚动升级时换了策略，或不同的程序（Streams、Connect）用了同一个 group.id。',
      en: 'A new member and those in the group share no partition.assignment.strategy: a rolling release changed it, or different programs (Streams, Connect) use one group.id.',
    },
    quoted: 'INCONSISTENT_GROUP_PROTOCOL|InconsistentGroupProtocolException|Broker: Inconsistent group protocol',
    advice: {
      'zh-CN': '换策略要两步：先同时配置新旧策略滚动一遍，再去掉旧的；不同程序各用自己的 group.id。',
      en: 'Change a strategy in two rolling releases: first list the new and the old, then drop the old; give different programs a group.id of their own.',
    },
    source: 'kafka.apache.org: Protocol, INCONSISTENT_GROUP_PROTOCOL; KIP-429',
  },
  {
    id: 'record-undeserializable',
    severity: 'critical',
    title: {
      'zh-CN': '毒消息：消费者无法反序列化某条消息，停在该位点',
      en: 'Poison message: consumers cannot deserialize a record and stop at its offset',
    },
    explanation: {
      'zh-CN': '消息的格式与消费者的反序列化器不符：生产者换了格式或 schema，或写进了别的数据；poll 每次都在同一位点失败。',
      en: 'The record does not fit the deserializer: a producer changed format or schema, or something else was written there; poll fails at the same offset each time.',
    },
    quoted:
      'RecordDeserializationException|Error deserializing (key/value|key|value|VALUE|KEY) for partition|Error deserializing Avro message|seek past the record to continue consumption',
    advice: {
      'zh-CN':
        '先看生产者最近的发布与 schema 变更；应急停掉该组，把该分区位点移过这条消息（留存原文），再用 ErrorHandlingDeserializer 一类把坏消息送死信。',
      en: 'Look at the last release and schema change of the producers; meanwhile stop the group and move its offset past that record (keep a copy), then send bad ones to a dead-letter topic (ErrorHandlingDeserializer or the like).',
    },
    source: 'kafka.apache.org: KIP-334, RecordDeserializationException',
  },
  {
    id: 'coordinator-unavailable',
    severity: 'critical',
    title: {
      'zh-CN': '消费组协调者不可用（COORDINATOR_NOT_AVAILABLE）',
      en: 'The group coordinator is not available (COORDINATOR_NOT_AVAILABLE)',
    },
    explanation: {
      'zh-CN':
        '__consumer_offsets（事务为 __transaction_state）的对应分区没有主副本，或还没有建出来：broker 宕机、单副本，或 broker 数少于 offsets.topic.replication.factor。',
      en: 'The partition of __consumer_offsets (for transactions __transaction_state) has no leader or was never created: a broker is down, there is one replica only, or fewer brokers than offsets.topic.replication.factor.',
    },
    quoted:
      'COORDINATOR_NOT_AVAILABLE|CoordinatorNotAvailableException|GroupCoordinatorNotAvailable|Broker: (Group )?coordinator not available',
    probes: ['cluster', 'partitions'],
    advice: {
      'zh-CN':
        '用 kafka-topics --describe --topic __consumer_offsets 看无主分区，恢复其 broker；小集群把 offsets.topic.replication.factor 调到不超过 broker 数。',
      en: 'See which partitions of __consumer_offsets have no leader (kafka-topics --describe) and bring their broker back; in a small cluster set offsets.topic.replication.factor to no more than its brokers.',
    },
    source: 'kafka.apache.org: Protocol, COORDINATOR_NOT_AVAILABLE',
  },
  {
    id: 'static-member-fenced',
    title: {
      'zh-CN': '静态成员被隔离：两个实例用了同一个 group.instance.id（FENCED_INSTANCE_ID）',
      en: 'Static member is fenced: two instances share a group.instance.id (FENCED_INSTANCE_ID)',
    },
    explanation: {
      'zh-CN': '后来的实例以同一个 group.instance.id 加入，先前的被踢出：副本复制了同样的配置，或旧实例没有退出。',
      en: 'A later instance joined with the same group.instance.id and put the earlier one out: replicas share one configuration, or the old instance has not ended.',
    },
    quoted: 'FENCED_INSTANCE_ID|FencedInstanceIdException',
    advice: {
      'zh-CN': '让每个实例的 group.instance.id 唯一（如 StatefulSet 的序号），停掉残留的旧实例。',
      en: 'Give each instance a group.instance.id of its own (the ordinal of a StatefulSet, for example) and stop those that were left.',
    },
    source: 'kafka.apache.org: KIP-345, static membership',
  },
  {
    id: 'session-timeout-refused',
    title: {
      'zh-CN': '消费者的 session.timeout.ms 超出 broker 允许的范围（INVALID_SESSION_TIMEOUT）',
      en: 'session.timeout.ms is outside what the broker allows (INVALID_SESSION_TIMEOUT)',
    },
    explanation: {
      'zh-CN': '它必须在 broker 的 group.min.session.timeout.ms 与 group.max.session.timeout.ms 之间。',
      en: 'It has to be between group.min.session.timeout.ms and group.max.session.timeout.ms of the broker.',
    },
    quoted: 'INVALID_SESSION_TIMEOUT|InvalidSessionTimeoutException|session timeout is not within the range allowed by the broker',
    advice: {
      'zh-CN': '把消费者的 session.timeout.ms 改到范围之内，或调整 broker 的上下限。',
      en: 'Bring session.timeout.ms of the consumer into that range, or change the range at the brokers.',
    },
    source: 'kafka.apache.org: Broker Configs, group.max.session.timeout.ms',
  },
  {
    id: 'group-size-limit',
    title: {
      'zh-CN': '消费组成员数达到上限（GROUP_MAX_SIZE_REACHED）',
      en: 'The group has reached its maximum size (GROUP_MAX_SIZE_REACHED)',
    },
    explanation: {
      'zh-CN': 'broker 的 group.max.size 不让更多成员加入：实例扩得太多，或残留的成员还没有超时。',
      en: 'group.max.size of the broker lets no more members in: too many instances were started, or members that ended have not timed out yet.',
    },
    quoted: 'GROUP_MAX_SIZE_REACHED|GroupMaxSizeReachedException',
    advice: {
      'zh-CN': '把实例数降到分区数以内，或调大 group.max.size。',
      en: 'Run no more instances than partitions, or raise group.max.size.',
    },
    source: 'kafka.apache.org: Broker Configs, group.max.size; KIP-389',
  },
  {
    id: 'version-unsupported',
    title: {
      'zh-CN': '客户端与 broker 版本不兼容（UNSUPPORTED_VERSION）',
      en: 'Client and broker versions are incompatible (UNSUPPORTED_VERSION)',
    },
    explanation: {
      'zh-CN':
        '一方不支持另一方所用的请求版本：客户端太旧（Kafka 4.0 起不再支持 2.1 之前的协议）、用了 broker 没有的功能，或 inter.broker.protocol 没有升级。',
      en: 'One side does not support the version of a request of the other: a client that is too old (4.0 dropped what came before 2.1), a feature that the broker lacks, or an inter-broker protocol that was not raised.',
    },
    quoted: 'UNSUPPORTED_VERSION\\b|UnsupportedVersionException',
    advice: {
      'zh-CN': '对照最近升级的一方与另一方的版本，升级旧的客户端，或退回该功能。',
      en: 'Compare what was upgraded last with the other side; upgrade the old client, or do without that feature.',
    },
    source: 'kafka.apache.org: Protocol, UNSUPPORTED_VERSION; KIP-896',
  },
]);

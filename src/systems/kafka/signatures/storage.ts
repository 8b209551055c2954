/** Log directories: offline, nearly full, unevenly filled. */

import type { Signature } from '../../../domain/signature.ts';

const common = { kind: 'kafka', role: 'cause', severity: 'critical', probes: ['storage'], remedies: [] } as const;

export const kafkaStorageSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'kafka.log-directory-offline',
    title: { 'zh-CN': '日志目录离线：{storage.offlineNames}', en: 'A log directory is offline: {storage.offlineNames}' },
    explanation: {
      'zh-CN': '{storage.offline} 个目录因 I/O 错误被 broker 停用，其上的副本全部失效。',
      en: 'Their broker has given up {storage.offline} directories after an I/O error, and every replica in them.',
    },
    explains: ['kafka.under-replicated', 'kafka.under-min-isr', 'kafka.partitions-offline', 'kafka.replica-lags'],
    hints: 'log.?dir|offline|i/o|disk|OfflineLogDirectory|目录|离线|磁盘',
    quoted: 'KAFKA_STORAGE_ERROR|KafkaStorageException',
    confirm: ['storage.offline', '>=', 1],
    refute: ['storage.offline', '==', 0],
    advice: {
      'zh-CN': '看该磁盘（写满、只读、硬件错误）与 server.log；修好后重启该 broker，副本会重新复制。',
      en: 'See that disk (full, read-only, failing) and server.log; repair it and restart the broker, whose replicas are then copied again.',
    },
    source: 'kafka.apache.org: KIP-112, JBOD; OfflineLogDirectoryCount',
  },
  {
    ...common,
    id: 'kafka.disk-full',
    title: {
      'zh-CN': 'broker {storage.fullest.broker} 的磁盘将满，空间不足',
      en: 'The data disk of broker {storage.fullest.broker} is nearly full',
    },
    explanation: {
      'zh-CN':
        '{storage.fullest.path} 已用 {storage.fullest.usedRatio|percent}，剩 {storage.fullest.usableBytes|bytes}；其中 Kafka 日志占 {storage.fullest.logShare|percent}，最大的主题是 {storage.largestTopic}（{storage.largestTopicBytes|bytes}）。写满后 broker 会停掉该目录。',
      en: '{storage.fullest.path} is {storage.fullest.usedRatio|percent} full with {storage.fullest.usableBytes|bytes} of space left; Kafka’s logs are {storage.fullest.logShare|percent} of it, and the largest topic is {storage.largestTopic} ({storage.largestTopicBytes|bytes}). When there is no space left, the broker takes the directory offline.',
    },
    hints: 'disk|space|full|no space|磁盘|空间|写满|将满',
    confirm: ['storage.fullest.usedRatio', '>=', 0.95],
    likely: ['storage.fullest.usedRatio', '>=', 0.9],
    refute: ['storage.fullest.usedRatio', '<', 0.8],
    advice: {
      'zh-CN': 'Kafka 日志占大头时缩短最大主题的 retention（确认消费组都已读完），不是时清理别的文件；然后扩容。不要手工删日志文件。',
      en: 'If logs are most of it, shorten the retention of the largest topic (once its groups have read it), else remove what is not Kafka’s; then add room. Never delete log files by hand.',
    },
    source: 'kafka.apache.org: Operations, Disks and Filesystem',
  },
  {
    ...common,
    id: 'kafka.storage-skewed',
    severity: 'warning',
    title: {
      'zh-CN': '数据分布不均，集中在 broker {storage.heaviestBroker}',
      en: 'Data is unevenly spread: broker {storage.heaviestBroker} has most',
    },
    explanation: {
      'zh-CN': '它存了 {storage.heaviestBytes|bytes}，是平均值的 {storage.skewRatio} 倍，磁盘会先满。',
      en: 'It holds {storage.heaviestBytes|bytes}, {storage.skewRatio} times the mean, and its disk will be full first.',
    },
    hints: 'skew|imbalance|balance|不均|倾斜|失衡',
    confirm: {
      all: [
        ['storage.skewRatio', '>=', 2],
        ['storage.heaviestBytes', '>=', 10_737_418_240],
      ],
    },
    likelyWhenHinted: {
      all: [
        ['storage.skewRatio', '>=', 1.5],
        ['storage.heaviestBytes', '>=', 1_073_741_824],
      ],
    },
    refute: ['storage.skewRatio', '<', 1.3],
    advice: {
      'zh-CN': '用 kafka-reassign-partitions 或 Cruise Control 迁移最大的分区，注意限流。',
      en: 'Move the largest partitions with kafka-reassign-partitions or Cruise Control, throttled.',
    },
    source: 'kafka.apache.org: Operations, Expanding your cluster',
  },
  {
    ...common,
    id: 'kafka.retention-very-short',
    severity: 'warning',
    role: 'symptom',
    probes: ['configs'],
    title: { 'zh-CN': '主题 {configs.shortest.topic} 的保留时间很短', en: 'The retention of {configs.shortest.topic} is very short' },
    explanation: {
      'zh-CN': 'retention.ms 只有 {configs.shortest.retentionSeconds|duration}：消费方停得比这久就会丢消息。',
      en: 'retention.ms is {configs.shortest.retentionSeconds|duration}: consumers that stop for longer lose messages.',
    },
    hints: 'retention|lost|expire|保留|过期|丢失',
    confirm: {
      all: [
        ['configs.shortest.topic', '!=', ''],
        ['configs.shortest.retentionSeconds', '<', 600],
      ],
    },
    likelyWhenHinted: {
      all: [
        ['configs.shortest.topic', '!=', ''],
        ['configs.shortest.retentionSeconds', '<', 21_600],
      ],
    },
    refute: ['configs.shortest.retentionSeconds', '>=', 86_400],
    advice: {
      'zh-CN': '核对是否为清理空间临时改短后忘了改回；需要时延长。',
      en: 'See whether it was shortened to make room and never put back; lengthen it if so.',
    },
    source: 'kafka.apache.org: Topic Configs, retention.ms',
  },
];

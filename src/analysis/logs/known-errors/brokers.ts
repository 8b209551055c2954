/** Errors that a message broker gives to those who publish and consume, and what its clients print where they do not say which. */

import type { KnownError } from '../known-errors.ts';

/** What a connection fails of is told by other entries. */
const elsewhere = 'ECONNREFUSED|connection refused|ENOTFOUND|EAI_AGAIN|certificate|SASL|authentication';

export const errorsOfBrokers: readonly KnownError[] = [
  {
    id: 'message-refused',
    isReason: true,
    pattern:
      /\bMESSAGE_TOO_LARGE\b|\bRECORD_LIST_TOO_LARGE\b|Record(?:Batch)?TooLargeException|message larger than the max message size|message size too large|\bINVALID_(?:RECORD|TIMESTAMP|REQUIRED_ACKS)\b|Invalid(?:Record|Timestamp)Exception|cannot accept message without key|maximum payload violation|\bMAX_PAYLOAD_EXCEEDED\b|message size exceeds maximum allowed|maximum (?:messages|bytes|messages per subject) exceeded|message size \d+ is larger than/i,
    severity: 'critical',
    title: {
      'zh-CN': '消息代理拒绝它发布的消息（过大、缺键、时间戳超出范围，或流已满）',
      en: 'A broker refuses its messages (too large, without a key, of a wrong time, or the stream is full)',
    },
    meaning: {
      'zh-CN': '该主题、队列或流自己的上限或策略被改动，或消息变大、变了形式；重试没有用。',
      en: 'A limit or policy of that topic, queue or stream was changed, or messages have become larger or of another form; to try again does not help.',
    },
    advice: {
      'zh-CN': '看报错所说的主题自己的设置（大小上限、压实、保留），再看最近的发布。',
      en: 'Look at what is set for that very topic (size, compaction, limits), then at the last release.',
    },
    source: 'kafka.apache.org: error codes; nats-server: errors; rabbitmq.com: max_message_size',
  },
  {
    id: 'kafka-refuses',
    pattern:
      /Received response with error while executing API|\bPLT_KFK_(?:RESPONSE|PROTOCOL)\b|\bKafkaJSProtocolError\b|\bUNKNOWN_SERVER_ERROR\b|The server experienced an unexpected error when processing the request|Broker: Unknown error/,
    severity: 'warning',
    title: {
      'zh-CN': 'Kafka 的 broker 以错误回应它的请求，客户端没有打印是哪一种',
      en: 'A Kafka broker answers its requests with an error, and the client does not print which',
    },
    meaning: {
      'zh-CN': '请求到达了 broker 而被拒绝：该主题自己的设置（大小上限、压实、同步副本）、授权，或主副本已换。',
      en: 'The request came to the broker and was refused: by what is set for that topic (size, compaction, replicas in sync), by an ACL, or because the leader moved.',
    },
    advice: {
      'zh-CN': '先看报错所指主题的设置与分区；让应用打印内层错误（@platformatic/kafka 的 error.errors、kafkajs 的 error.type）。',
      en: 'Look at settings and partitions of the topic that it names; have the application print the inner error (error.errors of @platformatic/kafka, error.type of kafkajs).',
    },
    source: 'kafka.apache.org: error codes; @platformatic/kafka: errors; kafka.js.org: error handling',
  },
  {
    id: 'kafka-unanswered',
    isWait: true,
    pattern: new RegExp(
      `^(?!.*(?:${elsewhere})).*(?:\\bPLT_KFK_(?:NETWORK|TIMEOUT)\\b|Cannot connect to any broker|\\bKafkaJS(?:Connection(?:Closed)?Error|BrokerNotFound|RequestTimeoutError|NumberOfRetriesExceeded)\\b|Broker transport failure|brokers? (?:connections )?are down|_ALL_BROKERS_DOWN\\b|Failed to update metadata after \\d+ ?ms)`,
      'i',
    ),
    severity: 'critical',
    title: {
      'zh-CN': '它得不到 Kafka 的回应：连接中断或请求超时',
      en: 'Kafka does not answer it: connections break or requests time out',
    },
    meaning: {
      'zh-CN': 'broker 宕机、卡顿或广播了客户端连不到的地址，或网络中断。',
      en: 'A broker is down or stalls, advertises an address that clients cannot reach, or the network is cut.',
    },
    advice: {
      'zh-CN': '看 broker 是否都在、广播的地址（advertised.listeners）能否从应用所在处连到。',
      en: 'See whether all brokers are up, and whether the addresses that they advertise (advertised.listeners) can be reached from where it runs.',
    },
    source: 'kafka.apache.org: advertised.listeners; librdkafka: INTRODUCTION.md, error handling',
  },
  {
    id: 'consumer-thrown-out',
    isReason: true,
    pattern:
      /CommitFailedException|ILLEGAL_GENERATION|IllegalGeneration|UNKNOWN_MEMBER_ID|max\.poll\.interval|not part of an active group|exceeded max(?:imum)? poll interval|MAXPOLL/i,
    severity: 'warning',
    title: {
      'zh-CN': 'Kafka 消费者被踢出消费组：处理一批太久，超过 max.poll.interval',
      en: 'A Kafka consumer is thrown out of its group: it takes longer for a batch than max.poll.interval allows',
    },
    meaning: {
      'zh-CN': '处理变慢（下游慢、单条太重）或一次拉取太多，提交因此失败，同一批消息被反复处理。',
      en: 'The consumer became slow (a slow dependency, heavy records) or takes too many at once; its commits fail, and the same records are worked on again and again.',
    },
    advice: {
      'zh-CN': '先看处理为何变慢，再调小 max.poll.records 或调大 max.poll.interval.ms。',
      en: 'See first why it became slow, then lower max.poll.records or raise max.poll.interval.ms.',
    },
    source: 'kafka.apache.org: max.poll.interval.ms; CommitFailedException',
  },
  {
    id: 'offset-lost',
    isReason: true,
    pattern: /OffsetOutOfRange|OFFSET_OUT_OF_RANGE|offset .{0,60}(?:is )?out of range/i,
    severity: 'critical',
    title: {
      'zh-CN': 'Kafka 消费者要读的位点已不在（被保留策略删除）',
      en: 'The offset that a Kafka consumer wants is gone (deleted by retention)',
    },
    meaning: {
      'zh-CN': '积压时间超过了主题的保留时间，或主题被重建、截断；未处理的消息已经丢失。',
      en: 'The consumer lagged for longer than the topic keeps records, or the topic was made anew or truncated; what it had not read is lost.',
    },
    advice: {
      'zh-CN': '核对保留时间与积压，再按 auto.offset.reset 决定从哪里继续，并补数据。',
      en: 'Compare retention with its lag, decide where it goes on (auto.offset.reset), and make up for what was lost.',
    },
    source: 'kafka.apache.org: auto.offset.reset, retention.ms',
  },
  {
    id: 'channel-closed',
    isReason: true,
    pattern: /PRECONDITION_FAILED|RESOURCE_LOCKED|inequivalent arg|channel (?:was )?closed by (?:the )?server/i,
    severity: 'critical',
    title: {
      'zh-CN': 'RabbitMQ 关闭了它的通道：声明的参数与已有的队列、交换机不一致，或队列被独占',
      en: 'RabbitMQ closes its channel: what it declares differs from the queue or exchange that is there, or that is locked',
    },
    meaning: {
      'zh-CN': '发布改了队列参数（TTL、类型、持久化），而已有的队列不能改；或消费确认超时。',
      en: 'A release declares other arguments (TTL, type, durable) than the queue was made with, or an acknowledgement took too long.',
    },
    advice: {
      'zh-CN': '对照报错里的参数与现有队列；改回参数，或用策略代替，或迁移到新队列。',
      en: 'Compare the argument that it names with the queue; restore it, use a policy instead, or move to a new queue.',
    },
    source: 'rabbitmq.com: Queues, property equivalence; AMQP 0-9-1: 406, 405',
  },
];

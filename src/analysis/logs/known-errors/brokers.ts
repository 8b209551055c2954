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
];

/** What was set for one topic alone, so that it refuses or drops messages while every other topic is well. */

import type { Condition, Signature } from '../../../domain/signature.ts';

const common = { kind: 'kafka', role: 'cause', severity: 'critical', probes: ['configs'], remedies: [] } as const;

/** Messages that do not get in, or do not come out. */
const lost =
  'no new (messages?|records?|events?|data)|not? (longer )?(arriv|receiv)|stopped (arriving|receiving)|nothing (new )?(arrives|comes)|missing|reject|refus|publish|produc(e|ing|er)|收不到|没有?收到|没有?新(消息|数据)|不进|进不来|写不进|写入失败|发送失败|生产失败|发不|拒绝';

/** An application's log says that it cannot write, of the topic that this fact names. */
function writesFailTo(topic: string): Condition {
  const isSaidIn = (line: string): Condition => ({
    all: [
      [line, 'matches', 'produc|publish|\\bsend|\\bsent\\b|\\bwrit|发送|生产|写入|投递'],
      [line, 'matches', { fact: topic }],
    ],
  });
  return { all: [[topic, '!=', ''], { any: [isSaidIn('logs.topError'), isSaidIn('logs.newestError')] }] };
}

/** What says that writes fail, and not why. */
const errors = ['kafka.log-full-of-errors', 'kafka.log-new-error', 'kafka.log-error-surge', '*.log-says-kafka-refuses'] as const;

/** Of another order than what the brokers take, as kilobytes where bytes are counted. */
const isFarBelow: Condition = ['configs.ownSize.bytes', '<', { fact: 'broker.message_max_bytes', times: 0.01 }];
const isBelow: Condition = ['configs.ownSize.bytes', '<', { fact: 'broker.message_max_bytes', times: 0.5 }];

const setBack = {
  action: 'alter-topic-config',
  arguments: { topic: '{configs.ownSize.topic}', name: 'max.message.bytes', value: '{broker.message_max_bytes}' },
  when: ['broker.message_max_bytes', '>', { fact: 'configs.ownSize.bytes' }],
} as const;

export const kafkaTopicLimitSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'kafka.message-limit-low',
    explains: ['kafka.message-too-large', 'kafka.topic-has-own-limit', ...errors],
    about: ['configs.ownSize.topic'],
    title: {
      'zh-CN': '主题 {configs.ownSize.topic} 的消息大小上限过小（max.message.bytes）',
      en: 'Message size limit of {configs.ownSize.topic} (max.message.bytes) is very low',
    },
    explanation: {
      'zh-CN':
        '该主题单独设了 max.message.bytes {configs.ownSize.bytes|bytes}，而 broker 允许 {broker.message_max_bytes|bytes}；其中已有的消息平均 {configs.ownSize.recordBytes|bytes}。更大的一批消息以 MESSAGE_TOO_LARGE 被拒绝，其他主题不受影响。',
      en: 'The topic has a limit of its own of {configs.ownSize.bytes|bytes} where its brokers take {broker.message_max_bytes|bytes}; the mean of what it holds is {configs.ownSize.recordBytes|bytes}. Larger messages or batches are refused with MESSAGE_TOO_LARGE, and other topics are well.',
    },
    hints: `too.?large|too.?big|record.?size|message.?size|max.?message|消息过大|消息太大|${lost}`,
    confirm: {
      any: [
        // Small on purpose is nobody's trouble, until batches are refused: what was taken before is larger, or nothing fits at all.
        ['configs.ownSize.bytes', '<', 1_024],
        ['configs.ownSize.bytes', '<', { fact: 'configs.ownSize.recordBytes' }],
      ],
    },
    confirmWhenHinted: {
      any: [{ all: [isBelow, ['configs.ownSize.isAskedFor', '==', true]] }, { all: [isFarBelow, ['configs.ownSize.isNamed', '==', true]] }],
    },
    likely: { all: [isBelow, writesFailTo('configs.ownSize.topic')] },
    likelyWhenHinted: isFarBelow,
    refute: ['configs.ownSize.topic', '==', ''],
    advice: {
      'zh-CN': '单位是字节：核对是否按 KB 填写。把它调回 broker 的上限，或让生产者发更小的批次；消费者的 fetch.max.bytes 也要容得下。',
      en: 'It is counted in bytes: see whether somebody meant kilobytes. Bring it back to what the brokers take, or have producers send smaller batches; fetch.max.bytes of consumers must hold them as well.',
    },
    remedies: [setBack],
    source: 'kafka.apache.org: Topic Configs, max.message.bytes',
  },
  {
    ...common,
    id: 'kafka.topic-has-own-limit',
    role: 'symptom',
    severity: 'info',
    title: {
      'zh-CN': '主题 {configs.ownSize.topic} 的消息上限远小于其他主题（max.message.bytes）',
      en: '{configs.ownSize.topic} takes far smaller messages than other topics (max.message.bytes)',
    },
    explanation: {
      'zh-CN': '它单独设为 {configs.ownSize.bytes|bytes}，broker 允许 {broker.message_max_bytes|bytes}：有意如此则无碍。',
      en: 'It was set to {configs.ownSize.bytes|bytes} where the brokers take {broker.message_max_bytes|bytes}: nothing is wrong if that is meant.',
    },
    hints: 'max.?message|message.?size|消息大小',
    confirm: isFarBelow,
    refute: ['configs.ownSize.topic', '==', ''],
    advice: { 'zh-CN': '核对单位（字节）与设置者的本意。', en: 'Compare the unit (bytes) with what was meant.' },
    source: 'kafka.apache.org: Topic Configs, max.message.bytes',
  },
  {
    ...common,
    id: 'kafka.compacted-topic-refuses-keyless',
    explains: [...errors],
    about: ['configs.compactedTopic'],
    title: {
      'zh-CN': '压实（compact）的主题 {configs.compactedNames} 不接受没有键的消息',
      en: 'Compacted topics ({configs.compactedNames}) refuse messages without a key',
    },
    explanation: {
      'zh-CN':
        '{configs.compactedNames} 单独设了 cleanup.policy=compact（按键压实）：没有键的消息以 INVALID_RECORD 被拒绝，旧消息也会按键合并、不再全部保留。',
      en: '{configs.compactedNames} were set to cleanup.policy=compact: messages without a key are refused with INVALID_RECORD, and of older ones only the latest of each key is kept.',
    },
    hints: 'invalid.?record|compact|null key|without a? ?key|no key|压实|没有键|无键',
    quoted: 'compacted topic cannot accept message without key',
    // Compacted on purpose is nobody's trouble, until records are refused.
    confirm: { any: [] },
    confirmWhenHinted: ['configs.compacted', '>=', 1],
    likely: writesFailTo('configs.compactedTopic'),
    refute: ['configs.compacted', '==', 0],
    advice: {
      'zh-CN': '看该设置是否刚被改动：误改则把 cleanup.policy 改回 delete（已被压实的消息不会回来）；有意为之则让生产者带键。',
      en: 'See whether it was changed lately: if by mistake, put cleanup.policy back to delete (what was compacted away does not return); if on purpose, have producers send keys.',
    },
    source: 'kafka.apache.org: Design, Log Compaction; Topic Configs, cleanup.policy',
  },
  {
    ...common,
    id: 'kafka.timestamps-refused',
    explains: [...errors],
    about: ['configs.ownTimestamp.topic'],
    title: {
      'zh-CN': '消息的时间戳超出范围，被拒绝（INVALID_TIMESTAMP）',
      en: 'Records are refused for their timestamps (INVALID_TIMESTAMP)',
    },
    explanation: {
      'zh-CN':
        '单独设了时间戳范围的主题：{configs.ownTimestamp.topic}（{configs.ownTimestamp.setting}，{configs.ownTimestamp.seconds|duration}）。比 broker 的时钟早或晚得更多的消息被拒绝：生产者的时钟不准、补写历史数据，或范围设错了单位（毫秒）。',
      en: 'A topic with a window of its own: {configs.ownTimestamp.topic} ({configs.ownTimestamp.setting}, {configs.ownTimestamp.seconds|duration}). Records that are further from the clock of the broker are refused: the clock of a producer is off, old records are written again, or the window (milliseconds) has a wrong unit.',
    },
    hints: 'invalid.?timestamp|timestamp|时间戳',
    quoted: 'INVALID_TIMESTAMP|InvalidTimestampException|Timestamp \\d+ of message with offset \\d+ is out of range',
    confirm: { any: [] },
    // A day and more is what late data takes; less leaves out whoever writes again what is of yesterday.
    likelyWhenHinted: ['configs.ownTimestamp.seconds', '<', 86_400],
    likely: { all: [['configs.ownTimestamp.seconds', '<', 86_400], writesFailTo('configs.ownTimestamp.topic')] },
    advice: {
      'zh-CN': '对照生产者与 broker 的时钟（NTP）；时间戳是有意的（补数）则放宽该主题的 message.timestamp.before.max.ms、after.max.ms。',
      en: 'Compare the clocks of producer and broker (NTP); where the timestamps are meant (old records), widen message.timestamp.before.max.ms or after.max.ms of the topic.',
    },
    source: 'kafka.apache.org: Topic Configs, message.timestamp.before.max.ms; KIP-937',
  },
  {
    ...common,
    id: 'kafka.size-retention-short',
    probes: ['configs', 'groups'],
    explains: ['kafka.messages-lost-to-retention', 'kafka.retention-catches-up', 'kafka.offset-out-of-range'],
    about: ['configs.ownBytes.topic'],
    title: {
      'zh-CN': '主题 {configs.ownBytes.topic} 按大小只保留几分钟的消息（retention.bytes）',
      en: 'The size limit of {configs.ownBytes.topic} (retention.bytes) keeps minutes of messages only',
    },
    explanation: {
      'zh-CN':
        '该主题单独设了 retention.bytes {configs.ownBytes.bytes|bytes}（每个分区）：超出的旧段被删除，至少一个分区里留下的都不到十分钟，不论 retention.ms 多长。消费方停得更久就会丢消息。',
      en: 'The topic has a retention.bytes of its own of {configs.ownBytes.bytes|bytes} for each partition: older segments beyond it are deleted, and at least one partition holds less than ten minutes, however long retention.ms is. Consumers that stop for longer lose messages.',
    },
    hints: 'retention|lost|lose|missing|skip|gap|expire|delet|out.?of.?range|保留|过期|丢|少了|缺|被删|越界',
    confirm: {
      all: [
        ['configs.ownBytes.isShort', '==', true],
        ['groups.lost.messages', '>', 0],
        ['groups.lost.topic', '==', { fact: 'configs.ownBytes.topic' }],
      ],
    },
    confirmWhenHinted: ['configs.ownBytes.isShort', '==', true],
    refute: ['configs.ownBytes.topic', '==', ''],
    advice: {
      'zh-CN': '它是每个分区的字节数：核对单位。先看磁盘余量，再放大或去掉它（-1 为不限，由 retention.ms 决定）；已删除的从上游补。',
      en: 'It counts bytes of each partition: compare the unit. See the room on disk, then raise it or take it away (-1 is no limit, retention.ms decides); what is deleted must come from its source again.',
    },
    source: 'kafka.apache.org: Topic Configs, retention.bytes',
  },
];

/** Streams that refuse or lose messages. */

import type { Signature } from '../../../domain/signature.ts';

const common = { kind: 'nats', role: 'cause', probes: ['streams'] } as const;
const fullHints = 'maximum (messages|bytes)|stream|full|discard|publish|写满|拒收|发布失败|流';

export const natsStreamSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'nats.stream-full',
    role: 'symptom',
    title: {
      'zh-CN': '流 {streams.refusing.name} 已满，拒收新消息',
      en: 'Stream {streams.refusing.name} is full and refuses new messages',
    },
    explanation: {
      'zh-CN':
        '{streams.refusing.limit} 用了 {streams.refusing.used}，上限 {streams.refusing.max}，丢弃策略是 new：发布方得到 maximum … exceeded。',
      en: '{streams.refusing.used} of {streams.refusing.max} {streams.refusing.limit} are used, and it discards new messages: publishers get maximum … exceeded.',
    },
    severity: 'critical',
    hints: fullHints,
    quoted: 'maximum (messages|bytes) exceeded',
    confirm: ['streams.refusing.count', '>', 0],
    refute: ['streams.refusing.count', '==', 0],
    advice: {
      'zh-CN': '先让消费者恢复；应急可提高上限（可撤销）。确认消息可以丢弃时才清除。',
      en: 'Bring its consumers back first; raising the limit helps meanwhile and can be undone. Purge only what may be lost.',
    },
    remedies: [
      {
        action: 'set-stream-limit',
        arguments: { stream: '{streams.refusing.stream}', limit: '{streams.refusing.limit}', value: '{streams.refusing.suggested}' },
        when: ['streams.refusing.suggested', '>', 0],
      },
    ],
    source: 'docs.nats.io: JetStream streams, discard policy; JSStreamStoreFailed 10077',
  },
  {
    ...common,
    id: 'nats.stream-limit-too-small',
    title: {
      'zh-CN': '流 {streams.refusing.name} 的上限太小：没有积压也满了',
      en: 'The limit of stream {streams.refusing.name} is too small: it is full without a backlog',
    },
    explanation: {
      'zh-CN':
        '它保留的 {streams.refusing.used}（{streams.refusing.limit}）已到上限 {streams.refusing.max}，而消费者都跟得上：满的是保留量，不是积压。',
      en: 'What it keeps ({streams.refusing.used} {streams.refusing.limit}) has reached {streams.refusing.max} while its consumers keep up: it is full of what is retained, not of a backlog.',
    },
    severity: 'critical',
    explains: ['nats.stream-full'],
    hints: fullHints,
    probes: ['streams', 'consumers'],
    confirm: {
      all: [
        ['streams.refusing.count', '>', 0],
        ['streams.refusing.pending', '==', 0],
        ['streams.refusing.retention', '==', 'limits'],
      ],
    },
    refute: {
      any: [
        ['streams.refusing.count', '==', 0],
        ['streams.refusing.pending', '>', 0],
      ],
    },
    advice: {
      'zh-CN': '提高上限，或改用 discard old / 设置 max_age，让旧消息自动让位。',
      en: 'Raise the limit, or let old messages make room (discard old, max_age).',
    },
    remedies: [
      {
        action: 'set-stream-limit',
        arguments: { stream: '{streams.refusing.stream}', limit: '{streams.refusing.limit}', value: '{streams.refusing.suggested}' },
        when: ['streams.refusing.suggested', '>', 0],
      },
    ],
    source: 'docs.nats.io: JetStream streams, retention and discard policy',
  },
  {
    ...common,
    id: 'nats.messages-lost-unread',
    title: {
      'zh-CN': '流 {streams.losing.name} 丢弃了 {streams.losing.consumer} 还没读到的消息',
      en: 'Messages lost: {streams.losing.name} drops them before {streams.losing.consumer} reads them',
    },
    explanation: {
      'zh-CN':
        '流已满并丢弃最旧的消息；消费者 {streams.losing.consumer} 已错过 {streams.losing.missed} 条，还有 {streams.losing.pending} 条待投递。',
      en: 'The stream is full and makes room by dropping the oldest; consumer {streams.losing.consumer} has missed {streams.losing.missed} messages, and {streams.losing.pending} more wait for it.',
    },
    severity: 'critical',
    hints: 'lost|missing|discard|drop|丢失|丢弃|缺失',
    confirm: ['streams.losing.count', '>', 0],
    refute: ['streams.losing.count', '==', 0],
    advice: {
      'zh-CN': '尽快恢复该消费者；提高流的上限可以止损，已丢的消息需从上游补发。',
      en: 'Bring that consumer back at once; a higher limit stops the loss, and what is lost must be sent again.',
    },
    remedies: [],
    source: 'docs.nats.io: JetStream streams, discard policy old',
  },
  {
    ...common,
    id: 'nats.work-queue-without-consumer',
    title: {
      'zh-CN': '工作队列 {streams.unworked.name} 没有消费者，消息积压',
      en: 'Work queue {streams.unworked.name} has no consumer: messages pile up',
    },
    explanation: {
      'zh-CN':
        '流 {streams.unworked.name} 的保留策略是 workqueue（处理完才删除），却没有任何消费者：已有 {streams.unworked.messages} 条（{streams.unworked.bytes|bytes}），占用会一直增长。',
      en: 'Stream {streams.unworked.name} keeps each message until it is worked off (workqueue), and nobody has made a consumer: {streams.unworked.messages} messages ({streams.unworked.bytes|bytes}) are there, and it grows without end.',
    },
    severity: 'critical',
    explains: ['nats.storage-exhausted'],
    hints: 'queue|backlog|grow|disk|storage|consumer|unprocessed|积压|堆积|增长|上涨|一直在涨|磁盘|存储|消费|没有处理',
    confirm: ['streams.unworked.messages', '>=', 100],
    likelyWhenHinted: ['streams.unworked.messages', '>=', 1],
    refute: ['streams.unworked.messages', '==', 0],
    advice: {
      'zh-CN': '恢复处理它的应用，或建回它的消费者；若已废弃，停掉发布方后再清除该流，并给流设置 max_age 或 max_bytes。',
      en: 'Bring the application back that works it off, or make its consumer again; if it is retired, stop its publisher, then purge it, and give the stream a max_age or max_bytes.',
    },
    remedies: [],
    source: 'docs.nats.io: JetStream streams, WorkQueuePolicy',
  },
  {
    ...common,
    id: 'nats.stream-without-leader',
    title: {
      'zh-CN': '流 {streams.leaderless.names} 没有 leader，不可用',
      en: 'No leader for streams {streams.leaderless.names}: they are unavailable',
    },
    explanation: {
      'zh-CN': '{streams.leaderless.count} 个流没有 leader，不收也不投递消息：多数副本不在，或正在选举。',
      en: '{streams.leaderless.count} streams have no leader and neither take nor deliver messages: most replicas are gone, or an election goes on.',
    },
    severity: 'critical',
    hints: 'no leader|leader|quorum|no responders|timeout|没有 ?leader|选主|多数派|超时',
    probes: ['streams', 'cluster'],
    confirm: ['streams.leaderless.count', '>', 0],
    refute: ['streams.leaderless.count', '==', 0],
    advice: {
      'zh-CN': '让不在的服务器回来；只有一个副本的流要等它所在的服务器。',
      en: 'Bring the servers back that are gone; a stream with one replica needs the very server that keeps it.',
    },
    remedies: [],
    source: 'docs.nats.io: JetStream clustering, RAFT groups',
  },
  {
    ...common,
    id: 'nats.replica-offline',
    role: 'symptom',
    title: { 'zh-CN': '流副本不足：有副本离线', en: 'Streams are under-replicated: replicas are offline' },
    explanation: {
      'zh-CN': '{streams.offlineReplicas.count} 个流少了副本（{streams.offlineReplicas.names}）：再失去一个就可能不可用。',
      en: '{streams.offlineReplicas.count} streams lack a replica ({streams.offlineReplicas.names}): losing one more may stop them.',
    },
    severity: 'warning',
    hints: 'replica|offline|under.?replicated|副本|离线',
    probes: ['streams', 'cluster'],
    confirm: ['streams.offlineReplicas.count', '>', 0],
    refute: ['streams.offlineReplicas.count', '==', 0],
    advice: { 'zh-CN': '让离线的服务器回来。', en: 'Bring the server back that is offline.' },
    remedies: [],
    source: 'docs.nats.io: JetStream clustering',
  },
  {
    ...common,
    id: 'nats.replica-behind',
    title: {
      'zh-CN': '复制延迟：流 {streams.behind.name} 的副本 {streams.behind.replica} 落后',
      en: 'Replication lag: {streams.behind.replica} is behind in stream {streams.behind.name}',
    },
    explanation: {
      'zh-CN': '它落后 {streams.behind.lag} 个操作：磁盘或网络跟不上，或正在追赶。',
      en: 'It is {streams.behind.lag} operations behind: its disk or network is too slow, or it is catching up.',
    },
    severity: 'warning',
    hints: 'replica|lag|behind|catchup|副本|落后|追赶',
    confirm: ['streams.behind.lag', '>=', 1_000],
    likelyWhenHinted: ['streams.behind.count', '>', 0],
    refute: ['streams.behind.count', '==', 0],
    advice: {
      'zh-CN': '看该服务器的磁盘与网络；若刚重启，等它追上。',
      en: 'Look at disk and network of that server; if it was restarted a moment ago, let it catch up.',
    },
    remedies: [],
    source: 'docs.nats.io: JetStream clustering, replicas and lag',
  },
];

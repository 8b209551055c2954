/** Streams whose groups are not served. */

import type { Signature } from '../../../domain/signature.ts';

const hints = 'stream|consumer|group|xread|xack|backlog|event|message|queue|not processed|消费|积压|消息|事件|处理|队列|卡住';

export const streamSignatures: readonly Signature[] = [
  {
    id: 'redis.stream-group-abandoned',
    kind: 'redis',
    title: {
      'zh-CN': '{streams.worst.key} 的消费组 {streams.worst.group} 没有在消费，消息积压',
      en: 'Group {streams.worst.group} of stream {streams.worst.key} is not consumed',
    },
    explanation: {
      'zh-CN':
        '{streams.worst.key} 有 {streams.worst.length} 条，消费组 {streams.worst.group} 还有 {streams.worst.lag} 条没取、{streams.worst.pending} 条取走未确认；消费者登记了 {streams.worst.consumers} 个：消费进程退出或卡住了。最近活动的 {streams.worst.consumer} 已 {streams.worst.idleSeconds} 秒没有动静。',
      en: '{streams.worst.key} has {streams.worst.length} entries; for its group {streams.worst.group} a backlog of {streams.worst.lag} was not fetched yet and {streams.worst.pending} were fetched and never acknowledged. {streams.worst.consumers} consumers are known: the process is gone or hangs. The last active, {streams.worst.consumer}, has been silent for {streams.worst.idleSeconds} s.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['redis.unbounded-collection'],
    hints,
    probes: ['streams'],
    // A group that nobody uses any more may stay for years: it takes a complaint.
    confirm: ['streams.worst.waiting', '<', 0],
    confirmWhenHinted: {
      all: [
        ['streams.worst.isAbandoned', '==', true],
        ['streams.worst.waiting', '>=', 50],
      ],
    },
    refute: ['streams.worst.waiting', '==', 0],
    advice: {
      'zh-CN':
        '看该消费者的进程与日志；恢复后用 XAUTOCLAIM 接管它未确认的消息。已不用的消费组删掉（XGROUP DESTROY），并给 stream 设 MAXLEN。',
      en: 'Look at the process of that consumer; once it is back, XAUTOCLAIM takes over what it never acknowledged. Groups that nobody needs are destroyed (XGROUP DESTROY), and streams bounded with MAXLEN.',
    },
    remedies: [],
    source: 'redis.io: Streams, consumer groups; XINFO GROUPS',
  },
  {
    id: 'redis.stream-group-behind',
    kind: 'redis',
    title: {
      'zh-CN': '{streams.worst.key} 的消费组 {streams.worst.group} 消费积压，跟不上',
      en: 'Consumer lag: group {streams.worst.group} of {streams.worst.key} falls behind',
    },
    explanation: {
      'zh-CN':
        '消费者在运行（{streams.worst.consumers} 个），仍有 {streams.worst.lag} 条没取、{streams.worst.pending} 条未确认：消费比生产慢。',
      en: 'Its {streams.worst.consumers} consumers work, yet a backlog of {streams.worst.lag} entries was not fetched and {streams.worst.pending} are not acknowledged: consumption is slower than production.',
    },
    severity: 'warning',
    role: 'cause',
    hints,
    probes: ['streams'],
    confirm: ['streams.worst.waiting', '<', 0],
    likelyWhenHinted: {
      all: [
        ['streams.worst.isAbandoned', '==', false],
        ['streams.worst.waiting', '>=', 1_000],
      ],
    },
    refute: ['streams.worst.waiting', '<', 100],
    advice: {
      'zh-CN': '看处理一条要多久（多半在下游），再加消费者。',
      en: 'See what one entry takes (mostly something further on), then add consumers.',
    },
    remedies: [],
    source: 'redis.io: Streams, consumer groups',
  },
];

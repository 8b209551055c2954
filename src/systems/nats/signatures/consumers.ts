/** Backlogs of consumers, by their reason. */

import type { Signature } from '../../../domain/signature.ts';

const hints = 'backlog|pending|consumer|lag|ack|stuck|NatsConsumer|积压|堆积|消费|未确认|卡住|延迟';
const common = { kind: 'nats', role: 'cause', probes: ['consumers'], hints } as const;

export const natsConsumerSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'nats.consumer-paused',
    title: { 'zh-CN': '消费者 {consumers.paused.name} 被暂停', en: 'Consumer {consumers.paused.name} is paused' },
    explanation: {
      'zh-CN': '投递停止：{consumers.paused.pending} 条在等待，还要暂停 {consumers.paused.remainingSeconds} 秒。',
      en: 'Nothing is delivered: {consumers.paused.pending} messages wait, and it stays paused for {consumers.paused.remainingSeconds} s more.',
    },
    severity: 'critical',
    explains: ['nats.stream-full'],
    confirm: ['consumers.paused.name', '!=', ''],
    refute: ['consumers.paused.name', '==', ''],
    advice: {
      'zh-CN': '问清是谁、为何暂停；下游已恢复就让它继续。',
      en: 'Ask who paused it and why; let it go on once what is behind it is well.',
    },
    remedies: [
      {
        action: 'resume-consumer',
        arguments: { stream: '{consumers.paused.stream}', consumer: '{consumers.paused.consumer}' },
        when: ['consumers.paused.consumer', '!=', ''],
      },
    ],
    source: 'docs.nats.io: JetStream consumers, pause (2.11)',
  },
  {
    ...common,
    id: 'nats.consumer-never-acknowledges',
    title: {
      'zh-CN': '消费者 {consumers.held.name} 取走了消息却不确认',
      en: 'Consumer {consumers.held.name} takes messages and never acknowledges them',
    },
    explanation: {
      'zh-CN':
        '{consumers.held.unacked} 条未确认，已到 max_ack_pending {consumers.held.max}，投递停住；{consumers.held.pending} 条在等待，没有一条被确认。',
      en: '{consumers.held.unacked} are unacknowledged, which is its max_ack_pending ({consumers.held.max}), so nothing more is delivered; {consumers.held.pending} wait, and none is acknowledged.',
    },
    severity: 'critical',
    explains: ['nats.stream-full', 'nats.redeliveries'],
    confirm: {
      all: [
        ['consumers.held.name', '!=', ''],
        ['consumers.held.ackedPerSecond', '==', 0],
        {
          any: [
            ['consumers.held.idleSeconds', '>=', 5],
            ['consumers.held.redelivered', '>', 0],
          ],
        },
      ],
    },
    likely: {
      all: [
        ['consumers.held.name', '!=', ''],
        ['consumers.held.ackedPerSecond', '==', 0],
      ],
    },
    refute: {
      any: [
        ['consumers.held.name', '==', ''],
        ['consumers.held.ackedPerSecond', '>', 0],
      ],
    },
    advice: {
      'zh-CN': '重启处理方：到 ack_wait 后消息会重新投递；再查它卡在哪里（下游、死锁、漏了 ack）。不要靠调大 max_ack_pending。',
      en: 'Restart whoever handles them: after ack_wait they are delivered again. See where it hangs (something behind it, a lock, a missing ack); a larger max_ack_pending does not help.',
    },
    remedies: [],
    source: 'docs.nats.io: JetStream consumers, MaxAckPending',
  },
  {
    ...common,
    id: 'nats.ack-window-too-small',
    title: {
      'zh-CN': 'max_ack_pending 太小，限制了消费者 {consumers.held.name}',
      en: 'max_ack_pending is too small and slows consumer {consumers.held.name}',
    },
    explanation: {
      'zh-CN': '它每秒确认 {consumers.held.ackedPerSecond} 条，但同时只能持有 {consumers.held.max} 条；{consumers.held.pending} 条在等待。',
      en: 'It acknowledges {consumers.held.ackedPerSecond} in a second, but may hold only {consumers.held.max} at once; {consumers.held.pending} wait.',
    },
    severity: 'warning',
    explains: ['nats.stream-full'],
    confirm: {
      all: [
        ['consumers.held.name', '!=', ''],
        ['consumers.held.ackedPerSecond', '>', 0],
        ['consumers.held.pending', '>=', { fact: 'consumers.held.max' }],
      ],
    },
    refute: {
      any: [
        ['consumers.held.name', '==', ''],
        ['consumers.held.ackedPerSecond', '==', 0],
      ],
    },
    advice: {
      'zh-CN': '处理方还有余力时提高 max_ack_pending（可撤销）；没有余力就增加实例。',
      en: 'If whoever handles them can do more, raise max_ack_pending, which can be undone; if not, add instances.',
    },
    remedies: [
      {
        action: 'set-consumer-limit',
        arguments: {
          stream: '{consumers.held.stream}',
          consumer: '{consumers.held.consumer}',
          maxAckPending: '{consumers.held.suggestedMax}',
        },
        when: ['consumers.held.suggestedMax', '>', 0],
      },
    ],
    source: 'docs.nats.io: JetStream consumers, MaxAckPending',
  },
  {
    ...common,
    id: 'nats.nobody-fetches',
    title: { 'zh-CN': '消费者 {consumers.unfetched.name} 没有人拉取', en: 'Nobody fetches from consumer {consumers.unfetched.name}' },
    explanation: {
      'zh-CN':
        '积压 {consumers.unfetched.pending} 条，每秒再增加 {consumers.unfetched.growthPerSecond}；没有等待中的拉取请求，{consumers.unfetched.idleSeconds} 秒没有投递过。',
      en: 'A backlog of {consumers.unfetched.pending} messages waits, {consumers.unfetched.growthPerSecond} more each second; no request to fetch is open, and nothing was delivered for {consumers.unfetched.idleSeconds} s.',
    },
    severity: 'critical',
    explains: ['nats.stream-full'],
    confirm: {
      all: [
        ['consumers.unfetched.name', '!=', ''],
        {
          any: [
            ['consumers.unfetched.idleSeconds', '>=', 30],
            {
              all: [
                ['consumers.unfetched.growthPerSecond', '>', 0],
                ['consumers.unfetched.unacked', '==', 0],
              ],
            },
          ],
        },
      ],
    },
    likely: {
      all: [
        ['consumers.unfetched.pending', '>=', 100],
        ['consumers.unfetched.unacked', '==', 0],
      ],
    },
    refute: ['consumers.unfetched.name', '==', ''],
    advice: {
      'zh-CN': '看消费方是否停了、连错了流或消费者名；若已废弃，删除该消费者，免得它占住 interest / workqueue 流。',
      en: 'See whether its application is stopped or uses another name; if it is retired, remove the consumer, which keeps an interest or work-queue stream from being worked off.',
    },
    remedies: [],
    source: 'docs.nats.io: JetStream pull consumers; /jsz num_waiting',
  },
  {
    ...{ ...common, isEmptiedByOthers: true },
    id: 'nats.push-consumer-unbound',
    title: { 'zh-CN': '推送消费者 {consumers.unbound.name} 没有订阅者', en: 'Push consumer {consumers.unbound.name} has no subscriber' },
    explanation: {
      'zh-CN': '积压 {consumers.unbound.pending} 条，它的投递主题上没有人订阅。',
      en: 'A backlog of {consumers.unbound.pending} messages waits, and nobody subscribes to the subject that it delivers to.',
    },
    severity: 'critical',
    explains: ['nats.stream-full'],
    confirm: ['consumers.unbound.name', '!=', ''],
    refute: ['consumers.unbound.name', '==', ''],
    advice: { 'zh-CN': '恢复订阅方，或删除废弃的消费者。', en: 'Bring the subscriber back, or remove a consumer that is retired.' },
    remedies: [],
    source: 'docs.nats.io: JetStream push consumers; /jsz push_bound',
  },
  {
    ...{ ...common, isEmptiedByOthers: true },
    id: 'nats.consumer-too-slow',
    title: { 'zh-CN': '消费者 {consumers.slow.name} 跟不上生产', en: 'Consumer lag: {consumers.slow.name} is slower than what comes in' },
    explanation: {
      'zh-CN':
        '每秒投递 {consumers.slow.deliveredPerSecond} 条，消费积压 {consumers.slow.pending} 条，每秒再增加 {consumers.slow.growthPerSecond}。',
      en: '{consumers.slow.deliveredPerSecond} are delivered in a second; {consumers.slow.pending} wait, {consumers.slow.growthPerSecond} more each second.',
    },
    severity: 'warning',
    explains: ['nats.stream-full'],
    confirm: {
      all: [
        ['consumers.slow.name', '!=', ''],
        ['consumers.slow.pending', '>=', { fact: 'consumers.slow.deliveredPerSecond', times: 30 }],
        ['consumers.slow.growthPerSecond', '>', 1],
      ],
    },
    likelyWhenHinted: ['consumers.slow.growthPerSecond', '>', 1],
    refute: ['consumers.slow.name', '==', ''],
    advice: {
      'zh-CN': '增加处理方实例或批量拉取，并看它的下游是否变慢。',
      en: 'Add instances or fetch in batches, and see whether something behind it has become slow.',
    },
    remedies: [],
    source: 'docs.nats.io: JetStream consumers',
  },
  {
    ...common,
    id: 'nats.redeliveries',
    title: {
      'zh-CN': '消费者 {consumers.redelivered.name} 的消息反复重投',
      en: 'Messages of consumer {consumers.redelivered.name} are redelivered again and again',
    },
    explanation: {
      'zh-CN':
        '{consumers.redelivered.count} 条在重投（占未确认的 {consumers.redelivered.ratio}），ack_wait 是 {consumers.redelivered.ackWaitSeconds} 秒：处理失败、太慢，或忘了确认。',
      en: '{consumers.redelivered.count} are being redelivered ({consumers.redelivered.ratio} of what is unacknowledged) with an ack_wait of {consumers.redelivered.ackWaitSeconds} s: handling fails, takes too long, or never acknowledges.',
    },
    severity: 'warning',
    hints: `${hints}|redeliver|duplicate|poison|重投|重复|毒消息`,
    confirm: {
      all: [
        ['consumers.redelivered.count', '>=', 3],
        ['consumers.redelivered.ratio', '>=', 0.5],
      ],
    },
    likelyWhenHinted: ['consumers.redelivered.count', '>=', 1],
    refute: ['consumers.redelivered.count', '==', 0],
    advice: {
      'zh-CN': '看处理方的错误日志；单条消息总是失败就用 max_deliver 与死信处理，处理确实慢就延长 ack_wait 或发送 in-progress。',
      en: 'Read the errors of whoever handles them; bound deliveries (max_deliver) where single messages always fail, and raise ack_wait or say in-progress where the work takes long.',
    },
    remedies: [],
    source: 'docs.nats.io: JetStream consumers, AckWait and MaxDeliver',
  },
  {
    ...common,
    id: 'nats.messages-given-up',
    title: {
      'zh-CN': '消费者 {consumers.givenUp.name} 放弃了 {consumers.givenUp.count} 条消息',
      en: '{consumers.givenUp.count} messages given up by {consumers.givenUp.name} (max_deliver reached)',
    },
    explanation: {
      'zh-CN': '它们已投递 max_deliver（{consumers.givenUp.maxDeliver}）次而没有被确认，服务器不会再投递：没有积压，却也没有人处理过。',
      en: 'They were delivered max_deliver ({consumers.givenUp.maxDeliver}) times without an acknowledgement and will not be delivered again: nothing waits, and nobody has handled them.',
    },
    severity: 'critical',
    hints: `${hints}|lost|missing|max_?deliver|never|丢|缺|放弃|没有处理`,
    confirm: ['consumers.givenUp.count', '>=', 1],
    refute: ['consumers.givenUp.count', '==', 0],
    advice: {
      'zh-CN':
        '先修好处理方；消息还在流里，按序号取出补处理，或新建一个从该处开始的消费者；订阅 $JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES 以便及时知道。',
      en: 'Repair whoever handles them first; they are still in the stream: fetch them by sequence, or make a consumer that starts there. Listen to $JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES to hear of it in time.',
    },
    remedies: [],
    source: 'docs.nats.io: JetStream consumers, MaxDeliver; nats-server: consumer.go',
  },
  {
    ...common,
    id: 'nats.filter-matches-nothing',
    title: {
      'zh-CN': '消费者 {consumers.unmatched.name} 的过滤主题 {consumers.unmatched.filter} 没有匹配到消息',
      en: 'The filter {consumers.unmatched.filter} of consumer {consumers.unmatched.name} matches no message',
    },
    explanation: {
      'zh-CN':
        '有程序在拉取它，流里也有 {consumers.unmatched.messages} 条消息，但没有一条的主题符合 {consumers.unmatched.filter}：从建立至今一条都没有投递过，也没有积压。多半是发布方或消费方改了主题名。',
      en: 'Somebody asks it for messages and the stream holds {consumers.unmatched.messages}, but none has a subject that fits {consumers.unmatched.filter}: nothing was delivered since it was made, and nothing waits. Publisher or consumer has probably changed the subject.',
    },
    severity: 'critical',
    hints:
      'filter|subject|(gets?|receives?|got|delivers?) (no|nothing)|no (messages|orders|events)|never (gets|receives)|empty|过滤|主题|收不到|没收到|没有收到|消费不到',
    // A subject that nobody has published to yet is nobody's trouble by itself.
    confirm: { any: [] },
    confirmWhenHinted: ['consumers.unmatched.messages', '>=', 1],
    refute: ['consumers.unmatched.name', '==', ''],
    advice: {
      'zh-CN': '用 nats stream subjects 列出流里实际的主题，与过滤主题对照；改正发布方的主题，或以正确的过滤主题重建消费者。',
      en: 'List the subjects that the stream really has (nats stream subjects) and hold the filter against them; correct the publisher, or make the consumer again with the right filter.',
    },
    remedies: [],
    source: 'docs.nats.io: JetStream consumers, FilterSubject',
  },
  {
    ...common,
    id: 'nats.consumer-without-leader',
    title: { 'zh-CN': '消费者 {consumers.leaderless.names} 没有 leader', en: 'No leader for consumer {consumers.leaderless.names}' },
    explanation: {
      'zh-CN': '{consumers.leaderless.count} 个消费者没有 leader，不投递消息。',
      en: '{consumers.leaderless.count} consumers have no leader and deliver nothing.',
    },
    severity: 'critical',
    role: 'symptom',
    confirm: ['consumers.leaderless.count', '>', 0],
    refute: ['consumers.leaderless.count', '==', 0],
    advice: { 'zh-CN': '让不在的服务器回来。', en: 'Bring the servers back that are gone.' },
    remedies: [],
    source: 'docs.nats.io: JetStream clustering',
  },
];

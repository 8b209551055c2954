/** Backlogs, by their reason: nobody consumes, somebody holds without acknowledging, consumers are slower than producers. */

import type { Signature } from '../../../domain/signature.ts';
import { unlessSaid } from '../../unless-said.ts';

const hints = 'backlog|queue|unacked|ready|consumer|stuck|lag|RabbitmqQueue|RabbitmqTooManyUnack|积压|堆积|未确认|消费|卡住|延迟';
const common = { kind: 'rabbitmq', role: 'cause', hints } as const;

export const rabbitmqConsumerSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'rabbitmq.consumer-holds-messages',
    title: {
      'zh-CN': '{consumers.holder.client} 取走了消息却不确认（unacked）',
      en: '{consumers.holder.client} takes messages and never acknowledges them',
    },
    explanation: {
      'zh-CN':
        '它拿着 {consumers.holder.unacked} 条未确认（预取 {consumers.holder.prefetch}），已有 {consumers.holder.idleSeconds} 秒没有动作，多半卡住；队列 {queues.held.name} 还有 {queues.held.ready} 条在等待，没有一条被确认。',
      en: 'It holds {consumers.holder.unacked} unacknowledged messages (prefetch {consumers.holder.prefetch}) and has done nothing for {consumers.holder.idleSeconds} s: it hangs; {queues.held.ready} more wait in {queues.held.name}, and none is acknowledged.',
    },
    severity: 'critical',
    isEmptiedByOthers: true,
    probes: ['consumers', 'queues'],
    confirm: {
      all: [
        ['queues.held.name', '!=', ''],
        ['consumers.holder.acknowledgedPerSecond', '==', 0],
        ['consumers.holder.share', '>=', 0.4],
        {
          any: [
            ['consumers.holder.fillRatio', '>=', 0.9],
            ['consumers.holder.prefetch', '==', 0],
          ],
        },
        {
          any: [
            {
              all: [
                ['consumers.holder.unacked', '>=', 50],
                ['consumers.holder.idleSeconds', '>=', 2],
              ],
            },
            // A small prefetch that is used up, while many times as much waits behind it.
            {
              all: [
                ['consumers.holder.unacked', '>=', 5],
                ['consumers.holder.idleSeconds', '>=', 5],
                ['queues.held.ready', '>=', { fact: 'consumers.holder.unacked', times: 5 }],
              ],
            },
            ['consumers.holder.idleSeconds', '>=', 60],
          ],
        },
      ],
    },
    likely: {
      all: [
        ['consumers.holder.acknowledgedPerSecond', '==', 0],
        ['consumers.holder.fillRatio', '>=', 0.9],
        ['consumers.holder.idleSeconds', '>=', 30],
      ],
    },
    refute: {
      any: [
        ['consumers.unacked', '==', 0],
        ['consumers.holder.acknowledgedPerSecond', '>', 0],
      ],
    },
    advice: {
      'zh-CN':
        '断开这个连接，它拿着的消息会回到队列由正常的消费者处理；再查它的处理函数卡在哪里（下游、死锁、漏了 ack），并把预取降到几十。',
      en: 'Close that connection: what it holds returns to the queue for healthy consumers. Then see where its handler hangs (a dependency, a lock, a missing ack), and lower its prefetch to some tens.',
    },
    remedies: [
      {
        action: 'close-connection',
        arguments: {
          connection: '{consumers.holder.connection}',
          user: '{consumers.holder.user}',
          connectedAtMs: '{consumers.holder.connectedAtMs}',
        },
        when: {
          all: [
            ['consumers.holder.connection', '!=', ''],
            ['consumers.holder.connectedAtMs', '>', 0],
          ],
        },
      },
    ],
    source: 'rabbitmq.com: Consumer Acknowledgements and Prefetch',
  },
  {
    ...common,
    id: 'rabbitmq.queue-without-consumer',
    isEmptiedByOthers: true,
    title: {
      'zh-CN': '队列 {queues.orphan.name} 没有消费者，消息积压',
      en: 'Queue {queues.orphan.name} has no consumer: messages pile up',
    },
    explanation: {
      'zh-CN': '{queues.orphan.ready} 条在等待，每秒还进来 {queues.orphan.publishedPerSecond} 条，一个消费者也没有。',
      en: '{queues.orphan.ready} messages wait, {queues.orphan.publishedPerSecond} more come in a second, and nobody consumes them.',
    },
    severity: 'critical',
    probes: ['queues'],
    confirm: {
      all: [
        ['queues.orphan.name', '!=', ''],
        {
          any: [
            ['queues.orphan.publishedPerSecond', '>', 0],
            ['queues.orphan.growthPerSecond', '>', 0],
          ],
        },
      ],
    },
    likelyWhenHinted: ['queues.orphan.ready', '>=', 100],
    refute: ['queues.orphan.name', '==', ''],
    advice: {
      'zh-CN': '看消费方是否停了、连错了虚拟主机，或改了队列名；若队列已废弃，解除绑定并设置长度上限。',
      en: 'See whether its consumer is stopped, uses another virtual host, or another queue’s name; if the queue is retired, unbind it and bound its length.',
    },
    remedies: [],
    source: 'rabbitmq.com: Queues; RabbitmqNoQueueConsumer of the mixin',
  },
  {
    ...common,
    id: 'rabbitmq.consumers-too-slow',
    isEmptiedByOthers: true,
    title: {
      'zh-CN': '消费积压：队列 {queues.slow.name} 的消费跟不上生产',
      en: 'Backlog: consumers of {queues.slow.name} are slower than its producers',
    },
    explanation: {
      'zh-CN':
        '每秒进 {queues.slow.publishedPerSecond}、处理 {queues.slow.leftPerSecond}，积压 {queues.slow.ready} 条，每秒再增加 {queues.slow.growthPerSecond}；消费者 {queues.slow.consumers} 个。',
      en: '{queues.slow.publishedPerSecond} come in a second and {queues.slow.leftPerSecond} are done by {queues.slow.consumers} consumers; {queues.slow.ready} wait, {queues.slow.growthPerSecond} more each second.',
    },
    severity: 'critical',
    probes: ['queues'],
    confirm: {
      all: [
        ['queues.slow.name', '!=', ''],
        ['queues.slow.growthPerSecond', '>', { fact: 'queues.slow.leftPerSecond', times: 0.1 }],
        ['queues.slow.ready', '>', { fact: 'queues.slow.leftPerSecond', times: 5 }],
      ],
    },
    likelyWhenHinted: ['queues.slow.ready', '>', { fact: 'queues.slow.leftPerSecond', times: 60 }],
    refute: ['queues.slow.name', '==', ''],
    advice: {
      'zh-CN': '先看消费者是否刚变慢（下游、数据库、发布）；没有问题就增加实例或并行度，并核对预取是否过小。',
      en: 'See first whether consumers have become slow (a dependency, a database, a release); if not, add instances or parallelism, and check that the prefetch is not too small.',
    },
    remedies: [],
    source: 'rabbitmq.com: Consumers, Consumer Capacity',
  },
  {
    ...common,
    id: 'rabbitmq.poison-message',
    title: {
      'zh-CN': '毒消息：队列 {queues.poison.name} 的消息被反复退回重投',
      en: 'Poison messages of {queues.poison.name} are redelivered in a loop',
    },
    explanation: {
      'zh-CN':
        '每秒重投 {queues.poison.redeliveredPerSecond} 条，占投递的 {queues.poison.redeliveredRatio|percent}（投递上限：{queues.poison.deliveryLimit}，0 为没有）；处理失败的消费者：{consumers.redelivering.client}。',
      en: '{queues.poison.redeliveredPerSecond} are returned and delivered again each second, {queues.poison.redeliveredRatio|percent} of all (delivery limit {queues.poison.deliveryLimit}, 0 is none); the consumer that fails: {consumers.redelivering.client}.',
    },
    severity: 'critical',
    hints: `poison|redeliver|requeue|nack|loop|毒消息|重投|死循环|退回|${hints}`,
    probes: ['queues', 'consumers'],
    confirm: {
      all: [
        ['queues.poison.redeliveredPerSecond', '>=', 5],
        ['queues.poison.redeliveredRatio', '>=', 0.5],
      ],
    },
    likely: {
      all: [
        ['queues.poison.redeliveredPerSecond', '>=', 1],
        ['queues.poison.redeliveredRatio', '>=', 0.5],
      ],
    },
    refute: ['queues.poison.redeliveredPerSecond', '==', 0],
    advice: {
      'zh-CN': '让消费者把处理不了的消息以 requeue=false 拒绝到死信，而不是退回原队列；仲裁队列设置 delivery-limit。',
      en: 'Have the consumer reject what it cannot handle with requeue=false into a dead-letter exchange instead of returning it; give quorum queues a delivery-limit.',
    },
    remedies: [],
    source: 'rabbitmq.com: Quorum Queues, Poison Message Handling',
  },
  {
    ...common,
    id: 'rabbitmq.acknowledgement-timeout',
    title: { 'zh-CN': '消费者超过确认时限，信道被关闭', en: 'Acknowledgement timeout: channels of slow consumers are closed' },
    explanation: {
      'zh-CN':
        '单条消息的处理超过 consumer_timeout（默认 30 分钟），信道被关闭，消息退回后又被重投；每秒关闭信道 {activity.channelsClosedPerSecond} 个，长时间不确认的信道 {consumers.stuckChannels} 个。',
      en: 'Single messages take longer than consumer_timeout (30 minutes by default): the channel is closed, they return and are delivered again; {activity.channelsClosedPerSecond} channels close a second, {consumers.stuckChannels} hold without acknowledging.',
    },
    severity: 'warning',
    hints: `delivery acknowledgement|consumer_timeout|确认超时|${unlessSaid('inequivalent arg|unknown delivery tag|message size \\d', 'PRECONDITION_FAILED|\\b406\\b')}`,
    quoted: 'delivery acknowledgement on channel \\d+ timed out|PRECONDITION_FAILED - delivery acknowledgement',
    probes: ['activity', 'consumers'],
    confirm: { on: 'runsOn', where: ['logs.newestError', 'matches', 'delivery acknowledgement|consumer_timeout|consumer ack timed out'] },
    likelyWhenHinted: {
      any: [
        ['activity.channelsClosedPerSecond', '>', 0],
        ['consumers.stuckChannels', '>=', 1],
      ],
    },
    advice: {
      'zh-CN': '缩短单条处理时间或先确认再异步处理；确实需要更久时，用策略 consumer-timeout（3.12 起）只对该队列放宽。',
      en: 'Make single messages quicker, or acknowledge and go on elsewhere; where it must take longer, widen it for that queue only with the policy consumer-timeout (since 3.12).',
    },
    remedies: [],
    source: 'rabbitmq.com: Consumers, Delivery Acknowledgement Timeout',
  },
  {
    ...common,
    id: 'rabbitmq.prefetch-unlimited',
    title: { 'zh-CN': '消费者没有设置预取上限', en: 'Consumers have no prefetch limit and hold the whole backlog' },
    explanation: {
      'zh-CN':
        '{consumers.withoutPrefetch} 个需要确认的消费者预取为 0（如队列 {consumers.withoutPrefetchQueue}），会一次拿走整个积压；目前共 {consumers.unacked} 条未确认。',
      en: '{consumers.withoutPrefetch} consumers that acknowledge have prefetch 0 (such as on {consumers.withoutPrefetchQueue}) and take a whole backlog at once; {consumers.unacked} are unacknowledged now.',
    },
    severity: 'warning',
    hints: `prefetch|qos|预取|内存|${hints}`,
    probes: ['consumers'],
    confirm: {
      all: [
        ['consumers.withoutPrefetch', '>=', 1],
        ['consumers.unacked', '>=', 2_000],
      ],
    },
    likelyWhenHinted: {
      all: [
        ['consumers.withoutPrefetch', '>=', 1],
        ['consumers.unacked', '>=', 200],
      ],
    },
    refute: ['consumers.withoutPrefetch', '==', 0],
    advice: {
      'zh-CN': '在消费者里设置 basic.qos（多数场景 10–300）。',
      en: 'Set basic.qos in the consumers; 10 to 300 suits most.',
    },
    remedies: [],
    source: 'rabbitmq.com: Consumer Prefetch',
  },
];

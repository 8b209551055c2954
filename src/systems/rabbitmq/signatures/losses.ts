/** Messages that are lost or set aside: over the limit, expired, unroutable, dead. */

import type { Remedy, Signature } from '../../../domain/signature.ts';

const common = { kind: 'rabbitmq', role: 'cause', severity: 'critical' } as const;

/** What people say who miss messages. */
const lossHints =
  'max.?length|overflow|drop|lost|lose|loss|missing|gone|fewer|never arriv|disappear|上限|溢出|丢|少了|不见|没收到|没到|去哪';

/** A stopgap while its consumers catch up; where nobody consumes, a higher limit only puts the end off. */
const raiseLimit: Remedy = {
  action: 'set-policy',
  arguments: {
    vhost: '{queues.full.policyVhost}',
    name: '{queues.full.policy}',
    pattern: '{queues.full.policyPattern}',
    applyTo: '{queues.full.policyApplyTo}',
    priority: '{queues.full.policyPriority}',
    setting: '{queues.full.limit}',
    value: '{queues.full.suggestedLimit}',
  },
  when: ['queues.full.consumers', '>', 0],
};

export const rabbitmqLossSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'rabbitmq.queue-full-drops',
    title: {
      'zh-CN': '队列 {queues.full.name} 已满，最旧的消息被丢弃',
      en: 'Queue {queues.full.name} is full and drops its oldest messages',
    },
    explanation: {
      'zh-CN':
        '{queues.full.ready} 条已到上限（max-length {queues.full.maxLength}，max-length-bytes {queues.full.maxBytes}），溢出方式 {queues.full.overflow}；每秒因超长移走 {activity.overLengthPerSecond} 条。策略：{queues.full.policy}。',
      en: 'It holds {queues.full.ready} messages and is at its limit (max-length {queues.full.maxLength}, max-length-bytes {queues.full.maxBytes}) with overflow {queues.full.overflow}; {activity.overLengthPerSecond} are removed for it each second. Policy: {queues.full.policy}.',
    },
    hints: 'max.?length|overflow|drop|lost|lose|loss|full|上限|溢出|丢|已满',
    probes: ['queues', 'activity'],
    confirm: {
      all: [
        ['queues.full.ratio', '>=', 0.99],
        ['queues.full.overflow', '==', 'drop-head'],
        {
          any: [
            ['activity.overLengthPerSecond', '>', 0],
            ['queues.full.publishedPerSecond', '>', 0],
          ],
        },
      ],
    },
    likely: {
      all: [
        ['queues.full.ratio', '>=', 0.95],
        ['queues.full.publishedPerSecond', '>', 0],
        ['queues.full.overflow', '==', 'drop-head'],
      ],
    },
    refute: {
      any: [
        ['queues.full.ratio', '<', 0.8],
        ['queues.full.overflow', '!=', 'drop-head'],
      ],
    },
    advice: {
      'zh-CN': '先恢复或增加消费者；不允许丢时把溢出改为 reject-publish（发布方要处理拒绝），或在死信队列里保存。',
      en: 'Bring consumers back or add some; where nothing may be lost, use overflow reject-publish (publishers must handle refusals) or keep the overflow as dead letters.',
    },
    remedies: [],
    source: 'rabbitmq.com: Queue Length Limit',
  },
  {
    ...common,
    id: 'rabbitmq.length-limit-drops',
    title: {
      'zh-CN': '队列 {queues.capped.name} 超过长度上限（max-length {queues.capped.maxLength}）时丢弃最旧的消息',
      en: 'Queue {queues.capped.name} drops its oldest messages whenever it is over its length limit (max-length {queues.capped.maxLength})',
    },
    explanation: {
      'zh-CN':
        '此刻它没有满，但该节点启动以来因超过队列长度上限已丢弃 {activity.overLengthSoFar} 条：成批发布时瞬间超过 {queues.capped.maxLength} 条，最旧的无声丢失（overflow drop-head，没有死信交换机），发布方的确认照常返回。上限来自策略：{queues.capped.policy}。',
      en: 'It is not full now, yet this node has dropped {activity.overLengthSoFar} messages over a length limit since it started: a batch brings it above {queues.capped.maxLength} for a moment, and the oldest are lost silently (overflow drop-head, no dead-letter exchange), while publishers get their confirms. The limit is set by the policy: {queues.capped.policy}.',
    },
    hints: lossHints,
    probes: ['queues', 'activity'],
    // That some were dropped at some time is only why for who misses messages.
    confirm: { any: [] },
    confirmWhenHinted: {
      all: [
        ['queues.capped.name', '!=', ''],
        ['activity.overLengthSoFar', '>=', 1],
        ['queues.full.ratio', '<', 0.95],
      ],
    },
    refute: {
      any: [
        ['activity.overLengthSoFar', '==', 0],
        ['queues.capped.name', '==', ''],
      ],
    },
    advice: {
      'zh-CN':
        '核对该策略的匹配范围（pattern）是否误伤了这个队列，删除或改窄它；需要上限时把 max-length 提到一批之上，并用 reject-publish 或死信交换机保住消息。丢掉的只能由发布方重发。',
      en: 'See whether the pattern of that policy hits this queue by mistake, and narrow or remove it; where a limit is wanted, set max-length above a batch, with reject-publish or a dead-letter exchange. What was dropped only its publisher can send again.',
    },
    remedies: [],
    source: 'rabbitmq.com: Queue Length Limit',
  },
  {
    ...common,
    id: 'rabbitmq.queue-full-rejects',
    title: {
      'zh-CN': '队列 {queues.full.name} 已满，新的发布被拒绝',
      en: 'Queue {queues.full.name} is full and refuses new messages',
    },
    explanation: {
      'zh-CN':
        '{queues.full.ready} 条已到上限（max-length {queues.full.maxLength}，max-length-bytes {queues.full.maxBytes}），溢出方式 {queues.full.overflow}：发布方收到 nack，没有开确认的发布方会无声地丢失。',
      en: 'It holds {queues.full.ready} messages and is at its limit (max-length {queues.full.maxLength}, max-length-bytes {queues.full.maxBytes}) with overflow {queues.full.overflow}: publishers get a nack, and lose messages silently without confirms.',
    },
    hints: 'max.?length|reject|refus|nack|full|overflow|not.?published|拒绝|上限|已满|发布失败|写不进',
    probes: ['queues'],
    confirm: {
      all: [
        ['queues.full.ratio', '>=', 0.99],
        ['queues.full.overflow', 'matches', '^reject-publish'],
      ],
    },
    // What is consumed makes room for a moment: at its limit a queue goes up and down.
    confirmWhenHinted: {
      all: [
        ['queues.full.ratio', '>=', 0.95],
        ['queues.full.overflow', 'matches', '^reject-publish'],
      ],
    },
    likely: {
      all: [
        ['queues.full.ratio', '>=', 0.95],
        ['queues.full.overflow', 'matches', '^reject-publish'],
      ],
    },
    refute: {
      any: [
        ['queues.full.ratio', '<', 0.8],
        ['queues.full.overflow', '==', 'drop-head'],
      ],
    },
    advice: {
      'zh-CN': '恢复或增加消费者；上限过低时调高该策略（{queues.full.policy}）的 max-length。',
      en: 'Bring consumers back or add some; if the limit is too low, raise max-length in its policy ({queues.full.policy}).',
    },
    remedies: [raiseLimit],
    source: 'rabbitmq.com: Queue Length Limit, reject-publish',
  },
  {
    ...common,
    id: 'rabbitmq.messages-expire',
    title: { 'zh-CN': '消息在被消费之前过期（TTL），丢失', en: 'Messages expire (TTL) before they are consumed and are lost' },
    explanation: {
      'zh-CN':
        '每秒过期 {activity.expiredPerSecond} 条（累计 {activity.expiredSoFar}）；设了 TTL 而来不及处理的队列里最短的是 {queues.expiring.name}：{queues.expiring.ttlSeconds} 秒，消费者 {queues.expiring.consumers} 个。',
      en: '{activity.expiredPerSecond} expire each second ({activity.expiredSoFar} so far); of the queues that lose more than their consumers take {queues.expiring.name} has the shortest TTL: {queues.expiring.ttlSeconds} s, {queues.expiring.consumers} consumers.',
    },
    hints: 'ttl|expire|expiration|lost|过期|丢消息|丢失',
    probes: ['activity', 'queues'],
    confirm: {
      all: [
        ['activity.expiredPerSecond', '>', 0],
        ['queues.expiring.name', '!=', ''],
        ['queues.expiring.hasDeadLetters', '==', false],
      ],
    },
    likelyWhenHinted: ['activity.expiredPerSecond', '>', 0],
    refute: ['activity.expiredPerSecond', '==', 0],
    advice: {
      'zh-CN': '恢复消费者，或放宽 message-ttl；需要留底时给队列设置死信交换机。（用 TTL 加死信做延迟队列是正常用法。）',
      en: 'Bring consumers back or widen message-ttl; to keep what expires, give the queue a dead-letter exchange. (TTL with dead letters as a delay queue is normal.)',
    },
    remedies: [],
    source: 'rabbitmq.com: Time-To-Live and Expiration',
  },
  {
    ...common,
    id: 'rabbitmq.unroutable-dropped',
    title: { 'zh-CN': '消息无法路由（没有匹配的绑定），被丢弃', en: 'Unroutable messages are dropped: no binding matches' },
    explanation: {
      'zh-CN':
        '每秒丢弃 {activity.unroutableDroppedPerSecond} 条，退回 {activity.unroutableReturnedPerSecond} 条；只进不出的交换机：{routing.lost.exchange}（每秒进 {routing.lost.inPerSecond}，出 {routing.lost.outPerSecond}）。',
      en: '{activity.unroutableDroppedPerSecond} are dropped and {activity.unroutableReturnedPerSecond} returned each second; the exchange that takes more than it passes on: {routing.lost.exchange} ({routing.lost.inPerSecond} in, {routing.lost.outPerSecond} out).',
    },
    hints: 'unroutable|binding|routing|lost|RabbitmqUnroutable|绑定|路由|丢失|丢消息|交换机',
    // Rates are of a few seconds: none now does not refute what was returned.
    quoted: '\\bNO_ROUTE\\b',
    probes: ['activity', 'routing'],
    confirm: {
      any: [
        ['activity.unroutableDroppedPerSecond', '>', 0],
        {
          all: [
            ['activity.unroutableReturnedPerSecond', '>', 0],
            ['routing.lost.ratio', '>=', 0.5],
          ],
        },
      ],
    },
    likely: {
      all: [
        ['routing.lost.inPerSecond', '>=', 1],
        ['routing.lost.ratio', '>=', 0.5],
      ],
    },
    advice: {
      'zh-CN': '核对绑定与路由键是否在最近的发布中被改动或删除；发布方应使用 mandatory，或给交换机配置备用交换机（alternate-exchange）。',
      en: 'See whether bindings or routing keys were changed or removed by a release; publishers should use mandatory, or the exchange have an alternate-exchange.',
    },
    remedies: [],
    source: 'rabbitmq.com: Publishers, Unroutable Message Handling',
  },
  {
    ...common,
    id: 'rabbitmq.dead-letters-grow',
    title: { 'zh-CN': '死信队列 {deadLetters.top} 在增长', en: 'The dead-letter queue {deadLetters.top} grows' },
    explanation: {
      'zh-CN':
        '已有 {deadLetters.topMessages} 条，每秒增加 {deadLetters.topPerSecond}；来自 {deadLetters.sources} 等队列。每秒被拒绝 {activity.rejectedPerSecond}、过期 {activity.expiredPerSecond}、超长 {activity.overLengthPerSecond}、超过投递次数 {activity.overDeliveryLimitPerSecond}。',
      en: '{deadLetters.topMessages} dead letters are there and {deadLetters.topPerSecond} more come each second, from queues such as {deadLetters.sources}. A second: {activity.rejectedPerSecond} rejected, {activity.expiredPerSecond} expired, {activity.overLengthPerSecond} over the length, {activity.overDeliveryLimitPerSecond} over the delivery limit.',
    },
    severity: 'warning',
    hints: 'dead.?letter|dlq|dlx|reject|死信|拒绝|失败消息',
    probes: ['dead-letters', 'activity'],
    confirm: ['deadLetters.topPerSecond', '>', 0],
    likelyWhenHinted: ['deadLetters.topMessages', '>', 0],
    refute: ['deadLetters.messages', '==', 0],
    advice: {
      'zh-CN': '看几条死信的 x-death 头（原因、来源队列、次数），修复消费者后再把它们移回原队列（rabbitmqadmin 或 shovel）；不要直接清空。',
      en: 'Read the header x-death of some (reason, queue, count), repair the consumer, then move them back (a shovel); do not purge them.',
    },
    remedies: [],
    source: 'rabbitmq.com: Dead Letter Exchanges',
  },
  {
    ...common,
    id: 'rabbitmq.dead-letter-exchange-missing',
    title: {
      'zh-CN': '死信交换机 {deadLetters.missingExchange} 不存在，死信被丢弃',
      en: 'Dead-letter exchange {deadLetters.missingExchange} is missing: messages are lost',
    },
    explanation: {
      'zh-CN':
        '队列 {deadLetters.missingQueue} 指向它，但它不存在：被拒绝、过期、超长的消息都会消失（共 {deadLetters.missing} 个队列如此）。',
      en: 'Queue {deadLetters.missingQueue} names it, but it does not exist: what is rejected, expires or exceeds the length is lost ({deadLetters.missing} queues are like that).',
    },
    severity: 'warning',
    role: 'symptom',
    hints: 'dead.?letter|dlx|lost|死信|丢失|丢消息',
    probes: ['dead-letters'],
    confirm: ['deadLetters.missing', '>=', 1],
    refute: ['deadLetters.missing', '==', 0],
    advice: {
      'zh-CN': '声明这个交换机并绑定死信队列，或改正队列的 dead-letter-exchange。',
      en: 'Declare that exchange and bind a queue for dead letters to it, or correct dead-letter-exchange of the queue.',
    },
    remedies: [],
    source: 'rabbitmq.com: Dead Letter Exchanges',
  },
];

/** Queues of which one consumer gets everything, as they were declared so. */

import type { Signature } from '../../../domain/signature.ts';

const hints =
  'backlog|queue|consumer|worker|scal(e|ed|ing)|idle|single.?active|exclusive|one consumer|lag|积压|堆积|消费|扩容|扩到|闲|空闲|不发|单活|独占|延迟';

export const rabbitmqSingleActiveSignatures: readonly Signature[] = [
  {
    id: 'rabbitmq.single-active-consumer',
    kind: 'rabbitmq',
    role: 'cause',
    explains: ['rabbitmq.consumers-too-slow'],
    hints,
    title: {
      'zh-CN': '队列 {queues.slow.name} 是单一活跃消费者（x-single-active-consumer）：{queues.slow.consumers} 个消费者只有一个在工作',
      en: 'Queue {queues.slow.name} has a single active consumer: of its {queues.slow.consumers} consumers only one is active',
    },
    explanation: {
      'zh-CN':
        '该队列声明了 x-single-active-consumer，消息只发给一个活跃消费者，其余（{consumers.waiting} 个，状态 waiting）只在它断开时接替，扩容不会变快。每秒进 {queues.slow.publishedPerSecond}、处理 {queues.slow.leftPerSecond}，积压 {queues.slow.ready} 条。',
      en: 'It was declared with x-single-active-consumer: messages go to the one active consumer alone, the others ({consumers.waiting}, status waiting) only take over when it goes, and more of them make nothing quicker. {queues.slow.publishedPerSecond} come in a second, {queues.slow.leftPerSecond} are done, {queues.slow.ready} wait.',
    },
    severity: 'critical',
    probes: ['queues', 'consumers'],
    confirm: {
      all: [
        ['queues.slow.isSingleActive', '==', true],
        ['queues.slow.consumers', '>=', 2],
        ['queues.slow.growthPerSecond', '>', { fact: 'queues.slow.leftPerSecond', times: 0.1 }],
        ['queues.slow.ready', '>', { fact: 'queues.slow.leftPerSecond', times: 5 }],
      ],
    },
    likelyWhenHinted: {
      all: [
        ['queues.slow.isSingleActive', '==', true],
        ['queues.slow.consumers', '>=', 2],
      ],
    },
    refute: ['queues.slow.isSingleActive', '==', false],
    advice: {
      'zh-CN':
        '若不需要严格顺序，用不带该参数的新队列替换（队列参数不能修改）；需要按键有序时按键拆成多个队列（consistent hash exchange）并各配一个消费者，或让这个消费者批量、并行处理并调高预取。',
      en: 'Where strict order is not needed, replace it with a queue without that argument (arguments can’t be changed); where order counts by key, split it by key into several queues (consistent hash exchange), or have the one consumer work in batches with a larger prefetch.',
    },
    remedies: [],
    source: 'rabbitmq.com: Consumers, Single Active Consumer',
  },
];

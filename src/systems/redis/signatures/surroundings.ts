/** What the kernel settings of its host, its own housekeeping and its listeners do to a Redis. */

import type { Signature } from '../../../domain/signature.ts';

export const surroundingSignatures: readonly Signature[] = [
  {
    id: 'redis.huge-pages',
    kind: 'redis',
    title: { 'zh-CN': '主机开着透明大页（THP），拖慢 fork 与写入', en: 'Transparent huge pages (THP) are on: forks and writes are slow' },
    explanation: {
      'zh-CN': '所在主机的 transparent_hugepage 为 always，最近一次 fork 停顿 {latency.forkMs} ms；落盘期间每次写入都要复制 2 MB 的页。',
      en: 'transparent_hugepage is always on its host, and the last fork stalled {latency.forkMs} ms; during a save each write copies a page of 2 MB.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['redis.fork-slow', 'redis.simple-commands-slow'],
    hints: 'slow|latency|fork|huge ?page|thp|慢|延迟|抖动|大页',
    probes: ['latency'],
    confirm: {
      all: [
        { on: 'runsOn', where: ['memory.transparentHugePages', '==', 'always'] },
        ['latency.forkMs', '>=', 100],
        {
          any: [
            ['latency.events.fork.agoSeconds', '<', 900],
            ['latency.events.command.agoSeconds', '<', 900],
            ['latency.events.fast-command.agoSeconds', '<', 900],
            ['latency.forkMs', '>=', 250],
          ],
        },
      ],
    },
    refute: {
      any: [{ on: 'runsOn', where: ['memory.transparentHugePages', 'matches', '^(never|madvise)$'] }, ['latency.forks', '==', 0]],
    },
    advice: {
      'zh-CN': '在主机上执行 echo madvise > /sys/kernel/mm/transparent_hugepage/enabled（重启后需持久化），再重启 Redis。',
      en: 'On the host: echo madvise > /sys/kernel/mm/transparent_hugepage/enabled (and make it last), then restart Redis.',
    },
    remedies: [],
    source: 'redis.io: Latency induced by transparent huge pages',
  },
  {
    id: 'redis.fork-refused',
    kind: 'redis',
    title: { 'zh-CN': 'fork 所需内存被内核拒绝，BGSAVE 保存失败', en: 'The kernel refuses memory for the fork: saving (BGSAVE) fails' },
    explanation: {
      'zh-CN': 'BGSAVE 失败，而主机 vm.overcommit_memory 不是 1，且可用内存不多：fork 需要一份（写时复制的）同样大的承诺内存。',
      en: 'BGSAVE fails while vm.overcommit_memory of the host is not 1 and little memory is left: a fork needs the same amount promised again.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['redis.bgsave-refuses-writes', 'redis.bgsave-failing', 'redis.aof-rewrite-failing'],
    hints: 'misconf|bgsave|fork|overcommit|rdb|aof|落盘|持久化|内存',
    probes: ['persistence', 'memory'],
    confirm: {
      all: [
        ['persistence.isRdbFailing', '==', true],
        {
          on: 'runsOn',
          where: {
            all: [
              ['memory.overcommit', '==', 2],
              ['memory.committedRatio', '>=', 0.85],
            ],
          },
        },
      ],
    },
    likely: {
      all: [
        ['persistence.isRdbFailing', '==', true],
        {
          on: 'runsOn',
          where: {
            all: [
              ['memory.overcommit', '==', 0],
              ['memory.availableRatio', '<', 0.3],
            ],
          },
        },
        ['memory.rssToSystemRatio', '>=', 0.4],
      ],
    },
    refute: { any: [['persistence.isRdbFailing', '==', false], { on: 'runsOn', where: ['memory.overcommit', '==', 1] }] },
    advice: {
      'zh-CN': '在主机上设 vm.overcommit_memory=1，或腾出内存，然后执行 BGSAVE。',
      en: 'Set vm.overcommit_memory=1 on the host, or free memory, then run BGSAVE.',
    },
    remedies: [],
    source: 'redis.io: FAQ, background saving fails with a fork error',
  },
  {
    id: 'redis.defrag-busy',
    kind: 'redis',
    title: { 'zh-CN': '主动碎片整理占用主线程 CPU', en: 'Active defragmentation uses up the main thread’s CPU time' },
    explanation: {
      'zh-CN':
        '碎片整理正在运行，主线程占用 {activity.cpuMainRatio|percent}，整理周期最长 {latency.events.active-defrag-cycle.maxMs} ms，期间请求等待。',
      en: 'Defragmentation is running; the main thread is busy for {activity.cpuMainRatio|percent}, the longest cycle took {latency.events.active-defrag-cycle.maxMs} ms, and requests wait meanwhile.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['redis.cpu-saturated', 'redis.simple-commands-slow'],
    hints: 'slow|latency|defrag|fragment|cpu|慢|延迟|碎片',
    probes: ['memory', 'latency', 'activity'],
    confirm: {
      all: [
        ['memory.isDefragRunning', '==', true],
        ['latency.events.active-defrag-cycle.maxMs', '>=', 100],
        ['latency.events.active-defrag-cycle.agoSeconds', '<', 900],
      ],
    },
    refute: ['memory.isDefragRunning', '==', false],
    advice: {
      'zh-CN': '调低 active-defrag-cycle-max，或在低峰期再整理；可先关闭 activedefrag。',
      en: 'Lower active-defrag-cycle-max or leave it to quiet hours; activedefrag can be switched off for now.',
    },
    remedies: [{ action: 'config-set', arguments: { parameter: 'activedefrag', value: 'no' } }],
    source: 'redis.conf: active defragmentation',
  },
  {
    id: 'redis.notifications-unheard',
    kind: 'redis',
    title: { 'zh-CN': '键空间通知开着却没人订阅，浪费 CPU', en: 'Keyspace notifications cost CPU though nobody listens' },
    explanation: {
      'zh-CN': 'notify-keyspace-events={pubsub.notifications}，而没有任何订阅；每秒 {activity.commandsPerSecond} 条命令都在白白发布事件。',
      en: 'notify-keyspace-events is {pubsub.notifications} and nobody has subscribed; {activity.commandsPerSecond} commands a second publish events for nothing.',
    },
    severity: 'info',
    role: 'symptom',
    hints: 'notif|cpu|slow|通知|慢',
    probes: ['pubsub', 'activity'],
    confirm: {
      all: [
        ['pubsub.notifications', '!=', ''],
        ['pubsub.listeners', '==', 0],
        ['activity.commandsPerSecond', '>=', 500],
      ],
    },
    refute: {
      any: [
        ['pubsub.notifications', '==', ''],
        ['pubsub.listeners', '>', 0],
      ],
    },
    advice: { 'zh-CN': '确认没有消费者后关闭通知。', en: 'Switch them off once it is sure that nobody needs them.' },
    remedies: [{ action: 'config-set', arguments: { parameter: 'notify-keyspace-events', value: '' } }],
    source: 'redis.io: Keyspace notifications',
  },
  {
    id: 'redis.slow-subscriber',
    kind: 'redis',
    title: {
      'zh-CN': '订阅者 {pubsub.slowestAddress} 跟不上，消息在 Redis 里堆积',
      en: 'Slow subscriber {pubsub.slowestAddress}: its output buffer fills up',
    },
    explanation: {
      'zh-CN':
        '{pubsub.slowestAddress} {pubsub.slowestName} 的输出缓冲区积压 {pubsub.slowestBytes|bytes}，已到上限 {pubsub.hardLimitBytes|bytes} 的 {pubsub.slowestToLimitRatio|percent}；到顶后会被断开并丢消息。',
      en: '{pubsub.slowestBytes|bytes} wait for {pubsub.slowestAddress} {pubsub.slowestName}, which does not keep up: {pubsub.slowestToLimitRatio|percent} of the limit of {pubsub.hardLimitBytes|bytes}; at the limit it is disconnected and loses messages.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['redis.client-buffers', 'redis.memory-full', 'redis.output-limit-disconnects'],
    hints: 'subscri|pub ?/?sub|memory|buffer|订阅|积压|内存|缓冲',
    probes: ['pubsub'],
    confirm: {
      all: [
        ['pubsub.slowestBytes', '>=', 1_048_576],
        ['pubsub.slowestToLimitRatio', '>=', 0.25],
      ],
    },
    likely: {
      all: [
        ['pubsub.slowestBytes', '>=', 4_194_304],
        ['pubsub.hardLimitBytes', '==', 0],
      ],
    },
    refute: ['pubsub.slowestBytes', '<', 65_536],
    advice: {
      'zh-CN': '查该订阅者为何读得慢；需要不丢消息的场景改用 Stream。',
      en: 'Find out why it reads slowly; where no message may be lost, use a stream.',
    },
    remedies: [{ action: 'kill-client', arguments: { id: '{pubsub.slowestId}', address: '{pubsub.slowestAddress}' } }],
    source: 'redis.io: Client handling, output buffer limits',
  },
];

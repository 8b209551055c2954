/** Consumer groups with more members than there is work for. */

import type { Signature } from '../../../domain/signature.ts';

const common = { kind: 'kafka', role: 'cause', severity: 'critical', probes: ['groups'], remedies: [] } as const;

export const kafkaMemberSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'kafka.members-idle',
    severity: 'warning',
    role: 'symptom',
    title: {
      'zh-CN': '消费组 {groups.idle.name} 有 {groups.idle.members} 个成员空闲、分不到分区',
      en: '{groups.idle.members} members of group {groups.idle.name} are idle: no partition',
    },
    explanation: {
      'zh-CN': '分区只有 {groups.idle.partitions} 个，多出来的成员闲着；积压 {groups.idle.lag}，再加实例没有用。',
      en: 'There are {groups.idle.partitions} partitions and the members beyond them are idle; it is {groups.idle.lag} behind, and more instances do not help.',
    },
    hints: 'lag|consumer|group|backlog|behind|idle|scale|积压|堆积|消费|闲置|扩容',
    confirm: ['groups.idle.members', '>=', 1],
    refute: ['groups.idle.members', '==', 0],
    advice: {
      'zh-CN': '需要更多并行度时增加分区（注意键的顺序会变），否则减少实例。',
      en: 'For more parallelism add partitions (mind that keys move), else use fewer instances.',
    },
    source: 'kafka.apache.org: Consumers',
  },
  {
    ...common,
    id: 'kafka.scaled-past-partitions',
    title: {
      'zh-CN': '扩容无效：消费组 {groups.idle.name} 的成员多于分区，{groups.idle.members} 个空闲',
      en: 'Scaling out does not help: {groups.idle.name} has more members than partitions, {groups.idle.members} are idle',
    },
    explanation: {
      'zh-CN':
        '一个分区同一时间只分给组里的一个成员：主题只有 {groups.idle.partitions} 个分区，多出来的 {groups.idle.members} 个成员分不到分区、闲着，积压 {groups.idle.lag} 仍由 {groups.idle.partitions} 个成员处理。',
      en: 'A partition is read by one member of a group at a time: with only {groups.idle.partitions} partitions the {groups.idle.members} members beyond them get no partition and are idle, and the lag of {groups.idle.lag} is still worked on by {groups.idle.partitions}.',
    },
    explains: ['kafka.members-idle', 'kafka.consumer-slow', 'kafka.group-stands-still'],
    hints: 'scal(e|ed|ing)|more (instances|consumers|replicas|pods)|instances?\\b|扩容|扩到|加了.{0,6}(实例|机器|节点|副本|消费者)|实例',
    // That some are idle hurts nobody by itself: it answers who has added some and sees no change.
    confirm: { any: [] },
    confirmWhenHinted: {
      all: [
        ['groups.idle.members', '>=', 1],
        ['groups.idle.lag', '>=', 100],
      ],
    },
    refute: ['groups.idle.members', '==', 0],
    advice: {
      'zh-CN': '把单条处理变快（批量、并行、下游），或给主题增加分区（按键有序的业务要注意键会换分区）；多余的实例可以缩回去。',
      en: 'Make handling a message quicker (batches, parallel work, what is behind it), or add partitions (keys then move between them, which matters where order does); take the idle instances away.',
    },
    source: 'kafka.apache.org: Introduction, Consumers and partitions',
  },
];

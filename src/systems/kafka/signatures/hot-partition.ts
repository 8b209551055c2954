/** One partition gets most of a topic's records, and its one consumer can't keep up. */

import type { Signature } from '../../../domain/signature.ts';

export const kafkaHotPartitionSignature: Signature = {
  kind: 'kafka',
  role: 'cause',
  severity: 'critical',
  probes: ['groups'],
  remedies: [],
  id: 'kafka.partition-hot',
  explains: ['kafka.consumer-slow', 'kafka.group-stands-still', 'kafka.scaled-past-partitions', 'kafka.members-idle'],
  title: {
    'zh-CN':
      '消息倾斜：{groups.hot.topic} 的热点分区 {groups.hot.partition} 收到大部分消息，消费组 {groups.hot.name} 的积压集中在这一个分区',
    en: 'Skewed keys: partition {groups.hot.partition} of {groups.hot.topic} is hot, most records and the lag of group {groups.hot.name} are in this one partition',
  },
  explanation: {
    'zh-CN':
      '{groups.hot.topic} 近来的消息有 {groups.hot.recordsShare|percent}（{groups.hot.records} 条）进了分区 {groups.hot.partition}，其他分区（共 {groups.hot.partitions} 个）平均每个只有 {groups.hot.othersShare|percent}；消费组 {groups.hot.name} 的积压有 {groups.hot.lagShare|percent}（{groups.hot.lag} 条）在这个分区。多半是同一个键（某个租户、设备或空键）占了大部分消息：一个分区同一时间只由一个成员处理，加实例（现有 {groups.hot.members} 个）没有用，其他成员闲着。',
    en: 'Of what {groups.hot.topic} got lately, {groups.hot.recordsShare|percent} ({groups.hot.records} records) went to partition {groups.hot.partition} of {groups.hot.partitions}, and {groups.hot.othersShare|percent} to each of the others on average; {groups.hot.lagShare|percent} of the lag of group {groups.hot.name} ({groups.hot.lag}) is there. As a rule one key (a tenant, a device, a default) has most records: a partition is read by one member at a time, so more consumers do not help (it has {groups.hot.members}), and the others have little to do.',
  },
  hints: 'lag|consumer|group|backlog|behind|KafkaConsumer|skew|hot|key|tenant|uneven|积压|堆积|消费|延迟|落后|倾斜|热点|不均|租户',
  confirm: {
    all: [
      ['groups.hot.name', '!=', ''],
      ['groups.hot.isOld', '==', true],
    ],
  },
  confirmWhenHinted: ['groups.hot.name', '!=', ''],
  likely: ['groups.hot.name', '!=', ''],
  refute: ['groups.hot.name', '==', ''],
  advice: {
    'zh-CN':
      '找出分区 {groups.hot.partition} 里占多数的键；拆分热点键（键后加序号、改用更细的键），或把这个租户移到单独的主题；按键有序的业务要注意顺序。在那之前只有把单条处理变快（批量、进程内按子键并行）才有用。',
    en: 'See which key makes up partition {groups.hot.partition}; split it (a suffix, a finer key) or give that tenant a topic of its own, and mind where order matters. Until then only quicker handling helps (batches, parallel work within the consumer).',
  },
  source: 'kafka.apache.org: Introduction, partitions and keys',
};

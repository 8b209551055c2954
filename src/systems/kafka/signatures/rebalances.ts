/** Groups that never settle, and groups that two applications share. */

import type { Signature } from '../../../domain/signature.ts';

const common = { kind: 'kafka', role: 'cause', severity: 'critical', remedies: [] } as const;

export const kafkaRebalanceSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'kafka.members-thrown-out',
    explains: ['kafka.group-stands-still', 'kafka.consumer-slow', 'kafka.group-rebalances', 'kafka.partition-stuck', 'kafka.group-dead'],
    isEmptiedByOthers: true,
    title: {
      'zh-CN': '消费组 {rebalances.worst.name} 反复再均衡：成员被踢出后重新加入，来不及提交',
      en: 'Consumer group {rebalances.worst.name} rebalances again and again: its members are put out before they commit, and rejoin',
    },
    explanation: {
      'zh-CN':
        '15 分钟内再均衡 {rebalances.worst.count} 次（平均每 {rebalances.worst.everySeconds} 秒一次，最近一次在 {rebalances.worst.lastAgoSeconds} 秒前），成员 {rebalances.worst.clients}：处理一批消息的时间超过了会话超时（session.timeout.ms，{rebalances.worst.sessionSeconds} 秒，期间没有心跳）或 max.poll.interval.ms（{rebalances.worst.pollSeconds} 秒），被踢出后提交失败，同一批消息又被重新投递、重复处理；积压 {groups.worst.lag}。',
      en: 'It rebalanced {rebalances.worst.count} times within 15 minutes (every {rebalances.worst.everySeconds} s on average, last {rebalances.worst.lastAgoSeconds} s ago), with the members {rebalances.worst.clients}: a batch takes longer than the session timeout (session.timeout.ms, {rebalances.worst.sessionSeconds} s without a heartbeat) or than max.poll.interval.ms ({rebalances.worst.pollSeconds} s), the member is thrown out, its commit fails, and the same messages are delivered and worked on again; the lag is {groups.worst.lag}.',
    },
    hints:
      'lag|rebalanc|session|heartbeat|max.poll|same .{0,20}(twice|several|again)|duplicate|stuck|再均衡|重平衡|会话|心跳|踢出|重复|积压|卡住',
    probes: ['rebalances', 'groups'],
    // Members that are restarted one after the other rebalance a group too, but they leave no backlog that stands still.
    confirm: {
      all: [
        ['rebalances.worst.count', '>=', 4],
        ['rebalances.worst.lastAgoSeconds', '<=', 300],
        {
          any: [
            {
              all: [
                ['groups.still.name', '==', { fact: 'rebalances.worst.name' }],
                ['groups.still.lag', '>=', 100],
              ],
            },
            {
              all: [
                ['groups.unsettled.name', '==', { fact: 'rebalances.worst.name' }],
                ['groups.unsettled.lag', '>=', 100],
              ],
            },
            {
              all: [
                ['groups.dead.name', '==', { fact: 'rebalances.worst.name' }],
                ['groups.dead.lag', '>=', 100],
                ['rebalances.worst.lastAgoSeconds', '<=', 30],
              ],
            },
          ],
        },
      ],
    },
    likelyWhenHinted: {
      all: [
        ['rebalances.worst.count', '>=', 6],
        ['rebalances.worst.lastAgoSeconds', '<=', 120],
        ['groups.worst.name', '==', { fact: 'rebalances.worst.name' }],
        ['groups.worst.lag', '>=', 100],
      ],
    },
    refute: ['rebalances.worst.count', '==', 0],
    advice: {
      'zh-CN':
        '先看处理单条消息为什么变慢（下游、发布）；把 max.poll.records 调小，或提高 session.timeout.ms / max.poll.interval.ms，把耗时的处理移出拉取线程（心跳不能被阻塞）；处理要幂等。',
      en: 'See first why a message takes longer (what is behind it, a release); lower max.poll.records or raise session.timeout.ms / max.poll.interval.ms, move long work off the polling thread so that heartbeats go on, and make the work idempotent.',
    },
    source: 'kafka.apache.org: Consumer Configs, session.timeout.ms, max.poll.interval.ms, max.poll.records',
  },
  {
    ...common,
    id: 'kafka.group-shared',
    title: {
      'zh-CN': '不同的应用共用消费组 {groups.mixed.name}，瓜分了 {groups.mixed.topic} 的分区',
      en: 'Different applications share consumer group {groups.mixed.name} and split the partitions of {groups.mixed.topic}',
    },
    explanation: {
      'zh-CN':
        '同一个消费组（group.id）{groups.mixed.name} 里有 {groups.mixed.applications} 个不同的应用在消费 {groups.mixed.topic}，各分到一部分分区（{groups.mixed.shares}）：每条消息只给组里的一个成员，所以每个应用只收到一部分，看上去像丢了；没有积压，Kafka 没有丢消息。',
      en: 'The members of the consumer group (group.id) {groups.mixed.name} are {groups.mixed.applications} different applications, each with a part of the partitions of {groups.mixed.topic} ({groups.mixed.shares}): a message goes to one member of a group alone, so each application gets a part and misses the rest. There is no lag, and Kafka has lost nothing.',
    },
    hints: 'half|part of|only (some|a part|part|one)|missing|lost|lose|not all|disappear|fewer|一半|部分|丢|少了|收不到|没收到|不全|漏',
    probes: ['groups'],
    // Names of clients differ for other reasons too (blue and green, roles of one application): it answers who misses messages.
    confirm: { any: [] },
    confirmWhenHinted: ['groups.mixed.name', '!=', ''],
    refute: ['groups.mixed.name', '==', ''],
    advice: {
      'zh-CN': '给后加入的应用换一个自己的 group.id（起始位点按需要设置），再确认原应用重新拿到全部分区；期间被对方消费的消息需要补。',
      en: 'Give the application that joined last a group.id of its own (mind where it begins), see that the other has all partitions again, and replay what the wrong one took meanwhile.',
    },
    source: 'kafka.apache.org: Introduction, Consumers; Consumer Configs, group.id',
  },
];

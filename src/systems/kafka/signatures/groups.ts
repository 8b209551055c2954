/** Consumer groups, by why they are behind. */

import type { Signature } from '../../../domain/signature.ts';

const hints = 'lag|consumer|group|backlog|behind|KafkaConsumer|积压|堆积|消费|延迟|落后';
const common = { kind: 'kafka', role: 'cause', severity: 'critical', probes: ['groups'], remedies: [] } as const;

export const kafkaGroupSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'kafka.consumer-slow',
    about: ['groups.slow.name'],
    apart: 'groups.names',
    isEmptiedByOthers: true,
    title: {
      'zh-CN': '消费积压：消费组 {groups.slow.name} 处理慢，积压 {groups.slow.lag}',
      en: 'Consumer lag: group {groups.slow.name} is slow and {groups.slow.lag} behind',
    },
    explanation: {
      'zh-CN':
        '成员 {groups.slow.members} 个在正常消费（{groups.slow.clients}），每秒处理 {groups.slow.consumedPerSecond}，生产 {groups.slow.producedPerSecond}；积压最多的是 {groups.slow.topic} 的分区 {groups.slow.partition}（占 {groups.slow.partitionShare|percent}），从未提交的分区 {groups.slow.neverCommitted} 个。是慢，不是停。',
      en: 'Its {groups.slow.members} members do consume ({groups.slow.clients}): {groups.slow.consumedPerSecond} a second of {groups.slow.producedPerSecond} produced; most of it is in {groups.slow.topic}, partition {groups.slow.partition} ({groups.slow.partitionShare|percent}), {groups.slow.neverCommitted} partitions were never committed. It is slow, not stopped.',
    },
    hints,
    confirm: {
      all: [
        ['groups.slow.name', '!=', ''],
        ['groups.slow.lag', '>', { fact: 'groups.slow.consumedPerSecond', times: 30 }],
        ['groups.slow.consumedPerSecond', '>', 0],
      ],
    },
    likely: {
      all: [
        ['groups.slow.lag', '>', { fact: 'groups.slow.consumedPerSecond', times: 10 }],
        ['groups.slow.consumedPerSecond', '<', { fact: 'groups.slow.producedPerSecond', times: 0.9 }],
      ],
    },
    refute: ['groups.slow.name', '==', ''],
    advice: {
      'zh-CN':
        '看消费者的单条处理时间与下游是否刚变慢（发布、数据库、外部接口）；没有问题就扩容（实例数不超过 {groups.slow.partitions} 个分区），或批量、并行处理。',
      en: 'See whether handling a message has become slow (a release, a database, another service); if not, add instances (up to the {groups.slow.partitions} partitions), or work in batches and in parallel.',
    },
    source: 'kafka.apache.org: Monitoring, Consumer lag',
  },
  {
    ...common,
    id: 'kafka.group-dead',
    about: ['groups.dead.name'],
    apart: 'groups.names',
    isEmptiedByOthers: true,
    title: {
      'zh-CN': '消费组 {groups.dead.name} 没有成员（消费停止），积压 {groups.dead.lag}',
      en: 'Consumer group {groups.dead.name} has no members: lag is {groups.dead.lag}',
    },
    explanation: {
      'zh-CN': '状态 {groups.dead.state}，没有一个消费者在线；主题 {groups.dead.topic} 每秒还在产生 {groups.dead.producedPerSecond} 条。',
      en: 'Its state is {groups.dead.state} and no consumer is connected: it has stopped or is down, while {groups.dead.topic} gets {groups.dead.producedPerSecond} more a second.',
    },
    hints: `${hints}|dead|empty|no members|stopped|停了|没有消费者|没人消费`,
    confirm: {
      all: [
        ['groups.dead.name', '!=', ''],
        ['groups.dead.producedPerSecond', '>', 0],
      ],
    },
    likely: {
      all: [
        ['groups.dead.name', '!=', ''],
        ['groups.dead.lag', '>=', 100],
        ['groups.dead.name', '==', { fact: 'groups.worst.name' }],
      ],
    },
    refute: ['groups.dead.name', '==', ''],
    advice: {
      'zh-CN':
        '看消费方的进程是否退出、被缩到 0、连不上或改了 group.id；已废弃的消费组可以删除。注意 offsets.retention.minutes 到期后位点会被清掉。',
      en: 'See whether its processes exited, were scaled to none, cannot connect, or use another group.id; a retired group can be deleted. Mind that its offsets go after offsets.retention.minutes.',
    },
    source: 'kafka.apache.org: Operations, Managing consumer groups',
  },
  {
    ...common,
    id: 'kafka.group-stands-still',
    about: ['groups.still.name'],
    apart: 'groups.names',
    isEmptiedByOthers: true,
    title: {
      'zh-CN': '消费组 {groups.still.name} 卡住：有成员但位点不动',
      en: 'Consumer group {groups.still.name} is stuck: none of its offsets moves',
    },
    explanation: {
      'zh-CN':
        '成员 {groups.still.members} 个（{groups.still.clients}），积压 {groups.still.lag}，两次读取之间一条都没有提交：处理卡住（下游、死锁、毒消息），或自动提交被关而没有手工提交。',
      en: '{groups.still.members} members ({groups.still.clients}) have a lag of {groups.still.lag} and committed nothing between two readings: their work hangs (a dependency, a lock, a poison message), or nobody commits.',
    },
    hints: `${hints}|stuck|hang|poison|commit|卡住|不动|不提交|毒消息`,
    confirm: {
      all: [
        ['groups.still.name', '!=', ''],
        ['groups.still.producedPerSecond', '>', 0],
        ['groups.still.lag', '>', { fact: 'groups.still.producedPerSecond', times: 10 }],
      ],
    },
    likely: {
      all: [
        ['groups.still.lag', '>=', 100],
        ['groups.still.consumedPerSecond', '==', 0],
      ],
    },
    refute: ['groups.still.name', '==', ''],
    advice: {
      'zh-CN': '对消费者取线程栈看卡在哪里；若每次都停在同一位点，是毒消息：跳过它（送死信）并修复处理逻辑。',
      en: 'Take a thread dump of the consumers; if they always stop at the same offset it is a poison message: set it aside and repair the handler.',
    },
    source: 'kafka.apache.org: Consumer Configs, max.poll.interval.ms',
  },
  {
    ...common,
    id: 'kafka.partition-stuck',
    about: ['groups.stuck.name'],
    apart: 'groups.names',
    title: {
      'zh-CN': '{groups.stuck.topic} 的分区 {groups.stuck.partition} 卡住，其余在消费',
      en: 'Partition {groups.stuck.partition} of {groups.stuck.topic} is stuck, others move on',
    },
    explanation: {
      'zh-CN':
        '消费组 {groups.stuck.name} 停在位点 {groups.stuck.committed}（已 {groups.stuck.seconds} 秒），积压 {groups.stuck.lag}；同组其他分区都在前进：多半是该位点的消息处理不了（毒消息），或它的成员卡住。',
      en: 'Group {groups.stuck.name} has stood still at offset {groups.stuck.committed} for {groups.stuck.seconds} s, {groups.stuck.lag} behind, while its other partitions advance: the message at that offset cannot be handled (poison message), or that member hangs.',
    },
    hints: `${hints}|poison|stuck|partition|毒消息|卡住|分区`,
    confirm: {
      all: [
        ['groups.stuck.lag', '>=', 100],
        ['groups.stuck.count', '==', 1],
        // Less says nothing where consumers commit every five seconds.
        ['groups.stuck.seconds', '>=', 5.5],
      ],
    },
    likely: ['groups.stuck.lag', '>=', 50],
    refute: ['groups.stuck.lag', '==', 0],
    advice: {
      'zh-CN': '看该成员的日志与该位点的消息；确认是毒消息时停掉该消费组，把这个分区的位点向前移一条，再启动。',
      en: 'See that member’s log and the message at that offset; if it is poison, stop the group, move that partition’s offset on by one, and start it again.',
    },
    source: 'kafka.apache.org: Operations, Managing consumer groups',
  },
  {
    ...common,
    id: 'kafka.group-rebalances',
    title: { 'zh-CN': '消费组 {groups.unsettled.name} 一直在再均衡', en: 'Consumer group {groups.unsettled.name} keeps rebalancing' },
    explanation: {
      'zh-CN':
        '状态 {groups.unsettled.state}，成员 {groups.unsettled.members} 个，两次读取之间换了 {groups.unsettled.memberChanges} 个，积压 {groups.unsettled.lag}：再均衡（rebalance）期间没有人消费。',
      en: 'It is {groups.unsettled.state} with {groups.unsettled.members} members, {groups.unsettled.memberChanges} of them new between two readings, and its lag is {groups.unsettled.lag}: nobody consumes while it rebalances.',
    },
    hints: `${hints}|rebalanc|max.poll|session.timeout|join|再均衡|重平衡|抖动`,
    // It comes and goes: that no group rebalances just now does not refute what a member was told.
    quoted:
      'REBALANCE_IN_PROGRESS|RebalanceInProgressException|ILLEGAL_GENERATION|IllegalGenerationException|UNKNOWN_MEMBER_ID|UnknownMemberIdException',
    confirm: {
      all: [
        ['groups.unsettled.name', '!=', ''],
        ['groups.unsettled.lag', '>', 0],
      ],
    },
    likely: ['groups.unsettled.name', '!=', ''],
    advice: {
      'zh-CN':
        '看成员是否反复重启，或处理一批超过 max.poll.interval.ms 被踢出；减小 max.poll.records、加大该时限，使用 group.instance.id（静态成员）与 cooperative-sticky。',
      en: 'See whether members keep restarting, or take longer than max.poll.interval.ms for a batch and are put out; lower max.poll.records or raise that limit, and use group.instance.id and cooperative-sticky.',
    },
    source: 'kafka.apache.org: Consumer Configs, max.poll.interval.ms; KIP-345; KIP-429',
  },
  {
    ...common,
    id: 'kafka.messages-lost-to-retention',
    explains: ['kafka.offset-out-of-range'],
    title: {
      'zh-CN': '消息丢失：{groups.lost.topic} 的消息在消费前已过期清理',
      en: 'Messages lost: {groups.lost.topic} removed them before consumption',
    },
    explanation: {
      'zh-CN':
        '消费组 {groups.lost.name} 在分区 {groups.lost.partition} 的位点早于日志起点，已有 {groups.lost.messages} 条读不到；恢复消费时会按 auto.offset.reset 跳走。',
      en: 'Retention has removed messages that were not consumed: the offset of {groups.lost.name} in partition {groups.lost.partition} is before the start of the log, {groups.lost.messages} messages are gone, and consuming goes on where auto.offset.reset says.',
    },
    hints: `${hints}|retention|out.?of.?range|lost|reset|保留|过期|丢失|越界`,
    confirm: ['groups.lost.messages', '>', 0],
    refute: ['groups.lost.messages', '==', 0],
    advice: {
      'zh-CN': '先延长该主题的 retention.ms 保住剩下的，再恢复消费；丢失的部分从上游补数据。',
      en: 'Lengthen retention.ms of the topic to keep what is left, then bring the consumers back; replay what is gone from its source.',
    },
    source: 'kafka.apache.org: Topic Configs, retention.ms',
  },
  {
    ...common,
    id: 'kafka.offset-ahead',
    explains: ['kafka.offset-out-of-range'],
    title: {
      'zh-CN': '消费组 {groups.ahead.name} 的位点越界，超过日志末尾',
      en: 'Offset out of range: {groups.ahead.name} is beyond the end of the log',
    },
    explanation: {
      'zh-CN':
        '在 {groups.ahead.topic} 超前 {groups.ahead.messages}：主题被删除重建，或不干净选举截断了日志；消费者会按 auto.offset.reset 跳转，可能重复或漏消费。',
      en: 'It is {groups.ahead.messages} ahead in {groups.ahead.topic}: the topic was deleted and created anew, or an unclean election cut its log; consumers jump as auto.offset.reset says and may repeat or miss messages.',
    },
    hints: `${hints}|out.?of.?range|reset|recreate|位点|越界|重建`,
    confirm: ['groups.ahead.messages', '>', 0],
    refute: ['groups.ahead.messages', '==', 0],
    advice: {
      'zh-CN': '确认主题是否被重建；停掉消费组后把位点重置到 earliest 或 latest。',
      en: 'See whether the topic was made anew; stop the group and reset its offsets to earliest or latest.',
    },
    remedies: [
      {
        action: 'reset-group-offsets',
        arguments: { group: '{groups.ahead.name}', topic: '{groups.ahead.topic}', to: 'earliest' },
        when: ['groups.ahead.name', '==', { fact: 'groups.dead.name' }],
      },
    ],
    source: 'kafka.apache.org: Consumer Configs, auto.offset.reset',
  },
  {
    ...common,
    id: 'kafka.retention-catches-up',
    severity: 'warning',
    title: { 'zh-CN': '积压快被保留策略清掉：{groups.edge.topic}', en: 'Retention soon deletes the backlog of {groups.edge.topic}' },
    explanation: {
      'zh-CN':
        '消费组 {groups.edge.name} 在分区 {groups.edge.partition} 离日志起点只剩 {groups.edge.roomRatio|percent} 的余地，积压 {groups.edge.lag}：再慢下去就会丢消息。',
      en: 'In partition {groups.edge.partition}, {groups.edge.name} is {groups.edge.roomRatio|percent} of the log away from its start and {groups.edge.lag} behind: falling further back loses messages.',
    },
    hints: `${hints}|retention|lost|保留|丢失`,
    confirm: {
      all: [
        ['groups.edge.roomRatio', '<', 0.1],
        ['groups.edge.lag', '>=', 100],
      ],
    },
    likelyWhenHinted: {
      all: [
        ['groups.edge.roomRatio', '<', 0.3],
        ['groups.edge.lag', '>=', 100],
      ],
    },
    refute: ['groups.edge.roomRatio', '>=', 0.5],
    advice: {
      'zh-CN': '临时延长该主题的 retention.ms（先看磁盘余量），等追上后改回。',
      en: 'Lengthen retention.ms of the topic for the time being (see the room on disk first), and put it back once the group has caught up.',
    },
    source: 'kafka.apache.org: Topic Configs, retention.ms',
  },
];

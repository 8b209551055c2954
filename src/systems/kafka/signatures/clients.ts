/** What clients run into while every broker is well: a topic that isn't there, a quota. */

import type { Signature } from '../../../domain/signature.ts';

const common = { kind: 'kafka', role: 'cause', severity: 'critical', remedies: [] } as const;

export const kafkaClientSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'kafka.topic-missing',
    title: { 'zh-CN': '主题 {topic.name} 不存在（缺失）', en: 'Topic {topic.name} does not exist (missing)' },
    explanation: {
      'zh-CN':
        '集群里没有主题 {topic.name}（broker 的 auto.create.topics.enable 为 {broker.auto_create_topics_enable}）：它被删除、从未建立，或客户端写错了名字；读写它的客户端收到 UNKNOWN_TOPIC_OR_PARTITION。',
      en: 'The cluster has no topic {topic.name} (auto.create.topics.enable is {broker.auto_create_topics_enable} at its brokers): it was deleted, was never created, or a client misspells it. Clients get UNKNOWN_TOPIC_OR_PARTITION.',
    },
    probes: ['named-topic', 'configs'],
    hints:
      'unknown.?topic|no such topic|does not host|topic.{0,20}(not|n.t) (exist|found|there|present)|not present in metadata|主题.{0,6}(不存在|找不到|没有)|找不到主题',
    confirm: ['topic.isThere', '==', false],
    quoted:
      'UNKNOWN_TOPIC_OR_PARTITION|UnknownTopicOrPartition|Broker: Unknown topic or partition|This server does not host this topic-partition',
    refute: ['topic.isThere', '==', true],
    advice: {
      'zh-CN': '核对名字与最近的删除；确属误删则按原来的分区数、副本数与设置重建（旧数据不会回来），消费组位点可能越界，需要重置。',
      en: 'Compare the spelling, and look who deleted it lately; if that was a mistake make it again with its old partitions, replicas and settings (its messages do not come back), and mind offsets of groups beyond its end.',
    },
    source: 'kafka.apache.org: Protocol, UNKNOWN_TOPIC_OR_PARTITION; Broker Configs, auto.create.topics.enable',
  },
  {
    ...common,
    id: 'kafka.client-throttled',
    severity: 'warning',
    title: { 'zh-CN': '{quotas.tightest.whose} 被配额限速', en: 'A quota throttles {quotas.tightest.whose}' },
    explanation: {
      'zh-CN':
        '{quotas.tightest.whose} 的 {quotas.tightest.setting} 只有每秒 {quotas.tightest.bytesPerSecond|bytes}（共 {quotas.count} 条配额：{quotas.names}）：超过后 broker 让它等待，客户端看到的是延迟升高或超时，broker 却很闲。',
      en: '{quotas.tightest.setting} of {quotas.tightest.whose} is {quotas.tightest.bytesPerSecond|bytes} a second ({quotas.count} quotas: {quotas.names}): beyond it brokers make the client wait, which sees latency or timeouts while the brokers are idle.',
    },
    probes: ['quotas'],
    hints: 'quota|throttl|slow|latency|timeout|expir|produce|fetch|配额|限流|限速|慢|延迟|超时',
    // Less than any application's traffic: a leftover of a test, or a wrong unit.
    confirm: ['quotas.tightest.bytesPerSecond', '<=', 16_384],
    likelyWhenHinted: ['quotas.tightest.bytesPerSecond', '<=', 1_048_576],
    refute: {
      any: [
        ['quotas.count', '==', 0],
        ['quotas.tightest.whose', '==', ''],
      ],
    },
    advice: {
      'zh-CN': '与设置者确认后用 kafka-configs --alter --delete-config 去掉或调高该配额；先记下原值。',
      en: 'Ask who set it, then raise or remove it with kafka-configs --alter --delete-config; note its value first.',
    },
    source: 'kafka.apache.org: Design, Quotas',
  },
];

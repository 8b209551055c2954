/** Whether the topic that the alert or the question names is there, and when something was last written to it. */

import { z } from 'zod';
import type { Labels } from '../../../domain/alert.ts';
import type { SessionLimit } from '../../session/failure.ts';
import { type Seen, sessionProbe } from '../../session/probe.ts';
import type { Cluster, KafkaClient } from '../client.ts';
import { orNull } from './kafka-probe.ts';
import { namesIn, namesMax, spokenOf, topicNameMax } from './names-in.ts';

const unknownTopic = 3;
/** Asks for the newest record. */
const newest = -3n;

export const namedTopicProbe = sessionProbe({
  name: 'named-topic',
  summary: {
    'zh-CN': '告警或问题里提到的主题是否存在、何时写入',
    en: 'whether the topic that is spoken of is there, and when it was written',
  },
  parameters: z.strictObject({
    topic: z.string().max(topicNameMax).default(''),
    names: z.array(z.string().max(topicNameMax)).max(namesMax).default([]),
  }),
  cost: 'cheap',
  hints: 'topic|主题',
  query: 'Metadata (one topic), ListOffsets (newest)',
  aimedAt: (words, labels) => ({ topic: topicIn(words, labels), names: namesIn(words, labels) }),
  async see(client: KafkaClient, { topic, names }, limit, { clock }) {
    // Asked in any case: a look that is answered says that the cluster can be reached.
    const cluster = await client.cluster(topic === '' ? null : [topic], limit);
    if (topic === '') return spoken(client, cluster, names, clock.now(), limit);
    const isThere = cluster.topics.find(({ name }) => name === topic)?.errorCode !== unknownTopic;
    return {
      headline: {
        'zh-CN': isThere ? `主题 ${topic} 存在` : `没有主题 ${topic}`,
        en: isThere ? `topic ${topic} is there` : `there is no topic ${topic}`,
      },
      facts: { 'topic.name': topic, 'topic.isThere': isThere, 'topic.spoken': topic, 'topic.writtenSecondsAgo': null },
      text: '',
    };
  },
});

/** A topic that is there and spoken of by the way; that another one is missing, which is not known by name, stays open. */
async function spoken(client: KafkaClient, cluster: Cluster, names: readonly string[], nowMs: number, limit: SessionLimit): Promise<Seen> {
  const known = cluster.topics.filter(({ isInternal, errorCode }) => !isInternal && errorCode === 0);
  const name = spokenOf(known, (each) => each.name ?? '', names)?.name ?? '';
  const newestMs = name === '' ? null : await newestIn(client, cluster, name, limit);
  const ago = newestMs === null ? null : Math.max(0, Math.round((nowMs - newestMs) / 1_000));
  const written =
    ago === null ? { 'zh-CN': '', en: '' } : { 'zh-CN': `，最近一次写入在 ${String(ago)} 秒前`, en: `, last written ${String(ago)} s ago` };
  return {
    headline: {
      'zh-CN': name === '' ? '没有提到主题' : `主题 ${name} 存在${written['zh-CN']}`,
      en: name === '' ? 'no topic is spoken of' : `topic ${name} is there${written.en}`,
    },
    facts: { 'topic.name': '', 'topic.isThere': null, 'topic.spoken': name, 'topic.writtenSecondsAgo': ago },
    text: '',
  };
}

/** The newest time of a record, by the clock that the topic keeps; null for an empty topic, and before Kafka 3.0. */
async function newestIn(client: KafkaClient, cluster: Cluster, topic: string, limit: SessionLimit): Promise<number | null> {
  const partitions = cluster.topics.find(({ name }) => name === topic)?.partitions ?? [];
  const byLeader = Map.groupBy(
    partitions.filter(({ leaderId }) => leaderId >= 0),
    ({ leaderId }) => leaderId,
  );
  const answers = await Promise.all(
    [...byLeader].map(([node, led]) => {
      const asked = led.map(({ partitionIndex }) => ({ partitionIndex, currentLeaderEpoch: -1, timestamp: newest }));
      return orNull(client.ask({ node }, (kafka) => kafka.listOffsetsV7.api, [-1, 0, [{ name: topic, partitions: asked }]], limit));
    }),
  );
  const times = answers.flatMap((answer) =>
    (answer?.topics ?? []).flatMap((each) => each.partitions.map(({ timestamp }) => Number(timestamp))),
  );
  const newestMs = Math.max(-1, ...times);
  return newestMs < 0 ? null : newestMs;
}

const byLabel = ['topic', 'kafka_topic', 'topic_name'];
/** Only where somebody says that it is missing, as brokers, clients and people do: any other word behind `topic` may be no name at all. */
const missing: readonly RegExp[] = [
  /\(topic[ :=]+([\w.-]+)\)/i,
  /\btopic ['"`]?([\w.-]+)['"`]? (?:is |was )?(?:not present|does not exist|doesn.t exist|not found|missing|deleted)/i,
  /\b(?:no such|unknown|missing|deleted) topic:? ['"`]?([\w.-]+)/i,
  /主题 ?['"`「]?([\w.-]+)['"`」]? ?(?:不存在|找不到|没有了|被删)/,
];

/** Empty where none is meant for sure. */
export function topicIn(words: string, labels: readonly Labels[]): string {
  for (const each of labels)
    for (const name of byLabel) if (each[name] !== undefined && each[name] !== '') return each[name].slice(0, topicNameMax);
  for (const form of missing) {
    const topic = form.exec(words)?.[1];
    if (topic !== undefined) return topic.slice(0, topicNameMax);
  }
  return '';
}

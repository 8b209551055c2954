/** Whether the topic that the alert or the question names is there. */

import { z } from 'zod';
import type { Labels } from '../../../domain/alert.ts';
import { sessionProbe } from '../../session/probe.ts';
import type { KafkaClient } from '../client.ts';

const unknownTopic = 3;

export const namedTopicProbe = sessionProbe({
  name: 'named-topic',
  summary: { 'zh-CN': '告警或问题里提到的主题是否存在', en: 'whether the topic that is spoken of is there' },
  parameters: z.strictObject({ topic: z.string().max(249).default('') }),
  cost: 'cheap',
  hints: 'topic|主题',
  query: 'Metadata (one topic)',
  aimedAt: (words, labels) => ({ topic: topicIn(words, labels) }),
  async see(client: KafkaClient, { topic }, limit) {
    // Asked in any case: a look that is answered says that the cluster can be reached.
    const { topics } = await client.cluster(topic === '' ? [] : [topic], limit);
    if (topic === '')
      return {
        headline: { 'zh-CN': '没有提到主题', en: 'no topic is spoken of' },
        facts: { 'topic.name': '', 'topic.isThere': null },
        text: '',
      };
    const isThere = topics.find(({ name }) => name === topic)?.errorCode !== unknownTopic;
    return {
      headline: {
        'zh-CN': isThere ? `主题 ${topic} 存在` : `没有主题 ${topic}`,
        en: isThere ? `topic ${topic} is there` : `there is no topic ${topic}`,
      },
      facts: { 'topic.name': topic, 'topic.isThere': isThere },
      text: '',
    };
  },
});

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
  for (const each of labels) for (const name of byLabel) if (each[name] !== undefined && each[name] !== '') return each[name].slice(0, 249);
  for (const form of missing) {
    const topic = form.exec(words)?.[1];
    if (topic !== undefined) return topic.slice(0, 249);
  }
  return '';
}

/** Settings of topics that faults hang on, and of the controller's broker that apply to all. */

import type { describeConfigsV4 } from '@platformatic/kafka';
import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import type { SessionLimit } from '../../session/failure.ts';
import { sessionProbe } from '../../session/probe.ts';
import { numberOf, printRows } from '../../session/rows.ts';
import type { Cluster, KafkaClient } from '../client.ts';
import { fewOf, tolerant } from './kafka-probe.ts';
import { keepsLessThan, readRecordBytes } from './measure-topic.ts';
import { namesIn, namesMax, topicNameMax } from './names-in.ts';
import { ownFacts } from './own-settings.ts';

export interface TopicSettings {
  readonly topic: string;
  readonly replicas: number;
  readonly minIsr: number;
  readonly retentionMs: number;
  readonly cleanup: string;
  readonly maxMessageBytes: number;
  readonly isUncleanElected: boolean;
  /** What was set for this topic alone. */
  readonly own: readonly string[];
}

const topicsMax = 200;
const topicResource = 2 as const;
const brokerResource = 4 as const;
const ofTopic = 1;
const keys = [
  ...['min.insync.replicas', 'unclean.leader.election.enable', 'cleanup.policy', 'retention.ms', 'retention.bytes'],
  ...['max.message.bytes', 'message.timestamp.after.max.ms', 'message.timestamp.before.max.ms', 'message.timestamp.difference.max.ms'],
];
/** What a topic should keep at least by its size, where nothing else is known: what a restart of a consumer takes. */
const keptMs = 600_000;
const sizeWords = /too.?large|too.?big|record.?size|message.?size|max.?message|size limit|消息过大|消息太大|消息大小|超过.{0,6}大小/i;
const brokerKeys = [
  'default.replication.factor',
  'offsets.topic.replication.factor',
  'auto.create.topics.enable',
  'auto.leader.rebalance.enable',
  'message.max.bytes',
];

export const configsProbe = sessionProbe({
  name: 'configs',
  summary: {
    'zh-CN': '主题设置：min.insync.replicas、保留时间、消息上限、不干净选举',
    en: 'settings of topics: min.insync.replicas, retention, message size, unclean elections',
  },
  parameters: z.strictObject({
    names: z.array(z.string().max(topicNameMax)).max(namesMax).default([]),
    isAboutSize: z.boolean().default(false),
  }),
  cost: 'moderate',
  aimedAt: (words, labels) => ({ names: namesIn(words, labels), isAboutSize: sizeWords.test(words) }),
  hints: 'config|retention|min.insync|max.message|unclean|too large|compact|配置|保留|过期|消息过大',
  query: 'DescribeConfigs',
  async see(client: KafkaClient, { names, isAboutSize }, limit, { clock }) {
    const cluster = await client.cluster(null, limit);
    const chosen = cluster.topics.filter(({ isInternal, errorCode }) => !isInternal && errorCode === 0).slice(0, topicsMax);
    const wanted = chosen.map(({ name }) => ({ resourceType: topicResource, resourceName: name ?? '', configurationKeys: [...keys] }));
    const answer =
      wanted.length === 0 ? null : await tolerant(client.ask('any', (kafka) => kafka.describeConfigsV4.api, [wanted, false, false], limit));
    const replicas = new Map(chosen.map(({ name, partitions }) => [name ?? '', partitions[0]?.replicaNodes.length ?? 0]));
    const settings = (answer?.results ?? [])
      .filter(({ errorCode }) => errorCode === 0)
      .map((result) => settingsOf(result, replicas.get(result.resourceName) ?? 0));
    const broker = await readBroker(client, limit);
    const seen = configFacts(settings, names);
    const facts: Facts = {
      ...seen,
      ...broker,
      ...(await measuredFacts(client, cluster, seen, clock.now(), limit)),
      'configs.ownSize.isAskedFor': isAboutSize,
      'configs.isVisible': answer !== null || wanted.length === 0,
    };
    return {
      headline: {
        'zh-CN': `看了 ${String(settings.length)} 个主题，min.insync.replicas 等于副本数的 ${String(facts['configs.noSpare'])} 个，允许不干净选举的 ${String(facts['configs.unclean'])} 个`,
        en: `${String(settings.length)} topics seen: ${String(facts['configs.noSpare'])} whose min.insync.replicas equals their replicas, ${String(facts['configs.unclean'])} with unclean elections`,
      },
      facts,
      text: printRows(settings.map(({ own, ...row }) => ({ ...row, own: own.join(',') }))),
    };
  },
});

async function readBroker(client: KafkaClient, limit: SessionLimit): Promise<Facts> {
  const { nodes } = await client.cluster([], limit);
  const id = nodes[0]?.id ?? 0;
  const wanted = [{ resourceType: brokerResource, resourceName: String(id), configurationKeys: [...brokerKeys] }];
  const answer = await tolerant(client.ask({ node: id }, (kafka) => kafka.describeConfigsV4.api, [wanted, false, false], limit));
  const configs = answer?.results[0]?.configs ?? [];
  return Object.fromEntries(
    configs.map(({ name, value }) => [`broker.${name.replaceAll('.', '_')}`, /^\d+$/.test(value ?? '') ? Number(value) : (value ?? '')]),
  );
}

/** Of the topics whose own limits may be too small: what is in them. */
async function measuredFacts(client: KafkaClient, cluster: Cluster, seen: Facts, nowMs: number, limit: SessionLimit): Promise<Facts> {
  const [sized, bound] = [String(seen['configs.ownSize.topic']), String(seen['configs.ownBytes.topic'])];
  return {
    'configs.ownSize.recordBytes': sized === '' ? null : await readRecordBytes(client, cluster, sized, limit),
    'configs.ownBytes.isShort': bound === '' ? null : await keepsLessThan(client, cluster, bound, nowMs - keptMs, limit),
  };
}

function settingsOf(
  { resourceName, configs }: describeConfigsV4.DescribeConfigsResponse['results'][number],
  replicas: number,
): TopicSettings {
  const settingOf = (name: string): string => configs.find((each) => each.name === name)?.value ?? '';
  return {
    topic: resourceName,
    replicas,
    minIsr: numberOf(settingOf('min.insync.replicas'), 1),
    retentionMs: numberOf(settingOf('retention.ms'), -1),
    cleanup: settingOf('cleanup.policy'),
    maxMessageBytes: numberOf(settingOf('max.message.bytes')),
    isUncleanElected: settingOf('unclean.leader.election.enable') === 'true',
    own: configs.filter(({ configSource }) => configSource === ofTopic).map(({ name, value }) => `${name}=${value ?? ''}`),
  };
}

/** Pure. */
export function configFacts(settings: readonly TopicSettings[], names: readonly string[] = []): Facts {
  const noSpare = settings.filter(({ replicas, minIsr }) => replicas > 1 && minIsr >= replicas);
  const impossible = settings.filter(({ replicas, minIsr }) => replicas > 0 && minIsr > replicas);
  const deleting = settings.filter(({ cleanup, retentionMs }) => cleanup.includes('delete') && retentionMs >= 0);
  const [shortest] = deleting.toSorted((one, other) => one.retentionMs - other.retentionMs);
  const compacted = settings.filter(
    ({ cleanup, own }) => cleanup.includes('compact') && own.some((each) => each.startsWith('cleanup.policy=')),
  );
  const unclean = settings.filter(({ isUncleanElected }) => isUncleanElected);
  return {
    'configs.topics': settings.length,
    'configs.noSpare': noSpare.length,
    'configs.noSpareNames': fewOf(noSpare.map(({ topic }) => topic)),
    'configs.impossible': impossible.length,
    'configs.impossibleTopic': impossible[0]?.topic ?? '',
    'configs.impossibleMinIsr': impossible[0]?.minIsr ?? 0,
    'configs.impossibleReplicas': impossible[0]?.replicas ?? 0,
    'configs.shortest.topic': shortest?.topic ?? '',
    'configs.shortest.retentionSeconds': shortest === undefined ? 0 : Math.round(shortest.retentionMs / 1_000),
    'configs.compacted': compacted.length,
    'configs.compactedNames': fewOf(compacted.map(({ topic }) => topic)),
    'configs.unclean': unclean.length,
    'configs.uncleanNames': fewOf(unclean.map(({ topic }) => topic)),
    ...ownFacts(settings, names),
  };
}

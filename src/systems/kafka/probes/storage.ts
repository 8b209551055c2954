/** Log directories: how large, on which broker, offline or nearly full, and replicas that lag behind their leader. */

import type { describeLogDirsV4 } from '@platformatic/kafka';
import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { SessionFailure, type SessionLimit } from '../../session/failure.ts';
import { sessionProbe } from '../../session/probe.ts';
import { printRows, ratioOf } from '../../session/rows.ts';
import type { KafkaClient } from '../client.ts';
import { fewOf, largest } from './kafka-probe.ts';

export interface LogDirectory {
  readonly broker: number;
  readonly path: string;
  readonly isOffline: boolean;
  readonly logBytes: number;
  /** Of the filesystem; null before Kafka 3.3. */
  readonly totalBytes: number | null;
  readonly usableBytes: number | null;
  readonly topics: ReadonlyMap<string, number>;
}

const storageError = 56;
const nodesMax = 30;

export const storageProbe = sessionProbe({
  name: 'storage',
  summary: {
    'zh-CN': '日志目录：大小、离线、剩余空间、broker 之间是否均衡',
    en: 'log directories: size, offline ones, room left, balance between brokers',
  },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'disk|space|storage|log.?dir|full|size|磁盘|空间|存储|目录|写满',
  query: 'DescribeLogDirs',
  async see(client: KafkaClient, _given, limit) {
    const { nodes } = await client.cluster([], limit);
    const asked = await Promise.all(nodes.slice(0, nodesMax).map(({ id }) => readOne(client, id, limit)));
    const directories = asked.flatMap((each) => each ?? []);
    const silent = nodes.length - asked.filter((each) => each !== null).length;
    const facts = storageFacts(directories);
    return {
      headline: {
        'zh-CN': `${String(directories.length)} 个日志目录，共 ${gigabytes(facts['storage.logBytes'])}${facts['storage.offline'] === 0 ? '' : `，离线 ${String(facts['storage.offlineNames'])}`}`,
        en: `${String(directories.length)} log directories with ${gigabytes(facts['storage.logBytes'])}${facts['storage.offline'] === 0 ? '' : `, offline: ${String(facts['storage.offlineNames'])}`}`,
      },
      facts: { ...facts, 'storage.silentBrokers': silent },
      text: printRows(directories.map(({ topics, ...row }) => ({ ...row, largest: largestTopic(topics) }))),
    };
  },
});

/** Null where this broker cannot be asked; the others are told none the less. */
async function readOne(client: KafkaClient, broker: number, limit: SessionLimit): Promise<readonly LogDirectory[] | null> {
  try {
    const answer = await client
      .ask({ node: broker }, (kafka) => kafka.describeLogDirsV4.api, [null], limit)
      .catch((error: unknown) => {
        if (error instanceof SessionFailure && error.problem === 'unsupported')
          return client.ask({ node: broker }, (kafka) => kafka.describeLogDirsV1.api, [null], limit);
        throw error;
      });
    return directoriesOf(broker, answer.results);
  } catch (error) {
    if (error instanceof SessionFailure && error.problem !== 'stopped') return null;
    throw error;
  }
}

type Result = Omit<describeLogDirsV4.DescribeLogDirsResponse['results'][number], 'totalBytes' | 'usableBytes'> & {
  readonly totalBytes?: bigint;
  readonly usableBytes?: bigint;
};

function directoriesOf(broker: number, results: readonly Result[]): readonly LogDirectory[] {
  return results.map(({ errorCode, logDir, topics, totalBytes, usableBytes }) => {
    const sizes = new Map(
      topics.map(({ name, partitions }) => [name, partitions.reduce((sum, { partitionSize }) => sum + Number(partitionSize), 0)]),
    );
    return {
      broker,
      path: logDir,
      isOffline: errorCode === storageError,
      logBytes: [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0),
      totalBytes: known(totalBytes),
      usableBytes: known(usableBytes),
      topics: sizes,
    };
  });
}

function known(bytes: bigint | undefined): number | null {
  return bytes === undefined || bytes < 0n ? null : Number(bytes);
}

/** Pure. */
export function storageFacts(directories: readonly LogDirectory[]): Facts {
  const offline = directories.filter(({ isOffline }) => isOffline);
  const measured = directories.filter(({ totalBytes, usableBytes }) => totalBytes !== null && usableBytes !== null);
  const usedRatio = ({ totalBytes, usableBytes }: LogDirectory): number => ratioOf((totalBytes ?? 0) - (usableBytes ?? 0), totalBytes ?? 0);
  const fullest = largest(measured, usedRatio);
  const byBroker = new Map<number, number>();
  for (const { broker, logBytes } of directories) byBroker.set(broker, (byBroker.get(broker) ?? 0) + logBytes);
  const sizes = [...byBroker.values()];
  const mean = sizes.reduce((sum, bytes) => sum + bytes, 0) / Math.max(1, sizes.length);
  const heaviest = largest([...byBroker], ([, bytes]) => bytes);
  const topics = new Map<string, number>();
  for (const each of directories) for (const [topic, bytes] of each.topics) topics.set(topic, (topics.get(topic) ?? 0) + bytes);
  return {
    'storage.directories': directories.length,
    'storage.logBytes': sizes.reduce((sum, bytes) => sum + bytes, 0),
    'storage.offline': offline.length,
    'storage.offlineNames': fewOf(offline.map(({ broker, path }) => `${String(broker)}:${path}`)),
    'storage.isMeasured': measured.length > 0,
    'storage.fullest.broker': fullest?.broker ?? -1,
    'storage.fullest.path': fullest?.path ?? '',
    'storage.fullest.usedRatio': fullest === undefined ? null : usedRatio(fullest),
    'storage.fullest.usableBytes': fullest?.usableBytes ?? 0,
    'storage.fullest.logShare':
      fullest === undefined ? 0 : ratioOf(fullest.logBytes, (fullest.totalBytes ?? 0) - (fullest.usableBytes ?? 0)),
    'storage.largestTopic': largestTopic(topics),
    'storage.largestTopicBytes': Math.max(0, ...topics.values()),
    'storage.heaviestBroker': heaviest?.[0] ?? -1,
    'storage.heaviestBytes': heaviest?.[1] ?? 0,
    'storage.skewRatio': sizes.length < 2 ? 1 : ratioOf(heaviest?.[1] ?? 0, mean),
  };
}

function largestTopic(topics: ReadonlyMap<string, number>): string {
  return largest([...topics], ([, bytes]) => bytes)?.[0] ?? '';
}

function gigabytes(bytes: unknown): string {
  return `${(Number(bytes) / 1_073_741_824).toFixed(2)} GB`;
}

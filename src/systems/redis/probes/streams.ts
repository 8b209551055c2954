/** Streams and their consumer groups: what waits, what was handed out and never acknowledged, and whether any consumer is alive. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import type { RedisClient } from '../client.ts';
import type { RedisLimit } from '../connection.ts';
import { RedisFailure } from '../failure.ts';
import { listOf, numberOf, pairsOf, type Reply, textOf } from '../reply.ts';
import { scanKeys } from '../scan-keys.ts';
import { redisProbe } from './redis-probe.ts';

const streamsMax = 20;
const groupsMax = 40;

export const streamsProbe = redisProbe({
  name: 'streams',
  summary: {
    'zh-CN': 'stream 与消费组：积压、未确认、消费者是否在',
    en: 'streams and consumer groups: backlog, unacknowledged, consumers',
  },
  parameters: z.strictObject({}),
  timeoutMs: 12_000,
  cost: 'moderate',
  hints: 'stream|consumer|group|xread|xack|backlog|event|message|queue|消费|积压|消息|事件|没有人处理|队列',
  query: 'SCAN 0 TYPE stream; XLEN; XINFO GROUPS; XINFO CONSUMERS',
  async see(client, _given, _context, limit) {
    const names = await scanKeys(client, ['TYPE', 'stream'], streamsMax, limit);
    const groups: StreamGroup[] = [];
    for (const name of names) groups.push(...(await readGroups(client, name, limit)));
    const facts = streamFacts(names.length, groups.slice(0, groupsMax));
    const worst = String(facts['streams.worst.key']);
    return {
      headline: {
        'zh-CN': `stream ${String(names.length)} 个，消费组 ${String(groups.length)} 个${worst === '' ? '' : `；积压最多的是 ${worst} 的 ${String(facts['streams.worst.group'])}：${String(facts['streams.worst.waiting'])} 条`}`,
        en: `${String(names.length)} streams, ${String(groups.length)} groups${worst === '' ? '' : `; furthest behind is ${String(facts['streams.worst.group'])} of ${worst} with ${String(facts['streams.worst.waiting'])}`}`,
      },
      facts,
      text: groups.map((each) => JSON.stringify(each)).join('\n'),
    };
  },
});

export interface StreamGroup {
  readonly key: string;
  readonly name: string;
  readonly length: number;
  /** Null where Redis can't tell (before 7.0, or after entries were deleted). */
  readonly lag: number | null;
  readonly pending: number;
  readonly consumers: number;
  /** Of the consumer that was active last; null without one. */
  readonly idleMs: number | null;
  readonly consumer: string;
}

/** Pure: what waits is what was not handed out yet and what was never acknowledged. */
export function streamFacts(streams: number, groups: readonly StreamGroup[]): Facts {
  const waiting = ({ lag, pending }: StreamGroup): number => (lag ?? 0) + pending;
  const [worst] = [...groups].sort((one, other) => waiting(other) - waiting(one));
  return {
    'streams.count': streams,
    'streams.groups': groups.length,
    'streams.worst.key': worst?.key ?? '',
    'streams.worst.group': worst?.name ?? '',
    'streams.worst.length': worst?.length ?? 0,
    'streams.worst.waiting': worst === undefined ? 0 : waiting(worst),
    'streams.worst.lag': worst?.lag ?? 0,
    'streams.worst.pending': worst?.pending ?? 0,
    'streams.worst.consumers': worst?.consumers ?? 0,
    'streams.worst.consumer': worst?.consumer ?? '',
    'streams.worst.idleSeconds': worst === undefined || worst.idleMs === null ? null : Math.round(worst.idleMs / 1_000),
    'streams.worst.isAbandoned': worst !== undefined && (worst.consumers === 0 || (worst.idleMs ?? 0) >= 5_000),
  };
}

async function readGroups(client: RedisClient, key: string, limit: RedisLimit): Promise<readonly StreamGroup[]> {
  const [length, groups] = await client.callAll(
    [
      ['XLEN', key],
      ['XINFO', 'GROUPS', key],
    ],
    limit,
  );
  // It may be gone by now, or hold keys that this login may not read.
  if (groups instanceof RedisFailure || length instanceof RedisFailure) return [];
  const read: StreamGroup[] = [];
  for (const group of listOf(groups).slice(0, groupsMax)) {
    const fields = pairsOf(group);
    const name = textOf(fields.get('name'));
    const [consumers] = await client.callAll([['XINFO', 'CONSUMERS', key, name]], limit);
    const last = consumers === undefined || consumers instanceof RedisFailure ? null : lastActive(consumers);
    read.push({
      key,
      name,
      length: numberOf(length) ?? 0,
      lag: numberOf(fields.get('lag')),
      pending: numberOf(fields.get('pending')) ?? 0,
      consumers: numberOf(fields.get('consumers')) ?? 0,
      idleMs: last?.idleMs ?? null,
      consumer: last?.name ?? '',
    });
  }
  return read;
}

function lastActive(consumers: Reply): { readonly name: string; readonly idleMs: number } | null {
  const all = listOf(consumers).map((each) => {
    const fields = pairsOf(each);
    return { name: textOf(fields.get('name')), idleMs: numberOf(fields.get('idle')) ?? 0 };
  });
  return all.sort((one, other) => one.idleMs - other.idleMs)[0] ?? null;
}

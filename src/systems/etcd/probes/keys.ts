/** How many keys lie under which prefix: counted by etcd itself, prefix after prefix; no value is ever read. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import type { SessionLimit } from '../../session/failure.ts';
import { rangeAnswer } from '../answers.ts';
import type { EtcdClient } from '../client.ts';
import { etcdProbe, percent, ratioOf, shown } from './etcd-probe.ts';

export const keysProbe = etcdProbe({
  name: 'keys',
  summary: { 'zh-CN': '按前缀统计键的数量（有界，不读值）', en: 'keys by prefix, bounded; values are not read' },
  parameters: z.strictObject({ prefixesMax: z.number().int().min(1).max(100).default(40) }),
  cost: 'moderate',
  hints: 'key|prefix|how many|who writes|键|前缀|数量',
  query: 'etcdctl get --prefix --count-only',
  async see(client, given, limit) {
    const total = await countOf(client, firstKey, firstKey, limit);
    const prefixes = await walk(client, given.prefixesMax, limit);
    const facts = keyFacts(total, prefixes);
    return {
      headline: {
        'zh-CN': `共 ${shown(total)} 个键，最多的前缀 ${shown(facts['keys.topPrefix'])} 有 ${shown(facts['keys.topCount'])} 个（${percent(facts['keys.topShare'])}）`,
        en: `${shown(total)} keys, most under ${shown(facts['keys.topPrefix'])}: ${shown(facts['keys.topCount'])} (${percent(facts['keys.topShare'])})`,
      },
      facts,
      text: prefixes.map(({ prefix, count }) => `${String(count)} ${prefix}`).join('\n'),
    };
  },
});

export interface PrefixCount {
  readonly prefix: string;
  readonly count: number;
}

/** As key it is the least of all, as the end of a range it stands for everything behind. */
const firstKey = Buffer.from([0]);
/** No more than this is spent on walking, whatever the number of prefixes. */
const walkMs = 5_000;

/** From the first key to its prefix's end, and on from there: two questions a prefix, and no key is read but the first of each. */
async function walk(client: EtcdClient, prefixesMax: number, limit: SessionLimit): Promise<readonly PrefixCount[]> {
  const found: PrefixCount[] = [];
  const untilMs = performance.now() + walkMs;
  let from: Buffer = firstKey;
  let parent: Buffer = firstKey;
  let siblings = 0;
  while (found.length < prefixesMax && performance.now() < untilMs) {
    const body = { key: from.toString('base64'), range_end: firstKey.toString('base64'), limit: 1, keys_only: true, serializable: true };
    const { kvs } = await client.call('/v3/kv/range', body, rangeAnswer, limit);
    const [first] = kvs;
    if (first === undefined) break;
    const key = Buffer.from(first.key, 'base64');
    const prefix = siblings >= siblingsMax ? parentOf(key) : prefixOf(key);
    siblings = prefix.equals(key) && parentOf(key).equals(parent) ? siblings + 1 : 0;
    parent = parentOf(key);
    const end = endOf(prefix);
    found.push({ prefix: prefix.toString('utf8').slice(0, 200), count: await countOf(client, prefix, end, limit) });
    if (end.equals(firstKey)) break;
    from = end;
  }
  return found.sort((one, other) => other.count - one.count);
}

async function countOf(client: EtcdClient, key: Buffer, end: Buffer, limit: SessionLimit): Promise<number> {
  const body = { key: key.toString('base64'), range_end: end.toString('base64'), count_only: true, serializable: true };
  return (await client.call('/v3/kv/range', body, rangeAnswer, limit)).count;
}

/** So many keys side by side, and the rest of their folder is counted as one. */
const siblingsMax = 5;

/** `/locks/` of `/locks/job-1`; a key at the top is its own. */
export function parentOf(key: Buffer): Buffer {
  const slash = key.lastIndexOf(0x2f, key.length - 2);
  return slash <= 0 ? key : key.subarray(0, slash + 1);
}

/** Two parts of a path, `/registry/pods/`; a key without a slash is its own. */
export function prefixOf(key: Buffer): Buffer {
  let slashes = 0;
  for (const [index, byte] of key.entries()) {
    if (byte !== 0x2f || index === 0) continue;
    slashes += 1;
    if (slashes === 2 || key[0] !== 0x2f) return key.subarray(0, index + 1);
  }
  return key;
}

/** The first key behind all that begin with the prefix; `firstKey` where there is none. */
export function endOf(prefix: Buffer): Buffer {
  const end = Buffer.from(prefix);
  for (let index = end.length - 1; index >= 0; index -= 1) {
    const byte = end[index] ?? 0xff;
    if (byte === 0xff) continue;
    end[index] = byte + 1;
    return end.subarray(0, index + 1);
  }
  return firstKey;
}

/** Pure. */
export function keyFacts(total: number, prefixes: readonly PrefixCount[]): Facts {
  return {
    'keys.total': total,
    'keys.prefixes': prefixes.length,
    'keys.topPrefix': prefixes[0]?.prefix ?? '',
    'keys.topCount': prefixes[0]?.count ?? 0,
    'keys.topShare': ratioOf(prefixes[0]?.count ?? 0, total),
    'keys.eventCount': prefixes.filter(({ prefix }) => prefix.includes('/events/')).reduce((sum, { count }) => sum + count, 0),
  };
}

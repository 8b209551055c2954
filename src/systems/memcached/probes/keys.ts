/** Which keys are read, written and thrown away during a moment, as memcached's own log of its work tells; never a value. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { percent, ratioOf, shown } from '../numbers.ts';
import { memcachedProbe } from './memcached-probe.ts';

const linesMax = 4_000;

export const keysProbe = memcachedProbe({
  name: 'keys',
  summary: { 'zh-CN': '一小段时间内被读、写、淘汰的键（前缀）', en: 'keys and prefixes read, written and evicted during a moment' },
  parameters: z.strictObject({ forMs: z.number().int().min(100).max(2_000).default(500) }),
  cost: 'heavy',
  hints: 'hot ?key|prefix|which key|who writes|热点|热 ?key|前缀|哪些键',
  query: 'watch fetchers mutations evictions',
  async see(client, given, limit) {
    const lines = await client.watch('fetchers mutations evictions', given.forMs, linesMax, limit);
    const events = lines.flatMap((line) => parseEvent(line) ?? []);
    const facts = keyFacts(events);
    const value = (name: string): string => shown(facts[`keys.${name}`]);
    return {
      headline: {
        'zh-CN': `听到 ${value('events')} 次操作：最热的键 ${value('topKey')} 占 ${percent(facts['keys.topKeyShare'])}，写得最多的前缀 ${value('storedPrefix')}，被淘汰最多的前缀 ${value('evictedPrefix')}`,
        en: `${value('events')} operations heard: hottest key ${value('topKey')} (${percent(facts['keys.topKeyShare'])}), most written prefix ${value('storedPrefix')}, most evicted prefix ${value('evictedPrefix')}`,
      },
      facts,
      text: lines.slice(0, 200).join('\n'),
    };
  },
});

export interface KeyEvent {
  readonly type: 'get' | 'store' | 'eviction';
  readonly key: string;
  readonly isFound: boolean;
  readonly isFetched: boolean;
  readonly bytes: number;
}

/** `ts=1.2 gid=3 type=item_get key=a status=found …`; null for anything else. */
export function parseEvent(line: string): KeyEvent | null {
  const fields = new Map(
    line.split(' ').flatMap((word) => {
      const at = word.indexOf('=');
      return at > 0 ? [[word.slice(0, at), word.slice(at + 1)] as const] : [];
    }),
  );
  const type = { item_get: 'get', item_store: 'store', eviction: 'eviction' } as const;
  const name = fields.get('type');
  if (name !== 'item_get' && name !== 'item_store' && name !== 'eviction') return null;
  return {
    type: type[name],
    key: (fields.get('key') ?? '').slice(0, 250),
    isFound: fields.get('status') === 'found',
    isFetched: fields.get('fetch') === 'yes',
    bytes: Number(fields.get('size') ?? 0) || 0,
  };
}

/** Pure. */
export function keyFacts(events: readonly KeyEvent[]): Facts {
  const reads = events.filter((event) => event.type === 'get');
  const stores = events.filter((event) => event.type === 'store');
  const evictions = events.filter((event) => event.type === 'eviction');
  const missed = reads.filter((event) => !event.isFound);
  const [topKey, topKeyCount] = most(reads.map(({ key }) => key));
  const [storedPrefix, storedCount] = most(stores.map(({ key }) => prefixOf(key)));
  const [evictedPrefix, evictedCount] = most(evictions.map(({ key }) => prefixOf(key)));
  const [missedPrefix, missedCount] = most(missed.map(({ key }) => prefixOf(key)));
  const unfetched = evictions.filter((event) => !event.isFetched && prefixOf(event.key) === evictedPrefix).length;
  return {
    'keys.events': events.length,
    'keys.reads': reads.length,
    'keys.stores': stores.length,
    'keys.evictions': evictions.length,
    'keys.topKey': topKey,
    'keys.topKeyShare': ratioOf(topKeyCount, reads.length),
    'keys.storedPrefix': storedPrefix,
    'keys.storedShare': ratioOf(storedCount, stores.length),
    'keys.storedBytesMax': Math.max(0, ...stores.slice(0, linesMax).map(({ bytes }) => bytes)),
    'keys.evictedPrefix': evictedPrefix,
    'keys.evictedShare': ratioOf(evictedCount, evictions.length),
    'keys.evictedUnfetchedShare': ratioOf(unfetched, evictedCount),
    'keys.missedPrefix': missedPrefix,
    'keys.missedShare': ratioOf(missedCount, missed.length),
  };
}

/** What comes before the part that varies: `session:` of `session:8f3a`. */
function prefixOf(key: string): string {
  const decoded = key.replaceAll('%3A', ':').replaceAll('%2F', '/');
  const match = /^(.*?[:/._|-])/.exec(decoded);
  return (match?.[1] ?? decoded.replace(/\d.*$/, '')).slice(0, 100);
}

function most(words: readonly string[]): readonly [word: string, count: number] {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one)[0] ?? ['', 0];
}

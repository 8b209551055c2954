/** Classes of memory: which one evicts, which one sits on memory, and whether pages may move between them. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { bytesText } from '../../../domain/text.ts';
import type { Stats } from '../client.ts';
import { classesOf, countOf, numberOf, percent, ratioOf, shown } from '../numbers.ts';
import { memcachedProbe } from './memcached-probe.ts';

/** Between two looks at who evicts, where anybody does. */
const windowMs = 1_000;

export const slabsProbe = memcachedProbe({
  name: 'slabs',
  summary: { 'zh-CN': '各 slab 分级的淘汰、占用与空闲', en: 'evictions, use and free room by slab class' },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'slab|evict|calcif|imbalance|淘汰|不均|分级',
  query: 'stats slabs; stats items, twice; stats settings',
  async see(client, _given, limit, context) {
    const slabs = await client.stats('slabs', limit);
    const before = readClasses(slabs, await client.stats('items', limit));
    const hasEvicted = before.length > 1 && before.some(({ evicted }) => evicted > 0);
    if (hasEvicted) await context.clock.sleep(windowMs, context.signal);
    const classes = hasEvicted ? readClasses(slabs, await client.stats('items', limit)) : before;
    const facts = { ...slabFacts(classes, before), ...moveFacts(await client.stats('settings', limit)) };
    const value = (name: string): string => shown(facts[`slabs.${name}`]);
    const memory = percent(facts['slabs.worstMemoryShare']);
    return {
      headline:
        facts['slabs.worstEvicted'] === 0
          ? {
              'zh-CN': `${value('classes')} 个分级，都没有淘汰，空闲 ${percent(facts['slabs.freeShare'])}`,
              en: `${value('classes')} classes, none evicts, ${percent(facts['slabs.freeShare'])} free`,
            }
          : {
              'zh-CN': `分级 ${value('worstClass')}（${value('worstChunkBytes')} 字节）淘汰最多：${value('worstEvicted')} 条，占全部淘汰的 ${percent(facts['slabs.worstEvictedShare'])}，却只有 ${memory} 的内存`,
              en: `class ${value('worstClass')} (${value('worstChunkBytes')} bytes) evicts most: ${value('worstEvicted')}, ${percent(facts['slabs.worstEvictedShare'])} of all, with ${memory} of the memory`,
            },
      facts,
      text: classes.map(printClass).join('\n'),
    };
  },
});

export interface SlabClass {
  readonly number: number;
  readonly chunkBytes: number;
  readonly bytes: number;
  readonly freeBytes: number;
  readonly pages: number;
  readonly items: number;
  readonly requestedBytes: number;
  readonly evicted: number;
  /** Since the item that was evicted last had been read. */
  readonly evictedIdleSeconds: number;
  /** Of the item at the cold end. */
  readonly oldestSeconds: number;
  readonly outOfMemory: number;
  readonly tailRepairs: number;
}

export function readClasses(slabs: Stats, items: Stats): readonly SlabClass[] {
  const itemsOf = classesOf(items);
  return [...classesOf(slabs)].map(([number, fields]) => {
    const held = itemsOf.get(number) ?? new Map<string, string>();
    const chunk = countOf(fields, 'chunk_size');
    return {
      number,
      chunkBytes: chunk,
      bytes: chunk * countOf(fields, 'total_chunks'),
      freeBytes: chunk * (countOf(fields, 'free_chunks') + countOf(fields, 'free_chunks_end')),
      pages: countOf(fields, 'total_pages'),
      items: countOf(held, 'number'),
      requestedBytes: countOf(held, 'mem_requested'),
      evicted: countOf(held, 'evicted'),
      evictedIdleSeconds: countOf(held, 'evicted_time'),
      oldestSeconds: Math.max(countOf(held, 'age'), countOf(held, 'age_warm'), countOf(held, 'age_hot')),
      outOfMemory: countOf(held, 'outofmemory'),
      tailRepairs: countOf(held, 'tailrepairs'),
    };
  });
}

/**
 * Pure. The worst class is the one that evicts most now; where none does, the one that has evicted most. What was thrown out long ago, as while
 * the cache was filled, says nothing of who lacks memory today.
 */
export function slabFacts(classes: readonly SlabClass[], before: readonly SlabClass[] = classes): Facts {
  const known = new Map(before.map((each) => [each.number, each.evicted]));
  const grown = (each: SlabClass): number => Math.max(0, each.evicted - (known.get(each.number) ?? 0));
  const isEvicting = classes.some((each) => grown(each) > 0);
  const weightOf = (each: SlabClass): number => (isEvicting ? grown(each) : each.evicted);
  const sum = (of: (each: SlabClass) => number): number => classes.reduce((total, each) => total + of(each), 0);
  const [bytes, evicted] = [sum((each) => each.bytes), sum((each) => each.evicted)];
  const worst = [...classes].sort((one, other) => weightOf(other) - weightOf(one))[0];
  const others = classes.filter((each) => each !== worst);
  const holder = [...others].sort((one, other) => other.bytes - one.bytes)[0];
  return {
    'slabs.classes': classes.length,
    'slabs.freeShare': ratioOf(
      sum((each) => each.freeBytes),
      bytes,
    ),
    'slabs.evicted': evicted,
    'slabs.worstClass': worst?.number ?? null,
    'slabs.worstChunkBytes': worst?.chunkBytes ?? null,
    'slabs.worstEvicted': worst?.evicted ?? 0,
    'slabs.worstEvictedShare': ratioOf(worst === undefined ? 0 : weightOf(worst), sum(weightOf)),
    'slabs.worstEvictedIdleSeconds': worst?.evictedIdleSeconds ?? null,
    'slabs.worstMemoryShare': ratioOf(worst?.bytes ?? 0, bytes),
    'slabs.othersFreeShare': ratioOf(
      others.reduce((total, each) => total + each.freeBytes, 0),
      bytes,
    ),
    'slabs.holderClass': holder?.number ?? null,
    'slabs.holderChunkBytes': holder?.chunkBytes ?? null,
    'slabs.holderMemoryShare': ratioOf(holder?.bytes ?? 0, bytes),
    'slabs.holderOldestSeconds': holder?.oldestSeconds ?? null,
    'slabs.outOfMemory': sum((each) => each.outOfMemory),
    'slabs.tailRepairs': sum((each) => each.tailRepairs),
    'slabs.wasteShare': ratioOf(Math.max(0, bytes - sum((each) => each.freeBytes) - sum((each) => each.requestedBytes)), bytes),
  };
}

function moveFacts(settings: Stats): Facts {
  return {
    'slabs.canReassign': settings.get('slab_reassign') === 'yes',
    'slabs.automove': numberOf(settings, 'slab_automove'),
  };
}

function printClass(each: SlabClass): string {
  return `class ${String(each.number)} chunk=${String(each.chunkBytes)} pages=${String(each.pages)} memory=${bytesText(each.bytes)} free=${bytesText(each.freeBytes)} items=${String(each.items)} evicted=${String(each.evicted)} evicted_idle=${String(each.evictedIdleSeconds)}s oldest=${String(each.oldestSeconds)}s oom=${String(each.outOfMemory)}`;
}

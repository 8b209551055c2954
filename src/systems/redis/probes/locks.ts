/** Keys that are named as locks: which of them never expire, and for how long nobody has touched them. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import type { RedisClient } from '../client.ts';
import type { RedisLimit } from '../connection.ts';
import type { RedisEntry } from '../entry.ts';
import { RedisFailure } from '../failure.ts';
import { databaseOf } from '../place.ts';
import { numberOf } from '../reply.ts';
import { scanKeys } from '../scan-keys.ts';
import { redisProbe } from './redis-probe.ts';

const locksMax = 50;
const shownMax = 5;

export const locksProbe = redisProbe({
  name: 'locks',
  summary: {
    'zh-CN': '名字像锁的键：没有过期时间的、多久没有动过',
    en: 'keys named as locks: which never expire, and untouched for how long',
  },
  parameters: z.strictObject({}),
  timeoutMs: 12_000,
  cost: 'moderate',
  hints: 'lock|mutex|redlock|setnx|锁|互斥',
  query: 'SCAN 0 MATCH *lock*; PTTL; OBJECT IDLETIME',
  async see(client, _given, { entry }, limit) {
    const locks = await readLocks(client, await findLocks(client, limit), limit);
    // Keys are walked in the database that the entry names, and an action must not take one of the same name in another.
    const facts: Facts = { ...lockFacts(locks), 'locks.database': databaseOf(entry as RedisEntry) };
    const forever = String(facts['locks.foreverNames']);
    return {
      headline: {
        'zh-CN': `名字像锁的键 ${String(locks.length)} 个，没有过期时间的 ${String(facts['locks.forever'])} 个${forever === '' ? '' : `：${forever}`}`,
        en: `${String(locks.length)} keys named as locks, ${String(facts['locks.forever'])} without expiry${forever === '' ? '' : `: ${forever}`}`,
      },
      facts,
      text: locks
        .map(
          ({ key, ttlMs, idleSeconds }) =>
            `${key} ttl ${ttlMs < 0 ? 'none' : `${String(ttlMs)} ms`}, untouched ${String(idleSeconds ?? '?')} s`,
        )
        .join('\n'),
    };
  },
});

export interface Lock {
  readonly key: string;
  /** -1 without an expiry. */
  readonly ttlMs: number;
  /** Null where Redis doesn't tell (an LFU policy, or a login that may not ask). */
  readonly idleSeconds: number | null;
}

/** Pure: those that never expire, the longest untouched first. */
export function lockFacts(locks: readonly Lock[]): Facts {
  const forever = locks.filter(({ ttlMs }) => ttlMs === -1).sort((one, other) => (other.idleSeconds ?? 0) - (one.idleSeconds ?? 0));
  const [oldest] = forever;
  return {
    'locks.count': locks.length,
    'locks.forever': forever.length,
    'locks.foreverNames': forever
      .slice(0, shownMax)
      .map(({ key }) => key)
      .join(', '),
    'locks.oldest': oldest?.key ?? '',
    'locks.oldestIdleSeconds': oldest?.idleSeconds ?? null,
  };
}

/** The names of a file or a block are none, such as `blocked:users`. */
const isLock = (key: string): boolean => /(^|[^a-z])(dist|re|mu|try)?_?(lock|mutex|redlock)s?($|[^a-z])/i.test(key);

async function findLocks(client: RedisClient, limit: RedisLimit): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const pattern of ['*[lL][oO][cC][kK]*', '*[mM][uU][tT][eE][xX]*'])
    for (const name of await scanKeys(client, ['MATCH', pattern], locksMax, limit, isLock)) found.add(name);
  return [...found].slice(0, locksMax);
}

async function readLocks(client: RedisClient, keys: readonly string[], limit: RedisLimit): Promise<readonly Lock[]> {
  if (keys.length === 0) return [];
  const answers = await client.callAll(
    keys.flatMap((key) => [
      ['PTTL', key],
      ['OBJECT', 'IDLETIME', key],
    ]),
    limit,
  );
  return keys.flatMap((key, index) => {
    const [ttl, idle] = [answers[2 * index], answers[2 * index + 1]];
    if (ttl === undefined || ttl instanceof RedisFailure) return [];
    const ttlMs = numberOf(ttl) ?? -2;
    // It is gone by now, as a lock should be.
    if (ttlMs === -2) return [];
    return [{ key, ttlMs, idleSeconds: idle === undefined || idle instanceof RedisFailure ? null : numberOf(idle) }];
  });
}

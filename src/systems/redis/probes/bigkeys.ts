/** The biggest keys: a bounded walk with SCAN and MEMORY USAGE, never KEYS. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import type { LookContext } from '../../contract.ts';
import type { RedisCalls, RedisClient, RedisCommand } from '../client.ts';
import type { RedisLimit } from '../connection.ts';
import { RedisFailure } from '../failure.ts';
import { infoCount, infoFields, readInfo } from '../info.ts';
import { listOf, numberOf, type Reply, textOf } from '../reply.ts';
import { bigkeysFacts, type SampledKey } from './bigkeys-facts.ts';
import { expiryFacts } from './expiry-facts.ts';
import { redisProbe } from './redis-probe.ts';

const parameters = z.strictObject({
  keysMax: z.number().int().min(10).max(1_000_000).default(60_000),
  withinMs: z.number().int().min(200).max(30_000).default(4_000),
});

/** So many are walked over in a moment, whatever else Redis does. */
const keysOfOnePass = 20_000;

const longWaitMs = 150;

export const bigkeysProbe = redisProbe({
  name: 'bigkeys',
  summary: {
    'zh-CN': '抽样：最大的键、最占内存的前缀、同时过期的键',
    en: 'a bounded sample: the biggest keys and prefixes, keys that expire at the same time',
  },
  parameters,
  timeoutMs: 20_000,
  cost: 'moderate',
  hints: 'big ?key|bigkey|large|memory|unbounded|queue|expir|ttl|avalanche|大 ?key|大键|内存|堆积|队列|过期|失效|雪崩',
  query: 'SCAN … COUNT 1000; MEMORY USAGE key SAMPLES 5; TYPE key; PTTL key',
  async see(client, given, context, limit) {
    const info = await readInfo(client, limit);
    const databases = [...info.values].flatMap(([name, value]) =>
      /^db\d+$/.test(name) ? [{ index: Number(name.slice(2)), keys: Number(infoFields(value).get('keys') ?? 0) }] : [],
    );
    databases.sort((one, other) => other.keys - one.keys);
    const total = databases.reduce((sum, each) => sum + each.keys, 0);
    const walk = { keys: new Map<string, SampledKey>(), isComplete: true };
    for (const database of databases.slice(0, 16)) {
      const share = database.keys / Math.max(1, total);
      const bound = { keysMax: Math.max(500, given.keysMax * share), withinMs: Math.max(200, given.withinMs * share) };
      const isComplete = await client.withConnection(database.index, limit, (calls) =>
        walkDatabase(calls, database, bound, walk.keys, context, limit),
      );
      walk.isComplete &&= isComplete;
    }
    const keys = await withDetails(client, [...walk.keys.values()], limit);
    const facts: Facts = {
      ...bigkeysFacts(keys, infoCount(info, 'used_memory'), total),
      ...expiryFacts(keys, total, context.clock.now()),
      'bigkeys.isComplete': walk.isComplete,
    };
    const share = String(Math.round(Number(facts['bigkeys.topShare']) * 100));
    const top = `${String(facts['bigkeys.topKey'])} (${String(facts['bigkeys.topType'])}, ${String(facts['bigkeys.topLength'])})`;
    return {
      headline: {
        'zh-CN': keys.length === 0 ? '没有键' : `抽样 ${String(keys.length)}/${String(total)} 个键，最大：${top}，占已用内存 ${share}%`,
        en:
          keys.length === 0
            ? 'no keys'
            : `sampled ${String(keys.length)} of ${String(total)} keys, biggest ${top}, ${share} % of used memory`,
      },
      facts,
      text: [...keys]
        .sort((one, other) => other.bytes - one.bytes)
        .slice(0, 40)
        .map(printKey)
        .join('\n'),
    };
  },
});

interface DatabaseSize {
  readonly index: number;
  readonly keys: number;
}

interface Bound {
  readonly keysMax: number;
  readonly withinMs: number;
}

/**
 * Collections first, where there are many keys: they are few and can be huge, and a walk over everything may never come to them while
 * another client keeps Redis busy. Then everything, as far as the bound allows.
 */
async function walkDatabase(
  calls: RedisCalls,
  database: DatabaseSize,
  bound: Bound,
  into: Map<string, SampledKey>,
  context: LookContext,
  limit: RedisLimit,
): Promise<boolean> {
  const walk = { calls, database: database.index, into, context, limit };
  if (database.keys > keysOfOnePass) {
    const untilMs = context.clock.now() + bound.withinMs * 1.5;
    for (const type of ['list', 'stream', 'zset', 'hash', 'set'])
      await scan(walk, ['TYPE', type], { keysMax: bound.keysMax / 5, withinMs: untilMs - context.clock.now() });
  }
  return scan(walk, [], bound);
}

interface Walk {
  readonly calls: RedisCalls;
  readonly database: number;
  readonly into: Map<string, SampledKey>;
  readonly context: LookContext;
  readonly limit: RedisLimit;
}

/** The keys of one page are measured on the way to the next: each round trip waits for whatever else Redis does. */
async function scan(walk: Walk, filter: readonly string[], bound: Bound): Promise<boolean> {
  const untilMs = walk.context.clock.now() + bound.withinMs;
  const isFiltered = filter.length > 0;
  let count = isFiltered ? 10_000 : 1_000;
  let seen = 0;
  let askedMs = walk.context.clock.now();
  if (askedMs >= untilMs) return false;
  let [cursor, names] = pageOf(await walk.calls.call(['SCAN', '0', 'COUNT', count, ...filter], walk.limit));
  for (;;) {
    // Whoever waits long for each answer waits for others: then few large pages cost Redis no more, and come to an end.
    if (isFiltered && walk.context.clock.now() - askedMs >= longWaitMs) count = 50_000;
    askedMs = walk.context.clock.now();
    seen += names.length;
    const isOver = cursor === '0' || seen >= bound.keysMax || walk.context.clock.now() >= untilMs || walk.context.signal.aborted;
    const next: RedisCommand[] = isOver ? [] : [['SCAN', cursor, 'COUNT', count, ...filter]];
    const answers = await walk.calls.callAll([...names.flatMap(measuring), ...next], walk.limit);
    keep(walk, names, answers);
    if (isOver) return cursor === '0';
    const page = answers.at(-1);
    if (page instanceof RedisFailure) throw page;
    [cursor, names] = pageOf(page);
  }
}

function pageOf(answer: Reply | undefined): [cursor: string, names: readonly string[]] {
  const page = listOf(answer);
  return [textOf(page[0]), listOf(page[1]).map(textOf)];
}

function measuring(name: string): readonly RedisCommand[] {
  return [
    ['MEMORY', 'USAGE', name, 'SAMPLES', 5],
    ['PTTL', name],
  ];
}

function keep(walk: Walk, names: readonly string[], answers: readonly (Reply | RedisFailure)[]): void {
  const seenAtMs = walk.context.clock.now();
  names.forEach((name, index) => {
    const [bytes, ttl] = [answers[index * 2], answers[index * 2 + 1]];
    // A key that has gone since the page was read, or that the account may not read.
    if (bytes instanceof RedisFailure || bytes === null || bytes === undefined) return;
    walk.into.set(`${String(walk.database)} ${name}`, {
      name,
      database: walk.database,
      bytes: numberOf(bytes) ?? 0,
      ttlMs: ttl instanceof RedisFailure ? null : numberOf(ttl),
      seenAtMs,
      type: '',
      length: 0,
    });
  });
}

const lengthCommand: Readonly<Record<string, string>> = {
  string: 'STRLEN',
  list: 'LLEN',
  hash: 'HLEN',
  set: 'SCARD',
  zset: 'ZCARD',
  stream: 'XLEN',
};

/** Type and length are asked only of the top ten. */
async function withDetails(client: RedisClient, keys: readonly SampledKey[], limit: RedisLimit): Promise<readonly SampledKey[]> {
  const sorted = [...keys].sort((one, other) => other.bytes - one.bytes);
  const top: SampledKey[] = [];
  for (const database of new Set(sorted.slice(0, 10).map((key) => key.database))) {
    const here = sorted.slice(0, 10).filter((key) => key.database === database);
    const detailed = await client.withConnection(database, limit, async (calls) => {
      const types = await calls.callAll(
        here.map((key) => ['TYPE', key.name]),
        limit,
      );
      const typed = here.map((key, index) => ({ ...key, type: plain(types[index]) }));
      const lengths = await calls.callAll(
        typed.map((key) => [lengthCommand[key.type] ?? 'EXISTS', key.name]),
        limit,
      );
      return typed.map((key, index) => ({ ...key, length: Number(plain(lengths[index])) || 0 }));
    });
    top.push(...detailed);
  }
  return [...top.sort((one, other) => other.bytes - one.bytes), ...sorted.slice(10)];
}

function plain(answer: unknown): string {
  return typeof answer === 'string' || typeof answer === 'number' ? String(answer) : '';
}

function printKey(key: SampledKey): string {
  const ttl = key.ttlMs === null ? '?' : key.ttlMs < 0 ? 'never' : `${String(Math.round(key.ttlMs / 1_000))} s`;
  return `db${String(key.database)} ${key.name} ${key.type} length=${String(key.length)} bytes=${String(key.bytes)} expires=${ttl}`;
}

/** Which commands have been slow lately, and who sent them. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { listOf, numberOf, pairsOf, type Reply, textOf } from '../reply.ts';
import { parseClients } from './client-lines.ts';
import { redisProbe } from './redis-probe.ts';

export interface SlowEntry {
  readonly atMs: number;
  readonly micros: number;
  readonly command: string;
  /** The first argument: a key or a pattern, never a value. */
  readonly key: string;
  readonly argumentCount: number;
  readonly address: string;
  readonly name: string;
}

export const slowlogProbe = redisProbe({
  name: 'slowlog',
  summary: { 'zh-CN': '最近的慢命令：哪个命令、哪个客户端', en: 'recent slow commands: which and from whom' },
  parameters: z.strictObject({
    entries: z.number().int().min(1).max(1_000).default(128),
    withinMinutes: z.number().int().min(1).max(1_440).default(15),
  }),
  timeoutMs: 6_000,
  cost: 'cheap',
  hints: 'slow|latency|timeout|慢|延迟|超时|卡',
  query: 'SLOWLOG GET 128; CONFIG GET slowlog-log-slower-than',
  async see(client, given, context, limit) {
    const config = pairsOf(await client.call(['CONFIG', 'GET', 'slowlog-log-slower-than'], limit).catch(() => null));
    const thresholdMicros = numberOf(config.get('slowlog-log-slower-than'));
    const length = numberOf(await client.call(['SLOWLOG', 'LEN'], limit)) ?? 0;
    const entries = listOf(await client.call(['SLOWLOG', 'GET', given.entries], limit)).map(parseEntry);
    const time = listOf(await client.call(['TIME'], limit));
    const nowMs = (numberOf(time[0]) ?? 0) * 1_000;
    const sinceMs = Math.min(nowMs, context.aboutMs) - given.withinMinutes * 60_000;
    const recent = entries.filter((entry) => entry.atMs >= sinceMs && entry.name !== 'zhiban');
    const users = parseClients(textOf(await client.call(['CLIENT', 'LIST'], limit).catch(() => '')));
    const userOf = new Map(users.map((line) => [line.address, line.user]));
    const rules = listOf(await client.call(['ACL', 'LIST'], limit).catch(() => null)).map(textOf);
    // Whoever has hung up can't be asked for a name; where there is only one account it was that one.
    const onlyUser = rules.length === 1 ? (/^user (\S+)/.exec(rules[0] ?? '')?.[1] ?? '') : '';
    const facts: Facts = {
      'slowlog.isEnabled': thresholdMicros === null ? null : thresholdMicros >= 0,
      'slowlog.thresholdMicros': thresholdMicros,
      'slowlog.length': length,
      ...slowlogFacts(recent, nowMs, (address) => userOf.get(address) ?? onlyUser),
    };
    return {
      headline: {
        'zh-CN':
          recent.length === 0
            ? `近 ${String(given.withinMinutes)} 分钟没有慢命令`
            : `近 ${String(given.withinMinutes)} 分钟慢命令 ${String(recent.length)} 条，最慢 ${String(facts['slowlog.maxMs'])} ms，主要是 ${String(facts['slowlog.topCommand'])}`,
        en:
          recent.length === 0
            ? `no slow commands in ${String(given.withinMinutes)} minutes`
            : `${String(recent.length)} slow commands in ${String(given.withinMinutes)} minutes, worst ${String(facts['slowlog.maxMs'])} ms, mostly ${String(facts['slowlog.topCommand'])}`,
      },
      facts,
      text: entries.slice(0, 40).map(printEntry).join('\n'),
    };
  },
});

function parseEntry(reply: Reply): SlowEntry {
  const [, at, micros, args, address, name] = listOf(reply);
  const words = listOf(args).map(textOf);
  const command = (words[0] ?? '').toLowerCase();
  // Only from the second word on can there be values; AUTH and its like have them first.
  const isSecret = ['auth', 'hello', 'config', 'acl', 'migrate'].includes(command);
  return {
    atMs: (numberOf(at) ?? 0) * 1_000,
    micros: numberOf(micros) ?? 0,
    command,
    key: isSecret ? '' : keyOf(command, words),
    argumentCount: words.length,
    address: textOf(address),
    name: textOf(name),
  };
}

function keyOf(command: string, words: readonly string[]): string {
  const isScript = ['eval', 'evalsha', 'eval_ro', 'evalsha_ro', 'fcall', 'fcall_ro'].includes(command);
  const key = isScript ? (Number(words[2]) > 0 ? words[3] : '') : words[1];
  return (key ?? '').slice(0, 120);
}

/** What kind of slowness it is, by the command: each has its own fix. */
export function classOf(command: string): 'scan' | 'collection' | 'script' | 'delete' | 'wipe' | 'admin' | 'simple' {
  if (command === 'keys') return 'scan';
  if (/^(eval|evalsha|fcall)/.test(command)) return 'script';
  if (/^(flushall|flushdb)$/.test(command)) return 'wipe';
  if (/^(del|unlink|rename|restore|copy|move)$/.test(command)) return 'delete';
  if (/^(bgsave|save|bgrewriteaof|debug|psync|sync|config|client|cluster|shutdown|replicaof|slaveof|info|acl|memory|latency)/.test(command))
    return 'admin';
  const whole =
    /^(smembers|hgetall|hkeys|hvals|lrange|zrange|zrevrange|zrangebyscore|zrevrangebyscore|zrangebylex|sort|sort_ro|sinter|sunion|sdiff|sinterstore|sunionstore|sdiffstore|zunionstore|zinterstore|zdiffstore|zunion|zinter|zdiff|lrem|linsert|lindex|lpos|ltrim|xrange|xrevrange|mget|mset|bitcount|bitop|bitpos|getrange|georadius|geosearch|pfcount|pfmerge|scan|hscan|sscan|zscan|lcs|dump|hmget|srandmember|spop|zremrangebyrank|zremrangebyscore|exec)$/;
  return whole.test(command) ? 'collection' : 'simple';
}

/** Pure: the recent entries in, facts out. */
export function slowlogFacts(recent: readonly SlowEntry[], nowMs: number, userOf: (address: string) => string): Facts {
  const byCommand = sum(recent, (entry) => entry.command);
  const [top] = byCommand;
  const all = recent.reduce((total, entry) => total + entry.micros, 0);
  const ofTop = recent.filter((entry) => entry.command === top?.name);
  const worst = ofTop.reduce<SlowEntry | null>((best, entry) => (best === null || entry.micros > best.micros ? entry : best), null);
  const client = sum(ofTop, (entry) => entry.name || entry.address.replace(/:\d+$/, ''))[0];
  const users = sum(
    ofTop.filter((entry) => userOf(entry.address) !== ''),
    (entry) => userOf(entry.address),
  );
  const key = sum(ofTop, (entry) => entry.key)[0];
  return {
    'slowlog.recentCount': recent.length,
    'slowlog.recentTotalMs': round(all / 1_000),
    'slowlog.maxMs': round(Math.max(0, ...recent.map((entry) => entry.micros)) / 1_000),
    'slowlog.topCommand': top?.name ?? '',
    'slowlog.topClass': top === undefined ? '' : classOf(top.name),
    'slowlog.topCount': ofTop.length,
    'slowlog.topShare': all === 0 ? 0 : round((top?.micros ?? 0) / all),
    'slowlog.topMeanMs': ofTop.length === 0 ? 0 : round((top?.micros ?? 0) / ofTop.length / 1_000),
    'slowlog.topMaxMs': round((worst?.micros ?? 0) / 1_000),
    'slowlog.topAgoSeconds':
      ofTop.length === 0 ? null : Math.max(0, Math.round((nowMs - Math.max(...ofTop.map((entry) => entry.atMs))) / 1_000)),
    'slowlog.topKey': key?.name ?? '',
    'slowlog.topClient': client?.name ?? '',
    'slowlog.topAddress': worst?.address ?? '',
    'slowlog.topUser': users[0]?.name ?? '',
    'slowlog.isTopUserKnown': users.length > 0,
  };
}

function sum(entries: readonly SlowEntry[], nameOf: (entry: SlowEntry) => string): readonly { name: string; micros: number }[] {
  const totals = new Map<string, number>();
  for (const entry of entries) totals.set(nameOf(entry), (totals.get(nameOf(entry)) ?? 0) + entry.micros);
  return [...totals].map(([name, micros]) => ({ name, micros })).sort((one, other) => other.micros - one.micros);
}

function printEntry(entry: SlowEntry): string {
  return `${new Date(entry.atMs).toISOString()} ${String(entry.micros)} us  ${entry.command} ${entry.key} (${String(entry.argumentCount)} words)  ${entry.address} ${entry.name}`.trim();
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

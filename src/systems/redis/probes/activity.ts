/** What happens right now: the counters of `INFO` twice, and the difference per second. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { type Info, infoCount, infoGroup, infoNumber, readInfo } from '../info.ts';
import { fillsKeys } from './command-sorts.ts';
import { ourOwn } from './commands.ts';
import { errorCodes } from './errors.ts';
import { redisProbe } from './redis-probe.ts';

export const activityProbe = redisProbe({
  name: 'activity',
  summary: {
    'zh-CN': '此刻的速率：命令、连接、淘汰、过期、命中、错误、CPU',
    en: 'rates right now: commands, connections, evictions, expiry, hits, errors, CPU',
  },
  parameters: z.strictObject({ windowMs: z.number().int().min(200).max(10_000).default(1_500) }),
  timeoutMs: 15_000,
  cost: 'cheap',
  hints: 'rate|qps|ops|traffic|cpu|slow|流量|突增|慢|负载',
  query: 'INFO all (twice)',
  async see(client, given, context, limit) {
    const before = await readInfo(client, limit);
    const startedMs = context.clock.now();
    await context.clock.sleep(given.windowMs, context.signal);
    const after = await readInfo(client, limit);
    const seconds = Math.max(0.05, (context.clock.now() - startedMs) / 1_000);
    const facts = activityFacts(before, after, seconds);
    return {
      headline: {
        'zh-CN': `每秒命令 ${show(facts, 'commandsPerSecond')}，新连接 ${show(facts, 'connectionsPerSecond')}，淘汰 ${show(facts, 'evictedPerSecond')}，错误 ${show(facts, 'errorsPerSecond')}，主线程 CPU ${percent(facts['activity.cpuMainRatio'])}`,
        en: `per second: ${show(facts, 'commandsPerSecond')} commands, ${show(facts, 'connectionsPerSecond')} new connections, ${show(facts, 'evictedPerSecond')} evictions, ${show(facts, 'errorsPerSecond')} errors; main thread CPU ${percent(facts['activity.cpuMainRatio'])}`,
      },
      facts,
      text: Object.entries(facts)
        .map(([name, value]) => `${name} = ${String(value)}`)
        .join('\n'),
    };
  },
});

/** Pure: for tests and for longer windows. */
export function activityFacts(before: Info, after: Info, seconds: number): Facts {
  const grown = (name: string): number => Math.max(0, infoCount(after, name) - infoCount(before, name));
  const rate = (name: string): number => round(grown(name) / seconds);
  const reads = grown('keyspace_hits') + grown('keyspace_misses');
  const connections = grown('total_connections_received');
  // The two samples are commands of ours.
  const commands = Math.max(0, grown('total_commands_processed') - 1);
  return {
    'activity.windowSeconds': round(seconds),
    'activity.commandsPerSecond': round(commands / seconds),
    'activity.connectionsPerSecond': rate('total_connections_received'),
    'activity.commandsPerConnection': connections === 0 ? null : round(commands / connections),
    'activity.rejectedPerSecond': rate('rejected_connections'),
    'activity.evictedPerSecond': rate('evicted_keys'),
    'activity.evictedClientsPerSecond': rate('evicted_clients'),
    'activity.expiredPerSecond': rate('expired_keys'),
    'activity.expireCapReached': grown('expired_time_cap_reached_count'),
    'activity.readsPerSecond': round(reads / seconds),
    'activity.missesPerSecond': rate('keyspace_misses'),
    // Fewer reads than evictions are hardly the application's: looks of ours read keys as well, and find them.
    'activity.hitRatio':
      reads < Math.max(10, grown('evicted_keys')) || measuredKeys(before, after) > 0.3 * reads
        ? null
        : round(grown('keyspace_hits') / reads),
    'activity.errorsPerSecond': rate('total_error_replies'),
    'activity.netInBytesPerSecond': rate('total_net_input_bytes'),
    'activity.netOutBytesPerSecond': rate('total_net_output_bytes'),
    'activity.memoryGrowthBytesPerSecond': round((infoCount(after, 'used_memory') - infoCount(before, 'used_memory')) / seconds),
    'activity.fullSyncs': grown('sync_full'),
    'activity.partialSyncsRefused': grown('sync_partial_err'),
    'activity.aofDelayedFsyncs': grown('aof_delayed_fsync'),
    'activity.forks': grown('total_forks'),
    'activity.cpuMainRatio': mainThreadRatio(before, after, seconds),
    ...errorRates(before, after, seconds),
    ...commandRates(before, after, seconds),
  };
}

/** Reads as we measure keys, which applications hardly do. */
const measuring = /^(type|memory\|usage|object\|.+|strlen|llen|scard|hlen|zcard|xlen|pttl)$/;

function measuredKeys(before: Info, after: Info): number {
  const [first, last] = [infoGroup(before, 'cmdstat_'), infoGroup(after, 'cmdstat_')];
  const of = (fields: ReadonlyMap<string, string> | undefined): number => Number(fields?.get('calls') ?? 0);
  return [...last].reduce((sum, [name, fields]) => (measuring.test(name) ? sum + Math.max(0, of(fields) - of(first.get(name))) : sum), 0);
}

function mainThreadRatio(before: Info, after: Info, seconds: number): number | null {
  const names = ['used_cpu_sys_main_thread', 'used_cpu_user_main_thread'];
  const spent = names.map((name) => {
    const end = infoNumber(after, name);
    const start = infoNumber(before, name);
    return end === null || start === null ? null : end - start;
  });
  const [system, user] = spent;
  return system === null || user === null || system === undefined || user === undefined ? null : round((system + user) / seconds);
}

/** Errors that a fault of their own goes by. */
const knownErrors =
  /\.(OOM|MISCONF|NOAUTH|WRONGPASS|NOPERM|READONLY|NOREPLICAS|LOADING|BUSY|MASTERDOWN|CLUSTERDOWN|MOVED|ASK|CROSSSLOT|WRONGTYPE|NOSCRIPT)$/;

function errorRates(before: Info, after: Info, seconds: number): Facts {
  const facts: Record<string, number> = {};
  const [first, last] = [infoGroup(before, 'errorstat_'), infoGroup(after, 'errorstat_')];
  for (const code of new Set([...errorCodes, ...last.keys()])) {
    const grown = Number(last.get(code)?.get('count') ?? 0) - Number(first.get(code)?.get('count') ?? 0);
    facts[`activity.errors.${code}`] = round(Math.max(0, grown) / seconds);
    if (Object.keys(facts).length >= 40) break;
  }
  const others = Object.entries(facts).filter(([name]) => !knownErrors.test(name));
  const [name, perSecond] = others.sort(([, one], [, other]) => other - one)[0] ?? ['', 0];
  facts['activity.topErrorPerSecond'] = perSecond;
  return { ...facts, 'activity.topError': perSecond > 0 ? name.replace(/^.*\./, '') : '' };
}

const pushes = /^(r|l)pushx?$|^xadd$/;
const pops = /^b?(l|r)pop|^b?lmp?o[pv]e?|^b?rpoplpush$|^xread(group)?$|^xack$|^ltrim$/;

function commandRates(before: Info, after: Info, seconds: number): Facts {
  const [first, last] = [infoGroup(before, 'cmdstat_'), infoGroup(after, 'cmdstat_')];
  let [top, topMicros, topCalls, allMicros, pushed, popped, connectingCalls, others, filled] = ['', 0, 0, 0, 0, 0, 0, 0, 0];
  for (const [name, fields] of last) {
    const calls = Number(fields.get('calls') ?? 0) - Number(first.get(name)?.get('calls') ?? 0);
    const micros = Number(fields.get('usec') ?? 0) - Number(first.get(name)?.get('usec') ?? 0);
    if (calls <= 0 || ourOwn.test(name)) continue;
    allMicros += micros;
    others += calls;
    if (fillsKeys.test(name)) filled += calls;
    if (pushes.test(name)) pushed += calls;
    if (pops.test(name)) popped += calls;
    if (name === 'auth' || name === 'hello') connectingCalls += calls;
    if (micros > topMicros) [top, topMicros, topCalls] = [name, micros, calls];
  }
  return {
    'activity.topCommand': top,
    'activity.othersPerSecond': round(others / seconds),
    'activity.topCommandShare': allMicros === 0 ? 0 : round(topMicros / allMicros),
    'activity.topCommandMicrosPerCall': topCalls === 0 ? 0 : round(topMicros / topCalls),
    'activity.commandTimeRatio': round(allMicros / 1e6 / seconds),
    'activity.fillsPerSecond': round(filled / seconds),
    'activity.pushesPerSecond': round(pushed / seconds),
    'activity.popsPerSecond': round(popped / seconds),
    'activity.loginsPerSecond': round(connectingCalls / seconds),
  };
}

function show(facts: Facts, name: string): string {
  return String(facts[`activity.${name}`] ?? '?');
}

function percent(value: Facts[string] | undefined): string {
  return typeof value === 'number' ? `${String(Math.round(value * 100))}%` : '?';
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

/** The look at a system's logs, wherever its entry says that they are, or where a log store knows it by its name: any kind has it. */

import { z } from 'zod';
import { type FactValue, type Look, logsLook } from '../../domain/evidence.ts';
import type { LocalText } from '../../domain/text.ts';
import type { LookContext, Probe, SystemClient } from '../contract.ts';
import { isLinuxClient } from '../linux/client.ts';
import { LinuxFailure } from '../linux/failure.ts';
import type { Peer } from '../linux/parse/peer-address.ts';
import { holderFacts, readHolder } from '../linux/read-holder.ts';
import { pinnedFacts, readPinned } from '../linux/read-pinned.ts';
import { nobody } from '../linux/sample.ts';
import type { AssumedLogs, LogLimit, LogSource } from './contract.ts';
import { judgeReadings } from './judge-readings.ts';
import { readAssumed } from './read-assumed.ts';
import { type LogReading, readSources } from './read-sources.ts';
import { sourceName } from './source.ts';

export const logsProbe: Probe<SystemClient> = {
  name: logsLook,
  summary: {
    'zh-CN': '系统日志在事发前后的内容：新出现的错误、数量变化、堆栈折叠、最近一条',
    en: 'the logs of the system around the incident: errors that are new, how many more, traces folded, the newest',
  },
  parameters: z.strictObject({}),
  timeoutMs: 20_000,
  cost: 'cheap',
  hints: 'log|error|exception|fail|crash|stack|trace|日志|报错|错误|异常|失败|堆栈',
  facts: ['logs.*'],
  isFor: (entry, assumed = []) => (entry.logs ?? []).length > 0 || assumed.length > 0,
  async look(_client, _parameters, context): Promise<Look> {
    const { logs: declared = [] } = context.entry;
    const { assumedLogs: assumed = [] } = context;
    const limit = { timeoutMs: 15_000, signal: context.signal };
    return declared.length > 0 || assumed.length === 0 ? lookAt(declared, context, limit) : lookFor(assumed, context, limit);
  },
};

async function lookAt(sources: readonly LogSource[], context: LookContext, limit: LogLimit): Promise<Look> {
  const query = sources.length === 0 ? 'logs' : sources.map(sourceName).join('; ');
  const readings = await readSources(sources, context, limit);
  const look = await lookOf(readings, query, context, limit);
  const [unread] = readings.filter(({ reason }) => reason !== '');
  // What says why the logs can't be read says nothing about whether the system itself can be reached.
  if (unread !== undefined && look.facts['logs.readable'] === 0)
    return { ...look, status: 'failed', reason: unread.reason, facts: { 'logs.declared': readings.length, 'logs.readable': 0 } };
  return look;
}

/** What is nowhere to be found is as if the entry had no logs: no fault, no blind spot. */
async function lookFor(assumed: readonly AssumedLogs[], context: LookContext, limit: LogLimit): Promise<Look> {
  const { readings, notes } = await readAssumed(assumed, context, limit);
  const query = assumed.map(({ system, services }) => `${system}: ${services.join(', ')}`).join('; ');
  const told = notes.join('\n');
  if (readings.length > 0) {
    const look = await lookOf(readings, query, context, limit);
    return { ...look, text: `${look.text}\n\n${told}`.slice(0, textMax) };
  }
  const stores = assumed.map(({ system }) => system).join(', ');
  const headline = {
    'zh-CN': `没有声明日志，${stores} 里也没有它名下的`,
    en: `no logs are declared, and ${stores} has none under its name`,
  };
  return { status: 'ok', facts: { 'logs.declared': 0 }, query: query.slice(0, 1_000), text: told.slice(0, textMax), headline };
}

const textMax = 40_000;

async function lookOf(readings: readonly LogReading[], query: string, context: LookContext, limit: LogLimit): Promise<Look> {
  const { facts: read, text, series, unreached } = judgeReadings(readings);
  const { pinned, holder } = await onMachine(context, unreached, Number(read['logs.addressInUsePort'] ?? 0), limit);
  const facts = { ...read, ...pinnedFacts(pinned), ...holderFacts(holder) };
  const told = pinned === null ? text : `${text.slice(0, textMax - 300)}\n\n/etc/hosts: ${pinned.line}`;
  const base = { facts, query: query.slice(0, 1_000), text: told.slice(0, textMax), headline: logsHeadline(facts) };
  return { status: 'ok', ...base, ...(series.length === 0 ? {} : { series }) };
}

/** What its machine knows of those whom it could not reach, and of the port that it could not take; one that can't be asked says nothing. */
async function onMachine({ host }: LookContext, unreached: readonly Peer[], port: number, limit: LogLimit) {
  const unknown = { pinned: null, holder: nobody };
  if (!isLinuxClient(host)) return unknown;
  try {
    const [pinned, holder] = await Promise.all([readPinned(host, unreached, limit), readHolder(host, port, limit)]);
    return { pinned, holder };
  } catch (error) {
    if (error instanceof LinuxFailure) return unknown;
    throw error;
  }
}

export function logsHeadline(facts: Readonly<Record<string, FactValue>>): LocalText {
  const { 'logs.declared': declared, 'logs.readable': readable, 'logs.errors': errors, 'logs.newError': fresh } = facts;
  const { 'logs.newErrorCount': count, 'logs.newestError': newest } = facts;
  if (declared === 0) return { 'zh-CN': '没有声明日志', en: 'no logs are declared' };
  if (readable === 0) return { 'zh-CN': '声明的日志都读不到', en: 'none of the declared logs can be read' };
  const isFresh = typeof fresh === 'string' && fresh !== '';
  const isNewest = !isFresh && typeof newest === 'string' && newest !== '';
  return {
    'zh-CN': `${readable} 份日志中，事发以来 ${errors} 行错误${isFresh ? `，其中新出现 ${count} 次：${fresh.slice(0, 160)}` : ''}${isNewest ? `，最近：${newest.slice(0, 160)}` : ''}`,
    en: `${errors} errors in ${readable} logs since the incident began${isFresh ? `, new among them ${count}×: ${fresh.slice(0, 160)}` : ''}${isNewest ? `, the newest: ${newest.slice(0, 160)}` : ''}`,
  };
}

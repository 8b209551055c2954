/** The look at a system's logs, wherever its entry says that they are: any kind has it. */

import { z } from 'zod';
import type { FactValue, Look } from '../../domain/evidence.ts';
import type { LocalText } from '../../domain/text.ts';
import type { Probe, SystemClient } from '../contract.ts';
import { judgeReadings } from './judge-readings.ts';
import { readSources } from './read-sources.ts';
import { sourceName } from './source.ts';

export const logsProbe: Probe<SystemClient> = {
  name: 'logs',
  summary: {
    'zh-CN': '声明的日志在事发前后的内容：新出现的错误、数量变化、堆栈折叠、最近一条',
    en: 'the declared logs around the incident: errors that are new, how many more, traces folded, the newest',
  },
  parameters: z.strictObject({}),
  timeoutMs: 20_000,
  cost: 'cheap',
  hints: 'log|error|exception|fail|crash|stack|trace|日志|报错|错误|异常|失败|堆栈',
  facts: ['logs.*'],
  isFor: (entry) => (entry.logs ?? []).length > 0,
  async look(_client, _parameters, context): Promise<Look> {
    const sources = context.entry.logs ?? [];
    const query = sources.length === 0 ? 'logs' : sources.map(sourceName).join('; ').slice(0, 1_000);
    const readings = await readSources(sources, context, { timeoutMs: 15_000, signal: context.signal });
    const { facts, text, series } = judgeReadings(readings);
    const [unread] = readings.filter(({ reason }) => reason !== '');
    const base = { facts, query, text: text.slice(0, 40_000), headline: logsHeadline(facts) };
    // What says why the logs can't be read says nothing about whether the system itself can be reached.
    if (unread !== undefined && facts['logs.readable'] === 0)
      return { status: 'failed', reason: unread.reason, ...base, facts: { 'logs.declared': readings.length, 'logs.readable': 0 } };
    return { status: 'ok', ...base, ...(series.length === 0 ? {} : { series }) };
  },
};

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

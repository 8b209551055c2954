/** Makes a probe of what it looks at; being unable to look becomes an answer here, once for all. */

import type { z } from 'zod';
import type { Facts, FactValue, Look } from '../../../domain/evidence.ts';
import { evidenceLimits } from '../../../domain/evidence.ts';
import type { LocalText } from '../../../domain/text.ts';
import type { LookContext, Probe } from '../../contract.ts';
import type { HttpLimit } from '../../http/exchange.ts';
import { failedPageLook, PageFailure, reachFactNames } from '../../http/status-page.ts';
import type { LinuxClient } from '../../linux/client.ts';
import { LinuxFailure } from '../../linux/failure.ts';
import { type NginxClient, nginxHost } from '../client.ts';
import type { NginxFiles } from '../parse/settle-files.ts';

export interface Seen {
  readonly headline: LocalText;
  readonly facts: Facts;
  readonly text: string;
}

interface Described<Parameters extends z.ZodType<Readonly<Record<string, unknown>>>> {
  readonly name: string;
  readonly summary: LocalText;
  readonly parameters: Parameters;
  readonly timeoutMs: number;
  readonly cost: Probe<NginxClient>['cost'];
  readonly hints: string;
  readonly query: string;
  readonly facts: readonly string[];
}

export interface PageProbe<Parameters extends z.ZodType<Readonly<Record<string, unknown>>>> extends Described<Parameters> {
  see(client: NginxClient, given: z.infer<Parameters>, context: LookContext, limit: HttpLimit): Promise<Seen>;
}

export interface HostProbe<Parameters extends z.ZodType<Readonly<Record<string, unknown>>>> extends Described<Parameters> {
  see(host: LinuxClient, files: NginxFiles, given: z.infer<Parameters>, context: LookContext): Promise<Seen>;
}

export function pageProbe<Parameters extends z.ZodType<Readonly<Record<string, unknown>>>>(
  given: PageProbe<Parameters>,
): Probe<NginxClient> {
  return {
    ...given,
    facts: [...given.facts, ...reachFactNames],
    async look(client, parameters, context) {
      const limit = { timeoutMs: Math.min(5_000, given.timeoutMs), signal: context.signal };
      try {
        return lookOf(given.query, await given.see(client, given.parameters.parse(parameters), context, limit));
      } catch (error) {
        const failed = failedPageLook(error, 'nginx', given.query);
        if (failed === null) throw error;
        return failed;
      }
    },
  };
}

/** Looks through the host, at the files that are found there. Without one it says whether nginx can be reached at all, and that this could not be looked at. */
export function hostProbe<Parameters extends z.ZodType<Readonly<Record<string, unknown>>>>(
  given: HostProbe<Parameters>,
): Probe<NginxClient> {
  return {
    ...given,
    facts: [...given.facts, ...reachFactNames],
    isFor: (entry) => entry.runsOn !== undefined,
    async look(client, parameters, context) {
      const host = nginxHost(context);
      if (host === null) return await hostlessLook(client, given.query, context);
      try {
        return lookOf(
          given.query,
          await given.see(host, await client.findFiles(host, context), given.parameters.parse(parameters), context),
        );
      } catch (error) {
        if (!(error instanceof LinuxFailure)) throw error;
        const headline = { 'zh-CN': `无法在主机上查看：${error.message}`.slice(0, 300), en: error.message.slice(0, 300) };
        const problem = error.problem === undefined ? {} : { problem: error.problem };
        return { status: error.status, reason: error.message, ...problem, headline, facts: {}, query: given.query, text: error.message };
      }
    },
  };
}

async function hostlessLook(client: NginxClient, query: string, context: LookContext): Promise<Look> {
  try {
    await client.status({ timeoutMs: 5_000, signal: context.signal });
  } catch (error) {
    const failed = failedPageLook(error, 'nginx', query);
    if (failed === null) throw error;
    if (!(error instanceof PageFailure)) return failed;
  }
  const reason = "no host is declared: 'runsOn' names the host or ssh system that nginx runs on";
  const headline = { 'zh-CN': '没有声明 runsOn，看不到它的日志、配置与进程', en: reason };
  return { status: 'failed', reason, headline, facts: {}, query, text: reason };
}

function lookOf(query: string, seen: Seen): Look {
  return { status: 'ok', query, headline: seen.headline, facts: bounded(seen.facts), text: seen.text.slice(0, 40_000) };
}

function bounded(facts: Facts): Facts {
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, boundedValue(value)]));
}

function boundedValue(value: FactValue): FactValue {
  if (typeof value === 'string') return value.slice(0, evidenceLimits.factTextLength);
  if (typeof value !== 'number') return value;
  return Number.isFinite(value) ? Math.round(value * 10_000) / 10_000 : null;
}

/** Makes a probe of what it looks at; being unable to look becomes an answer here, once for all. */

import type { z } from 'zod';
import type { FactValue, Look, Series } from '../../domain/evidence.ts';
import { evidenceLimits } from '../../domain/evidence.ts';
import type { LocalText } from '../../domain/text.ts';
import type { LookContext, Probe } from '../contract.ts';
import { chineseReachProblems } from '../reach-words.ts';
import type { LinuxClient } from './client.ts';
import type { ExecLimit } from './exec.ts';
import { LinuxFailure } from './failure.ts';

/** Facts by declared names only: a typo doesn't compile. */
export type FactsOf<Name extends string> = Readonly<Record<Name, FactValue>>;

export interface Seen<Name extends string> {
  readonly headline: LocalText;
  readonly facts: FactsOf<Name>;
  readonly text: string;
  readonly series?: readonly Series[];
}

/** `Client` is another one for kinds that are looked at through a Linux machine. */
export interface LinuxProbe<Name extends string, Parameters extends z.ZodType<Readonly<Record<string, unknown>>>, Client = LinuxClient> {
  readonly name: string;
  readonly summary: LocalText;
  readonly parameters: Parameters;
  readonly timeoutMs: number;
  readonly cost: Probe<LinuxClient>['cost'];
  readonly hints?: string;
  /** What a person would type. */
  readonly query: string;
  readonly facts: readonly Name[];
  readonly aimedAt?: Probe<LinuxClient>['aimedAt'];
  see(client: Client, given: z.infer<Parameters>, context: LookContext, limit: ExecLimit): Promise<Seen<Name>>;
}

export function linuxProbe<
  const Name extends string,
  Parameters extends z.ZodType<Readonly<Record<string, unknown>>>,
  Client = LinuxClient,
>(given: LinuxProbe<Name, Parameters, Client>): Probe<Client> {
  return {
    name: given.name,
    summary: given.summary,
    parameters: given.parameters,
    timeoutMs: given.timeoutMs,
    cost: given.cost,
    facts: [...given.facts, ...reachFactNames],
    ...(given.hints === undefined ? {} : { hints: given.hints }),
    ...(given.aimedAt === undefined ? {} : { aimedAt: given.aimedAt }),
    async look(client, parameters, context) {
      const limit = { timeoutMs: given.timeoutMs, signal: context.signal };
      try {
        const seen = await given.see(client, given.parameters.parse(parameters), context, limit);
        return { status: 'ok', query: given.query, ...seen, facts: boundFacts(seen.facts), text: boundText(seen.text) };
      } catch (error) {
        if (error instanceof LinuxFailure) return failedLook(error, given.query);
        if (context.signal.aborted) return failedLook(endedEarly(error), given.query);
        throw error;
      }
    },
  };
}

/** Brought only when the machine could not be looked at. */
const reachFactNames = ['reach.isOk', 'reach.problem', 'reach.reason'] as const;

function endedEarly(cause: unknown): LinuxFailure {
  return new LinuxFailure('The look was ended before it was through', { status: 'timeout', problem: 'timed-out', cause });
}

function failedLook(failure: LinuxFailure, query: string): Look {
  const isReach = failure.status === 'unreachable' || failure.problem === 'auth';
  return {
    status: failure.status,
    reason: failure.message,
    ...(failure.problem === undefined ? {} : { problem: failure.problem }),
    headline: { 'zh-CN': `${chineseProblem(failure)}：${failure.message}`.slice(0, 300), en: failure.message.slice(0, 300) },
    facts: isReach
      ? { 'reach.isOk': false, 'reach.problem': failure.problem ?? 'other', 'reach.reason': failure.message.slice(0, 400) }
      : {},
    query,
    text: failure.message,
  };
}

function chineseProblem({ problem, status }: LinuxFailure): string {
  if (problem === undefined) return status === 'denied' ? '没有权限' : '检查失败';
  return chineseReachProblems[problem];
}

function boundFacts(facts: Readonly<Record<string, FactValue>>): Readonly<Record<string, FactValue>> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => {
      if (typeof value === 'number') return [name, Number.isFinite(value) ? round(value) : null];
      return [name, typeof value === 'string' ? value.slice(0, evidenceLimits.factTextLength) : value];
    }),
  );
}

/** Four digits after the point are more than any of these is exact to. */
function round(value: number): number {
  return Number.isInteger(value) ? value : Math.round(value * 10_000) / 10_000;
}

function boundText(text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  return bytes.length <= evidenceLimits.textBytes * 2 ? text : bytes.subarray(0, evidenceLimits.textBytes * 2).toString('utf8');
}

/** Makes a probe of what it looks at; being unable to look becomes an answer here, once for all systems that are asked over HTTP. */

import type { z } from 'zod';
import { SystemError } from '../../domain/errors.ts';
import type { Facts, FactValue, Look } from '../../domain/evidence.ts';
import type { LocalText } from '../../domain/text.ts';
import type { LookContext, Probe } from '../contract.ts';
import { HttpFailure, type HttpLimit, reachProblemOf, statusOf } from '../http/exchange.ts';
import { chineseReachProblems } from '../reach-words.ts';
import { ApiFailure } from './failure.ts';

export interface Seen {
  readonly headline: LocalText;
  readonly facts: Facts;
  readonly text: string;
  readonly series?: Look['series'];
  /** Where it differs from the probe's. */
  readonly query?: string;
}

type Parameters = Readonly<Record<string, unknown>>;

interface ApiProbe<Client, Given extends Parameters> {
  readonly name: string;
  readonly summary: LocalText;
  readonly parameters: z.ZodType<Given>;
  readonly cost: Probe<Client>['cost'];
  readonly timeoutMs?: number;
  /** What one request gets, where that is more than others get. */
  readonly requestMs?: number;
  readonly hints?: string;
  /** Without those about reaching it, which each may bring; absent: they are not declared. */
  readonly facts?: readonly string[];
  /** What a person would type. */
  readonly query: string;
  /** Parameters that aim it at what the alert or the question names. */
  aimedAt?: Probe<Client>['aimedAt'];
  /** The first look, whose silence is the system's: one heavy answer that is late says nothing of that. */
  readonly tellsSilence?: boolean;
  see(client: Client, given: Given, limit: HttpLimit, context: LookContext): Promise<Seen>;
}

/** Each request gets at most this; a probe asks a few, some of them side by side. */
const requestMs = 6_000;
const probeMs = 15_000;
/** The runner keeps less. */
const textMax = 30_000;
const factTextMax = 400;
export const reachFacts = ['reach.isOk', 'reach.problem', 'reach.stage', 'reach.code', 'reach.reason'] as const;

export function apiProbe<Client, Given extends Parameters>(given: ApiProbe<Client, Given>): Probe<Client> {
  return {
    name: given.name,
    summary: given.summary,
    parameters: given.parameters,
    timeoutMs: given.timeoutMs ?? probeMs,
    cost: given.cost,
    ...(given.hints === undefined ? {} : { hints: given.hints }),
    ...(given.aimedAt === undefined ? {} : { aimedAt: given.aimedAt }),
    ...(given.facts === undefined ? {} : { facts: [...reachFacts, ...given.facts] }),
    async look(client, parameters, context) {
      const limit = { timeoutMs: given.requestMs ?? requestMs, signal: context.signal };
      const parsed = given.parameters.parse(parameters);
      try {
        const { series = [], ...seen } = await given.see(client, parsed, limit, context);
        const text = seen.text.slice(0, textMax);
        return { status: 'ok', query: given.query, ...seen, facts: kept(seen.facts), text, ...(series.length === 0 ? {} : { series }) };
      } catch (error) {
        if (error instanceof HttpFailure) return unreachable(error, given.query, given.tellsSilence ?? false);
        if (error instanceof ApiFailure) return refused(error, given.query);
        if (error instanceof SystemError) return failed(error, given.query);
        throw error;
      }
    },
  };
}

/** Long words are cut; a number that is none (a division by nothing) is no fact, and four decimals are enough for one. */
function kept(facts: Facts): Facts {
  const isKept = (value: FactValue): boolean => typeof value !== 'number' || Number.isFinite(value);
  return Object.fromEntries(
    Object.entries(facts)
      .filter(([, value]) => isKept(value))
      .map(([name, value]) => [name, shortened(value)]),
  );
}

function shortened(value: FactValue): FactValue {
  if (typeof value === 'number') return Math.round(value * 10_000) / 10_000;
  return typeof value === 'string' && value.length > factTextMax ? `${value.slice(0, factTextMax)}…` : value;
}

function unreachable(failure: HttpFailure, query: string, tellsSilence: boolean): Look {
  const problem = reachProblemOf(failure);
  const facts: Facts = {
    'reach.isOk': false,
    'reach.problem': failure.problem,
    'reach.stage': failure.stage,
    'reach.code': failure.code,
    'reach.reason': failure.message.slice(0, factTextMax),
  };
  const isOwn = failure.problem === 'stopped' || (failure.problem === 'hung' && !tellsSilence);
  return {
    status: statusOf(failure),
    reason: failure.message,
    ...(problem === undefined ? {} : { problem }),
    headline: { 'zh-CN': `${chineseProblems[failure.problem]}：${failure.message}`, en: failure.message },
    facts: isOwn ? {} : facts,
    query,
    text: failure.message,
  };
}

/** It could not be asked at all, as for a secret that is not there. */
function failed(failure: SystemError, query: string): Look {
  const headline = { 'zh-CN': `无法查看：${failure.message}`, en: failure.message };
  return { status: 'failed', reason: failure.message, headline, facts: {}, query, text: failure.message };
}

function refused(failure: ApiFailure, query: string): Look {
  // A login that is refused, and a server that takes no more, concern everybody; one thing that is forbidden or missing does not.
  const problem = failure.problem === 'auth' || failure.problem === 'limit' ? failure.problem : undefined;
  const facts: Facts = {
    'reach.isOk': false,
    'reach.problem': failure.problem,
    'reach.stage': 'answer',
    'reach.code': failure.code,
    'reach.reason': failure.message.slice(0, factTextMax),
  };
  return {
    status: failure.problem === 'auth' || failure.problem === 'no-permission' ? 'denied' : 'failed',
    reason: failure.message,
    ...(problem === undefined ? {} : { problem }),
    headline: { 'zh-CN': `${chineseRefusals[failure.problem]}：${failure.message}`, en: failure.message },
    facts: problem === undefined ? {} : facts,
    query,
    text: failure.message,
  };
}

/** Facts as a person reads them, one a line. */
export function factLines(facts: Facts): string {
  return Object.entries(facts)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${name} = ${String(value)}`)
    .join('\n');
}

const chineseProblems: Readonly<Record<HttpFailure['problem'], string>> = {
  ...chineseReachProblems,
  hung: '已连接但没有响应',
  stopped: '检查被中止',
  'not-http': '对方不是 HTTP 服务',
};

const chineseRefusals: Readonly<Record<ApiFailure['problem'], string>> = {
  auth: '登录被拒绝',
  'no-permission': '账号没有权限',
  unsupported: '该版本不支持',
  limit: '服务端拒绝了更多请求',
  unavailable: '服务端暂不可用',
  reply: '服务端返回错误',
};

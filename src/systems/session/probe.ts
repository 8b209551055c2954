/** Makes a probe of what it looks at; being unable to look becomes an answer here, once for all servers that are spoken with in a session. */

import type { z } from 'zod';
import type { Facts, Look } from '../../domain/evidence.ts';
import type { LocalText } from '../../domain/text.ts';
import type { LookContext, Probe } from '../contract.ts';
import { chineseReachProblems } from '../reach-words.ts';
import { reachProblemOf, SessionFailure, type SessionLimit, statusOf } from './failure.ts';

export interface Seen {
  readonly headline: LocalText;
  readonly facts: Facts;
  readonly text: string;
}

type Parameters = Readonly<Record<string, unknown>>;

export interface SessionProbe<Client, Given extends Parameters> {
  readonly name: string;
  readonly summary: LocalText;
  readonly parameters: z.ZodType<Given>;
  readonly cost: Probe<Client>['cost'];
  readonly hints?: string;
  /** What a person would type. */
  readonly query: string;
  /** Parameters that aim it at what the alert or the question names. */
  aimedAt?: Probe<Client>['aimedAt'];
  see(client: Client, given: Given, limit: SessionLimit, context: LookContext): Promise<Seen>;
  /** Facts that a failure itself proves, beyond those about reaching the server. */
  onFailure?(failure: SessionFailure): Facts;
}

/** Each statement gets at most this; a probe asks a few. */
const statementMs = 4_000;
const probeMs = 10_000;
/** The runner keeps less; this only keeps a server with ten thousand sessions from sending them all. */
const textMax = 30_000;
const factTextMax = 400;

export function sessionProbe<Client, Given extends Parameters>(given: SessionProbe<Client, Given>): Probe<Client> {
  return {
    name: given.name,
    summary: given.summary,
    parameters: given.parameters,
    timeoutMs: probeMs,
    cost: given.cost,
    ...(given.hints === undefined ? {} : { hints: given.hints }),
    ...(given.aimedAt === undefined ? {} : { aimedAt: given.aimedAt }),
    async look(client, parameters, context) {
      const limit = { timeoutMs: statementMs, signal: context.signal };
      const parsed = given.parameters.parse(parameters);
      try {
        const seen = await given.see(client, parsed, limit, context);
        return { status: 'ok', query: given.query, headline: seen.headline, facts: clipped(seen.facts), text: seen.text.slice(0, textMax) };
      } catch (error) {
        if (!(error instanceof SessionFailure)) throw error;
        return failedLook(error, given.query, given.onFailure?.(error) ?? {});
      }
    },
  };
}

function clipped(facts: Facts): Facts {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name,
      typeof value === 'string' && value.length > factTextMax ? `${value.slice(0, factTextMax)}…` : value,
    ]),
  );
}

function failedLook(failure: SessionFailure, query: string, more: Facts): Look {
  const problem = reachProblemOf(failure);
  return {
    status: statusOf(failure),
    reason: failure.message,
    ...(problem === undefined ? {} : { problem }),
    headline: { 'zh-CN': `${chineseProblems[failure.problem]}：${failure.message}`, en: failure.message },
    facts: { ...reachFacts(failure), ...more },
    query,
    text: failure.message,
  };
}

/** Only what concerns the server as a whole: one statement that is slow or forbidden says nothing about reaching it. What it answers instead is told. */
function reachFacts(failure: SessionFailure): Facts {
  const isOwn = ['no-permission', 'unsupported', 'cancelled', 'reply', 'reset', 'hung'].includes(failure.problem);
  if (failure.stage === 'command' && failure.problem === 'reply')
    return { 'answer.code': failure.code, 'answer.reason': failure.message.slice(0, factTextMax) };
  if (failure.problem === 'stopped' || (failure.stage === 'command' && isOwn)) return {};
  return {
    'reach.isOk': false,
    'reach.problem': failure.problem,
    'reach.stage': failure.stage,
    'reach.code': failure.code,
    'reach.reason': failure.message.slice(0, factTextMax),
  };
}

const chineseProblems: Readonly<Record<SessionFailure['problem'], string>> = {
  ...chineseReachProblems,
  hung: '已连接但没有响应',
  starting: '正在启动、恢复或关闭',
  'no-database': '数据库不存在',
  'not-allowed': '服务器不允许该来源登录',
  'no-permission': '账号没有权限',
  unsupported: '该版本不支持',
  cancelled: '语句超时被取消',
  stopped: '检查被中止',
  reply: '服务器返回错误',
};

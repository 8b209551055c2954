/** Makes a probe of what it looks at; being unable to look becomes an answer here, once for all. */

import type { z } from 'zod';
import type { Facts, Look } from '../../../domain/evidence.ts';
import type { LocalText } from '../../../domain/text.ts';
import type { LookContext, Probe } from '../../contract.ts';
import { chineseReachProblems } from '../../reach-words.ts';
import type { RedisClient } from '../client.ts';
import type { RedisLimit } from '../connection.ts';
import { RedisFailure, reachProblemOf, statusOf } from '../failure.ts';

export interface Seen {
  readonly headline: LocalText;
  readonly facts: Facts;
  readonly text: string;
}

export interface RedisProbe<Parameters extends z.ZodType<Readonly<Record<string, unknown>>>> {
  readonly name: string;
  readonly summary: LocalText;
  readonly parameters: Parameters;
  readonly timeoutMs: number;
  readonly cost: Probe<RedisClient>['cost'];
  readonly hints?: string;
  /** What a person would type. */
  readonly query: string;
  see(client: RedisClient, given: z.infer<Parameters>, context: LookContext, limit: RedisLimit): Promise<Seen>;
  /** Facts that a failure itself proves, beyond those about reaching Redis. */
  onFailure?(client: RedisClient, failure: RedisFailure, limit: RedisLimit): Promise<Facts>;
}

export function redisProbe<Parameters extends z.ZodType<Readonly<Record<string, unknown>>>>(
  given: RedisProbe<Parameters>,
): Probe<RedisClient> {
  return {
    name: given.name,
    summary: given.summary,
    parameters: given.parameters,
    timeoutMs: given.timeoutMs,
    cost: given.cost,
    ...(given.hints === undefined ? {} : { hints: given.hints }),
    async look(client, parameters, context) {
      const limit = { timeoutMs: Math.min(4_000, given.timeoutMs), signal: context.signal };
      const parsed = given.parameters.parse(parameters);
      try {
        const seen = await given.see(client, parsed, context, limit);
        return { status: 'ok', query: given.query, headline: seen.headline, facts: clipped(seen.facts), text: seen.text.slice(0, textMax) };
      } catch (error) {
        if (!(error instanceof RedisFailure)) throw error;
        const more = (await given.onFailure?.(client, error, limit)) ?? {};
        return failedLook(error, given.query, more);
      }
    },
  };
}

/** While saving is broken even PING is refused (MISCONF): a refusal is an answer as well. */
export async function askPing(client: RedisClient, limit: RedisLimit): Promise<void> {
  try {
    await client.call(['PING'], limit);
  } catch (error) {
    if (!(error instanceof RedisFailure) || error.code !== 'MISCONF') throw error;
  }
}

/** The runner keeps less; this only keeps a server with ten thousand clients or users from sending them all. */
const textMax = 40_000;
const factTextMax = 400;

function clipped(facts: Facts): Facts {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name,
      typeof value === 'string' && value.length > factTextMax ? `${value.slice(0, factTextMax)}…` : value,
    ]),
  );
}

function failedLook(failure: RedisFailure, query: string, more: Facts): Look {
  const problem = reachProblemOf(failure);
  return {
    status: statusOf(failure),
    reason: failure.message,
    ...(problem === undefined ? {} : { problem }),
    headline: { 'zh-CN': `${chineseProblem(failure)}：${failure.message}`, en: failure.message },
    facts: { ...reachFacts(failure), ...(failure.problem === 'busy' ? { 'server.wasBusy': true } : {}), ...more },
    query,
    text: failure.message,
  };
}

/** Only what concerns Redis as a whole: one command that is slow or forbidden says nothing about reaching it. */
function reachFacts(failure: RedisFailure): Facts {
  if (failure.stage === 'command' && ['no-permission', 'unknown-command', 'reply', 'stopped', 'reset', 'hung'].includes(failure.problem))
    return {};
  if (failure.problem === 'stopped') return {};
  return {
    'reach.isOk': false,
    'reach.problem': failure.problem,
    'reach.stage': failure.stage,
    'reach.code': failure.code,
    'reach.reason': failure.message.slice(0, factTextMax),
  };
}

function chineseProblem(failure: RedisFailure): string {
  const words: Readonly<Record<RedisFailure['problem'], string>> = {
    ...chineseReachProblems,
    hung: '已连接但没有响应',
    loading: '正在加载数据',
    busy: '正被脚本阻塞',
    'master-down': '与主库的链路断开',
    'no-permission': '账号没有权限',
    'unknown-command': '命令不可用',
    'protected-mode': '受保护模式拒绝远程连接',
    stopped: '检查被中止',
    reply: 'Redis 返回错误',
  };
  return words[failure.problem];
}

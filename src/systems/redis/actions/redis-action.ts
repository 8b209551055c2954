/** An action on Redis. */

import type { ActionArguments } from '../../../domain/plan.ts';
import type { Action } from '../../contract.ts';
import { type TypedAction, typedAction } from '../../typed-action.ts';
import type { RedisClient } from '../client.ts';
import type { RedisLimit } from '../connection.ts';
import { RedisFailure } from '../failure.ts';

interface RedisAction<Given extends ActionArguments> extends TypedAction<RedisClient, Given, RedisLimit> {
  readonly timeoutMs?: number;
}

export function redisAction<Given extends ActionArguments>(described: RedisAction<Given>): Action<RedisClient> {
  const timeoutMs = described.timeoutMs ?? 10_000;
  return typedAction(described, {
    timeoutMs,
    limitOf: (signal) => ({ timeoutMs: Math.min(5_000, timeoutMs), signal }),
    unusable: (error) => (error instanceof RedisFailure ? { 'zh-CN': `Redis 当前无法操作：${error.message}`, en: error.message } : null),
  });
}

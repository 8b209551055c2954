/** An action on a server that is asked over a session. */

import type { ActionArguments } from '../../../domain/plan.ts';
import type { Action } from '../../contract.ts';
import { type TypedAction, typedAction } from '../../typed-action.ts';
import { SessionFailure, type SessionLimit } from '../failure.ts';

interface SessionAction<Client, Given extends ActionArguments> extends TypedAction<Client, Given, SessionLimit> {
  readonly timeoutMs?: number;
}

export function sessionAction<Client, Given extends ActionArguments>(described: SessionAction<Client, Given>): Action<Client> {
  const timeoutMs = described.timeoutMs ?? 10_000;
  return typedAction(described, {
    timeoutMs,
    limitOf: (signal) => ({ timeoutMs: Math.max(1_000, timeoutMs - 1_000), signal }),
    unusable: (error) => (error instanceof SessionFailure ? { 'zh-CN': `当前无法操作：${error.message}`, en: error.message } : null),
  });
}

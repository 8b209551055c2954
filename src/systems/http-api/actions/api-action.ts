/** An action on a system that is asked over HTTP. */

import type { ActionArguments } from '../../../domain/plan.ts';
import type { Action, Precheck } from '../../contract.ts';
import type { HttpLimit } from '../../http/exchange.ts';
import { type TypedAction, typedAction } from '../../typed-action.ts';
import { isSystemFailure } from '../failure.ts';

const timeoutMs = 30_000;
const requestMs = 20_000;

export function apiAction<Client, Given extends ActionArguments>(described: TypedAction<Client, Given, HttpLimit>): Action<Client> {
  return typedAction(described, {
    timeoutMs,
    limitOf: (signal) => ({ timeoutMs: requestMs, signal }),
    unusable: (error) => (isSystemFailure(error) ? { 'zh-CN': `当前无法操作：${error.message}`, en: error.message } : null),
  });
}

export function blocked(chinese: string, english: string): Precheck {
  return { state: 'blocked', reason: { 'zh-CN': chinese, en: english } };
}

export function already(chinese: string, english: string): Precheck {
  return { state: 'already', note: { 'zh-CN': chinese, en: english } };
}

/** What can go wrong at HAProxy's runtime socket, told apart because each has another fix. */

import { SystemError } from '../../domain/errors.ts';
import type { Facts, Look, LookStatus, ReachProblem } from '../../domain/evidence.ts';
import { failedPageLook, reachFacts } from '../http/status-page.ts';

/** `no-permission`: the level of the socket is too low; `no-socket`: the entry has none; `reply`: it said no. */
export type SocketProblem = ReachProblem | 'hung' | 'stopped' | 'no-permission' | 'no-socket' | 'reply';

export class SocketFailure extends SystemError {
  readonly problem: SocketProblem;
  readonly stage: 'connect' | 'answer';

  constructor(message: string, given: { problem: SocketProblem; stage: 'connect' | 'answer'; cause?: unknown }) {
    const retry = ['no-permission', 'no-socket', 'reply', 'auth'].includes(given.problem) ? 'never' : 'later';
    super(message, { retry, ...(given.cause === undefined ? {} : { cause: given.cause }) });
    this.name = 'SocketFailure';
    this.problem = given.problem;
    this.stage = given.stage;
  }
}

export function socketFailure(address: string, error: unknown): SocketFailure {
  if (error instanceof SocketFailure) return error;
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  const why = error instanceof Error ? error.message : String(error);
  return new SocketFailure(`Cannot use the socket of HAProxy at ${address}: ${why}`, {
    problem: problemOf(code),
    stage: 'connect',
    cause: error,
  });
}

/** A socket file that is not there is like a port where nobody listens. */
function problemOf(code: string): SocketProblem {
  if (code === 'ECONNREFUSED' || code === 'ENOENT') return 'refused';
  if (code === 'EACCES' || code === 'EPERM') return 'auth';
  if (code === 'ETIMEDOUT') return 'timed-out';
  if (code === 'ECONNRESET' || code === 'EPIPE') return 'reset';
  if (/^(ENOTFOUND|EAI_)/.test(code)) return 'dns';
  return /^(EHOSTUNREACH|ENETUNREACH|EHOSTDOWN)$/.test(code) ? 'no-route' : 'other';
}

/** The answer of a probe that could not look; null for an error of another sort. */
export function failedLook(error: unknown, query: string): Look | null {
  if (!(error instanceof SocketFailure)) return failedPageLook(error, 'HAProxy', query);
  const problem = reachProblemOf(error.problem);
  return {
    status: statusOf(error.problem),
    reason: error.message,
    ...(problem === undefined ? {} : { problem }),
    headline: { 'zh-CN': `无法查看 HAProxy：${error.message}`.slice(0, 300), en: error.message.slice(0, 300) },
    facts: problem === undefined ? {} : factsOf(error),
    query,
    text: error.message,
  };
}

function factsOf(failure: SocketFailure): Facts {
  return reachFacts(failure.problem, failure.stage, failure.message);
}

function statusOf(problem: SocketProblem): Exclude<LookStatus, 'ok'> {
  if (problem === 'auth' || problem === 'no-permission') return 'denied';
  if (problem === 'hung' || problem === 'stopped') return 'timeout';
  return problem === 'reply' || problem === 'no-socket' ? 'failed' : 'unreachable';
}

function reachProblemOf(problem: SocketProblem): ReachProblem | undefined {
  if (problem === 'hung') return 'timed-out';
  return problem === 'stopped' || problem === 'no-permission' || problem === 'no-socket' || problem === 'reply' ? undefined : problem;
}

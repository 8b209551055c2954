/** What can go wrong between Zhiban and a Redis, told apart because each has another fix. */

import { SystemError } from '../../domain/errors.ts';
import type { LookStatus, ReachProblem } from '../../domain/evidence.ts';

/** `hung`: TCP connects, but no answer comes. `reply`: Redis answered with an error that has no kind of its own. */
export type RedisProblem =
  | ReachProblem
  | 'hung'
  | 'loading'
  | 'busy'
  | 'master-down'
  | 'no-permission'
  | 'unknown-command'
  | 'protected-mode'
  | 'stopped'
  | 'reply';

/** Where it ended: before TCP was up, during login, or at a command. */
export type RedisStage = 'connect' | 'login' | 'command';

export class RedisFailure extends SystemError {
  readonly problem: RedisProblem;
  readonly stage: RedisStage;
  /** The first word of Redis' error reply, or the system's error code; empty when there is neither. */
  readonly code: string;

  constructor(message: string, given: { problem: RedisProblem; stage: RedisStage; code?: string; cause?: unknown }) {
    super(message, { retry: retryOf(given.problem), ...(given.cause === undefined ? {} : { cause: given.cause }) });
    this.name = 'RedisFailure';
    this.problem = given.problem;
    this.stage = given.stage;
    this.code = given.code ?? '';
  }
}

/** From an error reply such as `WRONGPASS invalid …`. Replies never echo a password. */
export function failureOfReply(address: string, reply: string, stage: RedisStage, cause?: unknown): RedisFailure {
  const code = /^[A-Z]+/.exec(reply)?.[0] ?? 'ERR';
  const problem = problemOfReply(code, reply);
  const text = reply.length > 200 ? `${reply.slice(0, 200)}…` : reply;
  return new RedisFailure(`Redis ${address} answered: ${text}`, { problem, stage, code, cause });
}

/** From an error of the socket, DNS or TLS. */
export function failureOfSocket(address: string, error: unknown, stage: RedisStage): RedisFailure {
  const code = codeOf(error);
  const problem = problemOfCode(code);
  const why = error instanceof Error ? error.message : String(error);
  return new RedisFailure(`Cannot connect to Redis ${address}: ${why}`, { problem, stage, code, cause: error });
}

/** How a probe that met this failure reports itself. */
export function statusOf(failure: RedisFailure): Exclude<LookStatus, 'ok'> {
  if (failure.problem === 'auth' || failure.problem === 'no-permission' || failure.problem === 'protected-mode') return 'denied';
  if (failure.problem === 'hung') return 'timeout';
  if (failure.stage === 'command' && failure.problem === 'timed-out') return 'timeout';
  const answered: readonly RedisProblem[] = ['loading', 'busy', 'master-down', 'unknown-command', 'reply', 'stopped'];
  return answered.includes(failure.problem) ? 'failed' : 'unreachable';
}

const reachProblems: readonly string[] = ['refused', 'timed-out', 'dns', 'tls', 'auth', 'limit', 'reset', 'no-route', 'other'];

/** The narrower word that all systems share, where there is one. */
export function reachProblemOf(failure: RedisFailure): ReachProblem | undefined {
  if (failure.problem === 'hung') return 'timed-out';
  if (failure.problem === 'protected-mode') return 'auth';
  return isReachProblem(failure.problem) ? failure.problem : undefined;
}

function isReachProblem(problem: string): problem is ReachProblem {
  return reachProblems.includes(problem);
}

function problemOfReply(code: string, reply: string): RedisProblem {
  if (/max number of clients/i.test(reply)) return 'limit';
  if (/unknown (sub)?command/i.test(reply)) return 'unknown-command';
  if (/without any password configured|invalid password/i.test(reply)) return 'auth';
  const known: Readonly<Record<string, RedisProblem>> = {
    NOAUTH: 'auth',
    WRONGPASS: 'auth',
    NOPERM: 'no-permission',
    LOADING: 'loading',
    BUSY: 'busy',
    MASTERDOWN: 'master-down',
    DENIED: 'protected-mode',
  };
  return known[code] ?? 'reply';
}

function problemOfCode(code: string): RedisProblem {
  if (code === 'ECONNREFUSED') return 'refused';
  if (code === 'ETIMEDOUT') return 'timed-out';
  if (code === 'ECONNRESET' || code === 'EPIPE') return 'reset';
  if (['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME'].includes(code)) return 'dns';
  if (['EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'EADDRNOTAVAIL'].includes(code)) return 'no-route';
  return /^(ERR_TLS|ERR_SSL|EPROTO|CERT_|DEPTH_|SELF_SIGNED|UNABLE_TO|HOSTNAME_|ERR_OSSL)/.test(code) ? 'tls' : 'other';
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) {
    return error instanceof Error && /ETIMEDOUT/.test(error.message) ? 'ETIMEDOUT' : '';
  }
  return String(error.code);
}

function retryOf(problem: RedisProblem): 'now' | 'later' | 'never' {
  if (problem === 'reset') return 'now';
  const never: readonly RedisProblem[] = ['auth', 'tls', 'no-permission', 'unknown-command', 'protected-mode', 'reply'];
  return never.includes(problem) ? 'never' : 'later';
}

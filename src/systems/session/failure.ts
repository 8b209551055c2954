/** What can go wrong between Zhiban and a server, told apart because each has another fix. */

import { SystemError } from '../../domain/errors.ts';
import type { LookStatus, ReachProblem } from '../../domain/evidence.ts';

/**
 * `hung`: TCP connects, but no answer comes. `starting`: it is up, and not yet (or no longer) open. `cancelled`: the server ended the
 * statement at the limit it was given. `unsupported`: this version or installation does not have what was asked for.
 */
export type SessionProblem =
  | ReachProblem
  | 'hung'
  | 'starting'
  | 'no-database'
  | 'not-allowed'
  | 'no-permission'
  | 'unsupported'
  | 'cancelled'
  | 'stopped'
  | 'reply';

/** Where it ended: before TCP was up, during login, or at a statement. */
export type SessionStage = 'connect' | 'login' | 'command';

export class SessionFailure extends SystemError {
  readonly problem: SessionProblem;
  readonly stage: SessionStage;
  /** The code of the server (SQLSTATE or error number) or of the operating system; empty when there is neither. */
  readonly code: string;

  constructor(message: string, given: { problem: SessionProblem; stage: SessionStage; code?: string; cause?: unknown }) {
    super(message, { retry: retryOf(given.problem), ...(given.cause === undefined ? {} : { cause: given.cause }) });
    this.name = 'SessionFailure';
    this.problem = given.problem;
    this.stage = given.stage;
    this.code = given.code ?? '';
  }
}

export interface SessionLimit {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** From an error of the socket, DNS or TLS. */
export function failureOfSocket(server: string, error: unknown, stage: SessionStage): SessionFailure {
  const code = codeOf(error);
  const why = error instanceof Error && error.message !== '' ? error.message : code || String(error);
  const verb = stage === 'command' ? 'Lost the connection to' : 'Cannot connect to';
  return new SessionFailure(`${verb} ${server}: ${why}`, { problem: problemOfCode(code, why), stage, code, cause: error });
}

/** A server that said nothing within the limit. */
export function silence(server: string, stage: SessionStage): SessionFailure {
  if (stage === 'connect')
    return new SessionFailure(`${server} did not accept a connection within the limit`, { problem: 'timed-out', stage, code: 'ETIMEDOUT' });
  return new SessionFailure(`${server} is connected but does not answer within the limit`, { problem: 'hung', stage });
}

/** How a probe that met this failure reports itself. */
export function statusOf(failure: SessionFailure): Exclude<LookStatus, 'ok'> {
  if (['auth', 'no-permission', 'not-allowed'].includes(failure.problem)) return 'denied';
  if (failure.problem === 'hung' || failure.problem === 'cancelled') return 'timeout';
  return ['starting', 'unsupported', 'reply', 'stopped', 'no-database'].includes(failure.problem) ? 'failed' : 'unreachable';
}

const reachProblems: readonly string[] = ['refused', 'timed-out', 'dns', 'tls', 'auth', 'limit', 'reset', 'no-route', 'other'];

/** The narrower word that all systems share, where there is one. */
export function reachProblemOf(failure: SessionFailure): ReachProblem | undefined {
  if (failure.problem === 'hung') return 'timed-out';
  if (failure.problem === 'not-allowed') return 'auth';
  if (failure.problem === 'starting' || failure.problem === 'no-database') return 'other';
  return isReachProblem(failure.problem) ? failure.problem : undefined;
}

function isReachProblem(problem: string): problem is ReachProblem {
  return reachProblems.includes(problem);
}

function problemOfCode(code: string, message: string): SessionProblem {
  if (code === 'ECONNREFUSED') return 'refused';
  if (code === 'ETIMEDOUT') return 'timed-out';
  if (code === 'ECONNRESET' || code === 'EPIPE' || code === 'PROTOCOL_CONNECTION_LOST') return 'reset';
  if (['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME'].includes(code)) return 'dns';
  if (['EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'EADDRNOTAVAIL'].includes(code)) return 'no-route';
  if (/^(ERR_TLS|ERR_SSL|EPROTO|CERT_|DEPTH_|DEPTH|SELF_SIGNED|UNABLE_TO|HOSTNAME_|ERR_OSSL|HANDSHAKE_(NO_)?SSL)/.test(code)) return 'tls';
  if (/does not support (SSL|secure)|certificate/i.test(message)) return 'tls';
  return /terminated|closed/i.test(message) ? 'reset' : 'other';
}

export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return String(error.code);
}

function retryOf(problem: SessionProblem): 'now' | 'later' | 'never' {
  if (problem === 'reset') return 'now';
  const never: readonly SessionProblem[] = ['auth', 'tls', 'no-permission', 'not-allowed', 'no-database', 'unsupported', 'reply'];
  return never.includes(problem) ? 'never' : 'later';
}

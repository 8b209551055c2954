/** What the API server refused, told apart by its status and its own reason; nothing of a request's body comes along. */

import { z } from 'zod';
import type { Exchange, HttpFailure } from '../http/exchange.ts';
import { SessionFailure, type SessionProblem } from '../session/failure.ts';

const statusAnswer = z.looseObject({
  kind: z.literal('Status'),
  message: z.string().default(''),
  reason: z.string().default(''),
});

/** `code` of the failure is the HTTP status. */
export function failureOfAnswer(host: string, path: string, answer: Exchange): SessionFailure {
  const told = statusAnswer.safeParse(jsonOf(answer.body));
  const words = told.success ? told.data.message : answer.body.trim();
  const problem = problemOf(answer.status);
  return new SessionFailure(`The API server ${host} answered ${String(answer.status)} to '${path}': ${words.slice(0, 300)}`, {
    problem,
    stage: problem === 'auth' ? 'login' : 'command',
    code: String(answer.status),
  });
}

/** No answer is the server's as a whole: each request has a connection of its own. */
export function failureOfHttp(at: URL, error: HttpFailure): SessionFailure {
  const isConnecting = error.stage === 'dns' || error.stage === 'connect';
  const problem: SessionProblem =
    error.problem === 'not-http' ? 'reply' : error.stage === 'tls' && error.problem === 'timed-out' ? 'hung' : error.problem;
  return new SessionFailure(error.message.replace('Cannot read', 'Cannot use the API server').replace(at.origin, at.host), {
    problem,
    stage: isConnecting ? 'connect' : 'login',
    code: error.code,
    cause: error,
  });
}

export function isNotFound(error: unknown): boolean {
  return error instanceof SessionFailure && error.code === '404';
}

export function isForbidden(error: unknown): boolean {
  return error instanceof SessionFailure && error.code === '403';
}

function problemOf(status: number): SessionProblem {
  if (status === 401) return 'auth';
  if (status === 403) return 'no-permission';
  if (status === 404) return 'unsupported';
  if (status === 504) return 'cancelled';
  return status === 429 || status === 503 ? 'starting' : 'reply';
}

export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

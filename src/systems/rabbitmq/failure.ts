/** What the management API says, in the words that all systems share; https://www.rabbitmq.com/docs/management#http-api */

import { type Exchange, HttpFailure, type HttpProblem } from '../http/exchange.ts';
import { SessionFailure, type SessionProblem, type SessionStage } from '../session/failure.ts';

/** From a request that got no answer. Anything else is passed on as it is. */
export function toFailure(server: string, error: unknown): unknown {
  if (!(error instanceof HttpFailure)) return error;
  const stage: SessionStage = error.stage === 'dns' || error.stage === 'connect' ? 'connect' : error.stage === 'body' ? 'command' : 'login';
  const problem: SessionProblem = isShared(error.problem) ? error.problem : 'reply';
  const why = error.message.replace(/^Cannot read /, '');
  return new SessionFailure(`Cannot read the management API of ${server} at ${why}`, { problem, stage, code: error.code, cause: error });
}

/** From an answer that is a refusal. 401 stands for a wrong login as well as for a missing right. */
export function toRefusal(server: string, path: string, answer: Pick<Exchange, 'status' | 'body'>): SessionFailure {
  const reason = reasonOf(answer.body).slice(0, 200);
  const where = path.split('?')[0] ?? '';
  // The API answers in JSON, also that there is nothing, and has this page in every version.
  const isForeign = where === 'overview' && answer.status === 404 && !answer.body.trimStart().startsWith('{');
  const problem = isForeign ? 'reply' : problemOf(answer.status, reason);
  const stage = problem === 'auth' || problem === 'not-allowed' || isForeign ? 'login' : 'command';
  return new SessionFailure(`${server} answered ${String(answer.status)} to '${where}': ${reason}`, {
    problem,
    stage,
    code: String(answer.status),
  });
}

function problemOf(status: number, reason: string): SessionProblem {
  if (status === 404 || status === 405) return 'unsupported';
  if (status !== 401 && status !== 403) return 'reply';
  if (/not (a )?management user/i.test(reason)) return 'not-allowed';
  return /^(login failed|not_authorized|not[_ ]authori[sz]ed)?$/i.test(reason) ? 'auth' : 'no-permission';
}

function reasonOf(body: string): string {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === 'object' && parsed !== null && 'reason' in parsed) return String(parsed.reason);
  } catch {
    // A proxy in between answers with a page.
  }
  return body.replaceAll(/<[^>]*>|\s+/g, ' ').trim();
}

function isShared(problem: HttpProblem): problem is Exclude<HttpProblem, 'not-http'> {
  return problem !== 'not-http';
}

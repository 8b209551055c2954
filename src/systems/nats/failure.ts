/** What the monitoring port says, in the words that all systems share. */

import { HttpFailure, type HttpProblem } from '../http/exchange.ts';
import { ApiFailure } from '../http-api/failure.ts';
import { SessionFailure, type SessionProblem, type SessionStage } from '../session/failure.ts';

/** From a request that got no answer, or one that is not understood. Anything else is passed on as it is. */
export function toFailure(error: unknown): unknown {
  if (error instanceof ApiFailure)
    return new SessionFailure(error.message, { problem: 'reply', stage: 'command', code: error.code, cause: error });
  if (!(error instanceof HttpFailure)) return error;
  const stage: SessionStage = error.stage === 'dns' || error.stage === 'connect' ? 'connect' : error.stage === 'body' ? 'command' : 'login';
  const problem: SessionProblem = isShared(error.problem) ? error.problem : 'reply';
  const why = error.message.replace(/^Cannot read /, '');
  return new SessionFailure(`Cannot read the monitoring port of NATS at ${why}`, { problem, stage, code: error.code, cause: error });
}

function isShared(problem: HttpProblem): problem is Exclude<HttpProblem, 'not-http'> {
  return problem !== 'not-http';
}

/** What can go wrong between Zhiban and an SNMP agent. An agent is silent to a wrong community: what else it says tells silence apart. */

import { SystemError } from '../../domain/errors.ts';
import type { Look, LookStatus, ReachProblem } from '../../domain/evidence.ts';
import { reachFacts } from '../http/status-page.ts';

/** `timed-out`: nothing at all comes back; `auth`: an agent is there and does not answer to these credentials. */
export type SnmpProblem = ReachProblem | 'stopped' | 'reply';

export class SnmpFailure extends SystemError {
  readonly problem: SnmpProblem;

  constructor(message: string, problem: SnmpProblem, cause?: unknown) {
    super(message, { retry: problem === 'auth' ? 'never' : 'later', ...(cause === undefined ? {} : { cause }) });
    this.name = 'SnmpFailure';
    this.problem = problem;
  }
}

/** The answer of a probe that could not look; null for an error of another sort. */
export function failedLook(error: unknown, query: string): Look | null {
  if (!(error instanceof SnmpFailure)) return null;
  const { problem, message } = error;
  const isReach = problem !== 'stopped' && problem !== 'reply';
  return {
    status: statusOf(problem),
    reason: message,
    ...(isReach ? { problem } : {}),
    headline: { 'zh-CN': `无法通过 SNMP 查看：${message}`.slice(0, 300), en: message.slice(0, 300) },
    facts: isReach ? reachFacts(problem, problem === 'auth' ? 'answer' : 'connect', message) : {},
    query,
    text: message,
  };
}

function statusOf(problem: SnmpProblem): Exclude<LookStatus, 'ok'> {
  if (problem === 'auth') return 'denied';
  if (problem === 'stopped') return 'timeout';
  return problem === 'reply' ? 'failed' : 'unreachable';
}

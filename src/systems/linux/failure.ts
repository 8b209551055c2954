/** What can go wrong between Zhiban and a Linux machine, told apart because each has another fix. */

import { SystemError } from '../../domain/errors.ts';
import type { LookStatus, ReachProblem } from '../../domain/evidence.ts';

export class LinuxFailure extends SystemError {
  readonly status: Exclude<LookStatus, 'ok'>;
  readonly problem: ReachProblem | undefined;

  constructor(
    message: string,
    given: { readonly status: Exclude<LookStatus, 'ok'>; readonly problem?: ReachProblem; readonly cause?: unknown },
  ) {
    super(message, { retry: retryOf(given.status, given.problem), ...(given.cause === undefined ? {} : { cause: given.cause }) });
    this.name = 'LinuxFailure';
    this.status = given.status;
    this.problem = given.problem;
  }
}

function retryOf(status: LookStatus, problem: ReachProblem | undefined): 'now' | 'later' | 'never' {
  if (problem === 'reset') return 'now';
  if (status === 'denied' || problem === 'auth' || problem === 'host-key') return 'never';
  return 'later';
}

/** What a system that is asked over HTTP may answer instead of what was asked for. */

import { SystemError } from '../../domain/errors.ts';
import { HttpFailure } from '../http/exchange.ts';

/**
 * `auth`: the login is refused; `no-permission`: it is known, but may not do this; `unsupported`: this version or product has no such
 * thing; `limit`: it refuses more work; `unavailable`: it runs, but cannot serve this now; `reply`: an answer that is none of these.
 */
type ApiProblem = 'auth' | 'no-permission' | 'unsupported' | 'limit' | 'unavailable' | 'reply';

/** It answered, but not with what was asked for. */
export class ApiFailure extends SystemError {
  readonly problem: ApiProblem;
  readonly status: number;
  /** The product's own name of the error: `cluster_block_exception`, `241`. */
  readonly code: string;

  constructor(message: string, given: { readonly problem: ApiProblem; readonly status: number; readonly code?: string }) {
    super(message, { retry: given.problem === 'limit' || given.problem === 'unavailable' ? 'later' : 'never' });
    this.name = 'ApiFailure';
    this.problem = given.problem;
    this.status = given.status;
    this.code = given.code ?? '';
  }
}

export function isSystemFailure(error: unknown): error is ApiFailure | HttpFailure {
  return error instanceof ApiFailure || error instanceof HttpFailure;
}

/** For a question that is only to be checked: what the server says of the question itself is thrown, not that this version has no such check. */
export async function unlessUnchecked(asked: Promise<unknown>): Promise<void> {
  try {
    await asked;
  } catch (error) {
    if (!(error instanceof ApiFailure) || error.status === 400) throw error;
  }
}

/** Only for what an answer can do without: a part that this version, product or account does not have is null, everything else is thrown. */
export async function optional<Answer>(asked: Promise<Answer>): Promise<Answer | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ApiFailure && error.problem !== 'auth') return null;
    throw error;
  }
}

/** For products that keep to the meaning of the statuses, and behind whose login nothing is told apart. */
function problemOfStatus(status: number): ApiFailure['problem'] {
  if (status === 401 || status === 403) return 'auth';
  if (status === 429) return 'limit';
  return status >= 500 ? 'unavailable' : 'reply';
}

/** It answered with a status that is none of success; the reason is short and plain: a page of HTML says nothing to a person. */
export function refusalOf(product: string, asked: string, status: number, why = ''): ApiFailure {
  const reason = why.slice(0, 300).trim();
  const message = `${product} answered ${String(status)} to '${asked}'${reason === '' ? '' : `: ${reason}`}`;
  return new ApiFailure(message, { problem: problemOfStatus(status), status });
}

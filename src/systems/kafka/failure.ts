/** What can go wrong with Kafka, in the words that all systems share; codes: https://kafka.apache.org/protocol#protocol_error_codes */

import { codeOf, failureOfSocket, SessionFailure, type SessionProblem, type SessionStage } from '../session/failure.ts';

const problems: Readonly<Record<number, SessionProblem>> = {
  29: 'no-permission',
  30: 'no-permission',
  31: 'no-permission',
  33: 'auth',
  34: 'auth',
  35: 'unsupported',
  58: 'auth',
};

/** A library error is a tree: the cause that the socket or the broker gave is at its end. */
export function toFailure(server: string, error: unknown, stage: SessionStage): SessionFailure {
  if (error instanceof SessionFailure) return error;
  const parts = [...treeOf(error)];
  const code = parts.map((each) => Reflect.get(each, 'apiCode')).find((each) => typeof each === 'number');
  if (typeof code === 'number') {
    const problem = problems[code] ?? 'reply';
    return new SessionFailure(`${server} answered: ${messageOf(parts)}`, {
      problem,
      stage: problem === 'auth' ? 'login' : stage,
      code: String(code),
      cause: error,
    });
  }
  if (parts.some((each) => codeOf(each) === 'PLT_KFK_AUTHENTICATION'))
    return new SessionFailure(`${server} refuses the login: ${messageOf(parts)}`, { problem: 'auth', stage: 'login', cause: error });
  if (parts.some((each) => codeOf(each) === 'PLT_KFK_TIMEOUT'))
    return new SessionFailure(`${server} did not answer within the limit`, {
      problem: stage === 'connect' ? 'timed-out' : 'hung',
      stage,
      cause: error,
    });
  const ofSystem = parts.findLast((each) => codeOf(each) !== '' && !codeOf(each).startsWith('PLT_KFK_'));
  if (ofSystem !== undefined) return failureOfSocket(server, ofSystem, stage);
  // A broker that wants TLS or a login hangs up on whoever comes without.
  const problem = stage === 'login' ? 'reset' : 'other';
  return new SessionFailure(`Lost the connection to ${server}: ${messageOf(parts)}`, {
    problem: stage === 'command' ? 'reset' : problem,
    stage,
    cause: error,
  });
}

/** The answer whose parts have errors: the library throws it, and one partition without a leader must not hide the others. */
export function answerIn<Answer>(error: unknown): Answer | null {
  if (typeof error !== 'object' || error === null || codeOf(error) !== 'PLT_KFK_RESPONSE' || !('response' in error)) return null;
  return isRefusalAsWhole(error) ? null : (error.response as Answer);
}

function isRefusalAsWhole(error: object): boolean {
  return [...treeOf(error)].some((each) => {
    const code = Reflect.get(each, 'apiCode');
    return typeof code === 'number' && Reflect.get(each, 'path') === '/' && problems[code] !== undefined;
  });
}

function* treeOf(error: unknown): Generator<object> {
  if (typeof error !== 'object' || error === null) return;
  yield error;
  if (error instanceof AggregateError) for (const each of error.errors) yield* treeOf(each);
  if ('cause' in error) yield* treeOf(error.cause);
}

function messageOf(parts: readonly object[]): string {
  const last = parts.findLast((each): each is Error => each instanceof Error && each.message !== '');
  return (last?.message ?? 'no reason given').slice(0, 200);
}

/** What the driver throws, in the words that all systems share. Its own messages may quote what was sent and are cut to the server's. */

import { MongoError, MongoServerError } from 'mongodb';
import { codeOf, failureOfSocket, SessionFailure, type SessionProblem } from '../session/failure.ts';

/** https://github.com/mongodb/mongo/blob/master/src/mongo/base/error_codes.yml */
const byCode: Readonly<Record<number, SessionProblem>> = {
  13: 'no-permission',
  18: 'auth',
  50: 'cancelled',
  59: 'unsupported',
  76: 'unsupported',
  94: 'unsupported',
  115: 'unsupported',
  238: 'unsupported',
  91: 'starting',
  11600: 'starting',
};

export function toFailure(server: string, error: unknown): unknown {
  if (error instanceof SessionFailure) return error;
  if (error instanceof MongoServerError) return ofServer(server, error);
  if (!(error instanceof MongoError)) return error;
  const root = rootOf(error);
  if (root instanceof MongoServerError) return ofServer(server, root);
  if (/timed out|timeout/i.test(root.message) && codeOf(root) === '')
    return new SessionFailure(`${server} is connected but does not answer within the limit`, { problem: 'hung', stage: 'login' });
  return failureOfSocket(server, root, 'login');
}

function ofServer(server: string, error: MongoServerError): SessionFailure {
  const code = typeof error.code === 'number' ? error.code : 0;
  const problem = byCode[code] ?? (/no such (cmd|command)|not supported|not implemented/i.test(error.message) ? 'unsupported' : 'reply');
  const words = error.message.slice(0, 200);
  return new SessionFailure(`${server} answered: ${words}`, {
    problem,
    stage: problem === 'auth' ? 'login' : 'command',
    code: String(code),
  });
}

/** A server that could not be selected hides why in a description of the topology. */
function rootOf(error: Error): Error {
  const reason: unknown = Reflect.get(error, 'reason');
  const servers: unknown = typeof reason === 'object' && reason !== null ? Reflect.get(reason, 'servers') : undefined;
  if (servers instanceof Map) {
    for (const description of servers.values()) {
      const found: unknown = typeof description === 'object' && description !== null ? Reflect.get(description, 'error') : undefined;
      if (found instanceof Error) return rootOf(found);
    }
  }
  return error.cause instanceof Error ? rootOf(error.cause) : error;
}

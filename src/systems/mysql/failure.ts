/** What MySQL, MariaDB and TiDB say, by error number; https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html */

import { codeOf, failureOfSocket, SessionFailure, type SessionProblem, type SessionStage } from '../session/failure.ts';

const problems: Readonly<Record<string, readonly number[]>> = {
  limit: [1040, 1203, 1226],
  'no-database': [1049],
  'not-allowed': [1129, 1130],
  auth: [1045, 1698, 1820, 1862, 3118, 4151],
  'no-permission': [1044, 1142, 1143, 1227, 1370],
  unsupported: [1054, 1064, 1109, 1146, 1193, 1231, 1235, 1286, 1305],
  cancelled: [1317, 1969, 3024],
  reset: [1053, 1152, 1158, 1159, 1160, 1161, 1927, 4031],
};

/** Messages about logins name user and host, and whether a password was used; never the password. */
export function toFailure(server: string, error: unknown, stage: SessionStage): SessionFailure {
  if (error instanceof SessionFailure) return error;
  const number = typeof error === 'object' && error !== null && 'errno' in error ? Number(error.errno) : Number.NaN;
  // Numbers of the operating system are negative in Node; the driver has names for most errors of a server, and none for some.
  if (!(error instanceof Error) || !(number >= 1_000) || (!('sqlMessage' in error) && !/^ER_/.test(codeOf(error))))
    return failureOfSocket(server, error, stage);
  const text = error.message.length > 200 ? `${error.message.slice(0, 200)}…` : error.message;
  return new SessionFailure(`${server} answered: ${text}`, {
    problem: problemOf(number, stage),
    stage,
    code: String(number),
    cause: error,
  });
}

function problemOf(number: number, stage: SessionStage): SessionProblem {
  if (number === 1044 && stage !== 'command') return 'auth';
  const found = Object.entries(problems).find(([, numbers]) => numbers.includes(number))?.[0];
  return isProblem(found) ? found : 'reply';
}

function isProblem(word: string | undefined): word is SessionProblem {
  return word !== undefined;
}

/** What PostgreSQL says, by its SQLSTATE; https://www.postgresql.org/docs/current/errcodes-appendix.html */

import { codeOf, failureOfSocket, SessionFailure, type SessionProblem, type SessionStage } from '../session/failure.ts';

/** Messages of PostgreSQL name users, databases and relations, never a password; details, which may hold values, are left out. */
export function toFailure(server: string, error: unknown, stage: SessionStage): SessionFailure {
  if (error instanceof SessionFailure) return error;
  const code = codeOf(error);
  if (!/^[0-9A-Z]{5}$/.test(code) || !(error instanceof Error) || isSystemCode(code)) return failureOfSocket(server, error, stage);
  const text = error.message.length > 200 ? `${error.message.slice(0, 200)}…` : error.message;
  return new SessionFailure(`${server} answered: ${text}`, { problem: problemOf(code, error.message, stage), stage, code, cause: error });
}

/** EPIPE looks like a SQLSTATE. */
function isSystemCode(code: string): boolean {
  return /^E[A-Z]{4}$/.test(code);
}

function problemOf(code: string, message: string, stage: SessionStage): SessionProblem {
  if (code === '53300') return 'limit';
  if (code === '57P03') return 'starting';
  if (code === '57P01' || code === '57P02' || code === '57P05' || code === '25P03') return 'reset';
  if (code === '57014') return 'cancelled';
  if (code === '3D000' && stage !== 'command') return 'no-database';
  if (code === '28000' && /pg_hba\.conf/.test(message)) return 'not-allowed';
  if (code.startsWith('28')) return 'auth';
  if (code === '42501') return stage === 'command' ? 'no-permission' : 'auth';
  if (['42P01', '42883', '42703', '42704', '0A000', '55000'].includes(code)) return 'unsupported';
  return 'reply';
}

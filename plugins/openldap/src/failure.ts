/** Why the directory could not be asked, told apart because the fix differs. */

import type { LookStatus, ReachProblem } from 'zhiban/plugin';

export interface Failure {
  readonly status: Exclude<LookStatus, 'ok'>;
  readonly problem: ReachProblem;
  readonly reason: string;
}

/** What a server answers instead of a result; the codes are those of RFC 4511. */
export class LdapError extends Error {
  readonly code: number;

  constructor(code: number, operation: string, text: string) {
    super(`${operation} was answered with ${names[code] ?? `code ${code}`}${text === '' ? '' : `: ${text}`}`);
    this.name = 'LdapError';
    this.code = code;
  }
}

const names: Readonly<Record<number, string>> = {
  3: 'timeLimitExceeded',
  4: 'sizeLimitExceeded',
  8: 'strongerAuthRequired',
  11: 'adminLimitExceeded',
  13: 'confidentialityRequired',
  32: 'noSuchObject',
  48: 'inappropriateAuthentication',
  49: 'invalidCredentials',
  50: 'insufficientAccessRights',
  51: 'busy',
  52: 'unavailable',
  53: 'unwillingToPerform',
};

const authCodes: readonly number[] = [8, 13, 48, 49];
const busyCodes: readonly number[] = [11, 51, 52];

export function failureOf(error: unknown): Failure {
  if (error instanceof LdapError) return failureOfAnswer(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = error instanceof Error ? error.message : String(error);
  if (code === 'ECONNREFUSED') return { status: 'unreachable', problem: 'refused', reason: 'Connection refused: nothing listens there' };
  if (code === 'ETIMEDOUT' || code === 'ABORT_ERR') return { status: 'timeout', problem: 'timed-out', reason: 'No answer in time' };
  if (/^(ENOTFOUND|EAI_)/.test(code)) return { status: 'unreachable', problem: 'dns', reason: `The name is not known: ${code}` };
  if (/^(EHOSTUNREACH|ENETUNREACH)$/.test(code)) return { status: 'unreachable', problem: 'no-route', reason: `No way there: ${code}` };
  if (/^(ECONNRESET|EPIPE)$/.test(code)) return { status: 'unreachable', problem: 'reset', reason: 'The server closed the connection' };
  if (/^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|ERR_OSSL)/.test(code))
    return { status: 'unreachable', problem: 'tls', reason: `TLS failed: ${code}` };
  return { status: 'failed', problem: 'other', reason: reason.slice(0, 300) };
}

function failureOfAnswer({ code, message }: LdapError): Failure {
  if (authCodes.includes(code)) return { status: 'denied', problem: 'auth', reason: message };
  if (code === 50 || code === 32) return { status: 'denied', problem: 'other', reason: `${message}: may the account read cn=Monitor?` };
  if (busyCodes.includes(code)) return { status: 'unreachable', problem: 'limit', reason: message };
  return { status: 'failed', problem: 'other', reason: message };
}

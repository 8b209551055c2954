/** What ssh2 says, told apart because each has another fix. */

import type { ReachProblem } from '../../domain/evidence.ts';
import { LinuxFailure } from '../linux/failure.ts';

/** The message never repeats more than ssh2's own words, which carry no secret. */
export function sshFailure(address: string, error: unknown): LinuxFailure {
  if (error instanceof LinuxFailure) return error;
  const problem = problemOf(error);
  const why = error instanceof Error ? error.message : String(error);
  return new LinuxFailure(`Cannot reach ${address} by ssh: ${explain(problem, why)}`, { status: 'unreachable', problem, cause: error });
}

function problemOf(error: unknown): ReachProblem {
  const code = textProperty(error, 'code');
  const level = textProperty(error, 'level');
  const text = error instanceof Error ? error.message : String(error);
  if (code === 'ECONNREFUSED') return 'refused';
  if (code === 'ECONNRESET' || code === 'EPIPE') return 'reset';
  if (code === 'ETIMEDOUT' || level === 'client-timeout' || /timed out/i.test(text)) return 'timed-out';
  if (/^(ENOTFOUND|EAI_)/.test(code) || level === 'client-dns') return 'dns';
  if (/^(EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|EADDRNOTAVAIL)$/.test(code)) return 'no-route';
  if (/host denied|verification failed/i.test(text)) return 'host-key';
  if (level === 'client-authentication' || level === 'agent' || /privateKey|passphrase|authentication|agent/i.test(text)) return 'auth';
  if (/channel open failure|open failed|resource shortage/i.test(text)) return 'limit';
  if (/connection lost|ended by|not connected|no response|before handshake|disconnected|closed/i.test(text)) return 'reset';
  return 'other';
}

function explain(problem: ReachProblem, why: string): string {
  if (problem === 'refused') return `connection refused (nothing listens on that port): ${why}`;
  if (problem === 'timed-out') return `no answer in time: ${why}`;
  if (problem === 'dns') return `the name does not resolve: ${why}`;
  if (problem === 'auth') return `login refused: ${why}`;
  return why;
}

function textProperty(given: unknown, name: string): string {
  if (typeof given !== 'object' || given === null) return '';
  const value: unknown = Reflect.get(given, name);
  return typeof value === 'string' ? value : '';
}

/** What the store needs of a database; PGlite and PostgreSQL each have one file that gives it. */

import { appRole } from './app-role.ts';
import type { Lane } from './gate.ts';
import type { Session } from './work.ts';

export interface Database {
  readonly flavour: 'pglite' | 'postgresql';
  /** One transaction as the application's role, with the tenant set; `intake` goes before all other. Throws errors of our own list. */
  transaction<T>(tenantId: string, work: (session: Session) => Promise<T>, lane?: Lane): Promise<T>;
  listen(wake: (tenantId: string) => void): Promise<() => Promise<void>>;
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Settings that hold until the transaction ends, so that a pooled connection carries nothing over, also behind a pooler. */
export function transactionSettings(
  tenantId: string,
  limits: { readonly statementTimeoutMs: number },
): readonly (readonly [string, string])[] {
  return [
    ['role', appRole],
    ['zhiban.tenant', tenantId],
    ['timezone', 'UTC'],
    ['statement_timeout', `${limits.statementTimeoutMs}`],
    ['idle_in_transaction_session_timeout', `${limits.statementTimeoutMs * 2}`],
  ];
}

/** Small things that the looks at PostgreSQL share. */

import type { Row } from '../../session/rows.ts';

/** Zhiban's own sessions are no finding. */
export const notOurs = "coalesce(application_name, '') <> 'zhiban'";

/** A moment that identifies a session or statement together with its pid, exact to the microsecond. */
export function instant(column: string): string {
  return `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}

/** Who runs it, as people call it: the application, else the login. */
export const who = "coalesce(nullif(application_name, ''), usename, backend_type, '')";

export function first(rows: readonly Row[]): Row {
  return rows[0] ?? {};
}

/** The role that every call of the store runs as: it can't log in, it owns nothing, and row-level security binds it. */

import { ZhibanError } from '../domain/errors.ts';
import type { OwnerConnection } from './migrate.ts';

export const appRole = 'zhiban_app';

/** Creates the role and lets our login take it on. Throws `forbidden` with the two lines that an administrator would have to run. */
export async function ensureAppRole(owner: OwnerConnection): Promise<void> {
  if (await isMember(owner)) return;
  try {
    await owner.run(`
      do $role$ begin
        create role ${appRole} nologin;
      exception when duplicate_object or unique_violation then null;
      end $role$;
      grant ${appRole} to current_user;`);
  } catch (cause) {
    if (!isLackOfRights(cause)) throw cause;
    throw new ZhibanError(
      'forbidden',
      `The database login may not create the role ${appRole}; have an administrator run: ` +
        `CREATE ROLE ${appRole} NOLOGIN; GRANT ${appRole} TO <the login of Zhiban>;`,
    );
  }
}

async function isMember(owner: OwnerConnection): Promise<boolean> {
  const rows = await owner.rows(`select 1 from pg_roles where rolname = $1 and pg_has_role(current_user, oid, 'MEMBER')`, [appRole]);
  return rows.length > 0;
}

function isLackOfRights(error: unknown): boolean {
  return error instanceof Error && Reflect.get(error, 'code') === '42501';
}

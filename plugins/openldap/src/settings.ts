/** The server's configuration as cn=config holds it: what probes read and actions change. */

import { SystemError } from 'zhiban/plugin';
import type { LdapClient } from './client.ts';
import { LdapError } from './failure.ts';
import type { DirectoryEntry } from './messages.ts';

const attributes = ['olcIdleTimeout', 'olcReadOnly', 'olcSuffix', 'olcThreads', 'olcDbMaxSize', 'modifyTimestamp'] as const;
const insufficientAccess = 50;

/** Throws LdapError `insufficientAccessRights` also where the server hides what the account may not see. */
export async function readSettings(client: LdapClient, signal: AbortSignal): Promise<readonly DirectoryEntry[]> {
  const entries = await client.search({ base: 'cn=config', scope: 'subtree', attributes, entriesMax: 200 }, signal);
  if (entries.length > 0) return entries;
  throw new LdapError(insufficientAccess, 'The search', 'cn=config shows nothing to this account');
}

export function globalOf(entries: readonly DirectoryEntry[]): DirectoryEntry | undefined {
  return entries.find(({ dn }) => dn.toLowerCase() === 'cn=config');
}

export function databaseOf(entries: readonly DirectoryEntry[], suffix: string): DirectoryEntry | undefined {
  return entries.find((entry) => (entry.attributes.get('olcsuffix') ?? []).some((each) => each.toLowerCase() === suffix.toLowerCase()));
}

/** Throws SystemError, as actions do, for a database that isn't there. */
export async function requireDatabase(client: LdapClient, suffix: string, signal: AbortSignal): Promise<DirectoryEntry> {
  const found = databaseOf(await readSettings(client, signal), suffix);
  if (found === undefined) throw new SystemError(`There is no database with the suffix ${suffix}`, { retry: 'never' });
  return found;
}

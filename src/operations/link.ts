/** Ties a chat account to a person: the one place where a link is written, whoever vouches for it. */

import type { Directory } from '../config/directory.ts';
import { ZhibanError } from '../domain/errors.ts';
import type { Person } from '../domain/policy.ts';
import type { Locale } from '../domain/text.ts';
import type { TenantStore } from '../store/contract.ts';
import type { ChatIdentity, IdentityLink } from '../store/identity-contract.ts';
import { refusal } from './guard.ts';

type Lookup = Pick<Directory, 'byId' | 'byIdentity'>;

/**
 * Whose account this is: the configuration's word first, then the link; null for nobody's. A link to somebody who is no longer in the
 * configuration is nobody's.
 */
export async function personBehind(
  directory: Lookup,
  store: Pick<TenantStore, 'identities'>,
  identity: ChatIdentity,
): Promise<Person | null> {
  const named = directory.byIdentity(identity.adapter, identity.userId);
  if (named !== null || identity.adapter === 'console') return named;
  const link = await store.identities.find(identity);
  return link === null ? null : directory.byId(link.personId);
}

/** True when it was not so before. Throws `conflict` when the account is somebody else's. Call it within a transaction. */
export async function linkInside(
  directory: Lookup,
  inside: TenantStore,
  link: Omit<IdentityLink, 'at'>,
  how: { readonly at: string; readonly door: string; readonly locale: Locale },
): Promise<boolean> {
  const owner = await personBehind(directory, inside, link);
  if (owner?.id === link.personId) return false;
  if (owner !== null) throw takenBy(owner, how.locale);
  // What is left of somebody who went gives way.
  await inside.identities.remove(link);
  if (!(await inside.identities.add({ ...link, at: how.at }))) {
    const winner = await personBehind(directory, inside, link);
    if (winner?.id === link.personId) return false;
    throw takenBy(winner, how.locale);
  }
  await inside.audit.append({
    ...{ at: how.at, actor: link.by, door: how.door, action: 'identity.link', incidentId: null, outcome: 'ok' },
    target: identityText(link),
    details: { person: link.personId, how: link.how, name: link.name },
  });
  return true;
}

/** `slack:T012:U345`, as it stands in the audit log. */
export function identityText({ adapter, workspace, userId }: ChatIdentity): string {
  return `${adapter}:${workspace}:${userId}`.slice(0, 120);
}

function takenBy(owner: Person | null, locale: Locale): ZhibanError {
  return new ZhibanError('conflict', refusal(locale, 'identity-taken', { person: owner?.name ?? '—' }), {
    details: { personId: owner?.id ?? null },
  });
}

/** Who is who: people from the configuration with the chat accounts that were linked to them, and the holder of the admin token. */

import { createHash, timingSafeEqual } from 'node:crypto';
import { textOfError } from '../domain/errors.ts';
import { type Plan, type Risk, risks } from '../domain/plan.ts';
import { hasRole, type Person, type Policy } from '../domain/policy.ts';
import type { ResolveSecret } from '../domain/secret.ts';
import type { LocalText } from '../domain/text.ts';
import type { IdentityLink } from '../store/identity-contract.ts';
import type { Config } from './schema.ts';

export interface Directory {
  /** Compares hashes in constant time; null for a token that belongs to nobody. */
  byToken(token: string): Person | null;
  byId(id: string): Person | null;
  /** Whom the configuration gives this account; links are not looked at, since another process may just have changed them. */
  byIdentity(adapter: string, userId: string): Person | null;
  /** The one person with this address or number; null when nobody has it, when two have, and when they name different people. */
  byContact(contact: { readonly email: string | null; readonly phone: string | null }): Person | null;
  /** Everybody who may approve at this risk, the administrator only when nobody else may. */
  approversFor(policy: Policy, risk: Risk, plan?: Pick<Plan, 'requestedBy'>): readonly Person[];
  /** The people of the file and the administrator. */
  all(): readonly Person[];
  /** People whose token could not be read, and why; they can still use chat. */
  readonly problems: readonly { readonly personId: string; readonly reason: LocalText }[];
}

/** The holder of the admin token: always there, may everything. */
export const administrator: Person = { id: 'admin', name: 'admin', roles: ['admin'], identities: {} };

export interface DirectoryOptions {
  readonly people: Config['people'];
  readonly adminToken: string;
  readonly resolveSecret: ResolveSecret;
  /** What was linked at run time, as this process knows it; oldest first. */
  readonly links?: () => readonly IdentityLink[];
}

/** Tokens are read once, here; only their hashes are kept. */
export function createDirectory(options: DirectoryOptions): Directory {
  const people = options.people.map(toPerson);
  const { keys, problems } = readTokens(options);
  const linked = (person: Person): Person => withLinks(person, options.links?.() ?? []);
  const byId = (id: string | null): Person | null => {
    const found = [...people, administrator].find((person) => person.id === id);
    return found === undefined ? null : linked(found);
  };
  return {
    problems,
    byToken: (token) => {
      const hash = tokenHash(token);
      // Every key is compared, so that the time taken doesn't tell which one was near.
      let found: string | null = null;
      for (const key of keys) if (timingSafeEqual(key.hash, hash)) found = key.personId;
      return byId(found);
    },
    byId,
    byIdentity: (adapter, userId) => {
      // The console speaks of people by our own ids.
      if (adapter === 'console') return byId(userId);
      return byId(people.find((person) => person.identities[adapter] === userId)?.id ?? null);
    },
    byContact: (contact) => byId(idByContact(people, contact)),
    approversFor: (policy, risk, plan) => approvers(people.map(linked), policy, risk, plan),
    all: () => [...people, administrator].map(linked),
  };
}

function idByContact(people: readonly Person[], { email, phone }: Parameters<Directory['byContact']>[0]): string | null {
  const withEmail = email === null ? [] : people.filter((person) => person.email?.toLowerCase() === email.toLowerCase());
  const withPhone = phone === null ? [] : people.filter((person) => person.phone === phone);
  const ids = new Set([...withEmail, ...withPhone].map((person) => person.id));
  if (ids.size !== 1) return null;
  return [...ids][0] ?? null;
}

/** The file wins; of several linked accounts on a platform the first one is where the person is reached. */
function withLinks(person: Person, links: readonly IdentityLink[]): Person {
  const own = links.filter((link) => link.personId === person.id);
  if (own.length === 0) return person;
  const identities: Record<string, string> = { ...person.identities };
  for (const link of own) identities[link.adapter] ??= link.userId;
  return { ...person, identities };
}

function approvers(people: readonly Person[], policy: Policy, risk: Risk, plan?: Pick<Plan, 'requestedBy'>): readonly Person[] {
  const isAbove = policy.excludeRequesterFrom !== 'never' && risks.indexOf(risk) >= risks.indexOf(policy.excludeRequesterFrom);
  const able = people.filter((person) => hasRole(person, policy.approvers[risk]));
  const others = isAbove && plan !== undefined ? able.filter((person) => person.id !== plan.requestedBy) : able;
  return others.length > 0 ? others : [administrator];
}

function toPerson(entry: Config['people'][number]): Person {
  const { id, name, roles, identities, email, phone } = entry;
  return { id, name, roles, identities, ...(email === undefined ? {} : { email }), ...(phone === undefined ? {} : { phone }) };
}

function readTokens(options: DirectoryOptions): {
  readonly keys: readonly { readonly personId: string; readonly hash: Buffer }[];
  readonly problems: Directory['problems'];
} {
  const keys = [{ personId: administrator.id, hash: tokenHash(options.adminToken) }];
  const problems: { personId: string; reason: LocalText }[] = [];
  for (const { id, token } of options.people) {
    if (token === undefined) continue;
    try {
      keys.push({ personId: id, hash: tokenHash(options.resolveSecret(token)) });
    } catch (error) {
      problems.push({ personId: id, reason: textOfError(error) });
    }
  }
  return { keys, problems };
}

function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Who is who, and which chat account is whose: looked at by all, linked by oneself with a code or by an administrator. */

import { createHash, randomBytes } from 'node:crypto';
import { ZhibanError } from '../domain/errors.ts';
import { linkCodeOf, normalLinkCode } from '../domain/link-code.ts';
import { maskEmail, maskPhone } from '../domain/mask-contact.ts';
import type { IdentityView, LinkView, PersonView } from '../domain/people-view.ts';
import { hasRole, type Person } from '../domain/policy.ts';
import type { ChatIdentity, IdentityLink, LinkCode } from '../store/identity-contract.ts';
import type { AccountName, Caller, Operations } from './contract.ts';
import type { OperationsDeps } from './deps.ts';
import { auditLine, refusal, requireRole, withAudit } from './guard.ts';
import { identityText, linkInside, personBehind } from './link.ts';

const codeValidMs = 10 * 60_000;
const nameLengthMax = 120;

type PeopleOperations = Pick<
  Operations,
  'listPeople' | 'whoami' | 'previewLink' | 'linkByCode' | 'linkIdentity' | 'unlinkIdentity' | 'issueLinkCode'
>;

export function createPeople(deps: OperationsDeps): PeopleOperations {
  return {
    async listPeople(caller) {
      requireRole(deps, caller, 'viewer', 'see');
      const links = await deps.store.forTenant(caller.tenantId).identities.all();
      return deps.people().map((person) => personView(deps, caller, person, links));
    },
    async whoami(caller) {
      const links = await deps.store.forTenant(caller.tenantId).identities.all();
      return personView(deps, caller, caller.person, links);
    },
    issueLinkCode: (tenantId, identity) => issueCode(deps, tenantId, identity),
    previewLink: (caller, code) => preview(deps, caller, code),
    linkByCode: (caller, code) => linkByCode(deps, caller, code),
    linkIdentity: (caller, personId, identity) => linkIdentity(deps, caller, personId, identity),
    unlinkIdentity: (caller, identity) => unlink(deps, caller, identity),
  };
}

async function issueCode(deps: OperationsDeps, tenantId: string, identity: ChatIdentity & { readonly name: string | null }) {
  const code = linkCodeOf(randomBytes(10));
  const expiresAtMs = deps.clock.now() + codeValidMs;
  const name = identity.name?.slice(0, nameLengthMax) ?? null;
  await deps.store.forTenant(tenantId).identities.createCode({ ...identity, name, codeHash: hashOf(code), expiresAtMs });
  return { code, expiresAt: new Date(expiresAtMs).toISOString() };
}

/** Looks without using the code up. */
async function preview(deps: OperationsDeps, caller: Caller, typed: string): Promise<LinkView> {
  const store = deps.store.forTenant(caller.tenantId);
  const found = await store.identities.readCode(hashOfTyped(caller, typed), deps.clock.now());
  if (found === null) throw wrongCode(caller);
  const profile = await checkProfile(deps, caller, found);
  const owner = await personBehind(deps.directory(), store, found);
  const { person } = caller;
  return {
    ...found,
    name: profile?.name ?? found.name,
    email: profile?.email === undefined || profile.email === null ? null : maskEmail(profile.email),
    person: { id: person.id, name: person.name },
    isLinked: owner?.id === person.id,
  };
}

async function linkByCode(deps: OperationsDeps, caller: Caller, typed: string): Promise<PersonView> {
  const at = new Date(deps.clock.now()).toISOString();
  // The code itself is never written down.
  await withAudit(deps, caller, { action: 'identity.link', target: 'code' }, async (store) => {
    const hash = hashOfTyped(caller, typed);
    const seen = await store.identities.readCode(hash, deps.clock.now());
    if (seen === null) throw wrongCode(caller);
    await checkProfile(deps, caller, seen);
    await store.transaction(async (inside) => {
      const code = await inside.identities.consumeCode(hash, deps.clock.now());
      if (code === null) throw wrongCode(caller);
      const { adapter, workspace, userId, name } = code;
      const { id } = caller.person;
      const link = { adapter, workspace, userId, name, personId: id, by: id, how: 'code' as const };
      await linkInside(deps.directory(), inside, link, { at, door: caller.door, locale: caller.locale });
    });
  });
  deps.wake();
  return viewAfter(deps, caller, caller.person.id);
}

/**
 * A code that somebody was sent by a stranger would make the stranger's account theirs. Where the platform says that the account is
 * another person's, it is refused whatever the page said.
 */
async function checkProfile(deps: OperationsDeps, caller: Caller, code: LinkCode) {
  const profile = await deps.vouch(code);
  const named = profile === null ? null : deps.directory().byContact(profile);
  if (named === null || named.id === caller.person.id) return profile;
  throw new ZhibanError('conflict', refusal(caller.locale, 'identity-of-another', { person: named.name }), {
    details: { personId: named.id },
  });
}

async function linkIdentity(deps: OperationsDeps, caller: Caller, personId: string, given: AccountName): Promise<PersonView> {
  const at = new Date(deps.clock.now()).toISOString();
  const target = `${given.adapter}:${given.userId}`;
  await withAudit(deps, caller, { action: 'identity.link', target }, async (store) => {
    requireRole(deps, caller, 'admin', 'link');
    if (deps.directory().byId(personId) === null) {
      throw new ZhibanError('not-found', refusal(caller.locale, 'no-person', { name: personId.slice(0, 80) }));
    }
    const identity = withWorkspace(deps, caller, given);
    const link = { ...identity, name: null, personId, by: caller.person.id, how: 'admin' as const };
    await store.transaction((inside) => linkInside(deps.directory(), inside, link, { at, door: caller.door, locale: caller.locale }));
  });
  deps.wake();
  return viewAfter(deps, caller, personId);
}

/** An account counts within the workspace that its adapter serves, so that is the one meant. */
function withWorkspace(deps: OperationsDeps, caller: Caller, { adapter, userId, workspace }: AccountName): ChatIdentity {
  const known = deps.adapters().get(adapter);
  if (known === undefined || adapter === 'console') {
    const names = [...deps.adapters().keys()].filter((name) => name !== 'console');
    const text = refusal(caller.locale, 'no-adapter', { name: adapter.slice(0, 80), known: names.join(', ') || '—' });
    throw new ZhibanError('not-found', text);
  }
  const own = known.workspace?.() ?? null;
  if (workspace !== undefined && own !== null && workspace !== own) {
    throw new ZhibanError('invalid', refusal(caller.locale, 'foreign-workspace', { workspace: workspace.slice(0, 80), own }));
  }
  const found = workspace ?? own;
  if (found === null) throw new ZhibanError('invalid', refusal(caller.locale, 'unknown-workspace', { adapter }));
  return { adapter, userId, workspace: found };
}

/** One's own, or anybody's for an administrator. */
async function unlink(deps: OperationsDeps, caller: Caller, given: AccountName): Promise<{ readonly removed: readonly IdentityView[] }> {
  const target = `${given.adapter}:${given.userId}`;
  const at = new Date(deps.clock.now()).toISOString();
  const removed = await withAudit(deps, caller, { action: 'identity.unlink', target }, async (store) => {
    const isMeant = (link: IdentityLink): boolean =>
      link.adapter === given.adapter && link.userId === given.userId && (given.workspace ?? link.workspace) === link.workspace;
    const links = (await store.identities.all()).filter(isMeant);
    if (links.length === 0) throw nothingToUnlink(deps, caller, given);
    if (links.some((link) => link.personId !== caller.person.id)) requireRole(deps, caller, 'admin', 'link');
    return store.transaction(async (inside) => {
      const gone: IdentityLink[] = [];
      for (const link of links) {
        const found = await inside.identities.remove(link);
        if (found !== null) gone.push(found);
      }
      for (const link of gone) {
        const line = { action: 'identity.unlink', incidentId: null, target: identityText(link), outcome: 'ok' } as const;
        await auditLine(inside, caller, at, { ...line, details: { person: link.personId, how: link.how } });
      }
      return gone;
    });
  });
  deps.wake();
  return { removed: removed.map(identityView) };
}

function nothingToUnlink(deps: OperationsDeps, caller: Caller, given: AccountName): ZhibanError {
  const owner = given.adapter === 'console' ? null : deps.directory().byIdentity(given.adapter, given.userId);
  const name = `${given.adapter}:${given.userId}`.slice(0, 80);
  return owner === null
    ? new ZhibanError('not-found', refusal(caller.locale, 'not-linked-at-all', { name }))
    : new ZhibanError('conflict', refusal(caller.locale, 'linked-by-config', { name, person: owner.name }));
}

async function viewAfter(deps: OperationsDeps, caller: Caller, personId: string): Promise<PersonView> {
  const links = await deps.store.forTenant(caller.tenantId).identities.all();
  return personView(deps, caller, deps.directory().byId(personId) ?? caller.person, links);
}

function personView(deps: OperationsDeps, caller: Caller, person: Person, links: readonly IdentityLink[]): PersonView {
  const { id, name, roles, email, phone } = person;
  const isOpen = id === caller.person.id || hasRole(caller.person, 'admin');
  const { byIdentity } = deps.directory();
  // The configuration wins, so a link of an account that it names counts for nothing.
  const own = links.filter((link) => link.personId === id && byIdentity(link.adapter, link.userId) === null);
  const configured = Object.entries(person.identities)
    .filter(([adapter, userId]) => byIdentity(adapter, userId)?.id === id)
    .map(([adapter, userId]): IdentityView => ({ adapter, workspace: null, userId, name: null, how: 'config', at: null }));
  return {
    ...{ id, name, roles },
    email: email === undefined ? null : isOpen ? email : maskEmail(email),
    phone: phone === undefined ? null : isOpen ? phone : maskPhone(phone),
    identities: [...configured, ...own.map(identityView)],
  };
}

function identityView({ adapter, workspace, userId, name, how, at }: IdentityLink): IdentityView {
  return { adapter, workspace, userId, name, how, at };
}

function hashOfTyped(caller: Caller, typed: string): string {
  const code = normalLinkCode(typed);
  if (code === null) throw wrongCode(caller);
  return hashOf(code);
}

function hashOf(code: string): string {
  return createHash('sha256').update(code).digest('hex');
}

function wrongCode(caller: Caller): ZhibanError {
  return new ZhibanError('not-found', refusal(caller.locale, 'wrong-code'), { details: { refusal: 'wrong-code' } });
}

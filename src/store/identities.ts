/** Which chat identity is whose, and the codes by which people link theirs; of a code only the hash is here. */

import { and, asc, eq, gt, lte } from './drizzle.ts';
import type { ChatIdentity, IdentityLink, IdentityStore, LinkCode } from './identity-contract.ts';
import { identityLinks, linkCodes } from './schema/identity-tables.ts';
import type { Ground, Work } from './work.ts';
import { isoOf } from './work.ts';

export function createIdentityStore({ run, clock }: Ground): IdentityStore {
  return {
    find: (identity) =>
      run(async ({ session }) => {
        const [row] = await session.select().from(identityLinks).where(sameLink(identity));
        return row === undefined ? null : linkOf(row);
      }),
    all: () =>
      run(async ({ session }) => {
        const rows = await session.select().from(identityLinks).orderBy(asc(identityLinks.at), asc(identityLinks.userId));
        return rows.map(linkOf);
      }),
    add: (link) =>
      run(async (at) => {
        const made = await at.session
          .insert(identityLinks)
          .values({ ...link, tenantId: at.tenantId })
          .onConflictDoNothing()
          .returning({ userId: identityLinks.userId });
        if (made.length === 0) return false;
        tell(at, link);
        return true;
      }),
    remove: (identity) =>
      run(async (at) => {
        const [row] = await at.session.delete(identityLinks).where(sameLink(identity)).returning();
        if (row === undefined) return null;
        tell(at, identity);
        return linkOf(row);
      }),
    createCode: ({ codeHash, expiresAtMs, adapter, workspace, userId, name }) =>
      run(async ({ session, tenantId }) => {
        const identity = { adapter, workspace, userId };
        await session.delete(linkCodes).where(sameCode(identity));
        await session.delete(linkCodes).where(lte(linkCodes.expiresAt, isoOf(clock.now())));
        await session.insert(linkCodes).values({ ...identity, name, tenantId, codeHash, expiresAt: isoOf(expiresAtMs) });
      }),
    readCode: (codeHash, nowMs) =>
      run(async ({ session }) => {
        const isValid = and(eq(linkCodes.codeHash, codeHash), gt(linkCodes.expiresAt, isoOf(nowMs)));
        const [row] = await session.select().from(linkCodes).where(isValid);
        return row === undefined ? null : codeOf(row);
      }),
    consumeCode: (codeHash, nowMs) =>
      run(async ({ session }) => {
        const [row] = await session.delete(linkCodes).where(eq(linkCodes.codeHash, codeHash)).returning();
        return row !== undefined && Date.parse(row.expiresAt) > nowMs ? codeOf(row) : null;
      }),
  };
}

/** Pages and the other processes hear that somebody is known by another name now; who, they read for themselves. */
function tell(at: Work, { adapter }: ChatIdentity): void {
  at.events.push({ kind: 'people', incidentId: null, payload: { adapter } });
}

function sameLink({ adapter, workspace, userId }: ChatIdentity) {
  return and(eq(identityLinks.adapter, adapter), eq(identityLinks.workspace, workspace), eq(identityLinks.userId, userId));
}

function sameCode({ adapter, workspace, userId }: ChatIdentity) {
  return and(eq(linkCodes.adapter, adapter), eq(linkCodes.workspace, workspace), eq(linkCodes.userId, userId));
}

function linkOf({ tenantId: _, ...link }: typeof identityLinks.$inferSelect): IdentityLink {
  return link;
}

function codeOf({ tenantId: _, codeHash: __, ...code }: typeof linkCodes.$inferSelect): LinkCode {
  return code;
}

/** Who is logged in to the console: hashes of tokens, each with its end. */

import { and, eq, gt, lte } from './drizzle.ts';
import { sessions } from './schema/record-tables.ts';
import type { SessionStore } from './session-contract.ts';
import type { Ground } from './work.ts';
import { isoOf } from './work.ts';

export function createSessionStore({ run, clock }: Ground): SessionStore {
  return {
    create: ({ expiresAtMs, ...session }) =>
      run(async (at) => {
        // Those that ended go with the next login, so that nothing else has to sweep.
        await at.session.delete(sessions).where(lte(sessions.expiresAt, isoOf(clock.now())));
        await at.session.insert(sessions).values({ ...session, tenantId: at.tenantId, expiresAt: isoOf(expiresAtMs) });
      }),
    find: (tokenHash, kind, nowMs) =>
      run(async (at) => {
        const isValid = and(eq(sessions.tokenHash, tokenHash), eq(sessions.kind, kind), gt(sessions.expiresAt, isoOf(nowMs)));
        const [row] = await at.session.select({ personId: sessions.personId }).from(sessions).where(isValid);
        return row?.personId ?? null;
      }),
    consume: (tokenHash, nowMs) =>
      run(async (at) => {
        const isLogin = and(eq(sessions.tokenHash, tokenHash), eq(sessions.kind, 'login'));
        const [row] = await at.session.delete(sessions).where(isLogin).returning();
        return row && Date.parse(row.expiresAt) > nowMs ? row.personId : null;
      }),
    remove: (tokenHash) =>
      run(async (at) => {
        await at.session.delete(sessions).where(eq(sessions.tokenHash, tokenHash));
      }),
  };
}

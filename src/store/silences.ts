/** Silences: few enough to be read as a whole, kept after their end so that people can see what was silenced and why. */

import type { SQL } from 'drizzle-orm';
import { type Silence, silenceStates } from '../domain/silence.ts';
import { and, desc, eq, gt, lte, or, sql } from './drizzle.ts';
import { silences } from './schema/noise-tables.ts';
import type { SilenceStore } from './silence-contract.ts';
import type { Ground } from './work.ts';
import { isoOf } from './work.ts';

export function createSilenceStore({ run }: Ground): SilenceStore {
  return {
    save: (silence) =>
      run(async ({ session, tenantId }) => {
        const { id: _, ...rest } = silence;
        await session
          .insert(silences)
          .values({ ...silence, tenantId })
          .onConflictDoUpdate({ target: [silences.tenantId, silences.id], set: rest });
      }),
    get: (id) =>
      run(async ({ session }) => {
        const [row] = await session.select().from(silences).where(eq(silences.id, id));
        return row ? toSilence(row) : null;
      }),
    beginning: (prefix) =>
      run(async ({ session }) => {
        const rows = await session
          .select()
          .from(silences)
          .where(sql`starts_with(${silences.id}, ${prefix})`)
          .orderBy(desc(silences.endsAt))
          .limit(2);
        return rows.map(toSilence);
      }),
    list: ({ states, nowMs, limit }) =>
      run(async ({ session }) => {
        const rows = await session
          .select()
          .from(silences)
          .where(states.length === silenceStates.length ? undefined : or(...states.map((state) => isIn(state, isoOf(nowMs)))))
          .orderBy(desc(silences.endsAt), silences.id)
          .limit(limit);
        return rows.map(toSilence);
      }),
  };
}

function isIn(state: (typeof silenceStates)[number], now: string): SQL | undefined {
  if (state === 'expired') return lte(silences.endsAt, now);
  return and(gt(silences.endsAt, now), state === 'pending' ? gt(silences.startsAt, now) : lte(silences.startsAt, now));
}

function toSilence({ tenantId: _, ...silence }: typeof silences.$inferSelect): Silence {
  return silence;
}

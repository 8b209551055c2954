/** The conversation of an investigation with a model, turn by turn, and what it has cost. */

import { and, asc, eq, gte, sql } from './drizzle.ts';
import type { ModelCall, ModelCallStore } from './model-contract.ts';
import { modelCalls } from './schema/record-tables.ts';
import type { Ground } from './work.ts';
import { isoOf } from './work.ts';

export function createModelCallStore({ run, clock }: Ground): ModelCallStore {
  return {
    save: (call) =>
      run(async ({ session, tenantId }) => {
        await session
          .insert(modelCalls)
          .values({ ...call, tenantId, at: isoOf(clock.now()) })
          .onConflictDoNothing();
      }),
    get: (incidentId, runNumber, turn) =>
      run(async ({ session }) => {
        const isIt = and(eq(modelCalls.incidentId, incidentId), eq(modelCalls.run, runNumber), eq(modelCalls.turn, turn));
        const [row] = await session.select().from(modelCalls).where(isIt);
        return row ? toCall(row) : null;
      }),
    ofRun: (incidentId, runNumber) =>
      run(async ({ session }) => {
        const isOfRun = and(eq(modelCalls.incidentId, incidentId), eq(modelCalls.run, runNumber));
        return (await session.select().from(modelCalls).where(isOfRun).orderBy(asc(modelCalls.turn))).map(toCall);
      }),
    tokensSince: (profile, sinceMs) =>
      run(async ({ session }) => {
        const isCounted = and(eq(modelCalls.profile, profile), gte(modelCalls.at, isoOf(sinceMs)));
        const [row] = await session
          .select({ tokens: sql`coalesce(sum(${modelCalls.tokens}), 0)`.mapWith(Number) })
          .from(modelCalls)
          .where(isCounted);
        return row?.tokens ?? 0;
      }),
  };
}

function toCall({ tenantId: _, at: _at, ...call }: typeof modelCalls.$inferSelect): ModelCall {
  return call;
}

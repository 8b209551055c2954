/** Which deliveries were seen: platforms deliver clicks and messages again when an answer is late. */

import { lt } from './drizzle.ts';
import type { InteractionStore } from './interaction-contract.ts';
import { interactions } from './schema/delivery-tables.ts';
import type { Ground } from './work.ts';
import { isoOf } from './work.ts';

export function createInteractionStore({ run }: Ground): InteractionStore {
  return {
    claim: (key, nowMs) =>
      run(async ({ session, tenantId }) => {
        const row = { tenantId, key, at: isoOf(nowMs) };
        const made = await session.insert(interactions).values(row).onConflictDoNothing().returning({ key: interactions.key });
        return made.length > 0;
      }),
    forgetBefore: (ms) =>
      run(async ({ session }) => {
        await session.delete(interactions).where(lt(interactions.at, isoOf(ms)));
      }),
  };
}

/** Silences that hold until an incident is resolved end with it, in the same transaction: what they held back is looked at again. */

import { sql } from './drizzle.ts';
import type { Work } from './work.ts';
import { rowsOf } from './work.ts';

export async function endSilencesOf({ session, tenantId }: Work, incidentId: string, now: string): Promise<void> {
  const ended = await session.execute(sql`
    update zhiban.silences set ends_at = greatest(starts_at, ${now}::timestamptz), updated_at = ${now}::timestamptz
    where incident_id = ${incidentId} and ends_at > ${now}::timestamptz returning id`);
  const ids = rowsOf(ended).map(({ id }) => String(id));
  if (ids.length === 0) return;
  for (const id of ids) {
    await session.execute(sql`
      update zhiban.suppressions set recheck_at = ${now}::timestamptz
      where state = 'held' and reasons @> ${JSON.stringify([{ id }])}::jsonb`);
  }
  await session.execute(sql`
    insert into zhiban.counters (tenant_id, name, value) values (${tenantId}, 'noise', 1)
    on conflict (tenant_id, name) do update set value = counters.value + 1`);
}

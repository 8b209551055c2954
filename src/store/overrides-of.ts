/** What people took over, as the schedule reckons with it. */

import type { Override, Span } from '../oncall/schedule.ts';
import type { TenantStore } from './contract.ts';

export async function overridesOf(store: TenantStore, scheduleId: string, span: Span): Promise<readonly Override[]> {
  const records = await store.oncall.overridesIn(span.fromMs, span.toMs);
  return records
    .filter((record) => record.scheduleId === scheduleId)
    .map(({ id, personId, insteadOf, from, to }) => ({ id, personId, insteadOf, fromMs: Date.parse(from), toMs: Date.parse(to) }));
}

/** The list of alerts that were kept back, newest first, in the order and by the filter of the list of alerts. */

import type { SuppressedAlert } from '../domain/suppression.ts';
import { alertConditions } from './alert-conditions.ts';
import { and, desc, inArray, sql } from './drizzle.ts';
import { walkIndex } from './list-incidents.ts';
import { suppressions } from './schema/noise-tables.ts';
import type { SuppressedPageFilter } from './suppression-contract.ts';
import type { Work } from './work.ts';

export async function listSuppressed(at: Work, filter: SuppressedPageFilter): Promise<readonly SuppressedAlert[]> {
  const limit = Math.min(201, Math.max(1, Math.trunc(filter.limit)));
  if (filter.fingerprint === undefined) await walkIndex(at);
  const rows = await at.session
    .select()
    .from(suppressions)
    .where(
      and(
        inArray(suppressions.state, [...filter.states]),
        // In the words of the partial index.
        filter.states.includes('told') ? undefined : sql`${suppressions.state} <> 'told'`,
        ...alertConditions(suppressions, filter),
      ),
    )
    .orderBy(desc(suppressions.startsAt), desc(suppressions.id))
    .limit(limit);
  return rows.map(({ tenantId: _, seq: _seq, ...row }) => row);
}

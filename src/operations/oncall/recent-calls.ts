/** Who was called lately, for whichever incident. */

import type { CallView } from '../../domain/calls-view.ts';
import type { PageRecord } from '../../domain/ladder.ts';
import type { TenantStore } from '../../store/contract.ts';
import type { Caller } from '../contract.ts';
import type { OperationsDeps } from '../deps.ts';
import { requireRole } from '../guard.ts';
import { callViews } from './explain-calls.ts';

const reachMs = 30 * 24 * 3_600_000;

export async function recentCalls(deps: OperationsDeps, caller: Caller, limit: number): Promise<readonly CallView[]> {
  requireRole(deps, caller, 'viewer', 'see');
  const store = deps.store.forTenant(caller.tenantId);
  const nowMs = deps.clock.now();
  const pages = await store.ladders.pagesBetween(nowMs - reachMs, nowMs + 1, limit);
  return callViews(deps, store, pages, await codesOf(store, pages), caller.locale);
}

export async function codesOf(store: TenantStore, pages: readonly PageRecord[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(pages.map(({ incidentId }) => incidentId))];
  const incidents = await Promise.all(ids.map((id) => store.incidents.get(id)));
  return new Map(incidents.flatMap((incident) => (incident === null ? [] : [[incident.id, incident.code] as const])));
}

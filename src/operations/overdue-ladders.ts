/**
 * Ladders are climbed by their workflows. Where one is late, as while Temporal is away, it is climbed from here: nobody may sleep through
 * an outage because the clock of the calls was down with everything else. A step is climbed once, whoever does it.
 */

import type { ClimbDeps } from '../activities/escalate/call-rules.ts';
import { climb, ladderOf } from '../activities/escalate/climb.ts';
import type { OperationsLog } from './deps.ts';
import { lookRegularly, type Regular } from './look-regularly.ts';
import { tellLadder } from './tell-ladder.ts';

export interface OverdueDeps extends ClimbDeps {
  readonly log: OperationsLog;
  readonly wake: () => void;
}

const everyMs = 30_000;
/** As late as a worker that was killed lets one be, and more. */
const lateMs = 45_000;
const batchMax = 100;
const newestMs = 24 * 3_600_000;

export function createOverdueLadders(deps: OverdueDeps): Regular {
  let isAdopted = false;
  const adopt = async (): Promise<void> => {
    if (isAdopted) return;
    await adoptIncidents(deps);
    isAdopted = true;
  };
  return lookRegularly(deps, { everyMs }, [
    { look: adopt, complaint: 'Open incidents without a ladder could not be found; it is tried again' },
    { look: () => climbOverdue(deps), complaint: 'Ladders that are late could not be climbed; it is tried again' },
  ]);
}

export async function climbOverdue(deps: OverdueDeps): Promise<void> {
  for (const tenantId of await deps.store.tenantIds()) {
    const late = await deps.store.forTenant(tenantId).ladders.overdue(deps.clock.now() - lateMs, batchMax);
    for (const incidentId of late) await climb(deps, { tenantId, incidentId });
    if (late.length === 0) continue;
    deps.log.warn({ ladders: late.length }, 'Ladders were late and are climbed from here; is Temporal away?');
    deps.wake();
  }
}

/** What was opened before there were ladders, or by a process that knew none. */
export async function adoptIncidents(deps: OverdueDeps): Promise<void> {
  for (const tenantId of await deps.store.tenantIds()) {
    const tenant = deps.store.forTenant(tenantId);
    const since = new Date(deps.clock.now() - newestMs).toISOString();
    const { items } = await tenant.incidents.list({ status: ['triggered', 'acknowledged'], since, limit: 200 });
    for (const incident of items) {
      if ((await tenant.ladders.get(incident.id)) !== null || (await ladderOf(deps.calls, tenant, incident)) === null) continue;
      await tenant.transaction((inside) => tellLadder(inside, incident, '-adopted'));
    }
  }
  deps.wake();
}

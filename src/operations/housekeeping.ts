/** Once an hour: forgets what nobody will ask for again (live events that every reader has seen, keys of clicks that can't come again), and renews cards. */

import type { Clock } from '../domain/clock.ts';
import type { Store } from '../store/contract.ts';
import type { OperationsLog } from './deps.ts';
import { lookRegularly, type Regular } from './look-regularly.ts';

export interface HousekeepingDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: OperationsLog;
  /** Brings up cards that can soon be edited no more. */
  readonly renewCards: () => Promise<void>;
}

/** Platforms redeliver within minutes or hours. */
const interactionsKeptMs = 7 * 24 * 3_600_000;
/** A change is a suspect for hours; for a review it is looked up within a quarter. */
const changesKeptMs = 90 * 24 * 3_600_000;
/** How often an alert came and went is looked back on for a week at most: the longest that a rule book may say. */
const alertChangesKeptMs = 7 * 24 * 3_600_000;
/** Readers that come back after a longer absence read everything anew. */
const eventsKept = 200_000;
const everyMs = 3_600_000;
/** Not in the first minute, when everything else starts. */
const firstAfterMs = 60_000;

export function createHousekeeping(deps: HousekeepingDeps): Regular {
  return lookRegularly(deps, { everyMs, firstAfterMs }, [
    { look: () => tidy(deps), complaint: 'What is no longer needed could not be forgotten; it is tried again in an hour' },
    { look: () => deps.renewCards(), complaint: 'Old cards could not be renewed; it is tried again in an hour' },
  ]);
}

/** One round over all tenants; every process may do it at the same time. */
export async function tidy({ store, clock }: Pick<HousekeepingDeps, 'store' | 'clock'>): Promise<void> {
  for (const tenantId of await store.tenantIds()) {
    const tenant = store.forTenant(tenantId);
    await tenant.interactions.forgetBefore(clock.now() - interactionsKeptMs);
    await tenant.changes.forgetBefore(new Date(clock.now() - changesKeptMs).toISOString());
    await tenant.alertMemory.forgetChangesBefore(clock.now() - alertChangesKeptMs);
    const latest = await tenant.events.latestSeq();
    if (latest > eventsKept) await tenant.events.forgetBefore(latest - eventsKept);
  }
}

/**
 * Ends what fires and was said to hold only until a moment that has passed: its sender is gone, or has forgotten it. Looks at what is open;
 * whichever process does so first, the end is stored once.
 */

import type { Alert, IncomingAlert } from '../domain/alert.ts';
import type { Clock } from '../domain/clock.ts';
import { lookRegularly, type Regular } from '../operations/look-regularly.ts';
import type { Store } from '../store/contract.ts';
import type { Intake } from './contract.ts';

export interface OutlivedDeps {
  readonly store: Store;
  readonly intake: Pick<Intake, 'take'>;
  readonly clock: Clock;
  readonly log: { warn(fields: Readonly<Record<string, unknown>>, message: string): void };
}

const everyMs = 15_000;
const alertsMax = 1_000;

export function createOutlivedWatch(deps: OutlivedDeps): Regular {
  const complaint = 'It could not be seen which alerts are no longer told; it is looked at again';
  return lookRegularly(deps, { everyMs }, [{ look: () => endOutlived(deps), complaint }]);
}

/** One look over all tenants. */
export async function endOutlived({ store, intake, clock }: Omit<OutlivedDeps, 'log'>): Promise<void> {
  const now = new Date(clock.now()).toISOString();
  for (const tenantId of await store.tenantIds()) {
    const outlived = await store.forTenant(tenantId).alerts.firing({ endsBefore: now, limit: alertsMax });
    if (outlived.length > 0) await intake.take(tenantId, outlived.map(ended));
  }
}

/**
 * The sender may come back with the same beginning, and that is news and no late repeat of what is known to be over: the end is told of a
 * life that began a moment earlier.
 */
function ended({ source, fingerprint, groupKey, labels, annotations, startsAt, endsAt, generatorUrl }: Alert): IncomingAlert {
  const earlier = new Date(Date.parse(startsAt) - 1).toISOString();
  return { source, fingerprint, groupKey, status: 'resolved', labels, annotations, startsAt: earlier, endsAt, generatorUrl };
}

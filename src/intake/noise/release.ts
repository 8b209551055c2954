/**
 * Looks at what is kept aside: what has outlived its reasons is sent through the intake once more and told if nothing else speaks against it,
 * and what its sender has forgotten ends. Whichever process looks, the intake lets each pass once.
 */

import type { IncomingAlert } from '../../domain/alert.ts';
import type { Clock } from '../../domain/clock.ts';
import type { SuppressedAlert } from '../../domain/suppression.ts';
import { lookRegularly, type Regular } from '../../operations/look-regularly.ts';
import type { Store } from '../../store/contract.ts';
import type { Intake } from '../contract.ts';

export interface ReleaseDeps {
  readonly store: Store;
  readonly intake: Pick<Intake, 'take'>;
  readonly clock: Clock;
  readonly log: { warn(fields: Readonly<Record<string, unknown>>, message: string): void };
}

const everyMs = 5_000;
const alertsMax = 1_000;

export function createRelease(deps: ReleaseDeps): Regular {
  const complaint = 'It could not be seen which alerts are no longer to be kept back; it is looked at again';
  return lookRegularly(deps, { everyMs }, [{ look: () => releaseDue(deps), complaint }]);
}

/** One look over all tenants. */
export async function releaseDue({ store, intake, clock }: Omit<ReleaseDeps, 'log'>): Promise<void> {
  for (const tenantId of await store.tenantIds()) {
    const due = await store.forTenant(tenantId).suppressions.due(clock.now(), alertsMax);
    if (due.length > 0)
      await intake.take(
        tenantId,
        due.map((alert) => asTold(alert, clock.now())),
      );
  }
}

/** The end of what nobody tells of any more is that of a life that began a moment earlier: the sender may come back with the same beginning. */
function asTold(alert: SuppressedAlert, nowMs: number): IncomingAlert {
  const { source, fingerprint, groupKey, status, labels, annotations, startsAt, endsAt, generatorUrl } = alert;
  const told = { source, fingerprint, groupKey, labels, annotations, endsAt, generatorUrl };
  const isOutlived = status === 'firing' && endsAt !== null && Date.parse(endsAt) <= nowMs;
  if (!isOutlived) return { ...told, status, startsAt };
  return { ...told, status: 'resolved', startsAt: new Date(Date.parse(startsAt) - 1).toISOString() };
}

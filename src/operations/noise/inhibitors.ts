/** Which alerts keep others quiet: found when they fire, and all anew when the rules change. */

import { type IncomingAlert, titleOf } from '../../domain/alert.ts';
import type { TenantStore } from '../../store/contract.ts';
import type { Inhibitor } from '../../store/rule-book-contract.ts';
import type { Judge } from './judge.ts';

/** Alerts that fire; in a storm of more, the rest counts from its next notification on. */
const alertsMax = 20_000;

export function inhibitorsOf(judge: Judge, alerts: readonly IncomingAlert[]): readonly Inhibitor[] {
  if (judge.inhibitions.isEmpty) return [];
  return alerts.flatMap((alert) => {
    const { source, fingerprint, endsAt } = alert;
    const title = alert.labels.alertname ?? titleOf(alert);
    return judge.inhibitions.sourcesOf(judge.subjectOf(alert)).map((each) => ({ ...each, source, fingerprint, title, endsAt }));
  });
}

/** Nobody looks after what the alerts of a closed incident speak of, so they keep nothing quiet any more; what they kept is looked at anew. */
export async function freeInhibited(inside: TenantStore, incidentId: string, nowMs: number): Promise<void> {
  const firing = (await inside.alerts.ofIncident(incidentId, alertsMax)).filter(({ status }) => status === 'firing');
  for (const ruleId of await inside.alertMemory.removeInhibitors(firing)) await inside.suppressions.recheck(ruleId, nowMs);
}

/** To be called in the transaction that changes the rules. */
export async function renewInhibitors(inside: TenantStore, judge: Judge): Promise<void> {
  await inside.alertMemory.clearInhibitors();
  if (judge.inhibitions.isEmpty) return;
  const held = await inside.suppressions.list({ states: ['held'], limit: alertsMax });
  const firing = [...(await inside.alerts.firing({ limit: alertsMax })), ...held.filter(({ status }) => status === 'firing')];
  await inside.alertMemory.addInhibitors(inhibitorsOf(judge, firing));
}

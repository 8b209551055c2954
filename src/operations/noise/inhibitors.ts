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

/** What was kept back by these rules is looked at anew: alerts that kept it quiet do so no more. */
export async function freeInhibited(inside: TenantStore, ruleIds: readonly string[], nowMs: number): Promise<void> {
  for (const ruleId of ruleIds) await inside.suppressions.recheck(ruleId, nowMs);
}

/** To be called in the transaction that changes the rules. */
export async function renewInhibitors(inside: TenantStore, judge: Judge): Promise<void> {
  await inside.alertMemory.clearInhibitors();
  if (judge.inhibitions.isEmpty) return;
  const held = await inside.suppressions.list({ states: ['held'], limit: alertsMax });
  const firing = [...(await inside.alerts.firing({ limit: alertsMax })), ...held.filter(({ status }) => status === 'firing')];
  await inside.alertMemory.addInhibitors(inhibitorsOf(judge, firing));
}

/** Opens an incident for the alerts of a group. */

import { nameSystems } from '../analysis/rca/name-systems.ts';
import { type IncomingAlert, type Severity, severityOf, titleOf, worseSeverity } from '../domain/alert.ts';
import { ZhibanError } from '../domain/errors.ts';
import type { Incident } from '../domain/incident.ts';
import { joinText, type LocalText } from '../domain/text.ts';
import { openIncident } from '../operations/open-incident.ts';
import type { TenantStore } from '../store/contract.ts';
import { nameableSystems } from '../systems/scope.ts';
import { message } from '../text/messages.ts';
import type { GroupingDeps } from './group-alerts.ts';

const weekMs = 7 * 86_400_000;
/** Of how many earlier incidents the codes are said. */
const recurrencesShown = 20;

export async function openForAlerts(
  deps: Omit<GroupingDeps, 'sift' | 'storms'>,
  inside: TenantStore,
  groupKey: string,
  alerts: readonly IncomingAlert[],
  previous: Incident | null,
): Promise<Incident> {
  const firing = alerts.filter((alert) => alert.status === 'firing');
  const first = firing[0] ?? alerts[0];
  if (first === undefined) throw new ZhibanError('invalid', 'A group without alerts cannot open an incident');
  const labels = firing.map((alert) => alert.labels);
  const words = firing
    .slice(0, 50)
    .flatMap((alert) => Object.values(alert.annotations))
    .join('\n');
  const title = firing.length > 1 ? `${titleOf(first)} (+${firing.length - 1})` : titleOf(first);
  const now = new Date(deps.clock.now()).toISOString();
  const incident = await openIncident(deps, inside, {
    title,
    severity: worstOf(firing),
    origin: labels.some((each) => each.zhiban_demo !== undefined) ? 'demo' : 'alert',
    question: null,
    groupKey,
    previousIncidentId: previous?.id ?? null,
    requestedBy: `alert:${first.source}`,
    locale: deps.locale(),
    systemIds: nameSystems(words, labels.slice(0, 50), nameableSystems(deps.pool)),
    startedAt: earliest(firing, now, previous?.resolvedAt ?? null),
    alertsFiring: firing.length,
    alertsTotal: alerts.length,
    firstWords: message('incident.opened.alert', { title }),
    labels: commonLabels(labels),
  });
  await inside.alerts.upsert(incident.id, alerts, now);
  if (previous !== null) {
    const text = await recurrenceText(inside, previous, groupKey, deps.clock.now());
    await inside.timeline.add({ incidentId: incident.id, at: now, kind: 'note', text, actor: 'zhiban', key: 'again' });
    await inside.outbox.say({ incidentId: incident.id, slot: 'again', priority: 'state', text });
  }
  return incident;
}

/** The one before, and how often of late. */
async function recurrenceText(inside: TenantStore, previous: Incident, groupKey: string, nowMs: number): Promise<LocalText> {
  const since = new Date(nowMs - weekMs).toISOString();
  const recent = await inside.incidents.ofGroupSince(groupKey, since, recurrencesShown + 1);
  const again = message('incident.again', { code: previous.code, at: previous.resolvedAt ?? '—' });
  if (recent.length < 3) return again;
  const codes = recent.slice(1).map(({ code }) => code);
  return joinText([again, message('incident.recurs', { count: recent.length, codes: codes.join(' ') })], ' ');
}

export function worstOf(alerts: readonly IncomingAlert[]): Severity {
  return alerts.map((alert) => severityOf(alert.labels)).reduce(worseSeverity, 'info');
}

/**
 * The earliest start, but never in the future and never older than a day: clocks of senders differ. Nor before the end of the
 * incident before, so that the incidents of a group follow each other, also when a person resolved one that still fired.
 */
function earliest(alerts: readonly IncomingAlert[], now: string, previousEnd: string | null): string {
  const dayBefore = new Date(Date.parse(now) - 86_400_000).toISOString();
  const starts = alerts.map((alert) => alert.startsAt).filter((at) => at <= now && at >= dayBefore);
  const start = starts.sort()[0] ?? now;
  return previousEnd !== null && start < previousEnd && previousEnd <= now ? previousEnd : start;
}

export function commonLabels(labels: readonly Readonly<Record<string, string>>[]): Readonly<Record<string, string>> {
  const [first, ...rest] = labels;
  return Object.fromEntries(Object.entries(first ?? {}).filter(([name, value]) => rest.every((other) => other[name] === value)));
}

/** A batch in words: each incident as it is now, under the newest of its moments that still holds. */

import { richToPlainText } from '../../adapters/rich/plain-text.ts';
import { severities } from '../../domain/alert.ts';
import type { Announcement, IncidentNotice, IncidentRecord } from '../../domain/announcement.ts';
import type { Card } from '../../domain/card.ts';
import type { Incident } from '../../domain/incident.ts';
import { isWaitingForPeople } from '../../domain/moment.ts';
import type { Plan } from '../../domain/plan.ts';
import { fill, type Locale } from '../../domain/text.ts';
import type { TenantStore } from '../../store/contract.ts';
import type { Delivery } from '../../store/delivery-contract.ts';
import { planStateText } from '../../text/states.ts';
import { momentText, voiceText } from '../../text/voice.ts';
import type { AnnouncerDeps } from './deps.ts';
import type { Batch } from './gather.ts';

export interface Composed {
  /** Null when nothing is left to say. */
  readonly announcement: Announcement | null;
  /** Overtaken by events: what waited for a decision that was made. */
  readonly overtaken: readonly string[];
}

type ComposeDeps = Pick<AnnouncerDeps, 'renderCard' | 'consoleUrl'>;

/** For machines every moment counts, also one that is over. */
export async function compose(deps: ComposeDeps, store: TenantStore, batch: Batch, isForMachines: boolean): Promise<Composed> {
  const { locale } = batch.target;
  const notices: IncidentNotice[] = [];
  const overtaken: string[] = [];
  for (const [incidentId, deliveries] of Map.groupBy(batch.deliveries, (each) => each.incidentId)) {
    const incident = await store.incidents.get(incidentId);
    if (incident === null) continue;
    const plan = incident.planId === null ? null : await store.plans.get(incident.planId);
    const holding = isForMachines ? deliveries : deliveries.filter((each) => !isOver(each, plan));
    overtaken.push(...deliveries.filter((each) => !holding.includes(each)).map(({ id }) => id));
    const newest = holding.toSorted((a, b) => a.momentAt.localeCompare(b.momentAt) || a.id.localeCompare(b.id)).at(-1);
    const card = newest === undefined ? null : await renderCard(deps, store, incidentId, locale);
    if (newest !== undefined && card !== null) notices.push(noticeOf(card, incident, plan, newest, locale));
  }
  const [first] = notices;
  if (first === undefined) return { announcement: null, overtaken };
  const sorted = notices.toSorted((a, b) => urgencyOf(a) - urgencyOf(b) || b.record.startedAt.localeCompare(a.record.startedAt));
  const url = deps.consoleUrl();
  const announcement = {
    ...{ id: batch.id, locale, notices: sorted, listLink: url === null ? null : `${url}/incidents` },
    title: titleOf(sorted, first, locale),
    more: (count: number) => fill(voiceText.more[locale], { count }),
  };
  return { announcement, overtaken };
}

function isOver({ moment, momentKey }: Delivery, plan: Plan | null): boolean {
  if (!isWaitingForPeople(moment)) return false;
  return plan === null || plan.state !== 'pending' || !momentKey.includes(plan.id);
}

/** Open before resolved, then the more severe. */
function urgencyOf({ record, severity }: IncidentNotice): number {
  return (record.status === 'resolved' ? 10 : 0) + severities.indexOf(severity);
}

async function renderCard(deps: ComposeDeps, store: TenantStore, incidentId: string, locale: Locale): Promise<Card | null> {
  const place = { adapter: 'voice', workspace: '', channel: '' };
  const rendered = await deps.renderCard(store, { id: '', incidentId, place, locale, root: null, cardRevision: 0, parent: null });
  return rendered?.card ?? null;
}

function titleOf(notices: readonly IncidentNotice[], first: IncidentNotice, locale: Locale): string {
  if (notices.length === 1) return `${first.emoji} ${first.headline} · ${first.title}`;
  const open = notices.filter(({ record }) => record.status !== 'resolved').length;
  return fill(voiceText.digest[locale], { count: notices.length, open });
}

function noticeOf(card: Card, incident: Incident, plan: Plan | null, delivery: Delivery, locale: Locale): IncidentNotice {
  const { moment } = delivery;
  const state = plan === null ? '' : planStateText[plan.state][locale];
  // The plan itself belongs to the console; only who is asked to approve it needs to know what it would do.
  const shown = card.sections.filter(
    ({ id }) => id !== 'blind-spots' && id !== 'progress' && (id !== 'plan' || isWaitingForPeople(moment)),
  );
  return {
    ...{ incidentId: incident.id, code: incident.code, moment, severity: incident.severity, tone: card.tone, emoji: card.emoji },
    headline: fill(momentText[moment][locale], { state }),
    ...{ title: card.title, subtitle: card.subtitle, link: card.link, linkLabel: card.linkLabel },
    sections: inOrder(shown).map(({ label, lines }) => ({ label, lines: lines.map((line) => richToPlainText([line])) })),
    record: recordOf(incident, plan, delivery, locale, card.link),
  };
}

/** What to do comes last, where a digest looks for it. */
function inOrder(sections: Card['sections']): Card['sections'] {
  return [...sections.filter(({ id }) => id !== 'next'), ...sections.filter(({ id }) => id === 'next')];
}

function recordOf(incident: Incident, plan: Plan | null, delivery: Delivery, locale: Locale, url: string | null): IncidentRecord {
  const { id, code, title, severity, status, phase, origin, systemIds, startedAt, verdict } = incident;
  const { acknowledgedAt, acknowledgedBy, resolvedAt, alertsFiring, alertsTotal } = incident;
  return {
    ...{ id, code, moment: delivery.moment, at: delivery.momentAt, title, severity, status, phase, origin, systemIds, startedAt },
    ...{ acknowledgedAt, acknowledgedBy, resolvedAt, alerts: { firing: alertsFiring, total: alertsTotal }, url },
    verdict:
      verdict === null
        ? null
        : {
            state: verdict.state,
            summary: verdict.summary[locale],
            causes: verdict.causes.map((cause) => ({
              ...{ systemId: cause.systemId, state: cause.state, confidence: cause.confidence, title: cause.title[locale] },
            })),
          },
    plan: plan === null ? null : { id: plan.id, state: plan.state, risk: plan.risk, title: plan.title[locale], expiresAt: plan.expiresAt },
  };
}

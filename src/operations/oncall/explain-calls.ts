/** Why somebody was called or wasn't: told from the records alone, level by level. */

import { ladderOf } from '../../activities/escalate/climb.ts';
import type { CallsView, CallView } from '../../domain/calls-view.ts';
import type { Incident } from '../../domain/incident.ts';
import type { LadderRecord, PageRecord } from '../../domain/ladder.ts';
import { fill, type Locale } from '../../domain/text.ts';
import type { TenantStore } from '../../store/contract.ts';
import type { LineState } from '../../store/delivery-contract.ts';
import { ladderEndText, laddersText, outcomeText, reasonText, wayText } from '../../text/calls.ts';
import { cardText } from '../../text/card.ts';
import type { Caller } from '../contract.ts';
import type { OperationsDeps } from '../deps.ts';
import { findIncident, requireRole } from '../guard.ts';
import { momentText } from '../noise-view.ts';
import { nextCalls } from './next-calls.ts';
import { personName } from './views.ts';

/** A ladder has at most 10 levels of 8 means for 10 people, some times over; what is older than this helps nobody. */
const pagesMax = 500;

export async function explainCalls(deps: OperationsDeps, caller: Caller, idOrCode: string): Promise<CallsView> {
  requireRole(deps, caller, 'viewer', 'see');
  const store = deps.store.forTenant(caller.tenantId);
  const incident = await findIncident(store, idOrCode, caller.locale);
  const record = await store.ladders.get(incident.id);
  const pages = await store.ladders.pagesOf(incident.id, pagesMax);
  const meant = await ladderOf(deps.calls, store, incident);
  const ladder = record?.ladder ?? meant?.name ?? null;
  const { id: incidentId, code, title, severity, status } = incident;
  return {
    ...{ incidentId, code, title, severity, status, ladder },
    headline: headlineOf(incident, record, ladder, pages, deps.clock.now(), caller.locale),
    nextAt: record?.nextAt ?? null,
    snoozedUntil: record?.snoozedUntil ?? null,
    next: await nextCalls(deps, store, { incident, record, ladder: meant }),
    calls: await callViews(deps, store, pages, new Map([[incidentId, code]]), caller.locale),
  };
}

/** Pages of any incidents whose codes are given; others keep their id. */
export async function callViews(
  deps: Pick<OperationsDeps, 'directory'>,
  store: TenantStore,
  pages: readonly PageRecord[],
  codes: ReadonlyMap<string, string>,
  locale: Locale,
): Promise<readonly CallView[]> {
  const slots = [...new Set(pages.flatMap(({ slot }) => (slot === null ? [] : [slot])))];
  const lines = await store.outbox.states([...new Set(pages.map(({ incidentId }) => incidentId))], slots);
  return pages.map((page) => {
    const own = lines.filter(({ incidentId, slot, personIds }) => {
      const isMeant = page.personId === null || personIds.includes(page.personId);
      return incidentId === page.incidentId && slot === page.slot && isMeant;
    });
    const person = page.personId === null ? null : personName(deps, page.personId);
    const reached = page.personId === null ? own : own.filter(({ adapter }) => isOn(deps, page.personId ?? '', adapter));
    const { id, at, kind, way } = page;
    return {
      ...{ id, at, kind, way, person, code: codes.get(page.incidentId) ?? page.incidentId },
      level: page.level === null ? null : page.level + 1,
      ...outcomeOf(page, reached, person?.name ?? '—', locale),
    };
  });
}

/** Lines stand in all places of the incident; a person is only called where they have an account. */
function isOn(deps: Pick<OperationsDeps, 'directory'>, personId: string, adapter: string): boolean {
  return deps.directory().byId(personId)?.identities[adapter] !== undefined;
}

function outcomeOf(page: PageRecord, lines: readonly LineState[], who: string, locale: Locale): Pick<CallView, 'outcome' | 'text'> {
  const how = wayText[page.way][locale];
  const say = (text: Readonly<Record<Locale, string>>, detail: string | null = page.detail): string => {
    const shown = detail !== null && /^\d{4}-\d{2}-\d{2}T/.test(detail) ? momentText(detail, locale) : detail;
    return fill(text[locale], { who, how, detail: shown ?? '—' });
  };
  if (page.state === 'sent') return { outcome: 'made', text: say(outcomeText.made) };
  if (page.state === 'waiting') return { outcome: 'waiting', text: say(outcomeText.waiting) };
  if (page.state !== 'chat') {
    const text = page.reason === null ? outcomeText.failed : reasonText[page.reason];
    return { outcome: page.state === 'refused' ? 'failed' : 'none', text: say(text) };
  }
  const sent = lines.find(({ state }) => state === 'sent');
  if (sent !== undefined) {
    if (page.kind === 'reminder') return { outcome: 'made', text: say(outcomeText.reminded) };
    const isQuiet = page.way !== 'mention' && sent.error !== null;
    return { outcome: 'made', text: isQuiet ? say(outcomeText.madeQuietly, sent.error) : say(outcomeText.made) };
  }
  if (lines.some(({ state }) => state === 'waiting')) return { outcome: 'waiting', text: say(outcomeText.waiting) };
  return { outcome: 'failed', text: say(outcomeText.failed, lines[0]?.error ?? null) };
}

function headlineOf(
  incident: Incident,
  record: LadderRecord | null,
  ladder: string | null,
  pages: readonly PageRecord[],
  nowMs: number,
  locale: Locale,
): string {
  const time = (iso: string | null): string => (iso === null ? '—' : momentText(iso, locale));
  const values = {
    ...{ ladder: ladder ?? '—', severity: cardText[incident.severity][locale], next: time(record?.nextAt ?? null) },
    ...{ until: time(record?.snoozedUntil ?? null), person: incident.acknowledgedBy ?? '—' },
  };
  const say = (key: keyof typeof laddersText): string => fill(laddersText[key][locale], values);
  if (incident.origin === 'question') return say('question');
  if (record === null) return say(ladder === null ? 'noLadder' : 'notYet');
  if (record.state === 'ended') return fill(ladderEndText[record.end ?? 'no-ladder'][locale], values);
  if (record.snoozedUntil !== null && Date.parse(record.snoozedUntil) > nowMs) {
    return fill(laddersText.snoozed[locale], { ...values, person: record.snoozedBy ?? '—' });
  }
  if (record.heldUntil !== null) return fill(laddersText.held[locale], { ...values, person: record.heldBy ?? '—' });
  if (record.state === 'reminding') return say(record.askedAt === null ? 'reminding' : 'asked');
  const last = pages.findLast(({ run }) => run === record.run);
  if (last?.reason === 'quiet-hours' && last.detail === record.nextAt) return say('quiet');
  return say(last === undefined ? 'beforeFirst' : 'climbing');
}

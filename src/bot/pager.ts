/**
 * Has people texted and called by the configured provider. What is to be sent was written with the step that called; it is claimed, sent
 * under its own id and marked, so that a crash in between sends it again under the same id, and a provider that knows the id calls once.
 */

import { ChatError } from '../adapters/contract.ts';
import type { Voice } from '../adapters/voice/contract.ts';
import type { Clock } from '../domain/clock.ts';
import type { Incident } from '../domain/incident.ts';
import type { PageProviders, PageRecord } from '../domain/ladder.ts';
import type { PageCall } from '../domain/page-call.ts';
import type { Person } from '../domain/policy.ts';
import { fill, type Locale } from '../domain/text.ts';
import { createLookout, type Lookout } from '../operations/lookout.ts';
import type { Store, TenantStore } from '../store/contract.ts';
import { durationText } from '../text/duration.ts';
import { pageText } from '../text/page.ts';

export interface PagerDeps {
  readonly store: Store;
  readonly voices: ReadonlyMap<string, Voice>;
  readonly providers: () => PageProviders;
  readonly people: () => readonly Person[];
  readonly locale: () => Locale;
  /** Without a slash at the end; null when nobody outside can reach the console. */
  readonly consoleUrl: () => string | null;
  readonly clock: Clock;
  readonly log: { warn(fields: Readonly<Record<string, unknown>>, message: string): void };
}

const batchMax = 20;
/** Longer than a try takes. */
const leaseMs = 30_000;
const pollMs = 1_000;
const retryMaxMs = 60_000;
/** The ladder has gone on by then: a call that comes later than this helps nobody. */
const giveUpAfterMs = 30 * 60_000;

export function createPager(deps: PagerDeps): Lookout {
  const complaint = 'The pages that wait could not be read; it is tried again';
  return createLookout(deps, { look: async (store) => (await sendDue(deps, store)) > 0, restMs: pollMs, complaint });
}

/** How many were looked at. */
export async function sendDue(deps: PagerDeps, store: TenantStore): Promise<number> {
  const pages = await store.ladders.claimPages(batchMax, deps.clock.now(), leaseMs);
  await Promise.all(pages.map((page) => send(deps, store, page)));
  return pages.length;
}

async function send(deps: PagerDeps, store: TenantStore, page: PageRecord): Promise<void> {
  const incident = await store.incidents.get(page.incidentId);
  if (incident === null || incident.status !== 'triggered') return store.ladders.endPage(page.id, 'skipped', 'overtaken', null);
  const snoozedUntil = (await store.ladders.get(page.incidentId))?.snoozedUntil ?? null;
  if (snoozedUntil !== null && Date.parse(snoozedUntil) > deps.clock.now()) {
    return store.ladders.endPage(page.id, 'skipped', 'snoozed', snoozedUntil);
  }
  try {
    await say(deps, page, incident);
    await store.ladders.pageSent(page.id);
  } catch (error) {
    await giveBack(deps, store, page, incident, error);
  }
}

async function say(deps: PagerDeps, page: PageRecord, incident: Incident): Promise<void> {
  const destination = deps.providers()[page.way];
  const voice = deps.voices.get('webhook');
  if (destination === undefined || voice?.page === undefined || !voice.destinations.includes(destination)) {
    throw new ChatError('transient', `The provider for '${page.way}' is not configured, or its secret is missing`);
  }
  const person = deps.people().find(({ id }) => id === page.personId);
  if (person?.phone === undefined) throw new ChatError('gone', `'${page.personId}' has no phone number any more`);
  await voice.page(destination, callOf(deps, page, incident, { ...person, phone: person.phone }));
}

function callOf(deps: PagerDeps, page: PageRecord, incident: Incident, person: Person & { readonly phone: string }): PageCall {
  const locale = deps.locale();
  const { id, code, title, severity, startedAt } = incident;
  const url = deps.consoleUrl();
  const duration = durationText(Math.max(0, deps.clock.now() - Date.parse(startedAt)))[locale];
  return {
    ...{ id: page.id, way: page.way, locale, level: (page.level ?? 0) + 1 },
    text: fill(pageText[locale], { code, title, duration }),
    person: { id: person.id, name: person.name, phone: person.phone },
    incident: { id, code, title, severity, startedAt, url: url === null ? null : `${url}/incidents/${code}` },
  };
}

async function giveBack(deps: PagerDeps, store: TenantStore, page: PageRecord, incident: Incident, error: unknown): Promise<void> {
  const reason = (error instanceof Error ? error.message : String(error)).slice(0, 300);
  const nowMs = deps.clock.now();
  const mayPass = error instanceof ChatError && (error.kind === 'transient' || error.kind === 'rate');
  const fields = { incident: incident.code, person: page.personId, way: page.way, reason };
  if (!mayPass || nowMs - Date.parse(page.at) > giveUpAfterMs) {
    await store.ladders.endPage(page.id, 'refused', 'refused', reason);
    deps.log.warn(fields, 'A person could not be texted or called; the ladder goes on');
    return;
  }
  const asked = error.retryAfterMs;
  await store.ladders.retryPage(page.id, nowMs + (asked ?? Math.min(retryMaxMs, 1_000 * 2 ** Math.min(page.attempts, 6))), reason);
  deps.log.warn(fields, 'A person could not be texted or called yet; it is tried again');
}

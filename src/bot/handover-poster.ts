/** Posts the report at a change of shift into the team's channels: once for each change, under a key that the platform is asked for first. */

import type { ChatAdapter } from '../adapters/contract.ts';
import type { Rich } from '../domain/card.ts';
import type { Clock } from '../domain/clock.ts';
import type { HandoverView } from '../domain/handover-view.ts';
import type { Place } from '../domain/place.ts';
import type { Locale } from '../domain/text.ts';
import type { Schedule } from '../oncall/schedule.ts';
import type { OperationsDeps } from '../operations/deps.ts';
import { lookRegularly, type Regular } from '../operations/look-regularly.ts';
import { type Change, reportOn, shiftsAround } from '../operations/oncall/handover.ts';
import type { TenantStore } from '../store/contract.ts';
import { handoverParts } from '../text/handover.ts';

export interface HandoverTarget {
  readonly schedule: Schedule;
  readonly places: readonly { readonly place: Place; readonly locale: Locale }[];
}

export interface HandoverPosterDeps {
  /** Of the tenant whose schedules they are. */
  readonly store: TenantStore;
  readonly targets: () => readonly HandoverTarget[];
  readonly adapters: () => ReadonlyMap<string, Pick<ChatAdapter, 'post'>>;
  readonly directory: OperationsDeps['directory'];
  readonly clock: Clock;
  readonly log: { warn(fields: Readonly<Record<string, unknown>>, message: string): void };
}

const everyMs = 30_000;
/** What comes later than this is no news any more. */
const lateMs = 60 * 60_000;

export function createHandoverPoster(deps: HandoverPosterDeps): Regular {
  const complaint = 'Reports of handovers could not be posted; it is tried again';
  return lookRegularly(deps, { everyMs }, [{ look: () => postHandovers(deps), complaint }]);
}

export async function postHandovers(deps: HandoverPosterDeps): Promise<void> {
  for (const { schedule, places } of deps.targets()) {
    const change = await changeOf(deps.store, schedule, deps.clock.now());
    if (change === null) continue;
    for (const { place, locale } of places) await post(deps, change, place, locale);
  }
}

/** The latest change of people within the last hour; turns of the same people hand nothing over. */
async function changeOf(store: TenantStore, schedule: Schedule, nowMs: number): Promise<(Change & { readonly atMs: number }) | null> {
  const shifts = await shiftsAround(store, schedule, nowMs);
  const outgoing = shifts.findLast(({ toMs }) => toMs <= nowMs && toMs > nowMs - lateMs);
  if (outgoing === undefined) return null;
  const incoming = shifts.find(({ fromMs }) => fromMs >= outgoing.toMs) ?? null;
  const isSame = incoming?.fromMs === outgoing.toMs && incoming.personIds.join() === outgoing.personIds.join();
  return isSame ? null : { schedule, outgoing, incoming, nowMs, atMs: outgoing.toMs };
}

async function post(deps: HandoverPosterDeps, change: Change & { readonly atMs: number }, place: Place, locale: Locale): Promise<void> {
  const adapter = deps.adapters().get(place.adapter);
  if (adapter === undefined) return;
  const key = `handover/${change.schedule.id}/${place.adapter}/${place.channel}`;
  if (Number(await deps.store.settings.get(key)) >= change.atMs) return;
  const rich = handoverRich(await reportOn(deps, deps.store, change, locale), locale);
  const idempotencyKey = `${key}/${change.atMs}`;
  try {
    await adapter.post(place, { rich }, { idempotencyKey, locale, priority: 'state', isRetry: true });
  } catch (error) {
    deps.log.warn({ adapter: place.adapter, schedule: change.schedule.id, reason: String(error) }, 'A handover could not be posted yet');
    return;
  }
  await deps.store.settings.set(key, change.atMs);
}

export function handoverRich(view: HandoverView, locale: Locale): readonly Rich[] {
  return handoverParts(view, locale).flatMap(({ heading, lines }, index): readonly Rich[] => {
    const items = lines.map((line) => [{ type: 'text' as const, text: line }]);
    if (index === 0) return [{ type: 'heading', text: heading }, ...items.map((spans) => ({ type: 'paragraph' as const, spans }))];
    return [
      { type: 'paragraph', spans: [{ type: 'text', text: heading, style: 'bold' }] },
      { type: 'list', isOrdered: false, items },
    ];
  });
}

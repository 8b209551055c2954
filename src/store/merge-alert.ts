/** What a notification means for the alert that is stored: notifications come late, twice and out of order. */

import type { IncomingAlert } from '../domain/alert.ts';

/** What is known of an alert when the next notification of it comes. */
export type KnownAlert = Pick<IncomingAlert, 'status' | 'startsAt' | 'endsAt'>;

/**
 * - `changed`: it is news, the state is taken over.
 * - `repeated`: the same state once more; its words may be fresher.
 * - `stale`: it is about an earlier time than what is known, and changes nothing.
 */
export type Meaning = 'changed' | 'repeated' | 'stale';

/** Compares by the times that the source gives, never by when the notification came. */
export function meaningOf(known: KnownAlert, incoming: KnownAlert): Meaning {
  const [knownStart, start] = [Date.parse(known.startsAt), Date.parse(incoming.startsAt)];
  if (start > knownStart) return 'changed';
  if (incoming.status === 'firing') {
    // A firing that began before what is known, or that was resolved already, only comes late.
    return start === knownStart && known.status === 'firing' ? 'repeated' : 'stale';
  }
  if (known.status === 'resolved') return start === knownStart && endOf(incoming) >= endOf(known) ? 'repeated' : 'stale';
  // Sources in a cluster agree on an earlier start later on: what ended after the known start ends it too.
  return start === knownStart || endOf(incoming) > knownStart ? 'changed' : 'stale';
}

/** One notification for each alert of a body, the last one in time order, and how many there were. */
export function lastOfEach(body: readonly IncomingAlert[]): readonly { readonly alert: IncomingAlert; readonly count: number }[] {
  const found = new Map<string, { alert: IncomingAlert; count: number }>();
  for (const alert of body) {
    const key = alertKey(alert);
    const before = found.get(key);
    if (!before) found.set(key, { alert, count: 1 });
    else found.set(key, { alert: isLater(alert, before.alert) ? alert : before.alert, count: before.count + 1 });
  }
  return [...found.values()];
}

/** Identity within an incident. */
export function alertKey(alert: Pick<IncomingAlert, 'source' | 'fingerprint'>): string {
  return JSON.stringify([alert.source, alert.fingerprint]);
}

/** Identity among all: a sender may tell of the same alert in several groups, and each goes its own way. */
export function placeKey(alert: Pick<IncomingAlert, 'source' | 'fingerprint' | 'groupKey'>): string {
  return JSON.stringify([alert.groupKey, alert.source, alert.fingerprint]);
}

/** Of two that are equal in time the one further down in the body is later. */
function isLater(alert: IncomingAlert, than: IncomingAlert): boolean {
  const [start, otherStart] = [Date.parse(alert.startsAt), Date.parse(than.startsAt)];
  if (start !== otherStart) return start > otherStart;
  if (alert.status !== than.status) return alert.status === 'resolved';
  return alert.status === 'firing' || endOf(alert) >= endOf(than);
}

function endOf(alert: KnownAlert): number {
  return alert.endsAt === null ? Number.NEGATIVE_INFINITY : Date.parse(alert.endsAt);
}

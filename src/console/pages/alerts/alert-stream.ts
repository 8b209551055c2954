/**
 * A list that is read while it changes: what is on the screen is brought up to date in its place, and what is new waits until the reader lets
 * it in. Pure.
 */

import { byNewest } from '../../../domain/alert.ts';
import type { AlertListed } from '../../../domain/view.ts';
import type { AlertPage } from '../../api/alert-calls.ts';

export interface ShownAlert {
  readonly alert: AlertListed;
  /** It doesn't fit the filter any more, and keeps its place so that nothing moves. */
  readonly isGone: boolean;
}

export interface AlertStream {
  readonly rows: readonly ShownAlert[];
  /** Newest first; not on the screen yet. */
  readonly waiting: readonly AlertListed[];
  readonly cursor: string | null;
}

export function startStream({ items, nextCursor }: AlertPage): AlertStream {
  return { rows: items.map(shown), waiting: [], cursor: nextCursor };
}

/** `page` holds the newest; older rows stay as they are. With `canMove` the list is put right at once, else new ones wait. */
export function refreshStream(stream: AlertStream, page: AlertPage, canMove: boolean): AlertStream {
  const fresh = new Map(page.items.map((alert) => [alert.id, alert]));
  const oldest = page.nextCursor === null ? null : (page.items.at(-1) ?? null);
  const rows = stream.rows.map(({ alert, isGone }): ShownAlert => {
    const now = fresh.get(alert.id);
    if (now !== undefined) return shown(now);
    return { alert, isGone: isGone || oldest === null || byNewest(alert, oldest) <= 0 };
  });
  const known = new Set(stream.rows.map(({ alert }) => alert.id));
  const waiting = page.items.filter(({ id }) => !known.has(id));
  const next = { rows, waiting, cursor: stream.rows.length === 0 ? page.nextCursor : stream.cursor };
  return canMove ? letIn(next) : next;
}

/** Shows what waits, and takes away what doesn't fit any more. */
export function letIn({ rows, waiting, cursor }: AlertStream): AlertStream {
  const all = [...rows.filter(({ isGone }) => !isGone), ...waiting.map(shown)];
  return { rows: all.sort((one, other) => byNewest(one.alert, other.alert)), waiting: [], cursor };
}

export function appendPage(stream: AlertStream, { items, nextCursor }: AlertPage): AlertStream {
  const known = new Set(stream.rows.map(({ alert }) => alert.id));
  return { ...stream, rows: [...stream.rows, ...items.filter(({ id }) => !known.has(id)).map(shown)], cursor: nextCursor };
}

function shown(alert: AlertListed): ShownAlert {
  return { alert, isGone: false };
}

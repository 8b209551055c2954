/** The filter of the page of alerts, as the address holds it and as the API is asked. Pure. */

import type { Query } from '../../api/request.ts';

export const alertViews = ['firing', 'untold', 'resolved', 'all'] as const;
export type AlertViewName = (typeof alertViews)[number];

export const sinceHours = { '1h': 1, '6h': 6, '24h': 24, '7d': 168 } as const;
export type SinceName = keyof typeof sinceHours;

export interface AlertFilter {
  readonly view: AlertViewName;
  /** Some of critical, warning and info, separated by commas; empty is all. */
  readonly severity: string;
  readonly q: string;
  /** Matchers as Alertmanager writes them. */
  readonly match: string;
  readonly source: string;
  readonly incident: string;
  readonly since: SinceName | '';
}

/** What can't be read is left out, so that an old address still shows something. */
export function filterOf(search: URLSearchParams): AlertFilter {
  const text = (name: string): string => search.get(name)?.trim() ?? '';
  const since = text('since');
  return {
    view: alertViews.find((view) => view === text('status')) ?? 'firing',
    ...{ severity: text('severity'), q: text('q'), match: text('match'), source: text('source'), incident: text('incident') },
    since: isSince(since) ? since : '',
  };
}

function isSince(given: string): given is SinceName {
  return Object.hasOwn(sinceHours, given);
}

/** Of "not told" nothing is in an incident; where one is named, what was kept back has no place. */
export function queryOf(filter: AlertFilter, nowMs: number): Query {
  const { view, severity, q, match, source, incident, since } = filter;
  return {
    ...{ severity, q, match, source, incident },
    status: view === 'firing' || view === 'resolved' ? view : '',
    suppressed: view === 'untold' ? 'only' : '',
    since: since === '' ? '' : new Date(nowMs - sinceHours[since] * 3_600_000).toISOString(),
  };
}

export function isNarrowed({ view, severity, q, match, source, incident, since }: AlertFilter): boolean {
  return view !== 'firing' || [severity, q, match, source, incident, since].some((part) => part !== '');
}

/** `cluster="prod"` added to what stands there; it is not said twice. */
export function withMatcher(match: string, name: string, value: string): string {
  const added = `${name}=${JSON.stringify(value)}`;
  if (match.includes(added)) return match;
  return match === '' ? added : `${match} ${added}`;
}

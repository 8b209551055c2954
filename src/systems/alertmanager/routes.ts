/** Which routes of the loaded configuration an alert ends in, and which time intervals mute them. */

import { z } from 'zod';
import { type Alert, type Matcher, matches } from './api.ts';
import { isWithin, type TimeInterval, timeInterval } from './time-intervals.ts';

interface Route {
  readonly match: Readonly<Record<string, string>>;
  readonly match_re: Readonly<Record<string, string>>;
  readonly matchers: readonly string[];
  readonly continue: boolean;
  readonly mute_time_intervals: readonly string[];
  readonly active_time_intervals: readonly string[];
  readonly routes: readonly Route[];
}

const route: z.ZodType<Route> = z.looseObject({
  match: z.record(z.string(), z.string()).default({}),
  match_re: z.record(z.string(), z.string()).default({}),
  matchers: z.array(z.string()).default([]),
  continue: z.boolean().default(false),
  mute_time_intervals: z.array(z.string()).default([]),
  active_time_intervals: z.array(z.string()).default([]),
  get routes() {
    return z.array(route).default([]);
  },
});
const configuration = z.looseObject({
  route: route.optional(),
  time_intervals: z.array(timeInterval).default([]),
  mute_time_intervals: z.array(timeInterval).default([]),
});

export interface Routing {
  readonly root: Route | undefined;
  readonly intervals: ReadonlyMap<string, TimeInterval>;
}

/** Why an alert is told to nobody at a moment: all of its routes are muted then. */
export interface Muting {
  readonly interval: string;
  /** `active` where the route notifies within its intervals alone, and the moment lies outside. */
  readonly by: 'mute' | 'active';
}

/** Pure. Null where the configuration can't be read. */
export function readRouting(parsed: unknown): Routing | null {
  const read = configuration.safeParse(parsed);
  if (!read.success) return null;
  const { root, all } = { root: read.data.route, all: [...read.data.mute_time_intervals, ...read.data.time_intervals] };
  return { root, intervals: new Map(all.map((each) => [each.name, each])) };
}

/** Pure. Null when at least one of its routes notifies. */
export function mutingOf({ root, intervals }: Routing, labels: Alert['labels'], atMs: number): Muting | null {
  const ends = root === undefined ? [] : endsOf(root, labels);
  const muted = ends.map((end) => routeMuting(end, intervals, atMs));
  return muted.every((each) => each !== null) ? (muted[0] ?? null) : null;
}

/** As Alertmanager walks its tree: the deepest that match, the first of each level unless it goes on. */
function endsOf(given: Route, labels: Alert['labels']): readonly Route[] {
  if (!isMatch(given, labels)) return [];
  const found: Route[] = [];
  for (const child of given.routes) {
    const deeper = endsOf(child, labels);
    found.push(...deeper);
    if (deeper.length > 0 && !child.continue) break;
  }
  return found.length === 0 ? [given] : found;
}

function isMatch({ match, match_re: patterns, matchers }: Route, labels: Alert['labels']): boolean {
  const all: readonly (Matcher | null)[] = [
    ...Object.entries(match).map(([name, value]) => ({ name, value, isRegex: false, isEqual: true })),
    ...Object.entries(patterns).map(([name, value]) => ({ name, value, isRegex: true, isEqual: true })),
    ...matchers.map(matcherOf),
  ];
  return all.every((each) => each !== null && matches([each], labels));
}

/** `severity =~ "page|critical"`, with or without quotes. */
function matcherOf(text: string): Matcher | null {
  const [, name = '', operator = '', value = ''] = /^\s*"?([^"=!~\s]+)"?\s*(=~|!~|!=|=)\s*(.*?)\s*$/s.exec(text) ?? [];
  if (name === '') return null;
  const bare = /^"(.*)"$/s.exec(value)?.[1]?.replace(/\\(.)/g, '$1') ?? value;
  return { name, value: bare, isRegex: operator.includes('~'), isEqual: !operator.startsWith('!') };
}

function routeMuting(given: Route, intervals: Routing['intervals'], atMs: number): Muting | null {
  const isNow = (name: string): boolean => {
    const interval = intervals.get(name);
    return interval !== undefined && isWithin(interval, atMs);
  };
  const mute = given.mute_time_intervals.find(isNow);
  if (mute !== undefined) return { interval: mute, by: 'mute' };
  const active = given.active_time_intervals;
  return active.length > 0 && !active.some(isNow) ? { interval: active.join(', '), by: 'active' } : null;
}

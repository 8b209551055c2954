/** The picture of the last that a detection saw of a series: what was measured, what was usual, what comes, where the level moved. */

import type { BandPoints, RecentPoints } from '../domain/detection.ts';
import type { SeriesPicture } from './picture.ts';

export function recentPicture(
  { name, recent }: { readonly name: string; readonly recent: RecentPoints },
  limit: number | null = null,
): SeriesPicture {
  const { times, values, ahead, movedAtMs } = recent;
  const band = bandOf(recent);
  return {
    ...{ title: name, times, values, spans: [] },
    ...(band === null ? {} : { band }),
    ...(ahead === undefined ? {} : { ahead: { times: ahead.times, low: ahead.low, middle: ahead.values, high: ahead.high } }),
    ...(limit === null ? {} : { limit }),
    ...(movedAtMs === undefined ? {} : { changedAtMs: movedAtMs }),
  };
}

/** Null for what has no usual, such as the way to a limit. */
function bandOf({ times, low, high }: BandPoints): NonNullable<SeriesPicture['band']> | null {
  if (low.length === 0 || low.length !== high.length) return null;
  // Fewer bounds than points belong to the newest of them.
  const from = Math.max(0, times.length - low.length);
  return { times: times.slice(from), low, high, middle: low.map((bound, index) => (bound + (high[index] ?? bound)) / 2) };
}

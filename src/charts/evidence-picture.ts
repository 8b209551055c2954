/** The picture of what a look measured: its first series with the bounds, the forecast and the change that came along. */

import type { Evidence, Series, SeriesRole } from '../domain/evidence.ts';
import type { SeriesPicture } from './picture.ts';

/** Null where nothing was measured over time. */
export function evidencePicture(evidence: Pick<Evidence, 'series' | 'facts'>): SeriesPicture | null {
  const series = evidence.series ?? [];
  const measured = series.find(({ role, values }) => role === undefined && values.length > 1);
  if (measured === undefined) return null;
  const byRole = (role: SeriesRole): Series | undefined => series.find((each) => each.role === role);
  const band = bandOf(byRole('usual-low'), byRole('usual-high'), undefined);
  const ahead = bandOf(byRole('forecast-low'), byRole('forecast-high'), byRole('forecast'));
  const { facts } = evidence;
  const changedAtMs = timeOf(facts['range.shiftAt']);
  const spanFromMs = timeOf(facts['detection.since']);
  return {
    title: measured.name,
    times: measured.times,
    values: measured.values,
    ...(band === null ? {} : { band }),
    ...(ahead === null ? {} : { ahead }),
    spans:
      spanFromMs === null ? [] : [{ fromMs: spanFromMs, toMs: timeOf(facts['detection.until']) ?? measured.times.at(-1) ?? spanFromMs }],
    ...(typeof facts['detection.limit'] === 'number' ? { limit: facts['detection.limit'] } : {}),
    ...(changedAtMs === null ? {} : { changedAtMs }),
  };
}

function bandOf(low: Series | undefined, high: Series | undefined, middle: Series | undefined): NonNullable<SeriesPicture['band']> | null {
  if (low === undefined || high === undefined || low.values.length !== high.values.length) return null;
  const between = low.values.map((value, index) => (value + (high.values[index] ?? value)) / 2);
  return {
    times: low.times,
    low: low.values,
    middle: middle?.values.length === low.values.length ? middle.values : between,
    high: high.values,
  };
}

function timeOf(fact: unknown): number | null {
  const timeMs = typeof fact === 'string' ? Date.parse(fact) : Number.NaN;
  return Number.isNaN(timeMs) ? null : timeMs;
}

/** The last that was seen of a series, as the large chart wants it. */

import type { RecentPoints } from '../../../domain/detection.ts';
import type { Series, SeriesRole } from '../../../domain/evidence.ts';

export interface SeriesNames {
  readonly measured: string;
  readonly usualLow: string;
  readonly usualHigh: string;
  readonly ahead: string;
  readonly aheadLow: string;
  readonly aheadHigh: string;
}

/** Pure. Bounds belong to the newest points. */
export function recentSeries({ times, values, low, high, ahead }: RecentPoints, unit: string, names: SeriesNames): readonly Series[] {
  const from = Math.max(0, times.length - low.length);
  const usual =
    low.length === 0
      ? []
      : [
          { name: names.usualLow, unit, role: 'usual-low' as const, times: times.slice(from), values: low },
          { name: names.usualHigh, unit, role: 'usual-high' as const, times: times.slice(from), values: high },
        ];
  const coming =
    ahead === undefined
      ? []
      : [
          { name: names.ahead, unit, role: 'forecast' as const, times: ahead.times, values: ahead.values },
          { name: names.aheadLow, unit, role: 'forecast-low' as const, times: ahead.times, values: ahead.low },
          { name: names.aheadHigh, unit, role: 'forecast-high' as const, times: ahead.times, values: ahead.high },
        ];
  return [{ name: names.measured, unit, times, values }, ...usual, ...coming];
}

/** What evidence of a detection keeps, the other way round; null where nothing was measured. */
export function recentOf(series: readonly Series[], movedAtMs: number | null): RecentPoints | null {
  const byRole = (role: SeriesRole): Series | undefined => series.find((each) => each.role === role);
  const measured = series.find(({ role }) => role === undefined);
  if (measured === undefined) return null;
  const { times, values } = measured;
  const ahead = byRole('forecast');
  const bounds = { low: byRole('usual-low')?.values ?? [], high: byRole('usual-high')?.values ?? [] };
  return {
    ...{ times, values, ...bounds },
    ...(movedAtMs === null ? {} : { movedAtMs }),
    ...(ahead === undefined
      ? {}
      : {
          ahead: {
            ...{ times: ahead.times, values: ahead.values },
            ...{ low: byRole('forecast-low')?.values ?? [], high: byRole('forecast-high')?.values ?? [] },
          },
        }),
  };
}

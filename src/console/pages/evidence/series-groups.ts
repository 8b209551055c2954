/** Series made ready for charts: one chart per unit, baselines laid under what they are compared with. */

import type { Series, SeriesRole } from '../../../domain/evidence.ts';

export interface ChartLine {
  readonly name: string;
  readonly isBaseline: boolean;
  readonly role?: SeriesRole | undefined;
  /** One value for each of the group's times; null where the series has none. */
  readonly values: readonly (number | null)[];
}

export interface SeriesGroup {
  readonly unit: string;
  /** Epoch seconds, ascending, as uPlot wants them. */
  readonly times: readonly number[];
  readonly lines: readonly ChartLine[];
}

const baselineName = /baseline|week[ -]?(before|ago)|last[ -]?week|offset|基线|上周/i;

export function isBaseline(name: string): boolean {
  return baselineName.test(name);
}

/** Pure; groups keep the order in which their units first appear. */
export function groupSeries(all: readonly Series[]): SeriesGroup[] {
  const units = [...new Set(all.map((series) => series.unit))];
  return units.map((unit) =>
    groupOf(
      unit,
      all.filter((series) => series.unit === unit),
    ),
  );
}

function groupOf(unit: string, all: readonly Series[]): SeriesGroup {
  const main = all.find((series) => series.role === undefined && !isBaseline(series.name) && series.times.length > 0);
  const shifted = all.map((series) => shiftUnder(series, main));
  const times = [...new Set(shifted.flatMap((series) => series.times))].sort((one, other) => one - other);
  // What was computed is drawn first, so that it lies under what was measured.
  const inOrder = [...shifted.filter(({ role }) => role !== undefined), ...shifted.filter(({ role }) => role === undefined)];
  const lines = inOrder.map((series) => {
    const values = new Map(series.times.map((time, index) => [time, series.values[index] ?? null]));
    return {
      name: series.name,
      isBaseline: isBaseline(series.name),
      ...(series.role === undefined ? {} : { role: series.role }),
      values: times.map((time) => values.get(time) ?? null),
    };
  });
  return { unit, times: times.map((time) => time / 1_000), lines };
}

/** A baseline that carries the times of its own week is moved under the series it belongs to. */
function shiftUnder(series: Series, main: Series | undefined): Series {
  const first = series.times[0];
  const last = series.times.at(-1);
  const mainFirst = main?.times[0];
  if (!isBaseline(series.name) || first === undefined || last === undefined || mainFirst === undefined) return series;
  if (last >= mainFirst) return series;
  return { ...series, times: series.times.map((time) => time + mainFirst - first) };
}

/** The geometry of a small picture of a series: paths for what was measured, usual and comes. Pure. */

import type { BandPoints, RecentPoints } from '../../../domain/detection.ts';

export interface ChartPaths {
  readonly line: string;
  /** Empty where nothing is known to be usual. */
  readonly band: string;
  readonly ahead: string;
  readonly aheadBand: string;
  /** Null where there is none, or where it lies beyond the picture. */
  readonly limitY: number | null;
  readonly movedX: number | null;
  readonly last: { readonly x: number; readonly y: number };
}

export interface ChartSize {
  readonly width: number;
  readonly height: number;
}

const pad = 4;
/** A limit farther away than this many heights of what was seen would make a flat line of it. */
const limitReach = 4;

/** Null for fewer than two points. */
export function chartPaths(recent: RecentPoints, limit: number | null, { width, height }: ChartSize): ChartPaths | null {
  const { times, values, ahead, movedAtMs } = recent;
  const [firstMs, lastMs, last] = [times[0], times.at(-1), values.at(-1)];
  if (firstMs === undefined || lastMs === undefined || last === undefined || times.length < 2) return null;
  const untilMs = ahead?.times.at(-1) ?? lastMs;
  const [low, high] = rangeOf(values, ahead?.values ?? [], limit);
  const x = (timeMs: number): number => round(pad + ((timeMs - firstMs) / Math.max(1, untilMs - firstMs)) * (width - 2 * pad));
  const y = (value: number): number => round(height - pad - ((value - low) / (high - low)) * (height - 2 * pad));
  const within = (value: number): number => Math.min(height, Math.max(0, y(value)));
  const usual = newest(times, recent);
  const isLimitShown = limit !== null && limit >= low && limit <= high;
  return {
    line: pathOf(times, values, x, y),
    band: bandOf(usual, recent, x, within),
    ahead: ahead === undefined ? '' : pathOf([lastMs, ...ahead.times], [last, ...ahead.values], x, within),
    aheadBand: ahead === undefined ? '' : bandOf(ahead.times, ahead, x, within),
    limitY: isLimitShown ? y(limit) : null,
    movedX: movedAtMs === undefined || movedAtMs < firstMs || movedAtMs > untilMs ? null : x(movedAtMs),
    last: { x: x(lastMs), y: y(last) },
  };
}

/** Bounds may be cut; what was measured may not. */
function rangeOf(values: readonly number[], ahead: readonly number[], limit: number | null): readonly [number, number] {
  const seen = [...values, ...ahead];
  let [low, high] = [Math.min(...seen), Math.max(...seen)];
  const size = high - low || Math.abs(high) / 5 || 1;
  if (limit !== null && limit >= low - limitReach * size && limit <= high + limitReach * size) {
    low = Math.min(low, limit);
    high = Math.max(high, limit);
  }
  const room = 0.08 * (high - low || size);
  return [low - room, high + room];
}

/** Fewer bounds than points belong to the newest of them. */
function newest(times: readonly number[], { low }: Pick<BandPoints, 'low'>): readonly number[] {
  return times.slice(Math.max(0, times.length - low.length));
}

type Place = (value: number) => number;

function pathOf(times: readonly number[], values: readonly number[], x: Place, y: Place): string {
  return times.map((time, index) => `${index === 0 ? 'M' : 'L'}${x(time)} ${y(values[index] ?? 0)}`).join('');
}

function bandOf(times: readonly number[], { low, high }: Pick<BandPoints, 'low' | 'high'>, x: Place, y: Place): string {
  if (times.length < 2 || low.length !== times.length || high.length !== times.length) return '';
  const back = [...times.keys()].reverse();
  return `${pathOf(times, high, x, y)}${back.map((index) => `L${x(times[index] ?? 0)} ${y(low[index] ?? 0)}`).join('')}Z`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

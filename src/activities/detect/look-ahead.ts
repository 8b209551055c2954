/** What comes of a series that is on its way to a limit, for its picture. */

import { toEvenSteps } from '../../analysis/forecast/even-series.ts';
import { forecast } from '../../analysis/forecast/forecast.ts';
import type { BandPoints, DetectionSpec } from '../../domain/detection.ts';

/** A quarter of what was seen, at most as far as incidents are opened for and so many points. */
const aheadShare = 0.25;
const pointsMax = 240;

/** Null for anomalies, for too few points, and where a forecast knows no more than a standstill. */
export function lookAhead(
  { kind, withinHours }: Pick<DetectionSpec, 'kind' | 'withinHours'>,
  times: readonly number[],
  values: readonly number[],
): BandPoints | null {
  const even = kind === 'forecast' ? toEvenSteps(times, values) : null;
  if (even === null) return null;
  const steps = Math.round((withinHours * 3_600_000) / even.stepMs);
  const found = forecast(even, Math.max(1, Math.min(pointsMax, steps, Math.floor(even.values.length * aheadShare))));
  if (found === null || !found.isPredictable) return null;
  const at = found.values.map((_, index) => Math.round(even.startMs + (even.values.length + index) * even.stepMs));
  return { times: at, values: found.values, low: found.low, high: found.high };
}

/**
 * What a worker has learned of the series of each detection. It is a cache: history is the truth, and a worker that starts or takes over
 * learns it anew from there (docs/decisions/0017).
 */

import { setImmediate } from 'node:timers/promises';
import { createDetector, type Detector, stepDetector, type Verdict } from '../../analysis/anomaly/detector.ts';
import type { DetectionSpec } from '../../domain/detection.ts';

export interface Measured {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly times: readonly number[];
  readonly values: readonly number[];
}

export interface LearnedSeries {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly detector: Detector | null;
  /** The newest, for anomalies. */
  readonly verdicts: Verdict[];
  /** The history, for forecasts; the newest, for anomalies. */
  readonly times: number[];
  readonly values: number[];
  lastMs: number;
}

export interface Learned {
  /** What the detection asked for when this was learned. */
  readonly digest: string;
  readonly series: Map<string, LearnedSeries>;
  lastMs: number;
}

const turnPoints = 500;
/** Events are found in, and pictures drawn of, so many points. */
export const verdictsKept = 480;

export class LearnedBook {
  readonly #byDetection = new Map<string, Learned>();

  /** What was learned for exactly this detection; null for one that is new, or asks for something else now. */
  find(tenantId: string, spec: DetectionSpec): Learned | null {
    const learned = this.#byDetection.get(`${tenantId}/${spec.id}`);
    return learned?.digest === digestOf(spec) ? learned : null;
  }

  begin(tenantId: string, spec: DetectionSpec): Learned {
    const learned: Learned = { digest: digestOf(spec), series: new Map(), lastMs: 0 };
    this.#byDetection.set(`${tenantId}/${spec.id}`, learned);
    return learned;
  }

  forget(tenantId: string, detectionId: string): void {
    this.#byDetection.delete(`${tenantId}/${detectionId}`);
  }
}

/**
 * Points that were seen before are passed over. Series of which nothing came for long are forgotten. A week of one series takes a tenth of a
 * second: between two of them whatever else this process has to do gets its turn.
 */
export async function learn(learned: Learned, spec: DetectionSpec, measured: readonly Measured[], nowMs: number): Promise<void> {
  for (const { name, labels, times, values } of measured) {
    const series = learned.series.get(name) ?? newSeries(spec, name, labels);
    learned.series.set(name, series);
    for (const [index, timeMs] of times.entries()) {
      const value = values[index];
      if (value === undefined || timeMs <= series.lastMs) continue;
      series.lastMs = timeMs;
      learned.lastMs = Math.max(learned.lastMs, timeMs);
      keepPoint(series, spec, timeMs, value, nowMs);
    }
    if (times.length > turnPoints) await setImmediate();
  }
  const forgottenMs = nowMs - spec.historyHours * 3_600_000;
  for (const [name, { lastMs }] of learned.series) if (lastMs < forgottenMs) learned.series.delete(name);
}

function newSeries(spec: DetectionSpec, name: string, labels: Measured['labels']): LearnedSeries {
  const detector = spec.kind === 'anomaly' ? createDetector() : null;
  return { name, labels, detector, verdicts: [], times: [], values: [], lastMs: 0 };
}

function keepPoint(series: LearnedSeries, spec: DetectionSpec, timeMs: number, value: number, nowMs: number): void {
  const verdict = series.detector === null ? null : stepDetector(series.detector, timeMs, value);
  if (verdict !== null) {
    series.verdicts.push(verdict);
    if (series.verdicts.length > verdictsKept) series.verdicts.shift();
    return;
  }
  if (series.detector !== null) return;
  series.times.push(timeMs);
  series.values.push(value);
  const oldestMs = nowMs - spec.historyHours * 3_600_000;
  while ((series.times[0] ?? nowMs) < oldestMs) {
    series.times.shift();
    series.values.shift();
  }
}

function digestOf({ input, kind, everySeconds, historyHours, systemId, seriesMax }: DetectionSpec): string {
  return JSON.stringify([input, kind, everySeconds, historyHours, systemId, seriesMax]);
}

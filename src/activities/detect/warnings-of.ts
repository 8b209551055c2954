/** What is weak in what a run brought: series that are left out, and a step that doesn't fit. */

import { judgeStep } from '../../analysis/detection/judge-step.ts';
import type { DetectionSpec, Trouble } from '../../domain/detection.ts';
import { maskSecrets } from '../../domain/mask-secrets.ts';
import { troubleOf } from '../../text/detection-troubles.ts';
import type { JudgedSeries } from './judge-series.ts';

const nameMax = 120;

/** One of each kind; a step is only spoken of where it fits none of the series that say anything about it well. */
export function warningsOf(spec: DetectionSpec, judged: readonly JudgedSeries[], leftOut: number): readonly Trouble[] {
  const wide = leftOut > 0 ? [troubleOf('left-out', { count: leftOut, max: spec.seriesMax })] : [];
  return spec.input.kind === 'query' ? [...wide, ...stepWarning(spec, judged)] : wide;
}

function stepWarning({ everySeconds }: DetectionSpec, judged: readonly JudgedSeries[]): readonly Trouble[] {
  const found = judged.map(({ learned }) => {
    const { verdicts } = learned;
    const times = verdicts.length > 0 ? verdicts.map(({ timeMs }) => timeMs) : learned.times;
    const values = verdicts.length > 0 ? verdicts.map(({ value }) => value) : learned.values;
    return { name: learned.name, fault: judgeStep(times, values, everySeconds * 1_000) };
  });
  const faulty = found.filter(({ fault }) => fault !== null);
  const [first] = faulty;
  // One series that comes and goes says nothing about the step.
  if (first === undefined || first.fault === null || 2 * faulty.length < found.length) return [];
  const { name, fault } = first;
  const shared = { step: everySeconds, series: maskSecrets(name).slice(0, nameMax) };
  if (fault.kind === 'gaps') return [troubleOf('gaps', { ...shared, percent: Math.round(100 * fault.share) })];
  return [troubleOf('repeats', { ...shared, times: fault.times, measured: fault.times * everySeconds })];
}

/** Several series of one system as one: a little unusual in many places at once is as telling as very unusual in one. */

import { type Alerting, bendDigits, createDetector, type Detector, raisesAlert, stepDetector, type Verdict } from './detector.ts';

export interface SystemDetector extends Alerting {
  readonly detectors: Map<string, Detector>;
}

export interface SystemVerdict {
  readonly timeMs: number;
  /** 0 to 1, on the scale of one series' surprise; never below that of its most surprising part. */
  readonly surprise: number;
  readonly isAlert: boolean;
  /** The judged series, the most surprising first. */
  readonly parts: readonly { readonly name: string; readonly verdict: Verdict }[];
}

/** What every series shows now and then, in digits: it adds nothing. */
const usualDigits = 1;

export function createSystemDetector(): SystemDetector {
  return { detectors: new Map(), points: 0, pointsSinceAlert: Number.MAX_SAFE_INTEGER };
}

/**
 * Takes what was measured at one moment. Digits above the usual ones are added and divided by the root of the number of series, as
 * Stouffer (1949) adds independent tests, with the logarithm in place of the normal score. Null when nothing could be judged.
 */
export function stepSystem(system: SystemDetector, timeMs: number, values: ReadonlyMap<string, number>): SystemVerdict | null {
  const parts: { name: string; verdict: Verdict }[] = [];
  for (const [name, value] of values) {
    const detector = system.detectors.get(name) ?? createDetector();
    system.detectors.set(name, detector);
    const verdict = stepDetector(detector, timeMs, value);
    if (verdict !== null) parts.push({ name, verdict });
  }
  if (parts.length === 0) return null;
  parts.sort((one, other) => other.verdict.digits - one.verdict.digits);
  const excess = parts.reduce((sum, { verdict }) => sum + Math.max(0, verdict.digits - usualDigits), 0);
  const digits = Math.max(parts[0]?.verdict.digits ?? 0, usualDigits + excess / Math.sqrt(parts.length));
  const surprise = bendDigits(digits);
  system.points += 1;
  return { timeMs, surprise, isAlert: raisesAlert(system, surprise), parts };
}

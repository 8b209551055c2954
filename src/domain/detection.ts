/** What is watched by itself: a metric whose anomalies or whose way to a limit open incidents of their own. */

import type { Severity } from './alert.ts';
import type { LocalText } from './text.ts';

/** Alerts of detections say that they come from here. */
export const detectionSource = 'detection';

export type DetectionKind = 'anomaly' | 'forecast';
export type DetectionDirection = 'high' | 'low' | 'both';

/** Where the numbers come from: a query over time, or a number that a look brings, sampled at each tick. */
export type DetectionInput =
  | { readonly kind: 'query'; readonly query: string }
  | {
      readonly kind: 'look';
      readonly probe: string;
      readonly parameters: Readonly<Record<string, unknown>>;
      readonly fact: string;
      /** A fact that names the series, such as the mount that is fullest. */
      readonly nameFact: string | null;
    };

/** One detection, complete: what the configuration and the packs say, with every default filled in. */
export interface DetectionSpec {
  readonly id: string;
  readonly title: LocalText;
  readonly kind: DetectionKind;
  readonly systemId: string;
  readonly input: DetectionInput;
  /** Which side is trouble. */
  readonly direction: DetectionDirection;
  /** `bytes`, `ratio`, or words that stand behind the number. */
  readonly unit: string;
  readonly severity: Severity;
  readonly everySeconds: number;
  /** How much of the past is learned from. */
  readonly historyHours: number;
  /** More series than this are left out, and it is said. */
  readonly seriesMax: number;
  /** Incidents a day. */
  readonly budgetPerDay: number;
  /** For forecasts: the value that is not to be reached, by rising or by falling. */
  readonly limit: { readonly value: number; readonly direction: 'rising' | 'falling' } | null;
  /** For forecasts: what is nearer than this opens an incident. */
  readonly withinHours: number;
  /** Whether it comes with Zhiban: one that finds nothing to watch is no fault then. */
  readonly isBuiltIn: boolean;
}

export type Mark = 'useful' | 'useless';

export interface StoredMark {
  readonly mark: Mark;
  readonly personId: string;
  readonly personName: string;
  readonly at: string;
}

/**
 * - `opened`: an incident was opened, or it joined the one that was open.
 * - `budget`: withheld since the day's incidents were used up.
 * - `threshold`: unusual, but below the threshold as budget and people have raised it.
 */
export type EventOutcome = 'opened' | 'budget' | 'threshold';

/** One thing that a detection saw, from its onset to its end. */
export interface DetectionEvent {
  readonly id: string;
  readonly detectionId: string;
  readonly seriesKey: string;
  readonly seriesName: string;
  readonly since: string;
  readonly endedAt: string | null;
  readonly outcome: EventOutcome;
  /** When the incident was asked for; null while withheld. */
  readonly openedAt: string | null;
  /** It opened the incident rather than joined it: it is what the budget counts. */
  readonly isLead: boolean;
  readonly incidentId: string | null;
  /** Odds of the score: 1 where the detector itself draws its line. */
  readonly odds: number;
  readonly thresholdOdds: number;
  readonly reason: LocalText;
  readonly mark: StoredMark | null;
}

export type SeriesState = 'learning' | 'quiet' | 'unusual' | 'withheld' | 'not-predictable' | 'approaching';

/** The last that was seen of one series. */
export interface DetectionSeries {
  readonly detectionId: string;
  readonly key: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly state: SeriesState;
  readonly lastAt: string;
  readonly value: number;
  readonly expected: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** 0 to 1; one half is where the detector draws its line. */
  readonly score: number;
  readonly reason: LocalText | null;
  /** The newest points with what was usual, thinned, for a picture. */
  readonly recent: RecentPoints;
}

export interface BandPoints {
  readonly times: readonly number[];
  readonly values: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}

export interface RecentPoints extends BandPoints {
  /** What comes, where that can be told. */
  readonly ahead?: BandPoints | undefined;
  /** Since when it is unusual. */
  readonly movedAtMs?: number | undefined;
}

/**
 * Why a run brought nothing, or less than it should.
 *
 * - `system`: it is not there, or takes no queries over time. `away`: it could not be asked, or it refused.
 * - `nothing`: no series, or no such number. `too-many`: more series than can be followed.
 * - `gaps`, `repeats`: the step doesn't fit the series; most points are missing, or each value comes several times.
 */
export type TroubleKind = 'system' | 'away' | 'nothing' | 'too-many' | 'gaps' | 'repeats';

export interface Trouble {
  readonly kind: TroubleKind;
  readonly text: LocalText;
}

/** Held by a person: it isn't run, and opens nothing, until somebody resumes it. */
export interface Pause {
  readonly personId: string;
  readonly personName: string;
  readonly at: string;
}

/** How a detection as a whole does. */
export interface DetectionRun {
  readonly detectionId: string;
  readonly lastRunAt: string;
  /** Why the last run brought nothing; null when it did. */
  readonly error: Trouble | null;
  /** What is weak in what it brought. */
  readonly warnings: readonly Trouble[];
  readonly series: number;
  /** Series beyond `seriesMax`. */
  readonly leftOut: number;
  /** What the controller of the budget has added to the threshold, as the logarithm of odds; never negative. */
  readonly pressure: number;
  readonly pressureAt: string;
  readonly durationMs: number;
}

export function isDetectionGroup(groupKey: string | null): boolean {
  return groupKey?.startsWith(`${detectionSource}:`) === true;
}

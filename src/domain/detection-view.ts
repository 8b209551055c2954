/** What people and programs are shown of detections: the API's answers, in one language. */

import type { DetectionDirection, DetectionKind, EventOutcome, Mark, RecentPoints, SeriesState, TroubleKind } from './detection.ts';

/** `failing`: the last run brought nothing. Else that of its most notable series; `waiting` before the first run. */
export type DetectionState = 'paused' | 'failing' | 'waiting' | 'empty' | SeriesState;

export interface TroubleView {
  readonly kind: TroubleKind;
  readonly text: string;
  /** What to do about it. */
  readonly advice: string;
}

export interface DetectionView {
  readonly id: string;
  readonly title: string;
  readonly kind: DetectionKind;
  readonly systemId: string;
  /** The query, or the look and its number. */
  readonly source: string;
  readonly direction: DetectionDirection;
  readonly unit: string;
  readonly everySeconds: number;
  readonly limit: number | null;
  readonly withinHours: number | null;
  readonly isBuiltIn: boolean;
  readonly state: DetectionState;
  readonly pausedAt: string | null;
  readonly pausedBy: string | null;
  readonly lastRunAt: string | null;
  /** Why the last run brought nothing. */
  readonly error: string | null;
  /** The same with what to do, and what is weak in what it brought. */
  readonly troubles: readonly TroubleView[];
  readonly series: number;
  readonly leftOut: number;
  readonly budgetPerDay: number;
  /** Incidents within 24 hours. */
  readonly opened: number;
  /** What the budget withheld within 24 hours. */
  readonly withheld: number;
  /** What stayed below the threshold, as budget and people have raised it, within 24 hours. */
  readonly belowThreshold: number;
  /** From this score on an incident is opened; 0.5 is the detector's own line. Marks move single series further. */
  readonly threshold: number;
  /** What is unusual, approaching or withheld now. */
  readonly notable: number;
  /** Incidents of the last 90 days that people called so. */
  readonly useful: number;
  readonly useless: number;
  /** The series whose score is nearest to its threshold or farthest above it. */
  readonly foremost: DetectionSeriesView | null;
}

export interface DetectionSeriesView {
  readonly key: string;
  readonly name: string;
  readonly state: SeriesState;
  readonly lastAt: string;
  readonly value: number;
  readonly expected: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly score: number;
  readonly threshold: number;
  readonly reason: string | null;
  readonly recent: RecentPoints;
}

export interface DetectionEventView {
  readonly id: string;
  readonly seriesKey: string;
  readonly seriesName: string;
  readonly since: string;
  readonly endedAt: string | null;
  readonly outcome: EventOutcome;
  readonly incidentId: string | null;
  /** Of the incident. */
  readonly code: string | null;
  readonly score: number;
  readonly threshold: number;
  readonly reason: string;
  readonly mark: Mark | null;
  readonly markedBy: string | null;
}

export interface DetectionDetailView extends DetectionView {
  /** What makes the threshold: the detector's line, the budget's pressure, people's marks; as scores. */
  readonly pressure: number;
  readonly items: readonly DetectionSeriesView[];
  readonly events: readonly DetectionEventView[];
}

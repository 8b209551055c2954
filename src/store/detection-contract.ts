/** What the rest of the house may ask about what is watched by itself. */

import type { DetectionEvent, DetectionRun, DetectionSeries, StoredMark } from '../domain/detection.ts';

export interface Sample {
  /** Names the series within its detection. */
  readonly name: string;
  readonly timeMs: number;
  readonly value: number;
}

export interface DetectionStore {
  /** One run at a time decides what becomes of what was seen: holds until the transaction ends. */
  lock(): Promise<void>;
  runs(): Promise<readonly DetectionRun[]>;
  saveRun(run: DetectionRun): Promise<void>;
  /** Of one detection, or of all; by name. */
  series(detectionId?: string): Promise<readonly DetectionSeries[]>;
  saveSeries(series: readonly DetectionSeries[]): Promise<void>;
  /** Series that were last seen before. */
  forgetSeries(detectionId: string, before: string): Promise<void>;
  /** The same moment twice is two points; readers take the last. */
  addSamples(detectionId: string, samples: readonly Sample[]): Promise<void>;
  /** Oldest first. */
  samples(detectionId: string, sinceMs: number): Promise<readonly Sample[]>;
  begin(event: DetectionEvent): Promise<void>;
  change(
    id: string,
    change: Partial<Pick<DetectionEvent, 'endedAt' | 'outcome' | 'openedAt' | 'isLead' | 'incidentId' | 'odds' | 'reason'>>,
  ): Promise<void>;
  /** What is not over; of one detection, or of all. */
  going(detectionId?: string): Promise<readonly DetectionEvent[]>;
  /** Newest first. */
  events(filter: {
    readonly detectionId?: string;
    readonly incidentId?: string;
    readonly limit: number;
  }): Promise<readonly DetectionEvent[]>;
  /** What the budget counts: events that led to an incident, and those that were withheld, by detection. */
  countsSince(
    since: string,
  ): Promise<readonly { readonly detectionId: string; readonly opened: number; readonly budget: number; readonly threshold: number }[]>;
  /** Events with a mark; of one detection, or of all. */
  marked(detectionId: string | null, since: string): Promise<readonly DetectionEvent[]>;
  /** On all events of the incident; null takes it back. Returns those events. */
  mark(incidentId: string, mark: StoredMark | null): Promise<readonly DetectionEvent[]>;
  /** Events that were over before, and samples of days before. */
  forgetBefore(given: { readonly events: string; readonly samplesDay: string }): Promise<void>;
}

/** What may be asked about the story of an incident. */

import type { TimelineEntry, TimelineKind } from '../domain/incident.ts';
import type { LocalText } from '../domain/text.ts';

export type NewTimelineEntry = {
  readonly incidentId: string;
  readonly at: string;
  readonly kind: TimelineKind;
  readonly text: LocalText;
  readonly evidenceIds?: readonly string[];
  readonly actor: string /** The same key is written once. */;
  readonly key?: string;
};

export interface TimelineStore {
  add(entry: NewTimelineEntry): Promise<void>;
  addMany(entries: readonly NewTimelineEntry[]): Promise<void>;
  /** The last ones, oldest first. */
  ofIncident(incidentId: string, limit: number): Promise<readonly TimelineEntry[]>;
}

/** What whoever comes on duty should know, as people and programs are shown it. The names here are public; extend, don't rename. */

import type { Severity } from './alert.ts';
import type { IncidentStatus } from './incident.ts';
import type { PersonName, ScheduleName } from './oncall-view.ts';

export interface HandoverIncident {
  readonly code: string;
  readonly title: string;
  readonly severity: Severity;
  readonly status: IncidentStatus;
  readonly startedAt: string;
  readonly resolvedAt: string | null;
  /** Name of who has it, or had it. */
  readonly takenBy: string | null;
  /** What was found and done, in one or two sentences; null where nothing is known. */
  readonly summary: string | null;
}

export interface HandoverView {
  readonly schedule: ScheduleName;
  /** Of the duty that is reported on, up to now where it still lasts. */
  readonly from: string;
  readonly to: string;
  readonly outgoing: readonly PersonName[];
  readonly incoming: readonly PersonName[];
  readonly open: readonly HandoverIncident[];
  readonly resolved: readonly HandoverIncident[];
  /** Who was called how often; the most often first. */
  readonly called: readonly { readonly person: PersonName; readonly count: number }[];
  /** Those that end within the next twelve hours; what they hold back is told then. */
  readonly silences: readonly { readonly id: string; readonly comment: string; readonly endsAt: string }[];
  /** Sentences, each with its incident's code. */
  readonly watch: readonly string[];
}

/** What the store keeps of alerts. */

import type { Alert, IncomingAlert, Severity } from '../domain/alert.ts';
import type { Matcher } from '../domain/silence.ts';

export interface AlertsOfIncident {
  readonly incidentId: string;
  readonly alerts: readonly IncomingAlert[];
}

export interface AlertTally {
  readonly added: number;
  readonly changed: number;
  readonly repeated: number;
  /** By how many more (or fewer) fire than before. */
  readonly firing: number;
}

/** Every one that is given has to be met. Moments are ISO 8601 and meant of the beginning. */
export interface AlertFilter {
  readonly status?: IncomingAlert['status'] | undefined;
  readonly severities?: readonly Severity[] | undefined;
  readonly source?: string | undefined;
  /** Of one alert in its source: all its periods. */
  readonly fingerprint?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly incidentId?: string | undefined;
  /** One that the alert's incident concerns. */
  readonly systemId?: string | undefined;
  readonly matchers?: readonly Matcher[] | undefined;
  /** Words that all stand somewhere in its labels or annotations. */
  readonly q?: string | undefined;
  /** 1 to 200. */
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface AlertPage {
  readonly items: readonly (Alert & { readonly incidentCode: string })[];
  readonly nextCursor: string | null;
}

export interface AlertStore {
  /** Newest beginning first. Throws `invalid` for a cursor that it did not give, or a pattern that can't be searched for. */
  list(filter: AlertFilter): Promise<AlertPage>;
  /** Inserts, or updates the row of the same fingerprint and group in the incident; an older notification never overwrites a newer state. */
  upsert(incidentId: string, alerts: readonly IncomingAlert[], receivedAt: string): Promise<AlertTally>;
  /** The same for several at once, with what became of each; locks the incidents in the order of their ids. No alert is in two of them. */
  upsertMany(given: readonly AlertsOfIncident[], receivedAt: string): Promise<readonly AlertTally[]>;
  /** Firing first, then the newest; of one group where it is named. */
  ofIncident(incidentId: string, limit: number, groupKey?: string): Promise<readonly Alert[]>;
  /** What fires in open incidents, the oldest first; with `endsBefore` only what was said to hold until then at most. */
  firing(wanted: { readonly endsBefore?: string; readonly limit: number }): Promise<readonly Alert[]>;
  countFiring(incidentId: string): Promise<number>;
  countAll(incidentId: string): Promise<number>;
}

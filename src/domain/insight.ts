/** The numbers of on-call work: how much came in, how much of it was noise, how long people and Zhiban took. */

import type { Severity } from './alert.ts';
import type { Incident, IncidentStatus } from './incident.ts';

export interface InsightSpan {
  /** ISO 8601; incidents that began at or after it. */
  readonly since: string;
  /** ISO 8601; and before it. */
  readonly until: string;
  /** IANA name: where weeks and days begin. */
  readonly timeZone: string;
}

/** One incident, with the moments that are counted. Times are ISO 8601. */
export interface IncidentRecord {
  readonly id: string;
  readonly code: string;
  readonly title: string;
  readonly origin: Incident['origin'];
  readonly severity: Severity;
  readonly status: IncidentStatus;
  /** The Monday and the day on which it began, in the time zone of the span: `2026-11-23`. */
  readonly week: string;
  readonly day: string;
  /** Of the label `service` of its first alert that has one, else its first system. */
  readonly service: string | null;
  /** Of the label `team` of its first alert that has one. */
  readonly team: string | null;
  readonly systemIds: readonly string[];
  /** When the trouble began, as its alerts say. */
  readonly startedAt: string;
  /** When Zhiban heard of it. */
  readonly receivedAt: string;
  readonly acknowledgedAt: string | null;
  /** When the verdict that stands was found; null while the cause is unknown. */
  readonly identifiedAt: string | null;
  readonly resolvedAt: string | null;
  /** The fault that the verdict names: the id of its signature. */
  readonly fault: string | null;
  /** Alerts in it, and how often they were received altogether. */
  readonly alerts: number;
  readonly notifications: number;
  /** Whether the plan that was proposed for its alerts was carried out and verified, and not undone since. */
  readonly isFixedByPlan: boolean;
  /** Whether a person did anything: acknowledged, decided on a plan, resolved by hand. */
  readonly isHandled: boolean;
}

export const insightGroups = ['day', 'week', 'service', 'team', 'severity', 'fault'] as const;
export type InsightGroup = (typeof insightGroups)[number];

/** Seconds; of how many incidents. */
export interface Durations {
  readonly count: number;
  readonly mean: number;
  readonly median: number;
  readonly p95: number;
}

export interface TimeSaved {
  /** Incidents fixed by a plan whose fault was resolved by hand at other times, often enough to compare. */
  readonly incidents: number;
  /** Per fault, the median of those by hand less the duration of each that a plan fixed; negative where plans were slower. */
  readonly seconds: number;
}

export interface Insight {
  /** The group: a week, a service, …; empty for what has none, and for all together. */
  readonly key: string;
  readonly incidents: number;
  readonly open: number;
  readonly alerts: number;
  readonly notifications: number;
  /** Incidents of alerts that ended by themselves before anybody did anything, and their share of those that ended; null when none has. */
  readonly noise: { readonly incidents: number; readonly share: number | null };
  /** Trouble to alert received (mean: MTTD). */
  readonly detect: Durations | null;
  /** Received to acknowledged (mean: MTTA). */
  readonly acknowledge: Durations | null;
  /** Received to a cause that is confirmed or likely (mean: MTTI). */
  readonly identify: Durations | null;
  /** Trouble to resolved (mean: MTTR). */
  readonly resolve: Durations | null;
  readonly fixedByPlan: number;
  /** Null when there is nothing to compare with. */
  readonly saved: TimeSaved | null;
}

export interface InsightReport extends InsightSpan {
  readonly group: InsightGroup;
  readonly total: Insight;
  readonly items: readonly Insight[];
  /** True when there were more incidents than are counted at once; the oldest are counted. */
  readonly isTruncated: boolean;
}

/** What a voice says: one incident's moment, or several in a digest, already in one language. */

import type { Severity } from './alert.ts';
import type { CardTone } from './card.ts';
import type { IncidentPhase, IncidentStatus } from './incident.ts';
import type { Moment } from './moment.ts';
import type { PlanState, Risk } from './plan.ts';
import type { Locale } from './text.ts';
import type { VerdictState } from './verdict.ts';

/** Who is meant: which of the configured destinations, and in which language. */
export interface VoiceTarget {
  readonly adapter: string;
  /** The name under which the destination is configured. */
  readonly name: string;
  /** Addresses, where the destination has many readers; empty means those of the configuration. */
  readonly to: readonly string[];
  readonly locale: Locale;
}

export interface Announcement {
  /** The same content has the same id, however often it is tried. */
  readonly id: string;
  readonly locale: Locale;
  /** Newest first by importance; never empty. More than one is a digest. */
  readonly notices: readonly IncidentNotice[];
  /** What a digest is called, and what a push notification or a subject shows. */
  readonly title: string;
  /** `and {count} more`, for what doesn't fit. */
  readonly more: (count: number) => string;
  /** The list of incidents, for what doesn't fit; null when nobody outside can reach it. */
  readonly listLink: string | null;
}

export interface IncidentNotice {
  readonly incidentId: string;
  readonly code: string;
  /** The newest of those that are told. */
  readonly moment: Moment;
  readonly severity: Severity;
  readonly tone: CardTone;
  readonly emoji: string;
  /** `Waits for approval` */
  readonly headline: string;
  /** `ZB-42 orders-db: connections exhausted` */
  readonly title: string;
  /** Severity · since when · growing or not. */
  readonly subtitle: string;
  /** Plain text; what happens, the cause with its confidence word in front, the next step. */
  readonly sections: readonly { readonly label: string; readonly lines: readonly string[] }[];
  readonly link: string | null;
  readonly linkLabel: string;
  readonly record: IncidentRecord;
}

/** The same for machines: stable names, ISO 8601 times, nothing rendered. */
export interface IncidentRecord {
  readonly id: string;
  readonly code: string;
  readonly moment: Moment;
  readonly at: string;
  readonly title: string;
  readonly severity: Severity;
  readonly status: IncidentStatus;
  readonly phase: IncidentPhase;
  readonly origin: string;
  readonly systemIds: readonly string[];
  readonly startedAt: string;
  readonly acknowledgedAt: string | null;
  readonly acknowledgedBy: string | null;
  readonly resolvedAt: string | null;
  readonly alerts: { readonly firing: number; readonly total: number };
  readonly verdict: {
    readonly state: VerdictState;
    readonly summary: string;
    readonly causes: readonly {
      readonly systemId: string;
      readonly state: 'confirmed' | 'likely';
      readonly confidence: number;
      readonly title: string;
    }[];
  } | null;
  readonly plan: {
    readonly id: string;
    readonly state: PlanState;
    readonly risk: Risk;
    readonly title: string;
    readonly expiresAt: string;
  } | null;
  readonly url: string | null;
}

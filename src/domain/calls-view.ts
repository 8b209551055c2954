/** Who was called for an incident, as people and programs are shown it. The names here are public; extend, don't rename. */

import type { Severity } from './alert.ts';
import type { IncidentStatus } from './incident.ts';
import type { PageWay } from './ladder.ts';
import type { PersonName } from './oncall-view.ts';

export interface CallView {
  readonly id: string;
  readonly at: string;
  /** Of the incident, as people say it. */
  readonly code: string;
  readonly kind: 'call' | 'reminder' | 'lapse';
  /** From 1; null for a reminder. */
  readonly level: number | null;
  readonly way: PageWay;
  /** Null where nobody in particular was meant, or there was nobody. */
  readonly person: PersonName | null;
  /** `none`: it was not made, for a reason. */
  readonly outcome: 'made' | 'waiting' | 'failed' | 'none';
  /** Who, how, and what came of it or why not, in one sentence. */
  readonly text: string;
}

/** A step of the ladder that is ahead, by what is known now. */
export interface NextCallView {
  readonly at: string;
  /** From 1. */
  readonly level: number;
  readonly way: PageWay;
  /** Who would be called then. */
  readonly people: readonly PersonName[];
}

export interface CallsView {
  readonly incidentId: string;
  readonly code: string;
  readonly title: string;
  readonly severity: Severity;
  readonly status: IncidentStatus;
  /** Name of the ladder; null when none is meant for it. */
  readonly ladder: string | null;
  /** What is going on with the calls, in one sentence. */
  readonly headline: string;
  /** When the next call or reminder is due. */
  readonly nextAt: string | null;
  readonly snoozedUntil: string | null;
  /** Who will be called when, if nobody takes it over: up to five steps, the next first. */
  readonly next: readonly NextCallView[];
  /** In the order in which they were made. */
  readonly calls: readonly CallView[];
}

export interface LadderView {
  readonly name: string;
  readonly match: Readonly<Record<string, string>>;
  readonly startAfterMinutes: number;
  readonly levels: readonly { readonly call: readonly string[]; readonly by: readonly PageWay[]; readonly everyMinutes: number }[];
  readonly repeat: number;
  readonly stillOnItMinutes: number | null;
  readonly answerWithinMinutes: number | null;
  /** `22:00–08:00 (Asia/Shanghai)` */
  readonly quietHours: string | null;
}

/** Who is called, by which means and how long after, when nobody takes an incident over; and the records of each call. */

import type { Hours } from './hours.ts';

/** A mention in the incident's threads; the platform's buzz; a text message; a call. */
export const pageWays = ['mention', 'app', 'sms', 'phone'] as const;
export type PageWay = (typeof pageWays)[number];

export interface LadderLevel {
  /** Ids of schedules and people, or roles; empty: who has the role responder. */
  readonly call: readonly string[];
  /** One after the other. */
  readonly by: readonly PageWay[];
  /** From one way to the next, and to the next level. */
  readonly everyMs: number;
}

export interface Ladder {
  readonly name: string;
  /** Label name to the exact value; `severity` and `origin` are matched too. Empty matches all. */
  readonly match: Readonly<Record<string, string>>;
  readonly startAfterMs: number;
  readonly levels: readonly LadderLevel[];
  /** How often all levels are called again. */
  readonly repeat: number;
  /** From who took it over to “still on it?”, again and again; null: never asked. */
  readonly stillOnItMs: number | null;
  /** From “still on it?” to the end of an acknowledgement that nobody has confirmed; null: it never ends by itself. */
  readonly answerWithinMs: number | null;
  /** When incidents that aren't critical call nobody; null: at no time. */
  readonly quietHours: Hours | null;
}

/** Destinations of `adapters.webhook` that text or call people; a way without one is the chat platform's. */
export type PageProviders = Readonly<Partial<Record<PageWay, string | undefined>>>;

export const ladderEnds = ['taken', 'mitigated', 'resolved', 'exhausted', 'no-ladder', 'too-old'] as const;
export type LadderEnd = (typeof ladderEnds)[number];

/** Where an incident is on its ladder; there is one for each incident. */
export interface LadderRecord {
  readonly incidentId: string;
  /** Grows each time that the incident is nobody's again; the first is 1. */
  readonly run: number;
  readonly ladder: string;
  readonly state: 'climbing' | 'reminding' | 'ended';
  readonly end: LadderEnd | null;
  readonly beganAt: string;
  /** The next step of the ladder, or the next reminder; from 0. */
  readonly step: number;
  /** When it is due; null once nothing is. */
  readonly nextAt: string | null;
  readonly snoozedUntil: string | null;
  /** Name of the person. */
  readonly snoozedBy: string | null;
  /** The step that would have come next when it was taken over; null while nobody has it. */
  readonly takenAtStep: number | null;
  /** Of the “still on it?” that nobody has answered yet. */
  readonly askedAt: string | null;
  /** The end of the silence or window that all that fires of it is in; null while the ladder isn't paused. */
  readonly heldUntil: string | null;
  /** Who made that. */
  readonly heldBy: string | null;
}

/** `chat`: what came of it is known by the lines with its slot. */
export const pageStates = ['chat', 'waiting', 'sent', 'refused', 'skipped'] as const;
export type PageState = (typeof pageStates)[number];

export const pageReasons = [
  'no-account',
  'no-phone',
  'nobody-on-duty',
  'nobody',
  'quiet-hours',
  'overtaken',
  'snoozed',
  'refused',
  'lapsed',
  'silenced',
] as const;
export type PageReason = (typeof pageReasons)[number];

/** One person of one step, written before anything is sent; or, without a person, why a step called nobody. */
export interface PageRecord {
  readonly id: string;
  readonly incidentId: string;
  readonly run: number;
  /** `lapse`: a reminder had no answer, so that the ladder goes on. */
  readonly kind: 'call' | 'reminder' | 'lapse';
  readonly step: number;
  /** From 0; null for a reminder and what came of it. */
  readonly level: number | null;
  readonly way: PageWay;
  readonly personId: string | null;
  /** Of the lines in the threads. */
  readonly slot: string | null;
  readonly state: PageState;
  readonly reason: PageReason | null;
  /** What a provider said, without secrets; or until when. */
  readonly detail: string | null;
  readonly at: string;
  readonly sentAt: string | null;
  readonly attempts: number;
}

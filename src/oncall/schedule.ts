/** A schedule as people write it down, and what it comes to: who is on duty from when to when. */

import type { Weekday } from '../domain/hours.ts';

export interface Schedule {
  readonly id: string;
  readonly name: string;
  /** IANA name; layers may have their own. */
  readonly timeZone: string;
  /** Other words by which people ask for it: services, teams. */
  readonly aliases: readonly string[];
  /** From the bottom to the top: where a later one has somebody, it goes over those before. */
  readonly layers: readonly Layer[];
  readonly holidays: readonly Holiday[];
}

export interface Layer {
  readonly name: string;
  readonly timeZone: string;
  /** Who takes turns; those within one turn are on duty together. Neither list is empty. */
  readonly turns: readonly (readonly string[])[];
  /** How long a turn is, on the clock of the place. */
  readonly every: TurnLength;
  /** `2026-01-05`: the day on which the first turn of the first in the list begins. */
  readonly start: string;
  /** `09:00` */
  readonly handover: string;
  /** Only then; empty is always. */
  readonly hours: readonly DutyHours[];
  /** On holidays as on other days, not at all, or on them alone. */
  readonly holidays: 'on' | 'off' | 'only';
}

export type TurnLength = { readonly days: number } | { readonly weeks: number } | { readonly hours: number };

/** A `to` that isn't later than `from` ends on the next day. */
export interface DutyHours {
  readonly days: readonly Weekday[];
  readonly from: string;
  readonly to: string;
}

/** Whole days on the schedule's clock, both included. */
export interface Holiday {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** Somebody takes over for a while. Where two overlap, the later one counts. */
export interface Override {
  readonly id: string;
  readonly personId: string;
  /** Whose duty is taken; null takes all of it, also where nobody was on duty. */
  readonly insteadOf: string | null;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Half open: the moment `toMs` belongs to the next one. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface Shift extends Span {
  /** Never empty. */
  readonly personIds: readonly string[];
  /** Null where an override alone brings somebody. */
  readonly layer: string | null;
  readonly overrideId: string | null;
}

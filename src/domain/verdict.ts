/** The end of an investigation: what is confirmed, likely or unknown, and what could not be looked at. */

import type { ChangeKind } from './change.ts';
import type { CourseEntry } from './course.ts';
import type { LookStatus } from './evidence.ts';
import type { LocalText } from './text.ts';

export type VerdictState = 'confirmed' | 'likely' | 'unknown' | 'healthy';

export interface Cause {
  readonly systemId: string;
  readonly signatureId: string | null;
  readonly state: 'confirmed' | 'likely';
  readonly confidence: number;
  readonly title: LocalText;
  readonly explanation: LocalText;
  readonly advice: LocalText | null;
  readonly evidenceIds: readonly string[];
  readonly refutedBy: LocalText | null;
}

export interface Refuted {
  readonly systemId: string;
  readonly signatureId: string | null;
  readonly title: LocalText;
  readonly reason: LocalText;
  readonly evidenceIds: readonly string[];
}

export interface BlindSpot {
  readonly systemId: string;
  readonly probe: string;
  readonly status: Exclude<LookStatus, 'ok'>;
  readonly reason: string;
}

/** A change that came before. Without a mechanism it is no more than a coincidence, and is shown as one. */
export interface ChangeSuspect {
  readonly changeId: string;
  /** Empty where the teller didn't say which. */
  readonly systemId: string;
  readonly kind: ChangeKind;
  readonly title: string;
  readonly version: string | null;
  readonly author: string | null;
  readonly at: string;
  /** From the change to the first sign of trouble. */
  readonly secondsBefore: number;
  /** `sign`: the changed system shows something that began after it; `fault`: a known fault was found there; `none`: only the time speaks. */
  readonly mechanism: 'sign' | 'fault' | 'none';
  readonly evidenceIds: readonly string[];
}

export interface Verdict {
  readonly state: VerdictState;
  readonly summary: LocalText;
  readonly causes: readonly Cause[];
  readonly refuted: readonly Refuted[];
  readonly blindSpots: readonly BlindSpot[];
  /** Which analyst came to it; `offline` is labelled as such wherever the verdict is shown. */
  readonly analyst: string;
  readonly at: string;
  /** True when a budget ended the investigation before it was through; a Resume button is offered. */
  readonly isPartial: boolean;
  /** What began when, in order; absent where nothing told a time. */
  readonly course?: readonly CourseEntry[];
  /** Changes that came before, as suspects; absent where none was told. */
  readonly suspects?: readonly ChangeSuspect[];
}

/** What one investigation may spend at most. */
export interface Budget {
  readonly probesMax: number;
  readonly secondsMax: number;
  readonly llmCallsMax: number;
  readonly tokensMax: number;
}

export interface Spent {
  readonly probes: number;
  readonly llmCalls: number;
  readonly tokens: number;
  readonly seconds: number;
}

export const nothingSpent: Spent = { probes: 0, llmCalls: 0, tokens: 0, seconds: 0 };

/** What a person may do about noise: silence, ask why something was not told. */

import type { Matcher, SilenceView } from '../domain/silence.ts';
import type { SuppressedView, SuppressionKind } from '../domain/suppression.ts';
import type { Caller } from './contract.ts';

export interface SilenceInput {
  /** The one to change; without it a new one. */
  readonly id?: string | undefined;
  /** Either these, or words: matchers as text, a system, an incident's code, the name of an alert that fires. */
  readonly matchers?: readonly Matcher[] | undefined;
  readonly target?: string | undefined;
  /** Now, unless said. */
  readonly startsAt?: string | undefined;
  /** Either this, or how long. */
  readonly endsAt?: string | undefined;
  readonly durationMs?: number | undefined;
  /** Id of an incident: as long as that is open, and a week at most. */
  readonly untilResolved?: string | undefined;
  readonly comment: string;
}

/** What a silence over these would mean. */
export interface SilenceTrial {
  readonly matchers: readonly Matcher[];
  /** Alerts that fire in open incidents now: they were told, and stay there. */
  readonly firing: number;
  /** Alerts that came within the last 24 hours, each counted once. */
  readonly lastDay: number;
  /** There were too many to look at all of them: there may be more. */
  readonly isCut: boolean;
  /** Titles of some. */
  readonly samples: readonly string[];
}

export interface WhyAnswer {
  /** Periods in which alerts were kept back, newest first. */
  readonly items: readonly SuppressedView[];
  /** What of it fires in open incidents: it was told. */
  readonly told: readonly {
    readonly title: string;
    readonly fingerprint: string;
    readonly code: string;
    readonly incidentId: string;
    /** Why it was told together with others; null where it was told by itself. */
    readonly together: string | null;
  }[];
}

/** Errors as for all operations. */
export interface NoiseOperations {
  listSilences(
    caller: Caller,
    filter: { readonly state?: string | undefined; readonly limit?: number | undefined },
  ): Promise<readonly SilenceView[]>;
  showSilence(caller: Caller, id: string): Promise<SilenceView>;
  /** What it would keep quiet; nothing is changed. */
  trySilence(caller: Caller, input: Pick<SilenceInput, 'matchers' | 'target'>): Promise<SilenceTrial>;
  /** `matching` counts the alerts that fire in open incidents and would not be told any more if they came now. */
  addSilence(caller: Caller, input: SilenceInput): Promise<{ readonly silence: SilenceView; readonly matching: number }>;
  /** By its id or the beginning of it; `isChanged` is false for one that is over already. */
  expireSilence(caller: Caller, id: string): Promise<{ readonly silence: SilenceView; readonly isChanged: boolean }>;
  /** By fingerprint, id, system, or words of the alert. */
  whyNotTold(caller: Caller, words: string, limit?: number): Promise<WhyAnswer>;
  listSuppressed(
    caller: Caller,
    filter: {
      readonly state?: string | undefined;
      readonly kind?: SuppressionKind | undefined;
      readonly causeId?: string | undefined;
      readonly q?: string | undefined;
      readonly since?: string | undefined;
      readonly limit?: number | undefined;
    },
  ): Promise<readonly SuppressedView[]>;
}

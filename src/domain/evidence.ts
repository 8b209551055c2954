/** Evidence: an immutable stored record of one look at one system. Findings cite it by id. */

import type { LocalText } from './text.ts';

export type FactValue = string | number | boolean | null;
/** Flat, machine-readable facts; names are dotted, ratios are 0..1, sizes are bytes, durations carry their unit in the name. */
export type Facts = Readonly<Record<string, FactValue>>;

/**
 * `ok`: the probe looked. Every other state is an answer too: the system could not be looked at, and why.
 * - `unreachable`: no connection; the reason tells refused, timed out, DNS and TLS apart.
 * - `denied`: connected, but the account may not look.
 * - `timeout`: it connected but the answer did not come within the limit.
 * - `failed`: it answered with something the probe could not use.
 */
export type LookStatus = 'ok' | 'unreachable' | 'denied' | 'timeout' | 'failed';

/** Why a system could not be reached, told apart because the fix differs. */
export type ReachProblem = 'refused' | 'timed-out' | 'dns' | 'tls' | 'auth' | 'limit' | 'reset' | 'no-route' | 'host-key' | 'other';

export type SeriesRole = 'usual-low' | 'usual-high' | 'forecast' | 'forecast-low' | 'forecast-high';

/** The look at a system's logs. They lie elsewhere: that they can be read says nothing of whether the system itself answers. */
export const logsLook = 'logs';

/** Points of one series; `times` are epoch milliseconds, both arrays have the same length. */
export interface Series {
  readonly name: string;
  readonly unit: string;
  /** For what was not measured but computed: a bound of the usual, a forecast and its bounds. */
  readonly role?: SeriesRole | undefined;
  readonly times: readonly number[];
  readonly values: readonly number[];
}

/** What a probe returns; the runner bounds it, masks secrets in it and stores it. */
export interface Look {
  readonly status: LookStatus;
  /** For every status but `ok`: why, in one sentence without a secret. */
  readonly reason?: string;
  readonly problem?: ReachProblem;
  /** One line that a person reads. */
  readonly headline: LocalText;
  readonly facts: Facts;
  /** What was run, as a person would type it: `INFO memory`, `df -P -k`. */
  readonly query: string;
  /** Raw output, bounded. */
  readonly text: string;
  readonly series?: readonly Series[];
}

export interface Evidence extends Look {
  readonly id: string;
  readonly incidentId: string;
  readonly systemId: string;
  readonly probe: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The round of looks within the investigation; the first is 1. */
  readonly round: number;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly isTruncated: boolean;
}

/** Upper limits of what is kept of one look. */
export const evidenceLimits = { textBytes: 16_000, factsMax: 200, factTextLength: 500, seriesMax: 12, pointsMax: 720 } as const;

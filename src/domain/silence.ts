/** A silence as Alertmanager models it: what matches all its matchers is not told between two moments, because somebody said so. */

export const matcherOperators = ['=', '!=', '=~', '!~'] as const;
export type MatcherOperator = (typeof matcherOperators)[number];

export interface Matcher {
  readonly name: string;
  readonly operator: MatcherOperator;
  readonly value: string;
}

/** The name under which matchers see the systems that an alert is about; there may be several. */
export const systemLabel = 'zhiban_system';

export interface Silence {
  /** A UUID, since Alertmanager's API says so. */
  readonly id: string;
  /** All must match; at least one of them doesn't match the empty string. */
  readonly matchers: readonly Matcher[];
  readonly startsAt: string;
  readonly endsAt: string;
  readonly comment: string;
  /** Name of the person. */
  readonly createdBy: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Ends with this incident, if not before. */
  readonly incidentId: string | null;
}

export const silenceStates = ['active', 'pending', 'expired'] as const;
export type SilenceState = (typeof silenceStates)[number];

export function silenceState(silence: Pick<Silence, 'startsAt' | 'endsAt'>, nowMs: number): SilenceState {
  if (Date.parse(silence.endsAt) <= nowMs) return 'expired';
  return Date.parse(silence.startsAt) > nowMs ? 'pending' : 'active';
}

export interface SilenceView extends Silence {
  readonly state: SilenceState;
  /** Alerts that it holds back now. */
  readonly held: number;
}

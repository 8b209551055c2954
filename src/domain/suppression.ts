/** An alert that is kept and not told, and why. */

import type { IncomingAlert } from './alert.ts';

export const suppressionKinds = ['silence', 'maintenance', 'inhibition', 'flapping', 'dropped', 'hold'] as const;
export type SuppressionKind = (typeof suppressionKinds)[number];

/** One reason; an alert may have several, and is told when the last of them is gone. */
export interface SuppressionReason {
  readonly kind: SuppressionKind;
  /** Of the silence, the window, the rule. */
  readonly id: string;
  /** What people call it: the comment, the title, the alert that inhibits. */
  readonly name: string;
  /** Who made it so. */
  readonly by: string;
  /** Null where only something else that happens ends it. */
  readonly until: string | null;
}

/**
 * - `held`: kept back now.
 * - `told`: the reasons were gone while it still fired, and it went on to its incident.
 * - `ended`: it was over before anybody had to be told.
 */
export const suppressionStates = ['held', 'told', 'ended'] as const;
export type SuppressionState = (typeof suppressionStates)[number];

/** One period in which an alert was kept back: one row, however often it was repeated. */
export interface SuppressedAlert extends IncomingAlert {
  readonly id: string;
  readonly state: SuppressionState;
  readonly reasons: readonly SuppressionReason[];
  /** When it was first kept back. */
  readonly since: string;
  readonly receivedAt: string;
  readonly repeats: number;
  /** When it is to be looked at again; null where an event does that. */
  readonly recheckAt: string | null;
  readonly closedAt: string | null;
}

/** The answer to "why was I not told?". */
export interface SuppressedView {
  readonly id: string;
  readonly source: string;
  readonly fingerprint: string;
  readonly title: string;
  readonly status: IncomingAlert['status'];
  readonly state: SuppressionState;
  readonly labels: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly since: string;
  readonly closedAt: string | null;
  readonly repeats: number;
  readonly reasons: readonly (SuppressionReason & { readonly text: string })[];
}

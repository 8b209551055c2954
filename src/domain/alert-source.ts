/** Alert sources as people see them: how each does, and what would come of a message that is tried. */

import type { IncomingAlert } from './alert.ts';
import type { LocalText } from './text.ts';

/** `given` by an expression, `table`: through `severities`, `default`: nobody said. */
export type Origin = 'given' | 'table' | 'default';

export interface FieldOrigin {
  readonly field: string;
  /** As it stands in the alert; null for none. */
  readonly value: string | null;
  readonly origin: Origin;
  readonly expression: string | null;
  /** Why the expression's value isn't used. */
  readonly problem: LocalText | null;
}

export interface SourceView {
  readonly name: string;
  /** `hook` is built in or of a plugin and needs no configuration. */
  readonly kind: string;
  /** Where messages come from: the path for HTTP, else the server and what is read there. */
  readonly address: string;
  readonly state: 'up' | 'connecting' | 'down' | 'refused';
  readonly reason: LocalText | null;
  /** Null until something came, since this process started; as all the counts. */
  readonly lastReceivedAt: string | null;
  readonly received: number;
  readonly alerts: number;
  /** Was no alert by a filter or by `when`. */
  readonly leftOut: number;
  /** Could not be read. */
  readonly failed: number;
  /** Lost, because it came faster than it could be taken and its sender can't wait. */
  readonly dropped: number;
  /** Of those that could not be read, how many are still kept. */
  readonly unread: number;
}

/** A message that could not be read. */
export interface UnreadView {
  readonly id: number;
  readonly firstAt: string;
  readonly lastAt: string;
  readonly times: number;
  readonly reason: LocalText;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly body: string;
  readonly isCut: boolean;
}

/** What came of reading them again. */
export interface RetryView {
  readonly taken: number;
  readonly alerts: number;
  readonly still: number;
}

/** Where an alert would go. */
export interface TrialIncident {
  readonly does: 'joins' | 'opens' | 'opens-again' | 'none';
  /** Of the incident that it joins, or that came before. */
  readonly code: string | null;
  readonly title: string;
}

export interface TrialItem {
  readonly alert: IncomingAlert | null;
  readonly isLeftOut: boolean;
  readonly fields: readonly FieldOrigin[];
  readonly incident: TrialIncident | null;
}

export interface Trial {
  /** What the expressions are over: a mail or a line of syslog is read first. */
  readonly body: unknown;
  readonly problem: LocalText | null;
  readonly items: readonly TrialItem[];
  /** More than these are not shown. */
  readonly total: number;
}

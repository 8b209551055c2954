/** Faults that are known by the error which clients get; where no look can show them, they are likely at most, and never without that error. */

import type { Severity } from '../domain/alert.ts';
import type { Condition, Signature } from '../domain/signature.ts';
import type { LocalText } from '../domain/text.ts';

export interface QuotedError {
  /** Without the kind. */
  readonly id: string;
  readonly title: LocalText;
  readonly explanation: LocalText;
  /** The error as clients print it: no word of ordinary prose. */
  readonly quoted: string;
  readonly advice: LocalText;
  readonly source: string;
  /** By default the error itself. */
  readonly hints?: string;
  readonly severity?: Severity;
  /** `symptom`: the error tells a state that something else brings about. */
  readonly role?: Signature['role'];
  readonly explains?: readonly string[];
  /** Looks that help to judge it; by default the one that shows whether the system can be reached. */
  readonly probes?: readonly string[];
  /** By default nothing that can be seen does. */
  readonly confirm?: Condition;
  readonly confirmWhenHinted?: Condition;
  readonly likelyWhenHinted?: Condition;
  readonly refute?: Condition;
}

/** `probe` shows whether a system of this kind can be reached. */
export function quotedErrors(kind: string, probe: string, errors: readonly QuotedError[]): readonly Signature[] {
  return errors.map((error) => quotedError(kind, { probes: [probe], ...error }));
}

/** One of those that a look may show as well. */
export function quotedError(kind: string, error: QuotedError & Pick<Signature, 'probes'>): Signature {
  return {
    severity: 'warning',
    role: 'cause',
    hints: error.quoted,
    confirm: { any: [] },
    ...error,
    id: `${kind}.${error.id}`,
    kind,
    remedies: [],
  };
}

/** Faults that only the error tells that clients get: no look can show them, so they are likely at most, and never without that error. */

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
  readonly severity?: Severity;
  /** `symptom`: the error tells a state that something else brings about. */
  readonly role?: Signature['role'];
  readonly explains?: readonly string[];
  /** Looks that help to judge it; by default the one that shows whether the system can be reached. */
  readonly probes?: readonly string[];
  readonly refute?: Condition;
}

/** `probe` shows whether a system of this kind can be reached. */
export function quotedErrors(kind: string, probe: string, errors: readonly QuotedError[]): readonly Signature[] {
  return errors.map((error) => ({
    severity: 'warning',
    role: 'cause',
    probes: [probe],
    ...error,
    id: `${kind}.${error.id}`,
    kind,
    hints: error.quoted,
    confirm: { any: [] },
    remedies: [],
  }));
}

/** What a person may do about the rules: see them, try them on what was stored, save them, bring an earlier version back. */

import type { RuleBook } from '../../domain/rule-book.ts';
import type { Caller } from '../contract.ts';

export interface RuleBookView {
  readonly version: number;
  readonly book: RuleBook;
  /** The same as people write it: YAML without what is usual. */
  readonly text: string;
  readonly comment: string;
  readonly savedBy: string;
  readonly savedAt: string | null;
  /** The next openings of each window. */
  readonly openings: readonly { readonly id: string; readonly name: string; readonly startsAt: string; readonly endsAt: string }[];
}

export interface RuleVersionView {
  readonly version: number;
  readonly comment: string;
  readonly savedBy: string;
  readonly savedAt: string | null;
}

export interface DryRunPart {
  readonly kind: 'rule' | 'window' | 'inhibition';
  readonly id: string;
  readonly name: string;
  /** Alerts that it applies to, and those of them that would not be told because of it. */
  readonly alerts: number;
  readonly keptBack: number;
  readonly samples: readonly { readonly title: string; readonly labels: Readonly<Record<string, string>>; readonly startsAt: string }[];
}

export interface DryRunView {
  readonly days: number;
  /** Alerts that were looked at; `isCut` when there are more than there was time or room for. */
  readonly alerts: number;
  readonly isCut: boolean;
  readonly keptBack: number;
  /** Groups that what is told falls into: with what is in force, and with these rules. */
  readonly groupsBefore: number;
  readonly groupsAfter: number;
  readonly severityChanged: number;
  readonly parts: readonly DryRunPart[];
}

/** YAML or JSON text, or the book itself. */
export type BookInput = { readonly text: string } | { readonly book: unknown };

/** Errors as for all operations; `invalid` says where the fault is, with `rule`, `at` and `reason` in its details for a condition. */
export interface RuleOperations {
  showRules(caller: Caller, version?: number): Promise<RuleBookView>;
  listRuleVersions(caller: Caller, limit?: number): Promise<readonly RuleVersionView[]>;
  /** What they would have done with the alerts of the last days; nothing is changed. Without a book the one in force. */
  tryRules(caller: Caller, input: BookInput | null, days?: number): Promise<DryRunView>;
  /** `conflict` when somebody has saved another version since `after`. */
  saveRules(
    caller: Caller,
    input: BookInput,
    change: { readonly after?: number | undefined; readonly comment: string },
  ): Promise<RuleBookView>;
  /** Saves an earlier version once more. */
  revertRules(caller: Caller, version: number): Promise<RuleBookView>;
}

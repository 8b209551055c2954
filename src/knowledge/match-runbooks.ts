/** Which runbooks an incident is for: by the labels of its alerts, by its words, by the kinds of systems that it is about. */

import type { Labels } from '../domain/alert.ts';
import { type Runbook, runbookLimits } from './runbook.ts';

export interface IncidentSigns {
  /** Alerts, question and facts that people added, as one text. */
  readonly words: string;
  /** The labels of each alert. */
  readonly labels: readonly Labels[];
  /** Kinds of the systems that it is about. */
  readonly kinds: readonly string[];
}

/**
 * The runbooks that fit, the most particular first, at most three. Labels and words are two ways to say the same thing: either is
 * enough. Kinds narrow it down. Patterns ignore case, and a pattern of a label must fit its whole value.
 */
export function matchRunbooks(runbooks: readonly Runbook[], signs: IncidentSigns): readonly Runbook[] {
  const fitting = runbooks.map((runbook) => ({ runbook, rank: rankOf(runbook, signs) })).filter(({ rank }) => rank > 0);
  const sorted = fitting.sort((one, other) => other.rank - one.rank || (one.runbook.id < other.runbook.id ? -1 : 1));
  return sorted.slice(0, runbookLimits.followedMax).map(({ runbook }) => runbook);
}

/** 0 doesn't fit, 1 by kind alone, 2 by words, 3 by labels. */
function rankOf({ isEnabled, match }: Runbook, { words, labels, kinds }: IncidentSigns): 0 | 1 | 2 | 3 {
  if (!isEnabled) return 0;
  if (match.kinds.length > 0 && !match.kinds.some((kind) => kinds.includes(kind))) return 0;
  const wanted = Object.entries(match.labels).map(([name, pattern]) => ({ name, expression: new RegExp(`^(?:${pattern})$`, 'i') }));
  if (wanted.length > 0 && labels.some((each) => wanted.every(({ name, expression }) => expression.test(each[name] ?? '')))) return 3;
  if (match.words !== null && new RegExp(match.words, 'i').test(words)) return 2;
  return wanted.length === 0 && match.words === null && match.kinds.length > 0 ? 1 : 0;
}

/**
 * Evaluates a signature's condition over facts. Three-valued after Kleene: a fact that nobody looked at makes a test
 * unknown, and unknown only disappears where the other side decides (false and anything is false, true or anything is true).
 */

import type { FactValue } from '../../domain/evidence.ts';
import type { Condition, Operand, Test } from '../../domain/signature.ts';

export type Truth = 'true' | 'false' | 'unknown';

/** A fact and the evidence it came from. */
export interface KnownFact {
  readonly value: FactValue;
  readonly evidenceId: string;
}

export type FactTable = ReadonlyMap<string, KnownFact>;

/** The facts of the system in question and of its neighbours; each neighbour keeps its own table. */
export interface FactScope {
  readonly self: FactTable;
  readonly runsOn: readonly FactTable[];
  readonly dependsOn: readonly FactTable[];
}

export interface Outcome {
  readonly truth: Truth;
  /** Evidence that the outcome rests on. */
  readonly evidenceIds: readonly string[];
  /** Facts that were asked for and not there. */
  readonly missing: readonly string[];
}

/** Throws RangeError for a malformed regular expression or comparison: signatures are data, and wrong data is a broken assumption. */
export function evaluateCondition(condition: Condition, scope: FactScope): Outcome {
  if (isTest(condition)) return evaluateTest(condition, scope.self);
  if ('all' in condition)
    return combine(
      condition.all.map((inner) => evaluateCondition(inner, scope)),
      'false',
    );
  if ('any' in condition)
    return combine(
      condition.any.map((inner) => evaluateCondition(inner, scope)),
      'true',
    );
  if ('not' in condition) return negate(evaluateCondition(condition.not, scope));
  const neighbours = condition.on === 'runsOn' ? scope.runsOn : scope.dependsOn;
  const outcomes = neighbours.map((self) => evaluateCondition(condition.where, { self, runsOn: [], dependsOn: [] }));
  return outcomes.length === 0 ? { truth: 'unknown', evidenceIds: [], missing: [] } : combine(outcomes, 'true');
}

/** Every fact name that a condition of the system itself speaks of; for checks of signatures against probes. */
export function factsOf(condition: Condition): readonly string[] {
  if (isTest(condition)) {
    const [fact, , operand] = condition;
    return isReference(operand) ? [fact, operand.fact] : [fact];
  }
  if ('all' in condition) return condition.all.flatMap(factsOf);
  if ('any' in condition) return condition.any.flatMap(factsOf);
  if ('not' in condition) return factsOf(condition.not);
  return [];
}

function isTest(condition: Condition): condition is Test {
  return Array.isArray(condition);
}

/** `deciding` is the value that settles it alone: one false settles `all`, one true settles `any`. */
function combine(outcomes: readonly Outcome[], deciding: 'true' | 'false'): Outcome {
  const settled = outcomes.filter((outcome) => outcome.truth === deciding);
  if (settled.length > 0) return merge(deciding, settled);
  if (outcomes.some((outcome) => outcome.truth === 'unknown')) return merge('unknown', outcomes);
  return merge(deciding === 'true' ? 'false' : 'true', outcomes);
}

function merge(truth: Truth, outcomes: readonly Outcome[]): Outcome {
  return {
    truth,
    evidenceIds: [...new Set(outcomes.flatMap((outcome) => outcome.evidenceIds))],
    missing: [...new Set(outcomes.flatMap((outcome) => outcome.missing))],
  };
}

function negate(outcome: Outcome): Outcome {
  if (outcome.truth === 'unknown') return outcome;
  return { ...outcome, truth: outcome.truth === 'true' ? 'false' : 'true' };
}

function evaluateTest([name, comparison, operand]: Test, facts: FactTable): Outcome {
  const left = facts.get(name);
  if (comparison === 'exists') {
    const isThere = left !== undefined && left.value !== null;
    const evidenceIds = left === undefined ? [] : [left.evidenceId];
    if (left === undefined) return { truth: 'unknown', evidenceIds, missing: [name] };
    return { truth: isThere === (operand === true) ? 'true' : 'false', evidenceIds, missing: [] };
  }
  const right = operandValue(operand, facts);
  if (left === undefined || left.value === null || right === undefined || right.value === null) {
    const missing = [
      ...(left === undefined || left.value === null ? [name] : []),
      ...(isReference(operand) && (right?.value ?? null) === null ? [operand.fact] : []),
    ];
    return { truth: 'unknown', evidenceIds: [], missing };
  }
  const evidenceIds = [left.evidenceId, ...(right.evidenceId === '' ? [] : [right.evidenceId])];
  return { truth: compare(left.value, comparison, right.value) ? 'true' : 'false', evidenceIds: [...new Set(evidenceIds)], missing: [] };
}

function isReference(operand: Operand): operand is { readonly fact: string; readonly times?: number } {
  return typeof operand === 'object' && operand !== null;
}

function operandValue(operand: Operand, facts: FactTable): KnownFact | undefined {
  if (!isReference(operand)) return { value: operand, evidenceId: '' };
  const known = facts.get(operand.fact);
  if (known === undefined || typeof known.value !== 'number') return known;
  return { value: known.value * (operand.times ?? 1), evidenceId: known.evidenceId };
}

function compare(left: string | number | boolean, comparison: Test[1], right: string | number | boolean): boolean {
  if (comparison === '==') return left === right;
  if (comparison === '!=') return left !== right;
  if (comparison === 'matches') return new RegExp(String(right), 'i').test(String(left));
  if (typeof left !== 'number' || typeof right !== 'number') return false;
  if (comparison === '>') return left > right;
  if (comparison === '>=') return left >= right;
  if (comparison === '<') return left < right;
  if (comparison === '<=') return left <= right;
  throw new RangeError(`Cannot compare with '${comparison}'`);
}

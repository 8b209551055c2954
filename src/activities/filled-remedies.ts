/** The remedies of a signature with the facts filled in: what would be done, on which system, with which arguments. */

import { evaluateCondition, type FactScope, type FactTable } from '../analysis/rca/condition.ts';
import { placeholders } from '../analysis/rca/rank.ts';
import type { ActionArguments } from '../domain/plan.ts';
import type { Remedy, Signature } from '../domain/signature.ts';
import type { TextValue } from '../domain/text.ts';
import type { PooledSystem, SystemPool } from '../systems/pool.ts';

export interface FilledRemedy {
  readonly target: PooledSystem;
  readonly action: string;
  readonly given: ActionArguments;
}

/** In the signature's order; those whose condition doesn't hold, whose facts are missing or whose system is read-only are left out. */
export function filledRemedies(
  pool: Pick<SystemPool, 'get'>,
  signature: Signature,
  scope: FactScope,
  system: PooledSystem,
): readonly FilledRemedy[] {
  return signature.remedies.flatMap((remedy) => {
    if (remedy.when !== undefined && evaluateCondition(remedy.when, scope).truth !== 'true') return [];
    const target = remedy.on === 'runsOn' ? pool.get(system.entry.runsOn ?? '') : system;
    const given = fillArguments(remedy, placeholders(scope, system.entry.id));
    return target === null || !target.entry.actionsEnabled || given === null ? [] : [{ target, action: remedy.action, given }];
  });
}

/** The facts of a system and of those that it stands on. */
export function factScopeOf(tables: ReadonlyMap<string, FactTable>, { entry }: PooledSystem): FactScope {
  const tableOf = (id: string): FactTable => tables.get(id) ?? new Map();
  return {
    self: tableOf(entry.id),
    runsOn: entry.runsOn === undefined ? [] : [tableOf(entry.runsOn)],
    dependsOn: entry.dependsOn.map(tableOf),
  };
}

/** `{fact}` alone keeps the fact's type; within a longer text it is written out. Null when a fact is missing. */
function fillArguments(remedy: Remedy, values: Readonly<Record<string, TextValue>>): ActionArguments | null {
  const filled: Record<string, string | number | boolean | null> = {};
  for (const [name, template] of Object.entries(remedy.arguments)) {
    if (typeof template !== 'string') {
      filled[name] = template;
      continue;
    }
    const whole = /^\{([\w.@-]+)\}$/.exec(template)?.[1];
    const value =
      whole === undefined ? template.replace(/\{([\w.@-]+)\}/g, (text, fact: string) => String(values[fact] ?? text)) : values[whole];
    if (value === undefined || value === null || (whole === undefined && /\{[\w.@-]+\}/.test(String(value)))) return null;
    filled[name] = value;
  }
  return filled;
}

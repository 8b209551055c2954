/** Rules over an alert: which conditions it meets, and what becomes of it. Compiled once for each version of the book. */

import type { IncomingAlert, Labels } from '../../domain/alert.ts';
import { ZhibanError } from '../../domain/errors.ts';
import type { AlertRule, RuleBook } from '../../domain/rule-book.ts';
import { type Condition, compileCondition } from './conditions.ts';
import type { Subject } from './matchers.ts';

/** The label that says where an incident is told; from rules alone, never from a sender. */
export const routeLabel = 'zhiban_route';

export interface Shaped {
  readonly alert: IncomingAlert;
  /** Those that it met, in their order. */
  readonly met: readonly AlertRule[];
}

export interface CompiledRules {
  readonly hasGroups: boolean;
  readonly size: number;
  /** Each rule sees the alert as the one before it has left it. */
  shape(alert: IncomingAlert, subject: Subject, nowMs: number): Shaped;
}

const groupLengthMax = 2_000;

/** Throws ZhibanError `invalid` that names the rule and the place in its condition; `details` hold `rule`, `at` and `reason`. */
export function compileRules(book: Pick<RuleBook, 'rules'>, timeZone: string): CompiledRules {
  refuseTwins(book.rules.map(({ id }) => id));
  const rules = book.rules.filter(({ isOff }) => isOff !== true).map((rule) => ({ rule, isMet: conditionOf(rule, timeZone) }));
  return {
    hasGroups: rules.some(({ rule }) => rule.do.groupBy !== undefined),
    size: rules.length,
    shape(given, subject, nowMs) {
      let alert = withoutRoute(given);
      if (rules.length === 0) return { alert, met: [] };
      const met: AlertRule[] = [];
      for (const { rule, isMet } of rules) {
        if (!isMet(alert, subject, nowMs)) continue;
        met.push(rule);
        alert = applied(alert, rule);
      }
      return { alert, met };
    },
  };
}

function conditionOf({ id, when }: AlertRule, timeZone: string): Condition {
  try {
    return compileCondition(when, timeZone);
  } catch (cause) {
    if (!(cause instanceof ZhibanError)) throw cause;
    throw new ZhibanError('invalid', `rules.${id}: ${cause.message}`, { details: { ...cause.details, rule: id }, cause });
  }
}

function refuseTwins(ids: readonly string[]): void {
  const twin = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twin !== undefined) throw new ZhibanError('invalid', `rules.${twin}: there are two rules with this id`);
}

function applied(alert: IncomingAlert, rule: AlertRule): IncomingAlert {
  const { severity, labels, owner, runbook, route, groupBy } = rule.do;
  const set: Record<string, string> = {
    ...labels,
    ...(severity === undefined ? {} : { severity }),
    ...(owner === undefined ? {} : { owner }),
    ...(route === undefined ? {} : { [routeLabel]: route }),
  };
  const changed = Object.keys(set).length === 0 ? alert.labels : withLabels(alert.labels, set);
  return {
    ...alert,
    labels: changed,
    annotations: runbook === undefined ? alert.annotations : { ...alert.annotations, runbook_url: runbook },
    groupKey: groupBy === undefined ? alert.groupKey : groupOf(rule.id, groupBy, changed),
  };
}

function withLabels(labels: Labels, set: Readonly<Record<string, string>>): Labels {
  return Object.fromEntries(Object.entries({ ...labels, ...set }).filter(([, value]) => value !== ''));
}

function groupOf(ruleId: string, names: readonly string[], labels: Labels): string {
  const values = names.map((name) => `${name}=${JSON.stringify(Object.hasOwn(labels, name) ? labels[name] : '')}`);
  return `rule:${ruleId}:{${values.join(',')}}`.slice(0, groupLengthMax);
}

function withoutRoute(alert: IncomingAlert): IncomingAlert {
  if (!Object.hasOwn(alert.labels, routeLabel)) return alert;
  const { [routeLabel]: _, ...labels } = alert.labels;
  return { ...alert, labels };
}

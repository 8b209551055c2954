/** The labels by which some alerts can be silenced together: what they have in common, and what they differ in as a choice of values. Pure. */

import type { Labels } from '../../../domain/alert.ts';

export interface LabelChoice {
  readonly name: string;
  /** As Alertmanager writes it. */
  readonly matcher: string;
  /** Whether it is meant unless the reader says otherwise. */
  readonly isUsual: boolean;
}

const valuesMax = 20;
const matcherLengthMax = 2_000;

/** The name of the alert first, as people say it. Severity is offered but not meant: it may rise, and the silence would be gone at the worst moment. */
export function labelChoices(alerts: readonly Labels[]): readonly LabelChoice[] {
  const names = [...new Set(alerts.flatMap((labels) => Object.keys(labels)))].sort(byName);
  return names.flatMap((name): readonly LabelChoice[] => {
    const values = [...new Set(alerts.map((labels) => labels[name]))];
    const given = values.filter((value) => value !== undefined && value !== '');
    // A label that some don't have would leave them out.
    if (given.length !== values.length || given.length > valuesMax) return [];
    const [only = ''] = given;
    const matcher = given.length === 1 ? `${name}=${JSON.stringify(only)}` : `${name}=~${JSON.stringify(given.map(asPattern).join('|'))}`;
    return matcher.length > matcherLengthMax ? [] : [{ name, matcher, isUsual: name !== 'severity' }];
  });
}

function asPattern(value: string | undefined): string {
  return (value ?? '').replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

function byName(one: string, other: string): number {
  if (one === 'alertname' || other === 'alertname') return one === 'alertname' ? -1 : 1;
  return one.localeCompare(other);
}

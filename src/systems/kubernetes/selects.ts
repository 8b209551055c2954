/** Which labels a selector means; the same rules as the API server's. */

import type { Selector } from '../../analysis/kubernetes/pod-schemas.ts';

type Labels = Readonly<Record<string, string>> | undefined;

/** A service's selector: every label as given. An empty one means nothing here. */
export function selectsLabels(selector: Labels, labels: Labels): boolean {
  const wanted = Object.entries(selector ?? {});
  return wanted.length > 0 && wanted.every(([key, value]) => labels?.[key] === value);
}

/** A label selector of a policy or a workload: an empty one means everything. */
export function selectsObject(selector: Selector | undefined, labels: Labels): boolean {
  const isEqual = Object.entries(selector?.matchLabels ?? {}).every(([key, value]) => labels?.[key] === value);
  return isEqual && (selector?.matchExpressions ?? []).every((each) => holds(each, labels));
}

function holds({ key, operator, values = [] }: { key: string; operator: string; values?: string[] | undefined }, labels: Labels): boolean {
  const value = labels?.[key];
  if (operator === 'Exists') return value !== undefined;
  if (operator === 'DoesNotExist') return value === undefined;
  const isAmong = value !== undefined && values.includes(value);
  return operator === 'NotIn' ? !isAmong : isAmong;
}

/** What the words of a silence mean: matchers, a system, an incident, or the name of an alert that fires. */

import { matcherText, parseMatchers } from '../analysis/noise/matchers.ts';
import type { Alert } from '../domain/alert.ts';
import { ZhibanError } from '../domain/errors.ts';
import { type Matcher, systemLabel } from '../domain/silence.ts';
import type { Locale } from '../domain/text.ts';
import type { TenantStore } from '../store/contract.ts';
import type { OperationsDeps } from './deps.ts';
import { findIncident, refusal } from './guard.ts';

const alertsMax = 1_000;
/** Names in one pattern. */
const namesMax = 30;

export async function silenceMatchers(
  deps: Pick<OperationsDeps, 'pool'>,
  store: TenantStore,
  target: string,
  locale: Locale,
): Promise<readonly Matcher[]> {
  const words = target.trim();
  if (/[=~]/.test(words)) return parseMatchers(words);
  if (/^(#?zb-\d+|inc_[0-9a-z]+)$/i.test(words)) return ofIncident(store, words, locale);
  const system = deps.pool.list().find(({ entry }) => entry.id.toLowerCase() === words.toLowerCase());
  if (system !== undefined) return [{ name: systemLabel, operator: '=', value: system.entry.id }];
  const [firing, held] = [await store.alerts.firing({ limit: 10_000 }), await store.suppressions.list({ q: words, limit: 100 })];
  const named = [...firing, ...held].find(({ labels }) => labels.alertname?.toLowerCase() === words.toLowerCase());
  if (named?.labels.alertname === undefined) {
    throw new ZhibanError('invalid', refusal(locale, 'silence-target', { name: words.slice(0, 80) }));
  }
  return [{ name: 'alertname', operator: '=', value: named.labels.alertname }];
}

/** What its alerts have in common; where that isn't even the name, the names. */
async function ofIncident(store: TenantStore, words: string, locale: Locale): Promise<readonly Matcher[]> {
  const incident = await findIncident(store, words, locale);
  const alerts = await store.alerts.ofIncident(incident.id, alertsMax);
  const [first] = alerts;
  if (first === undefined) throw new ZhibanError('invalid', refusal(locale, 'silence-incident', { code: incident.code }));
  // Severity may rise, and then the silence would be gone at the worst moment.
  const common = Object.entries(first.labels).filter(
    ([name, value]) => name !== 'severity' && alerts.every(({ labels }) => labels[name] === value),
  );
  const matchers = common.toSorted(byName).map(([name, value]): Matcher => ({ name, operator: '=', value }));
  return first.labels.alertname !== undefined && common.some(([name]) => name === 'alertname') ? matchers : [...matchers, namesOf(alerts)];
}

function namesOf(alerts: readonly Alert[]): Matcher {
  const names = [...new Set(alerts.flatMap(({ labels }) => labels.alertname ?? []))].slice(0, namesMax);
  return { name: 'alertname', operator: '=~', value: names.map((name) => name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|') };
}

/** The name first, as people say it. */
function byName([one]: readonly [string, string], [other]: readonly [string, string]): number {
  if (one === 'alertname' || other === 'alertname') return one === 'alertname' ? -1 : 1;
  return one.localeCompare(other);
}

/** As it can be typed again. */
export function matchersText(matchers: readonly Matcher[]): string {
  return matchers.map(matcherText).join(' ');
}

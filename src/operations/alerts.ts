/** Looking at alerts across incidents, told or kept back: by filter, matchers and words. */

import { compileMatchers, parseMatchers } from '../analysis/noise/matchers.ts';
import { byNewest, type IncomingAlert, severities, severityOf, titleOf } from '../domain/alert.ts';
import { ZhibanError } from '../domain/errors.ts';
import type { SuppressedAlert } from '../domain/suppression.ts';
import type { Locale } from '../domain/text.ts';
import type { AlertListed } from '../domain/view.ts';
import type { AlertFilter, AlertPage } from '../store/alert-contract.ts';
import type { TenantStore } from '../store/contract.ts';
import { writeTimeCursor } from '../store/time-cursor.ts';
import type { AlertsAsked, Operations } from './contract.ts';
import type { OperationsDeps } from './deps.ts';
import { findIncident, requireRole } from './guard.ts';
import { reasonText } from './noise-view.ts';

const limitDefault = 50;
const limitMax = 200;

export function createAlerts(deps: OperationsDeps): Pick<Operations, 'listAlerts'> {
  return {
    async listAlerts(caller, asked) {
      requireRole(deps, caller, 'viewer', 'see');
      const store = deps.store.forTenant(caller.tenantId);
      const { incident, severity, match = [], service, suppressed = 'include', limit = limitDefault, ...rest } = asked;
      const incidentId = incident === undefined ? undefined : (await findIncident(store, incident, caller.locale)).id;
      const matchers = [...match.flatMap(parseMatchers), ...(service === undefined ? [] : [isLabel('service', service)])];
      // What can't be read as Alertmanager reads it is refused with the reason, before the database sees it.
      compileMatchers(matchers);
      const filter = { ...rest, incidentId, severities: severitiesOf(severity), matchers, limit: Math.min(limitMax, Math.max(1, limit)) };
      const [told, kept] = await Promise.all([
        suppressed === 'only' ? { items: [], nextCursor: null } : store.alerts.list(filter),
        suppressed === 'exclude' ? [] : keptBack(store, filter),
      ]);
      return inOneOrder(told, kept, filter.limit, caller.locale);
    },
  };
}

/** One more than asked for, which tells that there are more. Of one alert also the periods that were told in the end. */
async function keptBack(store: TenantStore, filter: AlertFilter): Promise<readonly SuppressedAlert[]> {
  const { incidentId, systemId, ...rest } = filter;
  if (incidentId !== undefined || systemId !== undefined) return [];
  const states = filter.fingerprint === undefined ? (['held', 'ended'] as const) : (['held', 'ended', 'told'] as const);
  return store.suppressions.page({ ...rest, states, limit: filter.limit + 1 });
}

/** Both are ordered by their beginning and then their id, and no id of one lies between two of the other. */
function inOneOrder(
  told: AlertPage,
  kept: readonly SuppressedAlert[],
  limit: number,
  locale: Locale,
): Awaited<ReturnType<Operations['listAlerts']>> {
  const rows = [...told.items.map(toldAlert), ...kept.map((alert) => keptAlert(alert, locale))];
  const ordered = rows.sort(byNewest);
  const items = ordered.slice(0, limit);
  const last = items.at(-1);
  const hasMore = told.nextCursor !== null || ordered.length > limit;
  return { items, nextCursor: hasMore && last !== undefined ? writeTimeCursor(last.startsAt, last.id) : null };
}

function isLabel(name: string, value: string) {
  return { name, operator: '=', value } as const;
}

function severitiesOf(given: AlertsAsked['severity']) {
  if (given === undefined) return undefined;
  return given.split(',').map((each) => {
    const known = severities.find((severity) => severity === each.trim());
    if (known !== undefined) return known;
    throw new ZhibanError('invalid', `There is no severity '${each.slice(0, 40)}': expected ${severities.join(', ')}`);
  });
}

function toldAlert(told: AlertPage['items'][number]): AlertListed {
  const { groupKey: _group, ...alert } = told;
  return { ...alert, ...namesOf(told), suppressed: null };
}

function keptAlert(alert: SuppressedAlert, locale: Locale): AlertListed {
  const { groupKey: _group, recheckAt: _recheck, state, since, closedAt, reasons, ...rest } = alert;
  const words = reasons.map((reason) => ({ ...reason, text: reasonText(reason, locale) }));
  return { ...rest, ...namesOf(alert), incidentId: null, incidentCode: null, suppressed: { state, since, closedAt, reasons: words } };
}

function namesOf(alert: IncomingAlert): Pick<AlertListed, 'title' | 'severity'> {
  return { title: titleOf(alert), severity: severityOf(alert.labels) };
}

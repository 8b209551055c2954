/** Looking at alerts across incidents: by filter, matchers and words. */

import { compileMatchers, parseMatchers } from '../analysis/noise/matchers.ts';
import { severities } from '../domain/alert.ts';
import { ZhibanError } from '../domain/errors.ts';
import type { AlertListed } from '../domain/view.ts';
import type { AlertPage } from '../store/alert-contract.ts';
import type { AlertsAsked, Operations } from './contract.ts';
import type { OperationsDeps } from './deps.ts';
import { findIncident, requireRole } from './guard.ts';

const limitDefault = 50;

export function createAlerts(deps: OperationsDeps): Pick<Operations, 'listAlerts'> {
  return {
    async listAlerts(caller, asked) {
      requireRole(deps, caller, 'viewer', 'see');
      const store = deps.store.forTenant(caller.tenantId);
      const { incident, severity, match = [], service, limit = limitDefault, ...rest } = asked;
      const incidentId = incident === undefined ? undefined : (await findIncident(store, incident, caller.locale)).id;
      const matchers = [...match.flatMap(parseMatchers), ...(service === undefined ? [] : [isLabel('service', service)])];
      // What can't be read as Alertmanager reads it is refused with the reason, before the database sees it.
      compileMatchers(matchers);
      const page = await store.alerts.list({ ...rest, incidentId, severities: severitiesOf(severity), matchers, limit });
      return { items: page.items.map(listed), nextCursor: page.nextCursor };
    },
  };
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

function listed({ groupKey: _group, ...alert }: AlertPage['items'][number]): AlertListed {
  return alert;
}

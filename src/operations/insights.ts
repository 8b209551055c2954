/** The numbers of a span: read once, summed up by the group that was asked for. */

import { summarise } from '../analysis/insights/summarise.ts';
import { ZhibanError } from '../domain/errors.ts';
import { insightGroups } from '../domain/insight.ts';
import type { Operations } from './contract.ts';
import type { OperationsDeps } from './deps.ts';
import { requireRole } from './guard.ts';

/** Counted at once; a year of 250 incidents a day. */
const recordsMax = 100_000;
const daysDefault = 28;
const dayMs = 86_400_000;

export function createInsights(deps: OperationsDeps): Pick<Operations, 'insights'> {
  return {
    async insights(caller, { since, until, timeZone = 'UTC', group = 'week' }) {
      requireRole(deps, caller, 'viewer', 'see');
      const known = insightGroups.find((each) => each === group);
      if (known === undefined)
        throw new ZhibanError('invalid', `'group' is '${group.slice(0, 40)}'; expected one of ${insightGroups.join(', ')}`);
      const untilMs = until === undefined ? deps.clock.now() : Date.parse(until);
      const sinceMs = since === undefined ? untilMs - daysDefault * dayMs : Date.parse(since);
      if (!(sinceMs < untilMs)) throw new ZhibanError('invalid', "'since' must be a moment before 'until', both in ISO 8601");
      const span = { since: new Date(sinceMs).toISOString(), until: new Date(untilMs).toISOString(), timeZone };
      const records = await deps.store.forTenant(caller.tenantId).insights.incidents(span, recordsMax + 1);
      const isTruncated = records.length > recordsMax;
      return { ...span, group: known, ...summarise(records.slice(0, recordsMax), known), isTruncated };
    },
  };
}

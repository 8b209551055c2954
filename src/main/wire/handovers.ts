/** The reports at changes of shift, as the configuration wants them posted. */

import type { ChatAdapter } from '../../adapters/contract.ts';
import { createHandoverPoster } from '../../bot/handover-poster.ts';
import { schedulesOf } from '../../config/oncall.ts';
import type { Regular } from '../../operations/look-regularly.ts';
import { routeIncident } from '../../operations/routes.ts';
import { type Ground, tenantId } from './ground.ts';

export function openHandovers(
  { store, config, directory, clock, log, locale }: Ground,
  adapters: () => ReadonlyMap<string, ChatAdapter>,
): Regular {
  const targets = () => {
    const { oncall } = config();
    const schedules = schedulesOf(oncall);
    return oncall.schedules.flatMap(({ id, handover }) => {
      const schedule = schedules.find((each) => each.id === id);
      if (schedule === undefined || handover.length === 0) return [];
      return [{ schedule, places: routeIncident({}, [{ match: {}, to: handover, continue: false }], locale()) }];
    });
  };
  return createHandoverPoster({ ...{ store: store.forTenant(tenantId), targets, adapters, clock, log }, directory });
}

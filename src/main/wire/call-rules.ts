/** How people are called, as the configuration is now: for the worker that climbs ladders, and for the server that sees to it. */

import type { CallRules } from '../../activities/escalate/call-rules.ts';
import { ladderOf } from '../../activities/escalate/climb.ts';
import { laddersOf } from '../../config/escalation.ts';
import { schedulesOf } from '../../config/oncall.ts';
import { createHoldOf } from '../../operations/noise/hold-of.ts';
import type { RelayDeps } from '../../operations/relay.ts';
import type { Ground } from './ground.ts';

export function callRulesOf({ config, pool }: Pick<Ground, 'config' | 'pool'>): CallRules {
  return {
    ladders: () => laddersOf(config().escalation),
    providers: () => config().escalation.providers,
    schedules: () => schedulesOf(config().oncall),
    holdOf: createHoldOf(pool),
  };
}

/** One that was on a ladder is told of, also when nobody is called for its like any more. */
export function isOnLadderOf(ground: Pick<Ground, 'config' | 'pool'>): NonNullable<RelayDeps['isOnLadder']> {
  const rules = callRulesOf(ground);
  return async (store, incident) => (await ladderOf(rules, store, incident)) !== null || (await store.ladders.get(incident.id)) !== null;
}

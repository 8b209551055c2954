/** The policy as it counts: what the file leaves open depends on whether there is anybody else to ask. */

import type { Policy } from '../domain/policy.ts';
import type { Config } from './schema.ts';

/**
 * With people in the file, whoever asked for a plan can't approve it from high risk on, and critical plans need two.
 * A single operator has nobody else to ask, so both rules are off unless the file turns them on.
 */
export function effectivePolicy(config: Pick<Config, 'policy' | 'people'>): Policy {
  const isAlone = config.people.length === 0;
  return {
    approvers: config.policy.approvers,
    excludeRequesterFrom: config.policy.excludeRequesterFrom ?? (isAlone ? 'never' : 'high'),
    requireTwoFor: config.policy.requireTwoFor ?? (isAlone ? 'never' : 'critical'),
    planValidMinutes: config.policy.planValidMinutes,
  };
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { effectivePolicy } from '../../src/config/effective-policy.ts';
import { configSchema } from '../../src/config/schema.ts';

const someone = { id: 'a', name: 'A', roles: ['approver'] };
const cases = [
  { name: 'a single operator approves alone', config: {}, excludeRequesterFrom: 'never', requireTwoFor: 'never' },
  {
    name: 'a team keeps the requester out of high risk and wants two for critical',
    config: { people: [someone] },
    excludeRequesterFrom: 'high',
    requireTwoFor: 'critical',
  },
  {
    name: 'what the file says counts in any case',
    config: { policy: { excludeRequesterFrom: 'low', requireTwoFor: 'medium' } },
    excludeRequesterFrom: 'low',
    requireTwoFor: 'medium',
  },
];

for (const { name, config, excludeRequesterFrom, requireTwoFor } of cases) {
  test(`effectivePolicy() ${name}`, () => {
    const policy = effectivePolicy(configSchema.parse(config));

    assert.deepEqual(
      { excludeRequesterFrom: policy.excludeRequesterFrom, requireTwoFor: policy.requireTwoFor, planValidMinutes: policy.planValidMinutes },
      { excludeRequesterFrom, requireTwoFor, planValidMinutes: 60 },
    );
  });
}

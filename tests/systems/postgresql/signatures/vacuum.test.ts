import assert from 'node:assert/strict';
import { test } from 'node:test';
import { vacuumSignatures } from '../../../../src/systems/postgresql/signatures/vacuum.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

const dead = { 'tables.dead.thresholdRatio': 40, 'tables.dead.rows': 50_000, 'tables.dead.ratio': 0.9 };
const cases = [
  { name: 'vacuum came since the report began, and the dead rows stayed', seconds: 90, vacuumedAgo: 2, isHeld: true },
  { name: 'vacuum has not come since the report began', seconds: 90, vacuumedAgo: 300, isHeld: false },
  { name: 'the query has only begun', seconds: 5, vacuumedAgo: 1, isHeld: false },
] as const;

for (const { name, seconds, vacuumedAgo, isHeld } of cases) {
  test(`vacuumSignatures: ${name}: ${isHeld ? 'the query holds vacuum back' : 'nothing is said of it'}`, () => {
    const facts = {
      ...dead,
      'tables.dead.vacuumedSecondsAgo': vacuumedAgo,
      'transactions.active.seconds': seconds,
      'transactions.horizon.holder': 'session',
    };

    const { confirmed } = judgeFacts(vacuumSignatures, 'postgresql', facts);

    assert.equal(confirmed.includes('long-query-holds-vacuum'), isHeld);
    assert.equal(confirmed.includes('dead-rows-pile'), !isHeld);
  });
}

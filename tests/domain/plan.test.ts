import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { highestRisk, isPlanClosed, type PlanState, planStates, planTransitions, risks } from '../../src/domain/plan.ts';

test('planTransitions never lead back: whatever the way, a plan ends', () => {
  const reach = (state: PlanState): ReadonlySet<PlanState> => {
    const seen = new Set<PlanState>();
    const open = [...planTransitions[state]];
    for (let next = open.pop(); next !== undefined; next = open.pop())
      if (!seen.has(next)) open.push(...planTransitions[seen.add(next) && next]);
    return seen;
  };

  for (const state of planStates) assert.ok(!reach(state).has(state), `${state} leads back to itself`);
});

test('planTransitions run nothing that was not approved, and approve nothing that is closed', () => {
  const into = (to: PlanState): readonly PlanState[] => planStates.filter((state) => planTransitions[state].includes(to));

  assert.deepEqual(into('approved'), ['pending']);
  assert.deepEqual(into('running'), ['approved']);
  assert.deepEqual(into('verified'), ['running']);
  assert.deepEqual(into('rejected'), ['pending']);
  assert.deepEqual([...into('undone')].sort(), ['failed', 'stopped', 'verified']);
});

test('isPlanClosed() is true for all but what waits or runs', () => {
  assert.deepEqual(
    planStates.filter((state) => !isPlanClosed(state)),
    ['pending', 'approved', 'running'],
  );
});

test('highestRisk() is the riskiest of all, and low for none', () => {
  assert.equal(highestRisk([]), 'low');
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...risks), { minLength: 1 }), (given) => {
      const highest = highestRisk(given);

      assert.ok(given.includes(highest));
      assert.ok(given.every((risk) => risks.indexOf(risk) <= risks.indexOf(highest)));
    }),
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AskedStep, changedSinceProposal, changedSinceStep, presentOf } from '../../src/activities/changed-meanwhile.ts';
import type { PlanStepRecord, Situation } from '../../src/store/plan-contract.ts';

/** A step of a setting that is `now`, whatever it says of whether it was applied. */
function asked(now: Situation | null, step: Partial<PlanStepRecord>, isApplied = false): AskedStep {
  const undo = now === null ? {} : { present: async () => now };
  return {
    step: { arguments: {}, proposedOn: null, before: null, leftAs: null, ...step },
    action: { undo, isApplied: async () => isApplied },
    client: {},
    context: {},
  } as unknown as AskedStep;
}

test('presentOf() is null for an action that does not tell', async () => {
  assert.equal(await presentOf(asked(null, {}), {}), null);
  assert.deepEqual(await presentOf(asked({ value: 1 }, {}), {}), { value: 1 });
});

test('changedSinceProposal() looks only at what the undo brings back', async () => {
  const proposedOn = { value: '40mb', usedBytes: 1 };

  assert.equal(await changedSinceProposal(asked({ value: '40mb' }, { proposedOn }), { value: '40mb', usedBytes: 2 }), null);
  assert.equal(await changedSinceProposal(asked({ value: '60mb' }, {}), { value: '60mb' }), null, 'what was proposed without a look');
  const change = await changedSinceProposal(asked({ value: '60mb' }, { proposedOn }), { value: '60mb' });
  assert.equal(change?.en.includes('it was value 40mb, it is value 60mb now'), true);
});

test('changedSinceStep() tells what is neither as before nor as the step left it', async () => {
  const [before, leftAs] = [{ value: { one: 1, two: [2] } }, { value: null }];

  assert.equal(await changedSinceStep(asked({ value: { two: [2], one: 1 } }, { before, leftAs })), null, 'as before');
  assert.equal(await changedSinceStep(asked({ value: null }, { before, leftAs })), null, 'as the step left it');
  assert.match((await changedSinceStep(asked({ value: 3 }, { before, leftAs }, true)))?.en ?? '', /left at value null, it is value 3 now/);
});

test('changedSinceStep() believes the system where it was not seen what the step left', async () => {
  const before = { value: 1 };

  assert.equal(await changedSinceStep(asked({ value: 2 }, { before }, true)), null);
  assert.equal(await changedSinceStep(asked({ value: 2 }, { before, leftAs: before }, true)), null, 'it told of the change too late');
  assert.notEqual(await changedSinceStep(asked({ value: 2 }, { before }, false)), null);
});

test('what has changed is told without secrets and not at any length', async () => {
  const before = { rules: `password=hunter2hunter2 ${'+get '.repeat(200)}` };

  const change = await changedSinceStep(asked({ rules: '' }, { before, leftAs: before }));

  assert.equal(change?.en.includes('hunter2hunter2'), false);
  assert.ok((change?.en.length ?? 0) < 500);
});

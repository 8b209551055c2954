import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sameText } from '../../src/domain/text.ts';
import type { Action } from '../../src/systems/contract.ts';
import { describeAction } from '../../src/systems/describe-action.ts';

const near = {
  summary: () => sameText('summary'),
  effect: () => sameText('effect'),
  verification: () => sameText('verification'),
  undo: { impossible: sameText('gone is gone') },
} as unknown as Action<unknown>;

test('describeAction() takes the words of an action that is here', async () => {
  assert.deepEqual(await describeAction(near, {}), {
    summary: sameText('summary'),
    effect: sameText('effect'),
    verification: sameText('verification'),
    undo: sameText('gone is gone'),
  });
});

test('describeAction() asks an action that is elsewhere', async () => {
  const words = { summary: sameText('a'), effect: sameText('b'), verification: sameText('c'), undo: sameText('d') };

  assert.deepEqual(await describeAction({ ...near, describe: async () => words }, {}), words);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPartialAnswer } from '../../src/activities/partial-answer.ts';

test('createPartialAnswer() tells one text at a time, and settles when it is told', async () => {
  const told: unknown[] = [];
  let release = (): void => undefined;
  const emit = (kind: string, incidentId: string | null, payload: unknown): Promise<void> => {
    told.push([kind, incidentId, payload]);
    return new Promise((resolve) => {
      release = resolve;
    });
  };
  const partial = createPartialAnswer({ events: { emit } } as never, 'inc_1', 'answer-1');

  partial.show('One.');
  partial.show('One. Two.');
  release();
  await partial.settled();
  partial.show('One. Two. Three.');
  release();
  await partial.settled();

  assert.deepEqual(told, [
    ['answer', 'inc_1', { slot: 'answer-1', text: 'One.' }],
    ['answer', 'inc_1', { slot: 'answer-1', text: 'One. Two. Three.' }],
  ]);
});

test('createPartialAnswer() minds no store that is away', async () => {
  const partial = createPartialAnswer({ events: { emit: async () => assert.fail('away') } } as never, 'inc_1', 'answer-1');

  partial.show('One.');
  await partial.settled();
});

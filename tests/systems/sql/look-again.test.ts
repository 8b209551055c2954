import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lookAgain } from '../../../src/systems/sql/look-again.ts';

const cases = [
  { name: 'is content with the first look', enough: 1, isEnded: false, looks: 1 },
  { name: 'looks until it has seen enough', enough: 3, isEnded: false, looks: 3 },
  { name: 'gives up after four looks', enough: 9, isEnded: false, looks: 4 },
  { name: 'looks once when its time is over', enough: 9, isEnded: true, looks: 1 },
] as const;

for (const { name, enough, isEnded, looks } of cases) {
  test(`lookAgain() ${name}`, async () => {
    let count = 0;

    const seen = await lookAgain(
      () => {
        count += 1;
        return Promise.resolve(count);
      },
      (value) => value >= enough,
      isEnded ? AbortSignal.abort() : new AbortController().signal,
    );

    assert.deepEqual([seen, count], [looks, looks]);
  });
}

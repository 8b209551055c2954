import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isTopErrorTold } from '../../../src/analysis/logs/top-error.ts';

test('isTopErrorTold() asks for an error that began in a calm log, or fills a young one', () => {
  const told = (facts: Readonly<Record<string, unknown>>) => isTopErrorTold((name) => facts[name]);

  assert.equal(told({ calmEntries: 30, isCompared: true }), true);
  assert.equal(told({ isCompared: false, errorRatio: 0.2, topErrorCount: 3 }), true);
  assert.equal(told({ isCompared: true, errorRatio: 0.9, topErrorCount: 30 }), false);
  assert.equal(told({ isCompared: false, errorRatio: 0.1, topErrorCount: 30 }), false);
  assert.equal(told({ isCompared: false, errorRatio: 0.9, topErrorCount: 2 }), false);
  assert.equal(told({}), false);
});

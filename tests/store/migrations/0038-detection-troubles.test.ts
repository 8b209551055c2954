import assert from 'node:assert/strict';
import { test } from 'node:test';
import { detectionTroubles } from '../../../src/store/migrations/0038-detection-troubles.ts';

test('what a run said in one language is kept as a trouble in both', () => {
  assert.match(detectionTroubles.sql, /alter column error type jsonb/);
  assert.match(detectionTroubles.sql, /'zh-CN', error/);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { namesIn } from '../../../../src/systems/elasticsearch/probes/access.ts';

test('namesIn() takes everything that may name an index, without the stop of a sentence', () => {
  const names = namesIn('searching orders-2026.11 answers 400, since 14:00.', [{ alertname: 'X', index: 'mails' }]);

  assert.deepEqual(
    ['mails', 'orders-2026.11', 'searching'].map((name) => names.includes(name)),
    [true, true, true],
  );
});

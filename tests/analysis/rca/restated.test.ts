import assert from 'node:assert/strict';
import { test } from 'node:test';
import { restatedBy } from '../../../src/analysis/rca/restated.ts';

test('restatedBy() are the signatures whose state the words say themselves', () => {
  const signatures = [
    { id: 'nats.restarted', restates: 'why .*restart' },
    { id: 'http.unavailable', restates: '503.*why' },
    { id: 'nats.busy' },
  ];

  assert.deepEqual([...restatedBy(signatures, 'Why did it RESTART')], ['nats.restarted']);
  assert.deepEqual([...restatedBy(signatures, 'clients reconnect')], []);
});

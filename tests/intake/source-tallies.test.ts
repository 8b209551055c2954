import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSourceTallies } from '../../src/intake/source-tallies.ts';
import { systemClock } from '../support/system-clock.ts';

test('createSourceTallies() adds up by source; the time moves only when something was received', () => {
  const tallies = createSourceTallies(systemClock);
  tallies.add('kafka/bus', { failed: 1 });
  const before = tallies.of('kafka/bus').lastReceivedAt;
  tallies.add('kafka/bus', { received: 2, alerts: 3, leftOut: 1, dropped: 4 });

  assert.equal(before, null);
  assert.deepEqual(
    { ...tallies.of('kafka/bus'), lastReceivedAt: '' },
    { lastReceivedAt: '', received: 2, alerts: 3, leftOut: 1, failed: 1, dropped: 4 },
  );
  assert.equal(tallies.of('other').received, 0);
});

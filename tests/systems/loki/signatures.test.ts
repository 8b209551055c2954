import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lokiSignatures } from '../../../src/systems/loki/signatures.ts';
import { judgeSignature } from '../linux/diagnose.ts';

function found(facts: Readonly<Record<string, string | number | boolean>>): readonly string[] {
  return lokiSignatures.filter((each) => judgeSignature(each, facts) === 'confirmed').map(({ id }) => id.replace('loki.', ''));
}

describe('faults of Loki by their facts', () => {
  const cases: Readonly<Record<string, Readonly<Record<string, string | number | boolean>>>> = {
    'ring-unhealthy': { 'ring.unhealthy': 1, 'ring.worst': 'ingester' },
    'writes-failing': { 'self.pushFailed.recent': 3, 'self.pushes.recent': 100 },
    'queries-failing': { 'self.queryFailed.recent': 4, 'self.queries.recent': 100 },
    'flush-failing': { 'self.flushesFailed.recent': 1 },
    'wal-disk-full': { 'self.walDiskFull.recent': 1 },
    'wal-corrupt': { 'self.walCorrupt.recent': 1 },
    panics: { 'self.panics.recent': 1 },
    'compactor-stalled': { 'self.compactedAgoSeconds': 20_000 },
    'ingestion-stopped': { 'ingestion.recentLines': 0, 'ingestion.busyMinutesRatio': 0.9 },
    'stream-rate-limited': { 'refused.streamRateLimited.recent': 2, 'self.linesReceived.recent': 150 },
    'out-of-order': { 'refused.outOfOrder.recent': 2, 'self.linesReceived.recent': 150 },
    'ingestion-blocked': { 'refused.blocked.recent': 2 },
  };
  for (const [id, facts] of Object.entries(cases)) it(`${id} is found`, () => assert.deepEqual(found(facts), [id]));
  it('what fails once in a while is no fault', () => {
    assert.deepEqual(found({ 'self.pushFailed.recent': 3, 'self.pushes.recent': 20_000, 'self.appendsFailed.recent': 0 }), []);
    assert.deepEqual(found({ 'self.queryFailed.recent': 4, 'self.queries.recent': 5_000 }), []);
    assert.deepEqual(found({ 'refused.lineTooLong.recent': 9, 'self.linesReceived.recent': 100_000 }), []);
  });
});

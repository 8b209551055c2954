import assert from 'node:assert/strict';
import { it } from 'node:test';
import { backoffMs } from '../../../src/adapters/rich/backoff.ts';

const pace = { reconnectMinMs: 500, reconnectMaxMs: 30_000 };

it('backoffMs() waits not at all after a healthy connection', () => assert.equal(backoffMs(0, pace), 0));

const waits: readonly (readonly [failures: number, baseMs: number])[] = [
  [1, 500],
  [2, 1_000],
  [4, 4_000],
  [7, 30_000],
  [1_000, 30_000],
];
for (const [failures, baseMs] of waits) {
  it(`backoffMs() waits ${baseMs} ms to a quarter more after ${failures} failures`, () => {
    const waitMs = backoffMs(failures, pace);

    assert.ok(waitMs >= baseMs && waitMs <= baseMs * 1.25, String(waitMs));
  });
}

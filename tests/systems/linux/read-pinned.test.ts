import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pinnedFacts, readPinned } from '../../../src/systems/linux/read-pinned.ts';

test('readPinned() reads nothing where everybody was reached', async (context) => {
  const never = { exec: { run: () => Promise.reject(new Error('nothing is to be read')) } };

  assert.equal(await readPinned(never as never, [], { timeoutMs: 1_000, signal: context.signal }), null);
});

test('pinnedFacts() are empty where no line pins anybody', () => {
  const pinned = { name: 'ledger.internal', address: '10.1.2.3', port: 7070, line: '10.1.2.3 ledger.internal # outage' };

  assert.equal(pinnedFacts(pinned)['logs.pinned.line'], pinned.line);
  assert.deepEqual(Object.values(pinnedFacts(null)), ['', '', 0, '']);
});

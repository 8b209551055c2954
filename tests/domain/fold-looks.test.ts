import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foldLooks } from '../../src/domain/fold-looks.ts';
import type { TimelineKind } from '../../src/domain/incident.ts';

function timelineOf(kinds: readonly TimelineKind[]) {
  return kinds.map((kind, index) => ({
    id: `tl_${index}`,
    at: '2026-11-21T09:00:00Z',
    kind,
    text: kind,
    actor: 'zhiban',
    evidenceIds: [],
  }));
}

test('foldLooks() folds four looks in a row and more', () => {
  const parts = foldLooks(timelineOf(['opened', 'look', 'look', 'look', 'look', 'verdict']));

  assert.deepEqual(
    parts.map((part) => (part.kind === 'looks' ? part.entries.length : part.entry.kind)),
    ['opened', 4, 'verdict'],
  );
});

test('foldLooks() leaves three looks, and looks apart from each other, as they are', () => {
  const parts = foldLooks(timelineOf(['look', 'look', 'look', 'hypothesis', 'look', 'look']));

  assert.equal(parts.length, 6);
  assert.ok(parts.every((part) => part.kind === 'entry'));
});

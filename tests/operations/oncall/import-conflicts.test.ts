import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ImportedEntryView } from '../../../src/domain/calendar-import-view.ts';
import { withConflicts } from '../../../src/operations/oncall/import-conflicts.ts';

const entry = (personId: string | null, from: number, to: number, state: ImportedEntryView['state'] = 'new'): ImportedEntryView => ({
  ...{ uid: `${personId}${from}`, summary: '', state, note: '', conflict: '' },
  ...{ from: `2026-11-${from}T09:00:00.000Z`, to: `2026-11-${to}T09:00:00.000Z` },
  person: personId === null ? null : { id: personId, name: personId.toUpperCase() },
});
const told = (entries: readonly ImportedEntryView[]) =>
  entries.map(({ conflict }) => /overlaps the shift of (\w+)/.exec(conflict)?.[1] ?? '');

test('withConflicts() names whom an entry meets, and takes neither neighbours nor the same person for one', () => {
  const entries = [
    entry('ann', 20, 22),
    entry('bob', 21, 23),
    entry('bob', 23, 24),
    entry('bob', 23, 25),
    entry('cid', 24, 26, 'removed'),
    entry(null, 20, 26, 'left'),
  ];

  assert.deepEqual(told(withConflicts(entries, [], 'en')), ['BOB', 'ANN', '', '', '', '']);
});

test('withConflicts() knows what was taken over by hand', () => {
  const taken = { from: '2026-11-20T00:00:00.000Z', to: '2026-11-21T00:00:00.000Z', personId: 'eve', name: 'Eve' };

  assert.deepEqual(told(withConflicts([entry('ann', 20, 22), entry('ann', 21, 22)], [taken], 'en')), ['Eve', '']);
});

import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { HandoverIncident, HandoverView } from '../../src/domain/handover-view.ts';
import { handoverParts } from '../../src/text/handover.ts';

const empty: HandoverView = {
  schedule: { id: 'primary', name: 'First line', timeZone: 'UTC' },
  ...{ from: '2026-11-30T09:00:00.000Z', to: '2026-11-30T21:00:00.000Z', outgoing: [{ id: 'li', name: 'Li' }], incoming: [] },
  ...{ open: [], resolved: [], called: [], silences: [], watch: [] },
};
const incident: HandoverIncident = {
  ...{ code: 'ZB-1', title: 'disk is full', severity: 'critical', status: 'acknowledged', startedAt: empty.from, resolvedAt: null },
  ...{ takenBy: 'Li', summary: null },
};

it('handoverParts() leaves out what there is nothing of, and says who hands over to whom', () => {
  assert.deepEqual(handoverParts(empty, 'en'), [
    { heading: 'Handover: First line', lines: ['Li → nobody, Mon 11-30 09:00 to Mon 11-30 21:00 (UTC)'] },
    { heading: 'Open (0)', lines: ['Nothing is open.'] },
    { heading: 'Calls', lines: ['Nobody was called in this shift.'] },
  ]);
});

it('handoverParts() has a line for each incident with who has it, and what was done', () => {
  const resolved = {
    ...incident,
    code: 'ZB-2',
    status: 'resolved',
    resolvedAt: empty.to,
    summary: 'a log grew; fixed by: rotate',
  } as const;

  const parts = handoverParts({ ...empty, open: [incident], resolved: [resolved] }, 'en');

  assert.deepEqual(parts[1]?.lines, ['ZB-1 disk is full · critical · acknowledged · Li has it']);
  assert.deepEqual(parts[2]?.lines, ['ZB-2 disk is full · critical · a log grew; fixed by: rotate']);
});

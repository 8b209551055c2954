import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AlertStream, appendPage, letIn, refreshStream, startStream } from '../../../../src/console/pages/alerts/alert-stream.ts';
import type { AlertListed } from '../../../../src/domain/view.ts';

const alertOf = (minute: number, change: Partial<AlertListed> = {}): AlertListed => ({
  ...{ id: `alert_${minute}`, source: 'alertmanager', fingerprint: `f${minute}`, status: 'firing', labels: {}, annotations: {} },
  ...{ startsAt: `2026-11-21T02:0${minute}:00.000Z`, endsAt: null, generatorUrl: null, repeats: 0, title: 'Lag', severity: 'warning' },
  ...{ incidentId: 'inc_1', incidentCode: 'ZB-1', receivedAt: '2026-11-21T02:00:00.000Z', suppressed: null },
  ...change,
});
const page = (minutes: readonly number[], nextCursor: string | null = null) => ({
  items: minutes.map((minute) => alertOf(minute)),
  nextCursor,
});
const said = ({ rows, waiting }: AlertStream): string =>
  `${rows.map(({ alert, isGone }) => `${alert.id.slice(6)}${isGone ? '-' : ''}`).join(' ')} | ${waiting.map(({ id }) => id.slice(6)).join(' ')}`;

test('refreshStream() leaves every row in its place, marks what is gone and lets new ones wait', () => {
  const stream = startStream(page([5, 4, 3]));

  const next = refreshStream(stream, page([7, 5, 3]), false);

  assert.equal(said(next), '5 4- 3 | 7');
  assert.equal(said(letIn(next)), '7 5 3 | ');
});

test('refreshStream() puts the list right at once where it may move', () => {
  assert.equal(said(refreshStream(startStream(page([5, 4, 3])), page([7, 5, 3]), true)), '7 5 3 | ');
});

test('refreshStream() takes what changed, and says nothing of rows older than the page', () => {
  const stream = appendPage(startStream(page([6, 5], 'a')), page([4, 3], null));
  const changed = { items: [alertOf(6, { status: 'resolved' })], nextCursor: 'b' };

  const next = refreshStream(stream, changed, false);

  assert.equal(said(next), '6 5 4 3 | ');
  assert.equal(next.rows[0]?.alert.status, 'resolved');
  assert.equal(next.cursor, null);
});

test('refreshStream() of an empty list goes on where its first page ends', () => {
  assert.equal(refreshStream(startStream(page([])), page([2, 1], 'more'), true).cursor, 'more');
});

test('appendPage() adds behind, each once', () => {
  const next = appendPage(startStream(page([5, 4], 'a')), page([4, 3], 'b'));

  assert.equal(said(next), '5 4 3 | ');
  assert.equal(next.cursor, 'b');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filterSignatures } from '../../../../src/systems/mysql/signatures/filters.ts';
import { slownessSignatures } from '../../../../src/systems/mysql/signatures/slowness.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

/** One client, two calls a second. */
const top = {
  'statements.top.share': 0.99,
  'statements.top.busyRatio': 0.46,
  'statements.top.meanMs': 230,
  'statements.top.examinedPerSent': 300_000,
};
const none = {
  ...{ 'statements.filter.isTextIndexUnused': false, 'statements.filter.comparedWith': 'unknown', 'statements.filter.isPlain': true },
  ...{ 'statements.filter.wrapped': '', 'statements.filter.isMissing': false, 'statements.filter.rows': 298_000 },
  ...{ 'statements.filter.examinedPerCall': 300_000, 'statements.filter.examinedPerKept': 300_000 },
};
const text = { 'statements.filter.isTextIndexUnused': true };
const slow = 'MySQL server has some new slow query';
const cases = [
  { name: 'a number against a text column', facts: { ...text, 'statements.filter.comparedWith': 'number' }, confirmed: ['implicit-conversion'] },
  { name: 'an index on a text column that is not used', facts: text, confirmed: ['text-index-not-used'] },
  { name: 'a text against it', facts: { ...text, 'statements.filter.comparedWith': 'text' }, confirmed: [] },
  { name: 'a sum over it', facts: { ...text, 'statements.filter.isPlain': false }, confirmed: [] },
  { name: 'a function on the column', facts: { 'statements.filter.wrapped': 'DATE(born)' }, confirmed: ['function-on-indexed-column'] },
  { name: 'no index', facts: { 'statements.filter.isMissing': true }, confirmed: ['index-missing'] },
  { name: 'a small table', facts: { 'statements.filter.isMissing': true, 'statements.filter.rows': 900, 'statements.filter.examinedPerCall': 900, 'statements.filter.examinedPerKept': 900 }, confirmed: [] },
  { name: 'a large part that is wanted', facts: { 'statements.filter.isMissing': true, 'statements.filter.examinedPerKept': 3 }, confirmed: [] },
  { name: 'a part of the table by another index', facts: { ...text, 'statements.filter.examinedPerCall': 20_000, 'statements.filter.examinedPerKept': 20_000 }, confirmed: [] },
  { name: 'a quick statement', facts: { 'statements.filter.isMissing': true, 'statements.top.meanMs': 9 }, confirmed: [] },
  { name: 'a seldom statement', facts: { 'statements.filter.isMissing': true, 'statements.top.busyRatio': 0.05 }, confirmed: [] },
] as const; // biome-ignore format: a table

for (const { name, facts, confirmed } of cases) {
  test(`filterSignatures: ${name}`, () => {
    const judged = judgeFacts(filterSignatures, 'mysql', { ...top, ...none, ...facts }, slow);

    assert.deepEqual(judged, { confirmed, likely: [] });
  });
}

test('filterSignatures accuse one slow client only where somebody speaks of slowness, and a sum without an index as likely', () => {
  const missing = { ...top, ...none, 'statements.filter.isMissing': true };

  assert.deepEqual(judgeFacts(filterSignatures, 'mysql', missing, 'the replica stopped').confirmed, []);
  assert.deepEqual(judgeFacts(filterSignatures, 'mysql', { ...missing, 'statements.filter.isPlain': false }, slow).likely, [
    'index-missing',
  ]);
  assert.deepEqual(judgeFacts(filterSignatures, 'mysql', { ...missing, 'statements.top.busyRatio': 3 }).confirmed, ['index-missing']);
});

test('filterSignatures take the place of the costly statement and of the full scans', () => {
  const facts = { ...top, ...none, ...text, 'activity.rowsScannedPerSecond': 600_000, 'statements.active': 1 };
  const judged = judgeFacts([...filterSignatures, ...slownessSignatures], 'mysql', facts, slow);

  assert.deepEqual(judged, { confirmed: ['text-index-not-used'], likely: [] });
});

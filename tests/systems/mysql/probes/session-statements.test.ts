import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sessionFacts } from '../../../../src/systems/mysql/probes/session-statements.ts';

const seen = (deletes: number, queryId?: number) => ({
  process: queryId === undefined ? {} : { QUERY_ID: queryId },
  counts: [
    { sort: 'delete', count: deletes },
    { sort: 'set_option', count: 1 },
  ],
});
const cases = [
  { name: 'one that has begun another statement goes on', before: seen(4), after: seen(5), isAtWork: true },
  { name: 'one that rests does not', before: seen(4, 9), after: seen(4, 9), isAtWork: false },
  {
    name: 'the number of its statement is enough',
    before: { process: { QUERY_ID: 9 }, counts: [] },
    after: { process: { QUERY_ID: 12 }, counts: [] },
    isAtWork: true,
  },
  { name: 'one look tells nothing', before: null, after: seen(5), isAtWork: null },
];

for (const { name, before, after, isAtWork } of cases) {
  test(`sessionFacts(): ${name}`, () => {
    assert.equal(sessionFacts('x', before, after, null)['x.isAtWork'], isAtWork);
  });
}

test('sessionFacts() tells what was run, without what only prepares it', () => {
  assert.deepEqual(sessionFacts('x', null, seen(5), 'DELETE FROM t'), {
    'x.lastStatement': 'DELETE FROM t',
    'x.ran': '5 × DELETE',
    'x.isAtWork': null,
  });
  assert.equal(sessionFacts('x', null, null, null)['x.ran'], null);
});

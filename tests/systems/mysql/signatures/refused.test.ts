import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusedSignatures } from '../../../../src/systems/mysql/signatures/refused.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

const calm = {
  ...{ 'activity.statementsDenied': 0, 'activity.statementsDeniedPerSecond': 0, 'activity.statementsDeniedPerHour': 0 },
  ...{ 'activity.statementsDeniedTotal': 0, 'statements.failing.calls': 0, 'statements.failing.errors': 0, 'statements.failing.share': 0 },
};
const failing = (calls: number, errors: number) => ({
  ...{ 'statements.failing.calls': calls, 'statements.failing.errors': errors, 'statements.failing.share': 1 },
});
const cases = [
  { name: 'nothing fails', facts: {}, words: 'orders fail', confirmed: [], likely: [] },
  {
    name: 'denied each second',
    facts: { 'activity.statementsDenied': 3, 'activity.statementsDeniedPerSecond': 3, 'activity.statementsDeniedTotal': 40 },
    ...{ words: '', confirmed: ['permission-denied'], likely: [] },
  },
  {
    name: 'denied now and then, told of it',
    facts: { 'activity.statementsDeniedPerHour': 60, 'activity.statementsDeniedTotal': 4 },
    ...{ words: 'INSERT command denied', confirmed: [], likely: ['permission-denied'] },
  },
  {
    name: 'denied now and then, told of nothing',
    facts: { 'activity.statementsDeniedPerHour': 60, 'activity.statementsDeniedTotal': 4 },
    ...{ words: '', confirmed: [], likely: [] },
  },
  { name: 'one statement fails often', facts: failing(40, 900), words: '', confirmed: ['statement-fails'], likely: [] },
  {
    name: 'one statement fails seldom, told of failures',
    facts: failing(1, 9),
    words: 'checkout fails',
    confirmed: [],
    likely: ['statement-fails'],
  },
  { name: 'one statement fails seldom, told of nothing', facts: failing(1, 9), words: '', confirmed: [], likely: [] },
];

for (const { name, facts, words, confirmed, likely } of cases) {
  test(`refusedSignatures: ${name}`, () => {
    assert.deepEqual(judgeFacts(refusedSignatures, 'mysql', { ...calm, ...facts }, words), { confirmed, likely });
  });
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failureClassOf, messageOf } from '../../../src/systems/clickhouse/failures.ts';
import { failureFacts } from '../../../src/systems/clickhouse/probes/query-log.ts';
import { clickhouseSignatures } from '../../../src/systems/clickhouse/signatures.ts';
import { judgeFacts } from '../nats/judge-facts.ts';

const exceptions = [
  ["Code: 60, e.displayText() = DB::Exception: Table default.visits doesn't exist., e.what() = DB::Exception", '60', 'missingTable'],
  ['Code: 201. DB::Exception: Quota for user `app` for 3600s has been exceeded (version 24.8.1.1)', '201', 'quota'],
  ['Code: 75, e.displayText() = DB::ErrnoException: Cannot write to file, errno: 28, strerror: No space left on device', '75', 'noSpace'],
  ['Code: 62. DB::Exception: Syntax error', '62', null],
] as const;

for (const [told, code, expected] of exceptions) {
  test(`failureClassOf() takes error ${code} for ${String(expected)}`, () => {
    assert.equal(failureClassOf(code, told), expected);
  });
}

test('messageOf() keeps what is said and leaves number, stack and version', () => {
  assert.equal(messageOf(exceptions[0][0]), "Table default.visits doesn't exist.");
  assert.equal(messageOf(exceptions[1][0]), 'Quota for user `app` for 3600s has been exceeded');
});

const rows = [{ code: '60', times: '9', told: exceptions[0][0], who: 'reports', asked: "SELECT 1 FROM visits WHERE a = 'x'", last: '990' }];

test('failureFacts() counts each class, and tells who asked what without values', () => {
  const facts = failureFacts(rows, 1_000);

  const read = (name: string) => facts[`log.failures.missingTable.${name}`];
  assert.deepEqual([read('count'), read('secondsAgo'), read('user')], [9, 10, 'reports']);
  assert.match(String(read('query')), /a = \?/);
  assert.equal(facts['log.failures.quota.count'], 0);
});

const cases = [
  { name: 'most queries fail for one reason', queries: 20, words: '', expected: ['table-missing'] },
  { name: 'a few fail among many, told of nothing', queries: 5_000, words: '', expected: [] },
  { name: 'a few fail among many, told of failing reports', queries: 5_000, words: 'the reports fail', expected: ['table-missing'] },
] as const;

for (const { name, queries, words, expected } of cases) {
  test(`clickhouse failures: ${name}`, () => {
    const facts = { 'log.isOn': true, 'log.queries': queries, ...failureFacts(rows, 1_000) };

    assert.deepEqual(judgeFacts(clickhouseSignatures, 'clickhouse', facts, words).confirmed, expected);
  });
}

test('merges that are stopped are told from merges that do not keep up', () => {
  const facts = {
    'parts.usedRatio': 1,
    'parts.count': 300,
    'parts.averageRows': 1,
    'parts.mergesRunning': 0,
    'parts.unmergedRatio': 0.9,
    'parts.unfinishedMutations': 0,
    'merges.running': 0,
    'mutations.oldest.seconds': 0,
  };

  const cases = {
    'nothing is merged at all': { changed: {}, isStopped: true },
    'other tables are merged': { changed: { 'merges.running': 2 }, isStopped: true },
    'a merge of it runs': { changed: { 'merges.running': 1, 'parts.mergesRunning': 1 }, isStopped: false },
    'most of its parts were merged': { changed: { 'parts.unmergedRatio': 0.05 }, isStopped: false },
    'a mutation of it is in the way': { changed: { 'parts.unfinishedMutations': 1 }, isStopped: false },
    'merges of other tables take the whole pool': { changed: { 'merges.running': 16, 'server.poolRatio': 1 }, isStopped: false },
  };
  for (const [name, { changed, isStopped }] of Object.entries(cases)) {
    const { confirmed } = judgeFacts(clickhouseSignatures, 'clickhouse', { ...facts, ...changed });

    assert.equal(confirmed.includes('merges-stopped'), isStopped, name);
  }
});

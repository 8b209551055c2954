import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kilobytesOf, loginFacts, millisecondsOf } from '../../../src/systems/postgresql/probes/logins.ts';
import { sequenceFacts } from '../../../src/systems/postgresql/probes/sequences.ts';
import { postgresqlSignatures } from '../../../src/systems/postgresql/signatures.ts';
import { judgeFacts } from '../nats/judge-facts.ts';

test('millisecondsOf() and kilobytesOf() read what ALTER ROLE keeps', () => {
  assert.deepEqual(['50', '1s', '2min', '0'].map(millisecondsOf), [50, 1_000, 120_000, 0]);
  assert.deepEqual(['1024', '10MB', '-1'].map(kilobytesOf), [1_024, 10_240, -1]);
});

test('loginFacts() tells the shortest limit and whose it is, and only of logins that expired', () => {
  const own = [
    { role: 'app', database: '', name: 'idle_session_timeout', value: '1s' },
    { role: '', database: 'shop', name: 'temp_file_limit', value: '10MB' },
  ];
  const all = [
    { name: 'idle_session_timeout', value: '600000' },
    { name: 'temp_file_limit', value: '-1' },
    { name: 'lock_timeout', value: '0' },
  ];
  const expired = [
    { name: 'app', may_login: true, expired_ago: '90.4' },
    { name: 'a_group', may_login: false, expired_ago: '10' },
  ];

  const facts = loginFacts(expired, own, all);

  assert.deepEqual([facts['logins.expired'], facts['logins.expiredSecondsAgo']], ['app', 90]);
  assert.deepEqual([facts['logins.idle_session_timeout.ms'], facts['logins.idle_session_timeout.of']], [1_000, 'app']);
  assert.deepEqual([facts['logins.temp_file_limit.bytes'], facts['logins.temp_file_limit.of']], [10_485_760, 'shop']);
  assert.equal(facts['logins.lock_timeout.ms'], 0);
});

test('sequenceFacts() names the sequence that is furthest behind, and none that was just used', () => {
  const rows = [
    { schema: 'public', name: 'a_seq', table: 'a', column: 'id', last: '9', largest: '9' },
    { schema: 'public', name: 'b_seq', table: 'b', column: 'id', last: '20', largest: '500' },
    { schema: 'public', name: 'c_seq', table: 'c', column: 'id', last: null, largest: null },
  ];

  const facts = sequenceFacts(rows);

  assert.deepEqual(
    [facts['sequences.behind'], facts['sequences.behind.name'], facts['sequences.behind.column']],
    [1, 'public.b_seq', 'b.id'],
  );
  assert.equal(sequenceFacts(rows.slice(0, 1))['sequences.behind.name'], '');
});

const nothing = { 'logins.expired': '', 'logins.idle_session_timeout.ms': 0, 'logins.temp_file_limit.of': '', 'sequences.behind': 0 };

const cases = [
  { name: 'an expired login while logins are refused', facts: { 'logins.expired': 'app', 'log.loginFailures': 5 }, words: '', expected: ['password-expired'] },
  { name: 'an expired login, told of nothing', facts: { 'logins.expired': 'former', 'log.loginFailures': 0 }, words: '', expected: [] },
  { name: 'a short idle timeout, told of resets', facts: { 'logins.idle_session_timeout.ms': 1_000 }, words: 'connection reset', expected: ['idle-session-timeout-too-short'] },
  { name: 'a limit of temporary files that was hit', facts: { 'logins.temp_file_limit.of': '*', 'log.tempFileLimits': 2 }, words: '', expected: ['temp-file-limit-hit'] },
  { name: 'a sequence behind, told of duplicate keys', facts: { 'sequences.behind': 1 }, words: '下单一直报 duplicate key', expected: ['sequence-behind'] },
  { name: 'a sequence behind, told of nothing', facts: { 'sequences.behind': 1 }, words: '', expected: [] },
] as const; // biome-ignore format: a table

for (const { name, facts, words, expected } of cases) {
  test(`postgresql signatures: ${name}`, () => {
    const { confirmed } = judgeFacts(postgresqlSignatures, 'postgresql', { ...nothing, ...facts }, words);

    assert.deepEqual([...confirmed].sort(), expected);
  });
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorCode } from '../../../src/systems/clickhouse/signatures/error-code.ts';
import { quotedErrorSignatures } from '../../../src/systems/clickhouse/signatures/quoted-errors.ts';
import { clickhouseSignatures } from '../../../src/systems/clickhouse/signatures.ts';
import { judgeFacts } from '../nats/judge-facts.ts';

const forms = [
  ["Code: 60. DB::Exception: Table shop.visits doesn't exist", true],
  ['Code: 60, e.displayText() = DB::Exception', true],
  ['[HTTP 404] code: 60, message: gone', true],
  ["{ code: '60', type: 'x' }", true],
  ['DB::Exception: gone. (UNKNOWN_TABLE)', true],
  ['exit code 60', false],
  ['it returned with status code: 60', false],
  ['60 tables', false],
] as const;

for (const [said, expected] of forms) {
  test(`errorCode() ${expected ? 'takes' : 'leaves'} ${said}`, () => {
    assert.equal(new RegExp(errorCode([60], ['UNKNOWN_TABLE']), 'i').test(said), expected);
  });
}

const quotes = [
  [
    'Code: 252. DB::Exception: Too many parts (300 with average size of 1.00 MiB) in table. Merges are processing significantly slower. (TOO_MANY_PARTS)',
    'inserts-rejected',
  ],
  ['Code: 252. DB::Exception: Too many partitions for single INSERT block (more than 100)', 'too-many-partitions'],
  ['code: 202, message: Too many simultaneous queries. Maximum: 100', 'too-many-queries'],
  ['DB::Exception: Memory limit (for query) exceeded: would use 9.31 GiB', 'memory-limit-exceeded'],
  ['Code: 242. DB::Exception: Table is in readonly mode (replica path: /clickhouse/x). (TABLE_IS_READ_ONLY)', 'replica-readonly'],
  ['Code: 164. DB::Exception: app: Cannot execute query in readonly mode. (READONLY)', 'login-read-only'],
  ['Code: 999. Coordination::Exception: Session expired. (KEEPER_EXCEPTION)', 'keeper-lost'],
  [
    'Code: 516. DB::Exception: app: Authentication failed: password is incorrect, or there is no user with such name. (AUTHENTICATION_FAILED)',
    'logins-fail',
  ],
  ['Code: 497. DB::Exception: app: Not enough privileges. (ACCESS_DENIED)', 'login-lacks-grant'],
  ['Code: 159. DB::Exception: Timeout exceeded: elapsed 60.1 seconds, maximum: 60. (TIMEOUT_EXCEEDED)', 'time-limit'],
  [
    'Code: 159. DB::Exception: Watching task /clickhouse/task_queue/ddl/query-7 is executing longer than distributed_ddl_task_timeout (=180) seconds',
    'cluster-ddl-stuck',
  ],
  ['Code: 62. DB::Exception: Syntax error: failed at position 8', 'syntax-refused'],
  ['Code: 46. DB::Exception: Unknown function foo. (UNKNOWN_FUNCTION)', 'function-unknown'],
  ['Code: 215. DB::Exception: Column `a` is not under aggregate function and not in GROUP BY', 'group-by-refused'],
  ["Code: 115. DB::Exception: Unknown setting 'x'. (UNKNOWN_SETTING)", 'setting-refused'],
  ['Code: 285. DB::Exception: Number of alive replicas (1) is less than requested quorum (2). (TOO_FEW_LIVE_REPLICAS)', 'quorum-unmet'],
  [
    'Code: 359. DB::Exception: Table or Partition in shop.visits was not dropped. (TABLE_SIZE_EXCEEDS_MAX_DROP_SIZE_LIMIT)',
    'drop-too-large',
  ],
  ['Code: 473. DB::Exception: READ locking attempt on "shop.visits" has timed out! (DEADLOCK_AVOIDED)', 'table-locked'],
  ['Code: 253. DB::Exception: Replica /clickhouse/x/replicas/a already exists. (REPLICA_ALREADY_EXISTS)', 'replica-exists'],
  ['Code: 499. DB::Exception: Access Denied. (S3_ERROR)', 'object-storage-fails'],
  ['Cannot open file, errno: 24, strerror: Too many open files', 'open-files-exhausted'],
  ['Code: 349. DB::Exception: Cannot convert NULL value to non-Nullable type. (CANNOT_INSERT_NULL_IN_ORDINARY_COLUMN)', 'null-refused'],
  ["Code: 81. DB::Exception: Database shop doesn't exist. (UNKNOWN_DATABASE)", 'table-missing'],
  ["Code: 47. DB::Exception: Missing columns: 'channel' while processing query. (UNKNOWN_IDENTIFIER)", 'column-missing'],
  ["Code: 27. DB::Exception: Cannot parse input: expected ',' before: x. (CANNOT_PARSE_INPUT_ASSERTION_FAILED)", 'types-differ'],
] as const;

for (const [said, id] of quotes) {
  test(`the faults of ClickHouse that are likely by their error alone: ${id}: ${said}`, () => {
    assert.deepEqual(judgeFacts(clickhouseSignatures, 'clickhouse', { 'log.isOn': false }, said), { confirmed: [], likely: [id] });
  });
}

const others = [
  'the job ended with exit code 62',
  'http status code: 499',
  'are there too many parts or partitions?',
  'the syntax of this report is readonly to most',
] as const;

for (const said of others) {
  test(`no fault of ClickHouse is likely by these words alone: ${said}`, () => {
    assert.deepEqual(judgeFacts(clickhouseSignatures, 'clickhouse', { 'log.isOn': false }, said), { confirmed: [], likely: [] });
  });
}

test('what is seen decides: no insert was ever rejected; a session with Keeper and no table that is read-only', () => {
  const likely = (facts: Readonly<Record<string, number>>, said: string) =>
    judgeFacts(clickhouseSignatures, 'clickhouse', facts, said).likely;

  assert.deepEqual(likely({ 'activity.rejectedInserts.total': 0 }, 'Code: 252. DB::Exception: Too many parts'), []);
  assert.deepEqual(likely({ 'replication.readonly': 0, 'server.keeperSessions': 1 }, 'Code: 999. Session expired'), []);
  assert.ok(quotedErrorSignatures.every(({ quoted, hints }) => quoted === hints));
});

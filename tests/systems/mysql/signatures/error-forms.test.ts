import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorForms } from '../../../../src/systems/mysql/signatures/error-forms.ts';
import { mysqlSignatures } from '../../../../src/systems/mysql/signatures.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

const forms = [
  ["ERROR 1054 (42S22) at line 1: Unknown column 'c' in 'field list'", true],
  ["Error 1054: Unknown column 'c'", true],
  ["{ code: 'ER_BAD_FIELD_ERROR', errno: 1054, sqlState: '42S22' }", true],
  ['{"errno":1054,"sqlState":"42S22"}', true],
  ['pymysql.err.OperationalError: (1054, "Unknown column")', true],
  ['mysql.connector.errors.ProgrammingError: 1054 (42S22): Unknown column', true],
  ["SQLSTATE[42S22]: Column not found: 1054 Unknown column 'c'", true],
  ['SQLSTATE[HY000] [1054] something', true],
  ['SQL Error: 1054, SQLState: 42S22', true],
  ['Error_code: MY-001054', true],
  ['应用报错 1054', true],
  ['1054 orders (a few more) are late', false],
  ['it took 1054 ms', false],
  ['error rate is 10540', false],
] as const;

for (const [said, expected] of forms) {
  test(`errorForms() ${expected ? 'takes' : 'leaves'} ${said}`, () => {
    const pattern = new RegExp(errorForms({ says: null, numbers: [1054], names: ['ER_BAD_FIELD_ERROR'] }), 'i');

    assert.equal(pattern.test(said), expected);
  });
}

const quotes: readonly (readonly [said: string, ids: readonly string[]])[] = [
  ["SQLSTATE[HY000]: General error: 1366 Incorrect string value: '\\xF0\\x9F\\x98\\x80' for column 'note' at row 1", ['charset-refuses']],
  ["ERROR 1366 (HY000): Incorrect integer value: '' for column 'qty' at row 1", ['strict-mode-refuses']],
  ['(1406, "Data too long for column \'name\' at row 1")', ['strict-mode-refuses']],
  ["Error 1267 (HY000): Illegal mix of collations (utf8mb4_0900_ai_ci,IMPLICIT) and (…) for operation '='", ['collations-mixed']],
  ["code: 'ER_WRONG_FIELD_WITH_GROUP', errno: 1055", ['group-by-refused']],
  ['SELECT list is not in GROUP BY clause …; this is incompatible with sql_mode=only_full_group_by', ['group-by-refused']],
  [
    'SQLSTATE[42000]: Syntax error or access violation: 1071 Specified key was too long; max key length is 767 bytes',
    ['definition-too-large'],
  ],
  ['Row size too large (> 8126). Changing some columns to TEXT or BLOB may help', ['definition-too-large']],
  ['java.sql.SQLException: Out of sort memory, consider increasing server sort buffer size', ['sort-memory-short']],
  ["BIGINT UNSIGNED value is out of range in '(`shop`.`stock`.`qty` - 3)'", ['number-out-of-range']],
  ["You have an error in your SQL syntax; check the manual … near ')' at line 1", ['syntax-refused']],
  ['Table has no partition for value 202701', ['no-partition']],
  ['(1792, "Cannot execute statement in a READ ONLY transaction.")', ['transaction-read-only']],
  ['ERROR 1251 (08004): Client does not support authentication protocol requested by server', ['auth-plugin-unsupported']],
  ['java.sql.SQLNonTransientConnectionException: Public Key Retrieval is not allowed', ['auth-plugin-unsupported']],
  ['The total number of locks exceeds the lock table size', ['lock-table-full']],
  ["Multi-statement transaction required more than 'max_binlog_cache_size' bytes of storage", ['binlog-cache-full']],
  ['General error: 1615 Prepared statement needs to be re-prepared', ['statements-reprepared']],
  ['errno: 1836, sqlMessage: Running in read-only mode', ['storage-read-only']],
  ["ER_ACCESS_DENIED_ERROR: Access denied for user 'app'@'10.0.0.9' (using password: YES)", ['logins-fail']],
  ["SQLSTATE[HY000] [1045] Access denied for user 'app'@'10.0.0.9' (using password: YES)", ['logins-fail']],
  ["Access denied for user 'app'@'%' to database 'shop'", ['permission-denied']],
  ["Error 1142: INSERT command denied to user 'app'@'%' for table 'orders'", ['permission-denied']],
  ['SQLSTATE[HY000] [1040] Too many connections', ['connections-exhausted']],
  ['Data source rejected establishment of connection, message from server: "Too many connections"', ['connections-exhausted']],
  ["Unknown database 'shop'", ['database-missing']],
  ['ER_LOCK_DEADLOCK: Deadlock found when trying to get lock; try restarting transaction', ['deadlocks']],
  ['Disk full (/tmp/#sql_1_0.MYI); waiting for someone to free some space... (errno: 28 "No space left on device")', ['no-space']],
  ["Can't open file: './shop/orders.frm' (errno: 24 \"Too many open files\")", ['open-files-exhausted']],
  ['Failed to read auto-increment value from storage engine', ['auto-increment-exhausted']],
  ['Operation not allowed when innodb_force_recovery > 0.', ['forced-recovery']],
  [
    'Got fatal error 1236 from master when reading data from binary log: Could not find first log file name in binary log index file',
    ['replica-binlog-gone'],
  ],
  [
    'Got fatal error 1236 from master: A slave with the same server_uuid/server_id as this slave has connected',
    ['replica-server-id-twice'],
  ],
  [
    "Could not execute Write_rows event on table shop.orders; Duplicate entry '7' for key 'PRIMARY', Error_code: 1062",
    ['replica-duplicate-key'],
  ],
  ["Could not execute Update_rows event on table shop.orders; Can't find record in 'orders', Error_code: 1032", ['replica-row-missing']],
  ["Lost connection; errno: 1062; Duplicate entry 'a-7' for key 'orders.uk'", ['duplicate-keys']],
];

for (const [said, ids] of quotes) {
  test(`the faults of MySQL that are likely by their error alone: ${ids.join()}: ${said}`, () => {
    assert.deepEqual(judgeFacts(mysqlSignatures, 'mysql', { 'statements.failing.calls': 0 }, said), { confirmed: [], likely: ids });
  });
}

const others = [
  'orders are slow, 1040 of them wait',
  'are there too many connections?',
  'the disk may become full one day, is there space left on the device?',
  'we have many connections and read-only reports since 1290 seconds',
  'is the sort memory enough, and which collation do tables have?',
  'an unknown column of trucks blocks the road',
  'ERROR 2013 (HY000): Lost connection to MySQL server during query',
] as const;

for (const said of others) {
  test(`no fault of MySQL is likely by these words alone: ${said}`, () => {
    assert.deepEqual(judgeFacts(mysqlSignatures, 'mysql', { 'statements.failing.calls': 0 }, said), { confirmed: [], likely: [] });
  });
}

const option = 'The MySQL server is running with the --read-only option so it cannot execute this statement (1290)';
const seen = { 'replication.isVisible': true, 'replication.isGroupMember': false, 'server.isInnodbReadOnly': false };
const decided = [
  { facts: { ...seen, 'server.isReadOnly': true, 'replication.isReplica': true }, likely: ['writes-sent-to-replica'] },
  { facts: { ...seen, 'server.isReadOnly': false, 'replication.isReplica': false }, likely: [] },
] as const;

for (const { facts, likely } of decided) {
  test(`what is seen decides on error 1290: ${JSON.stringify(facts)}`, () => {
    assert.deepEqual(judgeFacts(mysqlSignatures, 'mysql', facts, option).likely, likely);
  });
}

test('a refused connection of minutes ago is not refuted by the room that there is now', () => {
  const likelyWith = (refused: number) =>
    judgeFacts(
      mysqlSignatures,
      'mysql',
      { 'connections.usedRatio': 0.2, 'connections.refused': refused },
      'Error 1040: Too many connections',
    ).likely;

  assert.deepEqual([likelyWith(0), likelyWith(4)], [[], ['connections-exhausted']]);
});

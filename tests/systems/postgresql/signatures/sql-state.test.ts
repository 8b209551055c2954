import assert from 'node:assert/strict';
import { test } from 'node:test';
import { quotedSessionSignatures } from '../../../../src/systems/postgresql/signatures/quoted-sessions.ts';
import { quotedStatementSignatures } from '../../../../src/systems/postgresql/signatures/quoted-statements.ts';
import { quotedState } from '../../../../src/systems/postgresql/signatures/sql-state.ts';
import { postgresqlSignatures } from '../../../../src/systems/postgresql/signatures.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

const forms = [
  ['SQLSTATE[23505]: Unique violation: 7 ERROR', true],
  ['ERROR: duplicate (SQLSTATE 23505)', true],
  ['ERROR: 23505: duplicate', true],
  ["code: '23505', detail: 'Key (id)=(7)'", true],
  ['{"code":"23505"}', true],
  ['Npgsql.PostgresException (0x80004005): 23505: duplicate', true],
  ['[23505] ERROR: duplicate', true],
  ['(psycopg.errors.UniqueViolation) duplicate', true],
  ['asyncpg.exceptions.UniqueViolationError: duplicate', true],
  ['PG::UniqueViolation: ERROR', true],
  ['order 23505 is late', false],
  ['zip code 23505', false],
] as const;

for (const [said, expected] of forms) {
  test(`quotedState() ${expected ? 'takes' : 'leaves'} ${said}`, () => {
    const pattern = new RegExp(quotedState({ says: 'never said', states: ['23505'], classes: ['UniqueViolation'] }), 'i');

    assert.equal(pattern.test(said), expected);
  });
}

const quotes: readonly (readonly [said: string, ...ids: string[]])[] = [
  ['(psycopg.errors.UniqueViolation) duplicate key value violates unique constraint "a"', 'duplicate-keys'],
  ['SQLSTATE[23514]: Check violation: 7 ERROR: no partition of relation "a" found for row', 'no-partition'],
  ['SQLSTATE[22003]: Numeric value out of range: 7 ERROR: integer out of range', 'number-out-of-range'],
  ['value "9999999999" is out of range for type integer', 'number-out-of-range'],
  ['invalid input syntax for type uuid: ""', 'input-invalid'],
  ['(psycopg.errors.InvalidTextRepresentation) invalid input value for enum state: "held"', 'input-invalid'],
  ['ERROR: invalid byte sequence for encoding "UTF8": 0x00', 'encoding-refused'],
  ['operator does not exist: uuid = character varying', 'types-differ'],
  ['column "qty" is of type integer but expression is of type text', 'types-differ'],
  ['column "o.id" must appear in the GROUP BY clause or be used in an aggregate function', 'group-by-refused'],
  ['ERROR: syntax error at or near ")" (SQLSTATE 42601)', 'syntax-refused'],
  ['there is no unique or exclusion constraint matching the ON CONFLICT specification', 'conflict-target-missing'],
  ['conflicting key value violates exclusion constraint "booking_period"', 'exclusion-violated'],
  ['psycopg.errors.InsufficientPrivilege: new row violates row-level security policy for table "orders"', 'row-security-refuses'],
  ['index row size 2712 exceeds btree version 4 maximum 2704 for index "a_note"', 'index-row-too-large'],
  ['ERROR: stack depth limit exceeded', 'stack-too-deep'],
  ['java.io.IOException: Tried to send an out-of-range integer as a 2-byte value: 70000', 'too-many-parameters'],
  ['ERROR: prepared statement "S_3" does not exist', 'prepared-statements-lost'],
  [
    'asyncpg.exceptions.DuplicatePreparedStatementError: prepared statement "__asyncpg_stmt_1__" already exists',
    'prepared-statements-lost',
  ],
  ['ERROR: cached plan must not change result type (SQLSTATE 0A000)', 'cached-plan-changed'],
  ['ERROR: current transaction is aborted, commands ignored until end of transaction block', 'transaction-aborted'],
  ['FATAL: terminating connection due to administrator command (SQLSTATE 57P01)', 'sessions-terminated'],
  ['FATAL: query_wait_timeout', 'pooler-full'],
  ['could not resize shared memory segment "/PostgreSQL.1" to 8388608 bytes: No space left on device', 'shared-memory-small'],
  ['The authentication type 10 is not supported. Check that you have configured the pg_hba.conf file', 'auth-method-unsupported'],
  ['error: server does not support SSL, but SSL was required', 'tls-not-offered'],
  ['FATAL: password authentication failed for user "app"', 'logins-fail'],
  ['no pg_hba.conf entry for host "10.0.0.9", user "app", database "shop", no encryption (SQLSTATE 28000)', 'host-not-allowed'],
  ['FATAL: database "shop" does not exist', 'database-missing'],
  ['FATAL: the database system is starting up', 'starting-up'],
  ['WARNING: terminating connection because of crash of another server process', 'crashed-recently'],
  ['(psycopg.errors.OutOfMemory) out of memory', 'out-of-memory'],
  ['ERROR: out of shared memory (SQLSTATE 53200)', 'lock-table-full'],
  ['error: sorry, too many clients already (code: 53300)', 'connections-exhausted'],
  ['FATAL: too many connections for role "app" (SQLSTATE 53300)', 'own-limit-reached'],
  ['ERROR: could not extend file "base/1/2": No space left on device', 'no-space'],
  ['invalid page in block 7 of relation base/1/2', 'data-corrupt'],
  ['database is not accepting commands that assign new transaction IDs to avoid wraparound', 'wraparound-near'],
  ['canceling statement due to statement timeout', 'statement-timeout-too-short'],
  ['ERROR: could not serialize access due to concurrent update', 'serialization-failures'],
  ['canceling statement due to conflict with recovery (SQLSTATE 40001)', 'recovery-conflicts'],
  ['requested WAL segment 000000010000000000000007 has already been removed', 'wal-removed-before-sent'],
  ['relation "orders" does not exist', 'objects-missing'],
  ['column o.channel does not exist', 'objects-missing'],
  ['function pay(integer) does not exist', 'objects-missing'],
];

for (const [said, ...ids] of quotes) {
  test(`the faults of PostgreSQL that are likely by their error alone: ${ids.join()}: ${said}`, () => {
    assert.deepEqual(judgeFacts(postgresqlSignatures, 'postgresql', { 'log.isReadable': false }, said), { confirmed: [], likely: ids });
  });
}

const others = [
  'this type of order does not exist, and function of the column is unclear',
  'the host is out of memory?',
  'order 23505 of customer 40001 is late',
  'is the syntax right, and which input is invalid?',
  'could not obtain lock on row in relation "orders" (SQLSTATE 55P03)',
] as const;

for (const said of others) {
  test(`no fault of PostgreSQL is likely by these words alone: ${said}`, () => {
    assert.deepEqual(judgeFacts(postgresqlSignatures, 'postgresql', { 'log.isReadable': false }, said), { confirmed: [], likely: [] });
  });
}

const modes = [
  { isInRecovery: false, isByDefault: false, likely: ['transaction-read-only'] },
  { isInRecovery: false, isByDefault: true, likely: [] },
] as const;

for (const { isInRecovery, isByDefault, likely } of modes) {
  test(`a write in a read-only transaction, in recovery ${String(isInRecovery)}, by default ${String(isByDefault)}`, () => {
    const facts = { 'server.isInRecovery': isInRecovery, 'server.isReadOnlyByDefault': isByDefault, 'server.readOnlyScopes': '' };

    const judged = judgeFacts(postgresqlSignatures, 'postgresql', facts, 'cannot execute INSERT in a read-only transaction');

    assert.deepEqual(judged.likely, likely);
    assert.deepEqual(judged.confirmed, isByDefault ? ['read-only-by-default'] : []);
  });
}

test('quotedSessionSignatures and quotedStatementSignatures are likely by nothing but their error', () => {
  assert.ok([...quotedSessionSignatures, ...quotedStatementSignatures].every((each) => each.quoted === each.hints));
});

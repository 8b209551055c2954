import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeNames } from '../../../src/systems/mongodb/signatures/code-names.ts';
import { refusedOperationSignatures } from '../../../src/systems/mongodb/signatures/refused-operations.ts';
import { refusedSessionSignatures } from '../../../src/systems/mongodb/signatures/refused-sessions.ts';
import { mongodbSignatures } from '../../../src/systems/mongodb/signatures.ts';
import { judgeFacts } from '../nats/judge-facts.ts';

const quotes = [
  ['MongoServerError: E11000 duplicate key error collection: shop.orders index: no_1 dup key: { no: 7 }', 'duplicate-keys'],
  ['pymongo.errors.WriteError: Document failed validation, full error: {...}', 'document-invalid'],
  ['BSONObj size: 16800000 (0x1005900) is invalid. Size must be between 0 and 16793600(16MB)', 'document-too-large'],
  ["codeName: 'QueryExceededMemoryLimitNoDiskUseAllowed'", 'sort-memory-short'],
  ['Executor error during find command :: caused by :: Sort exceeded memory limit of 104857600 bytes', 'sort-memory-short'],
  ["MongoServerError: operation exceeded time limit, codeName: 'MaxTimeMSExpired'", 'time-limit'],
  ['MongoServerError: cursor id 4611686018 not found', 'cursor-lost'],
  ['(NamespaceNotFound) ns not found', 'namespace-missing'],
  ['Index with name: no_1 already exists with different options', 'index-conflict'],
  ["Updating the path 'state' would create a conflict at 'state'", 'update-conflict'],
  ["no such command: 'hello'", 'command-unknown'],
  ['MongoServerError: Authentication failed.', 'logins-fail'],
  [
    'connection() error occurred during connection handshake: auth error: sasl conversation error: unable to authenticate using mechanism "SCRAM-SHA-256": (AuthenticationFailed) Authentication failed.',
    'logins-fail',
  ],
  ['not authorized on shop to execute command { insert: "orders" }', 'permission-denied'],
  ["{ ok: 0, errmsg: 'not primary', code: 10107, codeName: 'NotWritablePrimary' }", 'writes-sent-to-secondary'],
  ['pymongo.errors.NotPrimaryError: not primary, full error: {}', 'writes-sent-to-secondary'],
  ['"codeName" : "InterruptedDueToReplStateChange"', 'primary-stepped-down'],
  ['Write conflict during plan execution and yielding is disabled. :: Please retry your operation', 'transaction-conflicts'],
  ['error 112 (WriteConflict)', 'transaction-conflicts'],
  ['Given transaction number 3 does not match any in-progress transactions.', 'transaction-too-long'],
  ['Transaction numbers are only allowed on a replica set member or mongos', 'transactions-need-replica-set'],
  ['waiting for replication timed out', 'write-concern-unmet'],
  ['Could not find host matching read preference { mode: "primary" } for set shard1', 'read-preference-unmet'],
  ['Resume of change stream was not possible, as the resume point may no longer be in the oplog.', 'history-lost'],
  ['Timed out while checking out a connection from connection pool', 'client-pool-exhausted'],
  ['pymongo.errors.ServerSelectionTimeoutError: No replica set members match selector "Primary()"', 'no-primary'],
  ["type: 'ReplicaSetNoPrimary'", 'no-primary'],
  ["codeName: 'NotPrimaryOrSecondary'", 'member-not-serving'],
  ['connection refused because there are too many open connections: 819', 'connections-exhausted'],
  ["codeName: 'OutOfDiskSpace'", 'disk-full'],
] as const;

for (const [said, id] of quotes) {
  test(`the faults of MongoDB that are likely by their error alone: ${id}: ${said}`, () => {
    assert.deepEqual(judgeFacts(mongodbSignatures, 'mongodb', { 'server.version': '7.0' }, said), { confirmed: [], likely: [id] });
  });
}

const others = [
  'unauthorized people read the documents; is authentication failing?',
  'order 11000 was not found, nor was the cursor of the mouse',
  'a write conflict of opinions, and a lock timeout',
  'this host is not primary school',
] as const;

for (const said of others) {
  test(`no fault of MongoDB is likely by these words alone: ${said}`, () => {
    assert.deepEqual(judgeFacts(mongodbSignatures, 'mongodb', { 'server.version': '7.0' }, said), { confirmed: [], likely: [] });
  });
}

test('codeNames() takes a name where it is told as one', () => {
  const pattern = new RegExp(codeNames('Unauthorized'), 'i');

  assert.deepEqual(
    ["codeName: 'Unauthorized'", '(Unauthorized) not so', 'unauthorized access'].map((said) => pattern.test(said)),
    [true, true, false],
  );
});

test('what is seen decides: a set without a primary, a server that is one', () => {
  const likely = (facts: Readonly<Record<string, boolean | string>>, said: string) =>
    judgeFacts([...refusedOperationSignatures, ...refusedSessionSignatures], 'mongodb', facts, said).likely;

  assert.deepEqual(likely({ 'set.isOne': true, 'set.primary': '' }, "codeName: 'NotWritablePrimary'"), []);
  assert.deepEqual(likely({ 'set.isOne': true }, 'Transaction numbers are only allowed on a replica set member or mongos'), []);
});

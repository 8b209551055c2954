import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mysqlSignatures } from '../../../../src/systems/mysql/signatures.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

const waits = { 'locks.metadata.waiting': 3, 'locks.metadata.longestSeconds': 8, 'locks.metadata.isSchemaChange': false };

const cases = [
  {
    name: 'a table lock that was left',
    facts: { ...waits, 'locks.keeper.isIdle': true, 'locks.keeper.isCertain': true, 'locks.keeper.suspects': 1 },
    words: '',
    expected: { confirmed: ['table-lock-left'], likely: [] },
  },
  {
    name: 'a schema change that runs',
    facts: { ...waits, 'locks.keeper.isIdle': false, 'locks.keeper.isCertain': true, 'locks.keeper.suspects': 1 },
    words: '',
    expected: { confirmed: ['schema-change-runs'], likely: [] },
  },
  {
    name: 'an expired password while logins fail',
    facts: { 'accounts.expired': 'app@%', 'accounts.locked': '', 'activity.abortedConnectsPerSecond': 2 },
    words: '',
    expected: { confirmed: ['password-expired'], likely: [] },
  },
  {
    name: 'an old account that is locked, told of nothing',
    facts: { 'accounts.expired': '', 'accounts.locked': 'former@%', 'activity.abortedConnectsPerSecond': 0 },
    words: '',
    expected: { confirmed: [], likely: [] },
  },
  {
    name: 'no more prepared statements',
    facts: { 'activity.preparedRatio': 1 },
    words: '',
    expected: { confirmed: ['prepared-statements-used-up'], likely: [] },
  },
  {
    name: 'events that rest, and a table that grows',
    facts: { 'events.isSchedulerOn': false, 'events.enabled': 1, 'events.disabled': 0 },
    words: 'the cleanup job does not run',
    expected: { confirmed: ['events-not-running'], likely: [] },
  },
  {
    name: 'events that rest, told of a slow query',
    facts: { 'events.isSchedulerOn': false, 'events.enabled': 1, 'events.disabled': 0 },
    words: 'a query is slow',
    expected: { confirmed: [], likely: [] },
  },
  {
    name: 'no partition for now, and the event that makes them does not run',
    facts: {
      ...{ 'statements.failing.lastPartition': 'p20261130', 'statements.failing.partitionsEnd': '2026-12-01' },
      ...{ 'statements.failing.errno': null, 'statements.failing.errors': 30, 'statements.failing.calls': 5 },
      ...{ 'events.isSchedulerOn': false, 'events.enabled': 1, 'events.disabled': 0, 'events.partitions.name': 'shop.add_partition' },
    },
    words: '',
    expected: { confirmed: ['partitions-no-longer-made'], likely: [] },
  },
  {
    name: 'no partition for now, which no event makes',
    facts: {
      ...{ 'statements.failing.lastPartition': 'p20261130', 'statements.failing.partitionsEnd': '2026-12-01' },
      ...{ 'statements.failing.errno': 1_526, 'statements.failing.errors': 30, 'statements.failing.calls': 5 },
      ...{ 'events.isSchedulerOn': false, 'events.enabled': 0, 'events.disabled': 0, 'events.partitions.name': null },
    },
    words: '',
    expected: { confirmed: ['no-partition'], likely: [] },
  },
  {
    name: 'old partitions, and a statement that fails for another reason',
    facts: {
      ...{ 'statements.failing.lastPartition': 'p20261130', 'statements.failing.partitionsEnd': '2026-12-01' },
      ...{ 'statements.failing.errno': 1_290, 'statements.failing.errors': 30, 'statements.failing.calls': 5 },
      ...{ 'events.isSchedulerOn': true, 'events.enabled': 1, 'events.disabled': 0, 'events.partitions.name': 'shop.add_partition' },
    },
    words: '',
    expected: { confirmed: [], likely: [] },
  },
  {
    name: 'a replica that shares its server_id',
    facts: {
      'replication.isReplica': true,
      'replication.isSqlRunning': true,
      'replication.isIoRunning': false,
      'replication.ioErrorNumber': 1_236,
      'replication.errorNumber': 1_236,
      'replication.error': 'A slave with the same server_uuid/server_id as this slave has connected to the master',
    },
    words: '',
    expected: { confirmed: ['replica-server-id-twice'], likely: [] },
  },
  {
    name: 'a table that can not be opened',
    facts: { 'storage.damagedTables': 1 },
    words: '',
    expected: { confirmed: ['table-damaged'], likely: [] },
  },
] as const;

for (const { name, facts, words, expected } of cases) {
  test(`mysql signatures: ${name}`, () => {
    const { confirmed, likely } = judgeFacts(mysqlSignatures, 'mysql', facts, words);

    const told = (all: readonly string[]): readonly string[] =>
      all.filter((id) => id !== 'metadata-lock-queue' && id !== 'replica-io-error');
    assert.deepEqual({ confirmed: told(confirmed), likely: told(likely) }, expected);
  });
}

test('a delayed replica is a finding where somebody complains of its lag, and none otherwise', () => {
  const facts = { 'replication.isSqlRunning': true, 'replication.isIoRunning': true, 'replication.delaySettingSeconds': 3_600 };

  const [told, silent] = ['replication lag', 'disk'].map((words) => judgeFacts(mysqlSignatures, 'mysql', facts, words));

  assert.deepEqual([told?.confirmed, silent?.confirmed], [['replica-delayed-on-purpose'], []]);
});

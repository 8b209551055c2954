import assert from 'node:assert/strict';
import { test } from 'node:test';
import { replicationApplySignatures } from '../../../../src/systems/mysql/signatures/replication-apply.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

const behind = {
  ...{ 'replication.isSqlRunning': true, 'replication.lagSeconds': 40, 'replication.delaySettingSeconds': 0 },
  ...{ 'replication.apply.keylessTable': null, 'replication.apply.schemaChange': null, 'replication.apply.scannedPerChange': 1 },
  ...{ 'replication.apply.rowsModified': 100, 'replication.apply.transactionSeconds': 0 },
};
const cases = [
  { name: 'nothing of the kind', facts: {}, confirmed: [] },
  {
    name: 'a table without a key',
    facts: { 'replication.apply.keylessTable': 'crm.calls', 'replication.apply.scannedPerChange': 9_000 },
    confirmed: ['replica-table-without-key'],
  },
  {
    name: 'a schema change',
    facts: { 'replication.apply.schemaChange': 'ALTER TABLE calls' },
    confirmed: ['replica-applies-schema-change'],
  },
  {
    name: 'a large transaction',
    facts: { 'replication.apply.rowsModified': 900_000, 'replication.apply.transactionSeconds': 35 },
    confirmed: ['replica-large-transaction'],
  },
  {
    name: 'delayed on purpose',
    facts: { 'replication.apply.schemaChange': 'ALTER TABLE calls', 'replication.delaySettingSeconds': 60 },
    confirmed: [],
  },
];

for (const { name, facts, confirmed } of cases) {
  test(`replicationApplySignatures: ${name}`, () => {
    assert.deepEqual(judgeFacts(replicationApplySignatures, 'mysql', { ...behind, ...facts }).confirmed, confirmed);
  });
}

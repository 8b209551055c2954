import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyFacts } from '../../../../src/systems/mysql/probes/replication-apply.ts';

const searching = { state: 'Update_rows_log_event::find_row()', seconds: 9, query: '' };
const keyless = [
  { name: 'crm.calls', count: 90_000, indexed: 0 },
  { name: 'crm.tiny', count: 5, indexed: 0 },
];
const seen = {
  ...{ workers: 0, threads: [searching], tables: ['crm.calls'], transaction: { seconds: 8, modified: 400 }, keyless },
  ...{ changed: 10, scanned: 900_000 },
};
const cases = [
  { name: 'the table that is open', seen, table: 'crm.calls' },
  { name: 'another table is open', seen: { ...seen, tables: ['crm.people'] }, table: null },
  {
    name: 'the state names it',
    seen: { ...seen, tables: [], threads: [{ ...searching, state: 'Delete_rows_log_event::find_row(7) on table `crm`.`calls`' }] },
    table: 'crm.calls',
  },
  { name: 'nothing is told, and there is one', seen: { ...seen, tables: [] }, table: 'crm.calls' },
  { name: 'nothing is told, and nothing is applied', seen: { ...seen, tables: [], threads: [] }, table: null },
];

for (const { name, seen: given, table } of cases) {
  test(`applyFacts() finds the table without a key: ${name}`, () => {
    assert.equal(applyFacts(given)['replication.apply.keylessTable'], table);
  });
}

test('applyFacts() tells the search, the transaction and a schema change', () => {
  const facts = applyFacts({
    ...seen,
    threads: [{ state: 'altering table', seconds: 70, query: "ALTER TABLE calls ADD note VARCHAR(9) DEFAULT 'x'" }],
  });

  assert.deepEqual(
    ['scannedPerChange', 'rowsModified', 'schemaChange'].map((name) => facts[`replication.apply.${name}`]),
    [90_000, 400, 'ALTER TABLE calls ADD note VARCHAR(?) DEFAULT ?'],
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusedDataSignatures } from '../../../../src/systems/mysql/signatures/refused-data.ts';
import { mysqlSignatures } from '../../../../src/systems/mysql/signatures.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

const quotes = [
  { said: "ERROR 1054 (42S22): Unknown column 'channel' in 'field list'", id: 'column-missing' },
  { said: "ERROR 1146 (42S02): Table 'shop.orders' doesn't exist", id: 'table-missing' },
  { said: "Duplicate entry '7' for key 'PRIMARY'", id: 'duplicate-keys' },
  { said: 'Cannot delete or update a parent row: a foreign key constraint fails', id: 'foreign-key-violated' },
  { said: "Column 'total' cannot be null", id: 'null-refused' },
  { said: 'Lock wait timeout exceeded; try restarting transaction', id: 'lock-waits-time-out' },
  { said: "The table 'basket' is full", id: 'table-full' },
  { said: 'Query execution was interrupted, maximum statement execution time exceeded', id: 'execution-time-limit' },
] as const;

for (const { said, id } of quotes) {
  test(`refusedDataSignatures take the error that somebody repeats for likely: ${id}`, () => {
    assert.deepEqual(judgeFacts(refusedDataSignatures, 'mysql', { 'statements.failing.calls': 0 }, said), { confirmed: [], likely: [id] });
  });
}

const modes = [
  { mode: 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION', confirmed: ['strict-mode-refuses'] },
  { mode: 'NO_ENGINE_SUBSTITUTION', confirmed: [] },
] as const;

for (const { mode, confirmed } of modes) {
  test(`a field without a default with sql_mode ${mode}: ${confirmed.join() || 'not the mode'}`, () => {
    const facts = {
      'settings.sql_mode': mode,
      'statements.failing.calls': 2,
      'statements.failing.errors': 33,
      'statements.failing.share': 1,
    };

    const said = "ERROR 1364 (HY000): Field 'channel' doesn't have a default value";

    assert.deepEqual(judgeFacts(mysqlSignatures, 'mysql', facts, said).confirmed, confirmed);
  });
}

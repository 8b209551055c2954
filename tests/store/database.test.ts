import assert from 'node:assert/strict';
import { it } from 'node:test';
import { transactionSettings } from '../../src/store/database.ts';

it('transactionSettings() take on the role, set the tenant and bound the time', () => {
  const settings = Object.fromEntries(transactionSettings('t', { statementTimeoutMs: 100 }));

  assert.deepEqual(
    [settings.role, settings['zhiban.tenant'], settings.timezone, settings.statement_timeout, settings.idle_in_transaction_session_timeout],
    ['zhiban_app', 't', 'UTC', '100', '200'],
  );
});

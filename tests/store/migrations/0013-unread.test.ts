import assert from 'node:assert/strict';
import { it } from 'node:test';
import { unread } from '../../../src/store/migrations/0013-unread.ts';

it('what could not be read stands behind the wall of its tenant', () => {
  assert.match(unread.sql, /alter table zhiban\.unread force row level security/);
  assert.match(unread.sql, /create policy tenant on zhiban\.unread using \(tenant_id = current_setting/);
});

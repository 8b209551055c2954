import assert from 'node:assert/strict';
import { it } from 'node:test';
import { inbox } from '../../../src/store/migrations/0008-inbox.ts';

it('the inbox stands behind the wall of its tenant', () => {
  assert.match(inbox.sql, /alter table zhiban\.inbox force row level security/);
  assert.match(inbox.sql, /create policy tenant on zhiban\.inbox using \(tenant_id = current_setting/);
});

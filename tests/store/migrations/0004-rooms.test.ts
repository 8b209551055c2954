import assert from 'node:assert/strict';
import { it } from 'node:test';
import { rooms } from '../../../src/store/migrations/0004-rooms.ts';

it('rooms stand behind the wall of their tenant', () => {
  assert.match(rooms.sql, /alter table zhiban\.rooms force row level security/);
  assert.match(rooms.sql, /create policy tenant on zhiban\.rooms using \(tenant_id = current_setting/);
});

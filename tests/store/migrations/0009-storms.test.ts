import assert from 'node:assert/strict';
import { it } from 'node:test';
import { storms } from '../../../src/store/migrations/0009-storms.ts';

it('storms and their groups stand behind the wall of their tenant, and one goes on at a time', () => {
  for (const table of ['storms', 'storm_groups']) {
    assert.match(storms.sql, new RegExp(`alter table zhiban\\.${table} force row level security`));
    assert.match(storms.sql, new RegExp(`create policy tenant on zhiban\\.${table} using \\(tenant_id = current_setting`));
  }
  assert.match(storms.sql, /create unique index storms_current on zhiban\.storms \(tenant_id\) where ended_at is null/);
});

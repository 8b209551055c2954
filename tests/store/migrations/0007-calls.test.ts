import assert from 'node:assert/strict';
import { it } from 'node:test';
import { calls } from '../../../src/store/migrations/0007-calls.ts';

it('lines from before call nobody', () => {
  assert.match(calls.sql, /person_ids jsonb not null default '\[\]'/);
  assert.match(calls.sql, /add column urge text;/);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spellingsOf, writtenAs } from '../../../../src/systems/mysql/probes/digest-words.ts';

test('spellingsOf() begins with the name as it is printed', () => {
  assert.deepEqual(spellingsOf('SQL_TSI_DAY'), ['SQL_TSI_DAY', 'sql_tsi_day', 'day']);
  assert.deepEqual(spellingsOf('STATUS'), ['STATUS', 'status']);
  assert.deepEqual(spellingsOf('guest'), ['guest']);
});

test('writtenAs() takes the spelling that is there, else the one that people write', () => {
  assert.equal(writtenAs('SYSTEM_USER', new Set(['id', 'user'])), 'user');
  assert.equal(writtenAs('SYSTEM_USER', new Set(['session_user'])), 'session_user');
  assert.equal(writtenAs('SYSTEM_USER', new Set()), 'user');
  assert.equal(writtenAs('STATUS', new Set(['status'])), 'status');
  assert.equal(writtenAs('floor', new Set()), 'floor');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maskedMessage, risenMost } from '../../../../src/systems/mysql/probes/statement-errors.ts';

const messages = [
  ["Field 'guest' doesn't have a default value", "Field 'guest' doesn't have a default value"],
  ["Duplicate entry 'li@example.com' for key 'email'", "Duplicate entry ? for key 'email'"],
  ["Unknown column 'floor' in 'field list'", "Unknown column 'floor' in 'field list'"],
  ["Incorrect string value: '\\xF0\\x9F' for column `a`.`b`.`c` at row 1", 'Incorrect string value: ? for column `a`.`b`.`c` at row 1'],
  ["You have an error in your SQL syntax; … near 'secret valu", 'You have an error in your SQL syntax; … near ?'],
] as const;

for (const [given, shown] of messages) {
  test(`maskedMessage(): ${given}`, () => {
    assert.equal(maskedMessage(given), shown);
  });
}

test('risenMost() takes the error that was raised most between two looks, and none that only was before', () => {
  const before = [{ errno: 1062, name: 'ER_DUP_ENTRY', count: 900 }];
  const after = [...before, { errno: 1364, name: 'ER_NO_DEFAULT_FOR_FIELD', count: 3 }];

  assert.deepEqual(risenMost(before, after), { errno: 1364, name: 'ER_NO_DEFAULT_FOR_FIELD' });
  assert.equal(risenMost(before, before), null);
  assert.equal(risenMost(null, after), null);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCardNumber, isResidentNumber } from '../../src/analyst/id-number.ts';

test('isResidentNumber() checks the date and the check character', () => {
  assert.equal(isResidentNumber('11010519491231002X'), true);
  assert.equal(isResidentNumber('11010519491231002x'), true);
  assert.equal(isResidentNumber('440524188001010014'), true);
  for (const text of ['110105194912310021', '11010519491331002X', '1732180000000000000', '1101051949123100', 'x']) {
    assert.equal(isResidentNumber(text), false, text);
  }
});

test('isCardNumber() checks the issuer and the check digit', () => {
  assert.equal(isCardNumber('6222021234567890128'), true);
  assert.equal(isCardNumber('4111111111111111'), true);
  for (const text of ['4111111111111112', '1732180000000000000', '9999999999999999', '411111111111111']) {
    assert.equal(isCardNumber(text), false, text);
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maskEmail, maskPhone } from '../../src/domain/mask-contact.ts';

test('maskEmail() leaves the first letter and the domain', () => {
  assert.equal(maskEmail('li.hua@example.com'), 'l***@example.com');
  assert.equal(maskEmail('not an address'), '***');
});

test('maskPhone() hides four digits before the last four, and all of a short one', () => {
  assert.equal(maskPhone('+8613800138000'), '+86138****8000');
  assert.equal(maskPhone('+1234567'), '****');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalPhone } from '../../src/domain/phone.ts';

const spellings: readonly [given: string, phone: string | null][] = [
  ['+8613800138000', '+8613800138000'],
  ['+86 138-0013-8000', '+8613800138000'],
  ['0086 138 0013 8000', '+8613800138000'],
  ['13800138000', '+8613800138000'],
  ['+44 (20) 7946.0018', '+442079460018'],
  ['020 7946 0018', null],
  ['12800138000', null],
  ['+0613800138000', null],
  ['+86138001380001234', null],
  ['call me', null],
  ['', null],
];

for (const [given, phone] of spellings) {
  test(`normalPhone() reads '${given}' as ${phone}`, () => {
    assert.equal(normalPhone(given), phone);
  });
}

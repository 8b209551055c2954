import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countFields, fieldIn } from '../../../../src/systems/elasticsearch/probes/mappings.ts';

test('fieldIn() takes the field that an error names, and nothing else in brackets', () => {
  assert.deepEqual(fieldIn('[1:58] failed to parse field [user.age] of type [long] in document'), { field: 'user.age' });
  assert.deepEqual(fieldIn('mapper [amount] cannot be changed from type [long] to [text]'), { field: 'amount' });
  assert.deepEqual(fieldIn('object mapping for [tags] tried to parse field'), { field: 'tags' });
  assert.deepEqual(fieldIn('no such index [orders]'), {});
});

test('countFields() counts objects, fields below fields, and run-time fields', () => {
  const mapping = { properties: { a: { type: 'text', fields: { raw: {} } }, b: { properties: { c: {} } } }, runtime: { d: {} } };

  assert.equal(countFields(mapping), 5);
});

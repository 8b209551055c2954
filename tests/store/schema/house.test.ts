import assert from 'node:assert/strict';
import { it } from 'node:test';
import { house } from '../../../src/store/schema/house.ts';

it('house is a schema of its own', () => {
  assert.equal(house.schemaName, 'zhiban');
});

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { dingtalkCapabilities } from '../../../src/adapters/dingtalk/capabilities.ts';

it('dingtalkCapabilities() can edit and ask in the card only with a template', () => {
  const [with_, without] = [dingtalkCapabilities(true), dingtalkCapabilities(false)];

  assert.deepEqual([with_.cardEdit, with_.forms, without.cardEdit, without.forms], [true, 'in-card', false, 'none']);
  assert.equal(with_.threads, 'none');
  assert.equal(with_.ackWithinMs, 2_000);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configSchema } from '../../src/config/schema.ts';

test('configSchema fills an empty file with defaults', () => {
  const config = configSchema.parse({});

  assert.deepEqual(config.policy.approvers, { low: 'responder', medium: 'approver', high: 'approver', critical: 'approver' });
  assert.deepEqual(config.investigation, {
    budget: { probesMax: 240, secondsMax: 120, llmCallsMax: 12, tokensMax: 120_000 },
    analyst: 'auto',
  });
  assert.equal(config.hooks.bodyBytesMax, 33_554_432);
});

test('configSchema refuses keys that it does not know, at every depth', () => {
  for (const wrong of [{ x: 1 }, { policy: { x: 1 } }, { hooks: { json: { title: '/t', x: 1 } } }, { llm: { masking: { x: true } } }]) {
    assert.equal(configSchema.safeParse(wrong).success, false);
  }
});

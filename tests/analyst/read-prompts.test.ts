import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPrompts } from '../../src/analyst/read-prompts.ts';
import { prompts } from './fixtures/analyst.ts';

test('readPrompts() reads the standing instructions, which name the tools and the fences', () => {
  for (const word of ['look', 'read_evidence', 'report', '⟦mark', '«secret»']) assert.ok(prompts.investigate.includes(word), word);
  for (const word of ['answer', '⟦mark', '«secret»']) assert.ok(prompts.answer.includes(word), word);
  assert.ok(Buffer.byteLength(prompts.investigate) < 3_000);
});

test('readPrompts() throws when a file is missing', () => {
  assert.throws(() => readPrompts('/nowhere'), /ENOENT/);
});

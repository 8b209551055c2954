import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerTools, investigationTools } from '../../src/analyst/tools.ts';
import { commandCase, ordersCase } from './fixtures/orders-case.ts';

test('investigationTools() offers looking, reading and reporting, and on the last call only reporting', () => {
  assert.deepEqual(
    investigationTools(ordersCase, false).map((tool) => tool.name),
    ['look', 'read_evidence', 'report'],
  );
  assert.deepEqual(
    investigationTools(ordersCase, true).map((tool) => tool.name),
    ['report'],
  );
});

test('investigationTools() lets the model name the systems of the case and no other', () => {
  assert.match(JSON.stringify(investigationTools(ordersCase, false)[0]), /"enum":\["orders-cache","web-1"\]/);
});

test('investigationTools() lets commands be proposed where a system takes some', () => {
  const tools = investigationTools(commandCase, false);

  assert.deepEqual(
    tools.map((tool) => tool.name),
    ['look', 'read_evidence', 'propose_command', 'report'],
  );
  assert.match(JSON.stringify(tools[2]), /"enum":\["orders-cache"\]/);
  assert.ok(!investigationTools(commandCase, true).some((tool) => tool.name === 'propose_command'));
});

test('answerTools hold nothing that looks or changes', () => {
  assert.deepEqual(
    answerTools.map((tool) => tool.name),
    ['read_evidence', 'answer'],
  );
});

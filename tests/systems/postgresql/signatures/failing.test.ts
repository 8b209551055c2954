import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failingSignatures } from '../../../../src/systems/postgresql/signatures/failing.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

const many = {
  'activity.rollbacksPerSecond': 36,
  'activity.commitsPerSecond': 4,
  'activity.rollbackRatio': 0.9,
  'activity.abortedSessions': 0,
  'activity.deadlocks': 0,
  'activity.conflicts': 0,
};
const cases = [
  { name: 'sessions rest after ROLLBACK and the log can’t be read', facts: { 'activity.rollbackAskedShare': 0.9, 'log.isReadable': false }, isTold: false },
  { name: 'sessions rest after ROLLBACK and the log has no errors', facts: { 'activity.rollbackAskedShare': 0.9, 'log.errors': 0 }, isTold: false },
  { name: 'sessions rest after ROLLBACK and the log is full of errors', facts: { 'activity.rollbackAskedShare': 0.9, 'log.errors': 40 }, isTold: true },
  { name: 'a session is aborted', facts: { 'activity.rollbackAskedShare': 0.9, 'activity.abortedSessions': 1 }, isTold: true },
  { name: 'nobody asked for a rollback', facts: { 'activity.rollbackAskedShare': 0, 'log.isReadable': false }, isTold: true },
] as const; // biome-ignore format: a table

for (const { name, facts, isTold } of cases) {
  test(`failingSignatures: ${name}: ${isTold ? 'transactions fail' : 'nothing is said of failing'}`, () => {
    const { confirmed, likely } = judgeFacts(failingSignatures, 'postgresql', { ...many, ...facts }, 'the rollback rate is high');

    assert.deepEqual([...confirmed, ...likely].length > 0, isTold);
  });
}

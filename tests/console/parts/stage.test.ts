import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stageOf } from '../../../src/console/parts/stage.ts';

type Given = Parameters<typeof stageOf>[0];
const fresh: Given = { status: 'triggered', phase: 'received', origin: 'alert', planState: null, verdictState: null, alertsFiring: 1 };

for (const [name, change, tone, key] of [
  ['a fresh alert', {}, 'firing', 'stage.firing'],
  ['a fresh question', { origin: 'question', alertsFiring: 0 }, 'investigating', 'stage.investigating'],
  ['an investigation', { phase: 'investigating' }, 'investigating', 'stage.investigating'],
  ['a plan that waits', { phase: 'waiting', planState: 'pending' }, 'waiting', 'stage.approval'],
  ['a plan that runs', { phase: 'running', planState: 'running' }, 'investigating', 'stage.running'],
  ['a verified plan with alerts', { phase: 'watching', planState: 'verified' }, 'investigating', 'stage.watching'],
  ['a verified plan without alerts', { phase: 'watching', planState: 'verified', alertsFiring: 0 }, 'resolved', 'stage.mitigated'],
  ['an end with alerts', { phase: 'waiting', planState: 'failed' }, 'firing', 'stage.firing'],
  ['an answer that waits for a person', { phase: 'waiting', alertsFiring: 0 }, 'waiting', 'stage.waiting'],
  ['a healthy verdict', { phase: 'closed', verdictState: 'healthy', alertsFiring: 0 }, 'resolved', 'verdict.healthy'],
  ['a resolved incident', { status: 'resolved', planState: 'pending' }, 'resolved', 'stage.resolved'],
] as const satisfies readonly (readonly [string, Partial<Given>, string, string])[]) {
  test(`stageOf() shows ${name} as ${tone}`, () => {
    assert.deepEqual(stageOf({ ...fresh, ...change }), { tone, key });
  });
}

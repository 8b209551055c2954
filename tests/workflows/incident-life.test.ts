import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IncidentLife } from '../../src/workflows/incident-life.ts';
import { briefOf } from './stage.ts';

const scope = { tenantId: 'default', incidentId: 'inc_1' };
const quietAfterMs = 60_000;
const carried = { run: 3, seenKeys: ['heard'], plan: briefOf(), remindersSent: 1, queue: [] };

test('IncidentLife begins with an investigation, and goes on without one', () => {
  const fresh = new IncidentLife(scope, null, quietAfterMs, true);
  const resumed = new IncidentLife(scope, carried, quietAfterMs, true);

  assert.equal(fresh.hasSomethingToDo(), true);
  assert.equal(resumed.hasSomethingToDo(), false);
  assert.equal(resumed.phase(), 'waiting');
});

test('IncidentLife.hear() takes each message once, also across a new run', () => {
  const life = new IncidentLife(scope, carried, quietAfterMs, true);

  life.hear({ kind: 'alerts', key: 'heard' });
  life.hear({ kind: 'alerts', key: 'new' });
  life.hear({ kind: 'alerts', key: 'new' });

  assert.deepEqual(life.carry().queue, [{ kind: 'alerts', key: 'new' }]);
  assert.deepEqual(life.carry().seenKeys, ['heard', 'new']);
});

test('IncidentLife.hear() never queues a stop behind other work', () => {
  const life = new IncidentLife(scope, carried, quietAfterMs, true);

  life.hear({ kind: 'stop', key: 'stop', planId: 'plan-1' });

  assert.deepEqual(life.carry().queue, []);
});

test('IncidentLife.carry() takes along the plan, its reminders and no more than 500 keys', () => {
  const life = new IncidentLife(scope, carried, quietAfterMs, true);
  for (let index = 0; index < 700; index += 1) life.hear({ kind: 'alerts', key: `key-${index}` });

  const state = life.carry();

  assert.equal(state.seenKeys.length, 500);
  assert.equal(state.seenKeys.at(-1), 'key-699');
  assert.deepEqual([state.run, state.plan, state.remindersSent], [3, carried.plan, 1]);
});

test('IncidentLife.patienceMs() ends with the next reminder of the plan, else with the quiet hour', () => {
  const waiting = new IncidentLife(scope, { ...carried, remindersSent: 0 }, quietAfterMs, true);
  const watching = new IncidentLife(scope, { ...carried, plan: null }, quietAfterMs, true);

  assert.ok(Math.abs(waiting.patienceMs() - 1_800_000) < 5_000);
  assert.ok(Math.abs(watching.patienceMs() - quietAfterMs) < 5_000);
});

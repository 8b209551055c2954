import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AlertChanges, takeChange } from '../../../src/analysis/noise/flapping.ts';

const rule = { isOn: true, changesMax: 4, withinMinutes: 60, calmMinutes: 30 };
const at = (minute: number) => Date.parse('2026-11-21T00:00:00Z') + minute * 60_000;

/** One notification a minute mark: `+5` fires at 5, `-7` ends at 7. */
function play(steps: readonly number[]): readonly string[] {
  let known: AlertChanges | null = null;
  let startsAt = '';
  return steps.map((step) => {
    const status = step > 0 ? ('firing' as const) : ('resolved' as const);
    if (status === 'firing' && known?.status !== 'firing') startsAt = new Date(at(step)).toISOString();
    const { next, state } = takeChange(rule, known, { status, startsAt }, at(Math.abs(step)));
    known = next ?? known;
    return state;
  });
}

test('takeChange() is told once that an alert flaps, then is quiet until it is calm', () => {
  assert.deepEqual(play([1, -2, 3, -4, 5, -6, 7, -8]), ['steady', 'steady', 'steady', 'steady', 'starts', 'flaps', 'flaps', 'flaps']);
  assert.deepEqual(play([1, -2, 3, -4, 5, -6, 7, 20, 38]).slice(-3), ['flaps', 'flaps', 'calms']);
  assert.deepEqual(play([1, -2, 3, -4, 5, 10, 36, -40, 41]).slice(-4), ['flaps', 'calms', 'steady', 'steady']);
});

test('takeChange() forgets changes of long ago, and counts no repeats', () => {
  assert.deepEqual(new Set(play([1, -2, 30, -31, 100, -101, 170, -171])), new Set(['steady']));
  assert.deepEqual(new Set(play([1, 2, 3, 4, 5, 6, 7, 8, -9, -10, -11])), new Set(['steady']));
});

test('takeChange() writes nothing for an alert that only begins, and nothing when it is off', () => {
  const firing = { status: 'firing' as const, startsAt: '2026-11-21T00:00:00Z' };

  assert.equal(takeChange(rule, null, firing, at(0)).next, null);
  assert.equal(takeChange({ ...rule, isOn: false }, null, { ...firing, status: 'resolved' }, at(0)).next, null);
});

test('takeChange() takes no notice of a life that is over', () => {
  const known: AlertChanges = { status: 'firing', startsAt: '2026-11-21T00:10:00Z', changes: [at(10)], flappingSince: null };

  assert.deepEqual(takeChange(rule, known, { status: 'resolved', startsAt: '2026-11-21T00:05:00Z' }, at(11)), {
    next: null,
    state: 'steady',
    calmAt: null,
  });
});

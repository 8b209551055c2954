import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Outcome, Ran } from './outcome.ts';
import { reportOf } from './report.ts';
import { aimsOf, summarise } from './summary.ts';

function ran(given: Partial<Ran> = {}): Ran {
  return {
    name: 'a/scenario',
    title: 'A fault',
    tier: 'fast',
    status: 'ran',
    seconds: 2,
    state: 'confirmed',
    causes: [],
    proposed: [],
    probes: 10,
    blindSpots: [],
    isSystemRight: true,
    isTop1: true,
    isTop3: true,
    isActionRight: true,
    falseAccusations: [],
    isFixed: true,
    undone: 'yes',
    notes: [],
    ...given,
  };
}

const notRun: Outcome = { name: 'b/scenario', title: 'Another', tier: 'fast', status: 'not-run', reason: 'kafka is not installed' };

test('summarise() counts only what ran, and of each only what was tried', () => {
  const summary = summarise([ran(), ran({ isTop1: false, isActionRight: null, isFixed: null, undone: 'unchecked', seconds: 4 }), notRun]);

  assert.deepEqual([summary.ran, summary.notRun, summary.secondsMedian], [2, 1, 3]);
  assert.deepEqual(
    [summary.top1, summary.action, summary.fixed, summary.undone],
    [
      { right: 1, of: 2 },
      { right: 1, of: 1 },
      { right: 1, of: 1 },
      { right: 1, of: 1 },
    ],
  );
});

test('aimsOf() leaves what could not be measured open, and misses what is too little', () => {
  const none = aimsOf(summarise([notRun]));
  const some = aimsOf(summarise([ran(), ran({ isTop1: false, undone: 'no', falseAccusations: ['x'], seconds: 30 })]));

  assert.ok(none.every(({ isMet }) => isMet === null));
  assert.deepEqual(
    some.map(({ name, isMet }) => [name, isMet]),
    [
      ['right cause first', false],
      ['false accusations', false],
      ['median alert → verdict', false],
      ['right action proposed', true],
      ['approved fixes that hold', true],
      ['undone exactly', false],
    ],
  );
});

test('reportOf() says what did not run, what is malformed and what was said instead', () => {
  const missed = ran({ isTop1: false, notes: ['plan failed'], causes: [], state: 'unknown' });
  const outcomes = [missed, notRun];

  const report = reportOf(outcomes, [{ name: 'c', problems: ['c/scenario.yaml: tier: wrong'] }], summarise(outcomes));

  assert.match(report, /✖ a\/scenario: A fault\n {4}no cause, unknown\n {4}proposed: nothing\n {4}plan failed/);
  assert.match(report, /NOT RUN: 1\n {2}b\/scenario: kafka is not installed/);
  assert.match(report, /MALFORMED: 1\n {2}c\/scenario\.yaml: tier: wrong/);
  assert.match(reportOf([], [], summarise([])), /^No scenario ran\./);
});

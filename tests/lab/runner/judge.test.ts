import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CauseView, IncidentView, PlanView } from '../../../src/domain/view.ts';
import { expectedActions, judge, type Truth } from './judge.ts';

const queue = { system: 'cache', words: ['queue:events', { en: 'grows', 'zh-CN': '增长' }], action: ['config-set'] };
const fault: Truth = { ...queue, also: [], tolerates: [] };

function cause(given: Partial<CauseView>): CauseView {
  return {
    systemId: 'cache',
    signatureId: null,
    state: 'confirmed',
    confidence: 0.9,
    title: 'queue:events grows',
    explanation: '',
    advice: null,
    refutedBy: null,
    evidenceIds: [],
    ...given,
  };
}

function seen(state: NonNullable<IncidentView['verdict']>['state'], causes: readonly CauseView[], actions: readonly string[] = []) {
  const verdict = { state, causes } as unknown as IncidentView['verdict'];
  const plan = actions.length === 0 ? null : ({ steps: actions.map((action) => ({ action })) } as unknown as PlanView);
  return { en: { verdict, plan }, chinese: { verdict, plan } };
}

test('judge() wants all groups in one cause, at the right system', () => {
  const cases: readonly (readonly [CauseView, boolean, boolean])[] = [
    [cause({}), true, true],
    [cause({ title: 'Queue:Events', explanation: '一直在增长' }), true, true],
    [cause({ title: 'queue:events' }), true, false],
    [cause({ systemId: 'other' }), false, false],
  ];

  for (const [given, isSystemRight, isTop1] of cases) {
    const judged = judge(fault, seen('confirmed', [given]));
    assert.deepEqual([judged.isSystemRight, judged.isTop1], [isSystemRight, isTop1], given.title);
  }
});

test('judge() finds the cause among the first three, and accuses of what was confirmed beside it', () => {
  const wrong = cause({ title: 'The disk is full' });

  const likelyFirst = judge(fault, seen('likely', [{ ...wrong, state: 'likely' }, cause({ state: 'likely' })]));
  const confirmedSecond = judge(fault, seen('confirmed', [cause({}), wrong]));
  const likelySecond = judge(fault, seen('confirmed', [cause({}), { ...wrong, state: 'likely' }]));

  assert.deepEqual([likelyFirst.isTop1, likelyFirst.isTop3, likelyFirst.falseAccusations.length], [false, true, 1]);
  assert.deepEqual([confirmedSecond.isTop1, confirmedSecond.falseAccusations], [true, ['cache: The disk is full [?, confirmed]']]);
  assert.deepEqual(likelySecond.falseAccusations, []);
});

test('judge() takes what is tolerated for true, and still not for the cause', () => {
  const tolerant: Truth = { ...fault, tolerates: [{ words: ['disk'] }] };

  const judged = judge(tolerant, seen('confirmed', [cause({ title: 'The disk is full' })]));

  assert.deepEqual([judged.isTop1, judged.falseAccusations], [false, []]);
});

test('judge() wants both of two faults', () => {
  const both: Truth = { ...fault, also: [{ system: 'db', words: ['lock'], action: 'kill' }] };
  const lock = cause({ systemId: 'db', title: 'A lock is held' });

  assert.deepEqual([judge(both, seen('confirmed', [lock])).isTop1, judge(both, seen('confirmed', [lock])).isTop3], [true, false]);
  assert.equal(judge(both, seen('confirmed', [lock, cause({})], ['kill', 'config-set'])).isTop3, true);
  assert.equal(judge(both, seen('confirmed', [lock, cause({})], ['kill', 'config-set'])).isActionRight, true);
});

test('judge() wants a healthy system to be called healthy, and an unknown cause to be left unknown', () => {
  assert.equal(judge('healthy', seen('healthy', [])).isTop1, true);
  assert.equal(judge({ healthy: true }, seen('unknown', [])).isTop1, false);
  assert.equal(judge('unknown', seen('unknown', [])).isTop1, true);
  assert.equal(judge({ unknown: true }, seen('likely', [cause({ state: 'likely' })])).isTop1, false);
  assert.equal(judge('healthy', seen('likely', [cause({ state: 'likely' })])).falseAccusations.length, 1);
  assert.equal(judge('healthy', seen('healthy', [], ['restart'])).isActionRight, false);
});

test('judge() holds the plan against the expected actions', () => {
  const cases: readonly (readonly [action: string | string[] | undefined, proposed: string[], right: boolean | null])[] = [
    ['config-set', ['config-set'], true],
    [['trim-list', 'config-set'], ['config-set'], true],
    ['config-set', ['kill'], false],
    ['config-set', ['config-set', 'kill'], false],
    ['config-set', [], false],
    ['none', [], true],
    ['none', ['kill'], false],
    [undefined, ['kill'], null],
  ];

  for (const [action, proposed, right] of cases) {
    const truth: Truth = { system: 'cache', words: ['queue'], also: [], tolerates: [], ...(action === undefined ? {} : { action }) };
    assert.equal(judge(truth, seen('confirmed', [cause({})], proposed)).isActionRight, right, `${action} · ${proposed}`);
  }
});

test('expectedActions() tells none from not said', () => {
  assert.deepEqual(expectedActions(fault), ['config-set']);
  assert.deepEqual(expectedActions('healthy'), []);
  assert.deepEqual(expectedActions({ ...fault, action: 'none' }), []);
  assert.equal(expectedActions({ system: 'cache', words: ['queue'], also: [], tolerates: [] }), null);
});

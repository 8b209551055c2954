import assert from 'node:assert/strict';
import { test } from 'node:test';
import { locales } from '../../src/domain/text.ts';
import { evidenceView, incidentView, planView, summaryView } from '../../src/operations/view.ts';
import { moments } from '../bot/card/moments.ts';
import { sampleAlert, sampleEvidence } from '../store/samples.ts';

const moment = moments.waiting ?? assert.fail();
const plan = moment.plan ?? assert.fail();

test('planView() gives every text of a step in one language', () => {
  const view = planView(plan, [], 'zh-CN');

  const [step] = view.steps;
  assert.deepEqual([view.title, step?.summary, step?.undo.summary, step?.note], ['打开阀门', '把开度设为 80', '恢复原开度', null]);
  assert.equal(JSON.stringify(view).includes('"en"'), false);
});

test('incidentView() knows the current plan from earlier ones, and shows blind spots and refuted causes beside the verdict', () => {
  const parts = {
    incident: moment.incident,
    previous: null,
    alerts: [{ ...sampleAlert(), id: 'alert_1', incidentId: 'inc_1', receivedAt: '2026-11-21T01:00:00.000Z', repeats: 2 }],
    threads: [],
    plans: [plan, { ...plan, id: 'plan_0', state: 'void' as const }].map((each) => ({ plan: each, approvals: [] })),
    timeline: [],
    runbooks: [],
  };

  for (const locale of locales) {
    const view = incidentView(parts, locale);

    assert.deepEqual([view.plan?.id, view.earlierPlans.map((each) => each.id), view.planState], ['plan_1', ['plan_0'], 'pending']);
    assert.equal(view.blindSpots.length, 3);
    assert.deepEqual(
      view.alerts.map((alert) => alert.repeats),
      [2],
    );
    assert.doesNotMatch(JSON.stringify(view), /"zh-CN":|"en":/, 'one language only');
  }
});

test('summaryView() of an incident that nobody has looked into yet', () => {
  const received = moments.received?.incident ?? assert.fail();

  const view = summaryView(received, null, 'en');

  assert.deepEqual([view.verdictState, view.verdictSummary, view.planState, view.code], [null, null, null, 'ZB-42']);
});

test('evidenceView() has a reason and series also where the look has none', () => {
  const view = evidenceView(sampleEvidence({ problem: 'dns' }), 'en');

  assert.deepEqual([view.reason, view.series, view.headline], [null, [], '100 of 100 connections used']);
  assert.equal('problem' in view, false);
});

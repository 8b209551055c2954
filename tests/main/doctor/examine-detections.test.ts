import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DetectionRun, DetectionSpec, Pause } from '../../../src/domain/detection.ts';
import { examineDetections } from '../../../src/main/doctor/examine-detections.ts';
import { troubleOf } from '../../../src/text/detection-troubles.ts';
import { sampleDetectionRun } from '../../store/detection-samples.ts';

const spec = (id: string, isBuiltIn = false): DetectionSpec => ({
  ...{ id, title: { en: id, 'zh-CN': id }, kind: 'anomaly', systemId: 'metrics', direction: 'high', isBuiltIn, limit: null },
  ...{ input: { kind: 'query', query: 'up' }, unit: '', severity: 'warning', everySeconds: 60, historyHours: 10, seriesMax: 3 },
  ...{ budgetPerDay: 2, withinHours: 72 },
});
const check = async (specs: readonly DetectionSpec[], runs: readonly DetectionRun[], pauses: Readonly<Record<string, Pause>> = {}) => {
  const known = async () => ({ specs, runs, pauses: new Map(Object.entries(pauses)) });
  const found = await examineDetections(known).examine(new AbortController().signal);
  return found.map(({ id, level, text, advice }) => `${level} ${id}: ${text.en}${advice === null ? '' : ` → ${advice.en.slice(0, 20)}`}`);
};
const nothing = troubleOf('no-series');

test('examineDetections() names what brings nothing, too much, or comes at another step, each with what to do', async () => {
  const wide = troubleOf('left-out', { count: 40, max: 30 });
  const gaps = troubleOf('gaps', { percent: 20, step: 15, series: 'up' });
  const runs = [
    sampleDetectionRun({ detectionId: 'typo', error: nothing, series: 0 }),
    sampleDetectionRun({ detectionId: 'wide', warnings: [wide, gaps], leftOut: 40 }),
  ];

  assert.deepEqual(await check([spec('typo'), spec('wide'), spec('new')], runs), [
    'ok detections: 3 detection(s), 2 have run',
    'warn detection:typo: The query brings no series → Try it by hand: the ',
    'warn detection:wide: 40 series beyond the 30 of seriesMax are not watched → Narrow the query by ',
    'warn detection:wide: Only 20 % of the points that every 15 s should bring are there, as in up → Raise everySeconds t',
  ]);
});

test('examineDetections() is silent on what comes with Zhiban and finds nothing to watch, and tells who holds one', async () => {
  const runs = [sampleDetectionRun({ detectionId: 'disk@metrics', error: nothing, series: 0 })];
  const held = { personId: 'li', personName: 'Li', at: '2026-11-29T01:00:00.000Z' };

  assert.deepEqual(await check([spec('disk@metrics', true)], runs), ['ok detections: 1 detection(s), 1 have run']);
  assert.deepEqual(await check([spec('typo')], [], { typo: held }), [
    'ok detections: 1 detection(s), 0 have run',
    'warn detection:typo: held by Li since 2026-11-29T01:00:00.000Z → zhiban detect resume',
  ]);
  assert.deepEqual(await check([], []), []);
});

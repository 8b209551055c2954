/** Records of what is watched by itself, for the store's tests. */

import type { DetectionEvent, DetectionRun, DetectionSeries } from '../../src/domain/detection.ts';
import { sameText } from '../../src/domain/text.ts';

const at = '2026-11-21T01:00:00.000Z';

export function sampleDetectionRun(change: Partial<DetectionRun> = {}): DetectionRun {
  return {
    ...{ detectionId: 'd', lastRunAt: at, error: null, warnings: [], series: 1, leftOut: 0, pressure: 0.5, pressureAt: at, durationMs: 12 },
    ...change,
  };
}

export function sampleDetectionSeries(change: Partial<DetectionSeries> = {}): DetectionSeries {
  return {
    ...{ detectionId: 'd', key: 'k', name: 'up{job="a"}', labels: { job: 'a' }, state: 'quiet', lastAt: at, value: 1.5, expected: 1 },
    ...{ low: 0.5, high: 2, score: 0.2, reason: null, recent: { times: [1], values: [1], low: [0], high: [2] } },
    ...change,
  };
}

export function sampleDetectionEvent(change: Partial<DetectionEvent> = {}): DetectionEvent {
  return {
    ...{ id: 'det_1', detectionId: 'd', seriesKey: 'k', seriesName: 'up{job="a"}', since: at, endedAt: null, outcome: 'opened' },
    ...{ openedAt: at, isLead: true, incidentId: null, odds: 4, thresholdOdds: 1, reason: sameText('3.2× the usual'), mark: null },
    ...change,
  };
}

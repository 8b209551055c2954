/** Anomaly detection on NAB and on the cloud-monitoring set, each file's rows in order, one set of parameters for all. */

import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createDetector, scoreThreshold, stepDetector } from '../../src/analysis/anomaly/detector.ts';
import { listTables, readRows, readTime } from './read-rows.ts';
import { rollingGaussian, windowedGaussian } from './score/baselines.ts';
import { averagePrecision, countEvents, type EventCounts, eventF1 } from './score/detections.ts';
import { bestThreshold, type NabSeries, nabProfiles, nabRaw, nabScore, probationRows } from './score/nab.ts';
import type { ScoreTable } from './score-table.ts';

interface Judged {
  /** What ranks onsets: 0 while no alert is raised. */
  readonly alerts: Float64Array;
  readonly scores: Float64Array;
  readonly cpuSeconds: number;
}

function judge(times: readonly number[], values: readonly number[]): Judged {
  const [alerts, scores] = [new Float64Array(values.length), new Float64Array(values.length)];
  const before = process.cpuUsage();
  const detector = createDetector();
  for (const [row, value] of values.entries()) {
    const verdict = stepDetector(detector, times[row] ?? 0, value);
    scores[row] = verdict?.score ?? 0;
    alerts[row] = verdict?.isAlert === true ? verdict.surprise : 0;
  }
  const { user, system } = process.cpuUsage(before);
  return { alerts, scores, cpuSeconds: (user + system) / 1e6 };
}

export const anomalyTables = { nab: nabTables, cloudMonitoring: cloudMonitoringTables };

function nabTables(directory: string): readonly ScoreTable[] {
  const windows: Readonly<Record<string, readonly (readonly [string, string])[]>> = JSON.parse(
    readFileSync(join(directory, 'combined_windows.json'), 'utf8'),
  );
  const series: NabSeries[] = [];
  const gaussian: NabSeries[] = [];
  let [rows, cpuSeconds] = [0, 0];
  const lines: (string | number)[][] = [];
  for (const path of listTables(join(directory, 'data'))) {
    const name = path.slice(join(directory, 'data').length + 1);
    const table = readRows(path);
    const times = table.map(([time]) => readTime(time ?? ''));
    const values = table.map(([, value]) => Number(value));
    const spans = (windows[name] ?? []).map(([from, to]): readonly [number, number] => [
      times.findIndex((time) => time >= readTime(from)),
      times.findLastIndex((time) => time <= readTime(to)),
    ]);
    const judged = judge(times, values);
    const one: NabSeries = { name, scores: judged.alerts, windows: spans };
    series.push(one);
    gaussian.push({ name, scores: windowedGaussian(values, 6_400, 100), windows: spans });
    rows += values.length;
    cpuSeconds += judged.cpuSeconds;
    const alerts = countAlerts(one);
    lines.push([name, values.length, spans.length, alerts.inside, alerts.outside, nabRaw(one, 0.5, nabProfiles.standard), '']);
  }
  const scoreOf = (of: readonly NabSeries[], threshold: number): readonly number[] =>
    Object.values(nabProfiles).map((profile) => nabScore(of, threshold, profile));
  const best = bestThreshold(gaussian, nabProfiles.standard);
  return [
    {
      title: 'NAB: each file at the frozen threshold',
      columns: ['file', 'rows', 'windows', 'hit', 'false', 'raw', ''],
      rows: lines,
      notes: [],
    },
    {
      title: 'NAB: all files',
      columns: ['detector', 'standard', 'low FP', 'low FN', 'points/s'],
      rows: [
        ['Zhiban, threshold frozen', ...scoreOf(series, 0.5), Math.round(rows / cpuSeconds)],
        ['Windowed Gaussian, its best threshold', ...scoreOf(gaussian, best.threshold), ''],
        ['published, whole corpus: ARTime', 74.9, 65.1, 80.4, ''],
        ['published, whole corpus: HTM', 70.5, 62.6, 75.2, ''],
        ['published, whole corpus: CAD OSE', 69.9, 67.0, 73.2, ''],
        ['published, whole corpus: Windowed Gaussian', 39.6, '', '', ''],
      ],
      notes: ['Points a second of CPU time, on one core. The published detectors choose their threshold on the labels that score them.'],
    },
  ];
}

function countAlerts({ scores, windows }: NabSeries): { readonly inside: number; readonly outside: number } {
  const first = probationRows(scores.length);
  const hit = new Set<number>();
  let outside = 0;
  for (let row = first; row < scores.length; row += 1) {
    if ((scores[row] ?? 0) < 0.5) continue;
    const window = windows.findIndex(([from, to]) => row >= from && row <= to);
    if (window < 0) outside += 1;
    else hit.add(window);
  }
  return { inside: hit.size, outside };
}

const tolerance = 3;

function cloudMonitoringTables(directory: string): readonly ScoreTable[] {
  const rows: (string | number)[][] = [];
  const own: Measured[] = [];
  const rolling: Measured[] = [];
  let [points, cpuSeconds] = [0, 0];
  for (const path of listTables(directory)) {
    const table = readRows(path);
    const values = table.map(([, value]) => Number(value));
    const labels = table.map(([, , label]) => Number(label) >= 0.5);
    const judged = judge(
      table.map(([time]) => readTime(time ?? '')),
      values,
    );
    const first = Math.floor(0.15 * values.length);
    const measured = measure(judged.scores, labels, first, scoreThreshold);
    own.push(measured);
    rolling.push(measure(rollingGaussian(values, 100), labels, first, 9));
    points += values.length;
    cpuSeconds += judged.cpuSeconds;
    rows.push([basename(path), values.length, measured.area, measured.events.hit, measured.events.missed, measured.events.false]);
  }
  const total = (of: readonly Measured[]): readonly number[] => {
    const areas = of.map(({ area }) => area).filter(Number.isFinite);
    return [areas.reduce((sum, area) => sum + area, 0) / areas.length, eventF1(of.map(({ events }) => events))];
  };
  return [
    { title: 'Cloud monitoring: each file', columns: ['file', 'rows', 'AUC-PR', 'hit', 'missed', 'false'], rows, notes: [] },
    {
      title: 'Cloud monitoring: all files',
      columns: ['detector', 'AUC-PR', 'event F1', 'points/s'],
      rows: [
        ['Zhiban, one threshold', ...total(own), Math.round(points / cpuSeconds)],
        ['Rolling Gaussian (100), one threshold', ...total(rolling), ''],
      ],
      notes: [
        'AUC-PR is the mean over the files with labels. An event is hit within 3 points; a run of detections elsewhere is one false event.',
      ],
    },
  ];
}

interface Measured {
  readonly area: number;
  readonly events: EventCounts;
}

function measure(scores: ArrayLike<number>, labels: readonly boolean[], first: number, threshold: number): Measured {
  return {
    area: averagePrecision(scores, labels, first),
    events: countEvents((row) => (scores[row] ?? 0) >= threshold, labels, first, tolerance),
  };
}

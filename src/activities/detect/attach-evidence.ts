/** Puts what a detection saw to the incident that it opened: the points with what was usual, what comes, and the score in words. */

import { createHash } from 'node:crypto';
import { findLevelShift } from '../../analysis/change-point.ts';
import { scoreOf } from '../../analysis/detection/threshold.ts';
import { numberText, unitText } from '../../charts/number-text.ts';
import type { DetectionEvent, DetectionSpec } from '../../domain/detection.ts';
import type { Evidence, Series, SeriesRole } from '../../domain/evidence.ts';
import { maskSecrets } from '../../domain/mask-secrets.ts';
import type { LocalText } from '../../domain/text.ts';
import type { TenantStore } from '../../store/contract.ts';
import { message } from '../../text/messages.ts';
import type { ActivityDeps } from '../deps.ts';
import { groupKeyOf, shortName } from './alerts-of.ts';
import type { JudgedSeries } from './judge-series.ts';
import { lookAhead } from './look-ahead.ts';

/** The intake groups within a moment; if it doesn't, the next run does this. */
const waitMs = 8_000;
const pollMs = 200;
const pointsMax = 240;

/** Events that were opened and have no incident yet get it, with the evidence and a line in its threads. */
export async function attachEvidence(
  deps: Pick<ActivityDeps, 'clock' | 'cancellation'>,
  store: TenantStore,
  spec: DetectionSpec,
  judged: readonly JudgedSeries[],
): Promise<void> {
  const untilMs = deps.clock.now() + waitMs;
  for (;;) {
    const waiting = (await store.detections.going(spec.id)).filter((event) => event.outcome === 'opened' && event.incidentId === null);
    if (waiting.length === 0) return;
    const isDone = await store.transaction((inside) => attachInside(inside, spec, judged, waiting, deps.clock.now()));
    if (isDone || deps.clock.now() >= untilMs) return;
    await deps.clock.sleep(pollMs, deps.cancellation());
  }
}

async function attachInside(
  inside: TenantStore,
  spec: DetectionSpec,
  judged: readonly JudgedSeries[],
  waiting: readonly DetectionEvent[],
  nowMs: number,
): Promise<boolean> {
  const incident = await inside.incidents.openOfGroup(groupKeyOf(spec.id));
  if (incident === null) return false;
  for (const event of waiting) {
    await inside.detections.change(event.id, { incidentId: incident.id });
    const series = judged.find(({ row }) => row.key === event.seriesKey);
    if (series === undefined) continue;
    const evidence = evidenceOf(spec, event, series, incident.id, nowMs);
    await inside.evidence.add(evidence);
    const text = message('detection.seen', { headline: evidence.headline });
    const line = { incidentId: incident.id, text, evidenceIds: [evidence.id] };
    await inside.timeline.add({ ...line, at: new Date(nowMs).toISOString(), kind: 'look', actor: 'zhiban', key: `detection-${event.id}` });
    await inside.outbox.say({ ...line, slot: `detection-${event.id}`, priority: 'progress' });
  }
  return true;
}

/** The picture of the moment at which it was opened; what came later is on the page of the detection. */
export function evidenceOf(spec: DetectionSpec, event: DetectionEvent, given: JudgedSeries, incidentId: string, nowMs: number): Evidence {
  const lines = linesOf(spec, given);
  const measured = lines[0];
  const shift = measured === undefined ? null : findLevelShift(measured);
  const { input } = spec;
  const headline = headlineOf(spec, event);
  const iso = (timeMs: number): string => new Date(timeMs).toISOString();
  return {
    id: `ev_${createHash('sha256').update(`${incidentId}|${event.id}`).digest('hex').slice(0, 16)}`,
    ...{ incidentId, systemId: spec.systemId, probe: 'detection', parameters: { detection: spec.id, series: event.seriesName }, round: 1 },
    ...{ startedAt: iso(nowMs), durationMs: 0, isTruncated: false, status: 'ok', headline },
    query: maskSecrets(input.kind === 'query' ? input.query : `${input.probe} ${input.fact}`),
    facts: {
      'detection.id': spec.id,
      'detection.since': event.since,
      'detection.value': given.row.value,
      'detection.expected': given.row.expected,
      'detection.score': round(scoreOf(event.odds)),
      'detection.threshold': round(scoreOf(event.thresholdOdds)),
      ...(spec.limit === null ? {} : { 'detection.limit': spec.limit.value }),
      ...(shift === null || spec.kind === 'forecast' ? {} : { 'range.shiftAt': iso(shift.atMs) }),
    },
    text: explain(spec, event, given),
    series: lines,
  };
}

function headlineOf(spec: DetectionSpec, event: DetectionEvent): LocalText {
  const name = maskSecrets(shortName(event.seriesName)).slice(0, 120);
  return {
    en: `${spec.title.en} ${name}: ${event.reason.en}`,
    'zh-CN': `${spec.title['zh-CN']} ${name}：${event.reason['zh-CN']}`,
  };
}

/** Why it was told, in numbers; evidence is one text for both languages. */
function explain(spec: DetectionSpec, event: DetectionEvent, { row, learned }: JudgedSeries): string {
  const shown = (value: number | null): string => (value === null ? '-' : unitText(value, spec.unit));
  return [
    `series     ${maskSecrets(event.seriesName)}`,
    `value      ${shown(row.value)}`,
    ...(row.expected === null ? [] : [`usual      ${shown(row.expected)} (${shown(row.low)} – ${shown(row.high)})`]),
    ...(spec.limit === null ? [] : [`limit      ${shown(spec.limit.value)} (${spec.limit.direction})`]),
    `score      ${numberText(round(scoreOf(event.odds)))}`,
    `threshold  ${numberText(round(scoreOf(event.thresholdOdds)))}`,
    `learned    ${String(learned.detector?.points ?? learned.values.length)} points, every ${String(spec.everySeconds)} s`,
  ].join('\n');
}

function linesOf(spec: DetectionSpec, { learned }: JudgedSeries): readonly Series[] {
  const { verdicts } = learned;
  const times = (verdicts.length > 0 ? verdicts.map(({ timeMs }) => timeMs) : learned.times).slice(-pointsMax);
  const values = (verdicts.length > 0 ? verdicts.map(({ value }) => value) : learned.values).slice(-pointsMax);
  const name = maskSecrets(learned.name);
  const line = (words: string, role: SeriesRole, at: readonly number[], points: readonly number[]): Series => ({
    ...{ name: `${name} (${words})`, unit: spec.unit, role, times: at, values: points },
  });
  const shown = verdicts.slice(-pointsMax);
  const band: readonly Series[] =
    shown.length === 0
      ? []
      : [
          line(
            'usual, low',
            'usual-low',
            times,
            shown.map(({ low }) => low),
          ),
          line(
            'usual, high',
            'usual-high',
            times,
            shown.map(({ high }) => high),
          ),
        ];
  return [{ name, unit: spec.unit, times, values }, ...band, ...aheadOf(spec, learned.times, learned.values, line)];
}

function aheadOf(
  spec: DetectionSpec,
  times: readonly number[],
  values: readonly number[],
  line: (words: string, role: SeriesRole, at: readonly number[], points: readonly number[]) => Series,
): readonly Series[] {
  const ahead = lookAhead(spec, times, values);
  if (ahead === null) return [];
  return [
    line('forecast', 'forecast', ahead.times, ahead.values),
    line('forecast, low', 'forecast-low', ahead.times, ahead.low),
    line('forecast, high', 'forecast-high', ahead.times, ahead.high),
  ];
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

/** Detections as people and programs are shown them: state, budget, threshold, what was seen and what is wrong. */

import { type MarkedEvent, raiseByMarks, scoreOf, thresholdOdds, trackPressure } from '../analysis/detection/threshold.ts';
import type { DetectionEvent, DetectionRun, DetectionSeries, DetectionSpec, Mark, Pause } from '../domain/detection.ts';
import type {
  DetectionDetailView,
  DetectionEventView,
  DetectionSeriesView,
  DetectionState,
  DetectionView,
  TroubleView,
} from '../domain/detection-view.ts';
import type { Locale } from '../domain/text.ts';
import type { TenantStore } from '../store/contract.ts';
import { readPauses } from '../store/detection-pauses.ts';
import { adviceFor } from '../text/detection-troubles.ts';
import type { Caller } from './contract.ts';
import type { OperationsDeps } from './deps.ts';

const dayMs = 86_400_000;
const marksMs = 90 * dayMs;
const eventsShown = 50;
const notable: readonly DetectionSeries['state'][] = ['unusual', 'approaching', 'withheld'];

export interface ReadDetections {
  readonly runs: ReadonlyMap<string, DetectionRun>;
  readonly counts: Awaited<ReturnType<TenantStore['detections']['countsSince']>>;
  readonly series: readonly DetectionSeries[];
  readonly marked: readonly DetectionEvent[];
  readonly pauses: ReadonlyMap<string, Pause>;
  readonly nowMs: number;
}

/** What is known of one detection, or of all. */
export async function readDetections(
  deps: Pick<OperationsDeps, 'clock'>,
  store: TenantStore,
  detectionId: string | null = null,
): Promise<ReadDetections> {
  const { detections } = store;
  const nowMs = deps.clock.now();
  const [runs, counts, series, marked, pauses] = await Promise.all([
    detections.runs(),
    detections.countsSince(new Date(nowMs - dayMs).toISOString()),
    detections.series(detectionId ?? undefined),
    detections.marked(detectionId, new Date(nowMs - marksMs).toISOString()),
    readPauses(store),
  ]);
  return { runs: new Map(runs.map((run) => [run.detectionId, run])), counts, series, marked, pauses, nowMs };
}

export function detectionView(spec: DetectionSpec, given: ReadDetections, locale: Locale): DetectionView {
  const { runs, counts, pauses, nowMs } = given;
  const run = runs.get(spec.id);
  const pause = pauses.get(spec.id);
  const counted = counts.find(({ detectionId }) => detectionId === spec.id);
  const series = given.series.filter(({ detectionId }) => detectionId === spec.id);
  const { input } = spec;
  return {
    ...{ id: spec.id, title: spec.title[locale], kind: spec.kind, systemId: spec.systemId, direction: spec.direction, unit: spec.unit },
    source: input.kind === 'query' ? input.query : `${input.probe} ${input.fact}`,
    ...{ everySeconds: spec.everySeconds, limit: spec.limit?.value ?? null, isBuiltIn: spec.isBuiltIn },
    withinHours: spec.kind === 'forecast' ? spec.withinHours : null,
    ...{ state: stateOf(spec, run, pause, series), pausedAt: pause?.at ?? null, pausedBy: pause?.personName ?? null },
    ...{ lastRunAt: run?.lastRunAt ?? null, error: run?.error?.text[locale] ?? null, troubles: troublesOf(run, locale) },
    ...{ series: run?.series ?? 0, leftOut: run?.leftOut ?? 0 },
    ...{ budgetPerDay: spec.budgetPerDay, opened: counted?.opened ?? 0, withheld: counted?.budget ?? 0 },
    belowThreshold: counted?.threshold ?? 0,
    threshold: round(scoreOf(thresholdOdds(pressureNow(run, spec, nowMs), 0))),
    notable: series.filter(({ state }) => notable.includes(state)).length,
    ...{ useful: countMarked(spec, given, 'useful'), useless: countMarked(spec, given, 'useless') },
    foremost: foremostOf(spec, given, series, locale),
  };
}

/** The loudest first. */
const loudness: readonly DetectionSeries['state'][] = ['unusual', 'approaching', 'withheld', 'quiet', 'not-predictable', 'learning'];

function stateOf(
  spec: DetectionSpec,
  run: DetectionRun | undefined,
  pause: Pause | undefined,
  series: readonly DetectionSeries[],
): DetectionState {
  if (pause !== undefined) return 'paused';
  if (run === undefined) return 'waiting';
  // What comes with Zhiban and has nothing to watch is no fault.
  if (run.error?.kind === 'nothing' && spec.isBuiltIn) return 'empty';
  if (run.error !== null) return 'failing';
  return loudness.find((state) => series.some((each) => each.state === state)) ?? 'empty';
}

function troublesOf(run: DetectionRun | undefined, locale: Locale): readonly TroubleView[] {
  const all = run === undefined ? [] : [...(run.error === null ? [] : [run.error]), ...run.warnings];
  return all.map(({ kind, text }) => ({ kind, text: text[locale], advice: adviceFor(kind)[locale] }));
}

/** An incident counts once, however many of its series were seen. */
function countMarked({ id }: DetectionSpec, { marked }: ReadDetections, meant: Mark): number {
  const meantHere = marked.filter(({ detectionId, mark }) => detectionId === id && mark?.mark === meant);
  return new Set(meantHere.map(({ incidentId }) => incidentId)).size;
}

function foremostOf(
  spec: DetectionSpec,
  given: ReadDetections,
  series: readonly DetectionSeries[],
  locale: Locale,
): DetectionSeriesView | null {
  const pressure = pressureNow(given.runs.get(spec.id), spec, given.nowMs);
  const marks = marksOf(spec, given.marked);
  const views = series.map((each) => seriesView(each, thresholdOdds(pressure, raiseByMarks(marks, each.key)), locale));
  const rank = ({ state, score, threshold }: DetectionSeriesView): number => score / threshold - 10 * loudness.indexOf(state);
  return views.toSorted((one, other) => rank(other) - rank(one))[0] ?? null;
}

function marksOf({ id }: DetectionSpec, marked: readonly DetectionEvent[]): readonly MarkedEvent[] {
  return marked.flatMap(({ detectionId, seriesKey, odds, mark }) =>
    mark === null || detectionId !== id ? [] : [{ seriesKey, odds, mark: mark.mark }],
  );
}

function pressureNow(run: DetectionRun | undefined, spec: DetectionSpec, nowMs: number): number {
  if (run === undefined) return 0;
  return trackPressure({ pressure: run.pressure, atMs: Date.parse(run.pressureAt) }, nowMs, 0, spec.budgetPerDay).pressure;
}

export async function detectionDetail(
  deps: Pick<OperationsDeps, 'store' | 'clock'>,
  { tenantId, locale }: Caller,
  spec: DetectionSpec,
): Promise<DetectionDetailView> {
  const store = deps.store.forTenant(tenantId);
  const given = await readDetections(deps, store, spec.id);
  const events = await store.detections.events({ detectionId: spec.id, limit: eventsShown });
  const codes = await codesOf(store, events);
  const marks = marksOf(spec, given.marked);
  const pressure = pressureNow(given.runs.get(spec.id), spec, given.nowMs);
  return {
    ...detectionView(spec, given, locale),
    pressure: round(scoreOf(thresholdOdds(pressure, 0)) - 0.5),
    items: given.series.map((each) => seriesView(each, thresholdOdds(pressure, raiseByMarks(marks, each.key)), locale)),
    events: events.map((each) => eventView(each, codes, locale)),
  };
}

async function codesOf(store: TenantStore, events: readonly DetectionEvent[]): Promise<ReadonlyMap<string, string>> {
  const ids = new Set(events.flatMap(({ incidentId }) => (incidentId === null ? [] : [incidentId])));
  const incidents = await Promise.all([...ids].map((id) => store.incidents.get(id)));
  return new Map(incidents.flatMap((incident) => (incident === null ? [] : [[incident.id, incident.code] as const])));
}

function seriesView(series: DetectionSeries, odds: number, locale: Locale): DetectionSeriesView {
  const { detectionId: _, labels: _labels, reason, score, ...rest } = series;
  return { ...rest, score: round(score), threshold: round(scoreOf(odds)), reason: reason?.[locale] ?? null };
}

function eventView(event: DetectionEvent, codes: ReadonlyMap<string, string>, locale: Locale): DetectionEventView {
  const { id, seriesKey, seriesName, since, endedAt, outcome, incidentId, odds, reason, mark } = event;
  return {
    ...{ id, seriesKey, seriesName, since, endedAt, outcome, incidentId, score: round(scoreOf(odds)), reason: reason[locale] },
    code: incidentId === null ? null : (codes.get(incidentId) ?? null),
    ...{ threshold: round(scoreOf(event.thresholdOdds)), mark: mark?.mark ?? null, markedBy: mark?.personName ?? null },
  };
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

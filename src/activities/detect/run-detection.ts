/**
 * One run of a detection: reads what is new, judges every series, and writes in one transaction what becomes of it: the event, the alert
 * for the intake, what the budget has used. Run again after a crash it finds nothing new.
 */

import type { DetectionSpec } from '../../domain/detection.ts';
import type { TenantStore } from '../../store/contract.ts';
import { troubleOf } from '../../text/detection-troubles.ts';
import type { Activities, DetectionScope } from '../contract.ts';
import type { ActivityDeps, Watching } from '../deps.ts';
import { attachEvidence } from './attach-evidence.ts';
import { type JudgedSeries, judgeSeries } from './judge-series.ts';
import { LearnedBook, learn } from './learned-series.ts';
import { readPoints, seriesKeyOf } from './read-points.ts';
import { endAll, settle } from './settle.ts';
import { warningsOf } from './warnings-of.ts';

const dayMs = 86_400_000;
const eventsKeptMs = 90 * dayMs;

export function createRunDetection(deps: ActivityDeps): Activities['runDetection'] {
  const book = new LearnedBook();
  /** Runs of one detection in this process queue up: the schedule's, and what a person asks for. */
  const queues = new Map<string, Promise<unknown>>();
  return async (scope) => {
    const name = `${scope.tenantId}/${scope.detectionId}`;
    const turn = (queues.get(name) ?? Promise.resolve()).then(() => runOnce(deps, book, scope));
    queues.set(
      name,
      turn.catch(() => undefined),
    );
    return turn;
  };
}

type Outcome = Awaited<ReturnType<Activities['runDetection']>>;

async function runOnce(deps: ActivityDeps, book: LearnedBook, scope: DetectionScope): Promise<Outcome> {
  const store = deps.store.forTenant(scope.tenantId);
  const { watching } = deps;
  const spec = watching?.specs().find(({ id }) => id === scope.detectionId);
  if (watching === undefined || spec === undefined) {
    book.forget(scope.tenantId, scope.detectionId);
    await endAll(deps, store, scope.detectionId);
    return { series: 0, opened: 0, error: troubleOf('removed').text.en };
  }
  const startedMs = deps.clock.now();
  const { judged, leftOut, error } = await look(deps, watching, store, book, spec);
  const run = { judged, leftOut, error, warnings: warningsOf(spec, judged, leftOut), startedMs };
  const opened = await store.transaction((inside) => settle({ ...deps, watching }, inside, spec, run));
  await attachEvidence(deps, store, spec, judged);
  await forgetOld(store, spec, deps.clock.now());
  return { series: judged.length, opened, error: error?.text.en ?? null };
}

async function look(deps: ActivityDeps, watching: Watching, store: TenantStore, book: LearnedBook, spec: DetectionSpec) {
  const known = book.find(store.tenantId, spec);
  const points = await readPoints(deps, store, spec, known?.lastMs ?? 0);
  const nowMs = deps.clock.now();
  if (points.error !== null) return { judged: [] as readonly JudgedSeries[], leftOut: 0, error: points.error };
  const learned = known ?? book.begin(store.tenantId, spec);
  await learn(learned, spec, points.series, nowMs);
  const going = new Set((await store.detections.going(spec.id)).map(({ seriesKey }) => seriesKey));
  const judged = [...learned.series.values()].map((series) =>
    judgeSeries(spec, series, going.has(seriesKeyOf(series.name)), nowMs, watching.timeZone),
  );
  return { judged, leftOut: points.leftOut, error: judged.length === 0 ? troubleOf('no-series') : null };
}

async function forgetOld(store: TenantStore, spec: DetectionSpec, nowMs: number): Promise<void> {
  const iso = (timeMs: number): string => new Date(timeMs).toISOString();
  await store.detections.forgetSeries(spec.id, iso(nowMs - spec.historyHours * 3_600_000));
  await store.detections.forgetBefore({ events: iso(nowMs - eventsKeptMs), samplesDay: iso(nowMs - eventsKeptMs).slice(0, 10) });
}

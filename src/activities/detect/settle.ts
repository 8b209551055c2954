/** Writes down what becomes of what a run saw. To be called within a transaction: one run at a time decides, so that the budget holds. */

import { type Change, decide, type Room } from '../../analysis/detection/decide.ts';
import { raiseByMarks, thresholdOdds, trackPressure } from '../../analysis/detection/threshold.ts';
import type { DetectionEvent, DetectionRun, DetectionSpec, Trouble } from '../../domain/detection.ts';
import { newId } from '../../domain/ids.ts';
import type { TenantStore } from '../../store/contract.ts';
import { readPauses } from '../../store/detection-pauses.ts';
import type { ActivityDeps, Watching } from '../deps.ts';
import { alertOf, groupKeyOf } from './alerts-of.ts';
import type { JudgedSeries } from './judge-series.ts';

export interface Seen {
  readonly judged: readonly JudgedSeries[];
  readonly leftOut: number;
  readonly error: Trouble | null;
  readonly warnings: readonly Trouble[];
  readonly startedMs: number;
}

type SettleDeps = Pick<ActivityDeps, 'clock'> & { readonly watching: Watching };

const dayMs = 86_400_000;
/** Marks older than this count no more. */
const marksMs = 90 * dayMs;

/** Returns how many events were opened. */
export async function settle(deps: SettleDeps, inside: TenantStore, spec: DetectionSpec, seen: Seen): Promise<number> {
  const nowMs = deps.clock.now();
  await inside.detections.lock();
  const before = (await inside.detections.runs()).find(({ detectionId }) => detectionId === spec.id) ?? null;
  const pressure = { pressure: before?.pressure ?? 0, atMs: before === null ? nowMs : Date.parse(before.pressureAt) };
  if (seen.error !== null && seen.judged.length === 0) {
    await inside.detections.saveRun(runOf(spec, seen, trackPressure(pressure, nowMs, 0, spec.budgetPerDay), nowMs, before));
    return 0;
  }
  const going = await inside.detections.going(spec.id);
  const marks = (await inside.detections.marked(spec.id, iso(nowMs - marksMs))).flatMap(({ seriesKey, odds, mark }) =>
    mark === null ? [] : [{ seriesKey, odds, mark: mark.mark }],
  );
  const eased = trackPressure(pressure, nowMs, 0, spec.budgetPerDay);
  // Nothing goes on, as far as incidents are concerned, while a person holds it.
  const isHeld = (await readPauses(inside)).has(spec.id);
  const sightings = seen.judged.map(({ row, onset }) => ({
    ...{ key: row.key, name: row.name, onset: isHeld ? null : onset },
    thresholdOdds: thresholdOdds(eased.pressure, raiseByMarks(marks, row.key)),
  }));
  // A series of which nothing is known any more has nothing going on.
  const gone = going.filter(({ seriesKey }) => !sightings.some(({ key }) => key === seriesKey));
  const lost = gone.map(({ seriesKey, seriesName }) => ({ key: seriesKey, name: seriesName, onset: null, thresholdOdds: 1 }));
  const decided = decide([...sightings, ...lost], going, await roomOf(deps, inside, spec, going, nowMs));
  for (const change of decided.changes) await write(deps, inside, spec, seen.judged, change, nowMs);
  await inside.detections.saveRun(runOf(spec, seen, trackPressure(pressure, nowMs, decided.exceeded, spec.budgetPerDay), nowMs, before));
  await inside.detections.saveSeries(rowsOf(seen.judged, decided.changes, going));
  return decided.changes.filter((change) => change.kind === 'open' || (change.kind === 'begin' && change.outcome === 'opened')).length;
}

/** What a detection had begun that is not wanted any more. */
export async function endAll(deps: Pick<ActivityDeps, 'clock' | 'watching'>, store: TenantStore, detectionId: string): Promise<void> {
  const nowMs = deps.clock.now();
  const { watching } = deps;
  if (watching === undefined) return;
  await store.transaction(async (inside) => {
    await inside.detections.lock();
    const spec = { id: detectionId, title: { en: detectionId, 'zh-CN': detectionId }, severity: 'warning' as const };
    for (const event of await inside.detections.going(detectionId)) {
      await write({ ...deps, watching }, inside, spec, [], { kind: 'end', event }, nowMs);
    }
  });
}

async function roomOf(
  deps: SettleDeps,
  inside: TenantStore,
  spec: DetectionSpec,
  going: readonly DetectionEvent[],
  nowMs: number,
): Promise<Room> {
  const counts = await inside.detections.countsSince(iso(nowMs - dayMs));
  const own = counts.find(({ detectionId }) => detectionId === spec.id)?.opened ?? 0;
  const all = counts.reduce((sum, { opened }) => sum + opened, 0);
  // An alert may still be on its way through the intake.
  const isOnItsWay = going.some(({ outcome, incidentId }) => outcome === 'opened' && incidentId === null);
  const hasOpenIncident = isOnItsWay || (await inside.incidents.openOfGroup(groupKeyOf(spec.id))) !== null;
  return { left: Math.min(spec.budgetPerDay - own, deps.watching.budgetPerDay() - all), hasOpenIncident };
}

type Named = Pick<DetectionSpec, 'id' | 'title' | 'severity'>;

async function write(
  deps: SettleDeps,
  inside: TenantStore,
  spec: Named,
  judged: readonly JudgedSeries[],
  change: Change,
  nowMs: number,
): Promise<void> {
  const { detections } = inside;
  const locale = deps.watching.locale();
  const labelsOf = (key: string) => judged.find(({ row }) => row.key === key)?.learned.labels ?? {};
  if (change.kind === 'grow') return detections.change(change.event.id, { odds: change.odds, reason: change.reason });
  if (change.kind === 'end') {
    const { event } = change;
    const endedAt = iso(nowMs);
    await detections.change(event.id, { endedAt });
    if (event.outcome === 'opened')
      await tell(inside, alertOf({ spec, event, labels: labelsOf(event.seriesKey), reason: event.reason, endedAt }, locale), nowMs);
    return;
  }
  if (change.kind === 'open') {
    const { event, onset, isLead } = change;
    await detections.change(event.id, { outcome: 'opened', openedAt: iso(nowMs), isLead, odds: onset.odds, reason: onset.reason });
    await tell(inside, alertOf({ spec, event, labels: labelsOf(event.seriesKey), reason: onset.reason, endedAt: null }, locale), nowMs);
    return;
  }
  const event = eventOf(spec, change, nowMs);
  await detections.begin(event);
  if (event.outcome === 'opened')
    await tell(inside, alertOf({ spec, event, labels: labelsOf(event.seriesKey), reason: event.reason, endedAt: null }, locale), nowMs);
}

async function tell(inside: TenantStore, alert: ReturnType<typeof alertOf>, nowMs: number): Promise<void> {
  const isUrgent = alert.status === 'firing' && alert.labels.severity === 'critical';
  await inside.inbox.append([{ isUrgent, receivedAt: iso(nowMs), alerts: [alert] }]);
}

function eventOf(spec: Named, { sighting, outcome, isLead }: Extract<Change, { kind: 'begin' }>, nowMs: number): DetectionEvent {
  const { key, name, onset } = sighting;
  return {
    ...{ id: newId('det', nowMs), detectionId: spec.id, seriesKey: key, seriesName: name, since: iso(onset.sinceMs), endedAt: null },
    ...{ outcome, openedAt: outcome === 'opened' ? iso(nowMs) : null, isLead, incidentId: null, odds: onset.odds },
    ...{ thresholdOdds: sighting.thresholdOdds, reason: onset.reason, mark: null },
  };
}

/** What was withheld is shown as such. */
function rowsOf(judged: readonly JudgedSeries[], changes: readonly Change[], going: readonly DetectionEvent[]) {
  const withheld = new Set<string>();
  for (const event of going) if (event.outcome !== 'opened') withheld.add(event.seriesKey);
  for (const change of changes) {
    if (change.kind === 'begin' && change.outcome !== 'opened') withheld.add(change.sighting.key);
    if (change.kind === 'open') withheld.delete(change.event.seriesKey);
  }
  return judged.map(({ row, onset }) => (onset !== null && withheld.has(row.key) ? { ...row, state: 'withheld' as const } : row));
}

function runOf(
  spec: DetectionSpec,
  seen: Seen,
  { pressure, atMs }: ReturnType<typeof trackPressure>,
  nowMs: number,
  before: DetectionRun | null,
): DetectionRun {
  return {
    ...{ detectionId: spec.id, lastRunAt: iso(nowMs), error: seen.error, warnings: seen.warnings, pressure, pressureAt: iso(atMs) },
    leftOut: seen.leftOut,
    series: seen.error === null ? seen.judged.length : (before?.series ?? 0),
    durationMs: Math.max(0, Math.round(nowMs - seen.startedMs)),
  };
}

function iso(timeMs: number): string {
  return new Date(timeMs).toISOString();
}

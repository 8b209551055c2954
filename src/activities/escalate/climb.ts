/**
 * One look at an incident's ladder: makes every call that is due, in one transaction with the record that it was made, and says when to
 * look again. Whoever looks, and however often, a step is climbed once; what fell into an absence is made up for. What a person does
 * meanwhile is in the store, so that a look needs to be told nothing.
 */

import { timeOfId } from '../../domain/ids.ts';
import type { Incident } from '../../domain/incident.ts';
import type { Ladder, LadderEnd, LadderRecord } from '../../domain/ladder.ts';
import { type LadderStep, ladderFor, stepsOf } from '../../oncall/ladder.ts';
import { quietUntil } from '../../oncall/quiet-hours.ts';
import type { TenantStore } from '../../store/contract.ts';
import type { CallRules, ClimbDeps, Hold } from './call-rules.ts';
import { makeCalls } from './make-calls.ts';
import { pause } from './pause.ts';
import { remind } from './remind.ts';

/** What is older was let lie on purpose, or belongs to another age. */
const oldestMs = 24 * 3_600_000;
/** Silences end early, also by other incidents' ends: a paused ladder sees to it by itself. */
const heldLookMs = 10 * 60_000;

/** When to look again, in epoch ms; null once there is nothing to wait for. */
export async function climb(
  deps: ClimbDeps,
  { tenantId, incidentId }: { readonly tenantId: string; readonly incidentId: string },
): Promise<{ readonly nextAtMs: number | null }> {
  return deps.store.forTenant(tenantId).transaction(async (inside) => {
    const incident = await inside.incidents.get(incidentId);
    if (incident === null || incident.origin === 'question') return { nextAtMs: null };
    const locked = await inside.ladders.lock(incidentId);
    const before = awake(locked, deps.clock.now());
    // The card says that it is snoozed, and until when.
    if (before !== locked) await inside.incidents.change(incidentId, {});
    const after = await lookAt(deps, inside, incident, before);
    if (after === null) return { nextAtMs: null };
    if (JSON.stringify(after) !== JSON.stringify(locked)) await inside.ladders.save(after);
    return { nextAtMs: nextLookMs(after, deps.clock.now()) };
  });
}

/** A snooze whose time is up is over. */
function awake(record: LadderRecord | null, nowMs: number): LadderRecord | null {
  const isOver = record !== null && record.snoozedUntil !== null && Date.parse(record.snoozedUntil) <= nowMs;
  return isOver ? { ...record, snoozedUntil: null, snoozedBy: null } : record;
}

/** Also at the end of a snooze that ends before anything is due, and in between where a silence may end early. */
function nextLookMs({ nextAt, snoozedUntil, heldUntil }: LadderRecord, nowMs: number): number | null {
  if (nextAt === null) return null;
  const wokenMs = snoozedUntil === null ? Number.POSITIVE_INFINITY : Date.parse(snoozedUntil);
  return Math.min(Date.parse(nextAt), wokenMs, heldUntil === null ? Number.POSITIVE_INFINITY : nowMs + heldLookMs);
}

/** The ladder that the incident would be on, by the labels that it was opened with; null when nobody is called for it. */
export async function ladderOf(rules: CallRules, inside: TenantStore, incident: Incident): Promise<Ladder | null> {
  if (incident.origin === 'question') return null;
  const labels = (await inside.moments.labelsOf(incident.id)) ?? {};
  return ladderFor(rules.ladders(), { ...labels, severity: incident.severity, origin: incident.origin });
}

async function lookAt(deps: ClimbDeps, inside: TenantStore, incident: Incident, before: LadderRecord | null): Promise<LadderRecord | null> {
  const ladder = await ladderOf(deps.calls, inside, incident);
  const nowMs = deps.clock.now();
  if (incident.status !== 'triggered' && before === null && (ladder === null || incident.status !== 'acknowledged')) return null;
  if (ladder === null) return before === null ? null : ended(before, 'no-ladder');
  if (incident.status === 'resolved' || incident.status === 'mitigated') return before === null ? null : ended(before, incident.status);
  const current = currentRun(before, ladder, incident, nowMs);
  if (incident.status === 'acknowledged') {
    const hold = current.state === 'reminding' && isDue(current, nowMs) ? await holdOf(deps, inside, incident) : null;
    // Nobody needs to be asked about what is meant to be out of order.
    if (hold !== null) return { ...current, heldUntil: hold.until, heldBy: hold.by, nextAt: hold.until };
    const awake = current.heldUntil === null ? current : { ...current, ...notHeld, nextAt: isoOf(nowMs) };
    const reminded = await remind(inside, deps, incident, awake, ladder);
    return reminded.state === 'climbing' ? climbFrom(deps, inside, incident, reminded, ladder) : reminded;
  }
  if (current.state === 'ended') return current;
  return climbFrom(deps, inside, incident, current, ladder);
}

/** The one that is under way, or a new one when the incident is nobody's again or another ladder's. */
function currentRun(before: LadderRecord | null, ladder: Ladder, incident: Incident, nowMs: number): LadderRecord {
  const isNobodysAgain = before !== null && incident.status === 'triggered' && wasOver(before);
  if (before !== null && !isNobodysAgain && before.ladder === ladder.name) return before;
  // Alerts may tell of a start long ago: the time counts from when people could know.
  const beganMs = before === null ? timeOfId(incident.id) : nowMs;
  const isOld = nowMs - beganMs > oldestMs;
  return {
    ...{ incidentId: incident.id, run: (before?.run ?? 0) + 1, ladder: ladder.name, beganAt: isoOf(beganMs), step: 0 },
    ...{ snoozedUntil: before?.snoozedUntil ?? null, snoozedBy: before?.snoozedBy ?? null, takenAtStep: null, askedAt: null },
    ...{ heldUntil: null, heldBy: null },
    ...(isOld
      ? { state: 'ended' as const, end: 'too-old' as const, nextAt: null }
      : { state: 'climbing' as const, end: null, nextAt: isoOf(beganMs + ladder.startAfterMs) }),
  };
}

function wasOver({ state, end }: LadderRecord): boolean {
  if (state === 'reminding') return true;
  return end === 'taken' || end === 'mitigated' || end === 'resolved' || end === 'no-ladder';
}

function isDue({ nextAt, heldUntil }: LadderRecord, nowMs: number): boolean {
  return heldUntil !== null || (nextAt !== null && Date.parse(nextAt) <= nowMs);
}

async function holdOf({ calls, clock }: ClimbDeps, inside: TenantStore, incident: Incident): Promise<Hold | null> {
  return (await calls.holdOf?.(inside, incident, clock.now())) ?? null;
}

async function climbFrom(
  deps: ClimbDeps,
  inside: TenantStore,
  incident: Incident,
  current: LadderRecord,
  ladder: Ladder,
): Promise<LadderRecord> {
  const nowMs = deps.clock.now();
  const snoozedMs = current.snoozedUntil === null ? 0 : Date.parse(current.snoozedUntil);
  const plannedMs = current.nextAt === null || current.heldUntil !== null ? nowMs : Date.parse(current.nextAt);
  let nextMs = Math.max(plannedMs, snoozedMs);
  const steps = stepsOf(ladder);
  const first = steps[current.step];
  const hold = nextMs <= nowMs && first !== undefined ? await holdOf(deps, inside, incident) : null;
  if (hold !== null && first !== undefined) {
    return pause(inside, { incident, current, index: current.step, step: first }, hold, nowMs);
  }
  const due: { readonly index: number; readonly step: LadderStep }[] = [];
  let index = current.step;
  while (nextMs <= nowMs) {
    const step = steps[index];
    if (step === undefined) break;
    const quietMs = ladder.quietHours === null || incident.severity === 'critical' ? null : quietUntil(ladder.quietHours, nowMs);
    if (quietMs !== null) {
      await noteQuiet(inside, incident, current, { index, step }, nowMs, quietMs);
      nextMs = quietMs;
      break;
    }
    due.push({ index, step });
    nextMs += step.everyMs;
    index += 1;
  }
  if (due.length > 0) await makeCalls(deps, inside, { incident, current, due });
  if (index >= steps.length) return { ...ended(current, 'exhausted'), step: index };
  return { ...current, ...notHeld, step: index, nextAt: isoOf(nextMs) };
}

async function noteQuiet(
  inside: TenantStore,
  { id }: Incident,
  { run }: LadderRecord,
  { index, step }: { readonly index: number; readonly step: LadderStep },
  nowMs: number,
  untilMs: number,
): Promise<void> {
  await inside.ladders.addPages([
    {
      ...{ incidentId: id, run, kind: 'call', step: index, level: step.level, way: step.way, personId: null, slot: null },
      ...{ state: 'skipped', reason: 'quiet-hours', detail: isoOf(untilMs), at: isoOf(nowMs) },
    },
  ]);
}

function ended(record: LadderRecord, end: LadderEnd): LadderRecord {
  return { ...record, ...notHeld, state: 'ended', end, nextAt: null };
}

const notHeld = { heldUntil: null, heldBy: null } as const;

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}

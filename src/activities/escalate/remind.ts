/**
 * “Still on it?”: who has taken an incident over is asked again and again, so that nothing lies because somebody fell asleep. Whoever does
 * anything about the incident has answered; without an answer in time it is nobody's again.
 */

import type { Incident } from '../../domain/incident.ts';
import type { Ladder, LadderRecord } from '../../domain/ladder.ts';
import type { Person } from '../../domain/policy.ts';
import { quietUntil } from '../../oncall/quiet-hours.ts';
import type { TenantStore } from '../../store/contract.ts';
import { durationText } from '../../text/duration.ts';
import { message } from '../../text/messages.ts';
import type { ClimbDeps } from './call-rules.ts';
import { lapse } from './lapse.ts';

/** Whoever hasn't answered by then won't. */
const remindersMax = 24;
/** Of one incident, since the last question; any of them is an answer. */
const deedsMax = 50;

/** The record is `climbing` again where the acknowledgement has lapsed. */
export async function remind(
  inside: TenantStore,
  deps: Pick<ClimbDeps, 'clock' | 'people'>,
  incident: Incident,
  current: LadderRecord,
  ladder: Ladder,
): Promise<LadderRecord> {
  const taken: LadderRecord = { ...current, state: 'ended', end: 'taken', nextAt: null, askedAt: null, heldUntil: null, heldBy: null };
  const { stillOnItMs } = ladder;
  if (stillOnItMs === null) return taken;
  const nowMs = deps.clock.now();
  const begun = current.state === 'reminding' ? current : begin(current, incident, stillOnItMs, nowMs);
  if (begun.step >= remindersMax) return taken;
  const heard = await hear(inside, incident, begun, stillOnItMs);
  const dueMs = dueAt(heard, incident, ladder, nowMs);
  const { askedAt } = heard;
  if (askedAt !== null && ladder.answerWithinMs !== null) {
    const untilMs = Math.max(dueMs, Date.parse(askedAt) + ladder.answerWithinMs);
    if (untilMs > nowMs) return { ...heard, nextAt: isoOf(untilMs) };
    return lapse(inside, deps, { incident, current: { ...heard, askedAt }, ladder });
  }
  if (dueMs > nowMs) return { ...heard, nextAt: isoOf(dueMs) };
  await ask(inside, deps.people(), incident, heard, ladder.answerWithinMs, nowMs);
  return {
    ...heard,
    step: heard.step + 1,
    askedAt: ladder.answerWithinMs === null ? null : isoOf(nowMs),
    nextAt: isoOf(nowMs + (ladder.answerWithinMs ?? stillOnItMs)),
  };
}

function begin(current: LadderRecord, { acknowledgedAt }: Incident, stillOnItMs: number, nowMs: number): LadderRecord {
  const takenMs = acknowledgedAt === null ? nowMs : Date.parse(acknowledgedAt);
  return {
    ...{ ...current, state: 'reminding', end: null, step: 0 },
    ...{ takenAtStep: current.step, askedAt: null, heldUntil: null, heldBy: null, nextAt: isoOf(takenMs + stillOnItMs) },
  };
}

/** The audit log knows whatever a person did, by whichever door. */
async function hear(inside: TenantStore, { id }: Incident, record: LadderRecord, stillOnItMs: number): Promise<LadderRecord> {
  if (record.askedAt === null) return record;
  const askedMs = Date.parse(record.askedAt);
  const deeds = await inside.audit.list({ incidentId: id, limit: deedsMax });
  const answered = deeds.filter(({ actor, outcome, at }) => actor !== 'zhiban' && outcome === 'ok' && Date.parse(at) >= askedMs);
  const [latest] = answered;
  if (latest === undefined) return record;
  // The card asks no longer.
  await inside.incidents.change(id, {});
  return { ...record, askedAt: null, nextAt: isoOf(Date.parse(latest.at) + stillOnItMs) };
}

function dueAt(record: LadderRecord, incident: Incident, { quietHours }: Ladder, nowMs: number): number {
  const plannedMs = record.nextAt === null ? nowMs : Date.parse(record.nextAt);
  const snoozedMs = record.snoozedUntil === null ? 0 : Date.parse(record.snoozedUntil);
  const quietMs = quietHours === null || incident.severity === 'critical' ? null : quietUntil(quietHours, nowMs);
  return Math.max(plannedMs, snoozedMs, quietMs ?? 0);
}

async function ask(
  inside: TenantStore,
  people: readonly Person[],
  incident: Incident,
  { run, step }: LadderRecord,
  answerWithinMs: number | null,
  nowMs: number,
): Promise<void> {
  const taker = people.find(({ name }) => name === incident.acknowledgedBy);
  const slot = `still-on-it-${run}-${step}`;
  const waitedMs = nowMs - Date.parse(incident.acknowledgedAt ?? isoOf(nowMs));
  const values = { code: incident.code, person: incident.acknowledgedBy ?? '', duration: durationText(waitedMs) };
  const text =
    answerWithinMs === null
      ? message('incident.stillOnIt', values)
      : message('incident.stillOnItOrElse', { ...values, within: durationText(answerWithinMs) });
  const personIds = taker === undefined ? [] : [taker.id];
  await inside.outbox.say({ incidentId: incident.id, slot, priority: 'state', text, personIds });
  await inside.ladders.addPages([
    {
      ...{ incidentId: incident.id, run, kind: 'reminder', step, level: null, way: 'mention', personId: taker?.id ?? null, slot },
      ...{ state: 'chat', reason: null, detail: null, at: isoOf(nowMs) },
    },
  ]);
  // The card has a button for the answer from now on.
  await inside.incidents.change(incident.id, {});
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}

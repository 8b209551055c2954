/** “Still on it?”: who has taken an incident over is asked again and again, so that nothing lies because somebody fell asleep. */

import type { Incident } from '../../domain/incident.ts';
import type { Ladder, LadderRecord } from '../../domain/ladder.ts';
import type { Person } from '../../domain/policy.ts';
import { quietUntil } from '../../oncall/quiet-hours.ts';
import type { TenantStore } from '../../store/contract.ts';
import { durationText } from '../../text/duration.ts';
import { message } from '../../text/messages.ts';
import type { ClimbDeps } from './call-rules.ts';

/** Whoever hasn't answered by then won't. */
const remindersMax = 24;

export async function remind(
  inside: TenantStore,
  deps: Pick<ClimbDeps, 'clock' | 'people'>,
  incident: Incident,
  current: LadderRecord,
  { stillOnItMs, quietHours }: Ladder,
): Promise<LadderRecord> {
  const taken: LadderRecord = { ...current, state: 'ended', end: 'taken', nextAt: null };
  if (stillOnItMs === null) return taken;
  const nowMs = deps.clock.now();
  const isNew = current.state !== 'reminding';
  const step = isNew ? 0 : current.step;
  if (step >= remindersMax) return taken;
  const takenMs = incident.acknowledgedAt === null ? nowMs : Date.parse(incident.acknowledgedAt);
  const snoozedMs = current.snoozedUntil === null ? 0 : Date.parse(current.snoozedUntil);
  const plannedMs = isNew || current.nextAt === null ? takenMs + stillOnItMs : Date.parse(current.nextAt);
  const quiet = quietHours === null || incident.severity === 'critical' ? null : quietUntil(quietHours, nowMs);
  const dueMs = Math.max(plannedMs, snoozedMs, quiet ?? 0);
  const reminding: LadderRecord = { ...current, state: 'reminding', end: null, step };
  if (dueMs > nowMs) return { ...reminding, nextAt: isoOf(dueMs) };
  await ask(inside, deps.people(), incident, current.run, step, nowMs);
  return { ...reminding, step: step + 1, nextAt: isoOf(nowMs + stillOnItMs) };
}

async function ask(
  inside: TenantStore,
  people: readonly Person[],
  incident: Incident,
  run: number,
  step: number,
  nowMs: number,
): Promise<void> {
  const taker = people.find(({ name }) => name === incident.acknowledgedBy);
  const slot = `still-on-it-${run}-${step}`;
  const waitedMs = nowMs - Date.parse(incident.acknowledgedAt ?? new Date(nowMs).toISOString());
  const text = message('incident.stillOnIt', {
    ...{ code: incident.code, person: incident.acknowledgedBy ?? '', duration: durationText(waitedMs) },
  });
  const personIds = taker === undefined ? [] : [taker.id];
  await inside.outbox.say({ incidentId: incident.id, slot, priority: 'state', text, personIds });
  await inside.ladders.addPages([
    {
      ...{ incidentId: incident.id, run, kind: 'reminder', step, level: null, way: 'mention', personId: taker?.id ?? null, slot },
      ...{ state: 'chat', reason: null, detail: null, at: isoOf(nowMs) },
    },
  ]);
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}

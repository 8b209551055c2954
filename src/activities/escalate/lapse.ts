/** Nobody has answered “still on it?”: the incident is nobody's again, and its ladder goes on with the call that would have come next. */

import type { Incident } from '../../domain/incident.ts';
import type { Ladder, LadderRecord } from '../../domain/ladder.ts';
import { stepsOf } from '../../oncall/ladder.ts';
import type { TenantStore } from '../../store/contract.ts';
import { durationText } from '../../text/duration.ts';
import { message } from '../../text/messages.ts';
import type { ClimbDeps } from './call-rules.ts';

export interface Unanswered {
  readonly incident: Incident;
  readonly current: LadderRecord & { readonly askedAt: string };
  readonly ladder: Ladder;
}

/** The record of the next run, whose first call is due at once; as it was where somebody has changed the status at this very moment. */
export async function lapse(
  inside: TenantStore,
  { clock, people }: Pick<ClimbDeps, 'clock' | 'people'>,
  { incident, current, ladder }: Unanswered,
): Promise<LadderRecord> {
  const nowMs = clock.now();
  const at = new Date(nowMs).toISOString();
  const nobodys = { acknowledgedAt: null, acknowledgedBy: null };
  if ((await inside.incidents.moveStatus(incident.id, ['acknowledged'], 'triggered', nobodys)) === null) return current;
  const taker = people().find(({ name }) => name === incident.acknowledgedBy);
  const slot = `lapsed-${current.run}`;
  const duration = durationText(nowMs - Date.parse(current.askedAt));
  const text = message('incident.lapsed', { code: incident.code, person: incident.acknowledgedBy ?? '—', duration });
  const personIds = taker === undefined ? [] : [taker.id];
  await inside.outbox.say({ incidentId: incident.id, slot, priority: 'critical', text, personIds });
  await inside.timeline.add({ incidentId: incident.id, at, kind: 'status', text, actor: 'zhiban', key: slot });
  await inside.ladders.addPages([
    {
      ...{ incidentId: incident.id, run: current.run, kind: 'lapse', step: current.step, level: null, way: 'mention' },
      ...{ personId: taker?.id ?? null, slot: null, state: 'skipped', reason: 'lapsed', detail: current.askedAt, at },
    },
  ]);
  return {
    ...{ ...current, run: current.run + 1, state: 'climbing', end: null, beganAt: at },
    ...{ step: nextStep(current, ladder), takenAtStep: null, askedAt: null, nextAt: at },
  };
}

/** Where all levels were called before it was taken, they are called again: somebody must come. */
function nextStep({ takenAtStep }: LadderRecord, ladder: Ladder): number {
  return takenAtStep !== null && takenAtStep < stepsOf(ladder).length ? takenAtStep : 0;
}

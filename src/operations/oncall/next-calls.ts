/** Who will be called when, if nobody takes it over: the steps of a ladder that are ahead, by what is known now. */

import type { CallRules } from '../../activities/escalate/call-rules.ts';
import { calledBy } from '../../activities/escalate/whom.ts';
import type { NextCallView } from '../../domain/calls-view.ts';
import { timeOfId } from '../../domain/ids.ts';
import type { Incident } from '../../domain/incident.ts';
import type { Ladder, LadderRecord } from '../../domain/ladder.ts';
import { stepsOf } from '../../oncall/ladder.ts';
import { quietUntil } from '../../oncall/quiet-hours.ts';
import type { TenantStore } from '../../store/contract.ts';
import type { OperationsDeps } from '../deps.ts';
import { personName } from './views.ts';

export interface NextCallDeps extends Pick<OperationsDeps, 'clock' | 'people' | 'directory'> {
  readonly calls: Pick<CallRules, 'schedules'>;
}

export interface LadderAhead {
  readonly incident: Incident;
  /** Null where the ladder has not begun. */
  readonly record: LadderRecord | null;
  readonly ladder: Ladder | null;
}

const stepsMax = 5;

/** Empty where nobody will be: somebody has it, it is over, or no ladder is meant for it. Duties are those of the moment of each step. */
export async function nextCalls(
  deps: NextCallDeps,
  store: TenantStore,
  { incident, record, ladder }: LadderAhead,
): Promise<readonly NextCallView[]> {
  if (ladder === null || incident.status !== 'triggered') return [];
  if (record !== null && (record.state !== 'climbing' || record.ladder !== ladder.name)) return [];
  const nowMs = deps.clock.now();
  let atMs = firstMs({ incident, record, ladder }, nowMs);
  const found: NextCallView[] = [];
  const ahead = stepsOf(ladder)
    .slice(record?.step ?? 0)
    .slice(0, stepsMax);
  for (const { level, call, way, everyMs } of ahead) {
    atMs = (ladder.quietHours === null || incident.severity === 'critical' ? null : quietUntil(ladder.quietHours, atMs)) ?? atMs;
    const { people } = await calledBy({ people: deps.people, schedules: deps.calls.schedules }, store, call, atMs);
    const names = people.map(({ id }) => personName(deps, id));
    found.push({ at: new Date(atMs).toISOString(), level: level + 1, way, people: names });
    atMs += everyMs;
  }
  return found;
}

/** Never before now: what is due is about to be done. */
function firstMs({ incident, record, ladder }: LadderAhead, nowMs: number): number {
  if (record === null) return Math.max(nowMs, timeOfId(incident.id) + (ladder?.startAfterMs ?? 0));
  const moments = [record.nextAt, record.snoozedUntil, record.heldUntil].map((at) => (at === null ? 0 : Date.parse(at)));
  return Math.max(nowMs, ...moments);
}

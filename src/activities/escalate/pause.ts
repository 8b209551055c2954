/** A ladder waits while a silence or a maintenance window is over all that fires of its incident, and says so once. */

import type { Incident } from '../../domain/incident.ts';
import type { LadderRecord } from '../../domain/ladder.ts';
import type { LadderStep } from '../../oncall/ladder.ts';
import type { TenantStore } from '../../store/contract.ts';
import { durationText } from '../../text/duration.ts';
import { message } from '../../text/messages.ts';
import type { Hold } from './call-rules.ts';

export interface Paused {
  readonly incident: Incident;
  readonly current: LadderRecord;
  readonly index: number;
  readonly step: LadderStep;
}

export async function pause(
  inside: TenantStore,
  { incident, current, index, step }: Paused,
  hold: Hold,
  nowMs: number,
): Promise<LadderRecord> {
  const at = new Date(nowMs).toISOString();
  const base = { incidentId: incident.id, run: current.run, kind: 'call', step: index, level: step.level, way: step.way } as const;
  await inside.ladders.addPages([{ ...base, personId: null, slot: null, state: 'skipped', reason: 'silenced', detail: hold.until, at }]);
  if (current.heldUntil === null) await tell(inside, incident, hold, { slot: `paused-${current.run}-${index}-${at}`, nowMs });
  return { ...current, step: index, nextAt: hold.until, heldUntil: hold.until, heldBy: hold.by };
}

async function tell(
  inside: TenantStore,
  { id, code }: Incident,
  { kind, by, name, until }: Hold,
  { slot, nowMs }: { readonly slot: string; readonly nowMs: number },
): Promise<void> {
  const text = message(`incident.paused.${kind}`, { code, by, name, duration: durationText(Date.parse(until) - nowMs) });
  await inside.outbox.say({ incidentId: id, slot, priority: 'state', text });
  await inside.timeline.add({ incidentId: id, at: new Date(nowMs).toISOString(), kind: 'note', text, actor: 'zhiban', key: slot });
}

/** Rooms of incidents' own: wanted by a rule or by a person, in the same transaction as their cause; the bot opens and tends them. */

import type { Labels } from '../domain/alert.ts';
import { ZhibanError } from '../domain/errors.ts';
import type { Incident } from '../domain/incident.ts';
import { fill } from '../domain/text.ts';
import type { TenantStore } from '../store/contract.ts';
import { doorText } from '../text/doors.ts';
import { message } from '../text/messages.ts';
import type { Caller, Operations } from './contract.ts';
import type { OperationsDeps } from './deps.ts';
import { auditLine, findIncident, refusal, requireRole, withAudit } from './guard.ts';
import { readIncident } from './read.ts';

export interface RoomRule {
  /** Label name to the exact value; `severity` and `origin` are matched too. */
  readonly match: Labels;
  readonly adapter: string;
  /** `{code}`, `{system}` and `{severity}` are filled in. */
  readonly name: string;
  /** Roles, or ids of people. */
  readonly invite: readonly string[];
  readonly closeAfterMinutes: number;
}

const usualRule: Omit<RoomRule, 'adapter'> = { match: {}, name: '{code}-{system}', invite: [], closeAfterMinutes: 60 };
/** Slack allows eighty characters, Feishu sixty. */
const nameLengthMax = 60;

/** A room for each platform that a rule names for such an incident; one that is there already stays as it is. */
export async function wantRooms(inside: TenantStore, rules: readonly RoomRule[], incident: Incident, labels: Labels): Promise<void> {
  const told = { ...labels, severity: incident.severity, origin: incident.origin };
  for (const rule of rules) {
    const isMatch = Object.entries(rule.match).every(([name, value]) => Reflect.get(told, name) === value);
    if (isMatch) await want(inside, rule, incident, 'zhiban');
  }
}

export function createOpenRoom(deps: OperationsDeps): Pick<Operations, 'openRoom'> {
  return {
    async openRoom(caller, idOrCode, adapter) {
      const at = new Date(deps.clock.now()).toISOString();
      const isNew = await withAudit(deps, caller, { action: 'incident.room', target: idOrCode }, async (store) => {
        requireRole(deps, caller, 'responder', 'room');
        const chosen = chooseAdapter(deps, caller, adapter);
        return store.transaction((inside) => openInside(deps, inside, caller, idOrCode, chosen, at));
      });
      deps.wake();
      return { incident: await readIncident(deps.store.forTenant(caller.tenantId), idOrCode, caller.locale), isNew };
    },
  };
}

/** The one that was named, the one that the caller is in, or the first that can. */
function chooseAdapter(deps: OperationsDeps, caller: Caller, named: string | null): string {
  const able = deps.roomChats();
  const chosen = named ?? able.find((name) => name === caller.place?.adapter) ?? able[0];
  if (chosen !== undefined && able.includes(chosen)) return chosen;
  const values = { name: doorText(named ?? caller.door)[caller.locale] };
  throw new ZhibanError('invalid', refusal(caller.locale, 'no-rooms', values), { details: { known: able } });
}

async function openInside(
  deps: OperationsDeps,
  inside: TenantStore,
  caller: Caller,
  idOrCode: string,
  adapter: string,
  at: string,
): Promise<boolean> {
  const incident = await findIncident(inside, idOrCode, caller.locale);
  if (incident.status === 'resolved') {
    throw new ZhibanError('conflict', refusal(caller.locale, 'resolved-already', { code: incident.code }), {
      details: { state: incident.status },
    });
  }
  const rule = deps.rooms().find((each) => each.adapter === adapter) ?? { ...usualRule, adapter };
  if (!(await want(inside, rule, incident, caller.person.id))) return false;
  await inside.incidents.change(incident.id, {});
  await inside.timeline.add({
    incidentId: incident.id,
    at,
    kind: 'note',
    text: message('room.wanted', { person: caller.person.name, where: doorText(adapter) }),
    actor: caller.person.id,
  });
  await auditLine(inside, caller, at, {
    action: 'incident.room',
    incidentId: incident.id,
    target: incident.code,
    outcome: 'ok',
    details: { adapter },
  });
  return true;
}

function want(inside: TenantStore, rule: RoomRule, incident: Incident, requestedBy: string): Promise<boolean> {
  const { adapter, invite, closeAfterMinutes } = rule;
  return inside.rooms.want({
    incidentId: incident.id,
    adapter,
    name: roomName(rule.name, incident),
    locale: incident.locale,
    invite,
    closeAfterMs: closeAfterMinutes * 60_000,
    requestedBy,
  });
}

function roomName(template: string, { code, systemIds, severity }: Incident): string {
  const name = fill(template, { code, system: systemIds[0] ?? '', severity });
  return name.replace(/[-_\s]+$/, '').slice(0, nameLengthMax) || code;
}

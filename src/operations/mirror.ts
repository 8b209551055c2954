/** Shows an incident in a further place: its card there, and its lines below it from now on. */

import { ZhibanError } from '../domain/errors.ts';
import type { Place } from '../domain/place.ts';
import type { TenantStore } from '../store/contract.ts';
import { doorText } from '../text/doors.ts';
import { message } from '../text/messages.ts';
import type { Caller, Operations } from './contract.ts';
import type { OperationsDeps } from './deps.ts';
import { auditLine, findIncident, namesText, refusal, requireRole, withAudit } from './guard.ts';
import { readIncident } from './read.ts';
import { consolePlace } from './routes.ts';

export function createMirror(deps: OperationsDeps): Pick<Operations, 'mirror'> {
  return {
    async mirror(caller, idOrCode, given) {
      const at = new Date(deps.clock.now()).toISOString();
      const isNew = await withAudit(deps, caller, { action: 'incident.mirror', target: idOrCode }, async (store) => {
        requireRole(deps, caller, 'responder', 'mirror');
        const place = checkPlace(deps, caller, given.place);
        return store.transaction((inside) => mirrorInside(inside, caller, idOrCode, { ...given, place }, at));
      });
      deps.wake();
      return { incident: await readIncident(deps.store.forTenant(caller.tenantId), idOrCode, caller.locale), isNew };
    },
  };
}

function checkPlace(deps: OperationsDeps, caller: Caller, place: Place): Place {
  const known = deps.chats();
  if (!known.includes(place.adapter)) {
    const values = { name: place.adapter.slice(0, 40), known: namesText(known, caller.locale) };
    throw new ZhibanError('invalid', refusal(caller.locale, 'no-adapter', values), { details: { known } });
  }
  if (place.adapter === consolePlace.adapter) return { ...consolePlace, ...(place.thread === undefined ? {} : { thread: place.thread }) };
  return place;
}

async function mirrorInside(
  inside: TenantStore,
  caller: Caller,
  idOrCode: string,
  { place, locale }: Parameters<Operations['mirror']>[2],
  at: string,
): Promise<boolean> {
  const incident = await findIncident(inside, idOrCode, caller.locale);
  // A channel shows an incident once: two cards that say the same would only be read twice.
  const threads = await inside.threads.ofIncident(incident.id);
  if (threads.some((thread) => thread.place.adapter === place.adapter && thread.place.channel === place.channel)) return false;
  const other = await inside.threads.find(place);
  if (other !== null) {
    const owner = await inside.incidents.get(other.incidentId);
    const values = { code: owner?.code ?? other.incidentId };
    throw new ZhibanError('conflict', refusal(caller.locale, 'thread-taken', values), { details: values });
  }
  const thread = await inside.threads.create({ incidentId: incident.id, place, locale: locale ?? caller.locale, parent: null });
  const where = doorText(place.adapter);
  await inside.timeline.add({
    incidentId: incident.id,
    at,
    kind: 'note',
    text: message('incident.mirrored', { person: caller.person.name, where }),
    actor: caller.person.id,
    key: `mirror-${thread.id}`,
  });
  const first = message('incident.mirroredHere', { person: caller.person.name, code: incident.code });
  await inside.outbox.say({ incidentId: incident.id, slot: 'mirrored-here', priority: 'state', text: first, threadId: thread.id });
  await auditLine(inside, caller, at, {
    action: 'incident.mirror',
    incidentId: incident.id,
    target: incident.code,
    outcome: 'ok',
    details: { adapter: place.adapter, channel: place.channel },
  });
  return true;
}

/**
 * An incident that is shown in several places has one story: what somebody said or decided in one of them is told in the others in a
 * short line that names the person and the place. Where it happened it stands already, and the card shows what came of it.
 */

import type { LocalText } from '../domain/text.ts';
import type { TenantStore, Thread } from '../store/contract.ts';
import { personAt } from '../text/doors.ts';
import { type MessageKey, message } from '../text/messages.ts';
import type { Caller } from './contract.ts';

export async function sayElsewhere(
  inside: TenantStore,
  caller: Caller,
  line: {
    readonly incidentId: string;
    /** Said once in each place. */
    readonly slot: string;
    /** A message with a `{person}`. */
    readonly key: MessageKey;
    readonly values?: Readonly<Record<string, string | number | LocalText>>;
  },
): Promise<void> {
  const { incidentId, slot, key, values = {} } = line;
  const text = message(key, { ...values, person: personAt(caller.person.name, caller.door) });
  const here = caller.place === undefined ? null : await inside.threads.find(caller.place);
  for (const thread of await inside.threads.ofIncident(incidentId)) {
    if (isHere(caller, here, thread)) continue;
    await inside.outbox.say({ incidentId, slot, priority: 'state', text, threadId: thread.id });
  }
}

/** A form doesn't tell where it was opened, and a page has no place: then the whole platform counts as here. */
function isHere({ place, door }: Caller, here: Thread | null, thread: Thread): boolean {
  if (place === undefined) return thread.place.adapter === door;
  if (here?.incidentId === thread.incidentId) return here.id === thread.id;
  return thread.place.adapter === place.adapter && thread.place.channel === place.channel;
}

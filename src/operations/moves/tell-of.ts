/** A merge or a split stands in the story of both incidents, and is said in all their threads, also in the one where it was asked for. */

import type { LocalText } from '../../domain/text.ts';
import type { TenantStore } from '../../store/contract.ts';
import { type MessageKey, message } from '../../text/messages.ts';
import type { Caller } from '../contract.ts';

export async function tellOf(
  inside: TenantStore,
  caller: Caller,
  line: {
    readonly incidentId: string;
    readonly slot: string;
    /** A message with a `{person}`. */
    readonly key: MessageKey;
    readonly values: Readonly<Record<string, string | number | LocalText>>;
    readonly at: string;
  },
): Promise<void> {
  const { incidentId, slot, at } = line;
  const text = message(line.key, { ...line.values, person: caller.person.name });
  await inside.timeline.add({ incidentId, at, kind: 'note', text, actor: caller.person.id, key: slot });
  await inside.outbox.say({ incidentId, slot, priority: 'state', text });
}

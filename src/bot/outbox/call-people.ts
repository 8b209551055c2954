/** Lines that call people: a mention by their account on that platform, and where the line says so the platform's louder means. */

import { type ChatAdapter, ChatError, type Urgency } from '../../adapters/contract.ts';
import type { MessageRef } from '../../domain/place.ts';
import type { OutboxItem } from '../../store/delivery-contract.ts';
import type { OutboxDeps } from './deps.ts';

/** Ids on the platform of those whom the line calls; who has none there is called elsewhere. */
export function calledOn(deps: Pick<OutboxDeps, 'people'>, adapter: ChatAdapter, line: OutboxItem): readonly string[] {
  const people = deps.people?.() ?? [];
  return people.flatMap((person) => {
    const userId = person.identities[adapter.name];
    return line.personIds.includes(person.id) && userId !== undefined ? [userId] : [];
  });
}

/** What may pass is tried again with the whole line, which stands there already; a refusal leaves the mention, and its reason is returned. */
export async function urgePeople(
  deps: Pick<OutboxDeps, 'log'>,
  adapter: ChatAdapter,
  line: OutboxItem & { readonly urge: Urgency },
  sent: MessageRef,
  userIds: readonly string[],
): Promise<string | null> {
  try {
    await adapter.urge?.(sent, userIds, line.urge);
    return null;
  } catch (error) {
    if (!(error instanceof ChatError) || error.kind === 'transient' || error.kind === 'rate') throw error;
    const reason = error.message.slice(0, 300);
    deps.log.warn({ adapter: adapter.name, incident: line.incidentId, reason }, 'People could only be mentioned, not called louder');
    return reason;
  }
}

/** Says a line: as a message of its own, or in the place of what was shown of it while it was written. */

import { type ChatAdapter, ChatError, type PostOptions } from '../../adapters/contract.ts';
import type { Rich } from '../../domain/card.ts';
import type { MessageRef, Place } from '../../domain/place.ts';
import type { TenantStore } from '../../store/contract.ts';
import type { OutboxItem } from '../../store/delivery-contract.ts';
import type { OutboxDeps } from './deps.ts';

/** A message that can't be finished by then is left as it is: the final words must not wait for it. */
const finishAttemptsMax = 4;

/** Throws ChatError: the line is then tried again. */
export async function sayLine(
  deps: Pick<OutboxDeps, 'answers' | 'log'>,
  store: TenantStore,
  adapter: ChatAdapter,
  place: Place,
  line: OutboxItem,
  rich: readonly Rich[],
  options: PostOptions,
): Promise<MessageRef> {
  const streamed = (await deps.answers?.take(store, line)) ?? null;
  if (streamed === null || adapter.streaming === undefined) return adapter.post(place, { rich }, options);
  try {
    return await adapter.streaming.finish(streamed, rich, options);
  } catch (error) {
    const mayPass = error instanceof ChatError && (error.kind === 'transient' || error.kind === 'rate' || error.kind === 'auth');
    if (mayPass && line.attempts < finishAttemptsMax) throw error;
    deps.log.warn(
      { adapter: adapter.name, incident: line.incidentId, reason: String(error).slice(0, 300) },
      'An answer could not be ended where it was begun: said afresh',
    );
    return adapter.post(place, { rich }, options);
  }
}

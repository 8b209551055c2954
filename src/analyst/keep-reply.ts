/** A model's answer as it is stored and sent back with the next turn: masked, bounded, with ids and names of a known form. */

import type { Mask } from './mask.ts';
import { argumentsOf, callsOf, type ModelReply } from './read-reply.ts';
import type { StoredResponse } from './transcript.ts';

const lengthMax = { text: 4_000, call: 20_000 } as const;

/** Calls get ids of our own: one of the model's would go back to the server unread. */
export function keepReply(reply: ModelReply, mask: Mask): StoredResponse {
  const calls = callsOf(reply).map((call, index) => {
    // Masked as values and not as text, so that it stays JSON.
    const given = JSON.stringify(mask.keepDeep(argumentsOf(call) ?? {}));
    return {
      id: `call_${index + 1}`,
      name: /^[\w-]{1,40}$/.test(call.name) ? call.name : 'unknown',
      arguments: given.length <= lengthMax.call ? given : '{}',
    };
  });
  return { text: mask.keep(reply.text.slice(0, lengthMax.text)), calls };
}

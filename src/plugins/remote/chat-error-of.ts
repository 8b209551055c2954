/** What a plugin throws while it talks to its platform: a plugin that is stopped may be up at the next try, the rest keeps its reason. */

import { ChatError, type ChatErrorKind } from '../../adapters/contract.ts';
import { PluginError } from '../process/plugin-error.ts';

const kinds: readonly ChatErrorKind[] = ['rate', 'auth', 'gone', 'too-large', 'format', 'forbidden', 'transient'];

export function chatErrorOf(error: unknown): ChatError {
  const isOfPlatform = error instanceof PluginError && error.kind === 'chat';
  const kind = isOfPlatform ? kinds.find((each) => each === error.detail) : undefined;
  const retryAfterMs = isOfPlatform ? error.retryAfterMs : null;
  const message = error instanceof Error ? error.message : String(error);
  return new ChatError(kind ?? 'transient', message, { cause: error, ...(retryAfterMs === null ? {} : { retryAfterMs }) });
}

/** What Feishu's SDK has to say, through our log: warnings and errors only, and of an error its message alone. */

import type { Logger } from '@larksuiteoapi/node-sdk';
import type { AdapterLog } from '../contract.ts';
import { shorten } from '../rich/shorten.ts';

/** The SDK's errors are warnings here: whether something is lost is for the adapter to say. */
export function createSdkLogger(log: AdapterLog): Logger {
  const warn = (...parts: unknown[]): void => log.warn({ said: shorten(parts.flat().map(sayPart).join(' '), 500) }, 'Feishu SDK');
  return { trace: () => undefined, debug: () => undefined, info: () => undefined, warn, error: warn };
}

/** Never a whole object: an HTTP error holds the secret that was sent with it. */
function sayPart(part: unknown): string {
  if (typeof part === 'string') return part;
  return part instanceof Error ? part.message : typeof part;
}

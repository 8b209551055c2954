/** A short, stable name for a key: for file names and ids that platforms limit. */

import { createHash } from 'node:crypto';

/** 16 hexadecimal characters: collisions within one thread are out of the question. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** A header with the HMAC-SHA256 of the body, as PagerDuty (`v1=…,v1=…`) and Sentry (bare) send it. */

import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SourceDoor } from '../contract.ts';

export interface HmacDoorOptions {
  /** In lower case. */
  readonly header: string;
  /** Before each signature in the header. */
  readonly prefix: string;
  /** Null when none is configured. Throws when it can't be read. */
  readonly secret: () => string | null;
}

export function createHmacDoor({ header, prefix, secret }: HmacDoorOptions): SourceDoor {
  return {
    async prove(request) {
      const given = request.headers[header];
      const key = secret();
      if (typeof given !== 'string' || key === null) return 'silent';
      const expected = createHmac('sha256', key).update(request.text, 'utf8').digest();
      // While a secret is being changed a request carries one signature for each.
      const isSigned = given.split(',').some((part) => isSame(part.trim(), prefix, expected));
      return isSigned ? 'proved' : 'forged';
    },
  };
}

function isSame(part: string, prefix: string, expected: Buffer): boolean {
  if (!part.startsWith(prefix)) return false;
  const given = Buffer.from(part.slice(prefix.length), 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

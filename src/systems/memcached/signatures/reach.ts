/** Faults that keep anyone from reaching memcached, or from being answered. */

import type { Signature } from '../../../domain/signature.ts';
import { reachSignatures } from '../../session/reach-signatures.ts';

export const memcachedReachSignatures: readonly Signature[] = reachSignatures({
  kind: 'memcached',
  name: 'Memcached',
  probe: 'server',
  downHints: 'memcached_up|MemcachedDown|memcached.*down',
  loginSource: 'memcached: doc/protocol.txt, Authentication',
});

/** The known faults of memcached, as data. */

import type { Signature } from '../../domain/signature.ts';
import { connectionSignatures } from './signatures/connections.ts';
import { evictionSignatures } from './signatures/eviction.ts';
import { hitSignatures } from './signatures/hits.ts';
import { loadSignatures } from './signatures/load.ts';
import { memcachedReachSignatures } from './signatures/reach.ts';
import { refusedSignatures } from './signatures/refused.ts';
import { storeSignatures } from './signatures/stores.ts';

export const memcachedSignatures: readonly Signature[] = [
  ...memcachedReachSignatures,
  ...evictionSignatures,
  ...storeSignatures,
  ...hitSignatures,
  ...connectionSignatures,
  ...loadSignatures,
  ...refusedSignatures,
];

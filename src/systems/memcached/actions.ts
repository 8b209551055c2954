/** Everything that can change a memcached. Emptying it (`flush_all`) is not offered: nothing brings a cache back. */

import type { Action } from '../contract.ts';
import { cacheMemlimit, slabsAutomove } from './actions/settings.ts';
import type { MemcachedClient } from './client.ts';

export const memcachedActions: readonly Action<MemcachedClient>[] = [cacheMemlimit, slabsAutomove];

/** Every look at a memcached; the cheap ones first. */

import type { Probe } from '../contract.ts';
import type { MemcachedClient } from './client.ts';
import { activityProbe } from './probes/activity.ts';
import { connectionsProbe } from './probes/connections.ts';
import { keysProbe } from './probes/keys.ts';
import { memoryProbe } from './probes/memory.ts';
import { serverProbe } from './probes/server.ts';
import { settingsProbe } from './probes/settings.ts';
import { slabsProbe } from './probes/slabs.ts';

export const memcachedProbes: readonly Probe<MemcachedClient>[] = [
  serverProbe,
  memoryProbe,
  activityProbe,
  connectionsProbe,
  slabsProbe,
  settingsProbe,
  keysProbe,
];

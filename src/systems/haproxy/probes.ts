/** Every look at HAProxy. */

import type { Probe } from '../contract.ts';
import type { HaproxyClient } from './client.ts';
import { leftoversProbe } from './probes/leftovers.ts';
import { loadProbe } from './probes/load.ts';
import { processProbe } from './probes/process.ts';
import { serversProbe } from './probes/servers.ts';
import { tablesProbe } from './probes/tables.ts';
import { trafficProbe } from './probes/traffic.ts';

export const haproxyProbes: readonly Probe<HaproxyClient>[] = [
  serversProbe,
  loadProbe,
  trafficProbe,
  processProbe,
  tablesProbe,
  leftoversProbe,
];

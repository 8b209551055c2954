/** Every look at a containerd. */

import type { Probe } from '../contract.ts';
import type { ContainerdClient } from './client.ts';
import { containersProbe } from './probes/containers.ts';
import { metricsProbe } from './probes/metrics.ts';
import { serverProbe } from './probes/server.ts';
import { storageProbe } from './probes/storage.ts';

export const containerdProbes: readonly Probe<ContainerdClient>[] = [serverProbe, containersProbe, metricsProbe, storageProbe];

/** Every look at a Docker Engine. */

import type { Probe } from '../contract.ts';
import type { DockerClient } from './client.ts';
import { containerLogsProbe } from './probes/container-logs.ts';
import { containersProbe } from './probes/containers.ts';
import { daemonProbe } from './probes/daemon.ts';
import { diskProbe } from './probes/disk.ts';
import { eventsProbe } from './probes/events.ts';
import { inspectProbe, networksProbe, outputProbe, processesProbe } from './probes/one.ts';
import { resourcesProbe } from './probes/resources.ts';

export const dockerProbes: readonly Probe<DockerClient>[] = [
  daemonProbe,
  containersProbe,
  containerLogsProbe,
  resourcesProbe,
  eventsProbe,
  outputProbe,
  inspectProbe,
  diskProbe,
  processesProbe,
  networksProbe,
];

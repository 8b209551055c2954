/** Every look at a Linux machine, the same on this one and behind ssh. */

import type { Probe } from '../contract.ts';
import type { LinuxClient } from './client.ts';
import { cgroupsProbe } from './probes/cgroups.ts';
import { changesProbe } from './probes/changes.ts';
import { clockProbe } from './probes/clock.ts';
import { connectionsProbe } from './probes/connections.ts';
import { cpuProbe } from './probes/cpu.ts';
import { diskProbe } from './probes/disk.ts';
import { diskIoProbe } from './probes/disk-io.ts';
import { diskUsageProbe } from './probes/disk-usage.ts';
import { firewallProbe } from './probes/firewall.ts';
import { identityProbe } from './probes/identity.ts';
import { kernelLogProbe } from './probes/kernel-log.ts';
import { memoryProbe } from './probes/memory.ts';
import { nameServersProbe } from './probes/name-servers.ts';
import { networkProbe } from './probes/network.ts';
import { openFilesProbe } from './probes/open-files.ts';
import { processesProbe } from './probes/processes.ts';
import { serviceLogsProbe } from './probes/service-logs.ts';
import { servicesProbe } from './probes/services.ts';
import { socketsProbe } from './probes/sockets.ts';
import { userLimitsProbe } from './probes/user-limits.ts';

export const linuxProbes: readonly Probe<LinuxClient>[] = [
  identityProbe,
  cpuProbe,
  memoryProbe,
  diskProbe,
  diskIoProbe,
  processesProbe,
  socketsProbe,
  connectionsProbe,
  cgroupsProbe,
  servicesProbe,
  kernelLogProbe,
  serviceLogsProbe,
  networkProbe,
  clockProbe,
  openFilesProbe,
  diskUsageProbe,
  nameServersProbe,
  firewallProbe,
  userLimitsProbe,
  changesProbe,
];

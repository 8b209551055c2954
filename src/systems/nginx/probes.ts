/** Every look at nginx. */

import type { Probe } from '../contract.ts';
import type { NginxClient } from './client.ts';
import { accessLogProbe } from './probes/access-log.ts';
import { certificatesProbe } from './probes/certificates.ts';
import { configProbe } from './probes/config.ts';
import { errorLogProbe } from './probes/error-log.ts';
import { processesProbe } from './probes/processes.ts';
import { routesProbe } from './probes/routes.ts';
import { statusProbe } from './probes/status.ts';

export const nginxProbes: readonly Probe<NginxClient>[] = [
  statusProbe,
  errorLogProbe,
  accessLogProbe,
  processesProbe,
  configProbe,
  certificatesProbe,
  routesProbe,
];

/** Every look at Jaeger. */

import type { Probe } from '../contract.ts';
import type { JaegerClient } from './client.ts';
import { dependenciesProbe } from './probes/dependencies.ts';
import { errorsProbe } from './probes/errors.ts';
import { latencyProbe } from './probes/latency.ts';
import { selfProbe } from './probes/self.ts';
import { servicesProbe } from './probes/services.ts';
import { traceProbe } from './probes/trace.ts';

export const jaegerProbes: readonly Probe<JaegerClient>[] = [
  servicesProbe,
  latencyProbe,
  errorsProbe,
  selfProbe,
  dependenciesProbe,
  traceProbe,
];

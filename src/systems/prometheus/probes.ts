/** Every look at Prometheus. */

import type { Probe } from '../contract.ts';
import type { PrometheusClient } from './client.ts';
import { alertExpressionProbe } from './probes/alert-expression.ts';
import { queryProbe, queryRangeProbe } from './probes/query.ts';
import { rulesProbe } from './probes/rules.ts';
import { selfProbe } from './probes/self.ts';
import { targetsProbe } from './probes/targets.ts';

export const prometheusProbes: readonly Probe<PrometheusClient>[] = [
  selfProbe,
  targetsProbe,
  rulesProbe,
  alertExpressionProbe,
  queryProbe,
  queryRangeProbe,
];

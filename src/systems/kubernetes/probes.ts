/** Every look at a Kubernetes cluster; the cheap ones first. */

import type { Probe } from '../contract.ts';
import type { KubernetesClient } from './client.ts';
import { causesProbe } from './probes/causes.ts';
import { certificateProbe } from './probes/certificate.ts';
import { configProbe } from './probes/config.ts';
import { containerLogsProbe } from './probes/container-logs.ts';
import { controlPlaneProbe } from './probes/control-plane.ts';
import { dnsProbe } from './probes/dns.ts';
import { eventsProbe } from './probes/events.ts';
import { ingressProbe } from './probes/ingress.ts';
import { nodesProbe } from './probes/nodes.ts';
import { podsProbe } from './probes/pods.ts';
import { quotasProbe } from './probes/quotas.ts';
import { rolloutsProbe } from './probes/rollouts.ts';
import { serverProbe } from './probes/server.ts';
import { servicesProbe } from './probes/services.ts';
import { storageProbe } from './probes/storage.ts';
import { workloadsProbe } from './probes/workloads.ts';

export const kubernetesProbes: readonly Probe<KubernetesClient>[] = [
  serverProbe,
  causesProbe,
  podsProbe,
  workloadsProbe,
  eventsProbe,
  rolloutsProbe,
  nodesProbe,
  servicesProbe,
  quotasProbe,
  storageProbe,
  dnsProbe,
  ingressProbe,
  certificateProbe,
  configProbe,
  containerLogsProbe,
  controlPlaneProbe,
];

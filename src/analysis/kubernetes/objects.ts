/**
 * The Kubernetes objects as the investigator sees them: the API's own form with only the fields that are used, whichever way they came
 * (API JSON, a manifest, a table or a description that somebody pasted). Of secrets only the names of their keys are kept.
 */

import { z } from 'zod';
import { count, labels, metadata, nodeTerms, podSpec, port, quantities, selector, text } from './pod-schemas.ts';

const terminated = z.object({ reason: text.optional(), message: text.optional(), exitCode: count.optional(), signal: count.optional() });
const containerState = z.object({
  waiting: z.object({ reason: text.optional(), message: text.optional() }).optional(),
  running: z.object({ startedAt: text.optional() }).optional(),
  terminated: terminated.optional(),
});
const containerStatus = z.object({
  name: text,
  ready: z.boolean().optional(),
  restartCount: count.optional(),
  state: containerState.optional(),
  lastState: containerState.optional(),
});
const condition = z.object({ type: text, status: text, reason: text.optional(), message: text.optional() });

const pod = z.object({
  metadata,
  spec: podSpec.optional(),
  status: z
    .object({
      phase: text.optional(),
      reason: text.optional(),
      message: text.optional(),
      podIP: text.optional(),
      conditions: z.array(condition).optional(),
      containerStatuses: z.array(containerStatus).optional(),
      initContainerStatuses: z.array(containerStatus).optional(),
    })
    .optional(),
  /** What a table of pods said, where nothing better is known. */
  shown: z.object({ status: text, ready: count, containers: count, restarts: count }).optional(),
});

const workload = z.object({
  metadata,
  spec: z
    .object({
      replicas: count.optional(),
      paused: z.boolean().optional(),
      suspend: z.boolean().optional(),
      backoffLimit: count.optional(),
      schedule: text.optional(),
      selector: selector.optional(),
      template: z.object({ metadata: z.object({ labels: labels.optional() }).optional(), spec: podSpec.optional() }).optional(),
      minAvailable: port.optional(),
      maxUnavailable: port.optional(),
    })
    .optional(),
  status: z
    .object({
      replicas: count.optional(),
      readyReplicas: count.optional(),
      availableReplicas: count.optional(),
      desiredNumberScheduled: count.optional(),
      numberReady: count.optional(),
      failed: count.optional(),
      succeeded: count.optional(),
      disruptionsAllowed: count.optional(),
      currentReplicas: count.optional(),
      desiredReplicas: count.optional(),
      conditions: z.array(condition).optional(),
    })
    .optional(),
});

const service = z.object({
  metadata,
  spec: z
    .object({
      type: text.optional(),
      clusterIP: text.optional(),
      externalName: text.optional(),
      selector: labels.optional(),
      ports: z
        .array(
          z.object({
            name: text.optional(),
            port: count,
            targetPort: port.optional(),
            protocol: text.optional(),
            nodePort: count.optional(),
          }),
        )
        .optional(),
    })
    .optional(),
  status: z.object({ loadBalancer: z.object({ ingress: z.array(z.unknown()).optional() }).optional() }).optional(),
});

const endpoints = z.object({
  metadata,
  /** A list of `ip:port` that are ready, however the source writes them; absent when it does not say. */
  ready: z.array(text).optional(),
  notReady: z.array(text).optional(),
});

const event = z.object({
  type: text.optional(),
  reason: text.optional(),
  message: text.optional(),
  count: count.optional(),
  firstTimestamp: text.optional(),
  lastTimestamp: text.optional(),
  involvedObject: z.object({ kind: text.optional(), name: text.optional(), namespace: text.optional() }),
});

const node = z.object({
  metadata,
  spec: z
    .object({
      unschedulable: z.boolean().optional(),
      taints: z.array(z.object({ key: text, value: text.optional(), effect: text.optional() })).optional(),
    })
    .optional(),
  status: z
    .object({ allocatable: quantities.optional(), capacity: quantities.optional(), conditions: z.array(condition).optional() })
    .optional(),
});

const storage = z.object({
  metadata,
  spec: z
    .object({
      storageClassName: text.optional(),
      accessModes: z.array(text).optional(),
      volumeName: text.optional(),
      volumeMode: text.optional(),
      selector: selector.optional(),
      resources: z.object({ requests: quantities.optional() }).optional(),
      capacity: quantities.optional(),
      claimRef: z.object({ name: text.optional(), namespace: text.optional() }).optional(),
      persistentVolumeReclaimPolicy: text.optional(),
      nodeAffinity: z.object({ required: nodeTerms.optional() }).optional(),
    })
    .optional(),
  status: z.object({ phase: text.optional(), capacity: quantities.optional() }).optional(),
});

const named = z.object({
  metadata,
  /** Names of its entries; never their values. */
  keys: z.array(text).optional(),
  type: text.optional(),
  provisioner: text.optional(),
  volumeBindingMode: text.optional(),
});

const quota = z.object({
  metadata,
  spec: z
    .object({
      hard: quantities.optional(),
      limits: z.array(z.object({ type: text.optional(), max: quantities.optional(), min: quantities.optional() })).optional(),
    })
    .optional(),
  status: z.object({ hard: quantities.optional(), used: quantities.optional() }).optional(),
});

const peer = z.object({
  podSelector: selector.optional(),
  namespaceSelector: selector.optional(),
  ipBlock: z.object({ cidr: text }).optional(),
});
const networkPolicy = z.object({
  metadata,
  spec: z
    .object({
      podSelector: selector.optional(),
      policyTypes: z.array(text).optional(),
      ingress: z
        .array(z.object({ from: z.array(peer).optional(), ports: z.array(z.object({ port: port.optional() })).optional() }))
        .optional(),
      egress: z
        .array(z.object({ to: z.array(peer).optional(), ports: z.array(z.object({ port: port.optional() })).optional() }))
        .optional(),
    })
    .optional(),
});

const backend = z.object({
  service: z.object({ name: text, port: z.object({ number: count.optional(), name: text.optional() }).optional() }).optional(),
});
const ingress = z.object({
  metadata,
  spec: z
    .object({
      ingressClassName: text.optional(),
      tls: z.array(z.object({ secretName: text.optional() })).optional(),
      defaultBackend: backend.optional(),
      rules: z
        .array(
          z.object({ host: text.optional(), http: z.object({ paths: z.array(z.object({ path: text.optional(), backend })) }).optional() }),
        )
        .optional(),
    })
    .optional(),
});

const autoscaler = z.object({
  metadata,
  spec: z
    .object({
      minReplicas: count.optional(),
      maxReplicas: count.optional(),
      scaleTargetRef: z.object({ kind: text, name: text }).optional(),
    })
    .optional(),
  status: z
    .object({ currentReplicas: count.optional(), desiredReplicas: count.optional(), conditions: z.array(condition).optional() })
    .optional(),
});

export const objectSchemas = {
  pods: pod,
  deployments: workload,
  replicasets: workload,
  statefulsets: workload,
  daemonsets: workload,
  jobs: workload,
  cronjobs: workload,
  poddisruptionbudgets: workload,
  services: service,
  endpoints,
  events: event,
  nodes: node,
  namespaces: storage,
  configmaps: named,
  secrets: named,
  serviceaccounts: named,
  storageclasses: named,
  ingressclasses: named,
  priorityclasses: named,
  resourcequotas: quota,
  limitranges: quota,
  persistentvolumeclaims: storage,
  persistentvolumes: storage,
  networkpolicies: networkPolicy,
  ingresses: ingress,
  horizontalpodautoscalers: autoscaler,
} as const;

export type Resource = keyof typeof objectSchemas;
export type KubeObject<Kind extends Resource> = z.infer<(typeof objectSchemas)[Kind]>;
export type Pod = KubeObject<'pods'>;
export type ContainerStatus = z.infer<typeof containerStatus>;
export type Workload = KubeObject<'deployments'>;
export type Service = KubeObject<'services'>;
export type KubeEvent = KubeObject<'events'>;
export type KubeNode = KubeObject<'nodes'>;
export type Storage = KubeObject<'persistentvolumes'>;

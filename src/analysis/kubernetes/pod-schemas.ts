/** The parts that every object shares, and what a pod is told to be: its containers, their probes, volumes and wishes for a node. */

import { z } from 'zod';
import { isSecretName } from '../../domain/secret-names.ts';

export const text = z.string();
export const count = z.number();
export const labels = z.record(text, z.union([text, count, z.boolean()]).transform(String));
export const quantity = z.union([text, count]).transform(String);
export const quantities = z.record(text, quantity);
export const port = z.union([count, text]);
export const selector = z.object({
  matchLabels: labels.optional(),
  matchExpressions: z.array(z.object({ key: text, operator: text, values: z.array(quantity).optional() })).optional(),
});

export const metadata = z.object({
  name: text,
  namespace: text.optional(),
  uid: text.optional(),
  labels: labels.optional(),
  annotations: labels.optional(),
  creationTimestamp: text.optional(),
  deletionTimestamp: text.optional(),
  finalizers: z.array(text).optional(),
  ownerReferences: z.array(z.object({ kind: text, name: text })).optional(),
});

const probe = z.object({
  httpGet: z.object({ port, path: text.optional(), scheme: text.optional() }).optional(),
  tcpSocket: z.object({ port }).optional(),
  grpc: z.object({ port }).optional(),
  exec: z.object({ command: z.array(text).optional() }).optional(),
  initialDelaySeconds: count.optional(),
  timeoutSeconds: count.optional(),
  periodSeconds: count.optional(),
  failureThreshold: count.optional(),
});

const keyRef = z.object({ name: text.optional(), key: text.optional(), optional: z.boolean().optional() });
const nameRef = z.object({ name: text.optional(), optional: z.boolean().optional() });

/** The value of a variable whose name speaks of a secret is dropped at the door. */
const environment = z
  .object({
    name: text,
    value: z.union([text, count, z.boolean()]).transform(String).optional(),
    valueFrom: z.object({ secretKeyRef: keyRef.optional(), configMapKeyRef: keyRef.optional() }).optional(),
  })
  .transform((variable) => (isSecretName(variable.name) ? { ...variable, value: undefined } : variable));

const container = z.object({
  name: text,
  image: text.optional(),
  command: z.array(text).optional(),
  args: z.array(text).optional(),
  ports: z
    .array(z.object({ name: text.optional(), containerPort: count, hostPort: count.optional(), protocol: text.optional() }))
    .optional(),
  env: z.array(environment).optional(),
  envFrom: z.array(z.object({ secretRef: nameRef.optional(), configMapRef: nameRef.optional() })).optional(),
  resources: z.object({ requests: quantities.optional(), limits: quantities.optional() }).optional(),
  livenessProbe: probe.optional(),
  readinessProbe: probe.optional(),
  startupProbe: probe.optional(),
  volumeMounts: z.array(z.object({ name: text, mountPath: text, subPath: text.optional(), readOnly: z.boolean().optional() })).optional(),
  securityContext: z
    .object({ runAsNonRoot: z.boolean().optional(), runAsUser: count.optional(), readOnlyRootFilesystem: z.boolean().optional() })
    .optional(),
});

const volume = z.object({
  name: text,
  persistentVolumeClaim: z.object({ claimName: text }).optional(),
  secret: z.object({ secretName: text.optional(), optional: z.boolean().optional() }).optional(),
  configMap: nameRef.optional(),
  hostPath: z.object({ path: text, type: text.optional() }).optional(),
});

export const nodeTerms = z.object({
  nodeSelectorTerms: z.array(
    z.object({ matchExpressions: z.array(z.object({ key: text, operator: text, values: z.array(quantity).optional() })).optional() }),
  ),
});
const podTerm = z.object({ labelSelector: selector.optional(), topologyKey: text.optional() });
const podAffinity = z.object({ requiredDuringSchedulingIgnoredDuringExecution: z.array(podTerm).optional() });

export const podSpec = z.object({
  nodeName: text.optional(),
  nodeSelector: labels.optional(),
  serviceAccountName: text.optional(),
  imagePullSecrets: z.array(nameRef).optional(),
  hostNetwork: z.boolean().optional(),
  dnsPolicy: text.optional(),
  dnsConfig: z.object({ nameservers: z.array(text).optional(), searches: z.array(text).optional() }).optional(),
  priorityClassName: text.optional(),
  restartPolicy: text.optional(),
  schedulerName: text.optional(),
  containers: z.array(container).optional(),
  initContainers: z.array(container).optional(),
  volumes: z.array(volume).optional(),
  securityContext: z.object({ runAsNonRoot: z.boolean().optional(), runAsUser: count.optional(), fsGroup: count.optional() }).optional(),
  tolerations: z
    .array(z.object({ key: text.optional(), operator: text.optional(), value: text.optional(), effect: text.optional() }))
    .optional(),
  affinity: z
    .object({
      nodeAffinity: z.object({ requiredDuringSchedulingIgnoredDuringExecution: nodeTerms.optional() }).optional(),
      podAffinity: podAffinity.optional(),
      podAntiAffinity: podAffinity.optional(),
    })
    .optional(),
  topologySpreadConstraints: z.array(z.object({ topologyKey: text.optional(), whenUnsatisfiable: text.optional() })).optional(),
});

export type PodSpec = z.infer<typeof podSpec>;
export type Container = z.infer<typeof container>;
export type Probe = z.infer<typeof probe>;
export type Selector = z.infer<typeof selector>;
export type NodeTerms = z.infer<typeof nodeTerms>;

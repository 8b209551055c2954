/** A small shop in a cluster, as the API tells of it: healthy, with places to break it. */

type Json = Readonly<Record<string, unknown>>;

const namespace = 'shop';

/** Deep changes over a base: objects are merged, everything else replaced, `undefined` taken away. */
export function over(base: Json, change: Json): Json {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(change)) {
    const before = merged[key];
    merged[key] = isRecord(before) && isRecord(value) ? over(before, value) : value;
  }
  return merged;
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const container = { name: 'app', image: 'registry.example/orders:1.4', ports: [{ containerPort: 8080 }] };

export function podSpec(change: Json = {}): Json {
  return over({ serviceAccountName: 'default', containers: [container] }, change);
}

export function containers(change: Json): Json {
  return { containers: [over(container, change)] };
}

export function deployment(spec: Json = {}, change: Json = {}): Json {
  return over(
    {
      kind: 'Deployment',
      metadata: { name: 'orders', namespace },
      spec: { replicas: 1, template: { metadata: { labels: { app: 'orders' } }, spec: podSpec(spec) } },
      status: { readyReplicas: 1 },
    },
    change,
  );
}

const running = { name: 'app', ready: true, restartCount: 0, state: { running: {} } };

export function pod(spec: Json = {}, change: Json = {}): Json {
  return over(
    {
      kind: 'Pod',
      metadata: {
        name: 'orders-6f89c99b76-pxl47',
        namespace,
        labels: { app: 'orders', 'pod-template-hash': '6f89c99b76' },
        ownerReferences: [{ kind: 'ReplicaSet', name: 'orders-6f89c99b76' }],
      },
      spec: podSpec({ nodeName: 'node-a', ...spec }),
      status: { phase: 'Running', podIP: '10.1.0.7', containerStatuses: [running] },
    },
    change,
  );
}

/** A pod that no node took. */
export function pendingPod(spec: Json = {}): Json {
  return pod(
    { nodeName: undefined, ...spec },
    {
      status: { phase: 'Pending', podIP: undefined, containerStatuses: undefined, conditions: [{ type: 'PodScheduled', status: 'False' }] },
    },
  );
}

/** A pod whose container is as said, and not ready. */
export function brokenPod(state: Json, spec: Json = {}, restarts = 0): Json {
  const status = {
    name: 'app',
    ready: false,
    restartCount: restarts,
    state,
    ...(restarts > 0 ? { lastState: { terminated: { reason: 'Error', exitCode: 1 } } } : {}),
  };
  return pod(spec, { status: { containerStatuses: [over(status, state)] } });
}

export function waiting(reason: string, message = ''): Json {
  return { waiting: { reason, message } };
}

export function event(reason: string, message: string, about: Json = { kind: 'Pod', name: 'orders-6f89c99b76-pxl47' }): Json {
  return { kind: 'Event', metadata: { name: 'e', namespace }, type: 'Warning', reason, message, involvedObject: { namespace, ...about } };
}

export function unscheduled(reasons: string): Json {
  return event(
    'FailedScheduling',
    `0/2 nodes are available: ${reasons}. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.`,
  );
}

export function node(name: string, change: Json = {}): Json {
  return over(
    {
      kind: 'Node',
      metadata: { name, labels: { 'kubernetes.io/hostname': name } },
      spec: {},
      status: { conditions: [{ type: 'Ready', status: 'True' }] },
    },
    change,
  );
}

export function service(change: Json = {}): Json {
  return over(
    {
      kind: 'Service',
      metadata: { name: 'orders', namespace },
      spec: {
        type: 'ClusterIP',
        clusterIP: '10.0.0.9',
        selector: { app: 'orders' },
        ports: [{ port: 80, targetPort: 8080, protocol: 'TCP' }],
      },
    },
    change,
  );
}

/** A list of services, which is told to be all that there are. */
export function services(...items: readonly Json[]): Json {
  return { kind: 'ServiceList', items };
}

export function claim(spec: Json = {}): Json {
  return over(
    {
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'orders-data', namespace },
      spec: { accessModes: ['ReadWriteOnce'], storageClassName: '', resources: { requests: { storage: '1Gi' } } },
      status: { phase: 'Pending' },
    },
    { spec },
  );
}

export function volume(change: Json = {}): Json {
  return over(
    {
      kind: 'PersistentVolume',
      metadata: { name: 'orders-pv', labels: { tier: 'fast' } },
      spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], storageClassName: '' },
      status: { phase: 'Available' },
    },
    change,
  );
}

export const withClaim: Json = { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'orders-data' } }] };

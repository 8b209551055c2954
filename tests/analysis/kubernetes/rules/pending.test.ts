import { claim, deployment, event, node, pendingPod, pod, unscheduled, volume, withClaim } from '../../../support/kubernetes-objects.ts';
import { testScenarios } from '../judge-objects.ts';

const nodes = [node('node-a'), node('node-b')];
const short = { status: { readyReplicas: 0 } };

function pending(reasons: string, spec = {}): readonly unknown[] {
  return [deployment(spec, short), pendingPod(spec), unscheduled(reasons), ...nodes];
}

function bound(object: unknown, ...more: readonly unknown[]): readonly unknown[] {
  return [
    deployment(withClaim, short),
    pendingPod(withClaim),
    unscheduled('pod has unbound immediate PersistentVolumeClaims'),
    object,
    ...more,
  ];
}

testScenarios('findPendingCauses() tells why no node takes a pod', [
  { name: 'a healthy app is left alone', objects: [deployment(), pod(), ...nodes], expect: null },
  { name: 'CPU', objects: pending('2 Insufficient cpu'), expect: 'cpu-capacity-mismatch on app/orders' },
  {
    name: 'memory, with a cordoned node beside',
    objects: pending('1 node(s) were unschedulable, 1 Insufficient memory'),
    expect: 'memory-capacity-mismatch on app/orders',
  },
  { name: 'a GPU', objects: pending('2 Insufficient nvidia.com/gpu'), expect: 'extended-resource-missing on app/orders' },
  { name: 'the limit of pods', objects: pending('2 Too many pods'), expect: 'node-pod-limit on app/orders' },
  {
    name: 'anti-affinity',
    objects: pending("2 node(s) didn't match pod anti-affinity rules"),
    expect: 'pod-anti-affinity-conflict on app/orders',
  },
  {
    name: 'topology spread',
    objects: pending("2 node(s) didn't match pod topology spread constraints"),
    expect: 'topology-spread-unsatisfied on app/orders',
  },
  {
    name: 'host ports',
    objects: pending("2 node(s) didn't have free ports for the requested pod ports"),
    expect: 'host-port-conflict on app/orders',
  },
  {
    name: 'the zone of a volume',
    objects: pending('2 node(s) had volume node affinity conflict'),
    expect: 'volume-node-affinity-conflict on app/orders',
  },
  {
    name: 'a selector that no node meets',
    objects: pending("2 node(s) didn't match Pod's node affinity/selector", { nodeSelector: { disk: 'ssd' } }),
    expect: 'node-selector-mismatch on app/orders',
  },
  {
    name: 'a required affinity that no node meets',
    objects: pending("2 node(s) didn't match Pod's node affinity/selector", {
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: 'disk', operator: 'In', values: ['ssd'] }] }],
          },
        },
      },
    }),
    expect: 'node-affinity-mismatch on app/orders',
  },
  { name: 'a taint', objects: pending('2 node(s) had untolerated taint {team: ml}'), expect: 'taint-toleration-mismatch on app/orders' },
  {
    name: 'a selector that a tainted node meets',
    objects: pending("1 node(s) had untolerated taint {team: ml}, 1 node(s) didn't match Pod's node affinity/selector", {
      nodeSelector: { 'kubernetes.io/hostname': 'node-a' },
    }),
    expect: 'taint-toleration-mismatch on app/orders',
  },
  {
    name: 'a selector that a cordoned node meets',
    objects: [
      deployment({ nodeSelector: { 'kubernetes.io/hostname': 'node-a' } }, short),
      pendingPod({ nodeSelector: { 'kubernetes.io/hostname': 'node-a' } }),
      unscheduled("1 node(s) were unschedulable, 1 node(s) didn't match Pod's node affinity/selector"),
      node('node-a', { spec: { unschedulable: true } }),
      node('node-b'),
    ],
    expect: 'node-cordon-mismatch on app/orders',
  },
  {
    name: 'a node that is not ready',
    objects: pending('2 node(s) had untolerated taint {node.kubernetes.io/not-ready: }'),
    expect: 'node-not-ready on app/orders',
  },
]);

testScenarios('findStorageCauses() compares a claim with the volumes', [
  {
    name: 'the label is another',
    objects: bound(claim({ selector: { matchLabels: { tier: 'slow' } } }), volume()),
    expect: 'pvc-selector-mismatch on app/orders',
  },
  {
    name: 'the mode is another',
    objects: bound(claim({ accessModes: ['ReadWriteMany'] }), volume()),
    expect: 'pvc-access-mode-mismatch on app/orders',
  },
  {
    name: 'the volume is too small',
    objects: bound(claim({ resources: { requests: { storage: '1.5Gi' } } }), volume()),
    expect: 'pvc-capacity-mismatch on app/orders',
  },
  {
    name: 'the class is another',
    objects: bound(claim({ storageClassName: 'fast' }), volume()),
    expect: 'pvc-storage-class-mismatch on app/orders',
  },
  {
    name: 'the class does not exist and there is no volume',
    objects: bound(claim({ storageClassName: 'fast' }), { kind: 'StorageClassList', items: [{ metadata: { name: 'standard' } }] }),
    expect: 'pvc-storage-class-mismatch on app/orders',
  },
  {
    name: 'another claim holds the volume',
    objects: bound(claim(), volume({ spec: { claimRef: { namespace: 'shop', name: 'other' } }, status: { phase: 'Bound' } })),
    expect: 'pv-binding-occupied on app/orders',
  },
  {
    name: 'the provisioner failed',
    objects: bound(
      claim({ storageClassName: 'fast' }),
      event('ProvisioningFailed', 'quota of disks reached', { kind: 'PersistentVolumeClaim', name: 'orders-data' }),
    ),
    expect: 'volume-provisioning-failed on app/orders',
  },
  {
    name: 'a volume that is attached elsewhere',
    objects: [
      deployment(withClaim, short),
      pod(withClaim, {
        status: { containerStatuses: [{ name: 'app', ready: false, state: { waiting: { reason: 'ContainerCreating' } } }] },
      }),
      event('FailedAttachVolume', 'Multi-Attach error for volume "pv-1" Volume is already used by pod(s) orders-old'),
    ],
    expect: 'volume-multi-attach on app/orders',
  },
]);

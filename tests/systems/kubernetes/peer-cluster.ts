/** A small healthy cluster, written by hand, for looks that need no real one. */

import type { PeerAnswers } from './api-peer.ts';

const created = '2026-01-01T00:00:00Z';
const shop = (name: string, more: object = {}) => ({ name, namespace: 'shop', uid: `uid-${name}`, creationTimestamp: created, ...more });
const labels = { app: 'web' };
const spec = {
  containers: [
    { name: 'app', image: 'registry/web:1.0', ports: [{ containerPort: 8080 }], envFrom: [{ configMapRef: { name: 'settings' } }] },
  ],
};

export const secretOfThePeer = 'the-value-of-the-secret';

export const healthyCluster: PeerAnswers = {
  answers: {
    '/version': [200, { gitVersion: 'v1.34.4' }],
    '/readyz': [200, '[+]ping ok\n[+]etcd ok\nreadyz check passed\n'],
    '/livez': [200, '[+]ping ok\nlivez check passed\n'],
    '/api/v1/namespaces/shop/secrets': [200, { rows: [{ cells: ['db', 'Opaque', 1, '3d'] }] }],
  },
  lists: {
    '/api/v1/namespaces': [{ metadata: { name: 'shop' }, status: { phase: 'Active' } }],
    '/api/v1/pods': [
      {
        metadata: shop('web-abc-1', { labels, ownerReferences: [{ kind: 'ReplicaSet', name: 'web-abc' }] }),
        spec: { ...spec, nodeName: 'node-1' },
        status: {
          phase: 'Running',
          conditions: [{ type: 'Ready', status: 'True' }],
          containerStatuses: [{ name: 'app', ready: true, restartCount: 0, state: { running: { startedAt: created } } }],
        },
      },
    ],
    '/apis/apps/v1/deployments': [
      {
        metadata: shop('web', { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': secretOfThePeer } }),
        spec: { replicas: 1, selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
        status: { replicas: 1, availableReplicas: 1, readyReplicas: 1 },
      },
    ],
    '/apis/apps/v1/replicasets': [
      {
        metadata: shop('web-abc', {
          annotations: { 'deployment.kubernetes.io/revision': '1' },
          ownerReferences: [{ kind: 'Deployment', name: 'web' }],
        }),
        spec: { replicas: 1 },
      },
    ],
    '/apis/apps/v1/statefulsets': [],
    '/apis/apps/v1/daemonsets': [],
    '/apis/batch/v1/jobs': [],
    '/apis/batch/v1/cronjobs': [],
    '/apis/autoscaling/v2/horizontalpodautoscalers': [],
    '/api/v1/events': [],
    '/api/v1/nodes': [
      {
        metadata: { name: 'node-1', creationTimestamp: created },
        status: { allocatable: { cpu: '4', memory: '8Gi', pods: '110' }, conditions: [{ type: 'Ready', status: 'True' }] },
      },
    ],
    '/api/v1/services': [{ metadata: shop('web'), spec: { type: 'ClusterIP', selector: labels, ports: [{ port: 80, targetPort: 8080 }] } }],
    '/api/v1/endpoints': [{ metadata: shop('web'), subsets: [{ addresses: [{ ip: '10.0.0.2' }], ports: [{ port: 8080 }] }] }],
    '/apis/networking.k8s.io/v1/networkpolicies': [],
    '/apis/networking.k8s.io/v1/ingresses': [],
    '/apis/networking.k8s.io/v1/ingressclasses': [],
    '/api/v1/configmaps': [{ metadata: shop('settings'), data: { PASSWORD: secretOfThePeer } }],
    '/api/v1/serviceaccounts': [{ metadata: shop('default') }],
    '/api/v1/resourcequotas': [],
    '/api/v1/limitranges': [],
    '/api/v1/persistentvolumeclaims': [],
    '/api/v1/persistentvolumes': [],
    '/apis/storage.k8s.io/v1/storageclasses': [],
    '/api/v1/namespaces/kube-system/services': [{ metadata: { name: 'kube-dns', namespace: 'kube-system' } }],
    '/api/v1/namespaces/kube-system/endpoints': [
      { metadata: { name: 'kube-dns', namespace: 'kube-system' }, subsets: [{ addresses: [{ ip: '10.0.0.3' }], ports: [{ port: 53 }] }] },
    ],
    '/api/v1/namespaces/kube-system/pods': [],
    '/apis/coordination.k8s.io/v1/namespaces/kube-system/leases': [],
    '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases': [],
    '/apis/apiregistration.k8s.io/v1/apiservices': [],
    '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations': [],
    '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations': [],
  },
};

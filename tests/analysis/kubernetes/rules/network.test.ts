import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Anomaly, Casebook } from '../../../../src/analysis/kubernetes/casebook.ts';
import { judge } from '../../../../src/analysis/kubernetes/investigate.ts';
import { parseApiObjects } from '../../../../src/analysis/kubernetes/parse-api.ts';
import { viewOf } from '../../../../src/analysis/kubernetes/view.ts';
import { brokenPod, containers, deployment, over, pod, service, services, waiting } from '../../../support/kubernetes-objects.ts';
import { testScenarios } from '../judge-objects.ts';

/** Another app of the shop, which runs well. */
function neighbour(name: string, node = 'node-a', spec = {}): readonly unknown[] {
  const named = { name, labels: { app: name } };
  return [
    deployment(spec, { metadata: { name }, spec: { template: { metadata: { labels: { app: name } } } } }),
    pod(
      { nodeName: node, ...spec },
      {
        metadata: {
          ...named,
          name: `${name}-7d9f8b6c5d-abcde`,
          ownerReferences: [{ kind: 'ReplicaSet', name: `${name}-7d9f8b6c5d` }],
          labels: { app: name, 'pod-template-hash': '7d9f8b6c5d' },
        },
      },
    ),
  ];
}

function named(name: string, ports: readonly unknown[] = [{ port: 80, targetPort: 8080 }]): Record<string, unknown> {
  return { ...over(service(), { metadata: { name }, spec: { selector: { app: name }, ports } }) };
}

const toStock = (value: string) => containers({ env: [{ name: 'STOCK_ADDR', value }] });
const shop = (value: string): readonly unknown[] => [
  deployment(toStock(value)),
  pod(toStock(value)),
  ...neighbour('stock'),
  services(service(), named('stock')),
];
const policy = {
  kind: 'NetworkPolicy',
  metadata: { name: 'deny', namespace: 'shop' },
  spec: { podSelector: { matchLabels: { app: 'orders' } }, policyTypes: ['Ingress'] },
};
const ingress = {
  kind: 'Ingress',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { rules: [{ http: { paths: [{ path: '/', backend: { service: { name: 'orders', port: { number: 81 } } } }] } }] },
};
const scaler = {
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'orders', namespace: 'shop' },
  spec: { scaleTargetRef: { kind: 'Deployment', name: 'orders' } },
  status: { conditions: [{ type: 'ScalingActive', status: 'False', reason: 'FailedGetResourceMetric', message: 'no metrics' }] },
};
const routes = containers({ env: [{ name: 'SPRING_CLOUD_GATEWAY_ROUTES_0_URI', value: 'http://stok:80' }] });

testScenarios('findAddressCauses() and findGatewayCauses() hold addresses against services', [
  { name: 'a right address', objects: shop('stock:80'), expect: null },
  { name: 'a wrong port', objects: shop('stock:8081'), expect: 'service-env-var-address-mismatch on app/orders' },
  {
    name: 'a misspelt name',
    objects: shop('http://stok.shop.svc.cluster.local:80/v1'),
    expect: 'service-env-var-address-mismatch on app/orders',
  },
  {
    name: "another service's name",
    objects: [
      deployment(toStock('billing:80')),
      pod(toStock('billing:80')),
      ...neighbour('stock'),
      ...neighbour('billing'),
      services(service(), named('stock'), named('billing')),
    ],
    expect: 'service-env-var-address-mismatch on app/orders',
  },
  { name: 'an address of the outside', objects: shop('stock.example.com:443'), expect: null },
  {
    name: 'a service that leads to another app',
    objects: [
      deployment(),
      pod(),
      ...neighbour('stock'),
      services(service(), named('stock', []), over(named('stock'), { spec: { selector: { app: 'orders' } } })),
    ],
    expect: 'service-selector-mismatch on app/stock',
  },
  {
    name: 'a route to nobody',
    objects: [...neighbour('api-gateway', 'node-a', routes), ...neighbour('stock'), services(named('stock'), named('api-gateway'))],
    expect: 'gateway-misroute on app/api-gateway',
  },
  {
    name: 'an ingress to a port that is not offered',
    objects: [deployment(), pod(), services(service()), ingress],
    expect: 'gateway-misroute on app/orders',
  },
  { name: 'a policy that lets nobody in', objects: [deployment(), pod(), policy], expect: 'network-policy-blocks on app/orders' },
  { name: 'an autoscaler without metrics', objects: [deployment(), pod(), scaler], expect: 'autoscaler-without-metrics on app/orders' },
  {
    name: 'a name that does not resolve although there is such a service',
    objects: [
      deployment({}, { status: { readyReplicas: 0 } }),
      brokenPod(waiting('CrashLoopBackOff'), {}, 3),
      ...neighbour('stock'),
      services(service(), named('stock')),
    ],
    log: ['dial tcp: lookup stock on 192.0.2.53:53: i/o timeout'],
    expect: 'service-dns-resolution-failure on app/orders',
  },
  {
    name: 'a database that refuses the port and serves others',
    objects: [
      deployment({}, { status: { readyReplicas: 0 } }),
      brokenPod(waiting('CrashLoopBackOff'), {}, 3),
      ...neighbour('orders-mysql'),
    ],
    log: ['com.mysql.cj.jdbc.exceptions.CommunicationsException: Communications link failure: Connection refused'],
    expect: 'mysql-invalid-port on app/orders',
  },
]);

function slow(object: string, ratio: number): Anomaly {
  return { on: 'app', object, signal: 'latency', ratio, current: ratio, text: `${object} p90 × ${ratio}` };
}

const dependencies = [
  { from: 'web', to: 'orders' },
  { from: 'web', to: 'stock' },
  { from: 'orders', to: 'stock' },
  { from: 'orders', to: 'mail' },
  { from: 'web', to: 'ads' },
];

function judgeAnomalies(anomalies: readonly Anomaly[]): string {
  const book = new Casebook();
  const apps = [
    ...neighbour('web', 'node-b'),
    ...neighbour('orders', 'node-a'),
    ...neighbour('stock', 'node-b'),
    ...neighbour('mail', 'node-a'),
    ...neighbour('ads', 'node-a'),
  ];
  book.add('objects', { objects: parseApiObjects(apps).objects });
  book.add('metrics', { objects: [], anomalies, dependencies });
  const [first] = judge(viewOf(book, 'shop'), '');
  return `${first?.cause} on ${first?.on.kind}/${first?.on.name}`;
}

test('findAnomalyCauses() tells a slow pod from a slow node, and a busy app from a slow one', () => {
  const traffic = (object: string): Anomaly => ({
    on: 'app',
    object,
    signal: 'traffic',
    ratio: 0.3,
    current: 1,
    text: `${object} traffic`,
  });
  const cpu: Anomaly = { on: 'app', object: 'stock', signal: 'cpu', ratio: 9, current: 1, text: 'stock CPU' };
  const loss = (object: string, current: number): Anomaly => ({
    on: 'node',
    object,
    signal: 'retransmission',
    ratio: 50,
    current,
    text: `${object} retransmits`,
  });

  assert.equal(judgeAnomalies([slow('web', 20), slow('orders', 30), slow('stock', 40), traffic('mail')]), 'pod-network-delay on app/stock');
  assert.equal(
    judgeAnomalies([slow('web', 20), slow('orders', 300), slow('mail', 400), slow('ads', 300), traffic('stock')]),
    'node-network-delay on node/node-a',
  );
  assert.equal(judgeAnomalies([slow('web', 20), slow('orders', 30), cpu]), 'pod-cpu-overload on app/stock');
  assert.equal(judgeAnomalies([slow('web', 20), loss('node-a', 0.5), loss('node-b', 9)]), 'node-network-packet-loss on node/node-b');
});

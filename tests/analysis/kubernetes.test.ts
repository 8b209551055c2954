import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyzeTexts } from '../../src/analysis/kubernetes/analyze-texts.ts';
import { callText, type KubeCall, type KubeSource } from '../../src/analysis/kubernetes/calls.ts';
import { type Answer, Casebook } from '../../src/analysis/kubernetes/casebook.ts';
import { investigate } from '../../src/analysis/kubernetes/investigate.ts';
import { parseApiObjects, resourceOf } from '../../src/analysis/kubernetes/parse-api.ts';
import { readQuantity } from '../../src/analysis/kubernetes/quantity.ts';
import { readDescribe } from '../../src/analysis/kubernetes/read-describe.ts';
import { readTables } from '../../src/analysis/kubernetes/read-table.ts';
import { readKubernetesText, readManifest } from '../../src/analysis/kubernetes/read-text.ts';
import { appNameOf, viewOf } from '../../src/analysis/kubernetes/view.ts';
import { deployment, pendingPod, pod, service, unscheduled } from '../support/kubernetes-objects.ts';

const described = `Name:             orders-6f89c99b76-pxl47
Namespace:        shop
Node:             node-a/192.0.2.4
Labels:           app=orders
                  pod-template-hash=6f89c99b76
Status:           Running
IP:               10.1.0.7
Controlled By:    ReplicaSet/orders-6f89c99b76
Containers:
  app:
    Image:          registry.example/orders:1.4
    Port:           8080/TCP
    State:          Waiting
      Reason:       CrashLoopBackOff
    Last State:     Terminated
      Reason:       OOMKilled
      Exit Code:    137
    Ready:          False
    Restart Count:  7
    Limits:
      memory:  64Mi
    Liveness:   http-get https://:8443/healthz delay=5s timeout=1s period=10s #success=1 #failure=3
    Environment Variables from:
      orders-settings  ConfigMap  Optional: false
    Environment:
      STOCK_ADDR:   stock:9000
      DB_PASSWORD:  hunter2-abcdef
      DB_USER:      <set to the key 'user' in secret 'orders-db'>  Optional: false
    Mounts:
      /data from data (rw,path="orders")
Volumes:
  data:
    Type:       PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)
    ClaimName:  orders-data
Node-Selectors:  disk=ssd
Tolerations:     node.kubernetes.io/not-ready:NoExecute op=Exists for 300s
Events:
  Type     Reason   Age                From     Message
  ----     ------   ----               ----     -------
  Warning  BackOff  2s (x13 over 4m)   kubelet  Back-off restarting failed container app
`;

test('readDescribe() makes of a described pod what the API says of it', () => {
  const [first, second] = readDescribe(described);

  assert.equal(first?.resource, 'pods');
  assert.deepEqual(JSON.parse(JSON.stringify(first?.object)), {
    metadata: {
      name: 'orders-6f89c99b76-pxl47',
      namespace: 'shop',
      labels: { app: 'orders', 'pod-template-hash': '6f89c99b76' },
      ownerReferences: [{ kind: 'ReplicaSet', name: 'orders-6f89c99b76' }],
    },
    spec: {
      nodeName: 'node-a',
      nodeSelector: { disk: 'ssd' },
      tolerations: [{ key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' }],
      containers: [
        {
          name: 'app',
          image: 'registry.example/orders:1.4',
          ports: [{ containerPort: 8080, protocol: 'TCP' }],
          resources: { limits: { memory: '64Mi' } },
          livenessProbe: {
            httpGet: { port: 8443, path: '/healthz', scheme: 'HTTPS' },
            initialDelaySeconds: 5,
            timeoutSeconds: 1,
            periodSeconds: 10,
            failureThreshold: 3,
          },
          env: [
            { name: 'STOCK_ADDR', value: 'stock:9000' },
            { name: 'DB_PASSWORD' },
            { name: 'DB_USER', valueFrom: { secretKeyRef: { name: 'orders-db', key: 'user', optional: false } } },
          ],
          envFrom: [{ configMapRef: { name: 'orders-settings', optional: false } }],
          volumeMounts: [{ name: 'data', mountPath: '/data', subPath: 'orders', readOnly: false }],
        },
      ],
      initContainers: [],
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'orders-data' } }],
    },
    status: {
      phase: 'Running',
      podIP: '10.1.0.7',
      conditions: [],
      containerStatuses: [
        {
          name: 'app',
          ready: false,
          restartCount: 7,
          state: { waiting: { reason: 'CrashLoopBackOff' } },
          lastState: { terminated: { reason: 'OOMKilled', exitCode: 137 } },
        },
      ],
      initContainerStatuses: [],
    },
  });
  assert.equal(second?.resource, 'events');
  assert.deepEqual(
    { ...second?.object },
    {
      type: 'Warning',
      reason: 'BackOff',
      message: 'Back-off restarting failed container app',
      count: 13,
      involvedObject: { kind: 'pods', name: 'orders-6f89c99b76-pxl47', namespace: 'shop' },
    },
  );
});

test('readTables() knows kinds by their head, empty cells by their column, and events by their form', () => {
  const objects = readTables(
    `NAME                    READY   STATUS    RESTARTS      AGE
orders-6f89c99b76-pxl47   0/1     Pending   2 (29s ago)   107s

NAME          STATUS    VOLUME   CAPACITY   ACCESS MODES   STORAGECLASS   AGE
orders-data   Pending                                      fast           41s

12s  Warning  FailedBinding  persistentvolumeclaim/orders-data  no persistent volumes available
`,
    'shop',
  );

  assert.deepEqual(
    objects.map(({ resource }) => resource),
    ['pods', 'persistentvolumeclaims', 'events'],
  );
  assert.deepEqual(Reflect.get(objects[0]?.object ?? {}, 'shown'), { status: 'Pending', ready: 0, containers: 1, restarts: 2 });
  assert.equal(JSON.stringify(Reflect.get(objects[1]?.object ?? {}, 'spec')), '{"storageClassName":"fast"}');
});

test('parseApiObjects() keeps known kinds of any list, and no value of a secret', () => {
  const { objects, listed, skipped } = parseApiObjects({
    kind: 'List',
    items: [
      { kind: 'Secret', metadata: { name: 'db', namespace: 'shop' }, data: { password: 'aHVudGVyMg==' }, type: 'Opaque' },
      { kind: 'Widget', metadata: { name: 'x' } },
      { kind: 'Pod', metadata: { name: null } },
      { kind: 'ServiceList', items: null },
    ],
  });

  assert.equal(
    JSON.stringify(objects),
    '[{"resource":"secrets","object":{"metadata":{"name":"db","namespace":"shop"},"keys":["password"],"type":"Opaque"}}]',
  );
  assert.equal(skipped, 2);
  assert.deepEqual([...listed].sort(), ['pods', 'secrets', 'services']);
});

test('readKubernetesText() takes text of any form, and none brings it down', () => {
  for (const text of [
    '',
    '{',
    '[]',
    '{"kind":"List"}',
    'apiVersion: [',
    'Name: x\nContainers:\n',
    'why is orders slow?',
    'NAME READY\n\u0000',
  ])
    assert.deepEqual(readKubernetesText(text).objects, [], text);
  assert.equal(readManifest('kind: Service\nmetadata: {name: a}\n---\n: broken: [\n---\nkind: Pod\nmetadata: {name: b}').length, 2);
});

test('resourceOf() and readQuantity() read what people write', () => {
  assert.deepEqual(['po', 'Deployment', 'deployments.apps', 'svc', 'thing'].map(resourceOf), [
    'pods',
    'deployments',
    'deployments',
    'services',
    null,
  ]);
  assert.deepEqual(['100m', '1.5Gi', '2k', '4 (2%)', 'x'].map(readQuantity), [0.1, 1.5 * 2 ** 30, 2_000, 4, null]);
});

test('Casebook fills an object by later looks and by its manifest, and does not take a wish for an object', () => {
  const book = new Casebook();
  const add = (call: string, object: unknown, isDeclared = false): void =>
    book.add(call, { objects: parseApiObjects(object).objects, isDeclared });
  add('get', { kind: 'Pod', metadata: { name: 'a', namespace: 'n' }, spec: { nodeName: 'x' } });
  add('describe', { kind: 'Pod', metadata: { name: 'a', namespace: 'n' }, status: { phase: 'Running' } });
  add(
    'manifest',
    {
      kind: 'List',
      items: [
        { kind: 'Pod', metadata: { name: 'a', namespace: 'n' }, spec: { serviceAccountName: 's' } },
        { kind: 'Pod', metadata: { name: 'b', namespace: 'n' } },
      ],
    },
    true,
  );

  const found = book.get('pods', 'a', 'n');

  assert.deepEqual({ ...found?.spec, phase: found?.status?.phase }, { serviceAccountName: 's', nodeName: 'x', phase: 'Running' });
  assert.equal(book.get('pods', 'b', 'n'), undefined);
  assert.deepEqual(
    book.declared('pods').map(({ metadata }) => metadata.name),
    ['a', 'b'],
  );
  assert.ok(found !== undefined);
  assert.deepEqual(book.cite('pods', found, 'x'), { call: 'manifest', excerpt: 'x' });
});

test('viewOf() and appNameOf() find the workload of a pod by owner, by label and by name', () => {
  const named = (name: string, more = {}): Parameters<typeof appNameOf>[0] => ({ metadata: { name, ...more } });
  const workloads = new Set(['orders-api']);

  assert.equal(appNameOf(named('orders-api-x1y2z'), workloads), 'orders-api');
  assert.equal(appNameOf(named('db-0'), new Set()), 'db');
  assert.equal(appNameOf(named('web-6f89c99b76-pxl47'), new Set()), 'web');
  assert.equal(appNameOf(named('q-1', { ownerReferences: [{ kind: 'StatefulSet', name: 'queue' }] }), workloads), 'queue');
  const book = new Casebook();
  book.add('get', { objects: parseApiObjects([deployment(), pod(), service()]).objects });
  const [app] = viewOf(book, 'shop').apps;
  assert.deepEqual(
    [app?.name, app?.pods.length, app?.pods[0]?.status, app?.spec.containers?.[0]?.image],
    ['orders', 1, 'Running', 'registry.example/orders:1.4'],
  );
});

/** A cluster that answers from a few objects and counts what it is asked. */
function sourceOf(objects: readonly unknown[], asked: KubeCall[]): KubeSource {
  return {
    ask: async (call): Promise<Answer | null> => {
      asked.push(call);
      if (call.verb !== 'list' && call.verb !== 'describe') return null;
      return { objects: parseApiObjects(objects).objects.filter(({ resource }) => resource === call.resource || resource === 'events') };
    },
  };
}

test('investigate() walks to the cause, cites its looks, and stops when it is certain', async () => {
  const asked: KubeCall[] = [];
  const objects = [deployment({}, { status: { readyReplicas: 0 } }), pendingPod(), unscheduled('2 Insufficient cpu')];

  const { findings, calls, blind } = await investigate(sourceOf(objects, asked), { namespace: 'shop', words: '', callsMax: 40 });

  assert.equal(findings[0]?.cause, 'cpu-capacity-mismatch');
  assert.ok(calls.includes(findings[0]?.evidence[0]?.call ?? ''));
  assert.deepEqual(blind, ['anomalies of the metrics', 'manifest of orders']);
  assert.equal(calls.length, asked.length);
  assert.ok(calls.length < 15, `${calls.length} calls`);
});

test('investigate() keeps to its budget and finds nothing in what is well', async () => {
  const asked: KubeCall[] = [];

  const { findings } = await investigate(sourceOf([deployment(), pod(), service()], asked), { namespace: 'shop', words: '', callsMax: 12 });

  assert.deepEqual(findings, []);
  assert.equal(asked.length, 12);
  assert.equal(callText({ verb: 'describe', resource: 'pods', namespace: 'shop', name: 'a' }), 'kubectl describe pods a -n shop');
});

test('analyzeTexts() says in both languages what a description shows, without its secrets', () => {
  const { findings, counts } = analyzeTexts(
    [{ name: 'pasted', text: `${described}\n  Warning  Failed  1s  kubelet  token=abcdef0123456789abcdef` }],
    [],
    { namespace: '', words: '' },
  );

  assert.deepEqual(counts, { pods: 1, events: 2 });
  assert.equal(findings[0]?.cause, 'oom-killed');
  assert.equal(findings[0]?.title.en, 'orders is killed for using more memory than its limit');
  assert.equal(findings[0]?.title['zh-CN'], 'orders 内存超限被杀死（OOMKilled）');
  assert.equal(findings[0]?.evidence[0]?.call, 'pasted');
  assert.doesNotMatch(JSON.stringify(findings), /hunter2|abcdef0123456789/);
});

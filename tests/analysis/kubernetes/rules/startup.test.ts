import { brokenPod, containers, deployment, event, pod, service, services, waiting } from '../../../support/kubernetes-objects.ts';
import { testScenarios } from '../judge-objects.ts';

const short = { status: { readyReplicas: 0 } };
const creator = { kind: 'ReplicaSet', name: 'orders-6f89c99b76' };

function pull(words: string, spec = {}): readonly unknown[] {
  return [
    deployment(spec, short),
    brokenPod(waiting('ImagePullBackOff', 'Back-off pulling image "registry.example/orders:1.4"'), spec),
    event('Failed', `Failed to pull image "registry.example/orders:1.4": ${words}`),
  ];
}

function start(reason: string, words: string): readonly unknown[] {
  return [deployment({}, short), brokenPod(waiting(reason, words))];
}

function refused(words: string, ...more: readonly unknown[]): readonly unknown[] {
  return [
    deployment({}, short),
    event('FailedCreate', `Error creating: pods "orders-6f89c99b76-" is forbidden: ${words}`, creator),
    ...more,
  ];
}

testScenarios('findStartupCauses() reads what the registry and the runtime say', [
  {
    name: 'no such host',
    objects: pull('dial tcp: lookup registry.example on 10.0.0.2:53: no such host'),
    expect: 'image-registry-dns-failure on app/orders',
  },
  {
    name: 'no such tag',
    objects: pull('rpc error: code = NotFound desc = registry.example/orders:1.4: not found'),
    expect: 'incorrect-image-reference on app/orders',
  },
  {
    name: 'no credentials',
    objects: pull('failed to authorize: unexpected status 401 Unauthorized'),
    expect: 'missing-image-pull-secret on app/orders',
  },
  {
    name: 'pull access denied without a secret may be a wrong name',
    objects: pull("pull access denied, repository does not exist or may require 'docker login'"),
    expect: 'incorrect-image-reference on app/orders',
  },
  {
    name: 'the limit of pulls',
    objects: pull('toomanyrequests: You have reached your pull rate limit'),
    expect: 'image-pull-rate-limited on app/orders',
  },
  {
    name: 'an unknown authority',
    objects: pull('tls: failed to verify certificate: x509: certificate signed by unknown authority'),
    expect: 'image-registry-tls on app/orders',
  },
  {
    name: 'another platform',
    objects: pull('no match for platform in manifest: not found'),
    expect: 'image-platform-mismatch on app/orders',
  },
  { name: 'silence', objects: pull('dial tcp 192.0.2.1:443: i/o timeout'), expect: 'image-registry-unreachable on app/orders' },
  {
    name: 'a missing secret',
    objects: start('CreateContainerConfigError', 'secret "orders-db" not found'),
    expect: 'missing-secret-binding on app/orders',
  },
  {
    name: 'a missing config map',
    objects: start('CreateContainerConfigError', 'configmap "orders" not found'),
    expect: 'missing-config-map on app/orders',
  },
  {
    name: 'a missing key',
    objects: start('CreateContainerConfigError', "couldn't find key PASSWORD in Secret shop/orders-db"),
    expect: 'missing-config-key on app/orders',
  },
  {
    name: 'root where none may be',
    objects: start('CreateContainerConfigError', 'container has runAsNonRoot and image will run as root'),
    expect: 'security-context-refused on app/orders',
  },
  {
    name: 'no such command',
    objects: start('RunContainerError', 'exec: "serve": executable file not found in $PATH'),
    expect: 'container-command-invalid on app/orders',
  },
]);

testScenarios('findAdmissionCauses() reads why pods and services were not made', [
  {
    name: 'CPU quota',
    objects: refused('exceeded quota: team, requested: requests.cpu=1, used: requests.cpu=4, limited: requests.cpu=4'),
    expect: 'namespace-cpu-quota-exceeded on namespace/shop',
  },
  {
    name: 'memory quota',
    objects: refused('exceeded quota: team, requested: limits.memory=1Gi, used: limits.memory=8Gi, limited: limits.memory=8Gi'),
    expect: 'namespace-memory-quota-exceeded on namespace/shop',
  },
  {
    name: 'pod quota',
    objects: refused('exceeded quota: team, requested: pods=1, used: pods=9, limited: pods=9'),
    expect: 'namespace-pod-quota-exceeded on namespace/shop',
  },
  {
    name: 'quota without limits',
    objects: refused('failed quota: team: must specify limits.cpu'),
    expect: 'quota-needs-limits on app/orders',
  },
  {
    name: 'limit range',
    objects: refused('maximum memory usage per Container is 1Gi, but limit is 2Gi'),
    expect: 'limit-range-violated on app/orders',
  },
  {
    name: 'pod security',
    objects: refused('violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false'),
    expect: 'pod-security-violated on app/orders',
  },
  {
    name: 'no service account',
    objects: refused('error looking up service account shop/orders: serviceaccount "orders" not found'),
    expect: 'missing-service-account on app/orders',
  },
  {
    name: 'the account came a moment later, and the pod runs',
    objects: [deployment(), pod(), event('FailedCreate', 'Error creating: pods is forbidden: serviceaccount "orders" not found', creator)],
    expect: null,
  },
  {
    name: 'a webhook says no',
    objects: [
      deployment({}, short),
      event('FailedCreate', 'Error creating: admission webhook "policy.example" denied the request: no team label', creator),
    ],
    expect: 'admission-webhook-denied on app/orders',
  },
]);

const db = containers({ env: [{ name: 'STOCK_ADDR', value: 'stock:9000' }] });

testScenarios('findServiceCauses() and findAddressCauses() follow a request to its port', [
  { name: 'all is well', objects: [deployment(), pod(), services(service())], expect: null },
  {
    name: 'the selector matches nobody',
    objects: [deployment(), pod(), services(service({ spec: { selector: { app: 'order' } } }))],
    expect: 'service-selector-mismatch on app/orders',
  },
  {
    name: 'the target port is another',
    objects: [deployment(), pod(), services(service({ spec: { ports: [{ port: 80, targetPort: 8081 }] } }))],
    expect: 'service-port-mapping-mismatch on app/orders',
  },
  {
    name: 'the target port has a name that no container has',
    objects: [deployment(), pod(), services(service({ spec: { ports: [{ port: 80, targetPort: 'web' }] } }))],
    expect: 'service-port-mapping-mismatch on app/orders',
  },
  {
    name: 'UDP for TCP',
    objects: [deployment(), pod(), services(service({ spec: { ports: [{ port: 80, targetPort: 8080, protocol: 'UDP' }] } }))],
    expect: 'service-protocol-mismatch on app/orders',
  },
  {
    name: 'scaled to zero',
    objects: [deployment({}, { spec: { replicas: 0 }, status: { readyReplicas: 0 } }), services(service())],
    expect: 'deployment-zero-replicas on app/orders',
  },
  {
    name: 'a variable names a service that is spelt otherwise',
    objects: [
      deployment(db),
      pod(db),
      services(
        service(),
        service({ metadata: { name: 'stocks' }, spec: { selector: { app: 'orders' }, ports: [{ port: 9000, targetPort: 8080 }] } }),
      ),
    ],
    expect: 'service-env-var-address-mismatch on app/orders',
  },
  {
    name: 'its own resolver',
    objects: [deployment({ dnsPolicy: 'None', dnsConfig: { nameservers: ['192.0.2.53'] } }), pod({ dnsPolicy: 'None' })],
    expect: 'service-dns-resolution-failure on app/orders',
  },
]);

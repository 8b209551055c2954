import { brokenPod, containers, deployment, event, node, over, pod, waiting } from '../../../support/kubernetes-objects.ts';
import { testScenarios } from '../judge-objects.ts';

const short = { status: { readyReplicas: 0 } };
const crashing = [deployment({}, short), brokenPod(waiting('CrashLoopBackOff'), {}, 5)];

const grpc = { grpc: { port: 8080 }, initialDelaySeconds: 10 };

function probed(kind: 'Liveness' | 'Readiness', probes: Readonly<Record<string, unknown>>, message: string): readonly unknown[] {
  const spec = containers(probes);
  const isLiveness = kind === 'Liveness';
  const state = { name: 'app', ready: isLiveness, restartCount: isLiveness ? 3 : 0, state: { running: {} } };
  return [
    deployment(spec, isLiveness ? {} : short),
    pod(spec, { status: { containerStatuses: [state] } }),
    event('Unhealthy', `${kind} probe failed: ${message}`),
    ...(isLiveness ? [event('Killing', 'Container app failed liveness probe, will be restarted')] : []),
  ];
}

testScenarios('findProbeCauses() compares a failing probe with what the container offers', [
  {
    name: 'liveness at another port',
    objects: probed(
      'Liveness',
      { livenessProbe: { grpc: { port: 8081 } }, readinessProbe: grpc },
      'timeout: failed to connect service "10.1.0.7:8081" within 1s',
    ),
    expect: 'liveness-probe-incorrect-port on app/orders',
  },
  {
    name: 'liveness in another language',
    objects: probed(
      'Liveness',
      { livenessProbe: { httpGet: { port: 8080, path: '/' } }, readinessProbe: grpc },
      'Get "http://10.1.0.7:8080/": malformed HTTP response',
    ),
    expect: 'liveness-probe-incorrect-protocol on app/orders',
  },
  {
    name: 'liveness too soon',
    objects: probed(
      'Liveness',
      { livenessProbe: { grpc: { port: 8080 }, initialDelaySeconds: 1, periodSeconds: 1, failureThreshold: 1 }, readinessProbe: grpc },
      'timeout: failed to connect service "10.1.0.7:8080" within 1s',
    ),
    expect: 'liveness-probe-incorrect-timing on app/orders',
  },
  {
    name: 'readiness at another port',
    objects: probed('Readiness', { readinessProbe: { tcpSocket: { port: 9 } } }, 'dial tcp 10.1.0.7:9: connect: connection refused'),
    expect: 'readiness-probe-incorrect-port on app/orders',
  },
  {
    name: 'readiness with TLS',
    objects: probed(
      'Readiness',
      { readinessProbe: { httpGet: { port: 8080, scheme: 'HTTPS' } } },
      'http: server gave HTTP response to HTTPS client',
    ),
    expect: 'readiness-probe-incorrect-protocol on app/orders',
  },
  {
    name: 'a path that is not there',
    objects: probed(
      'Readiness',
      { readinessProbe: { httpGet: { port: 8080, path: '/healthz' } } },
      'HTTP probe failed with statuscode: 404',
    ),
    expect: 'probe-incorrect-path on app/orders',
  },
  {
    name: 'the app says itself that it is ill',
    objects: probed('Readiness', { readinessProbe: { httpGet: { port: 8080, path: '/ready' } } }, 'HTTP probe failed with statuscode: 503'),
    expect: 'probe-app-unhealthy on app/orders',
  },
]);

testScenarios('findCrashCauses() reads states and logs', [
  {
    name: 'killed for memory',
    objects: [
      deployment({}, short),
      over(brokenPod(waiting('CrashLoopBackOff'), {}, 3), {
        status: {
          containerStatuses: [
            {
              name: 'app',
              ready: false,
              restartCount: 3,
              state: waiting('CrashLoopBackOff'),
              lastState: { terminated: { reason: 'OOMKilled', exitCode: 137 } },
            },
          ],
        },
      }),
    ],
    expect: 'oom-killed on app/orders',
  },
  {
    name: 'credentials refused',
    objects: crashing,
    log: ["java.sql.SQLException: Access denied for user 'orders'@'10.1.0.7' (using password: YES)"],
    expect: 'mysql-invalid-credentials on app/orders',
  },
  {
    name: 'a port taken by a sidecar',
    objects: [
      deployment({ containers: [{ name: 'app' }, { name: 'proxy' }] }, short),
      brokenPod(waiting('CrashLoopBackOff'), { containers: [{ name: 'app' }, { name: 'proxy' }] }, 4),
    ],
    log: ['listen tcp :8080: bind: address already in use'],
    expect: 'service-sidecar-port-conflict on app/orders',
  },
  {
    name: 'a port taken by itself',
    objects: crashing,
    log: ['Error: listen EADDRINUSE: address already in use :::8080'],
    expect: 'port-already-used on app/orders',
  },
  {
    name: 'a file that it may not write',
    objects: crashing,
    log: ["Can't open the append-only file: /data/appendonly.aof: Permission denied"],
    expect: 'volume-mount-permission-denied on app/orders',
  },
  {
    name: 'an expired certificate',
    objects: crashing,
    log: ['x509: certificate has expired or is not yet valid'],
    expect: 'certificate-expired on app/orders',
  },
  {
    name: 'missing rights',
    objects: crashing,
    log: ['configmaps is forbidden: User "system:serviceaccount:shop:default" cannot list resource "configmaps"'],
    expect: 'rbac-forbidden on app/orders',
  },
  { name: 'only a crash', objects: crashing, log: ['started', 'stopped'], expect: 'container-crashes on app/orders' },
]);

const stuck = brokenPod(waiting('ContainerCreating'));

testScenarios('findNodeCauses() tells what fails below the pods', [
  {
    name: 'no runtime',
    objects: [
      deployment({}, short),
      stuck,
      event('FailedCreatePodSandBox', 'dial unix /run/containerd/containerd.sock: connect: no such file or directory'),
    ],
    expect: 'containerd-unavailable on node/node-a',
  },
  {
    name: 'no network for pods',
    objects: [
      deployment({}, short),
      stuck,
      event('FailedCreatePodSandBox', 'failed to setup network for sandbox "0a1b": plugin type="calico" failed'),
    ],
    expect: 'network-plugin-unavailable on node/node-a',
  },
  {
    name: 'a silent kubelet',
    objects: [
      node('node-b', {
        status: {
          conditions: [{ type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown', message: 'Kubelet stopped posting node status.' }],
        },
      }),
    ],
    expect: 'kubelet-unavailable on node/node-b',
  },
  {
    name: 'a full disk',
    objects: [node('node-b', { status: { conditions: [{ type: 'DiskPressure', status: 'True', reason: 'KubeletHasDiskPressure' }] } })],
    expect: 'node-pressure on node/node-b',
  },
  {
    name: 'nobody schedules',
    objects: [
      node('node-a'),
      deployment({}, short),
      pod({ nodeName: undefined }, { status: { phase: 'Pending', podIP: undefined, containerStatuses: undefined } }),
    ],
    expect: 'kube-scheduler-unavailable on cluster/kube-scheduler',
  },
]);

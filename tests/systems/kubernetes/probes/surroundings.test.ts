import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { causeFacts } from '../../../../src/systems/kubernetes/probes/causes.ts';
import { controlPlaneFacts } from '../../../../src/systems/kubernetes/probes/control-plane.ts';
import { dnsFacts } from '../../../../src/systems/kubernetes/probes/dns.ts';
import { eventFacts, groupEvents } from '../../../../src/systems/kubernetes/probes/events.ts';
import { gatewayFacts, ingressFacts } from '../../../../src/systems/kubernetes/probes/ingress.ts';
import { nodeFacts } from '../../../../src/systems/kubernetes/probes/nodes.ts';
import { quotaFacts } from '../../../../src/systems/kubernetes/probes/quotas.ts';
import { serverFacts } from '../../../../src/systems/kubernetes/probes/server.ts';
import { storageFacts } from '../../../../src/systems/kubernetes/probes/storage.ts';
import { bookOf } from '../scene.ts';

const nowMs = Date.parse('2026-03-01T12:00:00Z');
const meta = (name: string, more: object = {}) => ({ name, namespace: 'shop', creationTimestamp: '2026-03-01T10:00:00Z', ...more });
const ready = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] };

const pod = (name: string, status: object, more: object = {}, labels: object = {}) => ({
  metadata: meta(name, { labels, ownerReferences: [{ kind: 'ReplicaSet', name: `${name}-set` }] }),
  spec: { nodeName: 'n1', containers: [{ name: 'app', image: 'registry/app:1', ports: [{ name: 'web', containerPort: 8080 }], ...more }] },
  status,
});

describe('groupEvents()', () => {
  it('counts warnings of the last hour by reason', () => {
    const event = (reason: string, count: number, lastTimestamp = '2026-03-01T11:50:00Z', type = 'Warning') => ({
      ...{ type, reason, count, firstTimestamp: '2026-03-01T11:40:00Z', lastTimestamp, message: `of ${reason}` },
      involvedObject: { kind: 'Pod', name: 'web', namespace: 'shop' },
    });
    const { casebook } = {
      casebook: bookOf({
        events: [
          event('BackOff', 5),
          event('Failed', 9),
          event('Old', 99, '2026-03-01T09:00:00Z'),
          event('Pulled', 50, undefined, 'Normal'),
        ],
      }),
    };

    const facts = eventFacts(groupEvents(casebook.all('events'), { sinceMinutes: 60, nowMs }), nowMs);

    assert.deepEqual(
      [facts['events.warnings'], facts['events.topReason'], facts['events.topObject'], facts['events.reason.BackOff']],
      [14, 'Failed', 'Pod shop/web', 5],
    );
    assert.equal(facts['events.topFirstAgeSeconds'], (nowMs - Date.parse('2026-03-01T11:40:00Z')) / 1_000);
  });
});

describe('nodeFacts()', () => {
  const node = (name: string, isReady: string, more: object = {}, spec: object = {}) => ({
    metadata: { name },
    spec,
    status: {
      allocatable: { cpu: '2', memory: '4Gi', pods: '10' },
      conditions: [{ type: 'Ready', status: isReady, message: 'as it says' }, ...[more].flatMap((each) => ('type' in each ? [each] : []))],
    },
  });

  it('counts who is away, pressed, closed and full', () => {
    const requests = { resources: { requests: { cpu: '1500m', memory: '1Gi' } } };
    const taints = [
      { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' },
      { key: 'gpu', value: 'yes', effect: 'NoSchedule' },
    ];
    const book = bookOf({
      nodes: [
        node('n1', 'True', { type: 'DiskPressure', status: 'True' }),
        node('n2', 'Unknown'),
        node('n3', 'True', {}, { unschedulable: true, taints }),
      ],
      pods: [pod('web', ready, requests)],
    });

    const facts = nodeFacts(book);

    assert.deepEqual(
      ['ready', 'notReadyNames', 'silent', 'pressure', 'cordonedName', 'taint', 'schedulable', 'cpuRequestedRatio', 'podsRatio'].map(
        (name) => facts[`nodes.${name}`],
      ),
      [2, 'n2', 1, 'DiskPressure', 'n3', 'gpu=yes:NoSchedule', 1, 0.75, 0.1],
    );
  });
});

describe('facts of the rest', () => {
  it('quotaFacts() finds the fullest, and a quota of nothing', () => {
    const quota = (hard: object, used: object) => ({ metadata: meta('q'), status: { hard, used } });

    const facts = quotaFacts(
      bookOf({ resourcequotas: [quota({ pods: '4', 'requests.cpu': '2' }, { pods: '1', 'requests.cpu': '1900m' })] }),
      {},
    );

    assert.deepEqual([facts['quotas.worstResource'], facts['quotas.worstRatio'], facts['quotas.full']], ['requests.cpu', 0.95, 0]);
    assert.equal(quotaFacts(bookOf({ resourcequotas: [quota({ pods: '0' }, { pods: '0' })] }), {})['quotas.worstRatio'], null);
  });

  it('storageFacts() tells a class that is not there from one that waits', () => {
    const claim = (name: string, storageClassName: string) => ({
      metadata: meta(name),
      spec: { storageClassName },
      status: { phase: 'Pending' },
    });
    const storageclasses = [{ metadata: { name: 'fast', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } } }];

    const facts = storageFacts(bookOf({ persistentvolumeclaims: [claim('a', 'fast'), claim('b', 'fats')], storageclasses }), {});

    assert.deepEqual([facts['storage.pending'], facts['storage.classMissingName'], facts['storage.hasDefaultClass']], [2, 'fats', true]);
  });

  it('dnsFacts() counts addresses, not ports', () => {
    const endpoints = [
      { metadata: meta('kube-dns'), subsets: [{ addresses: [{ ip: '10.0.0.2' }], ports: [{ port: 53 }, { port: 9153 }] }] },
    ];

    assert.deepEqual(dnsFacts(bookOf({ endpoints, pods: [pod('coredns', ready)] }))['dns.endpoints'], 1);
  });

  it('ingressFacts() tells a service from a port from a backend that is not there', () => {
    const path = (name: string, number: number) => ({ path: '/', backend: { service: { name, port: { number } } } });
    const ingresses = [
      {
        metadata: meta('front'),
        spec: {
          ingressClassName: 'nginx',
          tls: [{ secretName: 'cert' }],
          rules: [{ host: 'h', http: { paths: [path('web', 80), path('web', 81), path('gone', 80)] } }],
        },
      },
    ];
    const services = [{ metadata: meta('web'), spec: { ports: [{ port: 80 }] } }];
    const book = bookOf({ ingresses, services, endpoints: [{ metadata: meta('web'), subsets: [] }], secrets: [], ingressclasses: [] });

    const facts = ingressFacts(book, {});

    assert.deepEqual(
      ['backendMissingService', 'portMissingPort', 'backendEmptyService', 'secretMissingName', 'classMissingName'].map(
        (name) => facts[`ingress.${name}`],
      ),
      ['gone', '81', 'web', 'shop/cert', 'nginx'],
    );
    assert.equal(gatewayFacts([{ metadata: { name: 'g' } }])['ingress.gatewaysNotProgrammed'], 1);
  });

  it('controlPlaneFacts() measures leases, and finds webhooks that nobody answers', () => {
    const lease = (name: string, renewTime: string) => ({ metadata: { name }, spec: { holderIdentity: 'h', renewTime } });
    const hook = {
      metadata: { name: 'policy' },
      webhooks: [{ name: 'w', failurePolicy: 'Fail', clientConfig: { service: { namespace: 'shop', name: 'hook' } } }],
    };
    const given = {
      nodes: [lease('n1', '2026-03-01T11:50:00.000000Z')],
      apis: [],
      hooks: [hook],
      system: [lease('kube-scheduler', '2026-03-01T11:59:58.000000Z')],
    };

    const facts = controlPlaneFacts({ ...given, ready: new Set<string>() }, nowMs);

    assert.deepEqual(
      ['schedulerAgeSeconds', 'controllerAgeSeconds', 'silentNode', 'webhookDeadService'].map((name) => facts[`controlPlane.${name}`]),
      [2, null, 'n1', 'shop/hook'],
    );
    assert.equal(controlPlaneFacts({ ...given, ready: null }, nowMs)['controlPlane.webhooksDead'], 0);
  });

  it('serverFacts() reads which check fails, and does not guess when a proxy keeps the page', () => {
    const page = (status: number, body: string) => ({ status, body, timing: { waitMs: 3.4 } });
    const facts = serverFacts({
      gitVersion: 'v1.34.4',
      ready: page(500, '[+]ping ok\n[-]etcd failed: reason withheld\n'),
      live: page(200, 'ok'),
    });

    assert.deepEqual(
      ['isReady', 'failingChecks', 'isEtcdOk', 'answerMs'].map((name) => facts[`server.${name}`]),
      [false, 'etcd', false, 3],
    );
    assert.equal(serverFacts({ gitVersion: '', ready: page(403, ''), live: page(403, '') })['server.isReady'], null);
  });

  it('causeFacts() keeps the surest of each cause', () => {
    const found = (on: string, score: number) => ({
      ...{ cause: 'oom-killed' as const, on, namespace: 'shop', score, title: { en: '', 'zh-CN': '' }, advice: { en: '', 'zh-CN': '' } },
      evidence: [{ call: 'kubectl get pods', excerpt: 'OOMKilled' }],
    });

    const facts = causeFacts([found('app/web', 0.9), found('app/api', 0.6)]);

    assert.deepEqual(facts, {
      ...{ 'causes.count': 2, 'cause.oom-killed.score': 0.9, 'cause.oom-killed.on': 'web', 'cause.oom-killed.namespace': 'shop' },
      'cause.oom-killed.seen': 'kubectl get pods: OOMKilled',
    });
  });
});

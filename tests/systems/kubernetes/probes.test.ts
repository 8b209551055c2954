import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isOfNewRevision, ownerOf } from '../../../src/systems/kubernetes/owner-of.ts';
import { configFacts, missingReferences } from '../../../src/systems/kubernetes/probes/config.ts';
import { choosePods } from '../../../src/systems/kubernetes/probes/container-logs.ts';
import { isReady, isTroubled, podFacts } from '../../../src/systems/kubernetes/probes/pods.ts';
import { serviceFacts } from '../../../src/systems/kubernetes/probes/services.ts';
import { workloadFacts } from '../../../src/systems/kubernetes/probes/workloads.ts';
import { selectsObject } from '../../../src/systems/kubernetes/selects.ts';
import { bookOf } from './scene.ts';

const nowMs = Date.parse('2026-03-01T12:00:00Z');
const meta = (name: string, more: object = {}) => ({ name, namespace: 'shop', creationTimestamp: '2026-03-01T10:00:00Z', ...more });
const ready = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] };

const pod = (name: string, status: object, more: object = {}, labels: object = {}) => ({
  metadata: meta(name, { labels, ownerReferences: [{ kind: 'ReplicaSet', name: `${name}-set` }] }),
  spec: { nodeName: 'n1', containers: [{ name: 'app', image: 'registry/app:1', ports: [{ name: 'web', containerPort: 8080 }], ...more }] },
  status,
});
const waiting = (reason: string, more: object = {}) => ({
  phase: 'Pending',
  containerStatuses: [{ name: 'app', restartCount: 0, state: { waiting: { reason, message: `because of ${reason}` } }, ...more }],
});
const set = (name: string, revision: string, deployment = 'web') => ({
  metadata: meta(name, {
    ownerReferences: [{ kind: 'Deployment', name: deployment }],
    annotations: { 'deployment.kubernetes.io/revision': revision },
  }),
});

describe('podFacts()', () => {
  it('names the deployment behind an image that is not to be had, and whether there is a revision to go back to', () => {
    const book = bookOf({ pods: [pod('web', waiting('ImagePullBackOff'))], replicasets: [set('web-set', '2'), set('web-old', '1')] });

    const facts = podFacts(book, {}, nowMs);

    assert.deepEqual(
      ['count', 'deployment', 'namespace', 'canUndo', 'image', 'container'].map((name) => facts[`pods.image.${name}`]),
      [1, 'web', 'shop', true, 'registry/app:1', 'app'],
    );
    assert.deepEqual(
      [facts['pods.waitingReason'], facts['pods.waitingReason.ImagePullBackOff'], facts['pods.troubled']],
      ['ImagePullBackOff', 1, 1],
    );
  });

  it('does not go back from the only or an old revision', () => {
    const only = bookOf({ pods: [pod('web', waiting('CrashLoopBackOff'))], replicasets: [set('web-set', '1')] });
    const old = bookOf({ pods: [pod('web', waiting('CrashLoopBackOff'))], replicasets: [set('web-set', '1'), set('web-new', '2')] });

    assert.deepEqual(
      [only, old].map((book) => podFacts(book, {}, nowMs)['pods.crash.canUndo']),
      [false, false],
    );
    const [first] = old.all('pods');
    assert.ok(first !== undefined);
    assert.deepEqual([ownerOf(old, first)?.name, isOfNewRevision(old, first)], ['web', false]);
  });

  it('suggests twice the limit to a container that was killed at it', () => {
    const killed = waiting('CrashLoopBackOff', { restartCount: 7, lastState: { terminated: { reason: 'OOMKilled', exitCode: 137 } } });
    const book = bookOf({ pods: [pod('web', killed, { resources: { limits: { memory: '64Mi' } } })], replicasets: [set('web-set', '1')] });

    const facts = podFacts(book, {}, nowMs);

    assert.deepEqual(
      [facts['pods.oom.resource'], facts['pods.oom.name'], facts['pods.oom.limit'], facts['pods.oom.suggested'], facts['pods.restartsMax']],
      ['deployments', 'web', '64Mi', '128Mi', 7],
    );
  });

  it('leaves alone what runs, what is done and what has only just begun', () => {
    const young = { ...pod('young', { phase: 'Pending' }), metadata: meta('young', { creationTimestamp: '2026-03-01T11:59:50Z' }) };
    const book = bookOf({ pods: [pod('web', ready), pod('job', { phase: 'Succeeded' }), young, pod('sick', { phase: 'Running' })] });

    assert.deepEqual(
      book.all('pods').map((each) => [isReady(each), isTroubled(each, nowMs)]),
      [
        [true, false],
        [false, false],
        [false, false],
        [false, true],
      ],
    );
    assert.deepEqual(
      choosePods(book.all('pods'), {}, nowMs).map(({ metadata }) => metadata.name),
      ['sick'],
    );
    assert.equal(podFacts(book, { namespace: 'other' }, nowMs)['pods.count'], 0);
  });
});

describe('workloadFacts()', () => {
  const deployment = (name: string, spec: object, status: object) => ({ metadata: meta(name), spec, status });

  it('tells short, stuck, refused, paused and stopped apart', () => {
    const book = bookOf({
      deployments: [
        deployment('short', { replicas: 3 }, { availableReplicas: 1 }),
        deployment(
          'stuck',
          { replicas: 2 },
          { availableReplicas: 2, conditions: [{ type: 'Progressing', status: 'False', message: 'timed out' }] },
        ),
        deployment('refused', { replicas: 1 }, { conditions: [{ type: 'ReplicaFailure', status: 'True', message: 'exceeded quota: q' }] }),
        deployment('paused', { replicas: 1, paused: true }, { availableReplicas: 1 }),
        deployment('stopped', { replicas: 0 }, {}),
      ],
      jobs: [deployment('import', {}, { conditions: [{ type: 'Failed', status: 'True', message: 'BackoffLimitExceeded' }] })],
    });

    const facts = workloadFacts(book, {});

    assert.deepEqual(
      ['short', 'worstName', 'none', 'stuckName', 'refusedMessage', 'pausedName', 'zeroNames', 'jobsFailedName'].map(
        (name) => facts[`workloads.${name}`],
      ),
      [2, 'refused', 1, 'stuck', 'exceeded quota: q', 'shop/paused', 'shop/stopped', 'shop/import'],
    );
  });
});

describe('serviceFacts()', () => {
  const service = (selector: object, port: object = { port: 80, targetPort: 8080 }) => ({
    metadata: meta('web'),
    spec: { selector, ports: [port] },
  });
  const pods = [pod('web-1', ready, {}, { app: 'web', tier: 'front' })];

  it('shows how a selector that finds nothing should read', () => {
    const facts = serviceFacts(bookOf({ services: [service({ app: 'wbe', tier: 'front' })], pods, endpoints: [] }), {});

    assert.deepEqual(
      ['selectorMatchesNoneName', 'nearestPod', 'mismatchLabel', 'mismatchWanted', 'mismatchValue'].map(
        (name) => facts[`services.${name}`],
      ),
      ['web', 'shop/web-1', 'app', 'wbe', 'web'],
    );
  });

  it('blames no selector for a workload that is scaled to zero', () => {
    const deployments = [{ metadata: meta('web'), spec: { replicas: 0, template: { metadata: { labels: { app: 'web' } } } } }];
    const facts = serviceFacts(bookOf({ services: [service({ app: 'web' })], pods: [], endpoints: [], deployments }), {});

    assert.deepEqual([facts['services.scaledToZeroWorkload'], facts['services.selectorMatchesNone']], ['web', 0]);
  });

  it('finds a port that no container has, and a policy that lets nobody in', () => {
    const networkpolicies = [{ metadata: meta('deny'), spec: { podSelector: {}, policyTypes: ['Ingress'] } }];
    const facts = serviceFacts(
      bookOf({ services: [service({ app: 'web' }, { port: 80, targetPort: 'http' })], pods, networkpolicies }),
      {},
    );
    const open = [{ metadata: meta('deny'), spec: { podSelector: {}, ingress: [{}] } }];

    assert.deepEqual(
      [facts['services.portMissingTarget'], facts['services.portMissingPorts'], facts['services.closedPolicy']],
      ['http', '8080', 'shop/deny'],
    );
    assert.equal(serviceFacts(bookOf({ services: [service({ app: 'web' })], pods, networkpolicies: open }), {})['services.closed'], 0);
  });

  it('selectsObject() knows the operators', () => {
    const has = (operator: string, values?: string[]) => selectsObject({ matchExpressions: [{ key: 'a', operator, values }] }, { a: '1' });

    assert.deepEqual(
      [has('In', ['1']), has('NotIn', ['1']), has('Exists'), has('DoesNotExist'), selectsObject({}, {})],
      [true, false, true, false, true],
    );
  });
});

describe('configFacts()', () => {
  const template = (spec: object) => [{ metadata: meta('web'), spec: { template: { spec: { containers: [{ name: 'app', ...spec }] } } } }];
  const configmaps = [{ metadata: meta('settings'), data: { A: 'value-that-nobody-needs' } }];

  it('names the map, or the key in it, that is not there', () => {
    const key = { env: [{ name: 'B', valueFrom: { configMapKeyRef: { name: 'settings', key: 'B' } } }] };
    const map = { envFrom: [{ configMapRef: { name: 'gone' } }, { configMapRef: { name: 'maybe', optional: true } }] };
    const [first, second] = [key, map].map((spec) => configFacts(bookOf({ deployments: template(spec), configmaps }), {}));

    assert.deepEqual(
      [first?.['config.missingName'], first?.['config.missingKey'], first?.['config.missingBy']],
      ['settings', 'B', 'deployments/web'],
    );
    assert.deepEqual([second?.['config.missing'], second?.['config.missingName']], [1, 'gone']);
  });

  it('takes nothing for missing that nobody listed, and holds no value', () => {
    const secret = { env: [{ name: 'P', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } }] };
    const book = bookOf({ deployments: template(secret), configmaps });

    assert.deepEqual(missingReferences(book, {}), []);
    assert.doesNotMatch(JSON.stringify(book.all('configmaps')), /value-that-nobody-needs/);
    assert.equal(missingReferences(bookOf({ deployments: template(secret), secrets: [] }), {})[0]?.name, 'db');
  });
});

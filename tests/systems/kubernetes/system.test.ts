import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { asAnyKind } from '../../../src/systems/any-kind.ts';
import { findLook } from '../../../src/systems/find-look.ts';
import { checkKubernetes } from '../../../src/systems/kubernetes/check.ts';
import { kubernetesEntry } from '../../../src/systems/kubernetes/entry.ts';
import { kubernetesKind } from '../../../src/systems/kubernetes/system.ts';
import { nameableOf } from '../../../src/systems/scope.ts';
import { contextOf, describeSystem } from '../../contracts/system.ts';
import { freePort, startHangingPeer } from '../../support/peers.ts';
import { startApiPeer } from './api-peer.ts';
import { healthyCluster, secretOfThePeer } from './peer-cluster.ts';
import { clientOf, entryOf, lookAt } from './scene.ts';

const token = 'the-very-secret-token';
const entry = { id: 'shop-cluster', kind: 'kubernetes' };
const inContainer = { resource: 'deployments', namespace: 'shop', name: 'web', container: 'app' };

describeSystem(kubernetesKind, {
  async live() {
    const peer = await startApiPeer({ ...healthyCluster, token });
    const secrets = [token, secretOfThePeer];
    return { entry: { ...entry, url: peer.url, token: { env: 'X' } }, secrets, resolveSecret: () => token, stop: () => peer.stop() };
  },
  unreachable: {
    refused: { start: async () => ({ entry: { ...entry, url: `http://127.0.0.1:${String(await freePort())}` } }), problem: 'refused' },
    'unknown name': { start: () => Promise.resolve({ entry: { ...entry, url: 'https://no-such-host.invalid:6443' } }), problem: 'dns' },
    'TLS spoken to a server without': {
      async start() {
        const peer = await startApiPeer(healthyCluster);
        return { entry: { ...entry, url: peer.url.replace('http:', 'https:') }, stop: () => peer.stop() };
      },
      problem: 'tls',
    },
  },
  hanging: async () => {
    const peer = await startHangingPeer();
    return { entry: { ...entry, url: `http://127.0.0.1:${String(peer.port)}` }, stop: () => peer.stop() };
  },
  sampleArguments: {
    'rollout-restart': { resource: 'deployments', namespace: 'shop', name: 'web' },
    'rollout-undo': { namespace: 'shop', name: 'web', revision: 0 },
    'rollout-pause': { namespace: 'shop', name: 'web' },
    'rollout-resume': { namespace: 'shop', name: 'web' },
    scale: { resource: 'deployments', namespace: 'shop', name: 'web', replicas: 3 },
    'set-image': { ...inContainer, image: 'registry/web:1.1' },
    'set-resources': { ...inContainer, part: 'limits', of: 'memory', value: '512Mi' },
    'set-probe': { ...inContainer, probe: 'readinessProbe', field: 'port', value: 8080 },
    'set-env': { ...inContainer, variable: 'MODE', value: 'safe' },
    'set-selector': { namespace: 'shop', name: 'web', label: 'app', value: 'web' },
    'resume-job': { resource: 'jobs', namespace: 'shop', name: 'import' },
    'delete-pod': { namespace: 'shop', pod: 'web-abc-1' },
    cordon: { node: 'node-1' },
    uncordon: { node: 'node-1' },
    drain: { node: 'node-1', podsMax: 10 },
  },
  sampleFacts: {
    'pods.image.namespace': 'shop',
    'pods.image.deployment': 'web',
    'pods.oom.resource': 'deployments',
    'pods.oom.suggested': '128Mi',
    'services.scaledToZeroResource': 'deployments',
  },
  rareFacts: ['reach.problem', 'reach.stage', 'reach.code', 'reach.reason', 'certificate.*'],
});

describe('kubernetesKind', () => {
  it('entry refuses logins in addresses, halves of a choice and names that are none', () => {
    for (const more of [
      { url: 'https://root:hidden@10.0.0.1:6443' },
      { url: 'https://10.0.0.1', kubeconfig: '/etc/k' },
      { token: { env: 'X' } },
      { context: 'shop' },
      { namespaces: ['Shop'] },
      { namespaces: [] },
    ]) {
      const parsed = kubernetesEntry.safeParse({ ...entry, ...more });
      assert.equal(parsed.success, false, JSON.stringify(more));
      assert.doesNotMatch(parsed.error?.message ?? '', /hidden/);
    }
  });

  it('a cluster without a fault has none, and one token for another is refused as such', async () => {
    const peer = await startApiPeer({ ...healthyCluster, token });
    const own = entryOf({ url: peer.url, token: { env: 'X' } });

    const healthy = await lookAt(own, token);
    const refused = await lookAt(own, 'another', { probes: ['server', 'pods'] });
    await peer.stop();

    assert.deepEqual([healthy.confirmed, healthy.likely, refused.causes], [[], [], ['credentials-refused']]);
    assert.ok(refused.evidence.every(({ status }) => status === 'denied'));
  });
});

describe('findLook() in a cluster', () => {
  const asked = {
    'show the pods of shop-cluster': 'pods',
    '查看 shop-cluster 的 Pod': 'pods',
    'show the logs of shop-cluster': 'container-logs',
    '查看 shop-cluster 的日志': 'container-logs',
    'shop-cluster 的节点': 'nodes',
    'show the events of shop-cluster in the last 2 hours': 'events',
    '查看 shop-cluster 的工作负载': 'workloads',
    'shop-cluster 的配额': 'quotas',
    'shop-cluster 的证书': 'certificate',
  };
  for (const [text, probe] of Object.entries(asked))
    it(`'${text}' is ${probe}`, () => {
      const own = entryOf({ url: 'https://10.0.0.1:6443' });
      const systems = [{ entry: own, kind: asAnyKind(kubernetesKind), client: clientOf(own) }];
      const found = findLook(text, systems, systems.map(nameableOf), 0);

      assert.equal(found.kind === 'found' ? found.request.probe : found.kind, probe);
    });
});

describe('checkKubernetes()', () => {
  const reads =
    'pods services endpoints events configmaps serviceaccounts resourcequotas limitranges persistentvolumeclaims deployments replicasets statefulsets daemonsets jobs cronjobs horizontalpodautoscalers ingresses networkpolicies poddisruptionbudgets nodes namespaces persistentvolumes storageclasses';
  const look = ['get pods/log', ...reads.split(' ').map((each) => `list ${each}`)];
  const checked = async (rights: readonly string[], actionsEnabled: boolean): Promise<string> => {
    const peer = await startApiPeer({ rights });
    const own = entryOf({ url: peer.url, actionsEnabled });
    const checks = await checkKubernetes(clientOf(own), contextOf(own, 10_000));
    await peer.stop();
    return checks.map(({ level, text }) => `${level}: ${text.en}`).join('\n');
  };

  it('is content with exactly what is needed', async () => {
    assert.match(await checked(look, false), /^ok: /);
  });

  it('says what is too much, and what is too little', async () => {
    assert.match(
      await checked([...look, 'delete pods', 'get secrets'], false),
      /^warn: this account can delete pods, get secrets: narrow it$/,
    );
    assert.match(await checked(look.slice(1), true), /may not get pods\/log: these stay blind spots\n.*may not patch deployments/);
    assert.match(await checked(['* *'], true), /cluster-admin/);
  });

  it('fails where nobody is reached', async () => {
    const own = entryOf({ url: `http://127.0.0.1:${String(await freePort())}` });

    assert.equal((await checkKubernetes(clientOf(own), contextOf(own, 5_000)))[0]?.level, 'fail');
  });
});

/** The contract, and everything that needs a real node: one is started for all of it. */

import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { elasticsearchKind } from '../../src/systems/elasticsearch/system.ts';
import { hostKind } from '../../src/systems/host/system.ts';
import { contextOf, describeSystem, type SuiteSystem } from '../contracts/system.ts';
import { elasticsearchMissing } from '../support/elasticsearch.ts';
import { freePort, startHangingPeer } from '../support/peers.ts';
import { describeActions } from './elasticsearch/actions.ts';
import { describeFaults } from './elasticsearch/faults.ts';
import { describeLogStore } from './elasticsearch/log-store.ts';
import { clientOf, entryOf, type Scene, startScene } from './elasticsearch/scene.ts';

const entry = { id: 'shop-search', kind: 'elasticsearch', username: 'admin', password: { env: 'SHOP_SEARCH_PASSWORD' } };
const missing = elasticsearchMissing();
let shared: Promise<Scene> | null = null;
const scene = (): Promise<Scene> => {
  shared ??= startScene();
  return shared;
};

after(async () => {
  if (shared !== null) await (await shared).stop();
});

const away = (url: string) => Promise.resolve({ entry: { ...entry, url }, resolveSecret: () => 'x' });

describeSystem(elasticsearchKind, {
  async live() {
    if (missing !== null) return { skip: missing };
    const { server } = await scene();
    return liveOf(server.url, server.admin.password);
  },
  unreachable: {
    refused: { start: async () => away(`http://127.0.0.1:${String(await freePort())}`), problem: 'refused' },
    'unknown name': { start: () => away('http://no-such-host.invalid:9200'), problem: 'dns' },
    ...(missing !== null
      ? {}
      : {
          'wrong password': { start: async () => liveOf((await scene()).server.url, 'a-wrong-secret'), problem: 'auth' as const },
          'TLS asked of a server without': {
            start: async () => away((await scene()).server.url.replace('http:', 'https:')),
            problem: 'tls' as const,
          },
        }),
  },
  hanging: async () => {
    const peer = await startHangingPeer();
    return { entry: { ...entry, url: `http://127.0.0.1:${String(peer.port)}` }, resolveSecret: () => 'x', stop: () => peer.stop() };
  },
  sampleArguments: {
    'set-cluster-setting': { name: 'cluster.routing.allocation.enable', value: 'all' },
    'clear-read-only-block': { indices: 'orders,orders-2' },
    'set-replicas': { index: 'orders', replicas: 0 },
    'set-index-setting': { index: 'orders', name: 'index.refresh_interval', value: '30s' },
    'cancel-task': { taskId: 'p89mHw_3R5W6KXS0OUTH-g:71', action: 'indices:data/read/search', startedMs: 1_795_903_564_439 },
    'retry-failed-allocation': {},
  },
  sampleFacts: {
    'tasks.longest.id': 'p89mHw_3R5W6KXS0OUTH-g:71',
    'tasks.longest.action': 'indices:data/read/search',
    'tasks.longest.startedMs': 1_795_903_564_439,
    'tasks.bulk.id': 'p89mHw_3R5W6KXS0OUTH-g:72',
    'tasks.bulk.action': 'indices:data/write/reindex',
    'tasks.bulk.startedMs': 1_795_903_564_439,
    'settings.excludedBy': 'cluster.routing.allocation.exclude._name',
    'indices.impossibleIndex': 'orders',
    'indices.possibleReplicas': 0,
    'indices.blockedFirst': 'orders',
    'indices.blockedSetting': 'index.blocks.write',
    'indices.floodedNames': 'orders,orders-2',
    'mappings.index': 'orders',
    'allocation.index': 'orders',
  },
  hostKinds: [hostKind] as never,
});

function liveOf(url: string, password: string): SuiteSystem {
  return { entry: { ...entry, url }, secrets: [password], resolveSecret: () => password };
}

describe('on a real node', { skip: missing ?? false, timeout: 300_000 }, () => {
  describeFaults(scene);
  describeActions(scene);

  it('with the role of the guide every look works, nothing can be changed, and doctor is content', async () => {
    const { server, watcher, client } = await scene();
    const own = entryOf(server.url, { username: 'watcher', password: { env: 'P' }, actionsEnabled: false });
    const statuses: Record<string, string> = {};
    for (const probe of elasticsearchKind.probes)
      statuses[probe.name] = (await probe.look(watcher, probe.parameters.parse({}), contextOf(own, 20_000))).status;

    const doctor = await elasticsearchKind.check?.(watcher, contextOf(own, 10_000));
    const withActions = await elasticsearchKind.check?.(watcher, contextOf({ ...own, actionsEnabled: true }, 10_000));
    const admin = await elasticsearchKind.check?.(client, contextOf(own, 10_000));
    const change = watcher.change('PUT', '_cluster/settings', { persistent: { 'cluster.max_shards_per_node': '9' } }, limit());

    await assert.rejects(change, { problem: 'no-permission' });
    assert.deepEqual(
      Object.entries(statuses).filter(([, status]) => status !== 'ok'),
      [],
    );
    assert.deepEqual(
      doctor?.map(({ level }) => level),
      ['ok'],
    );
    assert.match(withActions?.map(({ text }) => text.en).join() ?? '', /lacks manage/);
    assert.match(admin?.map(({ text }) => text.en).join() ?? '', /right all.*read documents.*write or delete/s);
  });

  it('an API key is as good as a login', async () => {
    const { server } = await scene();
    const entryWithKey = entryOf(server.url, { apiKey: { env: 'KEY' } });
    const refused = await elasticsearchKind.probes[0]?.look(clientOf(entryWithKey, 'bm90OmFLZXk='), {}, contextOf(entryWithKey, 10_000));

    assert.equal(refused?.problem, 'auth');
  });
});

describeLogStore(scene, missing);

function limit() {
  return { timeoutMs: 10_000, signal: AbortSignal.timeout(20_000) };
}

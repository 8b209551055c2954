/** Faults that are made on a real node, and what the diagnosis says to each. */

import assert from 'node:assert/strict';
import { chmod, rename } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { cancelTask } from '../../../src/systems/elasticsearch/actions/work.ts';
import { acting } from '../../support/acting.ts';
import { type Scene, until, watermarks } from './scene.ts';

const still = ['cluster', 'shards', 'indices', 'settings'];
const fast = [...still, 'nodes'];

export function describeFaults(scene: () => Promise<Scene>): void {
  describe('a healthy cluster', () => {
    it('gives no cause, not even a probable one', async () => {
      const { server, look } = await scene();
      await server.ask('PUT', 'orders', { settings: { number_of_replicas: 0 } });
      await server.ask('POST', 'orders/_doc?refresh=true', { amount: 1, note: 'paid' });

      const seen = await look();

      assert.deepEqual([seen.confirmed, seen.likely], [['certificate-expiring'], []]);
      assert.equal(seen.facts['certificates.soonestDays'], 4);
      assert.equal(seen.facts['mappings.fields'], 3);
    });
  });
  describeAllocation(scene);
  describeDisk(scene);
  describeIndices(scene);
  describeLoad(scene);
}

function describeAllocation(scene: () => Promise<Scene>): void {
  describe('allocationSignatures', () => {
    it('name an allocation that was switched off and forgotten, behind a red cluster', async () => {
      const { server, look, setCluster } = await scene();
      await setCluster({ 'cluster.routing.allocation.enable': 'none' });
      await server.ask('PUT', 'late?wait_for_active_shards=0&timeout=1s', { settings: { number_of_replicas: 0 } });

      const seen = await look({ probes: still });
      await setCluster({ 'cluster.routing.allocation.enable': null });
      await server.ask('DELETE', 'late');

      assert.deepEqual(seen.causes, ['allocation-disabled']);
      assert.equal(seen.facts['cluster.status'], 'red');
      assert.equal(seen.facts['allocation.deciders'], 'enable');
    });

    it('name replicas that no node is left for', async () => {
      const { server, look } = await scene();
      await server.ask('PUT', 'lonely', { settings: { number_of_replicas: 2 } });

      const seen = await look({ probes: still });
      await server.ask('DELETE', 'lonely');

      assert.deepEqual(seen.causes, ['impossible-replicas']);
      assert.deepEqual([seen.facts['indices.impossibleIndex'], seen.facts['indices.possibleReplicas']], ['lonely', 0]);
    });

    it('name the exclusion that leaves shards no node', async () => {
      const { server, look, setCluster } = await scene();
      await setCluster({ 'cluster.routing.allocation.exclude._name': 'es-1' }, 'transient');
      await server.ask('PUT', 'late?wait_for_active_shards=0&timeout=1s', { settings: { number_of_replicas: 0 } });

      const seen = await look({ probes: still });
      await setCluster({ 'cluster.routing.allocation.exclude._name': null }, 'transient');
      await server.ask('DELETE', 'late');

      assert.deepEqual(seen.causes, ['allocation-filtered']);
      assert.equal(seen.facts['settings.excluded'], 'es-1');
    });

    it('name a limit of shards that is reached', async () => {
      const { server, look, setCluster } = await scene();
      await server.ask('PUT', 'many', { settings: { number_of_shards: 3, number_of_replicas: 0 } });
      await setCluster({ 'cluster.max_shards_per_node': 4 });
      await assert.rejects(server.ask('PUT', 'one-more', {}), /maximum normal shards open/);

      const seen = await look({ probes: still });
      await setCluster({ 'cluster.max_shards_per_node': null });
      await server.ask('DELETE', 'many');

      assert.deepEqual(seen.causes, ['max-shards-reached']);
      assert.equal(seen.facts['shards.suggestedMaxPerNode'], 5);
    });

    it('name a transient setting that hides a persistent one', async () => {
      const { look, setCluster } = await scene();
      await setCluster({ 'cluster.routing.allocation.node_concurrent_recoveries': 3 });
      await setCluster({ 'cluster.routing.allocation.node_concurrent_recoveries': 4 }, 'transient');

      const seen = await look({ probes: ['settings'] });
      await setCluster({ 'cluster.routing.allocation.node_concurrent_recoveries': null });
      await setCluster({ 'cluster.routing.allocation.node_concurrent_recoveries': null }, 'transient');

      assert.deepEqual(seen.causes, ['settings-contradict']);
    });
  });
}

function describeDisk(scene: () => Promise<Scene>): void {
  describe('diskSignatures', () => {
    it('name the low and the high watermark by the limits of the cluster', async () => {
      const { look, setCluster } = await scene();
      await setCluster(watermarks('1%', '98%', '99%'));
      const low = await look({ probes: ['cluster', 'nodes', 'shards'] });
      await setCluster(watermarks('1%', '2%', '99%'));
      const high = await look({ probes: ['cluster', 'nodes', 'shards'] });
      await setCluster(watermarks(null, null, null));

      assert.deepEqual([low.causes, low.facts['nodes.disk.lowNames']], [[], 'es-1']);
      assert.deepEqual(high.causes, ['disk-past-high-watermark']);
    });

    it('name the disk behind indices that turned read-only, then the block that stays when there is space again', async () => {
      const { server, look, setCluster, lastDiskCheck } = await scene();
      await lastDiskCheck();
      await setCluster(watermarks('1%', '2%', '3%'));

      const full = await look({ probes: fast });
      const refused = server.ask('POST', 'flooded/_doc', { amount: 2 });
      await assert.rejects(refused, /TOO_MANY_REQUESTS\/12/);
      await setCluster(watermarks(null, null, null));
      const freed = await look({ probes: fast });
      await server.ask('DELETE', 'flooded');

      assert.deepEqual(full.causes, ['disk-past-flood-stage']);
      assert.deepEqual(freed.causes, ['flood-block-left']);
      assert.equal(freed.facts['indices.floodedNames'], 'flooded');
    });
  });
}

function describeIndices(scene: () => Promise<Scene>): void {
  describe('indexSignatures, maintenanceSignatures', () => {
    it('name an index that a person has blocked', async () => {
      const { server, look } = await scene();
      await server.ask('PUT', 'orders/_block/write');

      const seen = await look({ probes: still });
      await server.ask('PUT', 'orders/_settings', { 'index.blocks.write': null });

      assert.deepEqual(seen.causes, ['index-write-blocked']);
      assert.equal(seen.facts['indices.blockedSetting'], 'index.blocks.write');
    });

    it('name a cluster that was left read-only', async () => {
      const { look, setCluster } = await scene();
      await setCluster({ 'cluster.blocks.read_only_allow_delete': true });

      const seen = await look({ probes: ['cluster', 'settings', 'indices'] });
      await setCluster({ 'cluster.blocks.read_only_allow_delete': null });

      assert.deepEqual(seen.causes, ['cluster-read-only']);
    });

    it('count fields as Elasticsearch does, and name a mapping that is full', async () => {
      const { server, look } = await scene();
      const fields = Object.fromEntries(Array.from({ length: 98 }, (_, at) => [`user_${String(at)}`, { type: 'long' }]));
      const properties = { ...fields, note: { type: 'text', fields: { raw: { type: 'keyword' } } } };
      await server.ask('PUT', 'wide', { settings: { number_of_replicas: 0, 'mapping.total_fields.limit': 100 }, mappings: { properties } });
      await assert.rejects(server.ask('POST', 'wide/_doc', { user_98: 1 }), /Limit of total fields \[100\]/);

      const seen = await look({ probes: ['cluster', 'mappings'] });
      await server.ask('DELETE', 'wide');

      assert.deepEqual(seen.causes, ['mapping-explosion']);
      assert.deepEqual([seen.facts['mappings.index'], seen.facts['mappings.fields']], ['wide', 100]);
    });

    it('name a repository that has gone, and are content once it is back', async () => {
      const { server, look } = await scene();
      await server.ask('PUT', '_snapshot/nightly', { type: 'fs', settings: { location: server.repository } });
      await server.ask('PUT', '_snapshot/nightly/one?wait_for_completion=true', { indices: 'orders', include_global_state: false });
      const good = await look({ probes: ['snapshots'] });
      await chmod(server.repository, 0o755);
      await rename(server.repository, `${server.repository}-away`);
      const gone = await look({ probes: ['snapshots'] });
      await rename(`${server.repository}-away`, server.repository);
      await server.ask('DELETE', '_snapshot/nightly/one');
      await server.ask('DELETE', '_snapshot/nightly');

      assert.deepEqual([good.confirmed, good.facts['snapshots.latest.state']], [[], 'SUCCESS']);
      assert.deepEqual(gone.causes, ['snapshot-repository-unreadable']);
    });
  });
}

function describeLoad(scene: () => Promise<Scene>): void {
  describe('loadSignatures, memorySignatures', () => {
    it('name a search that has been running, by what makes it expensive, without its values; and it can be cancelled', async () => {
      const current = await scene();
      const search = await startLongSearch(current.server);
      const facts = async () => (await current.look({ probes: ['tasks'] })).facts;
      await until('it has run for three seconds', async () => Number((await facts())['tasks.longest.seconds']) >= 3);

      const seen = await current.look({ probes: ['cluster', 'tasks'] });
      const meant = {
        taskId: seen.facts['tasks.longest.id'] ?? '',
        action: seen.facts['tasks.longest.action'] ?? '',
        startedMs: seen.facts['tasks.longest.startedMs'] ?? 0,
      };
      const other = { ...meant, startedMs: Number(meant.startedMs) - 1 };
      assert.equal((await acting(cancelTask, other, current.client, current.entry).precheck()).state, 'already');
      await acting(cancelTask, meant, current.client, current.entry).run();

      assert.match(String(await search.answer), /cancelled/);
      assert.deepEqual(seen.causes, ['long-search']);
      assert.deepEqual([seen.facts['tasks.longest.form'], seen.facts['tasks.longest.indices']], ['wildcard', 'words']);
      assert.doesNotMatch(seen.evidence.map(({ text }) => text).join(), /a\*b/);
    });

    it('name requests that need more memory than the breaker allows', async () => {
      const { server, look, setCluster, watcher } = await scene();
      await watcher.warm?.();
      await setCluster({ 'indices.breaker.request.limit': '1kb' }, 'transient');
      const aggregation = { size: 0, aggs: { words: { terms: { field: 'word', size: 5_000 } } } };
      await assert.rejects(server.ask('POST', 'words/_search', aggregation), /circuit_breaking_exception/);
      await setCluster({ 'indices.breaker.request.limit': null }, 'transient');

      const seen = await look({ probes: ['cluster', 'nodes'] });

      assert.deepEqual(seen.causes, ['request-too-large']);
      assert.equal(seen.facts['nodes.breaker.trippedName'], 'request');
    });
  });
}

/** Thousands of words against hundreds of patterns: busy for longer than any test, until it is cancelled. */
async function startLongSearch(server: Scene['server']): Promise<{ readonly answer: Promise<unknown> }> {
  await fillWords(server);
  const patterns = Array.from({ length: 900 }, (_, at) => `*a*b*${at.toString(36)}*c*d*e*f*`);
  const query = { bool: { should: patterns.map((value) => ({ wildcard: { word: { value } } })) } };
  return { answer: server.ask('POST', 'words/_search', { query }).catch((error: Error) => error.message) };
}

async function fillWords(server: Scene['server']): Promise<void> {
  await server.ask('PUT', 'words', {
    settings: { number_of_replicas: 0, refresh_interval: '-1' },
    mappings: { properties: { word: { type: 'keyword' } } },
  });
  let seed = 7;
  const next = (): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed;
  };
  const word = (): string => Array.from({ length: 24 }, () => next().toString(36)).join('');
  for (let batch = 0; batch < 2; batch += 1) {
    const lines = Array.from({ length: 4_000 }, () => `{"index":{}}\n${JSON.stringify({ word: [word(), word(), word()] })}\n`);
    await server.ask('POST', 'words/_bulk', lines.join(''));
  }
  await server.ask('POST', 'words/_refresh');
}

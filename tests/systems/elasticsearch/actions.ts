/** Every change on a real node: it does what it says, and its undo brings back exactly what was there. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setClusterSetting } from '../../../src/systems/elasticsearch/actions/cluster-settings.ts';
import { clearReadOnlyBlock, setIndexSetting, setReplicas } from '../../../src/systems/elasticsearch/actions/index-settings.ts';
import { retryFailedAllocation } from '../../../src/systems/elasticsearch/actions/work.ts';
import { acting } from '../../support/acting.ts';
import { type Scene, watermarks } from './scene.ts';

export function describeActions(scene: () => Promise<Scene>): void {
  describeClusterSettings(scene);
  describeIndexSettings(scene);
  describeWork(scene);
}

function describeClusterSettings(scene: () => Promise<Scene>): void {
  const name = 'cluster.routing.allocation.enable';
  describe('setClusterSetting', () => {
    const cases: Readonly<Record<string, Readonly<Record<string, string>>>> = {
      'nothing was set': {},
      'it was persistent': { persistent: 'none' },
      'it was transient': { transient: 'primaries' },
      'it was both': { persistent: 'none', transient: 'primaries' },
    };
    for (const [title, before] of Object.entries(cases)) {
      it(`brings exactly the earlier settings back when ${title}`, async () => {
        const { server, client, entry, setCluster } = await scene();
        for (const scope of ['persistent', 'transient'] as const) await setCluster({ [name]: before[scope] ?? null }, scope);
        const old = await server.ask('GET', '_cluster/settings');
        const act = acting(setClusterSetting, { name, value: title.startsWith('nothing') ? 'new_primaries' : 'all' }, client, entry);

        const record = await act.run();
        assert.notDeepEqual(await server.ask('GET', '_cluster/settings'), old);
        assert.equal((await act.precheck()).state, 'already');
        await act.undo(record);

        assert.deepEqual(await server.ask('GET', '_cluster/settings'), old);
        for (const scope of ['persistent', 'transient'] as const) await setCluster({ [name]: null }, scope);
      });
    }

    it('knows no setting that opens doors or runs code, and no value that none can have', () => {
      for (const given of [
        { name: 'xpack.security.enabled', value: 'false' },
        { name: 'script.allowed_types', value: 'inline' },
        { name: 'cluster.routing.allocation.enable', value: 'some' },
        { name: 'cluster.max_shards_per_node', value: '-1' },
      ])
        assert.equal(setClusterSetting.arguments.safeParse(given).success, false, given.name);
    });
  });
}

function describeIndexSettings(scene: () => Promise<Scene>): void {
  describe('setReplicas, setIndexSetting', () => {
    it('change one index, and bring exactly the old settings back', async () => {
      const { server, client, entry } = await scene();
      await server.ask('PUT', 'lonely', { settings: { number_of_replicas: 1 } });
      const read = () => server.ask('GET', 'lonely/_settings');
      const old = await read();
      for (const act of [
        acting(setReplicas, { index: 'lonely', replicas: 0 }, client, entry),
        acting(setIndexSetting, { index: 'lonely', name: 'index.refresh_interval', value: '30s' }, client, entry),
        acting(setIndexSetting, { index: 'lonely', name: 'index.mapping.total_fields.limit', value: 2_000 }, client, entry),
      ]) {
        const record = await act.run();
        assert.notDeepEqual(await read(), old);
        assert.equal((await act.precheck()).state, 'already');
        await act.undo(record);
        assert.deepEqual(without(await read(), 'version'), without(old, 'version'));
      }
    });

    it('are blocked for an alias and for what is not there, and take no pattern', async () => {
      const { server, client, entry } = await scene();
      await server.ask('POST', '_aliases', { actions: [{ add: { index: 'lonely', alias: 'alone' } }] });

      for (const index of ['alone', 'not-there'])
        assert.equal((await acting(setReplicas, { index, replicas: 0 }, client, entry).precheck()).state, 'blocked', index);
      for (const index of ['*', 'a,b', '_all', '-a', 'a/b'])
        assert.equal(setReplicas.arguments.safeParse({ index, replicas: 0 }).success, false, index);
      await server.ask('DELETE', 'lonely');
    });
  });

  describe('clearReadOnlyBlock', () => {
    it('clears the block of those that have it, and gives it back to the same', async () => {
      const { server, client, entry, lastDiskCheck } = await scene();
      await lastDiskCheck();
      await server.ask('PUT', 'free', { settings: { number_of_replicas: 0 } });
      await server.ask('PUT', 'held', { settings: { number_of_replicas: 0, 'blocks.read_only_allow_delete': true } });
      const read = async () => without(await server.ask('GET', 'free,held/_settings'), 'version');
      const old = await read();
      const act = acting(clearReadOnlyBlock, { indices: 'free,held' }, client, entry);

      const record = await act.run();
      assert.deepEqual(record, { indices: 'held' });
      await server.ask('POST', 'held/_doc', { amount: 1 });
      await act.undo(record);

      assert.deepEqual(await read(), old);
      await server.ask('DELETE', 'free,held');
    });

    it('is blocked while the disk is past the flood stage', async () => {
      const { server, client, entry, setCluster, lastDiskCheck } = await scene();
      await lastDiskCheck();
      await server.ask('PUT', 'held', { settings: { number_of_replicas: 0, 'blocks.read_only_allow_delete': true } });
      await setCluster(watermarks('1%', '2%', '3%'));

      const answer = await acting(clearReadOnlyBlock, { indices: 'held' }, client, entry).precheck();
      await setCluster(watermarks(null, null, null));
      await server.ask('DELETE', 'held');

      assert.equal(answer.state, 'blocked');
    });
  });
}

function describeWork(scene: () => Promise<Scene>): void {
  describe('retryFailedAllocation', () => {
    it('has nothing to do where no allocation failed', async () => {
      const { client, entry } = await scene();

      assert.equal((await acting(retryFailedAllocation, {}, client, entry).precheck()).state, 'already');
    });
  });
}

/** Some settings count their own changes. */
function without(given: unknown, name: string): unknown {
  return JSON.parse(JSON.stringify(given, (key, value: unknown) => (key === name ? undefined : value)));
}

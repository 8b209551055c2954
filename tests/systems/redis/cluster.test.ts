/** Three real cluster nodes and a replica of one; broken one step further by each test, in order. */

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { slotStable } from '../../../src/systems/redis/actions/cluster.ts';
import type { RedisClient } from '../../../src/systems/redis/client.ts';
import type { RedisEntry } from '../../../src/systems/redis/entry.ts';
import { openSlots } from '../../../src/systems/redis/probes/cluster.ts';
import { clusterNodes } from '../../../src/systems/redis/probes/members.ts';
import { contextOf } from '../../contracts/system.ts';
import { type RedisServer, startRedis } from '../../support/redis.ts';
import { until } from '../../support/redis-sentinel.ts';
import { diagnose, redisClient, redisEntry } from './diagnose.ts';

const config = { 'cluster-enabled': 'yes', 'cluster-node-timeout': '2000', 'cluster-config-file': 'nodes.conf' };
const looks = ['cluster', 'members', 'activity', 'errors'];

describe('a Redis cluster', { timeout: 120_000 }, () => {
  let nodes: RedisServer[] = [];
  let entry: RedisEntry;
  let client: RedisClient;
  const ids: string[] = [];
  const run = async (index: number, ...command: string[]): Promise<string> => {
    const redis = await nodes[index]?.connect();
    const [name = '', ...rest] = command;
    const answer = String(await redis?.call(name, ...rest));
    redis?.disconnect();
    return answer;
  };

  before(async () => {
    nodes = await Promise.all([1, 2, 3, 4].map(() => startRedis({ config })));
    const ranges = [
      ['0', '5460'],
      ['5461', '10922'],
      ['10923', '16383'],
    ];
    for (const [index, [from = '', to = '']] of ranges.entries()) await run(index, 'CLUSTER', 'ADDSLOTSRANGE', from, to);
    for (const [index, node] of nodes.entries()) {
      ids.push(await run(index, 'CLUSTER', 'MYID'));
      await run(index, 'CLUSTER', 'SET-CONFIG-EPOCH', String(index + 1));
      if (index > 0) await run(0, 'CLUSTER', 'MEET', '127.0.0.1', String(node.port));
    }
    await until(async () => (await run(3, 'CLUSTER', 'NODES')).includes(ids[0] ?? '?'), 'the fourth knows the first');
    await until(async () => (await run(3, 'CLUSTER', 'REPLICATE', ids[0] ?? '')) === 'OK', 'the fourth follows the first');
    for (const index of [0, 1, 2, 3])
      await until(
        async () => /cluster_state:ok[\s\S]*known_nodes:4/.test(await run(index, 'CLUSTER', 'INFO')),
        `node ${String(index)} is ok`,
      );
    await until(async () => /connected_slaves:1/.test(await run(0, 'INFO', 'replication')), 'the replica is there');
    // The address of the entry is a port that nobody listens on: it comes in by the seed.
    entry = redisEntry('redis://127.0.0.1:1', { cluster: true, seeds: [`127.0.0.1:${String(nodes[1]?.port)}`] });
    client = redisClient(entry);
  });

  after(async () => {
    await client.close();
    for (const node of nodes) await node.stop();
  });

  it('comes in by a seed, looks at every node, and finds only what is so: two primaries have no replica', async () => {
    const seen = await diagnose(client, entry, { probes: looks });

    assert.equal(client.address, `127.0.0.1:${String(nodes[1]?.port)}`);
    assert.deepEqual(seen.confirmed, ['primary-without-replica']);
    assert.equal(seen.facts['members.reached'], 4);
    assert.equal(seen.facts['members.primariesWithoutReplica'], 2);
    assert.equal(seen.facts['members.statesOk'], 4);
  });

  it('a slot that a broken move left open is found, closed, and opened again exactly', async () => {
    await run(2, 'CLUSTER', 'SETSLOT', '6000', 'IMPORTING', ids[1] ?? '');
    await run(1, 'CLUSTER', 'SETSLOT', '6000', 'MIGRATING', ids[2] ?? '');
    const context = () => contextOf(entry, 20_000);
    const open = async (index: number) => openSlots(await run(index, 'CLUSTER', 'NODES'));
    const earlier = [await open(1), await open(2)];

    const seen = await diagnose(client, entry, { probes: looks });
    const given = { slot: Number(seen.facts['cluster.movingSlot']) };
    const checked = await slotStable.precheck(client, given, context());
    assert.equal(checked.state, 'ready');
    const recorded = checked.state === 'ready' ? checked.before : {};
    await slotStable.apply(client, given, recorded, context());
    const closed = [await open(1), await open(2)];
    const verified = await slotStable.verify(client, given, recorded, context());
    const isApplied = await slotStable.isApplied(client, given, recorded, context());
    if ('impossible' in slotStable.undo) assert.fail('it can be undone');
    await slotStable.undo.apply(client, given, recorded, context());

    assert.deepEqual(seen.causes, ['slot-migration-stuck']);
    assert.deepEqual(closed, [[], []]);
    assert.deepEqual([verified.isMet, isApplied], [true, true]);
    assert.deepEqual([await open(1), await open(2)], earlier);
    await run(1, 'CLUSTER', 'SETSLOT', '6000', 'STABLE');
    await run(2, 'CLUSTER', 'SETSLOT', '6000', 'STABLE');
  });

  it('clients that do not follow MOVED are told from the rest', async () => {
    const redis = await nodes[1]?.connect();
    let isOver = false;
    const wrong = (async () => {
      while (!isOver) await redis?.set('foo', 'x').catch(() => undefined);
    })();

    const seen = await diagnose(client, entry, { probes: looks });
    isOver = true;
    await wrong;

    assert.deepEqual(seen.causes, ['clients-not-cluster-aware']);
  });

  it('a node that was lost with its slots', async () => {
    await nodes[2]?.kill();
    await until(async () => /cluster_state:fail/.test(await run(1, 'CLUSTER', 'INFO')), 'the cluster is down');
    await until(async () => /cluster_state:fail/.test(await run(0, 'CLUSTER', 'INFO')), 'the first says so as well');
    await until(async () => /cluster_state:fail/.test(await run(3, 'CLUSTER', 'INFO')), 'the fourth says so as well');

    const seen = await diagnose(client, entry, { probes: looks });

    assert.deepEqual(seen.causes, ['cluster-down']);
    assert.equal(seen.facts['members.firstUnreachable'], `127.0.0.1:${String(nodes[2]?.port)}`);
  });

  it('slots that belong to nobody explain that the cluster is down', async () => {
    for (const index of [0, 1, 3]) await run(index, 'CLUSTER', 'FORGET', ids[2] ?? '');

    const seen = await diagnose(client, entry, { probes: looks });

    assert.deepEqual(seen.causes, ['slots-missing']);
    assert.equal(seen.facts['cluster.slotsMissing'], 5_461);
  });

  it('an entry that expects a cluster and finds none', async () => {
    const single = await startRedis();
    const other = redisEntry(single.url, { cluster: true });
    const lone = redisClient(other);

    const seen = await diagnose(lone, other, { probes: looks });
    await lone.close();
    await single.stop();

    assert.deepEqual(seen.causes, ['not-a-cluster']);
  });
});

describe('clusterNodes()', () => {
  it('leaves out ourselves and nodes without an address, and tells a failed one', () => {
    const text = [
      'a1 10.0.0.1:6379@16379,cache-1 myself,master - 0 0 1 connected 0-100',
      'b2 10.0.0.2:6379@16379 master,fail - 0 0 2 disconnected 101-200',
      'c3 10.0.0.3:6379@16379 slave a1 0 0 3 connected',
      'd4 :0@0 master,noaddr - 0 0 4 disconnected',
    ].join('\n');

    assert.deepEqual(clusterNodes(text), [
      { place: { host: '10.0.0.2', port: 6379 }, isUp: false, isReplica: false },
      { place: { host: '10.0.0.3', port: 6379 }, isUp: true, isReplica: true },
    ]);
  });
});

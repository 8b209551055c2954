/** What the looks make of answers; pure. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { clusterFacts } from '../../../src/systems/kafka/probes/cluster.ts';
import { configFacts } from '../../../src/systems/kafka/probes/configs.ts';
import { movementsOf } from '../../../src/systems/kafka/probes/group-movement.ts';
import { groupFacts } from '../../../src/systems/kafka/probes/groups.ts';
import { partitionFacts } from '../../../src/systems/kafka/probes/partitions.ts';
import { quorumFacts } from '../../../src/systems/kafka/probes/quorum.ts';
import { type Group, lagOf } from '../../../src/systems/kafka/probes/read-groups.ts';
import { storageFacts } from '../../../src/systems/kafka/probes/storage.ts';

const partition = (name: string, leader: number, replicas: readonly number[], isr: readonly number[]) => ({
  name,
  topic: name.replace(/-\d+$/, ''),
  isInternal: name.startsWith('__'),
  leader,
  replicas,
  isr,
});

describe('clusterFacts()', () => {
  it('holds a broker that has replicas and is not in the cluster for down', () => {
    const topic = { errorCode: 0, name: 'orders', topicId: '', isInternal: false, topicAuthorizedOperations: 0 };
    const replicas = {
      errorCode: 0,
      partitionIndex: 0,
      leaderId: 1,
      leaderEpoch: 0,
      replicaNodes: [1, 3, 2],
      isrNodes: [1],
      offlineReplicas: [],
    };
    const nodes = [{ id: 1, host: 'k1', port: 9_092, rack: '' }];
    const facts = clusterFacts(
      { id: 'c', controllerId: 1, nodes, topics: [{ ...topic, partitions: [replicas] }] },
      [{ address: 'k1:9092', problem: 'dns' }],
      [],
    );

    assert.deepEqual([facts['cluster.down'], facts['cluster.downIds'], facts['cluster.astrayAddresses']], [2, '2, 3', 'k1:9092 (dns)']);
  });
});

describe('partitionFacts()', () => {
  it('tells what has no leader, what is below its minimum, and whom they lack', () => {
    const given = [
      partition('a-0', 1, [1, 2], [1]),
      partition('b-0', 1, [1, 2, 3], [1, 3]),
      partition('c-0', -1, [2], []),
      partition('d-0', 3, [3, 1], [3, 1]),
    ];
    const facts = partitionFacts(
      given,
      new Map([
        ['a', 2],
        ['b', 2],
      ]),
    );

    assert.deepEqual([facts['partitions.offlineNames'], facts['partitions.underReplicated']], ['c-0', 3]);
    assert.deepEqual(
      [facts['partitions.underMinIsrNames'], facts['partitions.minIsr'], facts['partitions.isr'], facts['partitions.atMinIsr']],
      ['a-0', 2, 1, 1],
    );
    assert.deepEqual([facts['partitions.absentBroker'], facts['partitions.absentBrokerRatio']], [2, 1]);
  });

  it('counts leaders that are not preferred only where the preferred replica could lead', () => {
    const facts = partitionFacts(
      [partition('a-0', 2, [1, 2], [1, 2]), partition('a-1', 2, [1, 2], [2]), partition('a-2', 2, [2, 1], [2, 1])],
      new Map(),
    );

    assert.deepEqual([facts['leaders.notPreferred'], facts['leaders.busiestBroker'], facts['leaders.busiestShare']], [1, 2, 1]);
  });

  it('does not ask a cluster of one broker for second copies', () => {
    assert.equal(partitionFacts([partition('a-0', 1, [1], [1])], new Map())['partitions.singleReplicaTopics'], 0);
    assert.equal(
      partitionFacts([partition('__consumer_offsets-0', 1, [1], [1]), partition('a-0', 2, [2, 1], [2, 1])], new Map())[
        'partitions.singleReplicaInternal'
      ],
      '__consumer_offsets',
    );
  });
});

describe('groupFacts()', () => {
  const lag = (number: number, committed: number | null, start: number, end: number) => ({
    topic: 'orders',
    partition: number,
    committed,
    start,
    end,
  });
  const group = (id: string, state: string, lags: Group['lags'], ids: readonly string[] = ['m1']): Group => ({
    id,
    state,
    lags,
    members: ids.map((each) => ({ id: each, client: 'svc', host: '10.0.0.1', partitions: each === 'idle' ? 0 : 1, assigned: [] })),
  });

  const factsOf = (before: readonly Group[], after: readonly Group[], seconds: number) =>
    groupFacts(movementsOf({ groups: before, atMs: 0 }, { groups: after, atMs: seconds * 1_000 }, null), 1, seconds, {});

  it('lagOf() counts all that is there where nothing was committed, and nothing that is gone', () => {
    assert.deepEqual([lagOf(lag(0, null, 20, 100)), lagOf(lag(0, 5, 20, 100)), lagOf(lag(0, 120, 20, 100))], [80, 80, 0]);
  });

  it('names the one partition that stands still while the others move', () => {
    const before = [group('g', 'Stable', [lag(0, 10, 0, 500), lag(1, 10, 0, 500)])];
    const facts = factsOf(before, [group('g', 'Stable', [lag(0, 10, 0, 510), lag(1, 60, 0, 510)])], 2);

    assert.deepEqual(
      [facts['groups.stuck.partition'], facts['groups.stuck.committed'], facts['groups.slow.consumedPerSecond']],
      [0, 10, 25],
    );
    assert.deepEqual(
      [facts['groups.slow.producedPerSecond'], facts['groups.slow.catchUpSeconds'], facts['groups.still.name']],
      [10, 63, ''],
    );
  });

  it('takes a group for unsettled only when it rebalances in both readings', () => {
    const lags = [lag(0, 0, 0, 50)];
    const at = (one: string, other: string) =>
      factsOf([group('g', one, lags)], [group('g', other, lags, ['m2'])], 1)['groups.unsettled.name'];

    assert.deepEqual(
      [
        at('PreparingRebalance', 'CompletingRebalance'),
        at('Stable', 'Stable'),
        at('Stable', 'PreparingRebalance'),
        at('PreparingRebalance', 'Stable'),
      ],
      ['g', '', 'g', 'g'],
    );
  });

  it('tells offsets out of range in both directions, members without a partition, and how near retention is', () => {
    const lags = [lag(0, 5, 100, 300), lag(1, 900, 0, 300), lag(2, 110, 100, 300)];
    const facts = factsOf([], [group('g', 'Stable', lags, ['m1', 'idle'])], 1);

    assert.deepEqual(
      [facts['groups.lost.messages'], facts['groups.ahead.messages'], facts['groups.idle.members'], facts['groups.edge.roomRatio']],
      [95, 600, 1, 0.05],
    );
  });
});

describe('the other facts', () => {
  it('quorumFacts() measures how late a voter is and how many may still go', () => {
    const voter = (id: number, caughtUpMs: number | null, logEndOffset: number) => ({ id, caughtUpMs, logEndOffset });
    const facts = quorumFacts(
      { leader: 1, epoch: 3, voters: [voter(1, null, 900), voter(2, 99_000, 900), voter(3, 40_000, 100)], observers: [] },
      100_000,
    );

    assert.deepEqual(
      [facts['quorum.lateVoter'], facts['quorum.lateVoterSeconds'], facts['quorum.lateVoterOffsets'], facts['quorum.spareVoters']],
      [3, 60, 800, 0],
    );
    assert.deepEqual(quorumFacts(null, 0), { 'quorum.isKraft': false });
  });

  it('storageFacts() names the fullest directory, the offline one, and the broker that holds most', () => {
    const directory = {
      broker: 1,
      path: '/d',
      isOffline: false,
      logBytes: 90,
      totalBytes: 1_000,
      usableBytes: 40,
      topics: new Map([['orders', 90]]),
    };
    const facts = storageFacts([
      directory,
      { ...directory, broker: 2, path: '/e', isOffline: true, logBytes: 10, totalBytes: null, usableBytes: null },
    ]);

    assert.deepEqual(
      [facts['storage.fullest.usedRatio'], facts['storage.offlineNames'], facts['storage.heaviestBroker'], facts['storage.skewRatio']],
      [0.96, '2:/e', 1, 1.8],
    );
    assert.equal(storageFacts([])['storage.fullest.usedRatio'], null);
  });

  it('configFacts() tells minima that spare no broker from those that can never be met', () => {
    const topic = {
      topic: 'a',
      replicas: 2,
      minIsr: 2,
      retentionMs: 60_000,
      cleanup: 'delete',
      maxMessageBytes: 1,
      isUncleanElected: true,
      own: [],
    };
    const facts = configFacts([topic, { ...topic, topic: 'b', minIsr: 3, isUncleanElected: false, cleanup: 'compact', retentionMs: 1 }]);

    assert.deepEqual(
      [
        facts['configs.noSpareNames'],
        facts['configs.impossibleTopic'],
        facts['configs.uncleanNames'],
        facts['configs.shortest.retentionSeconds'],
      ],
      ['a, b', 'b', 'a', 60],
    );
    assert.deepEqual(
      [facts['configs.ownSize.topic'], facts['configs.ownSize.bytes']],
      ['', null],
      'what was not set for the topic is not meant',
    );
    const own = configFacts([{ ...topic, own: ['max.message.bytes=1'] }]);
    assert.deepEqual([own['configs.ownSize.topic'], own['configs.ownSize.bytes']], ['a', 1]);
  });
});

/** What the looks make of answers: pure, on answers as RabbitMQ 3.10 and later give them. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { activityFacts } from '../../../src/systems/rabbitmq/probes/activity.ts';
import { connectionFacts } from '../../../src/systems/rabbitmq/probes/connections.ts';
import { consumerFacts } from '../../../src/systems/rabbitmq/probes/consumers.ts';
import { deadLetterFacts } from '../../../src/systems/rabbitmq/probes/dead-letters.ts';
import { memoryParts, nodeFacts } from '../../../src/systems/rabbitmq/probes/nodes.ts';
import { policyFacts } from '../../../src/systems/rabbitmq/probes/policies.ts';
import { queueFacts } from '../../../src/systems/rabbitmq/probes/queues.ts';
import { countsOf, keyOf, queueOf } from '../../../src/systems/rabbitmq/probes/read-queues.ts';
import { routingFacts } from '../../../src/systems/rabbitmq/probes/routing.ts';

const row = { name: 'orders', vhost: '/' };
const never = (): boolean => false;

describe('countsOf()', () => {
  it('reads counts by virtual host and queue, with quotes and newlines in their names', () => {
    const found = countsOf(
      [
        '# TYPE rabbitmq_detailed_queue_messages_ready gauge',
        'rabbitmq_detailed_queue_messages_ready{vhost="/",queue="orders"} 1500',
        'rabbitmq_detailed_queue_messages_unacked{vhost="/",queue="orders"} 500',
        'rabbitmq_detailed_queue_consumers{vhost="sh\\"op",queue="a\\nb"} 2',
        'rabbitmq_detailed_queue_process_reductions_total{vhost="/",queue="orders"} 513434',
      ].join('\n'),
    );

    assert.deepEqual(found.get(keyOf('/', 'orders')), { ready: 1_500, unacked: 500 });
    assert.deepEqual(found.get(keyOf('sh"op', 'a\nb')), { consumers: 2 });
  });
});

describe('queueOf()', () => {
  it('takes the counts of the metrics where the API knows none yet', () => {
    const queue = queueOf(row, { ready: 7, unacked: 3, consumers: 1 });

    assert.deepEqual([queue.ready, queue.unacked, queue.consumers, queue.hasStatistics], [7, 3, 1, false]);
  });

  it('applies the lower of two limits, and the queue’s own word before the policy’s', () => {
    const queue = queueOf(
      {
        ...row,
        effective_policy_definition: { 'max-length': 100, overflow: 'drop-head', 'message-ttl': 5_000 },
        arguments: { 'x-max-length': 500, 'x-overflow': 'reject-publish' },
      },
      {},
    );

    assert.deepEqual(['max-length', 'overflow', 'message-ttl'].map(queue.setting), [100, 'reject-publish', 5_000]);
  });
});

describe('queueFacts()', () => {
  const quorum = (name: string, online: number) =>
    queueOf({ ...row, name, type: 'quorum', members: ['a', 'b', 'c'], online: ['a', 'b', 'c'].slice(0, online) }, {});

  it('tells a quorum queue without its majority from one that is merely short of a member', () => {
    const facts = queueFacts([quorum('lost', 1), quorum('short', 2), quorum('whole', 3)], 3, never);

    assert.deepEqual([facts['queues.minority.count'], facts['queues.minority.name'], facts['queues.minority.online']], [1, 'lost', 1]);
    assert.deepEqual([facts['queues.reduced.count'], facts['queues.reduced.name']], [1, 'short']);
  });

  it('names mirrors that are not in sync, and queues that are down', () => {
    const mirrored = queueOf({ ...row, name: 'm', slave_nodes: ['b', 'c'], synchronised_slave_nodes: ['b'] }, {});
    const down = queueOf({ ...row, name: 'd', vhost: 'shop', state: 'down', node: 'rabbit@b' }, {});
    const facts = queueFacts([mirrored, down], 2, never);

    assert.deepEqual(
      [facts['queues.unsynced.name'], facts['queues.down.name'], facts['queues.down.leader']],
      ['m', 'd in shop', 'rabbit@b'],
    );
  });

  it('holds neither dead letters, nor a polled queue, nor a stream for forgotten', () => {
    const dead = queueOf({ ...row, name: 'dead', messages_ready: 9 }, {});
    const polled = queueOf({ ...row, name: 'polled', messages_ready: 9, message_stats: { deliver_get_details: { rate: 3 } } }, {});
    const stream = queueOf({ ...row, name: 'log', type: 'stream', messages_ready: 9 }, {});

    assert.equal(queueFacts([dead, polled, stream], 3, ({ name }) => name === 'dead')['queues.orphan.name'], '');
    assert.equal(queueFacts([dead], 1, never)['queues.orphan.name'], 'dead');
  });

  it('tells how long a backlog takes at the present pace', () => {
    const slow = queueOf(
      {
        ...row,
        consumers: 2,
        messages_ready: 600,
        messages_unacknowledged: 10,
        messages_details: { rate: 4 },
        message_stats: { ack_details: { rate: 20 }, publish_details: { rate: 24 } },
      },
      {},
    );

    assert.equal(queueFacts([slow], 1, never)['queues.slow.drainSeconds'], 30);
    assert.equal(queueFacts([slow], 1, never)['queues.slow.isSingleActive'], false);

    const single = { ...slow, setting: (name: string) => name === 'single-active-consumer' };
    assert.equal(queueFacts([single], 1, never)['queues.slow.isSingleActive'], true);
  });
});

describe('nodeFacts()', () => {
  it('tells the worst node for each limit by itself, and leaves nodes that are down out of it', () => {
    const facts = nodeFacts(
      [
        {
          name: 'a',
          running: true,
          mem_used: 50,
          mem_limit: 100,
          fd_used: 90,
          fd_total: 100,
          disk_free: 100,
          disk_free_limit: 10,
          uptime: 9e6,
        },
        {
          name: 'b',
          running: true,
          mem_used: 90,
          mem_limit: 100,
          mem_alarm: true,
          fd_used: 5,
          fd_total: 100,
          disk_free: 9,
          disk_free_limit: 10,
          disk_free_alarm: true,
          uptime: 5_000,
        },
        { name: 'c', running: false, partitions: ['a'] },
      ].map((node) => ({ ...emptyNode, ...node })),
    );

    assert.deepEqual([facts['memory.node'], facts['memory.usedRatio'], facts['memory.isAlarm']], ['b', 0.9, true]);
    assert.deepEqual([facts['descriptors.node'], facts['descriptors.usedRatio']], ['a', 0.9]);
    assert.deepEqual([facts['disk.node'], facts['disk.isAlarm']], ['b', true]);
    assert.deepEqual([facts['nodes.down'], facts['nodes.downNames'], facts['nodes.youngest']], [1, 'c', 'b']);
    assert.deepEqual([facts['partition.isOne'], facts['partition.between']], [true, 'c | a']);
  });

  it('takes a limit that a version does not report for no limit', () => {
    assert.equal(nodeFacts([{ ...emptyNode, name: 'a', running: true, sockets_used: 10, sockets_total: 0 }])['sockets.usedRatio'], 0);
  });

  it('memoryParts() names the three largest, without sums', () => {
    assert.equal(
      memoryParts({ total: { rss: 9 }, binary: 3_145_728, code: 1_048_576, mnesia: 1, queue_procs: 2_097_152, strategy: 'rss' }),
      'binary 3 MB, queue_procs 2 MB, code 1 MB',
    );
  });
});

const emptyNode = {};

describe('consumerFacts()', () => {
  const nowMs = Date.parse('2026-11-28T12:00:40Z');
  const channel = (name: string, unacked: number, ackRate: number) => ({
    name: `${name} (1)`,
    user: 'shop',
    messages_unacknowledged: unacked,
    idle_since: '2026-11-28T12:00:00Z',
    connection_details: { name, peer_host: '10.0.0.9' },
    message_stats: { ack_details: { rate: ackRate } },
  });

  it('holds who does nothing for the holder, not who has more and works', () => {
    const facts = consumerFacts(
      [channel('busy', 900, 50), channel('stuck', 100, 0)],
      [{ queue: row, prefetch_count: 100, ack_required: true, channel_details: { name: 'stuck (1)' } }],
      [{ name: 'stuck', user_provided_name: 'svc-mail', connected_at: 7 }],
      nowMs,
    );

    assert.deepEqual(
      ['client', 'queue', 'unacked', 'share', 'prefetch', 'fillRatio', 'idleSeconds', 'connectedAtMs'].map(
        (name) => facts[`consumers.holder.${name}`],
      ),
      ['svc-mail', 'orders', 100, 0.1, 100, 1, 40, 7],
    );
  });

  it('counts consumers that stand by', () => {
    const facts = consumerFacts(
      [],
      [
        { queue: row, activity_status: 'single_active' },
        { queue: row, activity_status: 'waiting' },
      ],
      [],
      nowMs,
    );

    assert.deepEqual([facts['consumers.waiting'], facts['consumers.waitingQueue']], [1, 'orders']);
  });

  it('calls a client without a name by its user and host, and counts consumers without a prefetch', () => {
    const facts = consumerFacts([channel('c', 5, 0)], [{ queue: row, ack_required: true, prefetch_count: 0 }], [], nowMs);

    assert.deepEqual([facts['consumers.holder.client'], facts['consumers.withoutPrefetch']], ['shop@10.0.0.9', 1]);
  });
});

describe('the other facts', () => {
  it('connectionFacts() groups by client and tells a limit of 0 as used up', () => {
    const one = { name: 'x', user: 'shop', peer_host: '10.0.0.9', state: 'blocked', channels: 3 };
    const facts = connectionFacts([one, { ...one, name: 'y', state: 'running', channels: 1 }], [{ vhost: 'shop', used: 0, max: 0 }]);

    assert.deepEqual(
      [facts['connections.topClient'], facts['connections.topCount'], facts['connections.blocked']],
      ['shop@10.0.0.9', 2, 1],
    );
    assert.deepEqual([facts['connections.channelsConnection'], facts['connections.vhostRatio']], ['x', 1]);
  });

  it('activityFacts() adds up what is lost, and says nothing of reasons that were not counted', () => {
    const facts = activityFacts({ delivered: 100, redelivered: 50, unroutableDropped: 3, expired: 2 }, null);

    assert.deepEqual([facts['activity.lostPerSecond'], facts['activity.redeliveredRatio'], facts['activity.isExact']], [5, 0.5, false]);
    assert.equal('activity.overLengthPerSecond' in facts, false);
  });

  it('routingFacts() finds less out than in, never more', () => {
    const exchange = (name: string, inRate: number, outRate: number) => ({
      name,
      vhost: '/',
      message_stats: { publish_in_details: { rate: inRate }, publish_out_details: { rate: outRate } },
    });

    assert.equal(routingFacts([exchange('fanout', 10, 30), exchange('lossy', 10, 4)])['routing.lost.exchange'], 'lossy');
    assert.equal(routingFacts([exchange('fanout', 10, 30)])['routing.lost.exchange'], '');
  });

  it('deadLetterFacts() names the one that grows before the one that is larger', () => {
    const old = queueOf({ ...row, name: 'old.dead', messages_ready: 500 }, {});
    const growing = queueOf({ ...row, name: 'new.dead', messages_ready: 5, messages_details: { rate: 2 } }, {});
    const facts = deadLetterFacts([old, growing], { targets: new Set([keyOf('/', 'old.dead'), keyOf('/', 'new.dead')]), missing: [] });

    assert.deepEqual([facts['deadLetters.top'], facts['deadLetters.topPerSecond'], facts['deadLetters.messages']], ['new.dead', 2, 505]);
  });

  it('policyFacts() finds rivals of one priority only', () => {
    const policy = { vhost: '/', pattern: '^a', 'apply-to': 'queues', priority: 1, definition: {} };
    const facts = policyFacts(
      [
        { ...policy, name: 'x' },
        { ...policy, name: 'y' },
        { ...policy, name: 'z', priority: 2 },
      ],
      [],
    );

    assert.deepEqual([facts['policies.rivals'], facts['policies.rivalNames']], [1, 'x / y']);
  });
});

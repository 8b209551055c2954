/** What is made of answers, where a real server is too slow or too healthy for it. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { connectionForm, jszForm, secondsBetween, varzForm } from '../../../src/systems/nats/answers.ts';
import type { NatsClient } from '../../../src/systems/nats/client.ts';
import { compareConsumers } from '../../../src/systems/nats/compare-consumers.ts';
import { consumerFacts } from '../../../src/systems/nats/consumer-facts.ts';
import { closedFacts, returnedFacts } from '../../../src/systems/nats/probes/closed.ts';
import { clusterFacts } from '../../../src/systems/nats/probes/cluster.ts';
import { connectionFacts } from '../../../src/systems/nats/probes/connections.ts';
import { accountFacts } from '../../../src/systems/nats/probes/jetstream.ts';
import { streamFacts } from '../../../src/systems/nats/probes/streams.ts';
import { readStreams, type SeenStreams } from '../../../src/systems/nats/read-streams.ts';

const limit = { timeoutMs: 1_000, signal: AbortSignal.timeout(10_000) };

interface Told {
  readonly leader: string;
  readonly others: readonly string[];
  readonly consumer?: object;
  readonly state?: object;
  readonly config?: object;
}

/** A page of `/jsz` with one stream, as one server tells it. */
function page({ leader, others, consumer = {}, state = {}, config = {} }: Told, now = '2026-11-29T01:00:00Z'): object {
  const cluster = { leader, replicas: others.map((name) => ({ name, current: true })) };
  const sequence = { consumer_seq: 0, stream_seq: 0 };
  return {
    now,
    account_details: [
      {
        name: '$G',
        stream_detail: [
          {
            name: 'ORDERS',
            cluster,
            config,
            state: { messages: 10, bytes: 100, first_seq: 1, last_seq: 10, ...state },
            consumer_detail: [
              { name: 'mailer', cluster, created: '2026-11-29T00:59:00Z', delivered: sequence, ack_floor: sequence, ...consumer },
            ],
          },
        ],
      },
    ],
  };
}

/** A client that is answered in order of the addresses. */
async function read(...pages: readonly object[]): Promise<SeenStreams> {
  const addresses = pages.map((_, index) => `http://n${String(index)}`);
  const client: Pick<NatsClient, 'addresses' | 'page'> = {
    addresses,
    page: async (_path, schema, _limit, at = '') => schema.parse(pages[addresses.indexOf(at)]),
  };
  return readStreams(client as NatsClient, limit);
}

describe('readStreams()', () => {
  it('believes the leader, whichever server was asked first', async () => {
    const follower = page({ leader: 'n1', others: ['n1', 'n2'], consumer: { num_waiting: 0, num_pending: 0 } });
    const leader = page({ leader: 'n1', others: ['n0', 'n2'], consumer: { num_waiting: 3, num_pending: 7 } });

    for (const pages of [
      [follower, leader],
      [leader, follower],
    ]) {
      const [stream] = (await read(...pages)).streams;
      assert.deepEqual([stream?.consumer_detail[0]?.num_waiting, stream?.consumer_detail[0]?.num_pending], [3, 7]);
    }
  });
});

describe('compareConsumers(), consumerFacts()', () => {
  const facts = async (before: object, after: object) =>
    consumerFacts(
      compareConsumers(
        await read(page({ leader: 'n0', others: [], consumer: before })),
        await read(page({ leader: 'n0', others: [], consumer: after }, '2026-11-29T01:00:02Z')),
      ),
    );
  const at = (consumer_seq: number) => ({ consumer_seq, stream_seq: consumer_seq });
  const config = { max_ack_pending: 5 };

  it('a consumer that works behind a small window is held and acknowledges', async () => {
    const seen = await facts(
      { delivered: at(10), num_ack_pending: 5, num_pending: 100, config },
      { delivered: at(30), num_ack_pending: 5, num_pending: 80, config },
    );

    assert.deepEqual(
      [seen['consumers.held.name'], seen['consumers.held.ackedPerSecond'], seen['consumers.slow.name']],
      ['ORDERS/mailer', 10, ''],
    );
  });

  it('a consumer that delivers less than comes in is slow', async () => {
    const seen = await facts({ delivered: at(10), num_pending: 100 }, { delivered: at(20), num_pending: 140 });

    assert.deepEqual(
      [seen['consumers.slow.name'], seen['consumers.slow.growthPerSecond'], seen['consumers.unfetched.name']],
      ['ORDERS/mailer', 20, ''],
    );
  });

  it('a filter that fits no message of the stream is told where somebody asks for some', async () => {
    const quiet = { delivered: at(0), num_pending: 0, config: { filter_subject: 'ORDERS.created' } };
    const filterOf = async (consumer: object) => (await facts(consumer, consumer))['consumers.unmatched.filter'];

    assert.deepEqual(
      [await filterOf({ ...quiet, num_waiting: 1 }), await filterOf(quiet), await filterOf({ ...quiet, num_waiting: 1, delivered: at(4) })],
      ['ORDERS.created', '', ''],
    );
  });

  it('what was delivered as often as it may be, and is not waited for any more, was given up', async () => {
    const tried = { delivered: at(80), num_ack_pending: 2, num_redelivered: 40 };
    const count = async (maxDeliver: number) => {
      const consumer = { ...tried, config: { ...config, max_deliver: maxDeliver } };
      return (await facts(consumer, consumer))['consumers.givenUp.count'];
    };

    assert.deepEqual([await count(3), await count(-1)], [38, 0]);
  });

  it('a paused one is neither held nor unattended', async () => {
    const paused = { num_pending: 9, paused: true, pause_remaining: 60e9, config };
    const seen = await facts(paused, paused);

    assert.deepEqual(
      [
        seen['consumers.paused.name'],
        seen['consumers.paused.remainingSeconds'],
        seen['consumers.unfetched.name'],
        seen['consumers.held.name'],
      ],
      ['ORDERS/mailer', 60, '', ''],
    );
  });
});

describe('streamFacts()', () => {
  it('a stream with a limit in bytes is full when one more message does not fit', async () => {
    const told = { leader: 'n0', others: [], config: { discard: 'new', max_bytes: 105 } };

    assert.equal(streamFacts((await read(page(told))).streams)['streams.refusing.limit'], 'max_bytes');
    const roomy = { ...told, config: { discard: 'new', max_bytes: 120 } };
    assert.equal(streamFacts((await read(page(roomy))).streams)['streams.refusing.count'], 0);
  });

  it('a stream without a leader is named', async () => {
    const facts = streamFacts((await read(page({ leader: '', others: ['n1'] }))).streams);

    assert.deepEqual([facts['streams.leaderless.count'], facts['streams.leaderless.names']], [1, 'ORDERS']);
  });
});

describe('clusterFacts()', () => {
  const server = (name: string, routes: readonly string[]) => ({
    ...{ at: `http://${name}:8222`, routes, reason: '' },
    varz: varzForm.parse({ server_id: name, server_name: name, cluster: { name: 'shop' } }),
  });
  const gone = { at: 'http://n3:8222', varz: null, routes: [], reason: 'refused' };
  const meta = (leader: string, offline: readonly string[]) =>
    jszForm.parse({ meta_cluster: { leader, cluster_size: 3, replicas: offline.map((name) => ({ name, offline: true })) } }).meta_cluster ??
    null;

  it('takes the names of those that are gone from JetStream, else their addresses', () => {
    assert.equal(clusterFacts([server('n1', ['n2']), gone], meta('n1', ['n3']))['cluster.down.names'], 'n3');
    assert.equal(clusterFacts([server('n1', ['n2']), gone], null)['cluster.down.names'], 'n3:8222');
    assert.equal(clusterFacts([server('n1', [])], meta('', ['n2', 'n3']))['meta.leader'], '');
  });

  it('a follower that is asked alone misses whom it has no route to, unless the group is wider than its cluster', () => {
    const alone = server('n1', ['n2']);
    const behindGateway = { ...alone, varz: varzForm.parse({ ...alone.varz, gateway: { name: 'west' } }) };

    const facts = clusterFacts([alone], meta('n2', []));

    assert.deepEqual([facts['cluster.down.count'], facts['cluster.down.names']], [1, '1/3']);
    assert.equal(clusterFacts([server('n1', ['n2', 'n3'])], meta('n2', []))['cluster.down.count'], 0);
    assert.equal(clusterFacts([behindGateway], meta('n2', []))['cluster.down.count'], 0);
  });

  it('a way that one of two does not know is no route', () => {
    assert.equal(clusterFacts([server('n1', ['n2']), server('n2', ['n1'])], null)['cluster.unrouted.count'], 0);
    assert.equal(clusterFacts([server('n1', []), server('n2', [])], null)['cluster.unrouted.between'], 'n1 | n2');
  });
});

it('connectionFacts() names who has most connections and who is furthest behind', () => {
  const connections = ['a', 'a', 'b'].map((name, index) => connectionForm.parse({ name, ip: '10.0.0.1', pending_bytes: index * 50 }));

  const facts = connectionFacts(connections, 3, 200);

  assert.deepEqual(
    [facts['connections.top.client'], facts['connections.behind.client'], facts['connections.behind.ratio']],
    ['a', 'b', 0.5],
  );
});

it('closedFacts() counts by the server’s words, and calls a nameless client by its address', () => {
  const closed = ['Slow Consumer (Write Deadline)', 'Authentication Failure', 'Client Closed'].map((reason) =>
    connectionForm.parse({ reason, ip: '10.0.0.7' }),
  );

  const facts = closedFacts(closed);

  assert.deepEqual([facts['closed.slow.count'], facts['closed.auth.clients'], facts['closed.payload.count']], [1, '10.0.0.7', 0]);
});

it('returnedFacts() tells who was cut off as slow and lives from who is gone', () => {
  const now = '2026-11-28T12:01:00Z';
  const slow = (name: string) => connectionForm.parse({ reason: 'Slow Consumer (Write Deadline)', name, stop: '2026-11-28T12:00:20Z' });

  const gone = returnedFacts([slow('terminal')], [connectionForm.parse({ name: 'shop' })], now);
  const back = returnedFacts([slow('mailer')], [connectionForm.parse({ name: 'mailer' })], now);

  assert.deepEqual(gone, { 'closed.slow.returned': 0, 'closed.slow.newestAgoSeconds': 40 });
  assert.equal(back['closed.slow.returned'], 1);
  assert.equal(returnedFacts([slow('mailer'), slow('mailer')], [], now)['closed.slow.returned'], 1);
});

it('accountFacts() speaks of the limit that is nearest, and of none without limits', () => {
  const limits = { max_memory: -1, max_storage: 1_000, max_streams: 10, max_consumers: -1 };

  assert.deepEqual(accountFacts({ memory: 9, storage: 100, streams: 9, consumers: 4, limits })['account.tightest'], 'streams');
  assert.deepEqual(accountFacts(null)['account.ratio'], 0);
});

it('secondsBetween() takes an answer without a time for no time at all', () => {
  assert.deepEqual([secondsBetween('2026-01-01T00:00:00Z', '2026-01-01T00:00:09Z'), secondsBetween('', 'x')], [9, 0]);
});

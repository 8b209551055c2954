import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { statusAnswer } from '../../../src/systems/etcd/answers.ts';
import type { AskedMember } from '../../../src/systems/etcd/ask-members.ts';
import { parseMetrics } from '../../../src/systems/etcd/metrics.ts';
import { activityFacts } from '../../../src/systems/etcd/probes/activity.ts';
import { endOf, keyFacts, parentOf, prefixOf } from '../../../src/systems/etcd/probes/keys.ts';
import { memberFacts } from '../../../src/systems/etcd/probes/members.ts';
import { peerFacts } from '../../../src/systems/etcd/probes/peers.ts';
import { serverFacts } from '../../../src/systems/etcd/probes/server.ts';
import { spaceFacts } from '../../../src/systems/etcd/probes/space.ts';

function asked(id: string, status: object | null, more: Partial<AskedMember> = {}): AskedMember {
  return {
    member: { ID: id, name: `m${id}`, clientURLs: [], isLearner: false },
    id,
    name: `m${id}`,
    url: new URL('http://127.0.0.1:1'),
    status: status === null ? null : statusAnswer.parse(status),
    reason: status === null ? 'refused' : '',
    clockOffsetSeconds: 0,
    ...more,
  };
}

describe('serverFacts()', () => {
  it('reads the health of 3.4 and of 3.5, and takes silence for neither', () => {
    const isHealthy = (health: string) => serverFacts(statusAnswer.parse({}), health)['server.isHealthy'];

    assert.deepEqual(['{"health":"true"}', '{"health": true}', '{"health":"false"}', ''].map(isHealthy), [true, true, false, null]);
  });
});

describe('memberFacts()', () => {
  it('counts the quorum, and names who is away, behind and off in time', () => {
    const facts = memberFacts([
      asked('1', { leader: '1', raftAppliedIndex: '9000', version: '3.4.23' }),
      asked('2', { leader: '1', raftAppliedIndex: '3000', version: '3.4.23' }, { clockOffsetSeconds: -30 }),
      asked('3', null),
    ]);

    assert.deepEqual([facts['members.quorum'], facts['members.spare'], facts['members.unreachableNames']], [2, 0, 'm3']);
    assert.deepEqual([facts['members.laggingName'], facts['members.lagEntries']], ['m2', 6_000]);
    assert.deepEqual([facts['members.clockSpreadSeconds'], facts['members.leader'], facts['members.follower']], [30, 'm1', 'm2']);
  });

  it('does not let learners vote', () => {
    const learner = { ...asked('2', {}), member: { ID: '2', name: 'm2', clientURLs: [], isLearner: true } };

    assert.deepEqual([memberFacts([asked('1', {}), learner])['members.quorum'], memberFacts([])['members.count']], [1, 0]);
  });
});

describe('spaceFacts()', () => {
  it('tells history, holes and data apart', () => {
    const status = statusAnswer.parse({ header: { revision: '1000' }, dbSize: '1000', dbSizeInUse: '250' });
    const metrics = parseMetrics(
      'etcd_server_quota_backend_bytes 2000\netcd_debugging_mvcc_compact_revision -1\netcd_debugging_mvcc_keys_total 10',
    );

    const facts = spaceFacts(status, metrics);

    assert.deepEqual([facts['space.usedRatio'], facts['space.fragmentedRatio'], facts['space.historyPerKey']], [0.5, 0.75, 100]);
    assert.equal(spaceFacts(status, parseMetrics(''))['space.usedRatio'], null);
  });
});

describe('parentOf()', () => {
  it('is the folder of a key, and the key itself at the top', () => {
    const parent = (key: string) => parentOf(Buffer.from(key)).toString();

    assert.deepEqual(['/locks/job-1', '/a/b/c', '/top', 'top'].map(parent), ['/locks/', '/a/b/', '/top', 'top']);
  });
});

describe('activityFacts()', () => {
  it('counts what the server failed, and not what clients did wrong', () => {
    const text = (failed: number) =>
      `grpc_server_handled_total{grpc_code="Unavailable"} ${String(failed)}\ngrpc_server_handled_total{grpc_code="NotFound"} ${String(failed * 9)}`;

    const facts = activityFacts({ before: parseMetrics(text(0)), after: parseMetrics(text(10)), seconds: 2, nowMs: 0 });

    assert.deepEqual([facts['activity.requestsFailedPerSecond'], facts['activity.requestsFailedRatio']], [5, 0.1]);
    assert.equal(facts['activity.fsyncP99Ms'], null);
  });

  it('does not make many elections of the first one', () => {
    const after = parseMetrics('process_start_time_seconds 100\netcd_server_leader_changes_seen_total 1');

    assert.equal(activityFacts({ before: after, after, seconds: 1, nowMs: 110_000 })['activity.leaderChangesPerHour'], 1);
  });
});

describe('peerFacts()', () => {
  it('names the slowest and the one that is not reached', () => {
    const bucket = (to: string, le: string, count: number) =>
      `etcd_network_peer_round_trip_time_seconds_bucket{To="${to}",le="${le}"} ${String(count)}`;
    const lines = [
      bucket('b', '0.01', 10),
      bucket('b', '+Inf', 10),
      bucket('c', '0.01', 1),
      bucket('c', '0.4', 10),
      bucket('c', '+Inf', 10),
    ];

    const facts = peerFacts(parseMetrics([...lines, 'etcd_network_peer_sent_failures_total{To="c"} 7'].join('\n')));

    assert.deepEqual([facts['peers.slowest'], facts['peers.slowestP99Ms'], facts['peers.failingTo']], ['c', 400, 'c']);
    assert.equal(peerFacts(parseMetrics(''))['peers.count'], 0);
  });
});

describe('keys', () => {
  it('prefixOf() takes two parts of a path, and endOf() the first key behind', () => {
    const prefixes = ['/registry/pods/default/a', 'app/config/b', 'plain', '/'].map((key) => prefixOf(Buffer.from(key)).toString());

    assert.deepEqual(prefixes, ['/registry/pods/', 'app/', 'plain', '/']);
    assert.deepEqual(endOf(Buffer.from([0x61, 0xff])), Buffer.from([0x62]));
    assert.deepEqual(endOf(Buffer.from([0xff])), Buffer.from([0]));
  });

  it('keyFacts() names the largest', () => {
    assert.equal(keyFacts(10, [{ prefix: '/registry/events/', count: 9 }])['keys.topShare'], 0.9);
    assert.equal(keyFacts(0, [])['keys.topShare'], null);
  });
});

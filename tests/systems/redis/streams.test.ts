import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type StreamGroup, streamFacts } from '../../../src/systems/redis/probes/streams.ts';
import { redisSignatures } from '../../../src/systems/redis/signatures.ts';
import { judgeFacts } from '../nats/judge-facts.ts';

const group: StreamGroup = {
  key: 'stream:orders',
  name: 'billing',
  length: 900,
  lag: 400,
  pending: 500,
  consumers: 1,
  idleMs: 60_000,
  consumer: 'b-1',
};

test('streamFacts() tells the group with most entries that wait', () => {
  const facts = streamFacts(1, [{ ...group, name: 'audit', lag: 2, pending: 0 }, group]);

  assert.deepEqual(
    [facts['streams.worst.group'], facts['streams.worst.waiting'], facts['streams.worst.isAbandoned']],
    ['billing', 900, true],
  );
  assert.equal(streamFacts(0, [])['streams.worst.key'], '');
});

const empty = {
  'server.uptimeSeconds': 20,
  'persistence.isPersistent': false,
  'commands.flushCalls': 0,
  'memory.usedToPeakRatio': 1,
  'keyspace.keys': 0,
};

const cases = [
  { name: 'a group without a living consumer, told of events', facts: streamFacts(1, [group]), words: 'events are not processed', expected: ['stream-group-abandoned'] },
  { name: 'a group without a living consumer, told of nothing', facts: streamFacts(1, [group]), words: '', expected: [] },
  { name: 'a group that works', facts: streamFacts(1, [{ ...group, lag: 0, pending: 3, idleMs: 20 }]), words: 'events are not processed', expected: [] },
  {
    name: 'half of all requests are sent elsewhere',
    facts: { 'cluster.isEnabled': true, 'cluster.state': 'ok', 'errors.MOVED': 40, 'activity.errors.MOVED': 1.1, 'activity.othersPerSecond': 1.3 },
    words: '',
    expected: ['clients-not-cluster-aware'],
  },
  {
    name: 'a client that learns its map of slots',
    facts: { 'cluster.isEnabled': true, 'cluster.state': 'ok', 'errors.MOVED': 40, 'activity.errors.MOVED': 0.6, 'activity.othersPerSecond': 900 },
    words: '',
    expected: [],
  },
  {
    name: 'a new server that holds nothing, told of users that were logged out',
    facts: { ...empty, 'server.role': 'master', 'keyspace.misses': 80 },
    words: 'all users were logged out',
    expected: ['restarted-empty'],
  },
  {
    name: 'an empty replica that is new, told of a lost primary',
    facts: { ...empty, 'server.role': 'slave', 'keyspace.misses': 0 },
    words: 'the replica lost its primary',
    expected: [],
  },
] as const; // biome-ignore format: a table

for (const { name, facts, words, expected } of cases) {
  test(`redis signatures: ${name}`, () => {
    assert.deepEqual(judgeFacts(redisSignatures, 'redis', facts, words).confirmed, expected);
  });
}

/** Faults that take several nodes or days to make: judged on the facts that they bring. */

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { rankHypotheses } from '../../../src/analysis/rca/rank.ts';
import type { Facts } from '../../../src/domain/evidence.ts';
import { rabbitmqSignatures } from '../../../src/systems/rabbitmq/signatures.ts';

function judge(facts: Facts, words = '', host: Facts = {}): { readonly confirmed: readonly string[]; readonly likely: readonly string[] } {
  const common = {
    incidentId: 'i',
    probe: 'given',
    parameters: {},
    round: 1,
    startedAt: new Date(0).toISOString(),
    durationMs: 0,
    isTruncated: false,
  };
  const look = { status: 'ok', headline: { 'zh-CN': '看', en: 'look' }, query: 'q', text: '' } as const;
  const { hypotheses } = rankHypotheses({
    topology: {
      systems: [
        { id: 'mq', kind: 'rabbitmq', runsOn: 'host', dependsOn: [] },
        { id: 'host', kind: 'host', dependsOn: [] },
      ],
    },
    signatures: rabbitmqSignatures,
    evidence: [
      { ...common, ...look, id: 'e1', systemId: 'mq', facts },
      { ...common, ...look, id: 'e2', systemId: 'host', facts: host },
    ],
    namedSystemIds: ['mq'],
    words,
    ruledOut: new Set(),
  });
  const idsOf = (state: string) =>
    hypotheses.filter((each) => each.state === state).map((each) => each.signatureId?.replace('rabbitmq.', '') ?? '');
  return { confirmed: idsOf('confirmed'), likely: idsOf('strengthened') };
}

const nodes = { 'nodes.count': 3, 'nodes.draining': 0, 'partition.isOne': false };

const confirmed: Readonly<Record<string, Facts>> = {
  'network-partition': { ...nodes, 'partition.isOne': true, 'partition.between': 'a | b', 'nodes.down': 0 },
  'node-down': { ...nodes, 'nodes.down': 1, 'nodes.downNames': 'c', 'queues.minority.count': 2, 'queues.reduced.count': 0 },
  'quorum-lost': { ...nodes, 'nodes.down': 0, 'queues.minority.count': 1 },
  'quorum-reduced': { ...nodes, 'nodes.down': 0, 'queues.reduced.count': 1, 'queues.minority.count': 0 },
  'mirrors-unsynchronised': { ...nodes, 'nodes.down': 0, 'queues.unsynced.count': 1 },
  'queue-down': { ...nodes, 'nodes.down': 0, 'queues.down.count': 1 },
  'node-in-maintenance': { ...nodes, 'nodes.draining': 1, 'reach.isOk': true, 'server.newcomers': 'refused' },
  'descriptors-exhausted': { 'descriptors.usedRatio': 0.97, 'reach.isOk': true, 'server.newcomers': 'silent' },
  'sockets-exhausted': { 'sockets.usedRatio': 0.98 },
  'processes-exhausted': { 'processes.usedRatio': 0.93 },
  'memory-near-limit': { 'memory.usedRatio': 0.93, 'memory.isAlarm': false },
  'statistics-late': { 'server.statisticsWaiting': 5_000, 'queues.withoutStatisticsRatio': 0.4 },
  'channel-churn': {
    'activity.channelsOpenedPerSecond': 90,
    'activity.channelsClosedPerSecond': 90,
    'activity.connectionsOpenedPerSecond': 0,
  },
  'queue-churn': { 'activity.queuesCreatedPerSecond': 20, 'activity.queuesDeletedPerSecond': 20 },
  'flow-control': { 'connections.inFlow': 3, 'channels.inFlow': 2 },
  'prefetch-unlimited': { 'consumers.withoutPrefetch': 2, 'consumers.unacked': 9_000, 'consumers.holder.acknowledgedPerSecond': 40 },
};

for (const [id, facts] of Object.entries(confirmed))
  it(`rabbitmqSignatures confirm ${id}, and nothing beside it`, () => {
    assert.deepEqual(judge(facts).confirmed, [id]);
  });

it('rabbitmqSignatures take a closed channel for a late acknowledgement only by the log, or when somebody says so', () => {
  const facts = { 'activity.channelsClosedPerSecond': 0.2, 'consumers.stuckChannels': 1 };
  const log = {
    'logs.newestError': 'PRECONDITION_FAILED - delivery acknowledgement on channel 1 timed out. Timeout value used: 1800000 ms',
  };

  assert.deepEqual(judge(facts).likely, []);
  assert.deepEqual(judge(facts, '消费者报 delivery acknowledgement timed out').likely, ['acknowledgement-timeout']);
  assert.deepEqual(judge(facts, '', log).confirmed, ['acknowledgement-timeout']);
});

it('rabbitmqSignatures do not hold a slow consumer of single messages for stuck before a minute', () => {
  const facts = {
    'queues.held.name': 'orders',
    'consumers.holder.acknowledgedPerSecond': 0,
    'consumers.holder.share': 1,
    'consumers.holder.fillRatio': 1,
    'consumers.holder.prefetch': 1,
    'consumers.holder.unacked': 1,
  };

  assert.deepEqual(judge({ ...facts, 'consumers.holder.idleSeconds': 10 }), { confirmed: [], likely: [] });
  assert.deepEqual(judge({ ...facts, 'consumers.holder.idleSeconds': 90 }).confirmed, ['consumer-holds-messages']);
});

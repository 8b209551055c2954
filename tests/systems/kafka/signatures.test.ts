/** Faults that take many brokers, full disks or days: judged on the facts that they bring. */

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { rankHypotheses } from '../../../src/analysis/rca/rank.ts';
import type { Facts } from '../../../src/domain/evidence.ts';
import { kafkaSignatures } from '../../../src/systems/kafka/signatures.ts';

function judge(facts: Facts, words = ''): { readonly confirmed: readonly string[]; readonly likely: readonly string[] } {
  const look = { status: 'ok', headline: { 'zh-CN': '看', en: 'look' }, query: 'q', text: '', facts } as const;
  const rest = {
    incidentId: 'i',
    probe: 'given',
    parameters: {},
    round: 1,
    startedAt: new Date(0).toISOString(),
    durationMs: 0,
    isTruncated: false,
  };
  const { hypotheses } = rankHypotheses({
    topology: { systems: [{ id: 'k', kind: 'kafka', dependsOn: [] }] },
    signatures: kafkaSignatures,
    evidence: [{ ...rest, ...look, id: 'e1', systemId: 'k' }],
    namedSystemIds: ['k'],
    words,
    ruledOut: new Set(),
  });
  const idsOf = (state: string) =>
    hypotheses.filter((each) => each.state === state).map((each) => each.signatureId?.replace('kafka.', '') ?? '');
  return { confirmed: idsOf('confirmed'), likely: idsOf('strengthened') };
}

const confirmed: Readonly<Record<string, Facts>> = {
  'advertised-unreachable': { 'reach.isOk': true, 'cluster.astray': 2, 'cluster.bootstrapShut': 0 },
  'no-controller': { 'reach.isOk': true, 'cluster.hasController': false, 'quorum.leader': -1 },
  'quorum-voter-late': { 'quorum.isKraft': true, 'quorum.lateVoterSeconds': 60 },
  'partitions-offline': { 'partitions.offline': 3, 'cluster.down': 0 },
  'replica-lags': { 'partitions.underReplicated': 9, 'partitions.absentBrokerRatio': 1, 'cluster.down': 0, 'reassignments.count': 0 },
  'reassignment-running': { 'reassignments.count': 40 },
  'min-isr-impossible': { 'configs.impossible': 1, 'configs.impossibleTopic': 'orders' },
  'log-directory-offline': { 'storage.offline': 1, 'partitions.underReplicated': 4, 'partitions.absentBrokerRatio': 0.5 },
  'disk-full': { 'storage.fullest.usedRatio': 0.97 },
  'storage-skewed': { 'storage.skewRatio': 2.5, 'storage.heaviestBytes': 5e10 },
  'retention-very-short': { 'configs.shortest.topic': 'orders', 'configs.shortest.retentionSeconds': 60 },
  'group-rebalances': { 'groups.unsettled.name': 'billing', 'groups.unsettled.lag': 40 },
  'partition-stuck': { 'groups.stuck.lag': 400, 'groups.stuck.count': 1, 'groups.stuck.seconds': 7 },
  'partition-hot': { 'groups.hot.name': 'billing', 'groups.hot.isOld': true },
  'offset-ahead': { 'groups.ahead.messages': 20, 'groups.ahead.name': 'billing' },
  'members-idle': { 'groups.idle.members': 2 },
  'client-throttled': { 'quotas.count': 1, 'quotas.tightest.whose': 'client-id svc-shop', 'quotas.tightest.bytesPerSecond': 200 },
  'retention-catches-up': { 'groups.edge.roomRatio': 0.02, 'groups.edge.lag': 5_000 },
};

for (const [id, facts] of Object.entries(confirmed))
  it(`kafkaSignatures confirm ${id}, and nothing beside it`, () => {
    assert.deepEqual(judge(facts).confirmed, [id]);
  });

it('kafkaSignatures speak of a single copy where a broker is away or somebody asks about copies, and not beside every other fault', () => {
  const facts = { 'partitions.singleReplicaInternal': '__consumer_offsets', 'partitions.singleReplicaTopics': 1, 'cluster.down': 0 };

  assert.deepEqual(judge(facts, 'KafkaConsumerGroupRebalancing'), { confirmed: [], likely: [] });
  assert.deepEqual(judge(facts, 'what is the replication factor of our topics?').confirmed, ['single-replica']);
  assert.ok(judge({ ...facts, 'cluster.down': 1 }).confirmed.includes('single-replica'));
});

it('kafkaSignatures hold a group without members for dead only when something still comes in, or it is what is most behind', () => {
  const facts = { 'groups.dead.name': 'old', 'groups.dead.producedPerSecond': 0, 'groups.dead.lag': 500 };

  assert.deepEqual(judge({ ...facts, 'groups.worst.name': 'billing' }), { confirmed: [], likely: [] });
  assert.deepEqual(judge({ ...facts, 'groups.worst.name': 'old' }).likely, ['group-dead']);
  assert.deepEqual(judge({ ...facts, 'groups.dead.producedPerSecond': 3 }).confirmed, ['group-dead']);
});

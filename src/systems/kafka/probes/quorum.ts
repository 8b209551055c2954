/** Who decides: the controllers' quorum in KRaft mode and how far each voter is; and partitions that are being moved. */

import type { describeQuorumV1 } from '@platformatic/kafka';
import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { sessionProbe } from '../../session/probe.ts';
import { printRows } from '../../session/rows.ts';
import type { KafkaClient } from '../client.ts';
import { fewOf, largest, tolerant } from './kafka-probe.ts';

export interface Voter {
  readonly id: number;
  readonly logEndOffset: number;
  /** Epoch milliseconds; null where it is unknown. */
  readonly caughtUpMs: number | null;
}

export interface Quorum {
  readonly leader: number;
  readonly epoch: number;
  readonly voters: readonly Voter[];
  readonly observers: readonly Voter[];
}

const metadataTopic = { topicName: '__cluster_metadata', partitions: [{ partitionIndex: 0 }] } as const;

export const quorumProbe = sessionProbe({
  name: 'quorum',
  summary: {
    'zh-CN': '控制器仲裁：主、各投票者的落后；正在迁移的分区',
    en: 'the controllers’ quorum and how far each voter is; partitions that are being moved',
  },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'quorum|kraft|controller|voter|metadata|reassign|控制器|仲裁|元数据|迁移|重分配',
  query: 'DescribeQuorum, ListPartitionReassignments',
  async see(client: KafkaClient, _given, limit, context) {
    await client.cluster([], limit);
    const topics = [{ ...metadataTopic, partitions: [...metadataTopic.partitions] }];
    const answer = await tolerant(client.ask('any', (kafka) => kafka.describeQuorumV1.api, [topics], limit));
    const quorum = quorumOf(answer);
    const moving = await tolerant(
      client.ask('controller', (kafka) => kafka.listPartitionReassignmentsV0.api, [limit.timeoutMs, null], limit),
    );
    const moved = (moving?.topics ?? []).flatMap(({ name, partitions }) =>
      partitions.map(({ partitionIndex }) => `${name}-${String(partitionIndex)}`),
    );
    const facts = quorumFacts(quorum, context.clock.now());
    return {
      headline: {
        'zh-CN':
          quorum === null
            ? '不是 KRaft，或账号无权查看仲裁'
            : `控制器 ${String(quorum.leader)}，投票者 ${String(quorum.voters.length)}，正在迁移 ${String(moved.length)} 个分区`,
        en:
          quorum === null
            ? 'no KRaft, or the account may not see the quorum'
            : `controller ${String(quorum.leader)}, ${String(quorum.voters.length)} voters, ${String(moved.length)} partitions are being moved`,
      },
      facts: { ...facts, 'reassignments.count': moved.length, 'reassignments.names': fewOf(moved) },
      text: printRows([
        ...(quorum?.voters ?? []).map((voter) => ({ voter: voter.id, ...voter })),
        ...(quorum?.observers ?? []).map((each) => ({ observer: each.id, ...each })),
      ]),
    };
  },
});

function quorumOf(answer: describeQuorumV1.DescribeQuorumResponse | null): Quorum | null {
  const found = answer?.topics[0]?.partitions[0];
  if (found === undefined || found.errorCode !== 0) return null;
  const voterOf = (each: (typeof found.currentVoters)[number]): Voter => ({
    id: each.replicaId,
    logEndOffset: Number(each.logEndOffset),
    caughtUpMs: Number(each.lastCaughtUpTimestamp) > 0 ? Number(each.lastCaughtUpTimestamp) : null,
  });
  return {
    leader: found.leaderId,
    epoch: found.leaderEpoch,
    voters: found.currentVoters.map(voterOf),
    observers: found.observers.map(voterOf),
  };
}

/** Pure. The newest offset of all is what each one is measured by. */
export function quorumFacts(quorum: Quorum | null, nowMs: number): Facts {
  if (quorum === null) return { 'quorum.isKraft': false };
  const newest = Math.max(0, ...quorum.voters.map(({ logEndOffset }) => logEndOffset));
  const lateOf = ({ caughtUpMs, id }: Voter): number =>
    id === quorum.leader || caughtUpMs === null ? 0 : Math.max(0, Math.round((nowMs - caughtUpMs) / 1_000));
  const late = largest(quorum.voters, lateOf);
  const lateObserver = largest(quorum.observers, lateOf);
  const current = quorum.voters.filter((voter) => lateOf(voter) < currentSeconds);
  return {
    'quorum.isKraft': true,
    'quorum.leader': quorum.leader,
    'quorum.epoch': quorum.epoch,
    'quorum.voters': quorum.voters.length,
    'quorum.currentVoters': current.length,
    // Above a half; one less, and nothing is decided any more.
    'quorum.spareVoters': current.length - (Math.floor(quorum.voters.length / 2) + 1),
    'quorum.lateVoter': late?.id ?? -1,
    'quorum.lateVoterSeconds': late === undefined ? 0 : lateOf(late),
    'quorum.lateVoterOffsets': late === undefined ? 0 : Math.max(0, newest - late.logEndOffset),
    'quorum.lateBroker': lateObserver?.id ?? -1,
    'quorum.lateBrokerSeconds': lateObserver === undefined ? 0 : lateOf(lateObserver),
  };
}

/** A voter fetches at least every 500 ms and is taken for gone after 2 s by default. */
const currentSeconds = 10;

/** What the sentinels of one primary say, taken together: whether they agree, whether they could fail over, when they last did. */

import type { Facts } from '../../../domain/evidence.ts';
import { RedisFailure } from '../failure.ts';
import { infoCount, infoText, parseInfo } from '../info.ts';
import { listOf, pairsOf, type Reply, textOf } from '../reply.ts';

/** One sentinel's view. */
export interface SentinelView {
  readonly address: string;
  readonly problem: string;
  readonly isReached: boolean;
  readonly knowsMaster: boolean;
  readonly master: string;
  readonly flags: readonly string[];
  readonly quorum: number;
  readonly otherSentinels: number;
  readonly replicas: number;
  readonly usableReplicas: number;
  readonly epoch: number;
  readonly roleSeconds: number;
  readonly uptimeSeconds: number;
  readonly isTilted: boolean;
  /** What `SENTINEL CKQUORUM` said. */
  readonly quorumText: string;
  /** Replicas that it knows of, as `host:port`. */
  readonly replicaAddresses: readonly string[];
  readonly sentinelAddresses: readonly string[];
}

export const unreachedView = (address: string, problem: string): SentinelView => ({
  address,
  problem,
  isReached: false,
  knowsMaster: false,
  master: '',
  flags: [],
  quorum: 0,
  otherSentinels: 0,
  replicas: 0,
  usableReplicas: 0,
  epoch: 0,
  roleSeconds: 0,
  uptimeSeconds: 0,
  isTilted: false,
  quorumText: '',
  replicaAddresses: [],
  sentinelAddresses: [],
});

/** Pure: the answers to MASTER, REPLICAS, SENTINELS, CKQUORUM and INFO, in that order. */
export function viewOf(address: string, answers: readonly (Reply | RedisFailure)[]): SentinelView {
  const [master, replicas, sentinels, quorum, info] = answers;
  if (master === undefined || master instanceof RedisFailure)
    return { ...unreachedView(address, master?.message ?? 'no answer'), isReached: true };
  const fields = pairsOf(master);
  const count = (name: string): number => Number(textOf(fields.get(name))) || 0;
  const parsed = parseInfo(info === undefined || info instanceof RedisFailure ? '' : textOf(info));
  const known = listReplies(replicas).map((each) => pairsOf(each));
  return {
    address,
    problem: '',
    isReached: true,
    knowsMaster: true,
    master: `${textOf(fields.get('ip'))}:${textOf(fields.get('port'))}`,
    flags: textOf(fields.get('flags')).split(','),
    quorum: count('quorum'),
    otherSentinels: count('num-other-sentinels'),
    replicas: known.length,
    usableReplicas: known.filter(isUsable).length,
    epoch: count('config-epoch'),
    roleSeconds: Math.round(count('role-reported-time') / 1_000),
    uptimeSeconds: infoCount(parsed, 'uptime_in_seconds'),
    isTilted: infoText(parsed, 'sentinel_tilt') === '1',
    quorumText: quorum instanceof RedisFailure ? quorum.message : textOf(quorum),
    replicaAddresses: known.map(addressIn),
    sentinelAddresses: listReplies(sentinels).map((each) => addressIn(pairsOf(each))),
  };
}

function listReplies(answer: Reply | RedisFailure | undefined): readonly Reply[] {
  return answer === undefined || answer instanceof RedisFailure ? [] : listOf(answer);
}

function addressIn(fields: ReadonlyMap<string, Reply>): string {
  return `${textOf(fields.get('ip'))}:${textOf(fields.get('port'))}`;
}

/** As Sentinel itself chooses: alive, connected, and with a priority. */
function isUsable(fields: ReadonlyMap<string, Reply>): boolean {
  const flags = textOf(fields.get('flags')).split(',');
  return !flags.some((flag) => ['s_down', 'o_down', 'disconnected'].includes(flag)) && textOf(fields.get('slave-priority')) !== '0';
}

/** Pure. `views` are of all sentinels that are declared or known. */
export function sentinelFacts(masterName: string, views: readonly SentinelView[]): Facts {
  const reached = views.filter((view) => view.isReached);
  const knowing = reached.filter((view) => view.knowsMaster);
  const masters = [...new Set(knowing.map((view) => view.master))];
  const known = Math.max(views.length, ...knowing.map((view) => view.otherSentinels + 1));
  const hasQuorum = knowing.some((view) => view.quorumText.startsWith('OK'));
  const [missing] = views.filter((view) => !view.isReached);
  const [stranger] = reached.filter((view) => !view.knowsMaster);
  const uptime = Math.max(0, ...knowing.map((view) => view.uptimeSeconds));
  // A sentinel that has just started counts the role from its own start: that is no failover.
  const switched = knowing.filter((view) => view.epoch > 0 && view.roleSeconds + 20 < view.uptimeSeconds);
  const epoch = Math.max(0, ...knowing.map((view) => view.epoch));
  return {
    'sentinels.isWatched': true,
    'sentinels.masterName': masterName,
    'sentinels.known': known,
    'sentinels.majority': Math.floor(known / 2) + 1,
    'sentinels.reached': reached.length,
    'sentinels.unreachable': views.length - reached.length,
    'sentinels.firstUnreachable': missing?.address ?? '',
    'sentinels.firstUnreachableProblem': missing?.problem ?? '',
    'sentinels.knowingMaster': knowing.length,
    'sentinels.firstStranger': stranger?.address ?? '',
    'sentinels.quorum': Math.max(0, ...knowing.map((view) => view.quorum)),
    'sentinels.hasQuorum': knowing.length === 0 ? null : hasQuorum,
    'sentinels.quorumText': knowing.find((view) => !view.quorumText.startsWith('OK'))?.quorumText.slice(0, 200) ?? '',
    'sentinels.primaries': masters.length,
    'sentinels.primary': masters[0] ?? '',
    'sentinels.otherPrimary': masters[1] ?? '',
    'sentinels.isPrimaryDown': knowing.some((view) => view.flags.includes('o_down')),
    'sentinels.isPrimarySuspected': knowing.some((view) => view.flags.includes('s_down')),
    'sentinels.isFailingOver': knowing.some((view) => view.flags.includes('failover_in_progress')),
    'sentinels.replicas': Math.max(0, ...knowing.map((view) => view.replicas)),
    'sentinels.usableReplicas': Math.max(0, ...knowing.map((view) => view.usableReplicas)),
    'sentinels.failovers': epoch,
    'sentinels.lastFailoverSeconds': switched.length === 0 ? null : Math.min(...switched.map((view) => view.roleSeconds)),
    // Epochs are kept in the configuration over restarts; an hour at least, so that a young sentinel does not count old ones double.
    'sentinels.failoversPerHour': switched.length === 0 ? 0 : Math.round((epoch / Math.max(1, uptime / 3_600)) * 100) / 100,
    'sentinels.tilted': reached.filter((view) => view.isTilted).length,
  };
}

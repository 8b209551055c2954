/** What the members say together: who is away, who is full, who carries the load, and where they contradict each other. */

import type { Facts } from '../../../domain/evidence.ts';
import { type Info, infoCount, infoText } from '../info.ts';
import { keyspaceFacts } from './keyspace.ts';

export interface Member {
  readonly address: string;
  readonly isSelf: boolean;
  readonly isReached: boolean;
  readonly problem: string;
  readonly isAnnouncedUp: boolean;
  /** What others take it for. */
  readonly isReplicaHere: boolean;
  readonly role: string;
  readonly version: string;
  readonly usedBytes: number;
  readonly maxBytes: number;
  readonly policy: string;
  readonly keys: number;
  readonly opsPerSecond: number;
  readonly replicas: number;
  readonly linkStatus: string;
  readonly isReadOnly: boolean;
  readonly clusterState: string;
}

type Given = Pick<Member, 'isSelf' | 'isAnnouncedUp' | 'isReplicaHere'>;

export function memberOf(address: string, info: Info, given: Given, clusterState = ''): Member {
  return {
    address,
    ...given,
    isReached: true,
    problem: '',
    role: infoText(info, 'role'),
    version: infoText(info, 'redis_version'),
    usedBytes: infoCount(info, 'used_memory'),
    maxBytes: infoCount(info, 'maxmemory'),
    policy: infoText(info, 'maxmemory_policy'),
    keys: Number(keyspaceFacts(info)['keyspace.keys'] ?? 0),
    opsPerSecond: infoCount(info, 'instantaneous_ops_per_sec'),
    replicas: infoCount(info, 'connected_slaves'),
    linkStatus: infoText(info, 'master_link_status'),
    isReadOnly: infoText(info, 'slave_read_only') !== '0',
    clusterState,
  };
}

export function unreachedMember(address: string, problem: string, given: Omit<Given, 'isSelf'>): Member {
  const nothing = { role: '', version: '', policy: '', linkStatus: '', clusterState: '' };
  const none = { usedBytes: 0, maxBytes: 0, keys: 0, opsPerSecond: 0, replicas: 0 };
  return { address, isSelf: false, ...given, isReached: false, problem, ...nothing, ...none, isReadOnly: true };
}

/** Problems that say that a member is there and only does not let us in. */
const refusedLogins: readonly string[] = ['auth', 'no-permission', 'protected-mode', 'tls', 'limit'];

/** Pure. */
export function memberFacts(members: readonly Member[], total: number): Facts {
  const reached = members.filter((member) => member.isReached);
  const missing = members.filter((member) => !member.isReached && !refusedLogins.includes(member.problem));
  const denied = members.filter((member) => !member.isReached && refusedLogins.includes(member.problem));
  const primaries = reached.filter((member) => member.role === 'master');
  const [fullest] = [...reached].sort((one, other) => fillOf(other) - fillOf(one));
  const strayed = reached.filter((member) => member.isReplicaHere && member.role === 'master');
  const broken = reached.filter((member) => member.role === 'slave' && member.linkStatus !== 'up');
  const writable = reached.filter((member) => member.role === 'slave' && !member.isReadOnly);
  return {
    'members.total': total,
    'members.asked': members.length,
    'members.reached': reached.length,
    'members.unreachable': missing.length,
    'members.firstUnreachable': missing[0]?.address ?? '',
    'members.firstUnreachableProblem': missing[0]?.problem ?? '',
    'members.isFirstUnreachableAnnouncedUp': missing[0]?.isAnnouncedUp ?? false,
    'members.denied': denied.length,
    'members.firstDenied': denied[0]?.address ?? '',
    'members.primaries': primaries.length,
    'members.replicas': reached.filter((member) => member.role === 'slave').length,
    'members.strayPrimary': strayed[0]?.address ?? '',
    'members.strayPrimaries': strayed.length,
    'members.brokenLinks': broken.length,
    'members.firstBrokenLink': broken[0]?.address ?? '',
    'members.writableReplicas': writable.length,
    'members.firstWritableReplica': writable[0]?.address ?? '',
    'members.fullest': fullest?.address ?? '',
    'members.isFullestSelf': fullest?.isSelf ?? true,
    'members.fullestRatio': fullest === undefined ? 0 : round(fillOf(fullest)),
    'members.fullestPolicy': fullest?.policy ?? '',
    'members.memoryLimits': new Set(reached.map((member) => member.maxBytes)).size,
    'members.policies': new Set(reached.map((member) => member.policy)).size,
    'members.versions': new Set(reached.map((member) => member.version)).size,
    ...limitFacts(reached),
    ...clusterViewFacts(reached, primaries),
  };
}

/** A replica that holds less than its primary drops or refuses what the primary keeps. */
function limitFacts(reached: readonly Member[]): Facts {
  const limited = reached.filter((member) => member.maxBytes > 0);
  const [smallest] = [...limited].sort((one, other) => one.maxBytes - other.maxBytes);
  const [largest] = [...limited].sort((one, other) => other.maxBytes - one.maxBytes);
  return {
    'members.smallestLimit': smallest?.address ?? '',
    'members.smallestLimitBytes': smallest?.maxBytes ?? 0,
    'members.largestLimitBytes': largest?.maxBytes ?? 0,
  };
}

function clusterViewFacts(reached: readonly Member[], primaries: readonly Member[]): Facts {
  const states = reached.map((member) => member.clusterState).filter((state) => state !== '');
  const ops = primaries.reduce((sum, member) => sum + member.opsPerSecond, 0);
  const [busiest] = [...primaries].sort((one, other) => other.opsPerSecond - one.opsPerSecond);
  const bare = primaries.filter((member) => member.replicas === 0);
  const failing = reached.find((member) => member.clusterState === 'fail');
  return {
    'members.statesOk': states.filter((state) => state === 'ok').length,
    'members.statesFail': states.filter((state) => state === 'fail').length,
    'members.firstFailing': failing?.address ?? '',
    'members.primariesWithoutReplica': bare.length,
    'members.firstPrimaryWithoutReplica': bare[0]?.address ?? '',
    'members.opsPerSecond': ops,
    'members.busiest': busiest?.address ?? '',
    'members.busiestShare': ops === 0 ? 0 : round((busiest?.opsPerSecond ?? 0) / ops),
  };
}

function fillOf(member: Member): number {
  return member.maxBytes > 0 ? member.usedBytes / member.maxBytes : 0;
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

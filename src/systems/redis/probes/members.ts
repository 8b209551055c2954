/** The company of this server: its primary, its replicas, the other nodes of its cluster. Each is found from what it says and looked at. */

import { z } from 'zod';
import type { RedisClient } from '../client.ts';
import type { RedisLimit } from '../connection.ts';
import { RedisFailure } from '../failure.ts';
import { type Info, infoCount, infoFields, infoText, parseInfo, readInfo } from '../info.ts';
import { addressOf, type Place, placeOf } from '../place.ts';
import { textOf } from '../reply.ts';
import { type Member, memberFacts, memberOf, unreachedMember } from './member-facts.ts';
import { redisProbe, type Seen } from './redis-probe.ts';
import { askAll } from './sentinels.ts';

const membersMax = 24;
/** Connections at one time. */
const atOnce = 6;
const visitWithinMs = 2_500;

export const membersProbe = redisProbe({
  name: 'members',
  summary: {
    'zh-CN': '主库、从库与集群其他节点：是否可达、角色、内存、流量、看法是否一致',
    en: 'primary, replicas and other cluster nodes: reached, role, memory, traffic, and whether they agree',
  },
  parameters: z.strictObject({}),
  timeoutMs: 20_000,
  cost: 'cheap',
  hints: 'replica|slave|master|primary|cluster|node|shard|sentinel|failover|skew|主从|从库|主库|集群|节点|分片|哨兵|倾斜|切换',
  query: 'INFO of every replica, primary and cluster node that is announced',
  async see(client, _given, _context, limit) {
    const info = await readInfo(client, limit);
    if (!client.declared.looksAtMembers || infoText(info, 'redis_mode') === 'sentinel') return alone;
    const found = await findMembers(client, info, limit);
    if (found.length === 0) return alone;
    const state = infoText(info, 'cluster_enabled') === '1' ? await client.call(['CLUSTER', 'INFO'], limit) : null;
    const given = { isSelf: true, isAnnouncedUp: true, isReplicaHere: infoText(info, 'role') !== 'master' };
    const own = memberOf(client.address, info, given, clusterState(textOf(state)));
    const others = await visitAll(client, found.slice(0, membersMax), limit);
    return seenOf([own, ...others], found.length + 1);
  },
});

const alone: Seen = {
  headline: { 'zh-CN': '没有要一并查看的成员', en: 'no other members to look at' },
  facts: { 'members.total': 1, 'members.reached': 1 },
  text: 'no other members',
};

interface Announced {
  readonly place: Place;
  /** Whether the one that named it believes it to be well. */
  readonly isUp: boolean;
  readonly isReplica: boolean;
}

async function findMembers(client: RedisClient, info: Info, limit: RedisLimit): Promise<readonly Announced[]> {
  const found =
    infoText(info, 'cluster_enabled') === '1'
      ? clusterNodes(textOf(await client.call(['CLUSTER', 'NODES'], limit)))
      : [...replicationPeers(info), ...(await replicasBySentinels(client, limit))];
  const byAddress = new Map<string, Announced>();
  for (const each of found) if (!byAddress.has(addressOf(each.place))) byAddress.set(addressOf(each.place), each);
  byAddress.delete(client.address);
  return [...byAddress.values()];
}

/** Pure: `id ip:port@bus[,name] flags primary … link slots`, without ourselves and without nodes that have no address. */
export function clusterNodes(nodes: string): readonly Announced[] {
  const lines = nodes.split('\n').map((line) => line.split(' '));
  return lines.flatMap(([, address = '', flags = '', , , , , link = '']) => {
    const bare = address.split('@')[0] ?? '';
    if (/myself|noaddr|handshake/.test(flags) || !/:\d+$/.test(bare)) return [];
    return [{ place: placeOf(bare), isUp: !/fail(?!\?)/.test(flags) && link === 'connected', isReplica: /slave|replica/.test(flags) }];
  });
}

function replicationPeers(info: Info): readonly Announced[] {
  const replicas = [...info.values].filter(([name]) => /^slave\d+$/.test(name)).map(([, value]) => infoFields(value));
  const peers = replicas.map((each) => ({
    place: { host: each.get('ip') ?? '', port: Number(each.get('port')) },
    isUp: each.get('state') === 'online',
    isReplica: true,
  }));
  const host = infoText(info, 'master_host');
  if (host === '') return peers;
  return [
    { place: { host, port: infoCount(info, 'master_port') }, isUp: infoText(info, 'master_link_status') === 'up', isReplica: false },
    ...peers,
  ];
}

/** Sentinels remember replicas that have gone or that call themselves primaries by now. */
async function replicasBySentinels(client: RedisClient, limit: RedisLimit): Promise<readonly Announced[]> {
  const views = await askAll(client, client.declared.sentinels, client.declared.masterName, limit);
  const known = views.flatMap((view) => view.replicaAddresses);
  return known.filter((each) => /:\d+$/.test(each)).map((each) => ({ place: placeOf(each), isUp: false, isReplica: true }));
}

async function visitAll(client: RedisClient, found: readonly Announced[], limit: RedisLimit): Promise<readonly Member[]> {
  const members: Member[] = [];
  for (let index = 0; index < found.length; index += atOnce)
    members.push(...(await Promise.all(found.slice(index, index + atOnce).map((each) => visit(client, each, limit)))));
  return members;
}

async function visit(client: RedisClient, { place, isUp, isReplica }: Announced, limit: RedisLimit): Promise<Member> {
  const short = { timeoutMs: visitWithinMs, signal: limit.signal };
  try {
    return await client.visit(place, 'member', short, async (calls) => {
      const [info, cluster] = await calls.callAll(
        [
          ['INFO', 'all'],
          ['CLUSTER', 'INFO'],
        ],
        short,
      );
      if (info === undefined || info instanceof RedisFailure) throw info ?? new RangeError('INFO was not answered');
      const state = cluster === undefined || cluster instanceof RedisFailure ? '' : textOf(cluster);
      const given = { isSelf: false, isAnnouncedUp: isUp, isReplicaHere: isReplica };
      return memberOf(addressOf(place), parseInfo(textOf(info)), given, clusterState(state));
    });
  } catch (error) {
    if (!(error instanceof RedisFailure) || error.problem === 'stopped') throw error;
    return unreachedMember(addressOf(place), error.problem, { isAnnouncedUp: isUp, isReplicaHere: isReplica });
  }
}

function clusterState(answer: string): string {
  return /cluster_state:(\w+)/.exec(answer)?.[1] ?? '';
}

function seenOf(members: readonly Member[], total: number): Seen {
  const facts = memberFacts(members, total);
  const [reached, missing] = [String(facts['members.reached']), String(facts['members.firstUnreachable'])];
  return {
    headline: {
      'zh-CN': `${String(total)} 个成员，可达 ${reached}${missing === '' ? '' : `，不可达 ${missing}（${String(facts['members.firstUnreachableProblem'])}）`}；内存最满 ${String(facts['members.fullest'])} ${percent(facts['members.fullestRatio'])}`,
      en: `${String(total)} members, ${reached} reached${missing === '' ? '' : `, not ${missing} (${String(facts['members.firstUnreachableProblem'])})`}; fullest ${String(facts['members.fullest'])} at ${percent(facts['members.fullestRatio'])}`,
    },
    facts,
    text: members.map(printMember).join('\n'),
  };
}

function percent(value: unknown): string {
  return typeof value === 'number' ? `${String(Math.round(value * 100))}%` : '?';
}

function printMember(member: Member): string {
  if (!member.isReached) return `${member.address}: not reached (${member.problem})`;
  return `${member.address}${member.isSelf ? ' (this one)' : ''}: ${member.role} version=${member.version} used=${String(member.usedBytes)} max=${String(member.maxBytes)} policy=${member.policy} keys=${String(member.keys)} ops=${String(member.opsPerSecond)} link=${member.linkStatus || '-'} cluster=${member.clusterState || '-'}`;
}

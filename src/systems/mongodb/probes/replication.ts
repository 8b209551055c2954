/** The replica set as this member sees it: who is primary, who is gone, who is behind, and how far back the oplog reaches. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import type { SessionLimit } from '../../session/failure.ts';
import { sessionProbe } from '../../session/probe.ts';
import { printRows } from '../../session/rows.ts';
import type { MongodbClient } from '../client.ts';
import { listAt, numberAt, textAt, timeAt } from '../values.ts';

export const replicationProbe = sessionProbe({
  name: 'replication',
  summary: {
    'zh-CN': '副本集：谁是主、谁不在、谁落后、oplog 能回溯多久',
    en: 'the replica set: who is primary, who is gone, who is behind, how far back the oplog reaches',
  },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'replica|primary|secondary|lag|election|oplog|rollback|failover|副本|主节点|从节点|延迟|选举|切换|回滚',
  query: 'rs.status(); first and last entry of local.oplog.rs',
  async see(client: MongodbClient, _given, limit) {
    const status = await client.optional('admin', { replSetGetStatus: 1 }, limit);
    const facts: Facts = { ...setFacts(status), 'oplog.windowSeconds': status === null ? 0 : await readWindow(client, limit) };
    const down = String(facts['set.down.names']);
    return {
      headline: {
        'zh-CN':
          facts['set.isOne'] === true
            ? `副本集 ${String(facts['set.name'])}：${String(facts['set.members'])} 个成员，主节点 ${String(facts['set.primary']) || '无'}${down === '' ? '' : `；不在的：${down}`}`
            : '不是副本集成员，或账号看不到副本集',
        en:
          facts['set.isOne'] === true
            ? `replica set ${String(facts['set.name'])}: ${String(facts['set.members'])} members, primary ${String(facts['set.primary']) || 'none'}${down === '' ? '' : `; gone: ${down}`}`
            : 'no member of a replica set, or the account does not see it',
      },
      facts,
      text: printRows(
        listAt(status, 'members').map((member) => ({
          member: textAt(member, 'name'),
          state: textAt(member, 'stateStr'),
          health: numberAt(member, 'health'),
          lagSeconds: lagOf(member, status),
          reason: textAt(member, 'lastHeartbeatMessage'),
        })),
      ),
    };
  },
});

/** Pure; of `replSetGetStatus` as the manual has it. */
export function setFacts(status: unknown): Facts {
  const members = listAt(status, 'members');
  const primary = members.find((member) => textAt(member, 'stateStr') === 'PRIMARY');
  const down = members.filter((member) => numberAt(member, 'health') === 0);
  const odd = members.filter((member) => /^(RECOVERING|ROLLBACK|STARTUP2|STARTUP|REMOVED)$/.test(textAt(member, 'stateStr')));
  const voting = numberAt(status, 'votingMembersCount') ?? members.length;
  const [slowest] = members
    .filter((member) => textAt(member, 'stateStr') === 'SECONDARY')
    .toSorted((one, other) => lagOf(other, status) - lagOf(one, status));
  return {
    'set.isOne': members.length > 0,
    'set.name': textAt(status, 'set'),
    'set.members': members.length,
    'set.voting': voting,
    'set.primary': textAt(primary, 'name'),
    'set.down.count': down.length,
    'set.down.names': names(down),
    'set.down.reason': textAt(down[0], 'lastHeartbeatMessage'),
    'set.hasMajority': members.length === 0 || members.length - down.length > voting / 2,
    'set.odd.count': odd.length,
    'set.odd.names': names(odd),
    'set.odd.state': textAt(odd[0], 'stateStr'),
    'set.lag.member': textAt(slowest, 'name'),
    'set.lag.seconds': slowest === undefined ? 0 : lagOf(slowest, status),
  };
}

/** Behind the primary, by the times of the last operations; 0 while there is no primary. */
function lagOf(member: unknown, status: unknown): number {
  const primary = listAt(status, 'members').find((each) => textAt(each, 'stateStr') === 'PRIMARY');
  const [theirs, own] = [timeAt(primary, 'optimeDate'), timeAt(member, 'optimeDate')];
  return theirs === null || own === null || textAt(member, 'stateStr') !== 'SECONDARY'
    ? 0
    : Math.max(0, Math.round((theirs - own) / 1_000));
}

/** 0 where it may not be read. */
async function readWindow(client: MongodbClient, limit: SessionLimit): Promise<number> {
  const ends = await Promise.all(
    [1, -1].map((direction) =>
      client.optional(
        'local',
        { find: 'oplog.rs', sort: { $natural: direction }, limit: 1, projection: { ts: 1 }, singleBatch: true },
        limit,
      ),
    ),
  );
  const [first, last] = ends.map((answer) => timeAt(listAt(answer, 'cursor', 'firstBatch')[0], 'ts'));
  return first === null || first === undefined || last === null || last === undefined ? 0 : Math.round((last - first) / 1_000);
}

function names(members: readonly unknown[]): string {
  return members
    .slice(0, 5)
    .map((member) => textAt(member, 'name'))
    .join(', ');
}

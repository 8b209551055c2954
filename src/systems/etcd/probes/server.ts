/** Is the member there, healthy, led by somebody, and what does it complain of. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { alarmsOf, hexOf, type Status, statusAnswer } from '../answers.ts';
import { etcdProbe } from './etcd-probe.ts';

export const serverProbe = etcdProbe({
  name: 'server',
  summary: { 'zh-CN': '可达性、版本、健康、leader、告警', en: 'reachability, version, health, leader, alarms' },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'down|health|leader|alarm|version|宕机|健康|告警|版本',
  query: 'etcdctl endpoint status; GET /health',
  async see(client, _given, limit) {
    const status = await client.call('/v3/maintenance/status', {}, statusAnswer, limit);
    // It answers after at most some seconds when there is no leader, which is no failure of this look.
    const health = await client.page('/health', { ...limit, timeoutMs: 3_000 }).catch(() => null);
    const facts = serverFacts(status, health === null ? '' : health.body);
    const alarms = String(facts['server.alarms']);
    const leader = facts['server.hasLeader'] === true ? String(facts['server.leader']) : '';
    return {
      headline: {
        'zh-CN': `etcd ${status.version}，${leader === '' ? '没有 leader' : `leader ${leader}`}${facts['server.isLeader'] === true ? '（就是本成员）' : ''}，告警：${alarms === '' ? '无' : alarms}`,
        en: `etcd ${status.version}, ${leader === '' ? 'no leader' : `leader ${leader}`}${facts['server.isLeader'] === true ? ' (this member)' : ''}, alarms: ${alarms === '' ? 'none' : alarms}`,
      },
      facts,
      text: `${JSON.stringify(status, null, 1)}\n${health?.body.slice(0, 1_000) ?? ''}`,
    };
  },
});

/** Pure. */
export function serverFacts(status: Status, health: string): Facts {
  const memberId = status.header?.member_id ?? '0';
  const alarms = alarmsOf(status);
  return {
    'reach.isOk': true,
    'server.newcomers': 'answered',
    'server.version': status.version,
    'server.memberId': hexOf(memberId),
    'server.hasLeader': status.leader !== '0',
    'server.isLeader': status.leader !== '0' && status.leader === memberId,
    'server.leader': status.leader === '0' ? '' : hexOf(status.leader),
    'server.isLearner': status.isLearner,
    'server.isHealthy': health === '' ? null : /"health"\s*:\s*"?true/.test(health),
    'server.term': status.raftTerm,
    'server.applyLag': Math.max(0, status.raftIndex - status.raftAppliedIndex),
    'server.dbBytes': status.dbSize,
    'server.inUseBytes': status.dbSizeInUse,
    'server.alarms': [...new Set(alarms.map(({ name }) => name))].sort().join(', '),
    'server.alarmMembers': [...new Set(alarms.map(({ memberId: id }) => hexOf(id)))].join(', '),
    'server.errors': status.errors.join('; ').slice(0, 400),
  };
}

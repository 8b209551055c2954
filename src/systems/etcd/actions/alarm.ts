/** Disarms the NOSPACE alarm, which etcd leaves on after space was freed. A CORRUPT alarm is for people. */

import { z } from 'zod';
import { SystemError } from '../../../domain/errors.ts';
import { sessionAction } from '../../session/actions/session-action.ts';
import type { SessionLimit } from '../../session/failure.ts';
import { type Alarm, alarmsOf, anyAnswer, hexOf, statusAnswer } from '../answers.ts';
import type { EtcdClient } from '../client.ts';
import { parseMetrics, sumOf } from '../metrics.ts';

/** Nearer to its quota than this, the alarm would be back at the next write. */
const fullRatio = 0.98;

export const disarmAlarm = sessionAction<EtcdClient, { alarm: 'NOSPACE' }>({
  name: 'disarm-alarm',
  risk: 'medium',
  arguments: z.strictObject({ alarm: z.literal('NOSPACE') }),
  verifyWithinMs: 10_000,
  summary: () => ({ 'zh-CN': '解除 NOSPACE 告警', en: 'disarm the NOSPACE alarm' }),
  effect: () => ({
    'zh-CN': '集群恢复写入；若数据库再次到达配额，etcd 会重新告警并停写',
    en: 'the cluster takes writes again; should the database reach its quota once more, etcd raises the alarm again',
  }),
  verification: () => ({ 'zh-CN': '状态里不再有 NOSPACE', en: 'the status shows no NOSPACE any more' }),
  async precheck(client, _given, limit) {
    const alarms = await noSpaceAlarms(client, limit);
    if (alarms.length === 0) return { state: 'already', note: { 'zh-CN': '没有 NOSPACE 告警', en: 'there is no NOSPACE alarm' } };
    return { state: 'ready', before: { members: alarms.map(({ memberId }) => hexOf(memberId)) } };
  },
  isApplied: async (client, _given, _before, limit) => (await noSpaceAlarms(client, limit)).length === 0,
  async apply(client, _given, _before, limit) {
    const status = await client.call('/v3/maintenance/status', {}, statusAnswer, limit);
    const quota = sumOf(parseMetrics(await client.metrics(limit)), 'etcd_server_quota_backend_bytes') ?? 0;
    if (quota > 0 && status.dbSize >= quota * fullRatio)
      throw new SystemError('Cannot disarm the alarm: the database is still at its quota, and the next write would raise it again', {
        retry: 'never',
      });
    const alarms = alarmsOf(status).filter(({ name }) => name === 'NOSPACE');
    for (const { memberId } of alarms)
      await client.call('/v3/maintenance/alarm', { action: 'DEACTIVATE', memberID: memberId, alarm: 'NOSPACE' }, anyAnswer, limit);
    const members = alarms.map(({ memberId }) => hexOf(memberId)).join(', ');
    return { 'zh-CN': `已解除成员 ${members} 的 NOSPACE`, en: `NOSPACE of member ${members} is disarmed` };
  },
  async verify(client, _given, _before, limit) {
    const left = (await noSpaceAlarms(client, limit)).length;
    return { isMet: left === 0, note: { 'zh-CN': `剩余 NOSPACE 告警 ${String(left)} 个`, en: `${String(left)} NOSPACE alarms are left` } };
  },
  undo: {
    impossible: {
      'zh-CN': '告警由 etcd 自己触发，不能由人恢复；空间再次用尽时它会自己回来',
      en: 'an alarm is raised by etcd itself and cannot be put back; it returns by itself when space runs out again',
    },
  },
});

async function noSpaceAlarms(client: EtcdClient, limit: SessionLimit): Promise<readonly Alarm[]> {
  const status = await client.call('/v3/maintenance/status', {}, statusAnswer, limit);
  return alarmsOf(status).filter(({ name }) => name === 'NOSPACE');
}

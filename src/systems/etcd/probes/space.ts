/** The database of the member against its quota: how much is data, how much history, how much is only reserved. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { bytesText } from '../../../domain/text.ts';
import { type Status, statusAnswer } from '../answers.ts';
import { type Metrics, parseMetrics, sumOf } from '../metrics.ts';
import { etcdProbe, percent, ratioOf, round, shown } from './etcd-probe.ts';

export const spaceProbe = etcdProbe({
  name: 'space',
  summary: { 'zh-CN': '数据库大小、配额、碎片、未压缩的历史版本', en: 'database size, quota, fragmentation, history not yet compacted' },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'space|quota|nospace|size|defrag|compact|disk|空间|配额|碎片|压缩|只读',
  query: 'etcdctl endpoint status; GET /metrics',
  async see(client, _given, limit) {
    const status = await client.call('/v3/maintenance/status', {}, statusAnswer, limit);
    const facts = spaceFacts(status, parseMetrics(await client.metrics(limit)));
    const [db, used] = [bytesText(status.dbSize), bytesText(status.dbSizeInUse)];
    const quota = facts['space.quotaBytes'] === null ? '?' : bytesText(Number(facts['space.quotaBytes']));
    return {
      headline: {
        'zh-CN': `数据库 ${db} / 配额 ${quota}（${percent(facts['space.usedRatio'])}），实际使用 ${used}，碎片 ${percent(facts['space.fragmentedRatio'])}，未压缩版本 ${shown(facts['space.history'])}`,
        en: `database ${db} of a quota of ${quota} (${percent(facts['space.usedRatio'])}), ${used} in use, ${percent(facts['space.fragmentedRatio'])} fragmented, ${shown(facts['space.history'])} revisions not compacted`,
      },
      facts,
      text: Object.entries(facts)
        .map(([name, value]) => `${name} = ${shown(value)}`)
        .join('\n'),
    };
  },
});

/** Pure. */
export function spaceFacts(status: Status, metrics: Metrics): Facts {
  const quota = sumOf(metrics, 'etcd_server_quota_backend_bytes');
  const revision = status.header?.revision ?? 0;
  const compacted = sumOf(metrics, 'etcd_debugging_mvcc_compact_revision');
  const keys = sumOf(metrics, 'etcd_debugging_mvcc_keys_total');
  const history = compacted === null ? null : Math.max(0, revision - Math.max(0, compacted));
  return {
    'space.dbBytes': status.dbSize,
    'space.inUseBytes': status.dbSizeInUse,
    'space.quotaBytes': quota,
    'space.usedRatio': ratioOf(status.dbSize, quota),
    'space.inUseRatio': ratioOf(status.dbSizeInUse, quota),
    'space.fragmentedRatio': status.dbSize > 0 ? round(Math.max(0, 1 - status.dbSizeInUse / status.dbSize)) : 0,
    'space.reclaimableBytes': Math.max(0, status.dbSize - status.dbSizeInUse),
    'space.revision': revision,
    'space.compactRevision': compacted,
    'space.history': history,
    'space.keys': keys,
    'space.historyPerKey': history === null ? null : round(history / Math.max(1, keys ?? 1)),
  };
}

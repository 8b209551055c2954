/** What goes on right now, from the counters read twice. */

import { z } from 'zod';
import { sessionProbe } from '../../session/probe.ts';
import { rounded } from '../../session/rows.ts';
import type { MongodbClient } from '../client.ts';
import { numberAt } from '../values.ts';

export const activityProbe = sessionProbe({
  name: 'activity',
  summary: {
    'zh-CN': '此刻的速率：读写、全表扫描、内存排序、写冲突、断言、新连接、缓存驱逐',
    en: 'rates right now: reads and writes, collection scans, sorts, write conflicts, asserts, connections made, evictions',
  },
  parameters: z.strictObject({ windowMs: z.number().int().min(100).max(5_000).default(1_000) }),
  cost: 'cheap',
  hints: 'rate|throughput|scan|conflict|evict|churn|connections|slow|速率|吞吐|扫描|冲突|驱逐|连接|慢',
  query: 'db.serverStatus(), twice',
  async see(client: MongodbClient, { windowMs }, limit, context) {
    const ask = () => client.optional('admin', { serverStatus: 1, locks: 0, tcmalloc: 0 }, limit);
    const before = await ask();
    await context.clock.sleep(windowMs, context.signal);
    const after = await ask();
    const facts = activityFacts(before, after, windowMs / 1_000);
    return {
      headline: {
        'zh-CN': `每秒读 ${String(facts['activity.readsPerSecond'])}、写 ${String(facts['activity.writesPerSecond'])}，全表扫描 ${String(facts['activity.scansPerSecond'])}`,
        en: `${String(facts['activity.readsPerSecond'])} reads and ${String(facts['activity.writesPerSecond'])} writes a second, ${String(facts['activity.scansPerSecond'])} collection scans`,
      },
      facts,
      text: Object.entries(facts)
        .map(([name, value]) => `${name}=${String(value)}`)
        .join('\n'),
    };
  },
});

/** Pure. */
export function activityFacts(before: unknown, after: unknown, seconds: number): Readonly<Record<string, number>> {
  const rate = (...path: readonly string[]): number => {
    const grown = (numberAt(after, ...path) ?? 0) - (numberAt(before, ...path) ?? 0);
    return rounded(Math.max(0, grown) / seconds);
  };
  const sum = (...paths: readonly (readonly string[])[]): number => rounded(paths.reduce((total, path) => total + rate(...path), 0));
  return {
    'activity.readsPerSecond': sum(['opcounters', 'query'], ['opcounters', 'getmore']),
    'activity.writesPerSecond': sum(['opcounters', 'insert'], ['opcounters', 'update'], ['opcounters', 'delete']),
    'activity.scansPerSecond': rate('metrics', 'queryExecutor', 'collectionScans', 'nonTailable'),
    'activity.scannedPerSecond': rate('metrics', 'queryExecutor', 'scannedObjects'),
    'activity.returnedPerSecond': rate('metrics', 'document', 'returned'),
    'activity.conflictsPerSecond': rate('metrics', 'operation', 'writeConflicts'),
    'activity.assertsPerSecond': sum(['asserts', 'regular'], ['asserts', 'user']),
    'activity.connectionsMadePerSecond': rate('connections', 'totalCreated'),
    'activity.evictedByApplicationsPerSecond': rate('wiredTiger', 'cache', 'pages evicted by application threads'),
  };
}

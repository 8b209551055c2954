/** Whether it can be reached, what it is, and how near it is to its own limits. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { optional } from '../../http-api/failure.ts';
import { apiProbe } from '../../http-api/probe.ts';
import type { ClickhouseClient } from '../client.ts';
import { lines, numberOf, pairsOf, ratio, textOf } from '../rows.ts';

const metricNames = [
  'Query', 'Merge', 'PartMutation', 'TCPConnection', 'HTTPConnection', 'MemoryTracking', 'DelayedInserts', 'ReadonlyReplica', 'ZooKeeperSession',
  'BackgroundPoolTask', 'BackgroundMergesAndMutationsPoolTask', 'BackgroundMergesAndMutationsPoolSize', 'BrokenDistributedFilesToInsert', 'DistributedFilesToInsert',
]; // biome-ignore format: a table of names
const settingNames = ['max_concurrent_queries', 'max_connections', 'max_server_memory_usage', 'background_pool_size'];

export const serverProbe = apiProbe({
  name: 'server',
  summary: {
    'zh-CN': '能否访问、版本、运行时长、并发、内存、连接与后台线程',
    en: 'reachability, version, uptime; queries, memory, connections and background threads against their limits',
  },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'clickhouse|down|connection|memory|version|restart|too many simultaneous|连接|内存|重启|并发|宕机',
  query: 'SELECT * FROM system.metrics, system.asynchronous_metrics, system.server_settings',
  tellsSilence: true,
  facts: [
    'server.version',
    'server.uptimeSeconds',
    'server.queries',
    'server.queriesMax',
    'server.queriesRatio',
    'server.connections',
    'server.connectionsMax',
    'server.connectionsRatio',
    'server.memoryBytes',
    'server.memoryMaxBytes',
    'server.memoryRatio',
    'server.delayedInserts',
    'server.readonlyReplicas',
    'server.keeperSessions',
    'server.poolTasks',
    'server.poolSize',
    'server.poolRatio',
    'server.maxPartsInPartition',
    'server.distributedFiles',
    'server.brokenDistributedFiles',
  ],
  async see(client: ClickhouseClient, _given, limit) {
    const [first] = await client.read('SELECT version() AS version, uptime() AS uptime', limit, 1);
    const names = metricNames.map((name) => `'${name}'`).join(', ');
    const [metricRows, slowRows, settingRows] = await Promise.all([
      client.read(`SELECT metric, value FROM system.metrics WHERE metric IN (${names})`, limit),
      optional(
        client.read(
          "SELECT metric, value FROM system.asynchronous_metrics WHERE metric IN ('MaxPartCountForPartition', 'OSMemoryTotal')",
          limit,
        ),
      ),
      readSettings(client, limit),
    ]);
    const metrics = pairsOf(metricRows, 'metric', 'value');
    const facts: Facts = {
      'reach.isOk': true,
      'server.version': textOf(first?.version),
      'server.uptimeSeconds': numberOf(first?.uptime),
      ...limitFacts(metrics, settingRows, pairsOf(slowRows ?? [], 'metric', 'value')),
      'server.delayedInserts': metrics.get('DelayedInserts') ?? 0,
      'server.readonlyReplicas': metrics.get('ReadonlyReplica') ?? 0,
      'server.keeperSessions': metrics.get('ZooKeeperSession') ?? 0,
      'server.distributedFiles': metrics.get('DistributedFilesToInsert') ?? 0,
      'server.brokenDistributedFiles': metrics.get('BrokenDistributedFilesToInsert') ?? 0,
    };
    return {
      headline: {
        'zh-CN': `ClickHouse ${textOf(first?.version)}，已运行 ${textOf(first?.uptime)} 秒，执行中的查询 ${String(facts['server.queries'])}`,
        en: `ClickHouse ${textOf(first?.version)}, up ${textOf(first?.uptime)} s, ${String(facts['server.queries'])} queries running`,
      },
      facts,
      text: `${lines(metricRows)}\n${lines(slowRows ?? [])}`,
    };
  },
});

/** Only since version 23: before, the file alone knows what the server's own limits are. */
async function readSettings(
  client: ClickhouseClient,
  limit: Parameters<ClickhouseClient['read']>[1],
): Promise<ReadonlyMap<string, number>> {
  const present = await client.columns('server_settings', limit);
  if (present.size === 0) return new Map();
  const names = settingNames.map((name) => `'${name}'`).join(', ');
  const rows = await optional(client.read(`SELECT name, value FROM system.server_settings WHERE name IN (${names})`, limit));
  return pairsOf(rows ?? [], 'name', 'value');
}

function limitFacts(metrics: ReadonlyMap<string, number>, settings: ReadonlyMap<string, number>, slow: ReadonlyMap<string, number>): Facts {
  // The query that asks is one of them.
  const queries = Math.max(0, (metrics.get('Query') ?? 0) - 1);
  const connections = (metrics.get('TCPConnection') ?? 0) + (metrics.get('HTTPConnection') ?? 0);
  const poolTasks = metrics.get('BackgroundMergesAndMutationsPoolTask') ?? metrics.get('BackgroundPoolTask') ?? 0;
  const poolSize = metrics.get('BackgroundMergesAndMutationsPoolSize') ?? settings.get('background_pool_size') ?? 0;
  const memory = metrics.get('MemoryTracking') ?? 0;
  const [queriesMax, connectionsMax] = [settings.get('max_concurrent_queries') ?? 0, settings.get('max_connections') ?? 0];
  const memoryMax = settings.get('max_server_memory_usage') || (slow.get('OSMemoryTotal') ?? 0) * 0.9;
  return {
    'server.queries': queries,
    'server.connections': connections,
    'server.memoryBytes': memory,
    'server.poolTasks': poolTasks,
    'server.maxPartsInPartition': slow.get('MaxPartCountForPartition') ?? null,
    ...(queriesMax > 0 ? { 'server.queriesMax': queriesMax, 'server.queriesRatio': ratio(queries, queriesMax) } : {}),
    ...(connectionsMax > 0
      ? { 'server.connectionsMax': connectionsMax, 'server.connectionsRatio': ratio(connections, connectionsMax) }
      : {}),
    ...(memoryMax > 0 ? { 'server.memoryMaxBytes': Math.round(memoryMax), 'server.memoryRatio': ratio(memory, memoryMax) } : {}),
    ...(poolSize > 0 ? { 'server.poolSize': poolSize, 'server.poolRatio': ratio(poolTasks, poolSize) } : {}),
  };
}

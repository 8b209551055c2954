/** Counters and gauges of every node at one moment; two of them tell rates. */

import { z } from 'zod';
import type { HttpLimit } from '../http/exchange.ts';
import type { ElasticsearchClient } from './client.ts';

const count = z.number().catch(0);
const pool = z.object({ threads: count, queue: count, active: count, rejected: count, completed: count }).partial().optional();
const disk = z.object({
  path: z.string().optional(),
  mount: z.string().optional(),
  total_in_bytes: z.number(),
  available_in_bytes: z.number(),
  low_watermark_free_space_in_bytes: z.number().optional(),
  high_watermark_free_space_in_bytes: z.number().optional(),
  flood_stage_free_space_in_bytes: z.number().optional(),
});
const breaker = z.object({ limit_size_in_bytes: count, estimated_size_in_bytes: count, tripped: count });
const collector = z.object({ collection_count: count, collection_time_in_millis: count });
const node = z.object({
  name: z.string(),
  /** When it read its counters, by its own clock. */
  timestamp: z.number().optional(),
  host: z.string().optional(),
  roles: z.array(z.string()).optional(),
  jvm: z
    .object({
      uptime_in_millis: count,
      mem: z
        .object({
          heap_used_in_bytes: count,
          heap_max_in_bytes: count,
          pools: z.record(z.string(), z.object({ used_in_bytes: count, max_in_bytes: count })).optional(),
        })
        .optional(),
      gc: z.object({ collectors: z.record(z.string(), collector) }).optional(),
    })
    .optional(),
  fs: z.object({ data: z.array(disk).optional() }).optional(),
  os: z.object({ cpu: z.object({ percent: z.number().optional() }).optional() }).optional(),
  process: z.object({ open_file_descriptors: count, max_file_descriptors: count }).optional(),
  breakers: z.record(z.string(), breaker).optional(),
  thread_pool: z.record(z.string(), pool).optional(),
  indices: z
    .object({
      fielddata: z.object({ memory_size_in_bytes: count, evictions: count }).optional(),
      indexing: z.object({ index_total: count, throttle_time_in_millis: count, is_throttled: z.boolean().optional() }).optional(),
      merges: z.object({ current: count, total_throttled_time_in_millis: count, total_stopped_time_in_millis: count }).partial().optional(),
      search: z
        .object({ query_total: count, query_time_in_millis: count, query_current: count, open_contexts: count, scroll_current: count })
        .partial()
        .optional(),
    })
    .optional(),
});
const answer = z.object({ nodes: z.record(z.string(), node).default({}) });

export type NodeStats = z.infer<typeof node>;
export type DiskStats = z.infer<typeof disk>;

export interface NodeSample {
  readonly takenAtMs: number;
  readonly nodes: readonly (NodeStats & { readonly id: string })[];
}

const wanted = [
  'name', 'timestamp', 'host', 'roles', 'jvm.uptime_in_millis', 'jvm.mem.heap_used_in_bytes', 'jvm.mem.heap_max_in_bytes', 'jvm.mem.pools.old', 'jvm.gc', 'fs.data', 'os.cpu',
  'process.open_file_descriptors', 'process.max_file_descriptors', 'breakers.*.limit_size_in_bytes', 'breakers.*.estimated_size_in_bytes', 'breakers.*.tripped',
  'thread_pool.search', 'thread_pool.write', 'thread_pool.bulk', 'indices.fielddata', 'indices.indexing', 'indices.merges', 'indices.search',
]; // biome-ignore format: a table of names

export const sampleQuery = 'GET /_nodes/stats/jvm,fs,os,process,breaker,thread_pool,indices';

/** Throws as the client does. */
export async function readNodeSample(client: ElasticsearchClient, takenAtMs: number, limit: HttpLimit): Promise<NodeSample> {
  const filter = wanted.map((name) => `nodes.*.${name}`).join(',');
  const path = `_nodes/stats/jvm,fs,os,process,breaker,thread_pool,indices/fielddata,indexing,merge,search?filter_path=${filter}`;
  const { nodes } = await client.read(path, answer, limit);
  return { takenAtMs, nodes: Object.entries(nodes).map(([id, each]) => ({ ...each, id })) };
}

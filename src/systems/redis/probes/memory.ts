/** Where the memory is, how near the limit it is, and what happens there. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { type Info, infoCount, infoNumber, infoText, readInfo, sectionText } from '../info.ts';
import { redisProbe } from './redis-probe.ts';

export const memoryProbe = redisProbe({
  name: 'memory',
  summary: { 'zh-CN': '内存用量、上限、淘汰策略、碎片、缓冲区', en: 'memory used, limit, eviction policy, fragmentation, buffers' },
  parameters: z.strictObject({}),
  timeoutMs: 6_000,
  cost: 'cheap',
  hints: 'memory|oom|evict|maxmemory|fragment|内存|淘汰|碎片|打满',
  query: 'INFO memory',
  async see(client, _given, _context, limit) {
    const info = await readInfo(client, limit);
    const facts = memoryFacts(info);
    const used = mebibytes(facts['memory.usedBytes']);
    const most = mebibytes(facts['memory.maxBytes']);
    const policy = String(facts['memory.policy']);
    return {
      headline: {
        'zh-CN': `已用 ${used}，上限 ${most === '0 MiB' ? '未设' : most}，策略 ${policy}，碎片率 ${String(facts['memory.fragmentationRatio'])}`,
        en: `${used} used of ${most === '0 MiB' ? 'no limit' : most}, ${policy}, fragmentation ${String(facts['memory.fragmentationRatio'])}`,
      },
      facts,
      text: sectionText(info, ['memory']),
    };
  },
});

/** Pure: one `INFO all` in, facts out. */
export function memoryFacts(info: Info): Facts {
  const usedBytes = infoCount(info, 'used_memory');
  const maxBytes = infoCount(info, 'maxmemory');
  const peakBytes = infoCount(info, 'used_memory_peak');
  const systemBytes = infoCount(info, 'total_system_memory');
  const rssBytes = infoCount(info, 'used_memory_rss');
  const policy = infoText(info, 'maxmemory_policy');
  const startupBytes = infoCount(info, 'used_memory_startup');
  const dataBytes = infoCount(info, 'used_memory_dataset');
  const clientBytes = infoCount(info, 'mem_clients_normal');
  const replicaBytes = infoCount(info, 'mem_clients_slaves');
  const backlogBytes = infoCount(info, 'mem_replication_backlog');
  const scriptBytes = infoCount(info, 'used_memory_scripts_eval') + infoCount(info, 'used_memory_vm_eval');
  return {
    'memory.usedBytes': usedBytes,
    'memory.maxBytes': maxBytes,
    'memory.isLimited': maxBytes > 0,
    'memory.usedRatio': maxBytes > 0 ? round(usedBytes / maxBytes) : 0,
    'memory.policy': policy,
    'memory.isNoEviction': policy === 'noeviction',
    'memory.peakBytes': peakBytes,
    'memory.peakToMaxRatio': maxBytes > 0 ? round(peakBytes / maxBytes) : 0,
    'memory.usedToPeakRatio': peakBytes > 0 ? round(usedBytes / peakBytes) : 1,
    'memory.rssBytes': rssBytes,
    'memory.systemBytes': systemBytes,
    'memory.rssToSystemRatio': systemBytes > 0 ? round(rssBytes / systemBytes) : 0,
    'memory.maxToSystemRatio': systemBytes > 0 ? round(maxBytes / systemBytes) : 0,
    'memory.overheadBytes': infoCount(info, 'used_memory_overhead'),
    'memory.datasetBytes': dataBytes,
    'memory.datasetShare': usedBytes > 0 ? round(dataBytes / usedBytes) : 0,
    'memory.datasetToMaxRatio': maxBytes > 0 ? round(dataBytes / maxBytes) : 0,
    'memory.clientsBytes': clientBytes,
    'memory.clientsShare': usedBytes > 0 ? round(clientBytes / usedBytes) : 0,
    'memory.clientsToMaxRatio': maxBytes > 0 ? round(clientBytes / maxBytes) : 0,
    'memory.replicaBuffersBytes': replicaBytes,
    'memory.replicaBuffersShare': usedBytes > 0 ? round(replicaBytes / usedBytes) : 0,
    'memory.backlogBytes': backlogBytes,
    'memory.backlogShare': usedBytes > 0 ? round(backlogBytes / usedBytes) : 0,
    'memory.scriptBytes': scriptBytes,
    'memory.scriptShare': usedBytes > 0 ? round(scriptBytes / usedBytes) : 0,
    'memory.scriptsCached': infoCount(info, 'number_of_cached_scripts'),
    'memory.aofBufferBytes': infoCount(info, 'mem_aof_buffer'),
    'memory.startupBytes': startupBytes,
    'memory.fragmentationRatio': infoNumber(info, 'mem_fragmentation_ratio'),
    'memory.fragmentationBytes': infoNumber(info, 'mem_fragmentation_bytes'),
    'memory.allocatorFragmentationRatio': infoNumber(info, 'allocator_frag_ratio'),
    'memory.allocatorFragmentationBytes': infoNumber(info, 'allocator_frag_bytes'),
    'memory.isDefragRunning': infoText(info, 'active_defrag_running') !== '0' && infoText(info, 'active_defrag_running') !== '',
    'memory.evictedTotal': infoCount(info, 'evicted_keys'),
    'memory.lazyfreePending': infoCount(info, 'lazyfree_pending_objects'),
    ...suggestion({ usedBytes, maxBytes, peakBytes, systemBytes, rssBytes }),
  };
}

interface Sizes {
  readonly usedBytes: number;
  readonly maxBytes: number;
  readonly peakBytes: number;
  readonly systemBytes: number;
  readonly rssBytes: number;
}

/** A limit with a quarter of room over what is needed, in whole mebibytes; never past 70 % of the machine. */
function suggestion(sizes: Sizes): Facts {
  const unit = 1_048_576;
  const needed = Math.max(sizes.maxBytes * 1.5, sizes.usedBytes * 1.25, Math.min(sizes.peakBytes, sizes.usedBytes * 4) * 1.25);
  const suggested = Math.ceil(needed / unit) * unit;
  const ceiling = sizes.systemBytes * 0.7;
  return { 'memory.suggestedMaxBytes': suggested, 'memory.hasRoom': sizes.systemBytes > 0 && suggested < ceiling };
}

function mebibytes(bytes: Facts[string] | undefined): string {
  return typeof bytes === 'number' ? `${String(Math.round((bytes / 1_048_576) * 10) / 10)} MiB` : '?';
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

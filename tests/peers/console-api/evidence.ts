/** Evidence as the real probes bring it, for the console's tests. */

import type { Locale } from '../../../src/domain/text.ts';
import type { EvidenceView } from '../../../src/domain/view.ts';

const redisMemory = `# Memory
used_memory:524189696
used_memory_human:499.91M
used_memory_rss:561872896
used_memory_peak:524288000
maxmemory:524288000
maxmemory_human:500.00M
maxmemory_policy:noeviction
mem_fragmentation_ratio:1.07
active_defrag_running:0`;

/** A log line that tries to be HTML and a link: it must stay text. */
const hostileLog = `2026-11-21T09:02:11Z orders-api ERROR OOM command not allowed when used memory > 'maxmemory' <img src=x onerror=alert(1)>
2026-11-21T09:02:12Z orders-api WARN retry 3/5 javascript:alert(1) [click](https://evil.example)
2026-11-21T09:02:14Z orders-api ERROR OOM command not allowed when used memory > 'maxmemory'`;

export function sampleEvidence(incidentId: string, nowMs: number, locale: Locale): EvidenceView[] {
  const zh = locale === 'zh-CN';
  const base = { incidentId, parameters: {}, round: 1, reason: null, facts: {}, isTruncated: false, series: [] };
  const at = (secondsAgo: number): string => new Date(nowMs - secondsAgo * 1_000).toISOString();
  return [
    {
      ...base,
      id: 'ev_memory',
      systemId: 'orders-cache',
      probe: 'redis.memory',
      startedAt: at(410),
      durationMs: 12,
      status: 'ok',
      headline: zh
        ? '已用内存 499.9 MiB，占上限 500 MiB 的 99.98%，淘汰策略 noeviction'
        : 'Memory 499.9 MiB of 500 MiB (99.98%), policy noeviction',
      query: 'INFO memory',
      facts: {
        'memory.usedBytes': 524_189_696,
        'memory.maxBytes': 524_288_000,
        'memory.usedRatio': 0.9998,
        'memory.policy': 'noeviction',
        'memory.fragmentation': 1.07,
      },
      text: redisMemory,
    },
    {
      ...base,
      id: 'ev_keyspace',
      systemId: 'orders-cache',
      probe: 'redis.bigKeys',
      parameters: { sample: 10_000 },
      startedAt: at(408),
      durationMs: 184,
      status: 'ok',
      headline: zh
        ? '最大的键 queue:emails 是列表，4,812,330 个元素，占 412 MiB'
        : 'The largest key is the list queue:emails: 4,812,330 elements, 412 MiB',
      query: 'SCAN 0 COUNT 1000; MEMORY USAGE <key>',
      facts: { 'keys.largest': 'queue:emails', 'keys.largestBytes': 432_013_312, 'keys.largestType': 'list', 'keys.total': 18_442 },
      text: 'queue:emails        list   4812330 elements  412.0 MiB\nsession:*           hash   17902 keys         61.3 MiB\ncart:*              hash   539 keys           2.1 MiB',
    },
    {
      ...base,
      id: 'ev_latency',
      systemId: 'metrics',
      probe: 'prometheus.range',
      parameters: { window: '1h' },
      startedAt: at(405),
      durationMs: 46,
      status: 'ok',
      headline: zh
        ? '写入错误从 09:02 起升到每秒 212 次，上周同期为 0'
        : 'Write errors rose to 212/s from 09:02; at this time last week there were none',
      query: 'sum(rate(redis_commands_failed_calls_total{system="orders-cache"}[1m]))',
      facts: { 'errors.perSecond': 212, 'errors.baselinePerSecond': 0 },
      text: '61 points, 60 s apart',
      series: sampleSeries(nowMs),
    },
    {
      ...base,
      id: 'ev_log',
      systemId: 'web-1',
      probe: 'host.serviceLog',
      parameters: { service: 'orders-api' },
      startedAt: at(402),
      durationMs: 71,
      status: 'ok',
      headline: zh ? 'orders-api 日志里反复出现 OOM command not allowed' : 'The log of orders-api repeats: OOM command not allowed',
      query: 'journalctl -u orders-api -n 200 --no-pager',
      facts: { 'log.errors': 187, 'log.lines': 200 },
      text: hostileLog,
    },
    {
      ...base,
      id: 'ev_disk',
      systemId: 'web-1',
      probe: 'host.disk',
      round: 2,
      startedAt: at(398),
      durationMs: 31,
      status: 'ok',
      headline: zh ? '磁盘正常：/ 用了 41%，inode 用了 8%' : 'Disks are fine: / 41% full, inodes 8%',
      query: 'df -P -k; df -P -i',
      facts: { 'disk.usedRatio': 0.41, 'disk.inodesUsedRatio': 0.08 },
      text: 'Filesystem 1024-blocks     Used Available Capacity Mounted on\n/dev/vda1     61252420 25113492  33002204      41% /',
    },
    {
      ...base,
      id: 'ev_replica',
      systemId: 'orders-cache-replica',
      probe: 'redis.replication',
      round: 2,
      startedAt: at(396),
      durationMs: 3_001,
      status: 'unreachable',
      reason: zh ? '连接 10.0.0.12:6379 超时（3 秒）' : 'Connecting to 10.0.0.12:6379 timed out after 3 s',
      headline: zh ? '副本连不上' : 'The replica cannot be reached',
      query: 'INFO replication',
      text: '',
    },
  ];
}

function sampleSeries(nowMs: number): EvidenceView['series'] {
  const startMs = Math.floor(nowMs / 60_000) * 60_000 - 3_600_000;
  const times = Array.from({ length: 61 }, (_, index) => startMs + index * 60_000);
  const values = times.map((_, index) =>
    index < 48 ? Math.abs(Math.sin(index)) * 2 : Math.min(212, (index - 47) * 34 + Math.sin(index) * 9),
  );
  const baseline = times.map((_, index) => 1 + Math.abs(Math.cos(index / 3)));
  return [
    { name: 'errors', unit: '/s', times, values },
    { name: 'errors (week before)', unit: '/s', times: times.map((time) => time - 604_800_000), values: baseline },
    { name: 'used_memory', unit: 'bytes', times, values: times.map((_, index) => Math.min(524_189_696, 300_000_000 + index * 4_700_000)) },
  ];
}

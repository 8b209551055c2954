/** What was found out in the sample incident, and when. */

import type { CourseView, IncidentView, RunbookView } from '../../../src/domain/view.ts';

export function minutesAgo(nowMs: number, minutes: number): string {
  return new Date(nowMs - minutes * 60_000).toISOString();
}

export function sampleRefuted(zh: boolean): IncidentView['refuted'] {
  return [
    {
      systemId: 'web-1',
      signatureId: 'host.disk-full',
      title: zh ? '磁盘写满' : 'The disk is full',
      reason: zh ? '根分区只用了 41%，inode 只用了 8%' : 'The root file system is 41% full, inodes 8%',
      evidenceIds: ['ev_disk'],
    },
  ];
}

export function sampleBlindSpots(zh: boolean): IncidentView['blindSpots'] {
  const reason = zh ? '连接 10.0.0.12:6379 超时（3 秒）' : 'Connecting to 10.0.0.12:6379 timed out after 3 s';
  return [{ systemId: 'orders-cache-replica', probe: 'redis.replication', status: 'unreachable', reason }];
}

export function sampleAlerts(nowMs: number): IncidentView['alerts'] {
  return [
    {
      id: 'alert_1',
      source: 'alertmanager',
      fingerprint: 'a1b2c3d4',
      status: 'firing',
      labels: { alertname: 'RedisWritesRefused', severity: 'critical', instance: '10.0.0.11:6379', team: 'orders' },
      annotations: { summary: 'orders-cache refuses writes', description: '212 failed commands a second over 2 minutes' },
      startsAt: minutesAgo(nowMs, 8),
      endsAt: null,
      generatorUrl: 'http://prometheus.example/graph?g0.expr=redis',
      repeats: 3,
    },
    {
      id: 'alert_2',
      source: 'alertmanager',
      fingerprint: 'e5f6a7b8',
      status: 'resolved',
      labels: { alertname: 'OrdersLatencyHigh', severity: 'warning', instance: 'web-1', team: 'orders' },
      annotations: { summary: 'p95 above 800 ms' },
      startsAt: minutesAgo(nowMs, 8),
      endsAt: minutesAgo(nowMs, 2),
      generatorUrl: 'javascript:alert(1)',
      repeats: 0,
    },
  ];
}

export function sampleTimeline(nowMs: number, zh: boolean): IncidentView['timeline'] {
  const lines: [number, IncidentView['timeline'][number]['kind'], string, string, string[]][] = [
    [7.2, 'opened', 'zhiban', zh ? '告警 RedisWritesRefused 创建了这个故障' : 'Alert RedisWritesRefused opened this incident', []],
    [
      7.1,
      'look',
      'zhiban',
      zh ? '查看 orders-cache 的内存、最大的键和慢日志' : 'Looked at memory, largest keys and slow log of orders-cache',
      ['ev_memory', 'ev_keyspace'],
    ],
    [7, 'hypothesis', 'zhiban', zh ? '怀疑：内存写满且不淘汰' : 'Suspected: memory is full and nothing is evicted', ['ev_memory']],
    [
      6.9,
      'look',
      'zhiban',
      zh ? '查看写入错误曲线和 orders-api 的日志' : 'Looked at write errors and the log of orders-api',
      ['ev_latency', 'ev_log'],
    ],
    [6.6, 'hypothesis', 'zhiban', zh ? '排除：磁盘写满' : 'Refuted: the disk is full', ['ev_disk']],
    [
      6,
      'verdict',
      'zhiban',
      zh ? '已确认：orders-cache 内存写满，写入被拒绝' : 'Confirmed: orders-cache is out of memory and refuses writes',
      ['ev_memory', 'ev_latency', 'ev_log'],
    ],
    [
      5,
      'plan',
      'zhiban',
      zh ? '提出方案：扩大内存上限并恢复消费（2 步）' : 'Proposed: raise the memory limit and get the consumer going (2 steps)',
      [],
    ],
    [4, 'steer', 'li.lei', zh ? '补充：14:00 上线过新的邮件模板' : 'Fact: a new mail template went out at 14:00', []],
  ];
  return lines.map(([minutes, kind, actor, text, evidenceIds], index) => ({
    id: `tl_${index}`,
    at: minutesAgo(nowMs, minutes),
    kind,
    text,
    actor,
    evidenceIds,
  }));
}

export function sampleRunbook(zh: boolean): RunbookView {
  const body = zh ? '先分清是谁占了内存。' : 'First tell what holds the memory.';
  const title = zh ? 'Redis 内存打满' : 'Redis memory is full';
  return { id: 'redis-memory', version: '1', title, body, rich: [{ type: 'paragraph', spans: [{ type: 'text', text: body }] }] };
}

/** A release, a curve that moved within some minutes, a new line in a log, the alert. */
export function sampleCourse(nowMs: number, zh: boolean): readonly CourseView[] {
  const entry = (kind: CourseView['kind'], at: number, width: number, more: Omit<CourseView, 'kind' | 'at' | 'earliest' | 'latest'>) => ({
    ...{ kind, at: minutesAgo(nowMs, at), earliest: minutesAgo(nowMs, at + width), latest: minutesAgo(nowMs, at - width) },
    ...more,
  });
  return [
    entry('deploy', 19, 0, { systemId: 'web-1', place: 'before', text: 'email-worker (v2.31)', sourceId: 'chg_1' }),
    entry('metric', 12, 2, {
      ...{ systemId: 'orders-cache', place: 'first', sourceId: 'ev_memory' },
      text: zh ? 'used_memory 从约 310 MB 变为 498 MB' : 'used_memory moved from about 310 MB to 498 MB',
    }),
    entry('log', 8, 0.2, {
      ...{ systemId: 'orders-cache', place: 'later', sourceId: 'ev_log' },
      text: zh ? '首次出现错误日志：OOM command not allowed' : 'first seen in its log: OOM command not allowed',
    }),
    entry('alert', 7, 2, { systemId: 'orders-cache', place: 'later', text: 'RedisMemoryFull', sourceId: 'al_1' }),
  ];
}

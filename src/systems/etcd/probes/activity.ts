/** What happens right now: `/metrics` twice. Disk, consensus, watches and requests, with the time since the start beside it. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { type Metrics, parseMetrics, percentile99Ms, type Sample, sumOf } from '../metrics.ts';
import { etcdProbe, ratioOf, round, shown } from './etcd-probe.ts';

const fsync = 'etcd_disk_wal_fsync_duration_seconds';
const commit = 'etcd_disk_backend_commit_duration_seconds';

export const activityProbe = etcdProbe({
  name: 'activity',
  summary: {
    'zh-CN': '此刻的写入、落盘耗时、选举、提案、watch、请求错误',
    en: 'writes, disk latency, elections, proposals, watches and failing requests right now',
  },
  parameters: z.strictObject({ windowMs: z.number().int().min(200).max(4_000).default(1_500) }),
  cost: 'cheap',
  hints: 'slow|latency|fsync|disk|leader|election|proposal|watch|timeout|慢|延迟|磁盘|选举|提案|超时',
  query: 'GET /metrics (twice)',
  async see(client, given, limit, context) {
    const before = parseMetrics(await client.metrics(limit));
    const startedMs = context.clock.now();
    await context.clock.sleep(given.windowMs, context.signal);
    const after = parseMetrics(await client.metrics(limit));
    const nowMs = context.clock.now();
    const facts = activityFacts({ before, after, seconds: Math.max(0.05, (nowMs - startedMs) / 1_000), nowMs });
    const value = (name: string): string => shown(facts[`activity.${name}`]);
    return {
      headline: {
        'zh-CN': `每秒写 ${value('putsPerSecond')}，待决提案 ${value('proposalsPending')}；WAL fsync p99 ${value('fsyncP99Ms')} ms，提交 p99 ${value('commitP99Ms')} ms；启动以来换主 ${value('leaderChanges')} 次`,
        en: `${value('putsPerSecond')} writes a second, ${value('proposalsPending')} proposals pending; fsync p99 ${value('fsyncP99Ms')} ms, commit p99 ${value('commitP99Ms')} ms; ${value('leaderChanges')} leader changes since the start`,
      },
      facts,
      text: Object.entries(facts)
        .map(([name, fact]) => `${name} = ${shown(fact)}`)
        .join('\n'),
    };
  },
});

export interface MetricsWindow {
  readonly before: Metrics;
  readonly after: Metrics;
  readonly seconds: number;
  readonly nowMs: number;
}

/** Fewer observations than this within the window make no percentile; those since the start do instead. */
const observationsMin = 20;
const fewObservations = 5;

/** Pure: for tests and for longer windows. */
export function activityFacts(window: MetricsWindow): Facts {
  const { after, nowMs } = window;
  const total = (name: string): number | null => sumOf(after, name);
  const startedSeconds = total('process_start_time_seconds');
  const uptimeSeconds = startedSeconds === null ? null : Math.max(1, Math.round(nowMs / 1_000 - startedSeconds));
  const perHour = (name: string): number | null => {
    const count = total(name);
    // A start counts as an hour at least: the first election says nothing about the rate.
    return count === null || uptimeSeconds === null ? null : round(count / Math.max(1, uptimeSeconds / 3_600));
  };
  return {
    'activity.windowSeconds': round(window.seconds),
    'activity.uptimeSeconds': uptimeSeconds,
    'activity.hasLeader': total('etcd_server_has_leader') === 1,
    'activity.leaderChanges': total('etcd_server_leader_changes_seen_total'),
    'activity.leaderChangesPerHour': perHour('etcd_server_leader_changes_seen_total'),
    'activity.heartbeatFailures': total('etcd_server_heartbeat_send_failures_total'),
    'activity.heartbeatFailuresPerHour': perHour('etcd_server_heartbeat_send_failures_total'),
    'activity.proposalsPending': total('etcd_server_proposals_pending'),
    'activity.proposalsFailed': total('etcd_server_proposals_failed_total'),
    'activity.applyBacklog': difference(total('etcd_server_proposals_committed_total'), total('etcd_server_proposals_applied_total')),
    'activity.slowReads': total('etcd_server_slow_read_indexes_total'),
    'activity.watchers': total('etcd_debugging_mvcc_watcher_total'),
    'activity.slowWatchers': total('etcd_debugging_mvcc_slow_watcher_total'),
    'activity.slowWatcherShare': ratioOf(total('etcd_debugging_mvcc_slow_watcher_total'), total('etcd_debugging_mvcc_watcher_total')),
    'activity.watchStreams': total('etcd_debugging_mvcc_watch_stream_total'),
    // Since its start; leases from before it are not counted.
    'activity.leasesKept': difference(total('etcd_debugging_lease_granted_total'), total('etcd_debugging_lease_revoked_total')),
    'activity.leasesGranted': total('etcd_debugging_lease_granted_total'),
    'activity.leaseLifeSeconds': meanOf(after, 'etcd_debugging_lease_ttl_total'),
    'activity.pendingEvents': total('etcd_debugging_mvcc_pending_events_total'),
    'activity.openReads': total('etcd_mvcc_db_open_read_transactions'),
    'activity.memoryBytes': total('process_resident_memory_bytes'),
    'activity.openFiles': total('process_open_fds'),
    'activity.openFilesRatio': ratioOf(total('process_open_fds'), total('process_max_fds')),
    ...rateFacts(window),
    ...diskFacts(window),
    ...requestFacts(window),
  };
}

function rateFacts({ before, after, seconds }: MetricsWindow): Facts {
  const rate = (name: string): number => round(grownBy(before, after, name) / seconds);
  const puts = grownBy(before, after, 'etcd_mvcc_put_total');
  const reads = grownBy(before, after, 'etcd_mvcc_range_total');
  return {
    'activity.putsPerSecond': rate('etcd_mvcc_put_total'),
    'activity.readsPerSecond': rate('etcd_mvcc_range_total'),
    'activity.deletesPerSecond': rate('etcd_mvcc_delete_total'),
    'activity.failedPerSecond': rate('etcd_server_proposals_failed_total'),
    'activity.leaderChangesNow': grownBy(before, after, 'etcd_server_leader_changes_seen_total'),
    'activity.heartbeatFailuresNow': grownBy(before, after, 'etcd_server_heartbeat_send_failures_total'),
    'activity.slowAppliesPerSecond': rate('etcd_server_slow_apply_total'),
    'activity.slowReadsPerSecond': rate('etcd_server_slow_read_indexes_total'),
    'activity.leasesExpiredPerSecond': rate('etcd_debugging_server_lease_expired_total'),
    'activity.cpuRatio': rate('process_cpu_seconds_total'),
    'activity.netInBytesPerSecond': rate('etcd_network_client_grpc_received_bytes_total'),
    'activity.netOutBytesPerSecond': rate('etcd_network_client_grpc_sent_bytes_total'),
    'activity.bytesPerRead': reads < 3 ? null : round(grownBy(before, after, 'etcd_network_client_grpc_sent_bytes_total') / reads),
    'activity.bytesPerPut': puts < 5 ? null : round(grownBy(before, after, 'etcd_network_client_grpc_received_bytes_total') / puts),
  };
}

function diskFacts({ before, after }: MetricsWindow): Facts {
  const now = (name: string): number | null => percentile99Ms(after, name, { before, countMin: observationsMin });
  const ever = (name: string): number | null => percentile99Ms(after, name, { countMin: observationsMin });
  return {
    'activity.fsyncP99Ms': now(fsync) ?? ever(fsync),
    // A few writes say how slow the disk is now; none leaves only what was before.
    'activity.fsyncP99NowMs': percentile99Ms(after, fsync, { before, countMin: fewObservations }),
    'activity.fsyncP99EverMs': ever(fsync),
    'activity.fsyncsSeen': sumOf(after, `${fsync}_count`),
    'activity.commitP99Ms': now(commit) ?? ever(commit),
    'activity.commitP99EverMs': ever(commit),
    'activity.commitsSeen': sumOf(after, `${commit}_count`),
  };
}

/** What clients themselves do wrong or give up is no failure of the server. */
const clientsOwn = /^(OK|NotFound|AlreadyExists|Canceled|FailedPrecondition|OutOfRange|InvalidArgument|Unauthenticated|PermissionDenied)$/;

function requestFacts({ before, after, seconds }: MetricsWindow): Facts {
  const isFailed = (labels: Sample['labels']): boolean => !clientsOwn.test(labels.grpc_code ?? 'OK');
  const failed = grownBy(before, after, 'grpc_server_handled_total', isFailed);
  const all = grownBy(before, after, 'grpc_server_handled_total');
  const tooLarge = (labels: Sample['labels']): boolean => labels.grpc_code === 'ResourceExhausted';
  return {
    'activity.requestsPerSecond': round(all / seconds),
    'activity.requestsFailedPerSecond': round(failed / seconds),
    'activity.requestsFailedRatio': all < observationsMin ? null : ratioOf(failed, all),
    'activity.requestsExhaustedPerSecond': round(grownBy(before, after, 'grpc_server_handled_total', tooLarge) / seconds),
  };
}

function grownBy(before: Metrics, after: Metrics, name: string, fits?: (labels: Sample['labels']) => boolean): number {
  return Math.max(0, (sumOf(after, name, fits) ?? 0) - (sumOf(before, name, fits) ?? 0));
}

/** Of a histogram, since the start. */
function meanOf(metrics: Metrics, name: string): number | null {
  return ratioOf(sumOf(metrics, `${name}_sum`) ?? 0, sumOf(metrics, `${name}_count`));
}

function difference(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : Math.max(0, one - other);
}

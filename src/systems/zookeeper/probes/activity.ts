/** What happens right now: `mntr` twice. Requests, fsync, sessions, rejections, followers. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { type Fields, fieldsOf, numberOf, ratioOf, round, shown } from '../answers.ts';
import { zookeeperProbe } from './zookeeper-probe.ts';

export const activityProbe = zookeeperProbe({
  name: 'activity',
  summary: {
    'zh-CN': '此刻的请求、落盘、会话、拒绝与副本同步',
    en: 'requests, fsync, sessions, rejections and followers right now',
  },
  parameters: z.strictObject({ windowMs: z.number().int().min(200).max(4_000).default(1_500) }),
  cost: 'cheap',
  hints: 'slow|latency|fsync|session|expired|follower|watch|znode|慢|延迟|会话|过期|副本|监听',
  query: 'mntr (twice)',
  async see(client, given, limit, context) {
    const before = fieldsOf(await client.say('mntr', limit));
    const startedMs = context.clock.now();
    await context.clock.sleep(given.windowMs, context.signal);
    const text = await client.say('mntr', limit);
    const facts = activityFacts(before, fieldsOf(text), Math.max(0.05, (context.clock.now() - startedMs) / 1_000));
    const value = (name: string): string => shown(facts[`activity.${name}`]);
    return {
      headline: {
        'zh-CN': `每秒请求 ${value('packetsPerSecond')}，排队 ${value('outstanding')}，fsync 平均 ${value('fsyncMs')} ms；znode ${value('znodes')}，watch ${value('watches')}，临时节点 ${value('ephemerals')}`,
        en: `${value('packetsPerSecond')} requests a second, ${value('outstanding')} outstanding, fsync ${value('fsyncMs')} ms on average; ${value('znodes')} znodes, ${value('watches')} watches, ${value('ephemerals')} ephemerals`,
      },
      facts,
      text: text
        .split('\n')
        .filter((line) => !/\t0(\.0)?$/.test(line))
        .join('\n'),
    };
  },
});

/** Pure: for tests and for longer windows. */
export function activityFacts(before: Fields, after: Fields, seconds: number): Facts {
  const now = (name: string): number | null => numberOf(after, `zk_${name}`);
  const grown = (name: string): number => Math.max(0, (now(name) ?? 0) - (numberOf(before, `zk_${name}`) ?? 0));
  const rate = (name: string): number => round(grown(name) / seconds);
  const followers = now('followers') ?? now('learners');
  return {
    'activity.windowSeconds': round(seconds),
    'activity.isServing': after.has('zk_server_state'),
    'activity.state': after.get('zk_server_state') ?? '',
    'activity.uptimeSeconds': round((now('uptime') ?? 0) / 1_000),
    'activity.packetsPerSecond': rate('packets_received'),
    'activity.outstanding': now('outstanding_requests'),
    'activity.latencyAvgMs': now('avg_latency'),
    'activity.latencyMaxMs': now('max_latency'),
    'activity.fsyncMs': ratioOf(grown('sum_fsynctime'), grown('cnt_fsynctime')) ?? now('avg_fsynctime'),
    'activity.fsyncMaxMs': now('max_fsynctime'),
    'activity.snapshotMaxMs': now('max_snapshottime'),
    'activity.jvmPauseRatio': ratioOf(grown('sum_jvm_pause_time_ms') / 1_000, seconds),
    'activity.throttledPerSecond': rate('request_throttle_wait_count'),
    'activity.rejectedPerSecond': rate('connection_rejected'),
    'activity.rejected': now('connection_rejected'),
    'activity.sessionsExpiredPerSecond': rate('stale_sessions_expired'),
    'activity.sessionsExpired': now('stale_sessions_expired'),
    'activity.authFailedPerSecond': rate('auth_failed_count'),
    'activity.authFailed': now('auth_failed_count'),
    'activity.largeRejectedPerSecond': rate('large_requests_rejected'),
    'activity.largeRejected': now('large_requests_rejected'),
    'activity.responseMaxBytes': now('max_client_response_size'),
    'activity.digestMismatches': now('digest_mismatches_count'),
    'activity.unrecoverableErrors': now('unrecoverable_error_count'),
    'activity.connections': now('num_alive_connections'),
    'activity.watches': now('watch_count'),
    'activity.watchesPerConnection': ratioOf(now('watch_count'), now('num_alive_connections')),
    'activity.ephemerals': now('ephemerals_count'),
    'activity.znodes': now('znode_count'),
    'activity.dataBytes': now('approximate_data_size'),
    'activity.openFiles': now('open_file_descriptor_count'),
    'activity.openFilesRatio': ratioOf(now('open_file_descriptor_count'), now('max_file_descriptor_count')),
    'activity.followers': followers,
    'activity.syncedFollowers': now('synced_followers'),
    'activity.pendingSyncs': now('pending_syncs'),
    'activity.votersMissing': after.get('zk_server_state') === 'leader' ? missing(now('quorum_size'), now('synced_followers')) : null,
  };
}

/** Of the voting members, the leader itself aside. */
function missing(voters: number | null, synced: number | null): number | null {
  return voters === null || synced === null ? null : Math.max(0, voters - 1 - synced);
}

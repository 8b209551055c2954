/** Write-ahead log, its archive, and checkpoints. */

import { z } from 'zod';
import { SessionFailure } from '../../session/failure.ts';
import { sessionProbe } from '../../session/probe.ts';
import { flagOf, numberOf, printRows, type Row, ratioOf, rounded, textOf } from '../../session/rows.ts';
import type { PostgresqlClient } from '../client.ts';
import { first } from './postgresql-probe.ts';

const archiver = `
SELECT current_setting('archive_mode') AS mode, archived_count AS archived, failed_count AS failed, coalesce(last_failed_wal, '') AS failed_wal,
  extract(epoch FROM now() - last_failed_time) AS failed_ago, extract(epoch FROM now() - last_archived_time) AS archived_ago,
  last_failed_time IS NOT NULL AND (last_archived_time IS NULL OR last_failed_time > last_archived_time) AS failing,
  pg_size_bytes(current_setting('max_wal_size')) AS wal_max, extract(epoch FROM current_setting('checkpoint_timeout')::interval) AS timed_seconds
FROM pg_stat_archiver`;

/** Both need the rights of pg_monitor. */
const files = `
SELECT (SELECT coalesce(sum(size), 0) FROM pg_ls_waldir()) AS bytes,
  CASE WHEN current_setting('archive_mode') = 'off' THEN 0 ELSE (SELECT count(*) FROM pg_ls_archive_statusdir() WHERE name LIKE '%.ready') END AS ready`;

/** Where the log of changes is; nothing on a standby. */
const position = `SELECT CASE WHEN pg_is_in_recovery() THEN NULL ELSE pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') END AS written,
  extract(epoch FROM clock_timestamp()) AS at`;

/** How long is looked at how fast it grows. */
const paceMs = 400;
/** More is not proposed in one step: nobody has asked whether the disk holds it. */
const proposedMaxBytes = 4 * 1_073_741_824;

const checkpoints = {
  old: `SELECT checkpoints_timed AS timed, checkpoints_req AS requested, checkpoint_write_time AS write_ms, checkpoint_sync_time AS sync_ms,
    buffers_backend_fsync AS own_fsync, extract(epoch FROM now() - greatest(stats_reset, pg_postmaster_start_time())) AS seconds FROM pg_stat_bgwriter`,
  new: `SELECT num_timed AS timed, num_requested AS requested, write_time AS write_ms, sync_time AS sync_ms, 0 AS own_fsync,
    extract(epoch FROM now() - greatest(stats_reset, pg_postmaster_start_time())) AS seconds FROM pg_stat_checkpointer`,
} as const;

export const walProbe = sessionProbe({
  name: 'wal',
  summary: { 'zh-CN': 'WAL 体积、归档是否失败、检查点', en: 'size of the WAL, failing archive, checkpoints' },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'wal|archive|checkpoint|disk|space|归档|检查点|磁盘|空间',
  query: 'SELECT * FROM pg_stat_archiver; SELECT sum(size) FROM pg_ls_waldir(); SELECT * FROM pg_stat_bgwriter',
  async see(client: PostgresqlClient, _given, limit, context) {
    const before = first(await client.read(position, [], limit));
    const version = numberOf(first(await client.read("SELECT current_setting('server_version_num')::int AS number", [], limit)).number);
    const archive = first(await client.read(archiver, [], limit));
    const disk = await client.read(files, [], limit).then(first, withoutRights);
    const checks = first(await client.read(version >= 170_000 ? checkpoints.new : checkpoints.old, [], limit));
    await context.clock.sleep(paceMs, context.signal);
    const bytesPerSecond = paceOf(before, first(await client.read(position, [], limit)));
    const hours = Math.max(1, numberOf(checks.seconds) / 3_600);
    const bytes = numberOf(disk.bytes);
    const facts = {
      'wal.bytes': bytes,
      'wal.maxBytes': numberOf(archive.wal_max),
      'wal.bytesPerSecond': bytesPerSecond,
      'wal.suggestedMax': suggestedMax(numberOf(archive.wal_max), bytesPerSecond * numberOf(archive.timed_seconds)),
      'wal.toMaxRatio': ratioOf(bytes, numberOf(archive.wal_max)),
      'wal.isVisible': disk.bytes !== undefined,
      'wal.archive.isOn': archive.mode !== 'off',
      'wal.archive.isFailing': flagOf(archive.failing) && archive.mode !== 'off',
      'wal.archive.failedCount': numberOf(archive.failed),
      'wal.archive.failedWal': textOf(archive.failed_wal),
      'wal.archive.failedSecondsAgo': Math.round(numberOf(archive.failed_ago)),
      'wal.archive.archivedSecondsAgo': Math.round(numberOf(archive.archived_ago)),
      'wal.archive.waiting': numberOf(disk.ready),
      'wal.checkpoints.timed': numberOf(checks.timed),
      'wal.checkpoints.requested': numberOf(checks.requested),
      'wal.checkpoints.requestedPerHour': rounded(numberOf(checks.requested) / hours),
      'wal.checkpoints.requestedRatio': ratioOf(numberOf(checks.requested), numberOf(checks.requested) + numberOf(checks.timed)),
      'wal.checkpoints.backendFsyncs': numberOf(checks.own_fsync),
    };
    return {
      headline: {
        'zh-CN': `WAL ${String(bytes)} 字节（max_wal_size 的 ${String(facts['wal.toMaxRatio'])} 倍），归档${facts['wal.archive.isOn'] ? (facts['wal.archive.isFailing'] ? '正在失败' : '正常') : '未启用'}，检查点定时 ${String(facts['wal.checkpoints.timed'])}、被迫 ${String(facts['wal.checkpoints.requested'])}`,
        en: `${String(bytes)} bytes of WAL (${String(facts['wal.toMaxRatio'])} of max_wal_size), archiving ${facts['wal.archive.isOn'] ? (facts['wal.archive.isFailing'] ? 'fails' : 'works') : 'off'}, ${String(facts['wal.checkpoints.timed'])} timed and ${String(facts['wal.checkpoints.requested'])} requested checkpoints`,
      },
      facts,
      text: printRows([archive, disk, checks]),
    };
  },
});

/** Without the right to see the files the rest is still worth telling. */
function withoutRights(error: unknown): Row {
  if (error instanceof SessionFailure && error.problem === 'no-permission') return {};
  throw error;
}

function paceOf(before: Row, after: Row): number {
  const seconds = numberOf(after.at) - numberOf(before.at);
  return seconds <= 0 ? 0 : Math.max(0, Math.round((numberOf(after.written) - numberOf(before.written)) / seconds));
}

/**
 * What is written between two timed checkpoints should fit twice (postgresql.org: WAL Configuration), within what one step may take of a disk.
 * A setting such as `1024MB`.
 */
export function suggestedMax(nowBytes: number, writtenBytes: number): string {
  const fitting = Math.min(proposedMaxBytes, writtenBytes * 2);
  return `${String(Math.ceil(Math.max(1_073_741_824, nowBytes * 4, fitting) / 1_048_576))}MB`;
}

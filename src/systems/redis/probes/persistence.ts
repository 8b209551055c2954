/** Whether what is written survives: RDB, AOF, and whether failing to save stops writes. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { type Info, infoCount, infoNumber, infoText, readInfo, sectionText } from '../info.ts';
import { type Reply, textOf } from '../reply.ts';
import { readSettings } from './config.ts';
import { redisProbe } from './redis-probe.ts';

export const persistenceProbe = redisProbe({
  name: 'persistence',
  summary: { 'zh-CN': 'RDB/AOF 状态、是否因落盘失败而拒写、加载进度', en: 'RDB and AOF, whether failed saves refuse writes, loading' },
  parameters: z.strictObject({}),
  timeoutMs: 6_000,
  cost: 'cheap',
  hints: 'misconf|bgsave|rdb|aof|persist|fsync|save|loading|持久化|落盘|快照|加载',
  query: 'INFO persistence; CONFIG GET save dir dbfilename appendonly appendfsync stop-writes-on-bgsave-error',
  async see(client, _given, _context, limit) {
    const info = await readInfo(client, limit);
    const settings = await readSettings(
      client,
      ['save', 'dir', 'dbfilename', 'appendonly', 'appendfsync', 'no-appendfsync-on-rewrite', 'stop-writes-on-bgsave-error'],
      limit,
    );
    const facts = persistenceFacts(info, settings);
    const refusing = facts['persistence.isRefusingWrites'] === true;
    return {
      headline: {
        'zh-CN': `最近一次 RDB：${String(facts['persistence.rdbLastStatus'])}，未保存的修改 ${String(facts['persistence.rdbChanges'])}，AOF ${facts['persistence.isAofEnabled'] === true ? '开' : '关'}${refusing ? '；正在拒绝写入' : ''}`,
        en: `last RDB save ${String(facts['persistence.rdbLastStatus'])}, ${String(facts['persistence.rdbChanges'])} changes unsaved, AOF ${facts['persistence.isAofEnabled'] === true ? 'on' : 'off'}${refusing ? '; refusing writes' : ''}`,
      },
      facts,
      text: sectionText(info, ['persistence']),
    };
  },
});

/** Pure. `isRefusingWrites` follows Redis' own rule for answering MISCONF. */
export function persistenceFacts(info: Info, settings: ReadonlyMap<string, Reply>): Facts {
  const setting = (name: string): string => textOf(settings.get(name));
  const isAofEnabled = infoText(info, 'aof_enabled') === '1';
  const isRdbFailing = infoText(info, 'rdb_last_bgsave_status') === 'err';
  const isAofFailing = isAofEnabled && infoText(info, 'aof_last_write_status') === 'err';
  const stopsWrites = setting('stop-writes-on-bgsave-error') === 'yes';
  const isSaveEnabled = setting('save') !== '';
  const aofBase = infoCount(info, 'aof_base_size');
  return {
    'persistence.isLoading': infoText(info, 'loading') === '1',
    'persistence.loadingEtaSeconds': infoNumber(info, 'loading_eta_seconds'),
    'persistence.loadedPercent': infoNumber(info, 'loading_loaded_perc'),
    'persistence.rdbLastStatus': infoText(info, 'rdb_last_bgsave_status'),
    'persistence.isRdbFailing': isRdbFailing,
    'persistence.rdbChanges': infoCount(info, 'rdb_changes_since_last_save'),
    'persistence.rdbLastSaveSeconds': infoNumber(info, 'rdb_last_bgsave_time_sec'),
    'persistence.isRdbRunning': infoText(info, 'rdb_bgsave_in_progress') === '1',
    'persistence.rdbRunningSeconds': infoNumber(info, 'rdb_current_bgsave_time_sec'),
    'persistence.rdbCopyBytes': infoNumber(info, 'rdb_last_cow_size'),
    'persistence.isSaveEnabled': isSaveEnabled,
    'persistence.stopsWritesOnError': stopsWrites,
    'persistence.isAofEnabled': isAofEnabled,
    'persistence.isAofFailing': isAofFailing,
    'persistence.aofLastWriteStatus': infoText(info, 'aof_last_write_status'),
    'persistence.aofLastRewriteStatus': infoText(info, 'aof_last_bgrewrite_status'),
    'persistence.isAofRewriteFailing': isAofEnabled && infoText(info, 'aof_last_bgrewrite_status') === 'err',
    'persistence.isAofRewriteRunning': infoText(info, 'aof_rewrite_in_progress') === '1',
    'persistence.aofDelayedFsyncs': infoCount(info, 'aof_delayed_fsync'),
    'persistence.aofPendingFsyncs': infoCount(info, 'aof_pending_bio_fsync'),
    'persistence.aofGrowthRatio': aofBase > 0 ? Math.round((infoCount(info, 'aof_current_size') / aofBase) * 100) / 100 : null,
    'persistence.appendfsync': setting('appendfsync'),
    'persistence.directory': setting('dir'),
    'persistence.file': setting('dbfilename'),
    'persistence.isRefusingWrites': (isRdbFailing && stopsWrites && isSaveEnabled && infoText(info, 'role') === 'master') || isAofFailing,
    'persistence.isPersistent': isSaveEnabled || isAofEnabled,
    'persistence.forkMs': infoCount(info, 'latest_fork_usec') / 1_000,
  };
}

/** Replication slots, replay, prepared transactions, vacuum and indexes. */

import { z } from 'zod';
import { SystemError } from '../../../domain/errors.ts';
import { sessionAction } from '../../session/actions/session-action.ts';
import type { SessionLimit } from '../../session/failure.ts';
import { flagOf, numberOf, type Row, textOf } from '../../session/rows.ts';
import type { PostgresqlClient } from '../client.ts';
import { first } from '../probes/postgresql-probe.ts';
import { literal, quoted } from './settings.ts';

const name = z.string().min(1).max(63);

export const dropInactiveSlot = sessionAction({
  name: 'drop-inactive-slot',
  risk: 'high',
  arguments: z.strictObject({ slot: z.string().regex(/^[a-z0-9_]{1,63}$/, 'expected the name of a replication slot') }),
  verifyWithinMs: 10_000,
  timeoutMs: 30_000,
  summary: (given) => ({ 'zh-CN': `删除不活动的复制槽 ${given.slot}`, en: `drop the inactive replication slot ${given.slot}` }),
  effect: () => ({
    'zh-CN': '不再为它保留 WAL，随即做一次检查点回收空间；以后用这个槽的备库或订阅必须重建',
    en: 'WAL is no longer kept for it, and a checkpoint frees the space; a standby or subscription that used it must be rebuilt',
  }),
  verification: () => ({ 'zh-CN': '该槽已不在 pg_replication_slots 中', en: 'the slot is gone from pg_replication_slots' }),
  async precheck(client: PostgresqlClient, given, limit) {
    const row = await findSlot(client, given.slot, limit);
    if (row === null) return { state: 'already', note: { 'zh-CN': '该槽已经不在', en: 'the slot is gone already' } };
    if (flagOf(row.active)) return { state: 'blocked', reason: { 'zh-CN': '该槽正在使用', en: 'the slot is in use' } };
    const before = {
      type: textOf(row.type),
      plugin: textOf(row.plugin),
      database: textOf(row.database),
      twoPhase: flagOf(row.two_phase),
      retainedBytes: numberOf(row.retained),
    };
    return { state: 'ready', before };
  },
  isApplied: async (client, given, _before, limit) => (await findSlot(client, given.slot, limit)) === null,
  async apply(client, given, before, limit) {
    await client.change('SELECT pg_drop_replication_slot($1)', [given.slot], limit);
    // Without the right to it the next regular checkpoint does the same.
    await client.change('CHECKPOINT', [], limit).catch(() => undefined);
    return {
      'zh-CN': `已删除，它曾保留 ${textOf(before.retainedBytes)} 字节 WAL`,
      en: `dropped; it had kept ${textOf(before.retainedBytes)} bytes of WAL`,
    };
  },
  async verify(client, given, _before, limit) {
    const isMet = (await findSlot(client, given.slot, limit)) === null;
    return { isMet, note: isMet ? { 'zh-CN': '槽已删除', en: 'the slot is gone' } : { 'zh-CN': '槽仍在', en: 'the slot is still there' } };
  },
  undo: {
    summary: (given) => ({
      'zh-CN': `重新创建复制槽 ${given.slot}：从现在的位置开始，原备库或订阅仍须重建`,
      en: `create the slot ${given.slot} again: it begins at the present position, so its standby or subscription must still be rebuilt`,
    }),
    async apply(client, given, before, limit) {
      if ((await findSlot(client, given.slot, limit)) === null) {
        if (before.type === 'physical') await client.change('SELECT pg_create_physical_replication_slot($1, true)', [given.slot], limit);
        else await createLogicalSlot(client, given.slot, before, limit);
      }
      return {
        'zh-CN': `复制槽 ${given.slot} 已重新创建，备库需要重建`,
        en: `the slot ${given.slot} is there again; its standby must be rebuilt`,
      };
    },
  },
});

async function createLogicalSlot(
  client: PostgresqlClient,
  slot: string,
  before: Readonly<Record<string, unknown>>,
  limit: SessionLimit,
): Promise<void> {
  const here = textOf(first(await client.read('SELECT current_database() AS name', [], limit)).name);
  if (here !== before.database)
    throw new SystemError(`Cannot create the logical slot '${slot}' again: it belongs to the database '${textOf(before.database)}'`, {
      retry: 'never',
    });
  await client.change('SELECT pg_create_logical_replication_slot($1, $2)', [slot, textOf(before.plugin)], limit);
}

async function findSlot(client: PostgresqlClient, slot: string, limit: SessionLimit): Promise<Row | null> {
  const statement = `SELECT slot_type AS type, coalesce(plugin, '') AS plugin, coalesce(database, '') AS database, active, to_jsonb(s) ->> 'two_phase' AS two_phase,
    CASE WHEN pg_is_in_recovery() THEN 0 ELSE pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn) END AS retained FROM pg_replication_slots s WHERE slot_name = $1`;
  const rows = await client.read(statement, [slot], limit);
  return rows.length === 0 ? null : first(rows);
}

export const resumeReplay = sessionAction({
  name: 'resume-replay',
  risk: 'medium',
  arguments: z.strictObject({}),
  verifyWithinMs: 10_000,
  summary: () => ({ 'zh-CN': '恢复备库的 WAL 回放', en: 'resume replay on the standby' }),
  effect: () => ({ 'zh-CN': '备库从暂停处继续回放，逐步追上主库', en: 'the standby goes on from where it was paused and catches up' }),
  verification: () => ({ 'zh-CN': 'pg_is_wal_replay_paused() 为 false', en: 'pg_is_wal_replay_paused() is false' }),
  async precheck(client: PostgresqlClient, _given, limit) {
    const state = await replayState(client, limit);
    if (state === null) return { state: 'blocked', reason: { 'zh-CN': '这不是备库', en: 'this is no standby' } };
    if (!state) return { state: 'already', note: { 'zh-CN': '回放没有暂停', en: 'replay is not paused' } };
    return { state: 'ready', before: { isPaused: true } };
  },
  isApplied: async (client, _given, _before, limit) => (await replayState(client, limit)) === false,
  async apply(client, _given, _before, limit) {
    await client.change('SELECT pg_wal_replay_resume()', [], limit);
    return { 'zh-CN': '已恢复回放', en: 'replay goes on' };
  },
  async verify(client, _given, _before, limit) {
    const isMet = (await replayState(client, limit)) === false;
    return { isMet, note: isMet ? { 'zh-CN': '回放在进行', en: 'replay is on' } : { 'zh-CN': '回放仍暂停', en: 'replay is still paused' } };
  },
  undo: {
    summary: () => ({ 'zh-CN': '再次暂停回放（已回放的部分不能退回）', en: 'pause replay again (what was replayed stays)' }),
    async apply(client, _given, _before, limit) {
      if ((await replayState(client, limit)) === false) await client.change('SELECT pg_wal_replay_pause()', [], limit);
      return { 'zh-CN': '回放已再次暂停', en: 'replay is paused again' };
    },
  },
});

/** Null on a primary. */
async function replayState(client: PostgresqlClient, limit: SessionLimit): Promise<boolean | null> {
  const row = first(await client.read('SELECT CASE WHEN pg_is_in_recovery() THEN pg_is_wal_replay_paused() END AS paused', [], limit));
  return row.paused === null ? null : flagOf(row.paused);
}

export const rollbackPrepared = sessionAction({
  name: 'rollback-prepared',
  risk: 'critical',
  arguments: z.strictObject({ gid: z.string().min(1).max(200) }),
  verifyWithinMs: 5_000,
  summary: (given) => ({ 'zh-CN': `回滚预备事务 ${given.gid}`, en: `roll back the prepared transaction ${given.gid}` }),
  effect: () => ({
    'zh-CN': '它的修改全部丢弃、锁释放；若协调器认为它已提交，各库之间会不一致',
    en: 'its changes are lost and its locks go; if the coordinator holds it for committed, databases will disagree',
  }),
  verification: () => ({ 'zh-CN': '它已不在 pg_prepared_xacts 中', en: 'it is gone from pg_prepared_xacts' }),
  async precheck(client: PostgresqlClient, given, limit) {
    const row = await findPrepared(client, given.gid, limit);
    if (row === null) return { state: 'already', note: { 'zh-CN': '该预备事务已经不在', en: 'it is gone already' } };
    if (!flagOf(row.here))
      return {
        state: 'blocked',
        reason: { 'zh-CN': `它属于另一个库 ${textOf(row.database)}`, en: `it belongs to another database, ${textOf(row.database)}` },
      };
    return { state: 'ready', before: { owner: textOf(row.owner), prepared: textOf(row.prepared) } };
  },
  isApplied: async (client, given, _before, limit) => (await findPrepared(client, given.gid, limit)) === null,
  async apply(client, given, _before, limit) {
    await client.change(`ROLLBACK PREPARED ${literal(given.gid)}`, [], limit);
    return { 'zh-CN': '已回滚', en: 'rolled back' };
  },
  async verify(client, given, _before, limit) {
    const isMet = (await findPrepared(client, given.gid, limit)) === null;
    return { isMet, note: isMet ? { 'zh-CN': '已不在', en: 'it is gone' } : { 'zh-CN': '仍在', en: 'it is still there' } };
  },
  undo: {
    impossible: { 'zh-CN': '回滚的事务不能复原，业务需要重做', en: 'what was rolled back cannot be brought back; it must be done again' },
  },
});

async function findPrepared(client: PostgresqlClient, gid: string, limit: SessionLimit): Promise<Row | null> {
  const statement = 'SELECT owner, prepared, database, database = current_database() AS here FROM pg_prepared_xacts WHERE gid = $1';
  const rows = await client.read(statement, [gid], limit);
  return rows.length === 0 ? null : first(rows);
}

export const vacuumTable = sessionAction({
  name: 'vacuum-table',
  risk: 'low',
  arguments: z.strictObject({ schema: name, table: name, mode: z.enum(['vacuum', 'analyze', 'freeze']).default('vacuum') }),
  verifyWithinMs: 10_000,
  timeoutMs: 600_000,
  summary: (given) => ({
    'zh-CN': `对 ${given.schema}.${given.table} 执行 ${commands[given.mode]}`,
    en: `${commands[given.mode]} ${given.schema}.${given.table}`,
  }),
  effect: (given) =>
    given.mode === 'analyze'
      ? { 'zh-CN': '抽样更新统计信息，不阻塞读写', en: 'statistics are taken from a sample; neither reads nor writes are blocked' }
      : {
          'zh-CN': '回收死元组，不阻塞读写，但会占用磁盘带宽',
          en: 'dead rows are reclaimed; neither reads nor writes are blocked, but the disk is busy',
        },
  verification: () => ({ 'zh-CN': '该表的最近清理或分析时间晚于执行前', en: 'the table’s last vacuum or analyze is later than before' }),
  async precheck(client: PostgresqlClient, given, limit) {
    const at = await lastDone(client, given, limit);
    if (at === null) return { state: 'blocked', reason: { 'zh-CN': '没有这张表', en: 'there is no such table' } };
    return { state: 'ready', before: { at } };
  },
  isApplied: async (client, given, before, limit) => numberOf(await lastDone(client, given, limit)) > numberOf(before.at),
  async apply(client, given, _before, limit) {
    await client.change(`${commands[given.mode]} ${quoted(given.schema)}.${quoted(given.table)}`, [], limit);
    return { 'zh-CN': '已完成', en: 'done' };
  },
  async verify(client, given, before, limit) {
    const isMet = numberOf(await lastDone(client, given, limit)) > numberOf(before.at);
    return {
      isMet,
      note: isMet ? { 'zh-CN': '时间已更新', en: 'the time has moved' } : { 'zh-CN': '时间尚未更新', en: 'the time has not moved' },
    };
  },
  undo: {
    impossible: { 'zh-CN': '数据和设置都没有改变，没有什么可撤销', en: 'neither data nor settings change; there is nothing to take back' },
  },
});

const commands = { vacuum: 'VACUUM (ANALYZE)', analyze: 'ANALYZE', freeze: 'VACUUM (FREEZE, ANALYZE)' } as const;

/** Seconds; 0 when it was never done, null when there is no such table. */
async function lastDone(
  client: PostgresqlClient,
  given: { schema: string; table: string; mode: string },
  limit: SessionLimit,
): Promise<number | null> {
  const column = given.mode === 'analyze' ? 'last_analyze' : 'last_vacuum';
  const statement = `SELECT coalesce(extract(epoch FROM ${column}), 0) AS at FROM pg_stat_user_tables WHERE schemaname = $1 AND relname = $2`;
  const rows = await client.read(statement, [given.schema, given.table], limit);
  return rows.length === 0 ? null : numberOf(first(rows).at);
}

export const reindex = sessionAction({
  name: 'reindex',
  risk: 'medium',
  arguments: z.strictObject({ schema: name, index: name }),
  verifyWithinMs: 10_000,
  timeoutMs: 600_000,
  summary: (given) => ({
    'zh-CN': `在线重建索引 ${given.schema}.${given.index}`,
    en: `rebuild the index ${given.schema}.${given.index} concurrently`,
  }),
  effect: () => ({
    'zh-CN': '不阻塞读写；需要与索引等大的磁盘空间，耗时较长',
    en: 'neither reads nor writes are blocked; it takes time and as much disk as the index',
  }),
  verification: () => ({ 'zh-CN': '索引有效（indisvalid）', en: 'the index is valid (indisvalid)' }),
  async precheck(client: PostgresqlClient, given, limit) {
    const isValid = await validity(client, given, limit);
    if (isValid === null) return { state: 'blocked', reason: { 'zh-CN': '没有这个索引', en: 'there is no such index' } };
    if (isValid) return { state: 'already', note: { 'zh-CN': '索引已经有效', en: 'the index is valid already' } };
    return { state: 'ready', before: { isValid: false } };
  },
  isApplied: async (client, given, _before, limit) => (await validity(client, given, limit)) === true,
  async apply(client, given, _before, limit) {
    await client.change(`REINDEX INDEX CONCURRENTLY ${quoted(given.schema)}.${quoted(given.index)}`, [], limit);
    return { 'zh-CN': '已重建', en: 'rebuilt' };
  },
  async verify(client, given, _before, limit) {
    const isMet = (await validity(client, given, limit)) === true;
    return {
      isMet,
      note: isMet ? { 'zh-CN': '索引有效', en: 'the index is valid' } : { 'zh-CN': '索引仍无效', en: 'the index is still not valid' },
    };
  },
  undo: {
    impossible: {
      'zh-CN': '无效索引没有恢复的价值；不要它时用 DROP INDEX CONCURRENTLY',
      en: 'nobody wants the invalid one back; if it is not needed, DROP INDEX CONCURRENTLY',
    },
  },
});

async function validity(client: PostgresqlClient, given: { schema: string; index: string }, limit: SessionLimit): Promise<boolean | null> {
  const statement = `SELECT i.indisvalid AS valid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = $1 AND c.relname = $2`;
  const rows = await client.read(statement, [given.schema, given.index], limit);
  return rows.length === 0 ? null : flagOf(first(rows).valid);
}

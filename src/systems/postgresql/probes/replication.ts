/** Standbys, slots and replay: how far behind, what is cut off, what keeps WAL from going. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { sessionProbe } from '../../session/probe.ts';
import { flagOf, numberOf, printRows, type Row, ratioOf, rounded, textOf } from '../../session/rows.ts';
import type { PostgresqlClient } from '../client.ts';
import { first } from './postgresql-probe.ts';

const here = 'CASE WHEN pg_is_in_recovery() THEN pg_last_wal_receive_lsn() ELSE pg_current_wal_lsn() END';

const state = `
SELECT pg_is_in_recovery() AS standby, current_setting('synchronous_standby_names') AS sync_names,
  pg_size_bytes(current_setting('max_wal_size')) AS wal_max,
  CASE WHEN pg_is_in_recovery() THEN pg_is_wal_replay_paused() END AS paused,
  CASE WHEN pg_is_in_recovery() THEN pg_wal_lsn_diff(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()) END AS unreplayed,
  extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) AS replay_age,
  (SELECT status FROM pg_stat_wal_receiver) AS receiver, (SELECT count(*) FROM pg_stat_wal_receiver) AS receivers,
  (SELECT setting <> '' FROM pg_settings WHERE name = 'primary_conninfo') AS follows,
  (SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep') AS sync_waiting,
  (SELECT sum(confl_tablespace + confl_lock + confl_snapshot + confl_bufferpin + confl_deadlock) FROM pg_stat_database_conflicts) AS conflicts,
  (SELECT setting::int FROM pg_settings WHERE name = 'recovery_min_apply_delay') AS delay`;

const senders = `
SELECT coalesce(nullif(application_name, ''), '') AS name, coalesce(host(client_addr), 'local') AS address, state, sync_state,
  pg_wal_lsn_diff(${here}, replay_lsn) AS behind, pg_wal_lsn_diff(${here}, sent_lsn) AS unsent, extract(epoch FROM replay_lag) AS lag_seconds
FROM pg_stat_replication ORDER BY behind DESC NULLS LAST LIMIT 30`;

/** `wal_status` is there since version 13; the JSON form leaves a missing column out instead of failing. */
const slots = `
SELECT slot_name AS name, slot_type AS type, active, to_jsonb(s) ->> 'wal_status' AS wal_status, coalesce(plugin, '') AS plugin, coalesce(database, '') AS database, temporary,
  pg_wal_lsn_diff(${here}, restart_lsn) AS retained, greatest(age(xmin), age(catalog_xmin)) AS xmin_age
FROM pg_replication_slots s ORDER BY retained DESC NULLS LAST LIMIT 50`;

export const replicationProbe = sessionProbe({
  name: 'replication',
  summary: { 'zh-CN': '主备关系、延迟、复制槽与回放状态', en: 'standbys, lag, replication slots and replay' },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'replica|standby|lag|slot|wal|stale|复制|主从|备库|从库|延迟|槽',
  query: 'SELECT * FROM pg_stat_replication; SELECT * FROM pg_replication_slots; SELECT * FROM pg_stat_wal_receiver',
  async see(client: PostgresqlClient, _given, limit) {
    const own = first(await client.read(state, [], limit));
    const sent = await client.read(senders, [], limit);
    const held = await client.read(slots, [], limit);
    const facts = { ...ownFacts(own), ...senderFacts(sent, own), ...slotFacts(held, own) };
    return {
      headline: flagOf(own.standby)
        ? {
            'zh-CN': `备库：接收进程 ${textOf(own.receiver) || '不在'}，回放落后 ${String(facts['replication.unreplayedBytes'])} 字节${facts['replication.isPaused'] ? '，回放已暂停' : ''}`,
            en: `a standby: receiver ${textOf(own.receiver) || 'missing'}, replay is ${String(facts['replication.unreplayedBytes'])} bytes behind${facts['replication.isPaused'] ? ', paused' : ''}`,
          }
        : {
            'zh-CN': `主库：备库 ${String(sent.length)} 个，最多落后 ${String(facts['replication.worst.bytes'])} 字节；复制槽 ${String(held.length)} 个，不活动 ${String(facts['replication.slots.inactive'])} 个`,
            en: `a primary: ${String(sent.length)} standbys, at most ${String(facts['replication.worst.bytes'])} bytes behind; ${String(held.length)} slots, ${String(facts['replication.slots.inactive'])} inactive`,
          },
      facts,
      text: `${printRows([own])}\n${printRows(sent)}\n${printRows(held)}`,
    };
  },
});

function ownFacts(own: Row): Facts {
  const unreplayed = numberOf(own.unreplayed);
  const isStreaming = own.receiver === 'streaming';
  return {
    'replication.isStandby': flagOf(own.standby),
    'replication.follows': flagOf(own.follows),
    'replication.receiver': textOf(own.receiver),
    'replication.isReceiving': isStreaming,
    'replication.isPaused': flagOf(own.paused),
    'replication.unreplayedBytes': unreplayed,
    'replication.unreplayedRatio': ratioOf(unreplayed, numberOf(own.wal_max)),
    // On an idle primary the last replayed commit grows old while nothing is missing.
    'replication.replaySeconds': unreplayed > 0 || !isStreaming ? rounded(numberOf(own.replay_age)) : 0,
    'replication.delaySettingMs': numberOf(own.delay),
    'replication.conflicts': numberOf(own.conflicts),
    'replication.syncNames': textOf(own.sync_names),
    'replication.syncWaiting': numberOf(own.sync_waiting),
  };
}

function senderFacts(sent: readonly Row[], own: Row): Facts {
  const [worst] = sent;
  return {
    'replication.standbys': sent.length,
    'replication.syncStandbys': sent.filter((row) => row.sync_state === 'sync' || row.sync_state === 'quorum').length,
    'replication.worst.name': worst === undefined ? '' : textOf(worst.name) || textOf(worst.address),
    'replication.worst.state': textOf(worst?.state),
    'replication.worst.bytes': numberOf(worst?.behind),
    'replication.worst.unsentBytes': numberOf(worst?.unsent),
    'replication.worst.walRatio': ratioOf(numberOf(worst?.behind), numberOf(own.wal_max)),
    'replication.worst.lagSeconds': rounded(numberOf(worst?.lag_seconds)),
  };
}

function slotFacts(held: readonly Row[], own: Row): Facts {
  const inactive = held.filter((row) => !flagOf(row.active) && !flagOf(row.temporary));
  const [worst] = inactive.filter((row) => row.wal_status !== 'lost');
  const lost = held.find((row) => row.wal_status === 'lost');
  return {
    'replication.slots.count': held.length,
    'replication.slots.inactive': inactive.length,
    'replication.slots.worst.name': textOf(worst?.name),
    'replication.slots.worst.type': textOf(worst?.type),
    'replication.slots.worst.retainedBytes': numberOf(worst?.retained),
    'replication.slots.worst.walRatio': ratioOf(numberOf(worst?.retained), numberOf(own.wal_max)),
    'replication.slots.worst.status': textOf(worst?.wal_status),
    'replication.slots.worst.horizonAge': numberOf(worst?.xmin_age),
    'replication.slots.lost': textOf(lost?.name),
    'replication.slots.hasLost': lost !== undefined,
  };
}

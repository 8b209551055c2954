/** Transactions that never end, and what vacuum can't do because of them. */

import type { Condition, Signature } from '../../../domain/signature.ts';
import { holdsFreezing } from './wraparound.ts';

const hints = 'vacuum|wraparound|回卷|bloat|dead tuple|disk|slow|idle in transaction|膨胀|死元组|清理|空间|变慢|长事务';

/** More dead rows than a busy table gathers between two rounds of autovacuum. */
export const manyDead = {
  all: [
    ['tables.dead.thresholdRatio', '>=', 3],
    ['tables.dead.rows', '>=', 10_000],
    ['tables.dead.ratio', '>=', 0.2],
  ],
} as const;

/** Vacuum has been there since this transaction, which holds the horizon, began, and the dead rows have stayed. */
function vacuumedInVain(secondsFact: string): Condition {
  return {
    all: [
      [secondsFact, '>=', 30],
      ['transactions.horizon.holder', '==', 'session'],
      ['tables.dead.vacuumedSecondsAgo', '<', { fact: secondsFact, times: 0.5 }],
      manyDead,
    ],
  };
}

export const vacuumSignatures: readonly Signature[] = [
  {
    id: 'postgresql.idle-transaction-forgotten',
    kind: 'postgresql',
    title: {
      'zh-CN': '{transactions.idle.who} 有空闲事务长时间未提交',
      en: '{transactions.idle.who} left a transaction open (idle in transaction)',
    },
    explanation: {
      'zh-CN':
        'PID {transactions.idle.pid} 的事务已开 {transactions.idle.seconds|duration}，{transactions.idle.stateSeconds|duration} 没有动作（idle in transaction）；它持有的锁不放，清理水位也被它拖住 {transactions.idle.age} 个事务，死元组堆积。',
      en: 'The transaction of pid {transactions.idle.pid} has been open for {transactions.idle.seconds|duration} and idle for {transactions.idle.stateSeconds|duration}, uncommitted; its locks stay, and vacuum is held back by {transactions.idle.age} transactions, so dead rows pile up (bloat).',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['postgresql.dead-rows-pile', 'postgresql.wraparound-near'],
    hints,
    probes: ['transactions', 'tables', 'databases'],
    confirm: {
      any: [
        ['transactions.idle.stateSeconds', '>=', 900],
        { all: [['transactions.idle.stateSeconds', '>=', 60], manyDead] },
        vacuumedInVain('transactions.idle.seconds'),
        { all: [['transactions.idle.stateSeconds', '>=', 60], holdsFreezing('session')] },
      ],
    },
    likely: ['transactions.idle.stateSeconds', '>=', 120],
    likelyWhenHinted: ['transactions.idle.stateSeconds', '>=', 10],
    refute: ['transactions.idle.stateSeconds', '<', 5],
    advice: {
      'zh-CN': '确认后结束该会话（未提交的修改回滚），并为该账号设置 idle_in_transaction_session_timeout。',
      en: 'Once sure, end the session (what is not committed rolls back) and set idle_in_transaction_session_timeout for that login.',
    },
    remedies: [
      { action: 'terminate-backend', arguments: { pid: '{transactions.idle.pid}', backendStart: '{transactions.idle.backendStart}' } },
    ],
    source: 'postgresql.org: Routine Vacuuming; idle_in_transaction_session_timeout',
  },
  {
    id: 'postgresql.long-query-holds-vacuum',
    kind: 'postgresql',
    title: { 'zh-CN': '长查询（长事务）拖住 vacuum 清理，死元组堆积', en: 'A very long query holds vacuum back and dead tuples pile up' },
    explanation: {
      'zh-CN':
        'PID {transactions.active.pid}（{transactions.active.who}）的事务已 {transactions.active.seconds|duration}，清理水位落后 {transactions.active.age} 个事务；{tables.dead.name} 死元组 {tables.dead.rows} 行。',
      en: 'The transaction of pid {transactions.active.pid} ({transactions.active.who}) has run for {transactions.active.seconds|duration} and holds the vacuum horizon back by {transactions.active.age} transactions; {tables.dead.name} has {tables.dead.rows} dead rows (bloat).',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['postgresql.dead-rows-pile', 'postgresql.wraparound-near'],
    hints,
    probes: ['transactions', 'tables', 'databases'],
    confirm: {
      any: [
        {
          all: [
            ['transactions.active.seconds', '>=', 1_800],
            ['transactions.active.age', '>=', 10_000],
            { any: [manyDead, holdsFreezing('session')] },
          ],
        },
        vacuumedInVain('transactions.active.seconds'),
      ],
    },
    refute: ['transactions.active.seconds', '<', 30],
    advice: {
      'zh-CN': '能等就等；否则取消它，并把报表、备份移到备库或只读副本。',
      en: 'Wait if that is possible, otherwise cancel it, and move reports and dumps to a standby.',
    },
    remedies: [
      {
        action: 'cancel-query',
        arguments: {
          pid: '{transactions.active.pid}',
          backendStart: '{transactions.active.backendStart}',
          queryStart: '{transactions.active.queryStart}',
        },
      },
    ],
    source: 'postgresql.org: Routine Vacuuming',
  },
  {
    id: 'postgresql.prepared-transaction-left',
    kind: 'postgresql',
    title: { 'zh-CN': '有预备事务（两阶段提交）没有提交或回滚', en: 'A prepared (two-phase) transaction was never finished' },
    explanation: {
      'zh-CN':
        '预备事务 {transactions.prepared.gid} 已存在 {transactions.prepared.seconds|duration}（共 {transactions.prepared.count} 个）：重启也不会消失，一直持锁并拖住清理。',
      en: 'The prepared transaction {transactions.prepared.gid} is {transactions.prepared.seconds|duration} old ({transactions.prepared.count} in all): it survives restarts, keeps its locks and holds vacuum back.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['postgresql.dead-rows-pile', 'postgresql.wraparound-near'],
    hints: `prepared|two-phase|2pc|xa|两阶段|分布式事务|${hints}`,
    probes: ['transactions', 'databases'],
    confirm: { any: [['transactions.prepared.seconds', '>=', 300], holdsFreezing('prepared')] },
    likely: ['transactions.prepared.seconds', '>=', 30],
    refute: ['transactions.prepared.count', '==', 0],
    advice: {
      'zh-CN': '向事务协调器确认结局后 COMMIT PREPARED 或 ROLLBACK PREPARED；没有协调器就应把 max_prepared_transactions 设为 0。',
      en: 'Ask the coordinator how it ended, then commit or roll it back; without a coordinator max_prepared_transactions belongs at 0.',
    },
    remedies: [{ action: 'rollback-prepared', arguments: { gid: '{transactions.prepared.gid}' } }],
    source: 'postgresql.org: PREPARE TRANSACTION, Notes',
  },
  {
    id: 'postgresql.slot-holds-vacuum',
    kind: 'postgresql',
    title: {
      'zh-CN': '复制槽 {transactions.horizon.name} 拖住 vacuum 清理水位',
      en: 'The replication slot {transactions.horizon.name} holds vacuum back',
    },
    explanation: {
      'zh-CN': '复制槽要求保留 {transactions.horizon.age} 个事务之前的旧行；在它前进之前，VACUUM 清不掉死元组，表会膨胀。',
      en: 'The slot asks to keep rows from {transactions.horizon.age} transactions ago; until it moves, VACUUM cannot remove them, and dead rows pile up (bloat).',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['postgresql.dead-rows-pile', 'postgresql.wraparound-near'],
    hints,
    probes: ['transactions', 'tables', 'databases'],
    confirm: {
      any: [
        { all: [['transactions.horizon.holder', '==', 'slot'], ['transactions.horizon.age', '>=', 100_000], manyDead] },
        holdsFreezing('slot'),
      ],
    },
    likely: {
      all: [
        ['transactions.horizon.holder', '==', 'slot'],
        ['transactions.horizon.age', '>=', 10_000_000],
      ],
    },
    refute: ['transactions.horizon.holder', '!=', 'slot'],
    advice: {
      'zh-CN': '让消费者追上；若消费者已不存在，删除这个槽（备库或订阅需重建）。',
      en: 'Let its consumer catch up; if that is gone for good, drop the slot (the standby or subscription must be rebuilt).',
    },
    remedies: [],
    source: 'postgresql.org: pg_replication_slots, xmin and catalog_xmin',
  },
  {
    id: 'postgresql.standby-holds-vacuum',
    kind: 'postgresql',
    title: {
      'zh-CN': '备库上的长查询（hot_standby_feedback）拖住主库清理',
      en: 'A long query on a standby holds back vacuum on the primary',
    },
    explanation: {
      'zh-CN':
        '备库 {transactions.horizon.name} 通过 hot_standby_feedback 要求保留 {transactions.horizon.age} 个事务之前的旧行，主库死元组堆积、表膨胀。',
      en: 'The standby {transactions.horizon.name} asks through hot_standby_feedback to keep rows from {transactions.horizon.age} transactions ago: dead rows pile up on the primary (bloat).',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['postgresql.dead-rows-pile', 'postgresql.wraparound-near'],
    hints,
    probes: ['transactions', 'tables', 'databases'],
    confirm: {
      any: [
        { all: [['transactions.horizon.holder', '==', 'standby'], ['transactions.horizon.age', '>=', 100_000], manyDead] },
        holdsFreezing('standby'),
      ],
    },
    refute: ['transactions.horizon.holder', '!=', 'standby'],
    advice: {
      'zh-CN': '在备库上结束长查询，或关闭该备库的 hot_standby_feedback（其长查询可能因冲突被取消）。',
      en: 'End the long query on the standby, or switch hot_standby_feedback off there (its long queries may then be cancelled).',
    },
    remedies: [],
    source: 'postgresql.org: hot_standby_feedback',
  },
  {
    id: 'postgresql.dead-rows-pile',
    kind: 'postgresql',
    title: { 'zh-CN': '表膨胀：{tables.dead.name} 堆积死元组', en: 'Table bloat: dead rows (dead tuples) pile up in {tables.dead.name}' },
    explanation: {
      'zh-CN':
        '{tables.dead.schema}.{tables.dead.name} 有 {tables.dead.rows} 行死元组（占 {tables.dead.ratio|percent}），是其自动清理阈值的 {tables.dead.thresholdRatio} 倍：查询变慢，表越来越大。',
      en: '{tables.dead.schema}.{tables.dead.name} has {tables.dead.rows} dead rows ({tables.dead.ratio|percent}), {tables.dead.thresholdRatio} times its threshold for autovacuum: queries slow down and the table grows.',
    },
    severity: 'warning',
    role: 'symptom',
    hints,
    probes: ['tables'],
    confirm: manyDead,
    refute: ['tables.dead.thresholdRatio', '<', 1],
    advice: {
      'zh-CN': '先看是谁拖住了清理水位（长事务、复制槽、预备事务），再 VACUUM；普通 VACUUM 不锁表，VACUUM FULL 会。',
      en: 'See first who holds the horizon back (transactions, slots, prepared ones), then VACUUM; the plain one locks nothing, VACUUM FULL does.',
    },
    remedies: [{ action: 'vacuum-table', arguments: { schema: '{tables.dead.schema}', table: '{tables.dead.name}', mode: 'vacuum' } }],
    source: 'postgresql.org: Routine Vacuuming',
  },
];

/** Why a replica whose threads both run falls behind. */

import type { Signature } from '../../../domain/signature.ts';

const hints = 'replica|slave|lag|behind|replication|stale|missing|复制|主从|从库|延迟|落后|旧数据';
const isBehind = [
  ['replication.isSqlRunning', '==', true],
  ['replication.lagSeconds', '>=', 5],
  ['replication.delaySettingSeconds', '==', 0],
] as const;

export const replicationApplySignatures: readonly Signature[] = [
  {
    id: 'mysql.replica-table-without-key',
    kind: 'mysql',
    title: {
      'zh-CN': '表 {replication.apply.keylessTable} 没有主键或唯一键，从库回放每一行都要全表扫描，造成复制延迟',
      en: 'Table {replication.apply.keylessTable} has no primary key or unique key: the replica scans it for each row that changes, and lags',
    },
    explanation: {
      'zh-CN':
        '从库落后 {replication.lagSeconds|duration}，正在回放 {replication.apply.keylessTable}（约 {replication.apply.keylessRows} 行）的行变更。ROW 格式的 binlog 靠主键或唯一键找行；没有时每改一行就扫描整张表：刚才每改一行扫描 {replication.apply.scannedPerChange} 行。主库上一条 UPDATE 或 DELETE 只扫一遍，所以只有从库慢。回放线程的状态：{replication.apply.state}。',
      en: 'The replica is {replication.lagSeconds|duration} behind and applies row changes of {replication.apply.keylessTable} (about {replication.apply.keylessRows} rows). Row-based events find their row by a primary or unique key; without one each of them scans the whole table: {replication.apply.scannedPerChange} rows were scanned for each one changed. On the primary one UPDATE or DELETE scans once, so only the replica is slow. The applier’s state: {replication.apply.state}.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['mysql.replica-lags', 'mysql.full-scans', 'mysql.replica-large-transaction'],
    hints: `primary key|scan|主键|全表|${hints}`,
    probes: ['replication'],
    confirm: { all: [...isBehind, ['replication.apply.keylessTable', 'exists', true], ['replication.apply.scannedPerChange', '>=', 100]] },
    likely: { all: [...isBehind, ['replication.apply.keylessTable', 'exists', true]] },
    refute: {
      any: [
        ['replication.apply.keylessTable', 'exists', false],
        ['replication.lagSeconds', '<', 3],
      ],
    },
    advice: {
      'zh-CN':
        '先停掉改这张表的任务；给表加主键（在主库上执行，大表用 gh-ost / pt-online-schema-change；也可先在从库单独建索引救急）。在主库查出所有无主键的表，并打开 sql_require_primary_key（MariaDB 为 innodb_force_primary_key）。',
      en: 'Stop the job that changes this table; give it a primary key (on the primary, with gh-ost or pt-online-schema-change if it is large; an index on the replica alone helps at once). List all tables without one, and set sql_require_primary_key (innodb_force_primary_key in MariaDB).',
    },
    remedies: [],
    source: 'dev.mysql.com: Replication and Row-Based Logging; mariadb.com: Row-based Replication With No Primary Key',
  },
  {
    id: 'mysql.replica-applies-schema-change',
    kind: 'mysql',
    title: {
      'zh-CN': '从库在回放表结构变更（DDL），其后的变更都在排队，复制延迟',
      en: 'The replica applies a schema change (DDL), and everything behind it waits: replication lags',
    },
    explanation: {
      'zh-CN':
        '从库落后 {replication.lagSeconds|duration}，回放线程正在执行：{replication.apply.schemaChange}。主库上它已执行完，从库上要再执行同样久。',
      en: 'The replica is {replication.lagSeconds|duration} behind, and its applier runs: {replication.apply.schemaChange}. It has ended on the primary and takes as long again here.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['mysql.replica-lags'],
    hints: `alter|ddl|schema|index|migration|变更|迁移|${hints}`,
    probes: ['replication'],
    confirm: { all: [...isBehind, ['replication.apply.schemaChange', 'exists', true]] },
    refute: ['replication.apply.schemaChange', 'exists', false],
    advice: {
      'zh-CN': '等它结束，读流量先切走；以后大表用 gh-ost / pt-online-schema-change，它们会按复制延迟限速。',
      en: 'Let it end and route reads elsewhere; use gh-ost or pt-online-schema-change for large tables, which slow down by the lag.',
    },
    remedies: [],
    source: 'dev.mysql.com: Online DDL Limitations',
  },
  {
    id: 'mysql.replica-large-transaction',
    kind: 'mysql',
    title: {
      'zh-CN': '从库在回放一个大事务（已改 {replication.apply.rowsModified} 行），复制延迟',
      en: 'The replica applies one large transaction ({replication.apply.rowsModified} rows so far), and lags',
    },
    explanation: {
      'zh-CN':
        '从库落后 {replication.lagSeconds|duration}；回放中的事务已进行 {replication.apply.transactionSeconds|duration}、改了 {replication.apply.rowsModified} 行，表 {replication.apply.table}。大事务在主库提交后才传给从库，并行回放也拆不开它（并行线程 {replication.apply.workers}）。',
      en: 'The replica is {replication.lagSeconds|duration} behind; the transaction that it applies has run for {replication.apply.transactionSeconds|duration} and changed {replication.apply.rowsModified} rows, of {replication.apply.table}. It is only sent once the primary has committed it, and parallel apply can not split it ({replication.apply.workers} workers).',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['mysql.replica-lags'],
    hints: `transaction|batch|purge|delete|大事务|批量|清理|${hints}`,
    probes: ['replication'],
    confirm: {
      all: [
        ...isBehind,
        ['replication.apply.rowsModified', '>=', 50_000],
        ['replication.apply.transactionSeconds', '>=', { fact: 'replication.lagSeconds', times: 0.5 }],
        ['replication.apply.keylessTable', 'exists', false],
      ],
    },
    refute: ['replication.apply.rowsModified', '<', 5_000],
    advice: {
      'zh-CN': '等它回放完，读流量先切走；批量修改拆成每批几千行、逐批提交。',
      en: 'Let it end and route reads elsewhere; split batches into some thousand rows with a commit each.',
    },
    remedies: [],
    source: 'dev.mysql.com: Replication Threads; Percona: Replication lag and large transactions',
  },
];

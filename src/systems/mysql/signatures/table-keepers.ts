/** Tables that a session keeps from all others: LOCK TABLES, a schema change that is at work, a statement on a table with one lock for all. */

import type { Signature } from '../../../domain/signature.ts';
import { starvedConsumers } from '../../sql/starved-consumers.ts';

const hints = 'lock|block|stuck|hang|timeout|slow|threads.?running|write|锁|阻塞|卡住|超时|慢|排队|写不|写入';
const explains = [
  'mysql.metadata-lock-waits',
  'mysql.metadata-lock-queue',
  'mysql.connections-exhausted',
  'mysql.connections-all-busy',
  'mysql.statement-pile',
  'mysql.long-statement',
  ...starvedConsumers,
] as const;

export const tableKeeperSignatures: readonly Signature[] = [
  {
    id: 'mysql.table-lock-left',
    kind: 'mysql',
    title: {
      'zh-CN': '{locks.keeper.who} 用 LOCK TABLES 锁住 {locks.keeper.table}，阻塞其他会话',
      en: '{locks.keeper.who} locked {locks.keeper.table} with LOCK TABLES and blocks others',
    },
    explanation: {
      'zh-CN':
        '{locks.metadata.waiting} 个会话在等 {locks.keeper.table} 的元数据锁，最久 {locks.metadata.longestSeconds|duration}，而没有变更在排队；连接 {locks.keeper.id}（{locks.keeper.who}）握着表锁，已 {locks.keeper.seconds|duration} 没有动作（可能的会话 {locks.keeper.suspects} 个）。它最后执行的是 {locks.keeper.lastStatement}。',
      en: '{locks.metadata.waiting} sessions wait for the metadata lock of {locks.keeper.table}, the longest for {locks.metadata.longestSeconds|duration}, with no schema change in the queue; connection {locks.keeper.id} ({locks.keeper.who}) holds the table lock and has done nothing for {locks.keeper.seconds|duration} (sessions that it may be: {locks.keeper.suspects}). Its last statement was {locks.keeper.lastStatement}.',
    },
    severity: 'critical',
    role: 'cause',
    explains,
    hints,
    probes: ['locks'],
    confirm: {
      all: [
        ['locks.metadata.waiting', '>=', 1],
        ['locks.metadata.longestSeconds', '>=', 2],
        ['locks.metadata.isSchemaChange', '==', false],
        ['locks.keeper.isIdle', '==', true],
        ['locks.keeper.isCertain', '==', true],
      ],
    },
    likely: {
      all: [
        ['locks.metadata.waiting', '>=', 1],
        ['locks.metadata.longestSeconds', '>=', 2],
        ['locks.metadata.isSchemaChange', '==', false],
        ['locks.keeper.isIdle', '==', true],
        ['locks.keeper.suspects', '<=', 3],
      ],
    },
    refute: ['locks.metadata.waiting', '==', 0],
    advice: {
      'zh-CN': '确认该会话（备份、批处理、手工维护）已不需要表锁后断开它；脚本里用事务代替 LOCK TABLES，并在异常路径 UNLOCK TABLES。',
      en: 'Once sure that the session (a dump, a batch, maintenance by hand) no longer needs it, close the connection; use transactions instead of LOCK TABLES, and UNLOCK TABLES on errors too.',
    },
    remedies: [
      {
        action: 'kill-connection',
        arguments: { id: '{locks.keeper.id}', login: '{locks.keeper.login}', host: '{locks.keeper.host}' },
        when: ['locks.keeper.suspects', '<=', 1],
      },
    ],
    source: 'dev.mysql.com: LOCK TABLES; Performance Schema table_handles',
  },
  {
    id: 'mysql.metadata-lock-waits',
    kind: 'mysql',
    title: {
      'zh-CN': '会话阻塞在等 {locks.keeper.table} 的元数据锁',
      en: 'Sessions are blocked waiting for the metadata lock of {locks.keeper.table}',
    },
    explanation: {
      'zh-CN':
        '{locks.metadata.waiting} 个会话在等，最久 {locks.metadata.longestSeconds|duration}，没有变更在排队；睡眠得足够久、可能握着锁的会话有 {locks.keeper.suspects} 个。',
      en: '{locks.metadata.waiting} sessions wait, the longest for {locks.metadata.longestSeconds|duration}, with no schema change in the queue; {locks.keeper.suspects} idle sessions are old enough to hold it.',
    },
    severity: 'warning',
    role: 'symptom',
    hints,
    probes: ['locks'],
    confirm: {
      all: [
        ['locks.metadata.waiting', '>=', 1],
        ['locks.metadata.longestSeconds', '>=', 3],
        ['locks.metadata.isSchemaChange', '==', false],
      ],
    },
    refute: ['locks.metadata.waiting', '==', 0],
    advice: {
      'zh-CN': '打开 performance_schema（metadata_locks、table_handles）或 MariaDB 的 metadata_lock_info 插件查握锁者，再结束它。',
      en: 'Let the performance schema (metadata_locks, table_handles) or MariaDB’s plugin metadata_lock_info name the holder, then end it.',
    },
    remedies: [],
    source: 'dev.mysql.com: Metadata Locking; Performance Schema metadata_locks',
  },
  {
    id: 'mysql.schema-change-runs',
    kind: 'mysql',
    title: {
      'zh-CN': '{locks.keeper.who} 正在变更表结构（DDL），锁住 {locks.keeper.table}，阻塞其他会话',
      en: 'Schema change of {locks.keeper.who} locks {locks.keeper.table} and blocks others',
    },
    explanation: {
      'zh-CN':
        '连接 {locks.keeper.id} 的 {locks.keeper.query} 已执行 {locks.keeper.seconds|duration}，{locks.metadata.waiting} 个会话在等它，最久 {locks.metadata.longestSeconds|duration}：这个变更不是在线的（ALGORITHM=COPY 或 LOCK=EXCLUSIVE）。',
      en: 'Connection {locks.keeper.id} has been at {locks.keeper.query} for {locks.keeper.seconds|duration}, {locks.metadata.waiting} sessions wait for it, the longest for {locks.metadata.longestSeconds|duration}: this change is not an online one (ALGORITHM=COPY, or LOCK=EXCLUSIVE).',
    },
    severity: 'critical',
    role: 'cause',
    explains,
    hints: `alter|ddl|migration|deploy|迁移|变更|发布|${hints}`,
    probes: ['locks'],
    confirm: {
      all: [
        ['locks.metadata.waiting', '>=', 1],
        ['locks.metadata.longestSeconds', '>=', 2],
        ['locks.keeper.isIdle', '==', false],
        ['locks.keeper.isCertain', '==', true],
      ],
    },
    refute: ['locks.metadata.waiting', '==', 0],
    advice: {
      'zh-CN':
        '看还要多久（SHOW PROCESSLIST 的 Progress，或 stage 事件）：快完成就等，否则结束它（要回滚），改用在线 DDL、gh-ost 或 pt-online-schema-change。',
      en: 'See how far it is (Progress in SHOW PROCESSLIST, or the stage events): wait if it is nearly done, else kill it (it rolls back) and use online DDL, gh-ost or pt-online-schema-change.',
    },
    remedies: [
      {
        action: 'kill-query',
        arguments: { id: '{locks.keeper.id}', login: '{locks.keeper.login}', host: '{locks.keeper.host}', atLeastSeconds: 2 },
      },
    ],
    source: 'dev.mysql.com: Online DDL Operations',
  },
  {
    id: 'mysql.statement-holds-table-lock',
    kind: 'mysql',
    title: {
      'zh-CN': '{locks.table.who} 的一条语句占着整张表 {locks.table.name} 的锁，其他会话在等',
      en: 'A statement of {locks.table.who} holds the lock on the whole table {locks.table.name}, and others wait',
    },
    explanation: {
      'zh-CN':
        '连接 {locks.table.id} 的语句已执行 {locks.table.holderSeconds|duration}：{locks.table.query}；{locks.table.waiting} 个会话在等这张表的锁，最久 {locks.table.seconds|duration}。MyISAM 等引擎锁整张表：读的时候谁也写不了。',
      en: 'Connection {locks.table.id} has been at {locks.table.query} for {locks.table.holderSeconds|duration}; {locks.table.waiting} sessions wait for the lock on that table, the longest for {locks.table.seconds|duration}. Engines such as MyISAM lock whole tables: nobody can write while one statement reads.',
    },
    severity: 'critical',
    role: 'cause',
    explains: [...explains, 'mysql.table-locks', 'mysql.costly-statement'],
    hints: `myisam|report|报表|${hints}`,
    probes: ['locks'],
    confirm: {
      all: [
        ['locks.table.waiting', '>=', 1],
        ['locks.table.seconds', '>=', 2],
        ['locks.table.id', '>=', 1],
      ],
    },
    refute: ['locks.table.waiting', '==', 0],
    advice: {
      'zh-CN': '能等就等它做完，否则结束这条语句（报表改到副本上跑）；长期办法是把表改为 InnoDB（ALTER TABLE … ENGINE=InnoDB）。',
      en: 'Wait for it if you can, else kill the statement (reports belong on a replica); in the long run move the table to InnoDB (ALTER TABLE … ENGINE=InnoDB).',
    },
    remedies: [
      {
        action: 'kill-query',
        arguments: { id: '{locks.table.id}', login: '{locks.table.login}', host: '{locks.table.host}', atLeastSeconds: 2 },
      },
    ],
    source: 'dev.mysql.com: Table Locking Issues; Internal Locking Methods',
  },
  {
    id: 'mysql.table-locks',
    kind: 'mysql',
    title: {
      'zh-CN': '会话阻塞在等表级锁（LOCK TABLES 或 MyISAM）',
      en: 'Sessions are blocked waiting for table locks (LOCK TABLES or MyISAM)',
    },
    explanation: {
      'zh-CN': '{locks.table.waiting} 个会话在等表级锁，最久 {locks.table.seconds|duration}。',
      en: '{locks.table.waiting} sessions wait for table locks, the longest for {locks.table.seconds|duration}.',
    },
    severity: 'warning',
    role: 'cause',
    explains: [...explains, 'mysql.costly-statement'],
    hints,
    probes: ['locks'],
    confirm: {
      all: [
        ['locks.table.waiting', '>=', 1],
        ['locks.table.seconds', '>=', 2],
      ],
    },
    refute: ['locks.table.waiting', '==', 0],
    advice: {
      'zh-CN': '找出持有 LOCK TABLES 的连接或长时间写 MyISAM 表的语句；MyISAM 表改为 InnoDB。',
      en: 'Find the connection with LOCK TABLES or the long write to a MyISAM table; move such tables to InnoDB.',
    },
    remedies: [],
    source: 'dev.mysql.com: Table Locking Issues',
  },
];

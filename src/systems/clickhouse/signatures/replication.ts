/** Replicated tables, Keeper, and the queues of Distributed tables. */

import type { Signature } from '../../../domain/signature.ts';
import { errorCode } from './error-code.ts';

const hints = 'replica|readonly|read-only|keeper|zookeeper|242|TABLE_IS_READ_ONLY|副本|只读|复制';

export const replicationSignatures: readonly Signature[] = [
  {
    id: 'clickhouse.replica-readonly',
    kind: 'clickhouse',
    title: {
      'zh-CN': '复制表 {replication.readonlyTable} 只读，写入失败',
      en: 'Replicated table {replication.readonlyTable} is read-only: inserts fail',
    },
    explanation: {
      'zh-CN': '{replication.tables} 张复制表中 {replication.readonly} 张只读（错误 242）。{replication.keeperError}',
      en: '{replication.readonly} of {replication.tables} replicated tables are read-only (error 242). {replication.keeperError}',
    },
    severity: 'critical',
    role: 'cause',
    hints,
    quoted: `table is in readonly mode|${errorCode([242], ['TABLE_IS_READ_ONLY'])}`,
    probes: ['replication', 'server'],
    confirm: {
      all: [
        ['replication.readonly', '>=', 1],
        ['server.keeperSessions', '>=', 1],
        ['replication.readonlyRatio', '<', 1],
      ],
    },
    likely: {
      all: [
        ['replication.readonly', '>=', 1],
        ['server.keeperSessions', '>=', 1],
      ],
    },
    refute: ['replication.readonly', '==', 0],
    advice: {
      'zh-CN':
        '与 Keeper 的会话在，而个别表只读：多半是初始化失败（元数据不一致、路径缺失），先重新初始化该副本；仍不行再看错误日志，用 SYSTEM RESTORE REPLICA 重建元数据。',
      en: 'There is a session with Keeper, so single tables failed to start (metadata differs, a path is missing): restart the replica; failing that read the error log and rebuild its metadata with SYSTEM RESTORE REPLICA.',
    },
    remedies: [
      { action: 'restart-replica', arguments: { database: '{replication.readonlyDatabase}', table: '{replication.readonlyName}' } },
    ],
    source: 'clickhouse.com: Data replication; SYSTEM RESTART REPLICA',
  },
  {
    id: 'clickhouse.keeper-lost',
    kind: 'clickhouse',
    title: {
      'zh-CN': '与 Keeper（ZooKeeper）的会话丢失，复制表全部只读',
      en: 'Keeper (ZooKeeper) session lost: replicated tables are read-only',
    },
    explanation: {
      'zh-CN':
        '{replication.readonly} / {replication.tables} 张复制表只读，与 Keeper 的会话数为 {server.keeperSessions}，会话过期的表 {replication.expired} 张。{replication.keeperError}',
      en: '{replication.readonly} of {replication.tables} replicated tables are read-only, {server.keeperSessions} sessions with Keeper, {replication.expired} tables with an expired one. {replication.keeperError}',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['clickhouse.replica-readonly', 'clickhouse.replication-stuck', 'clickhouse.replica-behind'],
    hints,
    quoted: errorCode([999, 225], ['KEEPER_EXCEPTION', 'NO_ZOOKEEPER']),
    probes: ['replication', 'server'],
    confirm: {
      all: [
        ['replication.readonly', '>=', 1],
        {
          any: [
            ['server.keeperSessions', '==', 0],
            {
              all: [
                ['replication.expired', '>=', 1],
                ['replication.readonlyRatio', '>=', 1],
              ],
            },
          ],
        },
      ],
    },
    // Without replicated tables (ON CLUSTER, a queue) only the session tells.
    refute: {
      all: [
        ['replication.readonly', '==', 0],
        ['server.keeperSessions', '>=', 1],
      ],
    },
    advice: {
      'zh-CN': '先恢复 Keeper / ZooKeeper（多数派、磁盘、网络），会话恢复后表会自动可写；应用可先写别的分片或缓冲。',
      en: 'Bring Keeper or ZooKeeper back first (majority, disk, network); tables take writes again by themselves once the session is there.',
    },
    remedies: [],
    source: 'clickhouse.com: Data replication; ClickHouse mixin: ClickHouseReplicaReadOnly',
  },
  {
    id: 'clickhouse.replication-stuck',
    kind: 'clickhouse',
    title: {
      'zh-CN': '复制卡住：{replication.stuck.table} 的复制队列不动',
      en: 'Replication is stuck: the queue of {replication.stuck.table} makes no progress',
    },
    explanation: {
      'zh-CN':
        '{replication.stuck.type} 已重试 {replication.stuck.tries} 次，{replication.stuck.seconds|duration} 未完成：{replication.stuck.reason}',
      en: '{replication.stuck.type} was tried {replication.stuck.tries} times and has not been done for {replication.stuck.seconds|duration}: {replication.stuck.reason}',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['clickhouse.replica-behind', 'clickhouse.too-many-parts'],
    hints: `queue|stuck|fetch|队列|卡住|${hints}`,
    probes: ['replication'],
    confirm: {
      all: [
        ['replication.stuck.tries', '>=', 10],
        ['replication.stuck.seconds', '>=', 300],
        ['replication.stuck.reason', '!=', ''],
      ],
    },
    likely: {
      all: [
        ['replication.stuck.tries', '>=', 10],
        ['replication.stuck.seconds', '>=', 60],
      ],
    },
    refute: ['replication.stuck.tries', '<=', 1],
    advice: {
      'zh-CN': '按最后的异常处理：取不到数据片看源副本与网络，磁盘不足先腾空间；重新初始化副本会重建队列。',
      en: 'Go by the last exception: for parts that cannot be fetched look at the source and the network, for disk free space; restarting the replica builds the queue anew.',
    },
    remedies: [],
    source: 'clickhouse.com: system.replication_queue',
  },
  {
    id: 'clickhouse.replica-behind',
    kind: 'clickhouse',
    title: {
      'zh-CN': '复制延迟：{replication.delayTable} 的副本落后 {replication.delaySeconds|duration}',
      en: 'Replication lag: {replication.delayTable} is {replication.delaySeconds|duration} behind',
    },
    explanation: {
      'zh-CN': '最长的复制队列在 {replication.queueTable}：{replication.queue} 项。从这里读到的是旧数据。',
      en: 'The longest replication queue is that of {replication.queueTable}: {replication.queue} entries. What is read on this replica is stale.',
    },
    severity: 'warning',
    role: 'symptom',
    hints: `lag|delay|behind|stale|延迟|落后|旧数据|${hints}`,
    probes: ['replication'],
    confirm: ['replication.delaySeconds', '>=', 300],
    likely: ['replication.delaySeconds', '>=', 120],
    refute: ['replication.delaySeconds', '<', 30],
    advice: {
      'zh-CN': '看队列里卡着什么，以及网络、磁盘与后台线程；可设 max_replica_delay_for_distributed_queries 让查询绕开它。',
      en: 'See what the queue is stuck on, then network, disk and background threads; max_replica_delay_for_distributed_queries lets queries avoid it.',
    },
    remedies: [],
    source: 'clickhouse.com: system.replicas, absolute_delay',
  },
  {
    id: 'clickhouse.distributed-queue',
    kind: 'clickhouse',
    title: {
      'zh-CN': 'Distributed 表 {distribution.table} 的数据发不出去，积压',
      en: 'The Distributed table {distribution.table} cannot send: data is queued',
    },
    explanation: {
      'zh-CN': '{distribution.files} 个文件（{distribution.bytes|bytes}）在本机排队，失败 {distribution.errors} 次：{distribution.reason}',
      en: '{distribution.files} files ({distribution.bytes|bytes}) wait on this server for their shard, {distribution.errors} tries failed: {distribution.reason}',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'distributed|shard|queue|分布式|分片|积压',
    probes: ['storage'],
    confirm: {
      all: [
        ['distribution.errors', '>=', 1],
        ['distribution.files', '>=', 10],
      ],
    },
    likely: {
      any: [
        ['distribution.files', '>=', 1_000],
        ['distribution.isBlocked', '==', true],
      ],
    },
    refute: ['distribution.files', '==', 0],
    advice: {
      'zh-CN': '看目标分片是否可达、表结构与账号是否一致；恢复后会自动补发。本机这块盘坏了数据就丢了。',
      en: 'See whether the shard can be reached and has the same table and login; it is sent by itself then. Until then this disk holds the only copy.',
    },
    remedies: [],
    source: 'clickhouse.com: Distributed table engine; system.distribution_queue',
  },
];

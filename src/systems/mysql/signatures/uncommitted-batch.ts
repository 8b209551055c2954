/** A batch that works for long in one transaction: nobody has forgotten it, and it never lets go. */

import type { Signature } from '../../../domain/signature.ts';
import { starvedConsumers } from '../../sql/starved-consumers.ts';

export const uncommittedBatchSignatures: readonly Signature[] = [
  {
    id: 'mysql.batch-never-commits',
    kind: 'mysql',
    title: {
      'zh-CN': '{locks.root.who} 在同一个事务里一条接一条执行、从不提交，持锁阻塞其他会话',
      en: '{locks.root.who} runs statement after statement in one transaction without COMMIT, and its locks block others',
    },
    explanation: {
      'zh-CN':
        '连接 {locks.root.id} 的事务已开 {locks.root.transactionSeconds|duration}，并没有被遗忘：它还在继续执行语句（autocommit 关闭，或循环外只有一次 COMMIT）。改了 {locks.root.rowsModified} 行、锁住 {locks.root.rowsLocked} 行，锁只增不减；{locks.root.waiters} 个会话在等它，超时报 1205。被锁的表是 {locks.root.table}。它执行过 {locks.root.ran}。它最后执行的是 {locks.root.lastStatement}。',
      en: 'The transaction of connection {locks.root.id} has been open for {locks.root.transactionSeconds|duration} and is not forgotten: the session goes on with further statements (autocommit is off, or one COMMIT stands after the whole loop). It has changed {locks.root.rowsModified} rows and locked {locks.root.rowsLocked}, and its locks only grow; {locks.root.waiters} sessions wait for it and fail with 1205 in the end. The locked rows are in {locks.root.table}. So far it has run {locks.root.ran}. Its last statement was {locks.root.lastStatement}.',
    },
    severity: 'critical',
    role: 'cause',
    explains: [
      'mysql.lock-queue',
      'mysql.connections-exhausted',
      'mysql.connections-all-busy',
      'mysql.statement-pile',
      'mysql.long-statement',
      'mysql.costly-statement',
      'mysql.statement-without-index',
      'mysql.full-scans',
      'mysql.lock-waits-time-out',
      'mysql.statement-fails',
      'mysql.idle-transaction-blocks',
      'mysql.active-transaction-blocks',
      'mysql.idle-transaction-forgotten',
      'mysql.connections-stuck-in-transaction',
      ...starvedConsumers,
    ],
    hints:
      'lock|block|stuck|hang|timeout|slow|1205|batch|purge|clean|delete|commit|transaction|锁|阻塞|卡住|超时|变慢|排队|批量|清理|删除|提交|事务',
    probes: ['locks'],
    // Short transactions of several statements are everybody's; one that is open for seconds while others wait for it is none of them.
    confirm: {
      all: [
        ['locks.root.isAtWork', '==', true],
        ['locks.root.isXa', '==', false],
        ['locks.root.waiters', '>=', 1],
        ['locks.root.transactionSeconds', '>=', 5],
        {
          any: [
            ['locks.longestWaitSeconds', '>=', 1],
            ['locks.root.transactionSeconds', '>=', 15],
          ],
        },
      ],
    },
    refute: {
      any: [
        ['locks.waiting', '==', 0],
        ['locks.root.isAtWork', '==', false],
      ],
    },
    advice: {
      'zh-CN':
        '停掉这个任务：结束它的连接（未提交的修改全部回滚，改得多时回滚也要时间），排队者随即继续；让它每批 COMMIT 一次，批次小、条件走索引，别锁住不相关的行。',
      en: 'Stop the job: kill its connection (all it has not committed rolls back, which takes time after many changes) and the queue moves on; let it COMMIT after each batch, keep batches small, and index its condition, so that it locks no rows that it does not mean.',
    },
    remedies: [{ action: 'kill-connection', arguments: { id: '{locks.root.id}', login: '{locks.root.login}', host: '{locks.root.host}' } }],
    source: 'dev.mysql.com: autocommit, Commit, and Rollback; Locks Set by Different SQL Statements in InnoDB',
  },
];

/** Transactions that never end, and what purge can’t remove because of them. */

import type { Condition, Signature } from '../../../domain/signature.ts';

const hints = 'slow|latency|query|statement|cpu|load|timeout|慢|延迟|查询|负载|超时';

/** Long for the rows that are left in the end: what was deleted or overwritten, and can't be purged, is read as well. */
const isSlowForItsRows: Condition = {
  all: [
    ['statements.top.query', 'matches', '^\\s*(select|update|delete)\\b'],
    { not: ['statements.top.query', 'matches', '\\b(sleep|get_lock|benchmark)\\s*\\('] },
    ['statements.top.share', '>=', 0.4],
    ['statements.top.meanMs', '>=', 20],
    ['statements.top.examinedPerCall', '<=', 100],
    ['statements.waitingForLocks', '==', 0],
  ],
};

const holdsOldVersions: Condition = {
  all: [
    ['transactions.oldest.seconds', '>=', 5],
    ['transactions.historyLength', '>=', 5_000],
  ],
};

export const transactionSignatures: readonly Signature[] = [
  {
    id: 'mysql.idle-transaction-forgotten',
    kind: 'mysql',
    title: {
      'zh-CN': '{transactions.idle.who} 有空闲事务长时间未提交',
      en: '{transactions.idle.who} left a transaction open: idle and uncommitted',
    },
    explanation: {
      'zh-CN':
        '连接 {transactions.idle.id} 的事务已开 {transactions.idle.seconds|duration}、睡眠 {transactions.idle.stateSeconds|duration}，改了 {transactions.idle.rowsModified} 行；锁不释放，undo 历史链表长度 {transactions.historyLength}。它最后执行的是 {transactions.idle.lastStatement}。它执行过 {transactions.idle.ran}。',
      en: 'The transaction of connection {transactions.idle.id} has been open for {transactions.idle.seconds|duration} and idle (Sleep) for {transactions.idle.stateSeconds|duration}, with {transactions.idle.rowsModified} rows changed; its locks stay, and the history list (undo) is {transactions.historyLength} long. Its last statement was {transactions.idle.lastStatement}. So far it has run {transactions.idle.ran}.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['mysql.purge-lags'],
    hints: `uncommitted|transaction|undo|purge|history|未提交|事务|历史链表|${hints}`,
    probes: ['transactions'],
    confirm: {
      any: [
        ['transactions.idle.stateSeconds', '>=', 900],
        {
          all: [
            ['transactions.idle.stateSeconds', '>=', 30],
            ['transactions.historyLength', '>=', 50_000],
          ],
        },
      ],
    },
    likely: ['transactions.idle.stateSeconds', '>=', 120],
    likelyWhenHinted: ['transactions.idle.stateSeconds', '>=', 10],
    refute: ['transactions.idle.stateSeconds', '<', 5],
    advice: {
      'zh-CN': '确认后结束该连接（未提交的修改回滚），并修复漏提交的代码。',
      en: 'Once sure, kill the connection (what is not committed rolls back), and repair the code that forgets to commit.',
    },
    remedies: [
      {
        action: 'kill-connection',
        arguments: { id: '{transactions.idle.id}', login: '{transactions.idle.login}', host: '{transactions.idle.host}' },
      },
    ],
    source: 'dev.mysql.com: InnoDB Multi-Versioning',
  },
  {
    id: 'mysql.snapshot-holds-up-purge',
    kind: 'mysql',
    title: {
      'zh-CN': '{transactions.oldest.who} 的旧快照（未结束的事务）挡住 purge，语句要读过已删除的旧版本',
      en: 'An old snapshot of {transactions.oldest.who} (open transaction) holds up purge: statements read through deleted rows',
    },
    explanation: {
      'zh-CN':
        '连接 {transactions.oldest.id} 的事务已开 {transactions.oldest.seconds|duration}，它可能还要看的旧版本都清不掉：undo 历史链表 {transactions.historyLength}，每秒增加 {transactions.historyPerSecond}。已删除（delete-marked）的行仍留在索引里，扫描要逐行跳过：最耗时的语句每次只检查 {statements.top.examinedPerCall} 行，却要 {statements.top.meanMs} ms：{statements.top.query}',
      en: 'The transaction of connection {transactions.oldest.id} has been open for {transactions.oldest.seconds|duration}, and no row version that it may still see can be purged: the history list (undo) is {transactions.historyLength} long and grows by {transactions.historyPerSecond} a second. Deleted rows stay in the indexes (delete-marked), and scans step over each of them: the costliest statement examines {statements.top.examinedPerCall} rows a run and takes {statements.top.meanMs} ms: {statements.top.query}',
    },
    severity: 'critical',
    role: 'cause',
    explains: [
      'mysql.purge-lags',
      'mysql.costly-statement',
      'mysql.statement-pile',
      'mysql.long-statement',
      'mysql.buffer-pool-too-small',
      'mysql.idle-transaction-forgotten',
    ],
    hints: `uncommitted|snapshot|transaction|undo|purge|history|poll|queue|table|未提交|快照|事务|历史链表|轮询|队列|表|${hints}`,
    probes: ['transactions', 'statements'],
    // A queue that is polled is slowed down within seconds; beyond a minute and with a long list no other reason is near.
    confirm: {
      all: [
        holdsOldVersions,
        isSlowForItsRows,
        ['transactions.oldest.seconds', '>=', 60],
        ['transactions.historyLength', '>=', 50_000],
        ['transactions.historyPerSecond', '>', 0],
      ],
    },
    likelyWhenHinted: {
      all: [
        holdsOldVersions,
        {
          any: [
            isSlowForItsRows,
            {
              all: [
                ['transactions.oldest.seconds', '>=', 10],
                ['transactions.historyPerSecond', '>=', 100],
              ],
            },
          ],
        },
      ],
    },
    refute: {
      any: [
        ['transactions.historyLength', '<', 2_000],
        ['transactions.oldest.seconds', '<', 2],
      ],
    },
    advice: {
      'zh-CN':
        '结束这个事务（确认后断开空闲连接），purge 随即追上；报表读从库或分批提交，空闲事务设 idle_transaction_timeout（MariaDB）或由连接池回收；队列表按主键续读，不要每次从头扫。',
      en: 'End that transaction (close the idle connection once sure), and purge catches up. Let reports read a replica or commit between batches, and limit idle transactions (idle_transaction_timeout in MariaDB, the pool elsewhere); a queue is best read on from the last key rather than from its head.',
    },
    remedies: [
      {
        action: 'kill-connection',
        arguments: { id: '{transactions.oldest.id}', login: '{transactions.oldest.login}', host: '{transactions.oldest.host}' },
        when: ['transactions.oldest.isIdle', '==', true],
      },
    ],
    source: 'dev.mysql.com: InnoDB Multi-Versioning (purge of delete-marked rows); Purge Configuration',
  },
  {
    id: 'mysql.purge-lags',
    kind: 'mysql',
    title: { 'zh-CN': 'undo 历史链表过长，purge 积压跟不上', en: 'The undo history list is long: purge lags behind' },
    explanation: {
      'zh-CN':
        '历史链表长度 {transactions.historyLength}，最久的事务已开 {transactions.oldestSeconds|duration}：旧版本清不掉，查询变慢、undo 膨胀。',
      en: 'The history list is {transactions.historyLength} long and the oldest transaction {transactions.oldestSeconds|duration} old: old row versions stay, queries slow down and the undo log grows (bloat).',
    },
    severity: 'warning',
    role: 'symptom',
    hints: `history|purge|undo|历史链表|${hints}`,
    probes: ['transactions'],
    confirm: ['transactions.historyLength', '>=', 1_000_000],
    likely: ['transactions.historyLength', '>=', 200_000],
    refute: ['transactions.historyLength', '<', 20_000],
    advice: {
      'zh-CN': '先结束最久的事务（备份、报表、忘记提交的会话），purge 会自动追上。',
      en: 'End the oldest transaction first (a dump, a report, a session that forgot to commit); purge catches up by itself.',
    },
    remedies: [],
    source: 'dev.mysql.com: Purge Configuration',
  },
  {
    id: 'mysql.xa-transaction-left',
    kind: 'mysql',
    title: { 'zh-CN': '有 XA 事务（两阶段）预备后没有提交或回滚', en: 'An XA (two-phase) transaction was prepared and never finished' },
    explanation: {
      'zh-CN':
        'XA RECOVER 列出 {transactions.xa.count} 个预备事务，历史链表 {transactions.historyLength}：重启也不会消失，一直持锁、阻塞别人。',
      en: 'XA RECOVER lists {transactions.xa.count} prepared transactions, the history list is {transactions.historyLength}: they survive restarts and keep their locks, which block others.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['mysql.purge-lags'],
    hints: 'xa|two-phase|2pc|两阶段|分布式事务',
    probes: ['transactions'],
    confirm: {
      all: [
        ['transactions.xa.count', '>=', 1],
        ['transactions.historyLength', '>=', 100_000],
      ],
    },
    likelyWhenHinted: ['transactions.xa.count', '>=', 1],
    refute: ['transactions.xa.count', '==', 0],
    advice: {
      'zh-CN': '向协调器确认每个 xid 的结局，再 XA COMMIT 或 XA ROLLBACK。',
      en: 'Ask the coordinator how each xid ended, then XA COMMIT or XA ROLLBACK.',
    },
    remedies: [],
    source: 'dev.mysql.com: XA Transaction Statements',
  },
];

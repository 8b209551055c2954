/** Row locks, metadata locks, locks on everything, deadlocks. */

import type { Signature } from '../../../domain/signature.ts';
import { starvedConsumers } from '../../sql/starved-consumers.ts';

const hints = 'lock|block|stuck|hang|timeout|slow|1205|锁|阻塞|卡住|超时|变慢|排队';
const queueFaults = [
  'mysql.lock-queue',
  'mysql.connections-exhausted',
  'mysql.connections-all-busy',
  'mysql.statement-pile',
  'mysql.long-statement',
  'mysql.costly-statement',
  'mysql.lock-waits-time-out',
  'mysql.statement-fails',
  ...starvedConsumers,
];

export const lockSignatures: readonly Signature[] = [
  {
    id: 'mysql.lock-queue',
    kind: 'mysql',
    title: { 'zh-CN': '锁等待：会话阻塞，在排队等行锁', en: 'Lock waits: sessions are blocked and queue for row locks' },
    explanation: {
      'zh-CN':
        '{locks.waiting} 个会话在等行锁，最久 {locks.longestWaitSeconds|duration}，超过 innodb_lock_wait_timeout 会报 1205。等待的语句：{locks.longestWaitQuery}',
      en: '{locks.waiting} sessions wait for row locks, the longest for {locks.longestWaitSeconds|duration}; past innodb_lock_wait_timeout they fail with 1205. Waiting: {locks.longestWaitQuery}',
    },
    severity: 'warning',
    role: 'symptom',
    hints,
    probes: ['locks'],
    confirm: {
      all: [
        ['locks.waiting', '>=', 1],
        ['locks.longestWaitSeconds', '>=', 2],
      ],
    },
    // Writers of one hot row always find some others before them: only a wait that lasts, or a crowd, is a queue.
    likely: {
      any: [
        {
          all: [
            ['locks.waiting', '>=', 3],
            ['locks.longestWaitSeconds', '>=', 1],
          ],
        },
        ['locks.waiting', '>=', 10],
      ],
    },
    refute: ['locks.waiting', '==', 0],
    advice: {
      'zh-CN': '不要处理排队者，找到队列的根（没有在等别人的那个事务）再决定。',
      en: 'Leave the waiting ones alone; find the root, the transaction that waits for nobody, and decide about that.',
    },
    remedies: [],
    source: 'dev.mysql.com: Using InnoDB Transaction and Locking Information',
  },
  {
    id: 'mysql.idle-transaction-blocks',
    kind: 'mysql',
    title: {
      'zh-CN': '{locks.root.who} 的空闲事务未提交，持锁不放，阻塞其他会话',
      en: 'An idle transaction of {locks.root.who} holds locks and blocks others',
    },
    explanation: {
      'zh-CN':
        '连接 {locks.root.id}（{locks.root.who}）的事务已开 {locks.root.transactionSeconds|duration}、睡眠 {locks.root.stateSeconds|duration}，没有语句在执行；{locks.root.waiters} 个会话直接或间接在等它，超时会报 1205。被锁的表是 {locks.root.table}。它最后执行的是 {locks.root.lastStatement}。它执行过 {locks.root.ran}。',
      en: 'The transaction of connection {locks.root.id} ({locks.root.who}) has been open for {locks.root.transactionSeconds|duration}, uncommitted and idle (Sleep) for {locks.root.stateSeconds|duration}; {locks.root.waiters} sessions are blocked by it, directly or not, and will fail with 1205. The locked rows are in {locks.root.table}. Its last statement was {locks.root.lastStatement}. So far it has run {locks.root.ran}.',
    },
    severity: 'critical',
    role: 'cause',
    explains: [...queueFaults, 'mysql.idle-transaction-forgotten', 'mysql.connections-stuck-in-transaction'],
    hints: `uncommitted|transaction|未提交|${hints}`,
    probes: ['locks'],
    // Who gives up after a second and tries again never waits for long, while the transaction has blocked it for minutes.
    confirm: {
      all: [
        ['locks.root.isIdle', '==', true],
        ['locks.root.waiters', '>=', 1],
        ['locks.root.stateSeconds', '>=', 1],
        {
          any: [
            ['locks.longestWaitSeconds', '>=', 1],
            ['locks.root.stateSeconds', '>=', 10],
          ],
        },
      ],
    },
    likely: {
      all: [
        ['locks.root.isIdle', '==', true],
        ['locks.root.waiters', '>=', 2],
      ],
    },
    refute: {
      any: [
        ['locks.waiting', '==', 0],
        ['locks.root.isIdle', '==', false],
        ['locks.root.isAtWork', '==', true],
      ],
    },
    advice: {
      'zh-CN': '结束根连接（其未提交的修改回滚），排队者立即继续；再修复漏提交的代码，MariaDB 可设 idle_transaction_timeout。',
      en: 'Kill the root connection (what it had not committed rolls back) and the queue moves on; then repair the code that forgets to commit. MariaDB has idle_transaction_timeout.',
    },
    remedies: [{ action: 'kill-connection', arguments: { id: '{locks.root.id}', login: '{locks.root.login}', host: '{locks.root.host}' } }],
    source: 'dev.mysql.com: InnoDB Locking; sys.innodb_lock_waits',
  },
  {
    id: 'mysql.active-transaction-blocks',
    kind: 'mysql',
    title: {
      'zh-CN': '{locks.root.who} 的长语句持锁，其他会话阻塞排队',
      en: 'A long statement of {locks.root.who} holds locks and blocks others',
    },
    explanation: {
      'zh-CN':
        '连接 {locks.root.id} 的事务已进行 {locks.root.transactionSeconds|duration}、改了 {locks.root.rowsModified} 行且仍在执行：{locks.root.query}；{locks.root.waiters} 个会话在等它。被锁的表是 {locks.root.table}。',
      en: 'The transaction of connection {locks.root.id} has run for {locks.root.transactionSeconds|duration}, changed {locks.root.rowsModified} rows and still works: {locks.root.query}; {locks.root.waiters} sessions are blocked and wait for it. The locked rows are in {locks.root.table}.',
    },
    severity: 'warning',
    role: 'cause',
    explains: queueFaults,
    hints,
    probes: ['locks'],
    confirm: {
      all: [
        ['locks.root.isIdle', '==', false],
        ['locks.root.isXa', '==', false],
        {
          any: [
            {
              all: [
                ['locks.root.waiters', '>=', 1],
                ['locks.longestWaitSeconds', '>=', 3],
              ],
            },
            {
              all: [
                ['locks.root.waiters', '>=', 2],
                ['locks.root.transactionSeconds', '>=', 10],
              ],
            },
          ],
        },
      ],
    },
    likely: {
      all: [
        ['locks.root.isIdle', '==', false],
        ['locks.root.isXa', '==', false],
        {
          any: [
            {
              all: [
                ['locks.root.waiters', '>=', 3],
                ['locks.longestWaitSeconds', '>=', 1],
              ],
            },
            {
              all: [
                ['locks.root.waiters', '>=', 1],
                ['locks.root.transactionSeconds', '>=', 10],
              ],
            },
          ],
        },
      ],
    },
    refute: {
      any: [
        ['locks.waiting', '==', 0],
        ['locks.root.isIdle', '==', true],
      ],
    },
    advice: {
      'zh-CN': '先弄清它是什么：能等就等；必须恢复时结束这条语句（回滚可能也要同样久）。批量修改应拆成小事务。',
      en: 'Find out what it is: wait if that is possible, kill the statement if it is not (rolling back may take as long). Batches belong into small transactions.',
    },
    remedies: [
      {
        action: 'kill-query',
        arguments: { id: '{locks.root.id}', login: '{locks.root.login}', host: '{locks.root.host}', atLeastSeconds: 1 },
        when: ['locks.root.query', '!=', ''],
      },
    ],
    source: 'dev.mysql.com: InnoDB Locking',
  },
  {
    id: 'mysql.xa-transaction-blocks',
    kind: 'mysql',
    title: {
      'zh-CN': '遗留的 XA 预备事务（两阶段提交）持锁，阻塞其他会话',
      en: 'A left-over XA (two-phase) transaction holds locks and blocks others',
    },
    explanation: {
      'zh-CN': '队列的根没有连接：它是已 XA PREPARE 却没有提交或回滚的事务（共 {transactions.xa.count} 个），断开连接不会释放它。',
      en: 'At the root is no connection but a transaction that was prepared by XA and neither committed nor rolled back ({transactions.xa.count} in all); closing connections does not free it.',
    },
    severity: 'critical',
    role: 'cause',
    explains: [...queueFaults, 'mysql.xa-transaction-left'],
    hints: `xa|two-phase|2pc|两阶段|分布式事务|${hints}`,
    probes: ['locks', 'transactions'],
    confirm: {
      all: [
        ['locks.root.isXa', '==', true],
        ['locks.root.waiters', '>=', 1],
      ],
    },
    refute: ['locks.waiting', '==', 0],
    advice: {
      'zh-CN': '向事务协调器确认结局，再 XA COMMIT 或 XA ROLLBACK 该 xid（XA RECOVER 列出）；两者都不可逆。',
      en: 'Ask the coordinator how it ended, then XA COMMIT or XA ROLLBACK that xid (XA RECOVER lists them); neither can be taken back.',
    },
    remedies: [],
    source: 'dev.mysql.com: XA Transaction States',
  },
  {
    id: 'mysql.metadata-lock-queue',
    kind: 'mysql',
    title: {
      'zh-CN': '表结构变更（DDL）在等元数据锁，它后面的访问全部阻塞',
      en: 'A schema change waits for a metadata lock and blocks everyone behind it',
    },
    explanation: {
      'zh-CN':
        '连接 {locks.ddl.id} 的 {locks.ddl.query} 已等 {locks.ddl.seconds|duration}，{locks.metadata.queue} 个会话排在它后面；最可能持锁的是 {locks.holder.who} 的事务（已开 {locks.holder.seconds|duration}）。它最后执行的是 {locks.holder.lastStatement}。',
      en: 'Connection {locks.ddl.id} has waited for {locks.ddl.seconds|duration} with {locks.ddl.query}, and {locks.metadata.queue} sessions queue behind it; the holder is most probably the transaction of {locks.holder.who} (open for {locks.holder.seconds|duration}). Its last statement was {locks.holder.lastStatement}.',
    },
    severity: 'critical',
    role: 'cause',
    explains: [...queueFaults, 'mysql.idle-transaction-forgotten'],
    hints: `metadata|alter|ddl|migration|deploy|元数据|变更|迁移|发布|${hints}`,
    probes: ['locks'],
    confirm: {
      all: [
        ['locks.metadata.isSchemaChange', '==', true],
        ['locks.metadata.longestSeconds', '>=', 2],
        ['locks.metadata.queue', '>=', 1],
      ],
    },
    likely: {
      all: [
        ['locks.metadata.isSchemaChange', '==', true],
        ['locks.metadata.longestSeconds', '>=', 3],
      ],
    },
    refute: ['locks.metadata.waiting', '==', 0],
    advice: {
      'zh-CN': '结束等待中的变更，业务立即恢复；之后等长事务结束、设短的 lock_wait_timeout 再重试，或用 gh-ost / pt-online-schema-change。',
      en: 'Kill the waiting change and traffic goes on; try again after the long transaction, with a short lock_wait_timeout, or use gh-ost or pt-online-schema-change.',
    },
    remedies: [
      {
        action: 'kill-query',
        arguments: { id: '{locks.ddl.id}', login: '{locks.ddl.login}', host: '{locks.ddl.host}', atLeastSeconds: 1 },
        when: ['locks.metadata.isSchemaChange', '==', true],
      },
    ],
    source: 'dev.mysql.com: Metadata Locking',
  },
  {
    id: 'mysql.global-read-lock',
    kind: 'mysql',
    title: { 'zh-CN': '全局读锁或刷表（FLUSH）阻塞了所有写入', en: 'A global read lock or a flush blocks all writes' },
    explanation: {
      'zh-CN':
        '{locks.global.waiting} 个会话停在「{locks.global.state}」，最久 {locks.global.seconds|duration}：有人执行了 FLUSH TABLES WITH READ LOCK（多为备份）没有释放，或 FLUSH 在等长查询。最早打开事务、可能持有它的会话：{locks.holder.who}（编号 {locks.holder.id}，{locks.holder.seconds|duration}）。',
      en: '{locks.global.waiting} sessions are in "{locks.global.state}", the longest for {locks.global.seconds|duration}: FLUSH TABLES WITH READ LOCK (mostly a backup) was not released, or a flush waits for a long query. The oldest session with an open transaction, which may hold it: {locks.holder.who} (id {locks.holder.id}, {locks.holder.seconds|duration}).',
    },
    severity: 'critical',
    role: 'cause',
    explains: queueFaults,
    hints: `backup|flush|read lock|xtrabackup|mysqldump|备份|全局锁|${hints}`,
    probes: ['locks'],
    confirm: {
      all: [
        ['locks.global.waiting', '>=', 1],
        {
          any: [
            ['locks.global.seconds', '>=', 2],
            // Who waits gives up after his own, shorter limit and tries again; who holds it does so all the time.
            ['locks.holder.seconds', '>=', 5],
          ],
        },
      ],
    },
    likely: ['locks.global.waiting', '>=', 1],
    refute: ['locks.global.waiting', '==', 0],
    advice: {
      'zh-CN': '找到持锁的备份连接（通常在 Sleep，且账号是备份专用），让它 UNLOCK TABLES 或结束它；若是 FLUSH 在等，结束那条长查询。',
      en: 'Find the backup’s connection (mostly asleep, with the backup’s account) and let it UNLOCK TABLES, or kill it; if a flush waits, kill the long query.',
    },
    remedies: [],
    source: 'dev.mysql.com: FLUSH TABLES WITH READ LOCK; Percona: FTWRL',
  },
];

/** Lock queues and who is at their root. */

import type { Signature } from '../../../domain/signature.ts';
import { starvedConsumers } from '../../sql/starved-consumers.ts';

export const lockHints = 'lock|block|stuck|hang|timeout|slow|queue|锁|阻塞|卡住|超时|变慢|排队';
export const queueFaults = [
  'postgresql.lock-queue',
  'postgresql.connections-exhausted',
  'postgresql.statement-pile',
  'postgresql.long-statement',
  'postgresql.costly-statement',
  ...starvedConsumers,
];

export const lockSignatures: readonly Signature[] = [
  {
    id: 'postgresql.lock-queue',
    kind: 'postgresql',
    title: { 'zh-CN': '锁等待：会话阻塞，在排队等锁', en: 'Lock waits: sessions are blocked and queue for locks' },
    explanation: {
      'zh-CN': '{locks.waiting} 个会话被阻塞在等锁，最久 {locks.longestWaitSeconds|duration}：{locks.longestWaitQuery}',
      en: '{locks.waiting} sessions are blocked waiting for locks, the longest for {locks.longestWaitSeconds|duration}: {locks.longestWaitQuery}',
    },
    severity: 'warning',
    role: 'symptom',
    hints: lockHints,
    probes: ['locks'],
    confirm: {
      all: [
        ['locks.waiting', '>=', 1],
        ['locks.longestWaitSeconds', '>=', 2],
      ],
    },
    likely: ['locks.waiting', '>=', 3],
    refute: ['locks.waiting', '==', 0],
    advice: {
      'zh-CN': '不要处理排队者，找到队列的根（没有在等别人的那个会话）再决定。',
      en: 'Leave the waiting ones alone; find the root, the session that waits for nobody, and decide about that.',
    },
    remedies: [],
    source: 'wiki.postgresql.org: Lock Monitoring',
  },
  {
    id: 'postgresql.idle-transaction-blocks',
    kind: 'postgresql',
    title: { 'zh-CN': '{locks.root.who} 的空闲事务持锁，阻塞其他会话', en: 'An idle transaction of {locks.root.who} blocks others' },
    explanation: {
      'zh-CN':
        'PID {locks.root.pid}（{locks.root.who}）处于 idle in transaction：开着事务却已 {locks.root.stateSeconds|duration} 没有动作，{locks.root.waiters} 个会话直接或间接被它阻塞。被锁的表是 {locks.root.table}。它最后一条语句：{locks.root.query}',
      en: 'Pid {locks.root.pid} ({locks.root.who}) is idle in transaction: it has a transaction open and has done nothing for {locks.root.stateSeconds|duration}; it holds the locks that {locks.root.waiters} sessions wait for, directly or not. The locked table is {locks.root.table}. Its last statement: {locks.root.query}',
    },
    severity: 'critical',
    role: 'cause',
    explains: [
      ...queueFaults,
      'postgresql.schema-change-queue',
      'postgresql.idle-transaction-forgotten',
      'postgresql.connections-stuck-in-transaction',
    ],
    hints: `idle in transaction|${lockHints}`,
    probes: ['locks'],
    // Who gives up after a moment and tries again never waits for long, while the transaction has blocked it for minutes.
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
      ],
    },
    advice: {
      'zh-CN': '结束根会话（其未提交的修改回滚），排队者立即继续；再为该账号设置 idle_in_transaction_session_timeout，并修复漏提交的代码。',
      en: 'End the root session (what it had not committed rolls back) and the queue moves on; then set idle_in_transaction_session_timeout for that login and repair the code that forgets to commit.',
    },
    remedies: [{ action: 'terminate-backend', arguments: { pid: '{locks.root.pid}', backendStart: '{locks.root.backendStart}' } }],
    source: 'wiki.postgresql.org: Lock Monitoring; postgresql.org: idle_in_transaction_session_timeout',
  },
  {
    id: 'postgresql.active-transaction-blocks',
    kind: 'postgresql',
    title: {
      'zh-CN': '{locks.root.who} 的长语句持锁，其他会话阻塞排队',
      en: 'A long statement of {locks.root.who} holds locks and blocks others',
    },
    explanation: {
      'zh-CN':
        'PID {locks.root.pid}（{locks.root.who}）的事务已进行 {locks.root.transactionSeconds|duration} 且仍在执行：{locks.root.query}；{locks.root.waiters} 个会话在等它，等得最久的是 {locks.longestWaitQuery}。被锁的表是 {locks.root.table}。',
      en: 'The transaction of pid {locks.root.pid} ({locks.root.who}) has run for {locks.root.transactionSeconds|duration} and still works: {locks.root.query}; {locks.root.waiters} sessions are blocked and wait for it, the longest with {locks.longestWaitQuery}. The locked table is {locks.root.table}.',
    },
    severity: 'warning',
    role: 'cause',
    explains: queueFaults,
    hints: lockHints,
    probes: ['locks'],
    confirm: {
      all: [
        ['locks.root.state', '==', 'active'],
        ['locks.root.backend', '==', 'client backend'],
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
        ['locks.root.state', '==', 'active'],
        {
          any: [
            ['locks.root.waiters', '>=', 3],
            {
              all: [
                ['locks.root.backend', '==', 'client backend'],
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
      'zh-CN': '先弄清它是什么：能等就等；必须恢复时取消这条语句（回滚可能也要同样久）。批量修改应拆成小事务。',
      en: 'Find out what it is: wait if that is possible, cancel the statement if it is not (rolling back may take as long). Batches belong into small transactions.',
    },
    remedies: [
      {
        action: 'cancel-query',
        arguments: { pid: '{locks.root.pid}', backendStart: '{locks.root.backendStart}', queryStart: '{locks.root.queryStart}' },
      },
    ],
    source: 'wiki.postgresql.org: Lock Monitoring',
  },
  {
    id: 'postgresql.schema-change-queue',
    kind: 'postgresql',
    title: {
      'zh-CN': '表结构变更（DDL，{locks.ddl.command}）在等锁，它后面的所有访问被阻塞',
      en: 'A schema change ({locks.ddl.command}) waits for its lock and blocks everyone behind it',
    },
    explanation: {
      'zh-CN':
        'PID {locks.ddl.pid} 要对 {locks.ddl.relation} 加 ACCESS EXCLUSIVE 锁而在等待：{locks.ddl.query}；{locks.ddl.queue} 个本可并行的会话排在它后面。',
      en: 'Pid {locks.ddl.pid} waits for ACCESS EXCLUSIVE on {locks.ddl.relation}: {locks.ddl.query}; {locks.ddl.queue} sessions that could run beside each other queue behind it.',
    },
    severity: 'critical',
    role: 'cause',
    explains: [...queueFaults, 'postgresql.active-transaction-blocks'],
    hints: `alter|ddl|migration|deploy|变更|迁移|发布|${lockHints}`,
    probes: ['locks'],
    confirm: {
      all: [
        ['locks.ddl.isWaiting', '==', true],
        ['locks.ddl.queue', '>=', 1],
        ['locks.longestWaitSeconds', '>=', 1],
      ],
    },
    likely: {
      all: [
        ['locks.ddl.isWaiting', '==', true],
        ['locks.longestWaitSeconds', '>=', 3],
      ],
    },
    refute: ['locks.ddl.isWaiting', '==', false],
    advice: {
      'zh-CN': '取消这次变更，业务立即恢复；之后设置 lock_timeout 再分批重试，并避开长事务。',
      en: 'Cancel the change and traffic goes on; try again later with a lock_timeout, away from long transactions.',
    },
    remedies: [
      {
        action: 'cancel-query',
        arguments: { pid: '{locks.ddl.pid}', backendStart: '{locks.ddl.backendStart}', queryStart: '{locks.ddl.queryStart}' },
      },
    ],
    source: 'postgresql.org: Explicit Locking; GoCardless: Zero-downtime Postgres migrations',
  },
  {
    id: 'postgresql.prepared-transaction-blocks',
    kind: 'postgresql',
    title: {
      'zh-CN': '遗留的预备事务（两阶段提交）{locks.root.gid} 持锁，阻塞其他会话',
      en: 'A prepared transaction ({locks.root.gid}) holds locks and blocks others',
    },
    explanation: {
      'zh-CN':
        '排队的根不是会话，而是已 PREPARE 却没有 COMMIT 或 ROLLBACK 的事务；断开连接、重启应用都不会释放它。它是 {locks.root.gidOwner} 的 {locks.root.gid}，{locks.root.preparedSeconds|duration}前预备。{locks.root.waiters} 个会话在等它，最久 {locks.longestWaitSeconds|duration}：{locks.longestWaitQuery}',
      en: 'At the root is no session but a transaction that was prepared and neither committed nor rolled back; closing connections or restarting applications does not free it. It is {locks.root.gid} of {locks.root.gidOwner}, prepared {locks.root.preparedSeconds|duration} ago. {locks.root.waiters} sessions wait for it, the longest for {locks.longestWaitSeconds|duration}: {locks.longestWaitQuery}',
    },
    severity: 'critical',
    role: 'cause',
    explains: [...queueFaults, 'postgresql.prepared-transaction-left'],
    hints: `prepared|two-phase|2pc|xa|两阶段|分布式事务|${lockHints}`,
    probes: ['locks'],
    confirm: {
      all: [
        ['locks.root.isPrepared', '==', true],
        ['locks.root.waiters', '>=', 1],
      ],
    },
    refute: {
      any: [
        ['locks.waiting', '==', 0],
        ['locks.root.isPrepared', '==', false],
      ],
    },
    advice: {
      'zh-CN': '向事务协调器确认这个 gid 的结局，再 COMMIT PREPARED 或 ROLLBACK PREPARED；两者都不可逆。',
      en: 'Ask the transaction coordinator how that gid ended, then COMMIT PREPARED or ROLLBACK PREPARED; neither can be taken back.',
    },
    remedies: [
      {
        action: 'rollback-prepared',
        arguments: { gid: '{locks.root.gid}' },
        when: ['locks.root.gid', 'exists', true],
      },
    ],
    source: 'postgresql.org: PREPARE TRANSACTION, Notes',
  },
  {
    id: 'postgresql.autovacuum-blocks',
    kind: 'postgresql',
    title: {
      'zh-CN': '防回卷的自动清理持锁，表结构变更被阻塞',
      en: 'An anti-wraparound vacuum holds the lock that a schema change waits for',
    },
    explanation: {
      'zh-CN':
        '队列的根是自动清理（autovacuum）进程（PID {locks.root.pid}，已 {locks.root.transactionSeconds|duration}）；普通清理会让路，防事务号回卷的不会，变更和它后面的访问都在等。',
      en: 'At the root is an autovacuum worker (pid {locks.root.pid}, for {locks.root.transactionSeconds|duration}); ordinary ones give way, those against wraparound do not, so the change and all behind it are blocked.',
    },
    severity: 'warning',
    role: 'cause',
    explains: [...queueFaults, 'postgresql.schema-change-queue'],
    hints: `autovacuum|${lockHints}`,
    probes: ['locks'],
    confirm: {
      all: [
        ['locks.root.backend', '==', 'autovacuum worker'],
        ['locks.longestWaitSeconds', '>=', 5],
      ],
    },
    refute: ['locks.waiting', '==', 0],
    advice: {
      'zh-CN': '取消等待中的变更，让清理做完；不要终止防回卷清理，它会立即重来。',
      en: 'Cancel the waiting change and let the vacuum finish; ending it only makes it start again.',
    },
    remedies: [
      {
        action: 'cancel-query',
        arguments: { pid: '{locks.ddl.pid}', backendStart: '{locks.ddl.backendStart}', queryStart: '{locks.ddl.queryStart}' },
        when: ['locks.ddl.isWaiting', '==', true],
      },
    ],
    source: 'postgresql.org: Preventing Transaction ID Wraparound Failures',
  },
];

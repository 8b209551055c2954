/** Locks that applications take by number, and that no transaction's end gives back. */

import type { Signature } from '../../../domain/signature.ts';

export const advisoryLockSignatures: readonly Signature[] = [
  {
    id: 'postgresql.advisory-lock-held',
    kind: 'postgresql',
    title: {
      'zh-CN': '{locks.root.who} 的空闲会话持有 advisory 锁，阻塞其他会话',
      en: 'An idle session of {locks.root.who} holds an advisory lock and blocks others',
    },
    explanation: {
      'zh-CN':
        'PID {locks.root.pid}（{locks.root.who}）没有事务、已 {locks.root.stateSeconds|duration} 没有动作，但会话级的 advisory 锁要到解锁或断开才释放；{locks.root.waiters} 个会话在等。它最后一条语句：{locks.root.query}',
      en: 'Pid {locks.root.pid} ({locks.root.who}) has no transaction open and has done nothing for {locks.root.stateSeconds|duration}, but a session’s advisory lock lasts until it is unlocked or the session ends; {locks.root.waiters} sessions wait. Its last statement: {locks.root.query}',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['postgresql.lock-queue', 'postgresql.connections-exhausted', 'postgresql.statement-pile', 'postgresql.long-statement'],
    hints: 'advisory|migration|deploy|lock|block|stuck|hang|迁移|发布|锁|阻塞|卡住',
    probes: ['locks'],
    // Without a transaction a session can hold nothing else that others wait for.
    confirm: {
      all: [
        ['locks.root.state', '==', 'idle'],
        ['locks.root.waiters', '>=', 1],
        ['locks.longestWaitSeconds', '>=', 1],
      ],
    },
    refute: {
      any: [
        ['locks.waiting', '==', 0],
        ['locks.root.state', '!=', 'idle'],
      ],
    },
    advice: {
      'zh-CN':
        '确认它的任务（迁移、定时作业）已不在运行，再结束这个会话；改用事务级的 pg_advisory_xact_lock，经 pgbouncer 事务池时不要用会话锁。',
      en: 'Make sure that its job (a migration, a scheduled task) no longer runs, then end the session; pg_advisory_xact_lock ends with its transaction, and a session lock does not work through a pooler in transaction mode.',
    },
    remedies: [{ action: 'terminate-backend', arguments: { pid: '{locks.root.pid}', backendStart: '{locks.root.backendStart}' } }],
    source: 'postgresql.org: Advisory Locks; PgBouncer: features of pooling modes',
  },
];

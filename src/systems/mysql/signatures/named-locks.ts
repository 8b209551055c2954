/** Locks that applications take by name with GET_LOCK. */

import type { Signature } from '../../../domain/signature.ts';

export const namedLockSignatures: readonly Signature[] = [
  {
    id: 'mysql.named-lock-held',
    kind: 'mysql',
    title: {
      'zh-CN': '{locks.named.who} 持有 GET_LOCK 锁 {locks.named.name} 不放，阻塞其他会话',
      en: '{locks.named.who} holds the GET_LOCK lock {locks.named.name} and blocks others',
    },
    explanation: {
      'zh-CN':
        '{locks.named.waiting} 个会话在等这个名字的锁，最久 {locks.named.seconds|duration}；连接 {locks.named.id}（{locks.named.who}）握着它，已 {locks.named.stateSeconds|duration} 没有动作。这种锁不随事务结束，只在 RELEASE_LOCK 或断开时释放。',
      en: '{locks.named.waiting} sessions wait for the lock of that name, the longest for {locks.named.seconds|duration}; connection {locks.named.id} ({locks.named.who}) holds it and has done nothing for {locks.named.stateSeconds|duration}. Such a lock does not end with a transaction, only with RELEASE_LOCK or the connection.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['mysql.connections-exhausted', 'mysql.connections-all-busy', 'mysql.statement-pile', 'mysql.long-statement'],
    hints: 'get_lock|named lock|migration|deploy|lock|block|stuck|hang|迁移|发布|锁|阻塞|卡住',
    probes: ['locks'],
    confirm: {
      all: [
        ['locks.named.waiting', '>=', 1],
        ['locks.named.seconds', '>=', 2],
        ['locks.named.isHolderIdle', '==', true],
      ],
    },
    // The holder still works, or its name could not be read: waiting is what such a lock is for.
    likelyWhenHinted: {
      all: [
        ['locks.named.waiting', '>=', 1],
        ['locks.named.seconds', '>=', 5],
      ],
    },
    refute: ['locks.named.waiting', '==', 0],
    advice: {
      'zh-CN': '确认握锁的任务（迁移、定时作业）已不在运行，再断开该连接；给 GET_LOCK 设等待上限，并在任务结束时 RELEASE_LOCK。',
      en: 'Make sure that the job that holds it (a migration, a scheduled task) no longer runs, then close its connection; give GET_LOCK a time limit and RELEASE_LOCK when the job ends.',
    },
    remedies: [
      {
        action: 'kill-connection',
        arguments: { id: '{locks.named.id}', login: '{locks.named.login}', host: '{locks.named.host}' },
        when: ['locks.named.isHolderIdle', '==', true],
      },
    ],
    source: 'dev.mysql.com: Locking Functions',
  },
];

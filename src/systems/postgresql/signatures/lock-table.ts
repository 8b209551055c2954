/** The table of locks that all sessions share has no room for more. */

import type { Signature } from '../../../domain/signature.ts';

export const lockTableSignatures: readonly Signature[] = [
  {
    id: 'postgresql.lock-table-full',
    kind: 'postgresql',
    title: {
      'zh-CN': '锁表已满（max_locks_per_transaction），语句失败',
      en: 'The lock table is full (max_locks_per_transaction): statements fail',
    },
    explanation: {
      'zh-CN':
        '所有会话共用的锁表放不下更多的锁，语句以 out of shared memory（53200）失败。共约 {locks.places} 个位置，已持 {locks.held} 个，最多的是 {locks.most.who}（PID {locks.most.pid}，{locks.most.count} 个）。',
      en: 'The table of locks that all sessions share has no room, and statements fail with “out of shared memory” (53200). Of about {locks.places} places {locks.held} are taken, most by {locks.most.who} (pid {locks.most.pid}, {locks.most.count}).',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['postgresql.out-of-memory'],
    hints: 'shared memory|max_locks|53200|lock|锁|共享内存',
    quoted: 'out of shared memory|max_locks_per_transaction',
    probes: ['locks'],
    confirm: {
      any: [
        {
          all: [
            ['answer.code', '==', '53200'],
            ['answer.reason', 'matches', 'shared memory'],
          ],
        },
        ['locks.heldRatio', '>=', 1.2],
      ],
    },
    likelyWhenHinted: ['locks.heldRatio', '>=', 0.9],
    advice: {
      'zh-CN':
        '找出一个事务里锁住大量表或分区的任务（大批量 DDL、未裁剪的分区查询、pg_dump），分批执行或结束它；确有需要再调高 max_locks_per_transaction（须重启）。',
      en: 'Find the job that locks very many tables or partitions in one transaction (DDL in bulk, a query that prunes no partition, pg_dump); do it in parts or end it. Raise max_locks_per_transaction only if it must be, which takes a restart.',
    },
    remedies: [],
    source: 'postgresql.org: Lock Management, max_locks_per_transaction',
  },
];

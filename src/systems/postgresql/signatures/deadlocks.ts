/** Transactions that wait for each other. */

import type { Signature } from '../../../domain/signature.ts';
import { quotedState } from './sql-state.ts';

export const deadlockSignatures: readonly Signature[] = [
  {
    id: 'postgresql.deadlocks',
    kind: 'postgresql',
    title: { 'zh-CN': '事务死锁，被服务器中止', en: 'Deadlocks: transactions are aborted by the server' },
    explanation: {
      'zh-CN': '最近一秒死锁 {activity.deadlocks} 次，计数以来 {databases.deadlocks} 次（每小时 {databases.deadlocksPerHour}）。',
      en: '{activity.deadlocks} deadlocks in the last second, {databases.deadlocks} since counting began ({databases.deadlocksPerHour} an hour).',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'deadlock|40P01|死锁',
    quoted: quotedState({ says: 'deadlock detected', states: ['40P01'], classes: ['DeadlockDetected', 'TRDeadlockDetected'] }),
    probes: ['activity', 'databases', 'log'],
    confirm: {
      any: [
        ['activity.deadlocks', '>=', 1],
        ['log.deadlocks', '>=', 1],
        ['databases.deadlocksPerHour', '>=', 12],
      ],
    },
    likely: ['databases.deadlocksPerHour', '>=', 2],
    likelyWhenHinted: ['databases.deadlocks', '>=', 1],
    // The log is written at once, the counter a second later.
    refute: {
      all: [
        ['databases.deadlocks', '==', 0],
        ['activity.deadlocks', '==', 0],
        {
          any: [
            ['log.deadlocks', '==', 0],
            ['log.isReadable', '==', false],
          ],
        },
      ],
    },
    advice: {
      'zh-CN': '日志里有两条语句；让所有事务按同一顺序加锁（例如按主键排序），缩短事务，并在应用中重试 40P01。',
      en: 'The log names both statements; take locks in one order everywhere (by primary key, say), keep transactions short, and retry 40P01 in the application.',
    },
    remedies: [],
    source: 'postgresql.org: Deadlocks; postgres_exporter mixin: PostgreSQLDeadLocks',
  },
];

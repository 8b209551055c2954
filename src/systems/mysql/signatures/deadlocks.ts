/** Transactions that wait for each other. */

import type { Signature } from '../../../domain/signature.ts';
import { errorForms } from './error-forms.ts';

const hints = 'lock|block|stuck|hang|timeout|slow|1205|锁|阻塞|卡住|超时|变慢|排队';

export const deadlockSignatures: readonly Signature[] = [
  {
    id: 'mysql.deadlocks',
    kind: 'mysql',
    title: { 'zh-CN': '事务死锁，被 InnoDB 回滚', en: 'Deadlocks: InnoDB rolls back transactions' },
    explanation: {
      'zh-CN':
        '最近一次死锁在 {innodb.deadlockSecondsAgo} 秒前；启动以来 {activity.deadlocksTotal} 次（每小时 {activity.deadlocksPerHour}）。被回滚的事务报错误 1213。最近一次锁的是 {innodb.deadlockTables} 的行。最后执行的语句：{innodb.deadlockStatements}。',
      en: 'The latest deadlock was {innodb.deadlockSecondsAgo} s ago; {activity.deadlocksTotal} since the start ({activity.deadlocksPerHour} an hour). The transaction that is rolled back fails with 1213. The latest was over rows of {innodb.deadlockTables}. What the two ran last: {innodb.deadlockStatements}.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'deadlock|1213|死锁',
    quoted: errorForms({ says: 'deadlock found when trying to get lock', numbers: [1213], names: ['ER_LOCK_DEADLOCK'] }),
    probes: ['activity', 'innodb'],
    // One now and then is how InnoDB works, and the application tries again; after a start one alone would be many an hour.
    confirm: {
      all: [
        ['activity.deadlocksTotal', '>=', 3],
        {
          any: [
            ['activity.deadlocks', '>=', 1],
            ['activity.deadlocksPerHour', '>=', 12],
          ],
        },
        {
          any: [
            ['activity.deadlocks', '>=', 1],
            ['innodb.deadlockSecondsAgo', '<=', 900],
          ],
        },
      ],
    },
    likely: {
      any: [
        ['activity.deadlocks', '>=', 1],
        {
          all: [
            ['activity.deadlocksTotal', '>=', 3],
            ['activity.deadlocksPerHour', '>=', 2],
            ['innodb.deadlockSecondsAgo', '<=', 3_600],
          ],
        },
      ],
    },
    likelyWhenHinted: {
      all: [
        ['activity.deadlocksTotal', '>=', 3],
        ['innodb.deadlockSecondsAgo', '<=', 86_400],
      ],
    },
    advice: {
      'zh-CN':
        'SHOW ENGINE INNODB STATUS 里有两条语句与索引；让所有事务按同一顺序加锁、给条件加合适的索引（减少锁住的范围）、缩短事务，并在应用中重试 1213。',
      en: 'SHOW ENGINE INNODB STATUS names both statements and indexes; take locks in one order, index the conditions (fewer rows are locked), keep transactions short, and retry 1213 in the application.',
    },
    remedies: [],
    source: 'dev.mysql.com: Deadlocks in InnoDB',
  },
  {
    id: 'mysql.deadlock-detection-off',
    kind: 'mysql',
    title: { 'zh-CN': '死锁检测被关闭，死锁要等到锁超时', en: 'Deadlock detection is off: deadlocks last until the lock timeout' },
    explanation: {
      'zh-CN': 'innodb_deadlock_detect 为 OFF：互相等待的事务要等 {innodb.lockWaitTimeoutSeconds} 秒才报错。',
      en: 'innodb_deadlock_detect is OFF: transactions that wait for each other only fail after {innodb.lockWaitTimeoutSeconds} s.',
    },
    severity: 'warning',
    role: 'cause',
    hints,
    probes: ['innodb', 'locks'],
    confirm: {
      all: [
        ['innodb.isDeadlockDetectOn', '==', false],
        ['locks.waiting', '>=', 1],
        ['locks.root.id', 'exists', false],
      ],
    },
    likelyWhenHinted: ['innodb.isDeadlockDetectOn', '==', false],
    refute: ['innodb.isDeadlockDetectOn', '==', true],
    advice: {
      'zh-CN': '重新打开 innodb_deadlock_detect；确因热点行关闭时，把 innodb_lock_wait_timeout 调到几秒。',
      en: 'Switch innodb_deadlock_detect on again; if it is off for a hot row’s sake, set innodb_lock_wait_timeout to a few seconds.',
    },
    remedies: [{ action: 'set-global', arguments: { name: 'innodb_deadlock_detect', value: 'ON' } }],
    source: 'dev.mysql.com: Deadlock Detection',
  },
];

/** Transactions that end without their work, whatever the statement. */

import type { Condition, Signature } from '../../../domain/signature.ts';

/** What tells errors from a driver that ends its reading transactions with ROLLBACK. */
const hasErrors: Condition = {
  any: [
    ['log.errors', '>=', 3],
    ['activity.abortedSessions', '>=', 1],
    ['activity.deadlocks', '>=', 1],
    ['activity.conflicts', '>=', 1],
    // Most sessions rest after something else than ROLLBACK: nobody asked for these rollbacks.
    ['activity.rollbackAskedShare', '<', 0.5],
  ],
};

export const failingSignatures: readonly Signature[] = [
  {
    id: 'postgresql.transactions-fail',
    kind: 'postgresql',
    title: { 'zh-CN': '大量事务失败回滚', en: 'Many transactions fail and are rolled back' },
    explanation: {
      'zh-CN':
        '每秒回滚 {activity.rollbacksPerSecond} 个、提交 {activity.commitsPerSecond} 个（回滚占 {activity.rollbackRatio|percent}）：语句在报错，多见于应用与表结构不一致、约束冲突、权限或超时。',
      en: '{activity.rollbacksPerSecond} transactions a second are rolled back and {activity.commitsPerSecond} committed ({activity.rollbackRatio|percent} rolled back): statements fail, mostly since application and schema differ, or by constraints, rights or timeouts.',
    },
    severity: 'warning',
    role: 'symptom',
    hints: 'roll(s|ed)? ?back|abort|fail|error|回滚|失败|报错|错误',
    probes: ['activity', 'log'],
    // Pools that roll back what they are given back do so all day: only where somebody complains is it a finding.
    confirm: ['activity.rollbackRatio', '>', 1],
    confirmWhenHinted: {
      all: [['activity.rollbacksPerSecond', '>=', 1], ['activity.rollbackRatio', '>=', 0.2], hasErrors],
    },
    likelyWhenHinted: {
      all: [['activity.rollbacksPerSecond', '>=', 0.5], ['activity.rollbackRatio', '>=', 0.1], hasErrors],
    },
    refute: {
      any: [
        ['activity.rollbacksPerSecond', '==', 0],
        {
          all: [
            ['activity.rollbackAskedShare', '>=', 0.5],
            ['activity.abortedSessions', '==', 0],
            ['activity.deadlocks', '==', 0],
            ['activity.conflicts', '==', 0],
            ['log.errors', '<', 3],
          ],
        },
      ],
    },
    advice: {
      'zh-CN': '在服务器日志里看 ERROR 的原文与语句（log_min_error_statement），对照最近的发布与迁移是否都已执行。',
      en: 'Read the errors and their statements in the log of the server (log_min_error_statement); see whether the last release and its migration are both there.',
    },
    remedies: [],
    source: 'postgresql.org: pg_stat_database.xact_rollback; postgres mixin: PostgresHighRollbackRate',
  },
];

/** Commands that lock a whole table or view, and everybody who waits until they are done. */

import type { Signature } from '../../../domain/signature.ts';
import { lockHints, queueFaults } from './locks.ts';

const advice = {
  'zh-CN':
    '能等就等它做完，必须恢复时取消它；之后改用不锁表的方式：REFRESH MATERIALIZED VIEW CONCURRENTLY（需唯一索引）、CREATE INDEX/REINDEX CONCURRENTLY、pg_repack 代替 VACUUM FULL/CLUSTER，变更设 lock_timeout，并错开高峰。',
  en: 'Wait until it is done or cancel it; then use what does not lock: REFRESH MATERIALIZED VIEW CONCURRENTLY (needs a unique index), CREATE INDEX or REINDEX CONCURRENTLY, pg_repack instead of VACUUM FULL or CLUSTER, changes with a lock_timeout, and away from the peak.',
} as const;

export const strongCommandSignatures: readonly Signature[] = [
  {
    id: 'postgresql.strong-command-blocks',
    kind: 'postgresql',
    title: {
      'zh-CN': '{locks.root.command}（{locks.root.object}）持有整张表的锁，其他会话阻塞等待',
      en: '{locks.root.command} on {locks.root.object} locks it as a whole and blocks other sessions',
    },
    explanation: {
      'zh-CN':
        'PID {locks.root.pid}（{locks.root.who}）正在执行 {locks.root.query}，已 {locks.root.transactionSeconds|duration}：做完之前它持有 {locks.root.object} 的排他锁，{locks.root.waiters} 个会话在等，最久 {locks.longestWaitSeconds|duration}：{locks.longestWaitQuery}',
      en: 'Pid {locks.root.pid} ({locks.root.who}) has been running {locks.root.query} for {locks.root.transactionSeconds|duration}: until it is done it holds an exclusive lock on {locks.root.object}, and {locks.root.waiters} sessions wait, the longest for {locks.longestWaitSeconds|duration}: {locks.longestWaitQuery}',
    },
    severity: 'critical',
    role: 'cause',
    explains: [...queueFaults, 'postgresql.active-transaction-blocks', 'postgresql.schema-change-queue', 'postgresql.transactions-fail'],
    hints: `refresh|materialized|vacuum full|reindex|cluster|alter|migration|物化视图|刷新|变更|${lockHints}`,
    probes: ['locks'],
    confirm: {
      all: [
        ['locks.root.command', 'matches', '.'],
        ['locks.root.waiters', '>=', 1],
        {
          any: [
            ['locks.longestWaitSeconds', '>=', 1],
            ['locks.root.transactionSeconds', '>=', 5],
          ],
        },
      ],
    },
    likelyWhenHinted: {
      all: [
        ['locks.root.command', 'matches', '.'],
        ['locks.root.waiters', '>=', 1],
      ],
    },
    refute: {
      any: [
        ['locks.waiting', '==', 0],
        ['locks.root.command', '==', ''],
      ],
    },
    advice,
    remedies: [
      {
        action: 'cancel-query',
        arguments: { pid: '{locks.root.pid}', backendStart: '{locks.root.backendStart}', queryStart: '{locks.root.queryStart}' },
      },
    ],
    source: 'postgresql.org: Explicit Locking, Table-Level Locks',
  },
  {
    id: 'postgresql.strong-command-ran',
    kind: 'postgresql',
    title: {
      'zh-CN': '{locks.strong.command}（{locks.strong.object}）执行期间锁住整张表，读写都要等待',
      en: '{locks.strong.command} on {locks.strong.object} locks it as a whole while it runs, and others wait',
    },
    explanation: {
      'zh-CN':
        '眼下没有会话在等锁；但 {locks.strong.command} {locks.strong.object} 每次执行 {locks.strong.seconds|duration}（见到 {locks.strong.calls} 次，{locks.strong.who}），期间持有排他锁，其他会话会阻塞直到超时。',
      en: 'Nobody waits for a lock at this moment; but {locks.strong.command} on {locks.strong.object} takes {locks.strong.seconds|duration} (seen {locks.strong.calls} times, {locks.strong.who}) and holds an exclusive lock meanwhile, so that others are blocked until they time out.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'lock|block|stuck|hang|times? ?out|timed ?out|锁|阻塞|卡住|超时',
    probes: ['locks'],
    confirm: ['locks.strong.seconds', '<', 0],
    likelyWhenHinted: {
      all: [
        ['locks.waiting', '==', 0],
        ['locks.strong.command', 'matches', '.'],
        ['locks.strong.seconds', '>=', 1],
      ],
    },
    refute: ['locks.strong.command', '==', ''],
    advice,
    remedies: [],
    source: 'postgresql.org: Explicit Locking, Table-Level Locks',
  },
];

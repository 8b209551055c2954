/** The same row is wanted by many: whoever waits longest has waited for longer than the one that holds it now has had it. */

import type { Signature } from '../../domain/signature.ts';

/** For a database whose look `locks` follows row locks to their root. */
export function hotRow(kind: 'mysql' | 'postgresql', source: string): Signature {
  return {
    id: `${kind}.hot-row`,
    kind,
    title: {
      'zh-CN': '热点行：许多会话争抢同一行锁（{locks.longestWaitQuery}）',
      en: 'Hot row: many sessions queue for the same row lock ({locks.longestWaitQuery})',
    },
    explanation: {
      'zh-CN':
        '{locks.waiting} 个会话在等行锁，最久的已等 {locks.longestWaitSeconds|duration}，而眼下持锁的 {locks.root.who} 的事务只开了 {locks.root.transactionSeconds|duration}：锁在它们之间轮流转手，没有哪一个卡住；每个事务拿到锁之后做的事越久，队列越长。等待的语句：{locks.longestWaitQuery}',
      en: '{locks.waiting} sessions wait for a row lock, the longest for {locks.longestWaitSeconds|duration}, while the transaction of {locks.root.who} that holds it now is {locks.root.transactionSeconds|duration} old: the lock passes from one to the next and none of them is stuck; the longer each transaction goes on after it got the lock, the longer the queue. What waits: {locks.longestWaitQuery}',
    },
    severity: 'critical',
    role: 'cause',
    explains: [
      'lock-queue',
      'active-transaction-blocks',
      'idle-transaction-blocks',
      'statement-pile',
      'long-statement',
      'connections-all-busy',
    ].map((name) => `${kind}.${name}`),
    hints: 'lock|block|hot|contention|slow|timeout|counter|stock|锁|阻塞|热点|争用|慢|超时|库存|排队',
    probes: ['locks'],
    confirm: {
      all: [
        ['locks.waiting', '>=', 3],
        ['locks.longestWaitSeconds', '>=', 2],
        ['locks.longestWaitSeconds', '>', { fact: 'locks.root.transactionSeconds', times: 1.5 }],
      ],
    },
    // A transaction that was prepared has no session and passes its locks on to nobody.
    refute: {
      any: [
        ['locks.waiting', '==', 0],
        [kind === 'mysql' ? 'locks.root.isXa' : 'locks.root.isPrepared', '==', true],
      ],
    },
    advice: {
      'zh-CN':
        '把对这一行的更新移到事务最后，事务里不等外部调用；计数器分桶或改为追加明细再汇总，库存扣减先在缓存里合并。结束单个会话没有用。',
      en: 'Move the update of that row to the end of the transaction and wait for nothing outside meanwhile; split counters into buckets, or append rows and sum them up. Ending single sessions does not help.',
    },
    remedies: [],
    source,
  };
}

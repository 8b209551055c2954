/** Locks of applications that are kept in Redis. */

import type { Signature } from '../../../domain/signature.ts';

export const lockSignatures: readonly Signature[] = [
  {
    id: 'redis.lock-without-expiry',
    kind: 'redis',
    title: {
      'zh-CN': '分布式锁 {locks.oldest} 没有过期时间（TTL），遗留未释放',
      en: 'Lock {locks.oldest} was left behind: it has no expiry (TTL) and is never released',
    },
    explanation: {
      'zh-CN':
        '名字像锁的键里有 {locks.forever} 个没有过期时间：{locks.foreverNames}。持有者崩溃或忘了释放后，它永远不会失效，后来者一直拿不到锁、跳过任务，也没有报错。{locks.oldest} 已有 {locks.oldestIdleSeconds|duration} 没有人动过。',
      en: 'Keys named as locks without an expiry: {locks.forever} ({locks.foreverNames}). When its holder crashed or forgot to release it, such a lock stays for ever: everybody else fails to get it and skips the work, mostly without an error. Nobody has touched {locks.oldest} for {locks.oldestIdleSeconds|duration}.',
    },
    severity: 'critical',
    role: 'cause',
    hints: 'lock|mutex|redlock|setnx|not run|never ran|skipp|锁|互斥|抢不到|没有?(跑|执行|运行)|跳过',
    probes: ['locks'],
    // Some locks are meant to stay until somebody takes them away: it takes a complaint.
    confirm: { any: [] },
    confirmWhenHinted: {
      all: [
        ['locks.forever', '>=', 1],
        ['locks.oldestIdleSeconds', '>=', 10],
      ],
    },
    likelyWhenHinted: ['locks.forever', '>=', 1],
    refute: ['locks.forever', '==', 0],
    advice: {
      'zh-CN':
        '先看值里写的持有者（主机、进程、请求号）是否还活着；确认已死，给它设一个短的过期时间或改名挪开。代码里用 SET key value NX PX 毫秒 一步加锁并设过期，释放时核对值。',
      en: 'See whether the holder that its value names (host, process, request) is still alive; if not, give it a short expiry or move it aside. In code take the lock and its expiry in one step (SET key value NX PX ms), and release it only when the value is yours.',
    },
    remedies: [{ action: 'expire-key', arguments: { key: '{locks.oldest}', database: '{locks.database}', seconds: 60 } }],
    source: 'redis.io: Distributed Locks with Redis; SET … NX PX',
  },
];

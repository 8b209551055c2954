/** Threads: deadlocks, queues before one lock or one pool, families without end, and the one that burns the processor. */

import type { Condition, Signature } from '../../../domain/signature.ts';

const hints = 'thread|deadlock|lock|hang|stuck|slow|timeout|pool|cpu|java|线程|死锁|锁|卡住|挂起|慢|超时|连接池';

const restart = {
  action: 'restart-service',
  arguments: { service: '{process.service}' },
  when: ['process.service', '!=', ''],
  on: 'runsOn',
} as const;

function isComputing(cores: number): Condition {
  return {
    all: [
      ['threads.hot.demand', '>=', cores],
      ['threads.hot.isCollector', '==', false],
      ['threads.hot.isCompiler', '==', false],
      ['threads.hot.state', '==', 'RUNNABLE'],
    ],
  };
}

export const threadSignatures: readonly Signature[] = [
  {
    id: 'jvm.deadlock',
    kind: 'jvm',
    title: { 'zh-CN': '线程死锁：{threads.deadlock}', en: 'Deadlock between threads: {threads.deadlock}' },
    explanation: {
      'zh-CN': '{threads.deadlocked} 个线程互相等待对方持有的锁（{threads.deadlock}），停在 {threads.deadlockFrame}；只有重启才能解开。',
      en: '{threads.deadlocked} threads wait for locks that the others hold ({threads.deadlock}), at {threads.deadlockFrame}; they stay stuck, and only a restart ends it.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['jvm.monitor-contention', 'jvm.pool-exhausted', 'jvm.thread-leak'],
    hints,
    probes: ['threads', 'vm'],
    confirm: ['threads.deadlocked', '>=', 2],
    refute: ['threads.deadlocked', '==', 0],
    advice: {
      'zh-CN': '保存线程转储后重启；代码里统一加锁顺序或改用 tryLock 超时。',
      en: 'Keep the thread dump, restart; then take locks in one order, or with a limit of time.',
    },
    remedies: [restart],
    source: 'Oracle: Troubleshoot Process Hangs, deadlock detected',
  },
  {
    id: 'jvm.monitor-contention',
    kind: 'jvm',
    title: {
      'zh-CN': '锁竞争：线程都在等同一把锁 {threads.lock.class}',
      en: 'Lock contention: threads wait for one lock, {threads.lock.class}',
    },
    explanation: {
      'zh-CN':
        '{threads.lock.waiters} 个线程被 {threads.lock.owner} 持有的 {threads.lock.class} 阻塞；持有者为 {threads.lock.ownerState}，在 {threads.lock.ownerFrame}。',
      en: '{threads.lock.waiters} threads are blocked on {threads.lock.class}, held by {threads.lock.owner}, which is {threads.lock.ownerState} at {threads.lock.ownerFrame}.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['jvm.pool-exhausted', 'jvm.thread-leak'],
    hints,
    probes: ['threads'],
    confirm: {
      all: [
        ['threads.lock.waiters', '>=', 8],
        ['threads.lock.waitersShare', '>=', 0.2],
        ['threads.deadlocked', '==', 0],
      ],
    },
    likely: {
      all: [
        ['threads.lock.waiters', '>=', 4],
        ['threads.lock.waitersShare', '>=', 0.1],
        ['threads.deadlocked', '==', 0],
      ],
    },
    refute: ['threads.lock.waiters', '<', 2],
    advice: {
      'zh-CN': '看持有者在锁里做了什么慢操作（I/O、远程调用），缩小临界区。',
      en: 'See what the holder does inside the lock (I/O, a remote call) and make the section smaller.',
    },
    remedies: [],
    source: 'Oracle: Troubleshoot Process Hangs',
  },
  {
    id: 'jvm.pool-exhausted',
    kind: 'jvm',
    title: {
      'zh-CN': '{threads.pool.kind} 连接池耗尽，工作线程都在等连接',
      en: 'The {threads.pool.kind} connection pool is exhausted: workers wait',
    },
    explanation: {
      'zh-CN':
        '{threads.pool.group} 的 {threads.pool.groupCount} 个线程中有 {threads.pool.waiters} 个在等 {threads.pool.kind} 的连接（如 {threads.pool.caller}）：连接被慢查询或未归还的代码占住。',
      en: '{threads.pool.waiters} of {threads.pool.groupCount} threads of {threads.pool.group} wait for a connection of {threads.pool.kind} (as at {threads.pool.caller}): slow queries or code that never returns them hold all connections.',
    },
    severity: 'critical',
    role: 'symptom',
    hints: `${hints}|connection|database|hikari|druid|jdbc|连接`,
    probes: ['threads'],
    // Workers give up and wait again: that none waits at the moment of a look does not refute it.
    quoted:
      'HikariPool-[\\w-]+ - Connection is not available, request timed out|CannotGetJdbcConnectionException.{0,200}request timed out|GetConnectionTimeoutException|PoolExhaustedException|Timeout waiting for (idle object|connection from pool)',
    confirm: {
      all: [
        ['threads.pool.waiters', '>=', 5],
        ['threads.pool.waitersShare', '>=', 0.5],
      ],
    },
    likely: ['threads.pool.waiters', '>=', 3],
    advice: {
      'zh-CN': '先看数据库里谁占着连接（慢查询、空闲事务）；再查未关闭的连接。调大池子只是转移压力。',
      en: 'Look at who holds the connections in the database (slow queries, idle transactions), then for connections that are never closed. A larger pool only moves the pressure.',
    },
    remedies: [],
    source: 'HikariCP: About pool sizing; connection leak detection',
  },
  {
    id: 'jvm.waits-for-remote',
    kind: 'jvm',
    title: {
      'zh-CN': '工作线程都阻塞在网络读取，等 {threads.remote.caller} 的对端应答',
      en: 'Workers are blocked in network reads of {threads.remote.caller}',
    },
    explanation: {
      'zh-CN':
        '{threads.remote.group} 的 {threads.remote.groupCount} 个线程中有 {threads.remote.waiters} 个阻塞在 socket 读取（{threads.remote.caller}）：对端不应答，而调用没有读超时，线程池耗尽后新请求无人处理。',
      en: '{threads.remote.waiters} of {threads.remote.groupCount} threads of {threads.remote.group} are blocked reading from a socket (at {threads.remote.caller}): the other side does not answer, the call has no timeout, and the thread pool is exhausted for new requests.',
    },
    severity: 'critical',
    role: 'cause',
    hints: 'hang|hung|stuck|timeout|timed out|unresponsive|no response|latency|slow|卡|挂起|不响应|无响应|没有响应|超时|慢',
    probes: ['threads'],
    // Consumers wait for messages in just this way all day: it is a fault where somebody misses answers.
    confirm: ['threads.remote.waiters', '<', 0],
    confirmWhenHinted: {
      all: [
        ['threads.remote.waiters', '>=', 8],
        ['threads.remote.share', '>=', 0.8],
        ['threads.deadlocked', '==', 0],
      ],
    },
    refute: ['threads.remote.waiters', '<', 3],
    advice: {
      'zh-CN': '查对端为何不应答；给这个调用加连接与读超时，并限制同时在等的线程数（舱壁、熔断）。',
      en: 'Find out why the other side does not answer; give the call limits of time, and bound how many threads may wait in it (a bulkhead, a breaker).',
    },
    remedies: [],
    source: 'Nygard, Release It!: blocked threads, timeouts',
  },
  {
    id: 'jvm.thread-leak',
    kind: 'jvm',
    title: { 'zh-CN': '线程泄漏：{threads.group.name}', en: 'Thread leak: {threads.group.name}' },
    explanation: {
      'zh-CN':
        '{threads.group.count} 个线程名为 {threads.group.name}（占 {threads.group.share}），其中 {threads.group.idleShare} 在空等，停在 {threads.group.frame}。',
      en: '{threads.group.count} threads are named {threads.group.name} ({threads.group.share} of all); {threads.group.idleShare} of them only wait, at {threads.group.frame}.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['jvm.native-thread-refused'],
    hints: `${hints}|leak|unable to create|泄漏`,
    probes: ['threads', 'vm'],
    confirm: {
      all: [
        ['threads.group.count', '>=', 300],
        ['threads.group.share', '>=', 0.6],
        ['threads.group.idleShare', '>=', 0.9],
        ['threads.pool.waiters', '<', 5],
      ],
    },
    likely: {
      all: [
        ['threads.group.count', '>=', 150],
        ['threads.group.share', '>=', 0.6],
        ['threads.group.idleShare', '>=', 0.9],
      ],
    },
    refute: ['threads.group.count', '<', 60],
    advice: {
      'zh-CN': '查每次请求都新建的线程池或定时器，复用并在结束时 shutdown。',
      en: 'Look for executors or timers made per request; share them, and shut them down.',
    },
    remedies: [restart],
    source: 'JDK: OutOfMemoryError: unable to create native thread',
  },
  {
    id: 'jvm.hot-thread',
    kind: 'jvm',
    title: { 'zh-CN': '线程 {threads.hot.name} 占满一个 CPU 核', en: 'Thread {threads.hot.name} uses a whole CPU core' },
    explanation: {
      'zh-CN':
        '{threads.hot.name} 需要 {threads.hot.demand} 个核（实际得到 {threads.hot.cores}），状态 {threads.hot.state}，停在 {threads.hot.frame}：死循环或过重的计算。',
      en: '{threads.hot.name} wants {threads.hot.demand} of a core and gets {threads.hot.cores}; it is {threads.hot.state} at {threads.hot.frame}: an endless loop, or work that is too heavy.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'cpu|\\bload\\b|processor|\\bcore|slow|latency|hot|loop|负载|处理器|慢|延迟|死循环|飙高',
    probes: ['threads'],
    // Work takes processors: that a thread computes is a finding when somebody says that it is slow or takes too much.
    confirm: isComputing(0.95),
    confirmWhenHinted: isComputing(0.8),
    likelyWhenHinted: isComputing(0.4),
    refute: ['threads.hot.demand', '<', 0.2],
    advice: {
      'zh-CN': '对照堆栈看该线程在算什么；确认是死循环时重启可暂时恢复。',
      en: 'See from its stack what it computes; where it is a loop, a restart helps for a while.',
    },
    remedies: [],
    source: 'Oracle: Troubleshoot high CPU with top -H and jstack',
  },
  {
    id: 'jvm.safepoint-stalls',
    kind: 'jvm',
    title: { 'zh-CN': '安全点（safepoint）停顿过多，不是 GC', en: 'Safepoint pauses stop the JVM often (not GC)' },
    explanation: {
      'zh-CN':
        '{safepoint.ratio} 的时间所有线程都在停顿，其中 GC 之外 {safepoint.beyondGcRatio}，等待线程到达安全点 {safepoint.syncRatio}。',
      en: '{safepoint.ratio} of the time all threads are paused: {safepoint.beyondGcRatio} beyond GC, {safepoint.syncRatio} spent until all threads had stopped.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'pause|stall|latency|slow|jitter|停顿|卡顿|抖动|慢',
    probes: ['gc'],
    confirm: {
      any: [
        ['safepoint.beyondGcRatio', '>=', 0.2],
        ['safepoint.syncRatio', '>=', 0.15],
      ],
    },
    refute: ['safepoint.ratio', '<', 0.05],
    advice: {
      'zh-CN': '用 -Xlog:safepoint 看原因：频繁线程转储、偏向锁撤销、未计数的长循环、主机 CPU 不足。',
      en: 'See why with -Xlog:safepoint: thread dumps, revoked biased locks, long counted loops, a starved host.',
    },
    remedies: [],
    source: 'OpenJDK: -Xlog:safepoint',
  },
];

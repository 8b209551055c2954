/** Slowness: the disk, pauses of the JVM, too many requests. */

import type { Signature } from '../../../domain/signature.ts';

const hints = 'slow|latency|outstanding|timeout|慢|延迟|排队|超时';

export const loadSignatures: readonly Signature[] = [
  {
    id: 'zookeeper.requests-pile-up',
    kind: 'zookeeper',
    title: { 'zh-CN': '请求堆积排队（outstanding requests），变慢', en: 'Outstanding requests pile up and are slow' },
    explanation: {
      'zh-CN': '{activity.outstanding} 个请求在排队，平均延迟 {activity.latencyAvgMs} ms；到 1000（globalOutstandingLimit）后开始限流。',
      en: '{activity.outstanding} requests are queued, with a mean latency of {activity.latencyAvgMs} ms; at 1,000 (globalOutstandingLimit) they are throttled.',
    },
    severity: 'critical',
    role: 'symptom',
    hints,
    probes: ['activity'],
    confirm: {
      any: [
        ['activity.outstanding', '>=', 100],
        ['activity.throttledPerSecond', '>', 0],
      ],
    },
    likelyWhenHinted: ['activity.outstanding', '>=', 10],
    refute: ['activity.outstanding', '<=', 2],
    advice: { 'zh-CN': '看 fsync、GC 停顿与请求来源。', en: 'Look at fsync, pauses of the JVM, and where the requests come from.' },
    remedies: [],
    source: 'zookeeper.apache.org: Administrator’s Guide, globalOutstandingLimit; Monitor, alert rules',
  },
  {
    id: 'zookeeper.slow-fsync',
    kind: 'zookeeper',
    title: { 'zh-CN': '磁盘慢：事务日志 fsync 太慢', en: 'Slow disk: fsync of the transaction log is slow' },
    explanation: {
      'zh-CN': 'fsync 平均 {activity.fsyncMs} ms，最大 {activity.fsyncMaxMs} ms：每次写入都要等它，超过 tickTime 会丢会话、丢 leader。',
      en: 'An fsync takes {activity.fsyncMs} ms on average, up to {activity.fsyncMaxMs} ms: every write waits for it, and past tickTime sessions and the leadership are lost.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['zookeeper.requests-pile-up', 'zookeeper.sessions-expire', 'zookeeper.voters-missing'],
    hints: `${hints}|fsync|disk|磁盘|落盘`,
    probes: ['activity'],
    confirm: ['activity.fsyncMs', '>=', 100],
    // The longest one since the start may be of a pause that is long over.
    likelyWhenHinted: {
      any: [
        ['activity.fsyncMs', '>=', 30],
        {
          all: [
            ['activity.fsyncMs', '>=', 10],
            ['activity.fsyncMaxMs', '>=', 1_000],
          ],
        },
      ],
    },
    refute: {
      any: [
        ['activity.fsyncMs', '<', 10],
        {
          all: [
            ['activity.fsyncMs', '<', 20],
            ['activity.fsyncMaxMs', '<', 1_000],
          ],
        },
      ],
    },
    advice: {
      'zh-CN': '把 dataLogDir 放到独立磁盘，看主机上谁在抢 IO。',
      en: 'Give dataLogDir a disk of its own, and see who else writes on the host.',
    },
    remedies: [],
    source: 'zookeeper.apache.org: Administrator’s Guide, dataLogDir, fsync.warningthresholdms',
  },
  {
    id: 'zookeeper.jvm-pauses',
    kind: 'zookeeper',
    title: { 'zh-CN': 'JVM 停顿（GC）过长，会话过期', en: 'Long JVM pauses (garbage collection): sessions expire' },
    explanation: {
      'zh-CN': '最近 {activity.windowSeconds} 秒里 JVM 停顿占 {activity.jvmPauseRatio|percent}：堆不够或内存被换出，会话因此过期。',
      en: 'The JVM stood still for {activity.jvmPauseRatio|percent} of the last {activity.windowSeconds} s: the heap is too small or swapped out, and sessions expire.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['zookeeper.requests-pile-up', 'zookeeper.sessions-expire'],
    hints: `${hints}|gc|pause|heap|停顿|堆`,
    probes: ['activity'],
    confirm: ['activity.jvmPauseRatio', '>=', 0.2],
    likelyWhenHinted: ['activity.jvmPauseRatio', '>', 0.05],
    refute: ['activity.jvmPauseRatio', '==', 0],
    advice: { 'zh-CN': '看 GC 日志与堆大小，关闭 swap。', en: 'Look at the log of the collector and the size of the heap; turn swap off.' },
    remedies: [],
    source: 'zookeeper.apache.org: Administrator’s Guide, jvm.pause.monitor',
  },
  {
    id: 'zookeeper.data-near-heap',
    kind: 'zookeeper',
    title: { 'zh-CN': '堆内存将满：数据量接近堆上限', en: 'The heap is nearly full: the data is close to its size' },
    explanation: {
      'zh-CN':
        '{activity.znodes} 个 znode，数据约 {storage.dataBytes|bytes}，堆上限 {storage.heapMaxBytes|bytes}（{storage.dataOfHeapRatio|percent}）：整棵树都在内存里，GC 会越来越频繁。',
      en: 'There are {activity.znodes} znodes with about {storage.dataBytes|bytes} of data and {storage.heapMaxBytes|bytes} of heap ({storage.dataOfHeapRatio|percent}): the whole tree is in memory, garbage collections become frequent, then it runs out of memory.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['zookeeper.jvm-pauses'],
    hints: 'heap|memory|\\boom|gc|znode|内存|堆',
    probes: ['storage', 'activity'],
    confirm: ['storage.dataOfHeapRatio', '>=', 0.5],
    likelyWhenHinted: ['storage.dataOfHeapRatio', '>=', 0.3],
    refute: ['storage.dataOfHeapRatio', '<', 0.2],
    advice: { 'zh-CN': '找出堆积的 znode 并清理，或调大堆。', en: 'Find and clean up the znodes that pile up, or enlarge the heap.' },
    remedies: [],
    source: 'zookeeper.apache.org: Administrator’s Guide, Things to Avoid (incorrect Java heap size)',
  },
  {
    id: 'zookeeper.too-many-znodes',
    kind: 'zookeeper',
    title: { 'zh-CN': 'znode 过多：{activity.znodes} 个', en: 'Too many znodes: {activity.znodes}' },
    explanation: {
      'zh-CN':
        '共有 {activity.znodes} 个 znode（临时的只有 {activity.ephemerals} 个），数据约 {activity.dataBytes|bytes}：持久节点只增不删（任务、队列、锁用完没有清理），快照变大、重启与同步变慢，列出它们的父节点还会超过 jute.maxbuffer。',
      en: 'There are {activity.znodes} znodes, {activity.ephemerals} of them ephemeral, with about {activity.dataBytes|bytes}: persistent ones grow in number and nobody deletes them (jobs, queues, locks that are done). Snapshots grow, starts and syncs take longer, and listing their parent may exceed jute.maxbuffer.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['zookeeper.data-near-heap'],
    hints: 'z?nodes?\\b|data.?size|snapshot|children|grow|节点|数据量|快照|增长',
    probes: ['activity'],
    confirm: {
      all: [
        ['activity.znodes', '>=', 500_000],
        ['activity.znodes', '>=', { fact: 'activity.ephemerals', times: 2 }],
      ],
    },
    confirmWhenHinted: {
      all: [
        ['activity.znodes', '>=', 20_000],
        ['activity.znodes', '>=', { fact: 'activity.ephemerals', times: 5 }],
      ],
    },
    likelyWhenHinted: ['activity.znodes', '>=', 10_000],
    refute: ['activity.znodes', '<', 5_000],
    advice: {
      'zh-CN': '用 zkCli.sh 的 getAllChildrenNumber 逐层找到最大的父节点及其写入者；先修好清理逻辑，再分批删除，或改用带 TTL、容器节点。',
      en: 'Find the largest parent, level by level, with getAllChildrenNumber of zkCli.sh, and who writes below it; repair its clean-up first, then delete in batches, or use TTL or container nodes.',
    },
    remedies: [],
    source: 'zookeeper.apache.org: Monitor, alert rules (znode total number is too many)',
  },
  {
    id: 'zookeeper.zxid-near-its-end',
    kind: 'zookeeper',
    title: {
      'zh-CN': '事务号（zxid）即将用尽，leader 将重新选举',
      en: 'Transaction ids (zxid) are nearly exhausted: a leader election is near',
    },
    explanation: {
      'zh-CN': '本任期的事务号已用 {server.zxidUsedRatio|percent}；用尽时 leader 会主动下台，期间短暂不可用。',
      en: '{server.zxidUsedRatio|percent} of the numbers of this epoch are used; at the end the leader steps down, with a short outage.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['zookeeper.not-serving'],
    hints: 'zxid|election|rollover|选举|事务号',
    probes: ['server'],
    confirm: ['server.zxidUsedRatio', '>=', 0.95],
    likelyWhenHinted: ['server.zxidUsedRatio', '>=', 0.85],
    refute: ['server.zxidUsedRatio', '<', 0.7],
    advice: {
      'zh-CN': '在低峰期主动重启 leader，让选举发生在选定的时间。',
      en: 'Restart the leader at a quiet time, so that the election comes when you choose.',
    },
    remedies: [],
    source: 'ZOOKEEPER-1277: servers stop serving when lower 32 bits of zxid roll over',
  },
];

/** The heap: one that stays full, what fills it, and what is left of it on the disk. */

import type { Condition, Signature } from '../../../domain/signature.ts';

export const memoryHints = 'heap|\\boom|outofmemory|memory|gc|leak|java|堆|内存|泄漏|溢出|回收';

/** A restart is the way back to service, by the service that its host declares. */
export const restart = {
  action: 'restart-service',
  arguments: { service: '{process.service}' },
  when: ['process.service', '!=', ''],
  on: 'runsOn',
} as const;

/** Collections no longer free anything. */
const isHeapExhausted: Condition = {
  any: [
    ['old.usedAfterFullRatio', '>=', 0.9],
    {
      all: [
        ['old.usedRatio', '>=', 0.95],
        ['gc.overheadRatio', '>=', 0.3],
      ],
    },
  ],
};

export const memorySignatures: readonly Signature[] = [
  {
    id: 'jvm.heap-exhausted',
    kind: 'jvm',
    title: { 'zh-CN': '堆内存耗尽：回收（Full GC）之后仍然是满的', en: 'The heap is exhausted: full even after garbage collection' },
    explanation: {
      'zh-CN':
        '老年代 {old.usedRatio}（上限 {old.maxBytes} 字节），窗口内 Full GC {gc.fullRuns} 次，GC 占用 {gc.overheadRatio} 的时间：再分配就会 OutOfMemoryError。',
      en: 'The old generation is at {old.usedRatio} of {old.maxBytes} bytes, with {gc.fullRuns} Full GCs in the window and {gc.overheadRatio} of the time spent on GC: an OutOfMemoryError is next.',
    },
    severity: 'critical',
    role: 'symptom',
    explains: ['jvm.java-heap-space', 'jvm.gc-overhead', 'jvm.safepoint-stalls'],
    hints: memoryHints,
    probes: ['gc', 'vm'],
    confirm: isHeapExhausted,
    // An old generation fills before each full collection as it should: that these come often, or take long, tells that they free little.
    likely: {
      all: [
        ['old.usedRatio', '>=', 0.9],
        {
          any: [
            ['gc.overheadRatio', '>=', 0.1],
            ['gc.fullRunsTotal', '>=', { fact: 'vm.uptimeSeconds', times: 1 / 60 }],
          ],
        },
      ],
    },
    refute: ['old.usedRatio', '<', 0.6],
    advice: {
      'zh-CN': '看类直方图找出占用最多的类；先重启恢复服务，再修复泄漏或调整 -Xmx。',
      en: 'See which classes fill it; restart to recover, then mend the leak or size -Xmx.',
    },
    remedies: [restart],
    source: 'Oracle: Troubleshoot Memory Leaks; JDK HotSpot GC tuning guide',
  },
  {
    id: 'jvm.heap-leak',
    kind: 'jvm',
    title: { 'zh-CN': '堆内存被一种对象占满（泄漏）：{histogram.topClass}', en: 'Memory leak: {histogram.topClass} fills the heap' },
    explanation: {
      'zh-CN':
        '{histogram.topClass} 有 {histogram.topInstances} 个，占堆 {histogram.topShare}；应用自己的类里最多的是 {histogram.ownClass}（{histogram.ownInstances} 个）。老年代 {old.usedRatio}，回收不掉。',
      en: '{histogram.topInstances} of {histogram.topClass} take {histogram.topShare} of the heap; of the application’s own classes {histogram.ownClass} leads with {histogram.ownInstances}. The old generation is at {old.usedRatio} and collecting does not help.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['jvm.java-heap-space', 'jvm.heap-exhausted', 'jvm.gc-overhead', 'jvm.safepoint-stalls'],
    hints: memoryHints,
    probes: ['gc', 'histogram', 'vm'],
    confirm: { all: [isHeapExhausted, ['histogram.topShare', '>=', 0.35], ['histogram.topInstances', '>=', 100]] },
    likely: { all: [isHeapExhausted, ['histogram.topShare', '>=', 0.2]] },
    refute: {
      any: [
        ['old.usedRatio', '<', 0.6],
        ['histogram.topShare', '<', 0.1],
      ],
    },
    advice: {
      'zh-CN': '查谁在持有这些对象（无上限的缓存、队列、监听器）；重启只能暂时恢复。',
      en: 'Find out who holds them (a cache, queue or list of listeners without a limit); a restart only buys time.',
    },
    remedies: [restart],
    source: 'Oracle: Troubleshoot Memory Leaks',
  },
  {
    id: 'jvm.gc-overhead',
    kind: 'jvm',
    title: { 'zh-CN': '大量时间花在垃圾回收（GC）上', en: 'GC overhead: much of the time goes into garbage collection' },
    explanation: {
      'zh-CN':
        'GC 占 {gc.overheadRatio} 的时间（启动以来平均 {gc.overheadSinceStart}），应用停顿、变慢；窗口内年轻代 {gc.youngRuns} 次、Full GC {gc.fullRuns} 次，原因 {gc.cause}。',
      en: '{gc.overheadRatio} of the time is spent in GC ({gc.overheadSinceStart} since the start), and the application pauses: {gc.youngRuns} young and {gc.fullRuns} Full GCs in the window, for {gc.cause}.',
    },
    severity: 'warning',
    role: 'symptom',
    hints: `${memoryHints}|slow|pause|latency|cpu|慢|停顿|卡顿`,
    probes: ['gc'],
    confirm: ['gc.overheadRatio', '>=', 0.25],
    likelyWhenHinted: ['gc.overheadRatio', '>=', 0.12],
    refute: ['gc.overheadRatio', '<', 0.03],
    advice: {
      'zh-CN': '堆满则找泄漏；否则是分配过快或年轻代过小。',
      en: 'With a full heap look for a leak; else objects are made too fast, or the young generation is small.',
    },
    remedies: [],
    source: 'JDK HotSpot GC tuning guide, GC overhead',
  },
  {
    id: 'jvm.heap-over-container-limit',
    kind: 'jvm',
    title: { 'zh-CN': '最大堆（-Xmx）超过容器内存上限', en: 'The maximum heap (-Xmx) exceeds the container’s memory limit' },
    explanation: {
      'zh-CN':
        '-Xmx 为 {vm.maxHeapBytes} 字节，是容器上限 {vm.containerLimitBytes} 的 {vm.heapToLimitRatio}；堆外还要占用，迟早被内核 OOM 杀死。',
      en: '-Xmx is {vm.maxHeapBytes} bytes, {vm.heapToLimitRatio} of the container’s {vm.containerLimitBytes}; with what is needed beside the heap it will be OOM killed sooner or later.',
    },
    severity: 'warning',
    role: 'cause',
    hints: '\\boom|kill|container|limit|137|容器|上限|被杀',
    probes: ['vm'],
    confirm: {
      all: [
        ['vm.containerLimitBytes', '>', 0],
        ['vm.heapToLimitRatio', '>', 0.9],
      ],
    },
    likely: {
      all: [
        ['vm.containerLimitBytes', '>', 0],
        ['vm.rssToLimitRatio', '>=', 0.92],
      ],
    },
    refute: {
      any: [
        ['vm.containerLimitBytes', '==', 0],
        ['vm.heapToLimitRatio', '<', 0.75],
      ],
    },
    advice: {
      'zh-CN': '把 -Xmx 降到上限的 70% 左右，或用 -XX:MaxRAMPercentage；也可调大容器上限。',
      en: 'Bring -Xmx to some 70 % of the limit or use -XX:MaxRAMPercentage, or raise the limit.',
    },
    remedies: [],
    source: 'JDK: container support; Kubernetes: OOMKilled',
  },
  {
    id: 'jvm.heap-dumps-fill-disk',
    kind: 'jvm',
    title: { 'zh-CN': 'OOM 堆转储（heap dump）占满磁盘：{dumps.directory}', en: 'Heap dumps fill the disk (disk full): {dumps.directory}' },
    explanation: {
      'zh-CN':
        '{dumps.directory} 有 {dumps.count} 个堆转储共 {dumps.bytes} 字节（占该盘 {dumps.diskShare}），磁盘已用 {dumps.diskUsedRatio}；最新的是 {dumps.newest}。',
      en: '{dumps.directory} holds {dumps.count} heap dumps of {dumps.bytes} bytes, {dumps.diskShare} of a disk that is {dumps.diskUsedRatio} full; the newest is {dumps.newest}.',
    },
    severity: 'critical',
    role: 'cause',
    hints: `${memoryHints}|disk|dump|hprof|磁盘|转储`,
    probes: ['heap-dumps'],
    confirm: {
      all: [
        ['dumps.count', '>', 0],
        ['dumps.diskUsedRatio', '>=', 0.9],
        ['dumps.diskShare', '>=', 0.1],
      ],
    },
    refute: {
      any: [
        ['dumps.count', '==', 0],
        ['dumps.diskUsedRatio', '<', 0.7],
      ],
    },
    advice: {
      'zh-CN': '把旧转储移到别处再分析；限制只留一份，并修复产生它的 OOM。',
      en: 'Move old dumps elsewhere for analysis, keep one at most, and mend what ran out of memory.',
    },
    remedies: [],
    source: 'JDK: -XX:+HeapDumpOnOutOfMemoryError',
  },
  {
    id: 'jvm.out-of-memory-dumped',
    kind: 'jvm',
    title: { 'zh-CN': '不久前发生过 OutOfMemoryError（留有堆转储）', en: 'OutOfMemoryError a while ago: it left a heap dump' },
    explanation: {
      'zh-CN': '{dumps.newestAgeSeconds} 秒前写下 {dumps.newest}；进程已运行 {vm.uptimeSeconds} 秒。',
      en: '{dumps.newest} was written {dumps.newestAgeSeconds} s ago; the process has been up for {vm.uptimeSeconds} s.',
    },
    severity: 'warning',
    role: 'symptom',
    hints: memoryHints,
    probes: ['heap-dumps', 'vm'],
    confirm: ['dumps.newestAgeSeconds', '<', 3_600],
    refute: ['dumps.count', '==', 0],
    advice: { 'zh-CN': '用该转储分析泄漏来源。', en: 'Analyse that dump for what leaks.' },
    remedies: [],
    source: 'JDK: -XX:+HeapDumpOnOutOfMemoryError',
  },
  {
    id: 'jvm.finalizer-queue',
    kind: 'jvm',
    title: { 'zh-CN': '终结（finalizer）队列堆积：{finalizer.topClass}', en: 'The finalizer queue piles up: {finalizer.topClass}' },
    explanation: {
      'zh-CN': '{finalizer.waiting} 个对象等待 finalize()，占着内存，最多的是 {finalizer.topClass}；终结线程太慢或被卡住。',
      en: '{finalizer.waiting} objects wait for finalize() and hold memory, most of {finalizer.topClass}; the finalizer thread is slow or stuck.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['jvm.heap-exhausted', 'jvm.gc-overhead'],
    hints: `${memoryHints}|finaliz|终结`,
    probes: ['vm'],
    confirm: ['finalizer.waiting', '>=', 1_000],
    refute: ['finalizer.waiting', '<', 50],
    advice: {
      'zh-CN': '改用 Cleaner 或 try-with-resources；看 Finalizer 线程卡在哪里。',
      en: 'Use a Cleaner or try-with-resources; see where the Finalizer thread is stuck.',
    },
    remedies: [],
    source: 'Oracle: Monitor the objects pending finalization',
  },
];

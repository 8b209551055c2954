/** The process itself: away, stopped, silent, without a compiler, or asking for what it should not. */

import type { Signature } from '../../../domain/signature.ts';

export const processSignatures: readonly Signature[] = [
  {
    id: 'jvm.process-gone',
    kind: 'jvm',
    title: { 'zh-CN': 'Java 进程已停止，不在运行', en: 'The Java process is down (not running)' },
    explanation: { 'zh-CN': '在它的主机上找不到这个进程：{reach.reason}', en: 'It is not found on its host: {reach.reason}' },
    severity: 'critical',
    role: 'symptom',
    looksLike: ['ended', 'outside'],
    hints: 'down|gone|exit|crash|restart|java|jvm|挂了|退出|崩溃|重启',
    probes: ['vm'],
    confirm: {
      all: [
        ['reach.isOk', '==', false],
        ['reach.problem', '==', 'refused'],
        ['reach.reason', 'matches', '^(No Java process|The process has ended)'],
      ],
    },
    refute: ['process.pid', '>', 0],
    advice: {
      'zh-CN': '看主机上有没有 OOM 杀进程、hs_err 文件和服务日志，再由主机上的服务重启。',
      en: 'Look on its host for OOM kills, hs_err files and the service’s log; then restart it there.',
    },
    remedies: [],
    source: 'Oracle: Troubleshoot System Crashes',
  },
  {
    id: 'jvm.not-answering',
    kind: 'jvm',
    title: { 'zh-CN': 'JVM 卡住，没有响应（进程还在）', en: 'The JVM hangs: the process runs but does not answer' },
    explanation: {
      'zh-CN': '进程 {process.pid}（{process.program}）在运行，但 jcmd 得不到回答：被挂起、在换页，或卡在安全点。',
      en: 'Process {process.pid} ({process.program}) runs, but jcmd gets no answer: it is stopped, swapping, or stuck on the way to a safepoint.',
    },
    severity: 'critical',
    role: 'symptom',
    hints: 'hang|stuck|frozen|timeout|slow|挂起|卡死|无响应|超时',
    probes: ['vm'],
    confirm: ['vm.isAnswering', '==', false],
    refute: ['vm.isAnswering', '==', true],
    advice: { 'zh-CN': '看进程状态与主机内存；必要时重启。', en: 'Look at the process’ state and the host’s memory; restart if needed.' },
    remedies: [],
    source: 'Oracle: Troubleshoot Process Hangs, no thread dump',
  },
  {
    id: 'jvm.process-stopped',
    kind: 'jvm',
    title: { 'zh-CN': 'Java 进程被挂起（SIGSTOP），没有响应', en: 'The Java process is stopped (SIGSTOP) and does not respond' },
    explanation: {
      'zh-CN': '进程 {process.pid} 处于 T 状态：有人或调试器把它暂停了，请求都卡住。',
      en: 'Process {process.pid} is in state T: somebody or a debugger has stopped it, and requests hang.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['jvm.not-answering'],
    hints: 'hang|stop|frozen|挂起|暂停|卡死',
    probes: ['vm'],
    confirm: ['process.isStopped', '==', true],
    refute: ['process.isStopped', '==', false],
    advice: { 'zh-CN': '确认没有人在调试后，在主机上发送 SIGCONT。', en: 'Once nobody is debugging it, send SIGCONT on its host.' },
    remedies: [],
    source: 'signal(7)',
  },
  {
    id: 'jvm.code-cache-full',
    kind: 'jvm',
    title: { 'zh-CN': '代码缓存已满，即时编译（JIT）停止', en: 'The code cache is full: JIT compilation has stopped' },
    explanation: {
      'zh-CN':
        '代码缓存用到 {codeCache.usedRatio}（{codeCache.sizeBytes} 字节），满过 {codeCache.fullCount} 次；之后只能解释执行，CPU 升高、变慢。',
      en: 'The code cache is at {codeCache.usedRatio} of {codeCache.sizeBytes} bytes and was full {codeCache.fullCount} times; from then on code is interpreted: slow, with high CPU.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'slow|cpu|compil|code ?cache|慢|编译',
    probes: ['vm'],
    confirm: {
      any: [
        ['codeCache.isCompiling', '==', false],
        {
          all: [
            ['codeCache.usedRatio', '>=', 0.95],
            ['codeCache.fullCount', '>', 0],
          ],
        },
      ],
    },
    likely: ['codeCache.usedRatio', '>=', 0.95],
    refute: {
      all: [
        ['codeCache.isCompiling', '==', true],
        ['codeCache.usedRatio', '<', 0.8],
      ],
    },
    advice: { 'zh-CN': '调大 -XX:ReservedCodeCacheSize 并重启。', en: 'Raise -XX:ReservedCodeCacheSize and restart.' },
    remedies: [],
    source: 'JDK: Codecache tuning',
  },
  {
    id: 'jvm.swapped',
    kind: 'jvm',
    title: { 'zh-CN': 'JVM 的内存被换出（swap）', en: 'The JVM’s memory is swapped out' },
    explanation: {
      'zh-CN': '{process.swapBytes} 字节被换到磁盘；每次 GC 都要把它们读回来，停顿变长。',
      en: '{process.swapBytes} bytes are in swap on the disk; each GC has to read them back, and its pauses are long.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['jvm.gc-overhead', 'jvm.safepoint-stalls', 'jvm.not-answering'],
    hints: 'swap|slow|pause|换页|交换|慢|停顿',
    probes: ['vm', 'gc'],
    confirm: {
      all: [
        ['process.swapBytes', '>=', { fact: 'process.rssBytes', times: 0.1 }],
        ['process.swapBytes', '>=', 33_554_432],
      ],
    },
    refute: ['process.swapBytes', '==', 0],
    advice: {
      'zh-CN': '腾出主机内存，或调小 -Xmx；关闭该主机的交换分区。',
      en: 'Free memory on the host or lower -Xmx; keep Java hosts without swap.',
    },
    remedies: [],
    source: 'JDK HotSpot GC tuning guide',
  },
  {
    id: 'jvm.explicit-collections',
    kind: 'jvm',
    title: { 'zh-CN': '程序不断调用 System.gc()，频繁 Full GC', en: 'The program forces Full GCs by calling System.gc()' },
    explanation: {
      'zh-CN':
        '{gc.windowSeconds} 秒内 Full GC {gc.fullRuns} 次，原因 {gc.cause}，占 {gc.overheadRatio|percent} 的时间，应用停顿：不是堆不够，是代码在要求。',
      en: '{gc.fullRuns} Full GCs within {gc.windowSeconds} s for {gc.cause}, {gc.overheadRatio|percent} of the time is spent in pauses: the heap is large enough, the code asks for them.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['jvm.gc-overhead', 'jvm.safepoint-stalls'],
    hints: 'gc|slow|pause|still|latency|cpu|慢|停顿|卡顿|回收',
    probes: ['gc'],
    confirm: {
      all: [
        ['gc.cause', 'matches', '^System\\.gc'],
        ['gc.fullRuns', '>=', 3],
        ['gc.overheadRatio', '>=', 0.05],
      ],
    },
    refute: ['gc.fullRuns', '==', 0],
    advice: {
      'zh-CN':
        '从代码或库里去掉 System.gc()；来不及时加 -XX:+DisableExplicitGC（用直接内存或 RMI 的改用 -XX:+ExplicitGCInvokesConcurrent）。',
      en: 'Take System.gc() out of the code or library; until then start with -XX:+DisableExplicitGC, or with -XX:+ExplicitGCInvokesConcurrent where direct memory or RMI is used.',
    },
    remedies: [],
    source: 'JDK HotSpot GC tuning guide, explicit garbage collection',
  },
];

/** Too much work: threads, one hot key, the hash table, and a port that others can misuse. */

import type { Signature } from '../../../domain/signature.ts';

export const loadSignatures: readonly Signature[] = [
  {
    id: 'memcached.threads-saturated',
    kind: 'memcached',
    title: { 'zh-CN': '工作线程已满负荷（CPU 用尽），请求变慢', en: 'The worker threads are saturated: CPU is used up' },
    explanation: {
      'zh-CN':
        '{activity.threads} 个线程合计用掉 {activity.cpuRatio} 个核（每线程 {activity.cpuPerThreadRatio|percent}），每秒 {activity.getsPerSecond} 次读、让出连接 {activity.yieldsPerSecond} 次。',
      en: '{activity.threads} threads use {activity.cpuRatio} cores ({activity.cpuPerThreadRatio|percent} each), with {activity.getsPerSecond} reads and {activity.yieldsPerSecond} yields a second; requests queue and are slow.',
    },
    severity: 'critical',
    role: 'symptom',
    hints: 'cpu|slow|latency|thread|timeout|慢|延迟|线程|超时',
    probes: ['activity'],
    confirm: ['activity.cpuPerThreadRatio', '>=', 0.8],
    likelyWhenHinted: ['activity.cpuPerThreadRatio', '>=', 0.6],
    refute: ['activity.cpuPerThreadRatio', '<', 0.4],
    advice: {
      'zh-CN': '先看是否热点键、短连接或超大批量读；都不是时以 -t 增加线程（不超过核数）或增加节点。',
      en: 'Look for a hot key, connection churn or huge multi-gets first; otherwise raise -t (no further than the cores) or add nodes.',
    },
    remedies: [],
    source: 'memcached(1) -t; doc/protocol.txt (rusage, conn_yields)',
  },
  {
    id: 'memcached.hot-key',
    kind: 'memcached',
    title: { 'zh-CN': '热点键（热 key）：{keys.topKey}', en: 'Hot key: {keys.topKey}' },
    explanation: {
      'zh-CN': '听到的 {keys.reads} 次读里 {keys.topKeyShare|percent} 是同一个键 {keys.topKey}：一台服务器、一块网卡承担了它的全部流量。',
      en: '{keys.topKeyShare|percent} of the {keys.reads} reads heard are of one key, {keys.topKey}: one server and one network card carry all of it.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['memcached.threads-saturated'],
    hints: 'hot ?key|热点|热 ?key|bandwidth|带宽|cpu',
    probes: ['keys'],
    confirm: {
      all: [
        ['keys.reads', '>=', 200],
        ['keys.topKeyShare', '>=', 0.5],
      ],
    },
    likelyWhenHinted: {
      all: [
        ['keys.reads', '>=', 50],
        ['keys.topKeyShare', '>=', 0.3],
      ],
    },
    refute: {
      all: [
        ['keys.reads', '>=', 50],
        ['keys.topKeyShare', '<', 0.2],
      ],
    },
    advice: {
      'zh-CN': '在应用进程内再缓存它几秒，或把它复制为多个带后缀的键分散到多台。',
      en: 'Keep it in the application’s own memory for a few seconds, or spread copies with a suffix over several servers.',
    },
    remedies: [],
    source: 'memcached: doc/protocol.txt (watch fetchers); Nishtala et al., Scaling Memcache at Facebook, NSDI 2013',
  },
  {
    id: 'memcached.large-batches',
    kind: 'memcached',
    title: { 'zh-CN': '超大批量请求（multi-get）独占线程，其他请求变慢', en: 'Huge multi-get batches block the worker threads' },
    explanation: {
      'zh-CN': '每秒 {activity.yieldsPerSecond} 次连接因一次发来太多请求被要求让出，排在后面的客户端随之变慢。',
      en: '{activity.yieldsPerSecond} times a second a connection had sent so many requests at once that it had to yield; clients behind it wait.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['memcached.threads-saturated'],
    hints: 'slow|latency|multi.?get|batch|慢|延迟|批量',
    probes: ['activity'],
    // Yielding by itself is how memcached stays fair; it harms once the threads have no time left.
    confirm: {
      all: [
        ['activity.yieldsPerSecond', '>=', 10],
        ['activity.cpuPerThreadRatio', '>=', 0.8],
      ],
    },
    likelyWhenHinted: {
      all: [
        ['activity.yieldsPerSecond', '>=', 10],
        ['activity.cpuPerThreadRatio', '>=', 0.4],
      ],
    },
    refute: {
      any: [
        ['activity.yieldsPerSecond', '==', 0],
        ['activity.cpuPerThreadRatio', '<', 0.2],
      ],
    },
    advice: {
      'zh-CN': '限制单次 multiget 的键数；必要时以 -R 调整每次处理的请求数。',
      en: 'Limit the keys of one multi-get; adjust -R, the requests handled in a row, if need be.',
    },
    remedies: [],
    source: 'memcached(1) -R; doc/protocol.txt (conn_yields)',
  },
  {
    id: 'memcached.hash-table-expanding',
    kind: 'memcached',
    title: { 'zh-CN': '哈希表正在扩容，延迟抖动', en: 'The hash table is being expanded: latency is unsteady' },
    explanation: {
      'zh-CN': '条目数超过哈希表容量（2^{memory.hashPowerLevel}），正在迁移，期间延迟会抖动。',
      en: 'There are more items than the table of 2^{memory.hashPowerLevel} was made for; while it moves, latency spikes.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'slow|latency|spike|jitter|慢|延迟|抖动',
    probes: ['memory'],
    confirm: ['memory.hashIsExpanding', '==', true],
    refute: ['memory.hashIsExpanding', '==', false],
    advice: {
      'zh-CN': '扩容会自行结束；启动时以 -o hashpower=N 预留容量，可避免在高峰期扩容。',
      en: 'It ends by itself; -o hashpower=N at the start keeps it from happening at a busy time.',
    },
    remedies: [],
    source: 'memcached: doc/protocol.txt (hash_is_expanding)',
  },
  {
    id: 'memcached.udp-open',
    kind: 'memcached',
    title: { 'zh-CN': 'UDP 端口对外开放，可被用于放大攻击', en: 'The UDP port is open and can be misused for amplification' },
    explanation: {
      'zh-CN': 'UDP 端口 {settings.udpPort} 监听在 {settings.listens}：伪造来源的小请求可引出数万倍的应答，占满带宽。',
      en: 'UDP port {settings.udpPort} listens at {settings.listens}: small forged requests draw answers many thousand times their size and fill the line.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'udp|ddos|amplification|bandwidth|放大|攻击|带宽',
    probes: ['settings'],
    confirm: ['settings.isUdpOpen', '==', true],
    refute: ['settings.isUdpOpen', '==', false],
    advice: { 'zh-CN': '以 -U 0 关闭 UDP，并用防火墙限制来源。', en: 'Turn UDP off with -U 0, and let a firewall restrict who gets in.' },
    remedies: [],
    source: 'CVE-2018-1000115; memcached 1.5.6 release notes',
  },
];

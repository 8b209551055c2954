/** Faults of the process itself: rates, TLS, CPU, descriptors, tables, memory, processes left over. */

import type { Signature } from '../../../domain/signature.ts';

const common = { kind: 'haproxy', role: 'cause', remedies: [] } as const;

export const processSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'haproxy.rate-limit-reached',
    title: { 'zh-CN': '新建连接速率达到上限（maxconnrate）', en: 'The rate of new connections has reached its limit (maxconnrate)' },
    explanation: {
      'zh-CN': '每秒 {process.rate} 个新连接，maxconnrate 为 {process.rateLimit}：超出的连接要等待，用户感到连接变慢。',
      en: '{process.rate} new connections a second, maxconnrate is {process.rateLimit}: the rest wait, and users see slow connects.',
    },
    severity: 'warning',
    hints: 'rate|maxconnrate|速率',
    probes: ['process'],
    confirm: {
      all: [
        ['process.rateLimit', '>', 0],
        ['process.rate', '>=', { fact: 'process.rateLimit', times: 0.95 }],
      ],
    },
    refute: ['process.rateLimit', '==', 0],
    advice: { 'zh-CN': '确认流量是否正常，再调整 maxconnrate。', en: 'See whether the traffic is wanted, then adjust maxconnrate.' },
    source: 'HAProxy configuration manual, 3.2: maxconnrate',
  },
  {
    ...common,
    id: 'haproxy.tls-full',
    title: {
      'zh-CN': 'TLS 连接数或握手速率达到上限（maxsslconn）',
      en: 'TLS connections or handshakes have reached their limit (maxsslconn)',
    },
    explanation: {
      'zh-CN':
        'TLS 连接 {process.sslConnections}/{process.sslMaxconn}，握手速率 {process.sslRate}/{process.sslRateLimit}：新的 HTTPS 连接要等待或失败。',
      en: '{process.sslConnections} of {process.sslMaxconn} TLS connections, {process.sslRate} handshakes a second of {process.sslRateLimit}: new HTTPS connections wait or fail.',
    },
    severity: 'critical',
    hints: 'ssl|tls|handshake|握手',
    probes: ['process'],
    confirm: {
      any: [
        {
          all: [
            ['process.sslMaxconn', '>', 0],
            ['process.sslConnections', '>=', { fact: 'process.sslMaxconn', times: 0.95 }],
          ],
        },
        {
          all: [
            ['process.sslRateLimit', '>', 0],
            ['process.sslRate', '>=', { fact: 'process.sslRateLimit', times: 0.95 }],
          ],
        },
      ],
    },
    advice: {
      'zh-CN': '确认客户端是否复用会话，再调高 maxsslconn 或 maxsslrate。',
      en: 'See whether clients resume sessions, then raise maxsslconn or maxsslrate.',
    },
    source: 'HAProxy configuration manual, 3.2: maxsslconn, maxsslrate',
  },
  {
    ...common,
    id: 'haproxy.tls-cache-missing',
    role: 'symptom',
    title: { 'zh-CN': 'TLS 会话缓存命中率低', en: 'The TLS session cache has a low hit rate' },
    explanation: {
      'zh-CN': '缓存查询 {process.sslCacheLookups} 次，未命中比例 {process.sslMissRatio}：完整握手消耗 CPU。',
      en: '{process.sslCacheLookups} lookups, a share of {process.sslMissRatio} missed: full handshakes cost CPU.',
    },
    severity: 'info',
    hints: 'ssl|tls|cpu|cache|缓存',
    probes: ['process'],
    confirm: {
      all: [
        ['process.sslCacheLookups', '>=', 1_000],
        ['process.sslMissRatio', '>=', 0.5],
        ['process.idlePercent', '<', 50],
      ],
    },
    refute: ['process.sslMissRatio', '<', 0.2],
    advice: {
      'zh-CN': '调大 tune.ssl.cachesize 与 tune.ssl.lifetime，多台之间共享会话票据密钥。',
      en: 'Raise tune.ssl.cachesize and tune.ssl.lifetime; share ticket keys between machines.',
    },
    source: 'HAProxy configuration manual, 3.2: tune.ssl.cachesize',
  },
  {
    ...common,
    id: 'haproxy.cpu-saturated',
    title: { 'zh-CN': 'HAProxy 的 CPU 用尽（100%）', en: 'HAProxy’s CPU is saturated' },
    explanation: {
      'zh-CN':
        '空闲率 {process.idlePercent}%，{process.threads} 个线程，待执行任务 {process.runQueue} 个：延迟来自 HAProxy 自身，所有请求都变慢。',
      en: '{process.idlePercent}% idle with {process.threads} threads, {process.runQueue} tasks waiting: the delay is HAProxy’s own, and all requests are slow.',
    },
    severity: 'critical',
    looksLike: ['asked-more'],
    hints: 'cpu|idle|slow|慢|负载',
    probes: ['process'],
    confirm: ['process.idlePercent', '<=', 5],
    likely: ['process.idlePercent', '<=', 15],
    refute: ['process.idlePercent', '>=', 50],
    advice: {
      'zh-CN': '看是否 TLS 握手过多、压缩或复杂的 ACL、邻居进程占用 CPU；必要时增加线程或机器。',
      en: 'Look for handshakes, compression, heavy ACLs, or a neighbour on that CPU; add threads or machines if need be.',
    },
    source: 'HAProxy management guide: Idle_pct; haproxy mixin',
  },
  {
    ...common,
    id: 'haproxy.descriptors-scarce',
    title: { 'zh-CN': '文件描述符上限（ulimit）不足以支撑 maxconn', en: 'The file descriptor limit (ulimit) is too low for maxconn' },
    explanation: {
      'zh-CN': 'Ulimit-n 为 {process.descriptorsMax}，而 maxconn {process.maxconn} 需要大约两倍的文件描述符：会先用尽，新连接失败。',
      en: 'Ulimit-n is {process.descriptorsMax}, while maxconn {process.maxconn} needs about twice as many file descriptors: they run out first, and new connections fail.',
    },
    severity: 'warning',
    hints: 'ulimit|descriptor|too many open files|句柄',
    probes: ['process'],
    confirm: ['process.descriptorsMax', '<', { fact: 'process.maxconn', times: 2 }],
    refute: ['process.descriptorsMax', '>=', { fact: 'process.maxconn', times: 2 }],
    advice: {
      'zh-CN': '提高 LimitNOFILE 或 fd-hard-limit 后重启，或降低 maxconn。',
      en: 'Raise LimitNOFILE or fd-hard-limit and restart, or lower maxconn.',
    },
    source: 'HAProxy configuration manual, 3.1: ulimit-n',
  },
  {
    ...common,
    id: 'haproxy.stick-table-full',
    title: { 'zh-CN': '会话表（stick table）{tables.fullest} 已满', en: 'Stick table {tables.fullest} is full' },
    explanation: {
      'zh-CN': '已用 {tables.used}/{tables.size} 条：新的来源会挤掉旧的，会话保持与限流因此失准。',
      en: '{tables.used} of {tables.size} entries are used: new ones push old ones out, so stickiness and rate limits go wrong.',
    },
    severity: 'warning',
    hints: 'stick|table|session|limit|会话保持|限流',
    probes: ['tables'],
    confirm: ['tables.usedRatio', '>=', 1],
    likely: ['tables.usedRatio', '>=', 0.9],
    refute: ['tables.usedRatio', '<', 0.7],
    advice: {
      'zh-CN': '调大 size 或缩短 expire；同时看是否有扫描流量灌入。',
      en: 'Raise its size or shorten expire; see whether a scan floods it.',
    },
    source: 'HAProxy configuration manual: stick-table',
  },
  {
    ...common,
    id: 'haproxy.reload-leftovers',
    title: { 'zh-CN': '重载后旧进程没有退出', en: 'Old processes did not exit after a reload' },
    explanation: {
      'zh-CN':
        '{leftovers.count} 个旧进程仍在运行，当前进程已启动 {leftovers.sinceSeconds} 秒：长连接拖住了它们，内存翻倍，旧配置仍在服务。',
      en: '{leftovers.count} old processes still run, {leftovers.sinceSeconds} s after the current one started: long connections hold them; memory doubles, and the old configuration still serves.',
    },
    severity: 'warning',
    hints: 'reload|old process|memory|重载|旧进程|内存',
    probes: ['leftovers'],
    confirm: {
      all: [
        ['leftovers.count', '>=', 1],
        {
          any: [
            ['leftovers.count', '>=', 3],
            ['leftovers.sinceSeconds', '>=', 900],
          ],
        },
      ],
    },
    likelyWhenHinted: ['leftovers.count', '>=', 1],
    refute: ['leftovers.count', '==', 0],
    advice: {
      'zh-CN': '设置 hard-stop-after 给旧进程一个期限；减少频繁重载，能用 runtime API 的改动就不重载。',
      en: 'Give them an end with hard-stop-after; reload less, and change over the runtime API what can be changed there.',
    },
    source: 'HAProxy configuration manual, 3.1: hard-stop-after',
  },
  {
    ...common,
    id: 'haproxy.out-of-memory',
    title: { 'zh-CN': 'HAProxy 内存不足：分配失败', en: 'HAProxy is out of memory: allocations fail' },
    explanation: {
      'zh-CN': '内存池分配失败 {process.poolFailures} 次：达到 -m 上限或主机内存不足，连接被丢弃。',
      en: '{process.poolFailures} allocations failed: the limit of -m or the host’s memory is exhausted, and connections are dropped.',
    },
    severity: 'critical',
    hints: 'memory|\\boom|内存',
    probes: ['process'],
    confirm: ['process.poolFailures', '>', 0],
    refute: ['process.poolFailures', '==', 0],
    advice: { 'zh-CN': '降低 maxconn 或缓冲区大小，或增加内存。', en: 'Lower maxconn or the size of buffers, or add memory.' },
    source: 'HAProxy management guide: PoolFailed',
  },
];

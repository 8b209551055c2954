/** Too much to do: rejected searches and writes, long searches, one node that does it all, merges that do not keep up. */

import type { Signature } from '../../../domain/signature.ts';

const slow = 'slow|latency|timeout|search|query|慢|延迟|超时|搜索|查询';

export const loadSignatures: readonly Signature[] = [
  {
    id: 'elasticsearch.search-rejected',
    kind: 'elasticsearch',
    title: { 'zh-CN': '搜索线程池排满，搜索请求被拒绝', en: 'The search thread pool is full and searches are rejected' },
    explanation: {
      'zh-CN':
        '最近 {nodes.windowSeconds|duration} 拒绝 {nodes.search.rejectedRecent} 次（累计 {nodes.search.rejected}），多在 {nodes.search.rejectedNode}；正在执行 {nodes.search.active}，排队 {nodes.search.queue}。',
      en: '{nodes.search.rejectedRecent} rejections within {nodes.windowSeconds|duration} ({nodes.search.rejected} in all), most on {nodes.search.rejectedNode}; {nodes.search.active} active, {nodes.search.queue} queued.',
    },
    severity: 'critical',
    role: 'symptom',
    hints: `reject|429|es_rejected_execution|拒绝|${slow}`,
    quoted: 'rejected execution of [\\s\\S]{1,600}ThreadPoolExecutor\\[name = [^,\\]]*/search',
    probes: ['nodes'],
    confirm: ['nodes.search.rejectedRecent', '>=', 1],
    likelyWhenHinted: {
      any: [
        ['nodes.search.rejected', '>=', 1],
        ['nodes.search.queue', '>=', 100],
      ],
    },
    refute: {
      all: [
        ['nodes.search.rejected', '==', 0],
        ['nodes.search.queue', '<', 10],
      ],
    },
    advice: {
      'zh-CN': '看是个别重查询拖住线程，还是请求量增长；加大队列只会让等待更久。',
      en: 'See whether single heavy queries hold the threads or there are more of them; a longer queue only makes them wait longer.',
    },
    remedies: [],
    source: 'elastic.co: Rejected requests; Thread pools',
  },
  {
    id: 'elasticsearch.write-rejected',
    kind: 'elasticsearch',
    title: { 'zh-CN': '写入线程池排满，批量写入被拒绝', en: 'The write thread pool is full and bulks are rejected' },
    explanation: {
      'zh-CN':
        '最近 {nodes.windowSeconds|duration} 拒绝 {nodes.write.rejectedRecent} 次（累计 {nodes.write.rejected}），多在 {nodes.write.rejectedNode}；正在执行 {nodes.write.active}，排队 {nodes.write.queue}，每秒写入 {nodes.write.perSecond} 条。',
      en: '{nodes.write.rejectedRecent} rejections within {nodes.windowSeconds|duration} ({nodes.write.rejected} in all), most on {nodes.write.rejectedNode}; {nodes.write.active} active, {nodes.write.queue} queued, {nodes.write.perSecond} documents a second.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['elasticsearch.requests-rejected'],
    hints: 'reject|429|es_rejected_execution|bulk|write|ingest|拒绝|写入|批量|堆积',
    quoted: 'rejected execution of [\\s\\S]{1,600}ThreadPoolExecutor\\[name = [^,\\]]*/(write|bulk|index)',
    probes: ['nodes'],
    confirm: ['nodes.write.rejectedRecent', '>=', 1],
    likelyWhenHinted: {
      any: [
        ['nodes.write.rejected', '>=', 1],
        ['nodes.write.queue', '>=', 100],
      ],
    },
    refute: {
      all: [
        ['nodes.write.rejected', '==', 0],
        ['nodes.write.queue', '<', 10],
      ],
    },
    advice: {
      'zh-CN': '写入方遇 429 要退避重试；看磁盘、合并与热点节点，分片是否都在同一节点；批量大小与并发调小。',
      en: 'Writers must back off on 429; look at disk, merges and whether all shards sit on one node; use smaller bulks and fewer at a time.',
    },
    remedies: [],
    source: 'elastic.co: Rejected requests; elasticsearch mixin: ElasticsearchBulkRequestsRejection',
  },
  {
    id: 'elasticsearch.long-search',
    kind: 'elasticsearch',
    title: {
      'zh-CN': '慢搜索：已运行 {tasks.longest.seconds|duration}',
      en: 'Slow search: it has been running for {tasks.longest.seconds|duration}',
    },
    explanation: {
      'zh-CN':
        '任务 {tasks.longest.id}（{tasks.longest.action}）在 {tasks.longest.indices} 上，代价高的部分：{tasks.longest.form}。{tasks.longest.description}',
      en: 'Task {tasks.longest.id} ({tasks.longest.action}) on {tasks.longest.indices}; what is expensive in it: {tasks.longest.form}. {tasks.longest.description}',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['elasticsearch.search-rejected', 'elasticsearch.cpu-saturated', 'elasticsearch.breaker-trips', 'elasticsearch.hot-node'],
    hints: `cpu|long.?running|expensive|wildcard|长时间|${slow}`,
    probes: ['tasks'],
    confirm: {
      any: [
        ['tasks.longest.seconds', '>=', 30],
        {
          all: [
            ['tasks.longest.seconds', '>=', 3],
            ['tasks.longest.form', '!=', ''],
          ],
        },
      ],
    },
    likelyWhenHinted: ['tasks.longest.seconds', '>=', 5],
    refute: ['tasks.longest.seconds', '<', 1],
    advice: {
      'zh-CN': '取消它并找到发起的应用（X-Opaque-Id）；避免前导通配符、脚本、深分页，给搜索设 timeout 与 search.max_buckets。',
      en: 'Cancel it and find who sends it (X-Opaque-Id); avoid leading wildcards, scripts and deep paging, and give searches a timeout.',
    },
    remedies: [
      {
        action: 'cancel-task',
        arguments: { taskId: '{tasks.longest.id}', action: '{tasks.longest.action}', startedMs: '{tasks.longest.startedMs}' },
        when: ['tasks.longest.isCancellable', '==', true],
      },
    ],
    source: 'elastic.co: Task management; search.allow_expensive_queries',
  },
  {
    id: 'elasticsearch.long-bulk-task',
    kind: 'elasticsearch',
    title: {
      'zh-CN': '后台任务 {tasks.bulk.action} 运行已久，占着 IO 与线程',
      en: 'Long-running {tasks.bulk.action} takes I/O and threads',
    },
    explanation: {
      'zh-CN': '任务 {tasks.bulk.id} 已运行 {tasks.bulk.seconds|duration}，拖慢其他请求。',
      en: 'Task {tasks.bulk.id} has been running for {tasks.bulk.seconds|duration} and slows other requests down.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['elasticsearch.merges-throttled', 'elasticsearch.cpu-saturated'],
    hints: `reindex|update_by_query|delete_by_query|forcemerge|重建|强制合并|${slow}`,
    probes: ['tasks', 'nodes'],
    confirm: {
      all: [
        ['tasks.bulk.seconds', '>=', 300],
        ['nodes.cpu.ratio', '>=', 0.85],
      ],
    },
    likelyWhenHinted: ['tasks.bulk.seconds', '>=', 30],
    refute: ['tasks.bulk.seconds', '<', 5],
    advice: {
      'zh-CN': '用 _rethrottle 限速（requests_per_second），或取消后放到低峰执行；强制合并不能取消，只能等。',
      en: 'Slow it down with _rethrottle (requests_per_second), or cancel it and run it in a quiet hour; a forced merge has to finish.',
    },
    remedies: [
      {
        action: 'cancel-task',
        arguments: { taskId: '{tasks.bulk.id}', action: '{tasks.bulk.action}', startedMs: '{tasks.bulk.startedMs}' },
        when: ['tasks.bulk.isCancellable', '==', true],
      },
    ],
    source: 'elastic.co: Task management; Update by query, throttling',
  },
  {
    id: 'elasticsearch.hot-node',
    kind: 'elasticsearch',
    title: {
      'zh-CN': '热点节点 {nodes.cpu.name}：其他节点都闲着',
      en: 'Hot node (hotspot): {nodes.cpu.name} is busy, the others are idle',
    },
    explanation: {
      'zh-CN':
        '{nodes.cpu.name} 的 CPU 为 {nodes.cpu.ratio|percent}，其余平均 {nodes.cpu.othersRatio|percent}；承担最多请求的是 {nodes.work.name}（{nodes.work.share|percent}）。',
      en: '{nodes.cpu.name} is at {nodes.cpu.ratio|percent} CPU, the others at {nodes.cpu.othersRatio|percent} on average; most of the work is done by {nodes.work.name} ({nodes.work.share|percent}).',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['elasticsearch.search-rejected', 'elasticsearch.write-rejected'],
    hints: `hot|uneven|skew|cpu|热点|不均|倾斜|${slow}`,
    probes: ['nodes'],
    confirm: {
      all: [
        ['nodes.count', '>=', 2],
        ['nodes.cpu.ratio', '>=', 0.8],
        ['nodes.cpu.othersRatio', '<=', { fact: 'nodes.cpu.ratio', times: 0.4 }],
        ['nodes.work.share', '>=', 0.6],
        ['nodes.work.name', '==', { fact: 'nodes.cpu.name' }],
      ],
    },
    likelyWhenHinted: {
      all: [
        ['nodes.count', '>=', 2],
        ['nodes.cpu.ratio', '>=', 0.7],
        ['nodes.cpu.othersRatio', '<=', { fact: 'nodes.cpu.ratio', times: 0.5 }],
      ],
    },
    refute: ['nodes.cpu.ratio', '<', 0.4],
    advice: {
      'zh-CN': '看热索引的主分片是否集中在它上面（total_shards_per_node、主分片数、路由键），客户端是否只连一个节点。',
      en: 'See whether primaries of the hot index sit there (total_shards_per_node, number of primaries, routing key), and whether clients talk to one node only.',
    },
    remedies: [],
    source: 'elastic.co: Hot spotting',
  },
  {
    id: 'elasticsearch.cpu-saturated',
    kind: 'elasticsearch',
    title: { 'zh-CN': '节点 CPU 打满（用尽），请求变慢', en: 'CPU of the nodes is saturated (used up)' },
    explanation: {
      'zh-CN':
        '{nodes.cpu.name} 的 CPU 为 {nodes.cpu.ratio|percent}；每秒搜索 {nodes.search.perSecond} 次，平均 {nodes.search.meanMs} 毫秒，每秒写入 {nodes.write.perSecond} 条。',
      en: '{nodes.cpu.name} is at {nodes.cpu.ratio|percent} CPU, and requests are slow; {nodes.search.perSecond} searches a second of {nodes.search.meanMs} ms each, {nodes.write.perSecond} documents written a second.',
    },
    severity: 'warning',
    role: 'symptom',
    looksLike: ['asked-more'],
    hints: `cpu|load|负载|处理器|${slow}`,
    probes: ['nodes'],
    confirm: {
      all: [
        ['nodes.cpu.ratio', '>=', 0.92],
        ['nodes.search.active', '>=', 2],
      ],
    },
    // The processors are the host's: where no node does anything, it is somebody else who has them.
    likelyWhenHinted: {
      all: [
        ['nodes.cpu.ratio', '>=', 0.9],
        {
          any: [
            ['nodes.search.active', '>=', 1],
            ['nodes.search.perSecond', '>=', 5],
            ['nodes.write.perSecond', '>=', 5],
            ['nodes.merges.current', '>=', 1],
          ],
        },
      ],
    },
    refute: ['nodes.cpu.ratio', '<', 0.6],
    advice: {
      'zh-CN': '用 hot-threads 看时间花在搜索、写入还是合并上；同机的其他进程也可能占用 CPU。',
      en: 'hot-threads tells whether it goes into searches, writes or merges; another process on the host may take it, too.',
    },
    remedies: [],
    source: 'elastic.co: High CPU usage',
  },
  {
    id: 'elasticsearch.merges-throttled',
    kind: 'elasticsearch',
    title: { 'zh-CN': '段合并跟不上，写入被限速变慢', en: 'Segment merges do not keep up and indexing is throttled' },
    explanation: {
      'zh-CN':
        '{nodes.throttle.name} 上写入有 {nodes.throttle.indexingRatio|percent} 的时间被限速，合并停顿与限速占 {nodes.throttle.mergeRatio|percent}，正在合并 {nodes.merges.current} 个。',
      en: 'On {nodes.throttle.name} indexing is throttled {nodes.throttle.indexingRatio|percent} of the time, merges stall or are throttled {nodes.throttle.mergeRatio|percent}, {nodes.merges.current} merges run.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['elasticsearch.write-rejected'],
    hints: 'merge|throttl|segment|write|\\bi/?o\\b|合并|限速|段|写入',
    probes: ['nodes'],
    confirm: ['nodes.throttle.indexingRatio', '>=', 0.1],
    likely: ['nodes.throttle.mergeRatio', '>=', 0.5],
    refute: {
      all: [
        ['nodes.throttle.indexingRatio', '==', 0],
        ['nodes.throttle.mergeRatio', '<', 0.05],
      ],
    },
    advice: {
      'zh-CN': '看磁盘延迟；把 refresh_interval 调大（如 30s），减少过小的批量写入；机械盘减少 max_thread_count。',
      en: 'Look at disk latency; use a longer refresh_interval (30s) and larger bulks; on spinning disks fewer merge threads.',
    },
    remedies: [],
    source: 'elastic.co: Tune for indexing speed; Merge settings',
  },
  {
    id: 'elasticsearch.file-descriptors',
    kind: 'elasticsearch',
    title: { 'zh-CN': '节点 {nodes.fd.name} 的文件句柄将耗尽', en: '{nodes.fd.name} runs out of file descriptors (open files)' },
    explanation: {
      'zh-CN': '已用 {nodes.fd.usedRatio|percent}；耗尽时分片会失败，甚至丢数据。',
      en: '{nodes.fd.usedRatio|percent} are used; when they are exhausted, shards fail and data may be lost.',
    },
    severity: 'critical',
    role: 'cause',
    hints: 'too many open files|descriptor|fd|nofile|句柄|文件描述符',
    probes: ['nodes'],
    confirm: ['nodes.fd.usedRatio', '>=', 0.9],
    likely: ['nodes.fd.usedRatio', '>=', 0.8],
    refute: ['nodes.fd.usedRatio', '<', 0.6],
    advice: {
      'zh-CN': '调高 nofile（至少 65535）并重启；分片与段过多也要治理。',
      en: 'Raise nofile to at least 65535 and restart; have fewer shards and segments.',
    },
    remedies: [],
    source: 'elastic.co: File descriptors',
  },
];

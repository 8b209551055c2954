/** Heap: pressure, garbage collection, breakers, field data. */

import type { Signature } from '../../../domain/signature.ts';

const hints = 'heap|memory|gc|breaker|circuit|\\boom|Data too large|429|堆|内存|断路器|熔断';

export const memorySignatures: readonly Signature[] = [
  {
    id: 'elasticsearch.heap-pressure',
    kind: 'elasticsearch',
    title: { 'zh-CN': '节点 {nodes.heap.name} 的堆内存吃紧、将满', en: 'The heap of {nodes.heap.name} is nearly full (memory pressure)' },
    explanation: {
      'zh-CN':
        'JVM 堆已用 {nodes.heap.usedRatio|percent}（共 {nodes.heap.maxBytes|bytes}），回收后仍留在老年代的占 {nodes.heap.oldRatio|percent}：GC 变长，进而内存不足（OOM）。',
      en: '{nodes.heap.usedRatio|percent} of {nodes.heap.maxBytes|bytes} JVM heap is used, and {nodes.heap.oldRatio|percent} survives in the old generation: long garbage collections, then out of memory.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['elasticsearch.breaker-trips', 'elasticsearch.gc-overhead'],
    hints,
    quoted: '\\[parent\\] Data too large',
    probes: ['nodes'],
    confirm: {
      all: [
        ['nodes.heap.oldRatio', '>=', 0.85],
        ['nodes.heap.usedRatio', '>=', 0.85],
      ],
    },
    likelyWhenHinted: ['nodes.heap.oldRatio', '>=', 0.75],
    refute: ['nodes.heap.oldRatio', '<', 0.6],
    advice: {
      'zh-CN':
        '看谁在用：fielddata、过大的聚合、过多的小分片、长时间打开的 scroll；治本是减少它们或加节点，堆不超过内存一半且不超过 31 GB。',
      en: 'See what takes it: field data, large aggregations, too many small shards, scrolls left open; have less of it or more nodes. Keep the heap below half of the memory and below 31 GB.',
    },
    remedies: [],
    source: 'elastic.co: High JVM memory pressure; elasticsearch mixin: ElasticsearchHeapUsageTooHigh',
  },
  {
    id: 'elasticsearch.breaker-trips',
    kind: 'elasticsearch',
    title: {
      'zh-CN': '{nodes.breaker.trippedName} 断路器（熔断）触发，请求被拒绝',
      en: 'The {nodes.breaker.trippedName} circuit breaker trips and refuses requests',
    },
    explanation: {
      'zh-CN':
        '为防堆内存不足，最近 {nodes.windowSeconds|duration} 触发 {nodes.breaker.trippedRecent} 次（累计 {nodes.breaker.tripped}）；请求得到 429 circuit_breaking_exception。',
      en: '{nodes.breaker.trippedRecent} trips within {nodes.windowSeconds|duration} ({nodes.breaker.tripped} in all), to keep the heap from running out of memory; requests get 429 circuit_breaking_exception.',
    },
    severity: 'critical',
    role: 'symptom',
    hints,
    quoted: '(circuit_breaking_exception|CircuitBreakingException)(?![\\s\\S]{0,200}script compilations)',
    probes: ['nodes'],
    confirm: ['nodes.breaker.trippedRecent', '>=', 1],
    likely: {
      all: [
        ['nodes.breaker.tripped', '>=', 1],
        ['nodes.breaker.usedRatio', '>=', 0.9],
      ],
    },
    // Since the node was started: a few times in its life are single requests that were refused, and over.
    likelyWhenHinted: ['nodes.breaker.tripped', '>=', 5],
    refute: ['nodes.breaker.tripped', '==', 0],
    advice: {
      'zh-CN': '断路器是在保护节点，不要先调高它；看是哪类请求（聚合、批量写入过大）并减小。',
      en: 'The breaker protects the node, so raising it is no first step; find which requests (aggregations, bulks too large) and make them smaller.',
    },
    remedies: [],
    source: 'elastic.co: Circuit breaker errors',
  },
  {
    id: 'elasticsearch.request-too-large',
    kind: 'elasticsearch',
    title: {
      'zh-CN': '单个请求或聚合需要的内存超过断路器上限',
      en: 'Requests or aggregations are too large for the circuit breaker',
    },
    explanation: {
      'zh-CN': '触发的是 {nodes.breaker.trippedName} 断路器，而老年代只占 {nodes.heap.oldRatio|percent}：不是堆不够，是个别请求太大。',
      en: 'The {nodes.breaker.trippedName} breaker tripped while the old generation takes only {nodes.heap.oldRatio|percent}: the heap would do, but single requests need more memory than the breaker allows and are refused.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['elasticsearch.breaker-trips'],
    hints,
    quoted: '\\[(request|in_?flight_requests)\\] Data too large',
    probes: ['nodes'],
    confirm: {
      all: [
        ['nodes.breaker.trippedRecent', '>=', 1],
        ['nodes.breaker.trippedName', 'matches', '^(request|inflight_requests|in_flight_requests)$'],
        ['nodes.heap.oldRatio', '<', 0.75],
      ],
    },
    likelyWhenHinted: {
      all: [
        ['nodes.breaker.tripped', '>=', 5],
        ['nodes.breaker.trippedName', 'matches', '^(request|inflight_requests|in_flight_requests)$'],
      ],
    },
    refute: ['nodes.breaker.tripped', '==', 0],
    advice: {
      'zh-CN': '减小聚合的 size 与嵌套层数，高基数用 composite 分页；批量写入控制在 5–15 MB。',
      en: 'Lower size and depth of aggregations, page high cardinality with composite, and keep bulks at 5 to 15 MB.',
    },
    remedies: [],
    source: 'elastic.co: Circuit breaker settings',
  },
  {
    id: 'elasticsearch.gc-overhead',
    kind: 'elasticsearch',
    title: {
      'zh-CN': '节点 {nodes.gc.name} GC 过频：时间大量花在垃圾回收上',
      en: '{nodes.gc.name} is slow: it spends its time in garbage collection (GC)',
    },
    explanation: {
      'zh-CN':
        '此刻 {nodes.gc.ratio|percent} 的时间在回收，请求停顿变慢；老年代在 {nodes.windowSeconds|duration} 内回收 {nodes.gc.oldCollections} 次。',
      en: '{nodes.gc.ratio|percent} of the time right now, and requests pause; the old generation was collected {nodes.gc.oldCollections} times within {nodes.windowSeconds|duration}.',
    },
    severity: 'critical',
    role: 'cause',
    hints: `pause|slow|overhead|停顿|卡|${hints}`,
    probes: ['nodes'],
    confirm: {
      all: [
        ['nodes.gc.ratio', '>=', 0.3],
        ['nodes.heap.oldRatio', '>=', 0.7],
      ],
    },
    likelyWhenHinted: ['nodes.gc.ratio', '>=', 0.3],
    refute: ['nodes.gc.ratio', '<', 0.1],
    advice: {
      'zh-CN': '停顿过长会让节点被主节点踢出；先减负（取消重查询、停批量任务），再看堆里是什么。',
      en: 'Long pauses get a node thrown out by the master; take load off first (cancel heavy queries, stop bulk jobs), then see what fills the heap.',
    },
    remedies: [],
    source: 'elastic.co: High JVM memory pressure',
  },
  {
    id: 'elasticsearch.fielddata-heavy',
    kind: 'elasticsearch',
    title: {
      'zh-CN': 'fielddata 占用大量堆内存：在 text 字段上排序或聚合',
      en: 'Fielddata uses up the heap: sorting or aggregating on text fields',
    },
    explanation: {
      'zh-CN':
        '{nodes.fielddata.name} 的 fielddata 有 {nodes.fielddata.bytes|bytes}，占堆 {nodes.fielddata.heapRatio|percent}；最近淘汰 {nodes.fielddata.evictionsRecent} 次。',
      en: '{nodes.fielddata.name} holds {nodes.fielddata.bytes|bytes} of field data, {nodes.fielddata.heapRatio|percent} of its heap: somebody sorts or aggregates on text fields; {nodes.fielddata.evictionsRecent} evictions lately.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['elasticsearch.heap-pressure', 'elasticsearch.breaker-trips'],
    hints: `fielddata|aggregation|sort|聚合|排序|${hints}`,
    quoted: '\\[fielddata\\] Data too large',
    probes: ['nodes'],
    confirm: {
      any: [
        ['nodes.fielddata.heapRatio', '>=', 0.25],
        {
          all: [
            ['nodes.breaker.trippedRecent', '>=', 1],
            ['nodes.breaker.trippedName', '==', 'fielddata'],
          ],
        },
      ],
    },
    likely: {
      any: [
        ['nodes.fielddata.heapRatio', '>=', 0.15],
        ['nodes.fielddata.evictionsRecent', '>=', 10],
      ],
    },
    // What its breaker refuses is never loaded: the heap has little of it then.
    refute: {
      all: [
        ['nodes.fielddata.heapRatio', '<', 0.03],
        ['nodes.breaker.trippedName', '!=', 'fielddata'],
      ],
    },
    advice: {
      'zh-CN': '改用 keyword 子字段（doc_values），关闭该字段的 fielddata；可用 _cache/clear?fielddata=true 临时释放。',
      en: 'Use a keyword sub-field with doc_values, and switch fielddata of that field off; _cache/clear?fielddata=true frees it for the moment.',
    },
    remedies: [],
    source: 'elastic.co: fielddata mapping parameter; Field data cache settings',
  },
];

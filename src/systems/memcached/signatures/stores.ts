/** Writes that fail, and memory that memcached itself cannot get. */

import type { Signature } from '../../../domain/signature.ts';

export const storeSignatures: readonly Signature[] = [
  {
    id: 'memcached.item-too-large',
    kind: 'memcached',
    title: { 'zh-CN': '对象过大，超过大小上限，写入失败', en: 'Items are too large: writes above the size limit are refused' },
    explanation: {
      'zh-CN':
        '对象上限（-I）{memory.itemSizeMaxBytes|bytes}，累计 {memory.tooLarge} 次写入因过大被拒绝，此刻每秒 {activity.tooLargePerSecond} 次。写失败时旧值也会被删除，之后每次读都落到后端。',
      en: 'The limit (-I) is {memory.itemSizeMaxBytes|bytes}; {memory.tooLarge} writes were refused as too large, {activity.tooLargePerSecond} a second now. A failed write also removes the old value, so that every read goes to the backend.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['memcached.hit-ratio-collapsed', 'memcached.cold-after-restart'],
    hints: 'too large|item.?size|object|SERVER_ERROR|过大|写不进|写入失败',
    probes: ['memory', 'activity'],
    quoted: 'SERVER_ERROR object too large for cache|\\bITEM TOO BIG\\b',
    confirm: ['activity.tooLargePerSecond', '>', 0],
    likelyWhenHinted: ['memory.tooLarge', '>', 0],
    refute: ['memory.tooLarge', '==', 0],
    advice: {
      'zh-CN': '让应用压缩或拆分对象；确需更大时以 -I 调高上限后重启（会清空缓存）。',
      en: 'Compress or split the item in the application; where it must be larger, raise -I, which takes a restart and empties the cache.',
    },
    remedies: [],
    source: 'memcached: doc/protocol.txt (store_too_large), memcached(1) -I',
  },
  {
    id: 'memcached.writes-refused-for-memory',
    kind: 'memcached',
    title: { 'zh-CN': '内存已满且不淘汰，写入被拒绝', en: 'Out of memory with eviction off (-M): writes are refused' },
    explanation: {
      'zh-CN':
        '内存 {memory.usedBytes|bytes} / {memory.limitBytes|bytes}，淘汰已关闭（-M），每秒 {activity.noMemoryPerSecond} 次写入得到 out of memory。',
      en: 'Memory is full ({memory.usedBytes|bytes} of {memory.limitBytes|bytes}), eviction is off (-M), and {activity.noMemoryPerSecond} writes a second are answered with out of memory.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['memcached.hit-ratio-collapsed', 'memcached.cold-after-restart'],
    hints: 'out of memory|SERVER_ERROR|refused|write|\\boom|写入失败|写不进|内存',
    probes: ['memory', 'activity'],
    quoted: 'SERVER_ERROR out of memory storing object',
    confirm: {
      all: [
        ['memory.isEvicting', '==', false],
        ['activity.noMemoryPerSecond', '>', 0],
      ],
    },
    likely: {
      all: [
        ['memory.isEvicting', '==', false],
        ['memory.noMemory', '>', 0],
        ['memory.usedRatio', '>=', 0.8],
      ],
    },
    refute: {
      any: [
        ['memory.isEvicting', '==', true],
        ['memory.noMemory', '==', 0],
      ],
    },
    advice: {
      'zh-CN': '调高上限可立即恢复写入；若数据允许丢弃，去掉 -M 让它淘汰。',
      en: 'A higher limit restores writes at once; where the data may be dropped, remove -M and let it evict.',
    },
    remedies: [{ action: 'cache-memlimit', arguments: { megabytes: '{memory.suggestedMegabytes}' } }],
    source: 'memcached(1) -M; doc/protocol.txt (store_no_memory)',
  },
  {
    id: 'memcached.class-out-of-memory',
    kind: 'memcached',
    title: {
      'zh-CN': '某个 slab class 内存不足、无可淘汰，写入失败',
      en: 'A slab class is out of memory: it has nothing to evict, writes fail',
    },
    explanation: {
      'zh-CN':
        '允许淘汰，仍有 {slabs.outOfMemory} 次写入得到 out of memory：该分级的对象都在被引用，或内存页全部属于其他分级。此刻每秒 {activity.noMemoryPerSecond} 次。',
      en: 'Eviction is allowed, and still {slabs.outOfMemory} writes got out of memory, {activity.noMemoryPerSecond} a second now: every item of the class is held, or all pages belong to other classes.',
    },
    severity: 'critical',
    role: 'cause',
    hints: 'out of memory|SERVER_ERROR|\\boom|slab|写入失败|内存',
    probes: ['memory', 'activity', 'slabs'],
    quoted: 'SERVER_ERROR out of memory storing object',
    confirm: {
      all: [
        ['memory.isEvicting', '==', true],
        ['activity.noMemoryPerSecond', '>', 0],
        ['slabs.outOfMemory', '>', 0],
      ],
    },
    likelyWhenHinted: {
      all: [
        ['memory.isEvicting', '==', true],
        ['slabs.outOfMemory', '>', 0],
      ],
    },
    refute: {
      any: [
        ['memory.isEvicting', '==', false],
        {
          all: [
            ['slabs.outOfMemory', '==', 0],
            ['memory.noMemory', '==', 0],
          ],
        },
      ],
    },
    advice: {
      'zh-CN': '打开 automove，或调高内存上限；检查是否有客户端长时间不读完大对象。',
      en: 'Let pages move (automove) or raise the limit; look for clients that take long to read large items.',
    },
    remedies: [
      { action: 'slabs-automove', arguments: { mode: 1 }, when: ['slabs.automove', '==', 0] },
      { action: 'cache-memlimit', arguments: { megabytes: '{memory.suggestedMegabytes}' } },
    ],
    source: 'memcached: doc/protocol.txt (outofmemory, lrutail_reflocked)',
  },
  {
    id: 'memcached.cannot-allocate',
    kind: 'memcached',
    title: {
      'zh-CN': 'memcached 申请内存失败：主机或 cgroup 内存不足',
      en: 'memcached cannot allocate memory: host or cgroup is out of memory',
    },
    explanation: {
      'zh-CN': '已有 {server.mallocFails} 次分配失败（malloc_fails、read_buf_oom、response_obj_oom）：主机或 cgroup 的内存已用尽。',
      en: '{server.mallocFails} allocations failed (malloc_fails, read_buf_oom, response_obj_oom): the memory of the host or of its cgroup is used up.',
    },
    severity: 'critical',
    role: 'cause',
    hints: 'malloc|\\boom|out of memory|cgroup|内存不足',
    probes: ['server'],
    quoted: 'SERVER_ERROR out of memory (reading|writing|preparing)',
    confirm: ['server.mallocFails', '>=', 10],
    likely: ['server.mallocFails', '>', 0],
    refute: ['server.mallocFails', '==', 0],
    advice: {
      'zh-CN': '看主机与 cgroup 的内存；缓存之外还有连接缓冲区，上限要留余量。',
      en: 'Look at the memory of host and cgroup; connections take buffers beside the cache, so leave room below the limit.',
    },
    remedies: [],
    source: 'memcached: doc/protocol.txt (malloc_fails, read_buf_oom)',
  },
];

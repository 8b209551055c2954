/** Disks against the watermarks: no new shards, shards moved away, and at last no writes. */

import type { Signature } from '../../../domain/signature.ts';

const hints =
  'disk|watermark|flood|space|read.?only|index_create_block|cluster_block|FORBIDDEN/12|TOO_MANY_REQUESTS/12|磁盘|水位|空间|只读|写不进|写入失败';

export const diskSignatures: readonly Signature[] = [
  {
    id: 'elasticsearch.flood-stage',
    kind: 'elasticsearch',
    title: {
      'zh-CN': '磁盘越过洪水水位（flood stage），索引只读，写入被拒绝',
      en: 'Flood stage (disk full): indices are read-only, writes are refused',
    },
    explanation: {
      'zh-CN': '{indices.flooded} 个索引带有 read_only_allow_delete（{indices.floodedNames}），写入返回 cluster_block_exception。',
      en: '{indices.flooded} indices have read_only_allow_delete ({indices.floodedNames}); writes get cluster_block_exception.',
    },
    severity: 'critical',
    role: 'symptom',
    hints,
    quoted: '(FORBIDDEN|TOO_MANY_REQUESTS)/12/',
    probes: ['indices'],
    confirm: ['indices.flooded', '>=', 1],
    refute: ['indices.flooded', '==', 0],
    advice: {
      'zh-CN': '先腾出磁盘空间；7.4 起空间回到高水位以下会自动解除，旧版本或人为设置的要手动解除。',
      en: 'Free disk space first; since 7.4 the block goes by itself once below the high watermark, older versions and blocks set by hand need clearing.',
    },
    remedies: [],
    source: 'elastic.co: Fix watermark errors',
  },
  {
    id: 'elasticsearch.disk-past-flood-stage',
    kind: 'elasticsearch',
    title: {
      'zh-CN': '节点 {nodes.disk.floodNames} 磁盘满，越过洪水水位',
      en: 'Disk full: {nodes.disk.floodNames} is past the flood stage watermark',
    },
    explanation: {
      'zh-CN':
        '{nodes.disk.path}（{nodes.disk.mount}）已用 {nodes.disk.usedRatio|percent}，空间只剩 {nodes.disk.availableBytes|bytes}，洪水水位（flood stage）为 {nodes.disk.flood}：其上有分片的索引都变为只读，写入被拒绝。',
      en: '{nodes.disk.path} ({nodes.disk.mount}) is {nodes.disk.usedRatio|percent} used with {nodes.disk.availableBytes|bytes} of space left and a flood stage of {nodes.disk.flood}: every index with a shard there turns read-only, and writes are refused.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['elasticsearch.flood-stage', 'elasticsearch.red', 'elasticsearch.yellow', 'elasticsearch.disk-past-high-watermark'],
    hints,
    probes: ['nodes', 'indices'],
    confirm: ['nodes.disk.floodNodes', '>=', 1],
    refute: ['nodes.disk.floodNodes', '==', 0],
    advice: {
      'zh-CN':
        '在主机上看是谁占了空间（日志、堆转储、别的服务），移走它；确是索引太大时，删除过期索引、加盘或加节点。不要删除数据目录里的文件。',
      en: 'See on the host what takes the space (logs, heap dumps, a neighbour) and move it away; if it is the indices, delete expired ones, or add disk or nodes. Never delete inside the data directory.',
    },
    remedies: [],
    source: 'elastic.co: Fix watermark errors; elasticsearch mixin: ElasticsearchDiskOutOfSpace',
  },
  {
    id: 'elasticsearch.flood-block-left',
    kind: 'elasticsearch',
    title: { 'zh-CN': '磁盘已有空间，但只读阻断没有解除，写入被拒绝', en: 'The read-only block stays although the disk has space again' },
    explanation: {
      'zh-CN':
        '所有节点都在高水位以下（最高 {nodes.disk.usedRatio|percent}），{indices.floodedNames} 仍带 read_only_allow_delete：旧版本不会自动解除，或是人为设置的。',
      en: 'Every node is below the high watermark (the fullest at {nodes.disk.usedRatio|percent}), yet {indices.floodedNames} still have read_only_allow_delete and refuse writes: an old version does not lift it, or somebody set it.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['elasticsearch.flood-stage'],
    hints,
    probes: ['indices', 'nodes'],
    confirm: {
      all: [
        ['indices.flooded', '>=', 1],
        ['nodes.disk.highNodes', '==', 0],
      ],
    },
    refute: {
      any: [
        ['indices.flooded', '==', 0],
        ['nodes.disk.floodNodes', '>=', 1],
      ],
    },
    advice: {
      'zh-CN': '解除阻断即可恢复写入；再看空间是怎么用满的。',
      en: 'Clear the block to get writes back; then see how the space was used up.',
    },
    remedies: [
      {
        action: 'clear-read-only-block',
        arguments: { indices: '{indices.floodedNames}' },
      },
    ],
    source: 'elastic.co: Index blocks, index.blocks.read_only_allow_delete',
  },
  {
    id: 'elasticsearch.disk-past-high-watermark',
    kind: 'elasticsearch',
    title: {
      'zh-CN': '节点 {nodes.disk.highNames} 磁盘将满，越过高水位',
      en: 'Disk of {nodes.disk.highNames} nearly full: past the high watermark',
    },
    explanation: {
      'zh-CN':
        '最满的盘已用 {nodes.disk.usedRatio|percent}（高水位 {nodes.disk.high}）：分片被搬离，新分片不再放上去；接着就是洪水水位 {nodes.disk.flood}。',
      en: 'The fullest disk is {nodes.disk.usedRatio|percent} used (high watermark {nodes.disk.high}): shards are moved away and none is placed there; the flood stage at {nodes.disk.flood} comes next.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['elasticsearch.yellow', 'elasticsearch.red', 'elasticsearch.uneven-shards'],
    hints,
    probes: ['nodes'],
    confirm: {
      all: [
        ['nodes.disk.highNodes', '>=', 1],
        ['nodes.disk.floodNodes', '==', 0],
      ],
    },
    refute: ['nodes.disk.highNodes', '==', 0],
    advice: {
      'zh-CN': '在主机上看空间被谁占用；所有节点都满时搬迁无处可去，需要删除过期索引或加盘、加节点。',
      en: 'See on the host what takes the space; when every node is full there is nowhere to move to: delete expired indices, or add disk or nodes.',
    },
    remedies: [],
    source: 'elastic.co: Fix watermark errors',
  },
  {
    id: 'elasticsearch.disk-past-low-watermark',
    kind: 'elasticsearch',
    title: {
      'zh-CN': '节点 {nodes.disk.lowNames} 的磁盘越过低水位，放不了副本',
      en: 'Disk of {nodes.disk.lowNames} is past the low watermark: no new replicas',
    },
    explanation: {
      'zh-CN': '最满的盘已用 {nodes.disk.usedRatio|percent}（低水位 {nodes.disk.low}）；未分配的分片 {shards.unassigned} 个。',
      en: 'The fullest disk is {nodes.disk.usedRatio|percent} used (low watermark {nodes.disk.low}); {shards.unassigned} shards are unassigned.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['elasticsearch.yellow'],
    hints,
    probes: ['nodes', 'shards'],
    confirm: {
      all: [
        ['nodes.disk.lowNodes', '>=', 1],
        ['nodes.disk.highNodes', '==', 0],
        ['allocation.deciders', 'matches', 'disk_threshold'],
      ],
    },
    likelyWhenHinted: {
      all: [
        ['nodes.disk.lowNodes', '>=', 1],
        ['nodes.disk.highNodes', '==', 0],
      ],
    },
    refute: ['nodes.disk.lowNodes', '==', 0],
    advice: { 'zh-CN': '趁还没到高水位，清理过期索引或扩容。', en: 'Expire indices or grow the disks before the high watermark comes.' },
    remedies: [],
    source: 'elastic.co: Disk-based shard allocation',
  },
  {
    id: 'elasticsearch.disk-watch-off',
    kind: 'elasticsearch',
    title: { 'zh-CN': '磁盘水位保护被关闭，而磁盘快满了', en: 'Disk watermarks are switched off, and a disk is nearly full' },
    explanation: {
      'zh-CN':
        'cluster.routing.allocation.disk.threshold_enabled 为 false；{nodes.disk.name} 的数据盘已用 {nodes.disk.usedRatio|percent}。写满时事务日志会损坏，分片失败。',
      en: 'cluster.routing.allocation.disk.threshold_enabled is false; the disk of {nodes.disk.name} is {nodes.disk.usedRatio|percent} used. When it is full, translogs break and shards fail.',
    },
    severity: 'critical',
    role: 'cause',
    hints,
    probes: ['nodes'],
    confirm: {
      all: [
        ['nodes.disk.isWatched', '==', false],
        ['nodes.disk.usedRatio', '>=', 0.9],
      ],
    },
    refute: ['nodes.disk.isWatched', '==', true],
    advice: { 'zh-CN': '腾出空间后重新打开。', en: 'Free space, then switch it on again.' },
    remedies: [],
    source: 'elastic.co: Disk-based shard allocation',
  },
];

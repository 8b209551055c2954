/** Too many shards, too small ones, unevenly spread ones. */

import type { Signature } from '../../../domain/signature.ts';

const hints = 'shard|分片';

export const shardSignatures: readonly Signature[] = [
  {
    id: 'elasticsearch.max-shards-reached',
    kind: 'elasticsearch',
    title: { 'zh-CN': '分片总数达到上限，无法创建新索引', en: 'The shard limit is reached: no new index can be created' },
    explanation: {
      'zh-CN':
        '共 {shards.total} 个分片，上限 {shards.limit}（{shards.dataNodes} 个数据节点 × {shards.maxPerNode}）；新建、滚动、恢复索引都会报 this action would add … shards。',
      en: '{shards.total} shards with a limit of {shards.limit} ({shards.dataNodes} data nodes × {shards.maxPerNode}, cluster.max_shards_per_node); creating, rolling over and restoring indices fails with "this action would add … shards".',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['elasticsearch.lifecycle-stuck'],
    hints: `max.?shards|maximum (normal )?shards|would add|rollover|create index|上限|建索引|滚动|${hints}`,
    quoted: 'this action would add \\[\\d+\\] (total )?shards|maximum normal shards open',
    probes: ['shards'],
    confirm: ['shards.usedRatio', '>=', 0.98],
    likely: ['shards.usedRatio', '>=', 0.93],
    // An action that adds many meets the limit earlier than the next shard does.
    refute: ['shards.usedRatio', '<', 0.6],
    advice: {
      'zh-CN': '先临时调高上限恢复写入，再减少分片：缩短保留期、合并小索引（shrink）、模板里减少主分片数。',
      en: 'Raise the limit to get writes back, then have fewer shards: shorter retention, shrink small indices, fewer primaries in templates.',
    },
    remedies: [
      { action: 'set-cluster-setting', arguments: { name: 'cluster.max_shards_per_node', value: '{shards.suggestedMaxPerNode}' } },
    ],
    source: 'elastic.co: Size your shards; Fix common cluster issues, total shards',
  },
  {
    id: 'elasticsearch.too-many-small-shards',
    kind: 'elasticsearch',
    title: { 'zh-CN': '小分片过多，浪费堆内存、加重主节点负担', en: 'Too many small shards (oversharding) waste heap and load the master' },
    explanation: {
      'zh-CN':
        '{shards.total} 个分片平均只有 {shards.averageBytes|bytes}，{shards.smallRatio|percent} 小于 100 MB；单个节点最多 {shards.mostOnNode} 个。',
      en: '{shards.total} shards of {shards.averageBytes|bytes} on average, {shards.smallRatio|percent} below 100 MB; up to {shards.mostOnNode} on one node.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['elasticsearch.heap-pressure', 'elasticsearch.master-overloaded'],
    hints: `oversharding|small|too many|过多|小分片|${hints}`,
    probes: ['shards', 'nodes'],
    confirm: {
      all: [
        ['shards.smallRatio', '>=', 0.7],
        ['shards.mostOnNode', '>=', 300],
        ['shards.mostOnNode', '>=', { fact: 'nodes.heap.maxBytes', times: 0.000_000_02 }],
      ],
    },
    likelyWhenHinted: {
      all: [
        ['shards.smallRatio', '>=', 0.7],
        ['shards.usedRatio', '>=', 0.5],
      ],
    },
    refute: ['shards.mostOnNode', '<', 100],
    advice: {
      'zh-CN': '按大小而不是按天滚动（10–50 GB 一个分片），减少主分片数，历史索引 shrink 或 reindex 合并。',
      en: 'Roll over by size rather than by day (10 to 50 GB a shard), use fewer primaries, and shrink or reindex old indices.',
    },
    remedies: [],
    source: 'elastic.co: Size your shards',
  },
  {
    id: 'elasticsearch.uneven-shards',
    kind: 'elasticsearch',
    title: { 'zh-CN': '分片在节点间分布不均', en: 'Shards are spread unevenly over the nodes' },
    explanation: {
      'zh-CN':
        '{shards.mostNode} 有 {shards.mostOnNode} 个分片，最少的节点只有 {shards.fewestOnNode} 个，没有分片在搬迁：多的节点更慢、磁盘先满。',
      en: '{shards.mostNode} has {shards.mostOnNode} shards, the emptiest node {shards.fewestOnNode}, and none is moving: the fuller nodes are slower and run out of disk first.',
    },
    severity: 'warning',
    role: 'cause',
    hints: `uneven|skew|hot|不均|倾斜|热点|${hints}`,
    probes: ['shards'],
    confirm: {
      all: [
        ['shards.unevenRatio', '>=', 0.6],
        ['shards.mostOnNode', '>=', 10],
        ['shards.relocating', '==', 0],
      ],
    },
    likelyWhenHinted: ['shards.unevenRatio', '>=', 0.4],
    refute: ['shards.unevenRatio', '<', 0.25],
    advice: {
      'zh-CN': '看再平衡是否被关、磁盘水位是否挡住搬迁、total_shards_per_node 与分层设置；刚加入的节点需要时间。',
      en: 'See whether rebalancing is off, watermarks hold moves back, or total_shards_per_node and tiers forbid them; a new node takes its time.',
    },
    remedies: [],
    source: 'elastic.co: Hot spotting',
  },
  {
    id: 'elasticsearch.oversized-shard',
    kind: 'elasticsearch',
    title: { 'zh-CN': '{shards.largestIndex} 的分片过大', en: 'A shard of {shards.largestIndex} is too large and slow' },
    explanation: {
      'zh-CN': '最大的主分片 {shards.largestBytes|bytes}：恢复、搬迁、合并都会很久，搜索也慢。',
      en: 'The largest primary has {shards.largestBytes|bytes}: recovery, moves and merges take long, and searches are slow.',
    },
    severity: 'info',
    role: 'cause',
    hints: `large|big|recovery|slow|过大|恢复慢|${hints}`,
    probes: ['shards'],
    confirm: ['shards.largestBytes', '>=', 214_748_364_800],
    likelyWhenHinted: ['shards.largestBytes', '>=', 64_424_509_440],
    refute: ['shards.largestBytes', '<', 53_687_091_200],
    advice: { 'zh-CN': '按大小滚动；已有的用 split 或 reindex 拆开。', en: 'Roll over by size; split or reindex what is there.' },
    remedies: [],
    source: 'elastic.co: Size your shards',
  },
  {
    id: 'elasticsearch.shards-per-node-of-index',
    kind: 'elasticsearch',
    title: {
      'zh-CN': '{allocation.index} 的 total_shards_per_node 限制使分片未分配',
      en: 'total_shards_per_node leaves shards of {allocation.index} unassigned',
    },
    explanation: {
      'zh-CN': '未分配的分片给出的理由：{allocation.explanation}',
      en: 'What the unassigned shards say: {allocation.explanation}',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['elasticsearch.red', 'elasticsearch.yellow'],
    hints: `total_shards_per_node|limit|限制|${hints}`,
    probes: ['shards'],
    confirm: {
      all: [
        ['shards.unassigned', '>=', 1],
        ['allocation.deciders', 'matches', 'shards_limit'],
      ],
    },
    refute: ['shards.unassigned', '==', 0],
    advice: {
      'zh-CN': '节点离开后尤其容易触发：放宽或去掉该索引的 index.routing.allocation.total_shards_per_node。',
      en: 'It comes up when a node has left: loosen index.routing.allocation.total_shards_per_node of the index, or take it away.',
    },
    remedies: [
      {
        action: 'set-index-setting',
        arguments: { index: '{allocation.index}', name: 'index.routing.allocation.total_shards_per_node', value: 'default' },
        when: ['allocation.explanation', 'matches', 'index setting \\[index\\.routing\\.allocation\\.total_shards_per_node'],
      },
    ],
    source: 'elastic.co: Total shards per node',
  },
  {
    id: 'elasticsearch.tier-or-zone-missing',
    kind: 'elasticsearch',
    title: { 'zh-CN': '没有符合数据层或可用区要求的节点，分片未分配', en: 'Shards stay unassigned: no node is of their tier or zone' },
    explanation: {
      'zh-CN': '未分配的分片给出的理由：{allocation.explanation}',
      en: 'What the unassigned shards say: {allocation.explanation}',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['elasticsearch.red', 'elasticsearch.yellow'],
    hints: `tier|zone|awareness|数据层|可用区|${hints}`,
    probes: ['shards'],
    confirm: {
      all: [
        ['shards.unassigned', '>=', 1],
        ['allocation.deciders', 'matches', 'data_tier|awareness'],
      ],
    },
    refute: ['shards.unassigned', '==', 0],
    advice: {
      'zh-CN': '补上相应角色或可用区的节点，或修改索引的 _tier_preference 与集群的 awareness 设置。',
      en: 'Add a node of that role or zone, or change _tier_preference of the index or the awareness of the cluster.',
    },
    remedies: [],
    source: 'elastic.co: Data tiers; Shard allocation awareness',
  },
];

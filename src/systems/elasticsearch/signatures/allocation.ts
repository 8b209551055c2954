/** Why shards are nowhere: what the allocation was told, and what it has given up on. */

import type { Signature } from '../../../domain/signature.ts';

const hints = 'red|yellow|unassigned|shard|allocation|health|变红|变黄|未分配|分片|分配';
const isMissing = ['shards.unassigned', '>=', 1] as const;

export const allocationSignatures: readonly Signature[] = [
  {
    id: 'elasticsearch.red',
    kind: 'elasticsearch',
    title: { 'zh-CN': '集群状态为红（red）：有主分片未分配', en: 'Cluster status is red: primary shards are unassigned' },
    explanation: {
      'zh-CN': '{shards.unassignedPrimaries} 个主分片没有分配（{shards.unassignedNames}），这部分数据既不能读也不能写。',
      en: '{shards.unassignedPrimaries} primary shards are unassigned ({shards.unassignedNames}); that part of the data can be neither read nor written.',
    },
    severity: 'critical',
    role: 'symptom',
    hints,
    quoted:
      'no_shard_available_action_exception|NoShardAvailableActionException|unavailable_shards_exception|UnavailableShardsException|primary shard is not active',
    probes: ['cluster', 'shards'],
    confirm: {
      any: [
        ['cluster.status', '==', 'red'],
        ['shards.unassignedPrimaries', '>=', 1],
      ],
    },
    refute: ['shards.unassignedPrimaries', '==', 0],
    advice: {
      'zh-CN': '看 allocation/explain 的结论；不要先删索引。',
      en: 'Read what allocation/explain says; deleting the index is no first step.',
    },
    remedies: [],
    source: 'elastic.co: Red or yellow cluster health status',
  },
  {
    id: 'elasticsearch.yellow',
    kind: 'elasticsearch',
    title: { 'zh-CN': '集群状态为黄（yellow）：有副本分片未分配', en: 'Cluster status is yellow: replica shards are unassigned' },
    explanation: {
      'zh-CN': '{shards.unassigned} 个分片未分配（{shards.unassignedNames}）；数据可读写，但再丢一个节点就可能变红。',
      en: '{shards.unassigned} shards are unassigned ({shards.unassignedNames}); everything can be read and written, but losing another node may turn it red.',
    },
    severity: 'warning',
    role: 'symptom',
    hints,
    probes: ['cluster', 'shards'],
    confirm: ['cluster.status', '==', 'yellow'],
    refute: ['cluster.status', '!=', 'yellow'],
    advice: { 'zh-CN': '看 allocation/explain 的结论。', en: 'Read what allocation/explain says.' },
    remedies: [],
    source: 'elastic.co: Red or yellow cluster health status',
  },
  {
    id: 'elasticsearch.allocation-disabled',
    kind: 'elasticsearch',
    title: { 'zh-CN': '分片分配被关闭后没有打开，分片未分配', en: 'Shard allocation is disabled and shards stay unassigned' },
    explanation: {
      'zh-CN':
        'cluster.routing.allocation.enable 为 {settings.allocationEnable}（{settings.allocationScope}），{shards.unassigned} 个分片因此未分配；多半是维护或滚动重启后忘了恢复。',
      en: 'cluster.routing.allocation.enable is {settings.allocationEnable} ({settings.allocationScope}) and {shards.unassigned} shards are unassigned; mostly forgotten after maintenance or a rolling restart.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['elasticsearch.red', 'elasticsearch.yellow', 'elasticsearch.rebalance-disabled'],
    hints: `maintenance|enable|restart|维护|重启|${hints}`,
    probes: ['settings', 'shards'],
    confirm: { all: [['settings.allocationEnable', '!=', 'all'], isMissing] },
    likelyWhenHinted: ['settings.allocationEnable', '!=', 'all'],
    refute: ['settings.allocationEnable', '==', 'all'],
    advice: {
      'zh-CN': '确认没有人正在维护节点后打开分配；恢复量大时留意网络与磁盘。',
      en: 'Make sure that nobody is working on a node, then switch it on; mind network and disk while much is recovered.',
    },
    remedies: [{ action: 'set-cluster-setting', arguments: { name: 'cluster.routing.allocation.enable', value: 'all' } }],
    source: 'elastic.co: Cluster-level shard allocation settings; Full-cluster restart and rolling restart',
  },
  {
    id: 'elasticsearch.rebalance-disabled',
    kind: 'elasticsearch',
    title: { 'zh-CN': '分片再平衡被关闭，节点之间越来越不均', en: 'Shard rebalancing is disabled and the nodes are uneven' },
    explanation: {
      'zh-CN':
        'cluster.routing.rebalance.enable 为 {settings.rebalanceEnable}；{shards.mostNode} 有 {shards.mostOnNode} 个分片，最少的只有 {shards.fewestOnNode} 个。',
      en: 'cluster.routing.rebalance.enable is {settings.rebalanceEnable}; {shards.mostNode} has {shards.mostOnNode} shards, the emptiest node {shards.fewestOnNode}.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['elasticsearch.uneven-shards', 'elasticsearch.hot-node'],
    hints: 'rebalance|uneven|hot|不均|再平衡|倾斜',
    probes: ['settings', 'shards'],
    confirm: {
      all: [
        ['settings.rebalanceEnable', '!=', 'all'],
        ['shards.unevenRatio', '>=', 0.3],
        ['shards.mostOnNode', '>=', 10],
      ],
    },
    likelyWhenHinted: ['settings.rebalanceEnable', '!=', 'all'],
    refute: ['settings.rebalanceEnable', '==', 'all'],
    advice: { 'zh-CN': '在业务低峰打开，分片会逐步搬迁。', en: 'Switch it on in a quiet hour; shards move step by step.' },
    remedies: [{ action: 'set-cluster-setting', arguments: { name: 'cluster.routing.rebalance.enable', value: 'all' } }],
    source: 'elastic.co: Cluster-level shard allocation settings',
  },
  {
    id: 'elasticsearch.primary-lost',
    kind: 'elasticsearch',
    title: {
      'zh-CN': '{allocation.index} 的主分片找不到任何有效副本',
      en: 'A primary shard of {allocation.index} has no valid copy left',
    },
    explanation: {
      'zh-CN': '分片 {allocation.shard} 的所有副本都在已离开的节点上，或已损坏（{allocation.reason}）：一直未分配，这部分数据不可读写。',
      en: 'Every copy of shard {allocation.shard} is on nodes that are down, or corrupt ({allocation.reason}): the shard stays unassigned (red), and its data can be neither read nor written.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['elasticsearch.red'],
    hints: `lost|no_valid_shard_copy|corrupt|丢失|损坏|${hints}`,
    probes: ['shards'],
    confirm: {
      all: [
        ['allocation.isPrimary', '==', true],
        ['allocation.verdict', 'matches', 'no_valid_shard_copy|no_stale_copy'],
      ],
    },
    refute: ['shards.unassignedPrimaries', '==', 0],
    advice: {
      'zh-CN':
        '优先让持有副本的节点回来；回不来则从快照恢复该索引。allocate_stale_primary 与 allocate_empty_primary 会丢数据，只在确认后由人执行。',
      en: 'Bring back the node that holds a copy; failing that, restore the index from a snapshot. allocate_stale_primary and allocate_empty_primary lose data: for a person, after deciding so.',
    },
    remedies: [],
    source: 'elastic.co: Red or yellow cluster health status, recover a lost primary shard',
  },
  {
    id: 'elasticsearch.impossible-replicas',
    kind: 'elasticsearch',
    title: {
      'zh-CN': '{indices.impossibleIndex} 要求的副本数多于可放的节点',
      en: '{indices.impossibleIndex} wants more replicas than the nodes can hold',
    },
    explanation: {
      'zh-CN':
        '它要 {indices.impossibleIndexReplicas} 个副本，而数据节点只放得下 {indices.possibleReplicas} 个（同一分片的两份不能在同一节点），多出的副本一直未分配（黄）；共 {indices.impossibleReplicas} 个索引如此。',
      en: 'It wants {indices.impossibleIndexReplicas} replicas, and the data nodes have room for {indices.possibleReplicas} (two copies of a shard never share a node), so the rest stay unassigned (yellow); {indices.impossibleReplicas} indices are like that.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['elasticsearch.yellow'],
    hints: `replica|single node|副本|单节点|${hints}`,
    probes: ['indices', 'shards'],
    confirm: { all: [['indices.impossibleReplicas', '>=', 1], isMissing, ['shards.unassignedPrimaries', '==', 0]] },
    likelyWhenHinted: ['indices.impossibleReplicas', '>=', 1],
    refute: ['indices.impossibleReplicas', '==', 0],
    advice: {
      'zh-CN': '若原来有更多节点，先看是谁离开了；本就只有这些节点时，把副本数降到放得下的数量，并改索引模板。',
      en: 'If there were more nodes, see which has left; if not, lower the replicas to what fits, and the template as well.',
    },
    remedies: [
      {
        action: 'set-replicas',
        arguments: { index: '{indices.impossibleIndex}', replicas: '{indices.possibleReplicas}' },
        when: ['indices.possibleReplicas', '>=', 0],
      },
    ],
    source: 'elastic.co: Warning: Not enough nodes to allocate all shard replicas',
  },
  {
    id: 'elasticsearch.delayed-unassigned',
    kind: 'elasticsearch',
    title: { 'zh-CN': '副本未分配：在等离开的节点回来', en: 'Unassigned replicas are delayed: they wait for a node that left' },
    explanation: {
      'zh-CN': '{cluster.delayedUnassigned} 个分片被推迟分配，还要等 {allocation.delaySeconds|duration}：短暂重启时这样可以省去整份复制。',
      en: '{cluster.delayedUnassigned} shards are held back for another {allocation.delaySeconds|duration}: that saves a full copy when a node only restarts.',
    },
    severity: 'warning',
    role: 'symptom',
    hints: `delayed|restart|延迟|重启|${hints}`,
    probes: ['cluster', 'shards'],
    confirm: ['cluster.delayedUnassigned', '>=', 1],
    refute: ['cluster.delayedUnassigned', '==', 0],
    advice: {
      'zh-CN': '让节点尽快回来；确定回不来时不用处理，时间到后会自动补副本。',
      en: 'Bring the node back; if it stays away, the copies are made when the time is up.',
    },
    remedies: [],
    source: 'elastic.co: Delaying allocation when a node leaves',
  },
  {
    id: 'elasticsearch.allocation-given-up',
    kind: 'elasticsearch',
    title: { 'zh-CN': '分片多次分配失败，集群已不再尝试', en: 'Shard allocation failed too often: the cluster stopped trying' },
    explanation: {
      'zh-CN':
        '{allocation.index} 的分片失败 {allocation.failedAttempts} 次后停止重试，一直未分配；最后一次的原因：{allocation.lastFailure}',
      en: 'A shard of {allocation.index} failed {allocation.failedAttempts} times and is not tried again, it stays unassigned; the last reason: {allocation.lastFailure}',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['elasticsearch.red', 'elasticsearch.yellow'],
    hints: `max_retry|retry|failed|重试|失败|${hints}`,
    probes: ['shards'],
    confirm: {
      all: [
        ['shards.allocationFailed', '>=', 1],
        ['allocation.deciders', 'matches', 'max_retry'],
      ],
    },
    likely: ['allocation.failedAttempts', '>=', 5],
    refute: ['shards.allocationFailed', '==', 0],
    advice: {
      'zh-CN': '先解决最后一次失败的原因（磁盘、锁、缺插件或词典文件），再让集群重试。',
      en: 'Repair the last reason first (disk, a lock, a missing plugin or dictionary file), then have the cluster try again.',
    },
    remedies: [{ action: 'retry-failed-allocation', arguments: {} }],
    source: 'elastic.co: Cluster reroute API, retry_failed',
  },
  {
    id: 'elasticsearch.allocation-filtered',
    kind: 'elasticsearch',
    title: { 'zh-CN': '分配过滤规则把节点排除在外，分片未分配', en: 'Allocation filters exclude the nodes: shards stay unassigned' },
    explanation: {
      'zh-CN': '集群设置 {settings.excludedBy} = {settings.excluded}；未分配的分片给出的理由：{allocation.explanation}',
      en: 'The cluster has {settings.excludedBy} = {settings.excluded}; what unassigned shards say: {allocation.explanation}',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['elasticsearch.red', 'elasticsearch.yellow'],
    hints: `exclude|filter|decommission|drain|排除|下线|排空|${hints}`,
    probes: ['settings', 'shards'],
    confirm: { all: [isMissing, ['allocation.deciders', 'matches', '(^|,)filter(,|$)'], ['settings.excluded', '!=', '']] },
    likely: { all: [isMissing, ['allocation.deciders', 'matches', '(^|,)filter(,|$)']] },
    refute: ['shards.unassigned', '==', 0],
    advice: {
      'zh-CN': '下线完成后去掉排除规则；索引自己的 index.routing.allocation.* 也要看。',
      en: 'Take the exclusion away once the node is retired; look at index.routing.allocation.* of the index as well.',
    },
    remedies: [
      {
        action: 'set-cluster-setting',
        arguments: { name: '{settings.excludedBy}', value: 'default' },
        when: ['settings.excludedBy', 'matches', '^cluster\\.routing\\.allocation\\.exclude\\._(name|ip|host)$'],
      },
    ],
    source: 'elastic.co: Cluster-level shard allocation filtering',
  },
  {
    id: 'elasticsearch.index-allocation-filtered',
    kind: 'elasticsearch',
    title: {
      'zh-CN': '没有节点满足索引 {allocation.index} 自己的分配过滤（index.routing.allocation），分片未分配',
      en: 'No node meets the allocation filter of index {allocation.index} (index.routing.allocation): its shards stay unassigned',
    },
    explanation: {
      'zh-CN':
        '{shards.unassigned} 个分片未分配，集群给出的理由：{allocation.explanation}。过滤要求的节点属性（如 box_type、data）没有节点有：模板或 ILM 写错了属性，或带该属性的节点已下线、改名。滚动到新索引后写入会一直失败，旧索引仍可查询。',
      en: '{shards.unassigned} shards are unassigned, and the cluster says why: {allocation.explanation}. No node has the attribute that the filter asks for (as box_type or data): a template or a lifecycle policy names a wrong one, or the nodes that had it were retired or renamed. After a rollover all writes fail, while older indices can still be searched.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['elasticsearch.red', 'elasticsearch.yellow', 'elasticsearch.allocation-filtered'],
    hints: `filter|rollover|template|box_type|tier|滚动|模板|属性|${hints}`,
    probes: ['shards'],
    confirm: {
      all: [
        isMissing,
        ['allocation.deciders', 'matches', '(^|,)filter(,|$)'],
        ['allocation.explanation', 'matches', 'index setting \\[index\\.routing\\.allocation\\.'],
      ],
    },
    refute: { any: [['shards.unassigned', '==', 0], { not: ['allocation.deciders', 'matches', 'filter'] }] },
    advice: {
      'zh-CN':
        '对照 GET _cat/nodeattrs 与该索引的 index.routing.allocation.*：给节点补上属性，或把索引的过滤设为 null（PUT {allocation.index}/_settings），并改正模板与 ILM，否则下次滚动又会如此。',
      en: 'Compare GET _cat/nodeattrs with index.routing.allocation.* of the index: give a node the attribute, or set the filter of the index to null (PUT {allocation.index}/_settings), and correct the template and the lifecycle policy, or the next rollover does it again.',
    },
    remedies: [],
    source: 'elastic.co: Index-level shard allocation filtering',
  },
];

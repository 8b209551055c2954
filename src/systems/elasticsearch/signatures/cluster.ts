/** The cluster as a whole: its master, its nodes, what waits for the master, settings that contradict each other. */

import type { Signature } from '../../../domain/signature.ts';

export const clusterSignatures: readonly Signature[] = [
  {
    id: 'elasticsearch.no-master',
    kind: 'elasticsearch',
    title: { 'zh-CN': '集群没有主节点，读写与管理操作都受阻', en: 'The cluster has no master: reads and writes are blocked' },
    explanation: {
      'zh-CN': '节点在运行，但选不出主节点：{cluster.masterReason}。可当主节点的节点超过半数不在，或彼此网络不通。',
      en: 'The node runs, but no master is elected: {cluster.masterReason}. More than half of the master-eligible nodes are away or cannot reach each other.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['elasticsearch.red'],
    hints: 'master|master_not_discovered|no master|election|split|503|主节点|选主|脑裂',
    quoted:
      'master_not_discovered_exception|MasterNotDiscoveredException|cluster_manager_not_discovered_exception|SERVICE_UNAVAILABLE/2/no master',
    probes: ['cluster'],
    confirm: ['cluster.hasMaster', '==', false],
    refute: ['cluster.hasMaster', '==', true],
    advice: {
      'zh-CN':
        '先把缺失的主候选节点启动起来，并检查节点间 9300 端口；日志里的 master not discovered yet 会列出它在等谁。不要随意使用 elasticsearch-node unsafe-bootstrap：会丢数据。',
      en: 'Start the missing master-eligible nodes and check port 9300 between them; "master not discovered yet" in the log lists whom it waits for. Keep away from elasticsearch-node unsafe-bootstrap: it loses data.',
    },
    remedies: [],
    source: 'elastic.co: Troubleshooting discovery',
  },
  {
    id: 'elasticsearch.node-left',
    kind: 'elasticsearch',
    title: { 'zh-CN': '节点 {cluster.missingNames} 宕机或离开了集群', en: 'Node {cluster.missingNames} is down or has left the cluster' },
    explanation: {
      'zh-CN':
        '此前见过 {cluster.nodesSeen} 个节点，现在少了 {cluster.missingNames}；因节点离开而未分配的分片 {shards.nodeLeft} 个，冗余降低。',
      en: '{cluster.nodesSeen} nodes have been seen before, {cluster.missingNames} is missing; {shards.nodeLeft} shards are unassigned for a node that left, and redundancy is reduced.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['elasticsearch.red', 'elasticsearch.yellow', 'elasticsearch.delayed-unassigned', 'elasticsearch.impossible-replicas'],
    hints: 'node left|node.*(down|missing|gone)|number_of_nodes|节点(离开|掉线|丢失|宕机)|掉线',
    probes: ['cluster', 'shards'],
    confirm: ['cluster.nodesMissing', '>=', 1],
    refute: {
      all: [
        ['cluster.nodesMissing', '==', 0],
        ['shards.nodeLeft', '==', 0],
      ],
    },
    advice: {
      'zh-CN': '在该节点的主机上看进程是否退出（OOM、磁盘、被停止）、长 GC 或网络；节点回来后分片自动恢复。若是下线，请先排空再停。',
      en: 'On its host, see whether the process ended (OOM, disk, stopped), whether it collects garbage for long, and the network; shards come back with the node. To retire a node, drain it first.',
    },
    remedies: [],
    source: 'elastic.co: Red or yellow cluster health status; elasticsearch mixin: ElasticsearchHealthyNodes',
  },
  {
    id: 'elasticsearch.shards-of-a-lost-node',
    kind: 'elasticsearch',
    title: { 'zh-CN': '有节点离开，{shards.nodeLeft} 个分片因此未分配', en: '{shards.nodeLeft} shards are unassigned because a node left' },
    explanation: {
      'zh-CN': '{shards.unassignedNames} 的分片注明 NODE_LEFT；现有 {cluster.nodes} 个节点，本系统未见过离开的那一个。',
      en: 'Shards of {shards.unassignedNames} say NODE_LEFT; {cluster.nodes} nodes are here, and the one that left was never seen from here.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['elasticsearch.red', 'elasticsearch.yellow', 'elasticsearch.delayed-unassigned'],
    hints: 'node left|NODE_LEFT|节点离开|掉线',
    probes: ['cluster', 'shards'],
    confirm: {
      all: [
        ['shards.nodeLeft', '>=', 1],
        ['cluster.nodesMissing', '==', 0],
        ['allocation.reason', '==', 'NODE_LEFT'],
      ],
    },
    refute: ['shards.nodeLeft', '==', 0],
    advice: {
      'zh-CN': '看监控与主节点日志（node-left）是哪个节点、何时离开，让它回来；回不来且有副本时集群会自行补齐。',
      en: 'The master’s log (node-left) and monitoring tell which node left and when; bring it back. If it stays away, the cluster makes new copies where it has some.',
    },
    remedies: [],
    source: 'elastic.co: Red or yellow cluster health status',
  },
  {
    id: 'elasticsearch.master-overloaded',
    kind: 'elasticsearch',
    title: {
      'zh-CN': '主节点过载处理不过来，集群任务（pending tasks）堆积',
      en: 'The master is overloaded: pending cluster tasks pile up',
    },
    explanation: {
      'zh-CN': '{cluster.pendingTasks} 个任务在排队，最久的等了 {cluster.pendingOldestSeconds|duration}；队首：{cluster.pendingSource}。',
      en: '{cluster.pendingTasks} tasks wait, the oldest for {cluster.pendingOldestSeconds|duration}; first in line: {cluster.pendingSource}.',
    },
    severity: 'critical',
    role: 'cause',
    hints: 'pending|master|process_cluster_event_timeout|待处理|任务堆积|主节点',
    // What waited too long has gone from the queue when somebody looks.
    quoted: 'process_cluster_event_timeout_exception|ProcessClusterEventTimeoutException|failed to process cluster event \\(',
    probes: ['cluster'],
    confirm: {
      any: [
        ['cluster.pendingOldestSeconds', '>=', 30],
        {
          all: [
            ['cluster.pendingTasks', '>=', 100],
            ['cluster.pendingOldestSeconds', '>=', 5],
          ],
        },
      ],
    },
    likely: ['cluster.pendingOldestSeconds', '>=', 10],
    advice: {
      'zh-CN':
        '看队列里最多的是哪类：put-mapping 多是动态字段在增加，create-index 多是按时滚动；分片过多会让每次更新都变慢。主节点的堆与磁盘也要看。',
      en: 'See what most of them are: put-mapping means new fields keep coming, create-index means rollovers; with too many shards each update is slow. Look at the heap and disk of the master as well.',
    },
    remedies: [],
    source: 'elastic.co: Pending cluster tasks; elasticsearch mixin: ElasticsearchPendingTasks',
  },
  {
    id: 'elasticsearch.minimum-masters-too-low',
    kind: 'elasticsearch',
    title: { 'zh-CN': 'minimum_master_nodes 小于多数，可能脑裂', en: 'Split-brain risk: minimum_master_nodes is below a majority' },
    explanation: {
      'zh-CN':
        'discovery.zen.minimum_master_nodes 为 {settings.minimumMasters}，而主候选节点有 {cluster.masterEligible} 个：网络分区时两边会各选一个主。',
      en: 'discovery.zen.minimum_master_nodes is {settings.minimumMasters} with {cluster.masterEligible} master-eligible nodes: in a network partition both sides elect a master, and data is lost.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'split.?brain|minimum_master|脑裂|分裂',
    probes: ['settings', 'cluster'],
    confirm: {
      all: [
        ['cluster.masterEligible', '>=', 2],
        ['settings.minimumMasters', '<=', { fact: 'cluster.masterEligible', times: 0.5 }],
        ['cluster.version', 'matches', '^[56]\\.'],
      ],
    },
    refute: ['settings.minimumMasters', '>', { fact: 'cluster.masterEligible', times: 0.5 }],
    advice: {
      'zh-CN': '设为 主候选数 ÷ 2 + 1；7.0 起不再需要这个设置。',
      en: 'Set it to half of the master-eligible nodes plus one; since 7.0 the setting is not needed any more.',
    },
    remedies: [],
    source: 'elastic.co: Avoiding split brain (6.8)',
  },
  {
    id: 'elasticsearch.two-master-eligible',
    kind: 'elasticsearch',
    title: {
      'zh-CN': '只有两个主候选节点：丢任何一个都会失去主节点',
      en: 'Two master-eligible nodes: losing one can take the master away',
    },
    explanation: {
      'zh-CN': '{cluster.nodes} 个节点中 {cluster.masterEligible} 个可当主节点；多数派是 2，容不下一次故障。',
      en: '{cluster.masterEligible} of {cluster.nodes} nodes may become master; a majority is two, so no failure is tolerated.',
    },
    severity: 'info',
    role: 'cause',
    hints: 'quorum|master.?eligible|split|高可用|多数派|脑裂',
    probes: ['cluster'],
    confirm: {
      all: [
        ['cluster.masterEligible', '==', 2],
        ['cluster.hasMaster', '==', false],
      ],
    },
    likelyWhenHinted: ['cluster.masterEligible', '==', 2],
    refute: ['cluster.masterEligible', '>=', 3],
    advice: {
      'zh-CN': '加第三个主候选节点（可以只参与投票：voting_only）。',
      en: 'Add a third master-eligible node; one that only votes (voting_only) is enough.',
    },
    remedies: [],
    source: 'elastic.co: Resilience in two-node clusters',
  },
  {
    id: 'elasticsearch.mixed-versions',
    kind: 'elasticsearch',
    title: { 'zh-CN': '节点版本不一致：{cluster.versions}', en: 'The nodes run different versions: {cluster.versions}' },
    explanation: {
      'zh-CN': '集群里同时有 {cluster.versions}；新版本节点上的主分片不能把副本放到旧版本节点，升级到一半停下就会一直黄。',
      en: 'The cluster has {cluster.versions} side by side; a primary on a newer node cannot have its replica on an older one, so an upgrade that stops half-way stays yellow.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['elasticsearch.yellow'],
    hints: 'version|upgrade|node_version|升级|版本',
    probes: ['cluster', 'shards'],
    confirm: {
      all: [
        ['cluster.versionsCount', '>=', 2],
        ['allocation.deciders', 'matches', 'node_version'],
      ],
    },
    likelyWhenHinted: ['cluster.versionsCount', '>=', 2],
    refute: ['cluster.versionsCount', '<=', 1],
    advice: { 'zh-CN': '把余下的节点升级完。', en: 'Finish the upgrade of the other nodes.' },
    remedies: [],
    source: 'elastic.co: Rolling upgrades',
  },
  {
    id: 'elasticsearch.settings-contradict',
    kind: 'elasticsearch',
    title: {
      'zh-CN': '{settings.overriddenName} 的 transient 与 persistent 设置不一致',
      en: 'Transient and persistent {settings.overriddenName} contradict each other',
    },
    explanation: {
      'zh-CN': '{settings.overridden} 项 transient 设置盖住了另有其值的 persistent 设置；集群整体重启后会突然变回去。',
      en: '{settings.overridden} transient settings hide a persistent one of another value, which comes back after a full restart.',
    },
    severity: 'info',
    role: 'cause',
    hints: 'transient|persistent|setting|设置不一致|重启后',
    probes: ['settings'],
    confirm: {
      all: [
        ['settings.overridden', '>=', 1],
        ['settings.overriddenName', 'matches', 'allocation|blocks'],
      ],
    },
    likelyWhenHinted: ['settings.overridden', '>=', 1],
    refute: ['settings.overridden', '==', 0],
    advice: {
      'zh-CN': '确认哪个值才是想要的，只在 persistent 里保留一份。',
      en: 'Decide which value is meant, and keep it in the persistent settings alone.',
    },
    remedies: [],
    source: 'elastic.co: Cluster update settings (transient settings are deprecated)',
  },
];

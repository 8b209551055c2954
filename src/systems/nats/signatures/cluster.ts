/** Several servers: some that are gone, ways between them, and a majority that is not there. */

import type { Signature } from '../../../domain/signature.ts';

const common = { kind: 'nats', role: 'cause', probes: ['cluster'], remedies: [] } as const;

export const natsClusterSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'nats.quorum-lost',
    title: {
      'zh-CN': 'JetStream 失去多数派（quorum）：没有 meta leader',
      en: 'JetStream lost its majority (quorum): there is no meta leader',
    },
    explanation: {
      'zh-CN': '{meta.size} 台中 {meta.offline} 台不在（{cluster.down.names}），选不出 leader：流的创建、修改以及多副本流的写入都会失败。',
      en: 'Of {meta.size} servers {meta.offline} are down ({cluster.down.names}), and no leader can be elected: streams cannot be made or changed, and those with replicas take no messages.',
    },
    severity: 'critical',
    explains: [
      'nats.server-down', 'nats.stream-without-leader', 'nats.consumer-without-leader', 'nats.jetstream-unhealthy', 'nats.replica-offline',
      'nats.nobody-fetches',
    ], // biome-ignore format: a list of names
    hints: 'quorum|leader|raft|no suitable peers|10008|503|多数派|选主|没有 ?leader',
    quoted: 'JetStream system temporarily unavailable',
    confirm: {
      all: [
        ['meta.isOne', '==', true],
        ['meta.leader', '==', ''],
      ],
    },
    refute: {
      all: [
        ['meta.isOne', '==', true],
        ['meta.leader', '!=', ''],
      ],
    },
    advice: {
      'zh-CN': '尽快让任一台不在的服务器回来，带着它原来的存储目录；确定不再回来的，才用 `nats server cluster peer-remove`。',
      en: 'Bring any of the missing servers back with its own store; remove a peer (`nats server cluster peer-remove`) only when it will never return.',
    },
    source: 'docs.nats.io: JetStream clustering, the meta group',
  },
  {
    ...common,
    id: 'nats.server-down',
    title: {
      'zh-CN': '集群中有服务器宕机或失联：{cluster.down.names}',
      en: 'Cluster servers are down or unreachable: {cluster.down.names}',
    },
    explanation: {
      'zh-CN': '{cluster.down.count} 台不在，{cluster.up} 台应答；{cluster.silent.reason}',
      en: '{cluster.down.count} are gone and {cluster.up} answer; {cluster.silent.reason}',
    },
    severity: 'critical',
    explains: ['nats.replica-offline', 'nats.stream-without-leader', 'nats.consumer-without-leader', 'nats.jetstream-unhealthy'],
    hints: 'down|gone|offline|cluster|server|宕机|离线|集群|节点',
    confirm: ['cluster.down.count', '>', 0],
    refute: ['cluster.down.count', '==', 0],
    advice: {
      'zh-CN': '在它的主机上看进程与日志，让它带着原来的存储目录启动。',
      en: 'Look at process and log on its host, and start it with its own store.',
    },
    source: 'docs.nats.io: Clustering',
  },
  {
    ...common,
    id: 'nats.route-down',
    title: {
      'zh-CN': '服务器之间的路由断了：{cluster.unrouted.between}',
      en: 'A route between servers is down: {cluster.unrouted.between}',
    },
    explanation: {
      'zh-CN': '两边的服务器都在应答，彼此之间却没有路由：一边发布的消息到不了另一边的订阅者。',
      en: 'Servers at both ends answer, but have no route to each other: what is published at one end does not reach subscribers at the other.',
    },
    severity: 'critical',
    hints: 'route|partition|cluster|split|路由|分区|脑裂|集群',
    confirm: ['cluster.unrouted.count', '>', 0],
    refute: ['cluster.unrouted.count', '==', 0],
    advice: {
      'zh-CN': '检查 cluster 端口（默认 6222）之间的网络、防火墙与证书，以及 cluster.name、routes 与路由口令是否一致。',
      en: 'Check network, firewall and certificates between the cluster ports (6222 by default), and that cluster name, routes and their password agree.',
    },
    source: 'docs.nats.io: Clustering, routes',
  },
  {
    ...common,
    id: 'nats.leaf-down',
    title: { 'zh-CN': '叶节点（leaf node）连接断了，消息不通', en: 'A leaf node connection is down: messages do not pass' },
    explanation: {
      'zh-CN': '配置了 {leaf.remotes} 个远端，少了 {leaf.missing} 个：与上级集群之间的消息不通。',
      en: 'Of {leaf.remotes} remotes {leaf.missing} are not connected: messages from and to the other cluster do not pass.',
    },
    severity: 'critical',
    hints: 'leaf|remote|edge|叶节点|边缘',
    confirm: ['leaf.missing', '>', 0],
    refute: {
      all: [
        ['leaf.remotes', '>', 0],
        ['leaf.missing', '==', 0],
      ],
    },
    advice: {
      'zh-CN': '检查到远端 leafnode 端口（默认 7422）的网络、凭据与证书。',
      en: 'Check network, credentials and certificates to the remote’s leaf node port (7422 by default).',
    },
    source: 'docs.nats.io: Leaf nodes',
  },
];

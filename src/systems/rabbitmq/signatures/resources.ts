/** Alarms and limits of a node: memory, disk, file descriptors, sockets, processes. */

import type { Signature } from '../../../domain/signature.ts';

const common = { kind: 'rabbitmq', role: 'cause', probes: ['nodes'], remedies: [] } as const;

export const rabbitmqResourceSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'rabbitmq.memory-alarm',
    title: { 'zh-CN': '{memory.node} 内存告警（内存满）：所有发布被阻塞', en: 'Memory alarm on {memory.node} blocks all publishers' },
    explanation: {
      'zh-CN':
        '已用 {memory.usedBytes|bytes}，水位 {memory.limitBytes|bytes}；占用最多：{memory.topParts}。告警期间整个集群的发布者都被暂停。',
      en: 'Memory is full: {memory.usedBytes|bytes} used, the high watermark is {memory.limitBytes|bytes}; most of it: {memory.topParts}. While it lasts, publishers of the whole cluster are blocked.',
    },
    severity: 'critical',
    explains: ['rabbitmq.publishers-blocked'],
    hints: 'memory|watermark|alarm|blocked|RabbitmqMemoryHigh|内存|水位|阻塞|告警',
    confirm: ['memory.isAlarm', '==', true],
    refute: ['memory.isAlarm', '==', false],
    advice: {
      'zh-CN':
        '先让积压的队列被消费掉，或用策略限制长度；内存确实不够时再加内存或调高 vm_memory_high_watermark（不超过 0.6）。重启不会释放积压。',
      en: 'Have the backlog consumed, or bound the queues by a policy; only then add memory or raise vm_memory_high_watermark (0.6 at most). A restart does not remove a backlog.',
    },
    source: 'rabbitmq.com: Memory Alarms; RabbitmqMemoryHigh of the mixin',
  },
  {
    ...common,
    id: 'rabbitmq.memory-near-limit',
    title: { 'zh-CN': '{memory.node} 内存接近水位', en: '{memory.node} is near its memory watermark' },
    explanation: {
      'zh-CN':
        '已用水位的 {memory.usedRatio|percent}（{memory.usedBytes|bytes} / {memory.limitBytes|bytes}），到达后发布会被全部阻塞。占用最多：{memory.topParts}。',
      en: '{memory.usedRatio|percent} of the watermark is used ({memory.usedBytes|bytes} of {memory.limitBytes|bytes}); at the watermark all publishers are blocked. Most of it: {memory.topParts}.',
    },
    severity: 'warning',
    hints: 'memory|watermark|内存|水位',
    confirm: {
      all: [
        ['memory.isAlarm', '==', false],
        ['memory.usedRatio', '>=', 0.9],
      ],
    },
    likelyWhenHinted: {
      all: [
        ['memory.isAlarm', '==', false],
        ['memory.usedRatio', '>=', 0.8],
      ],
    },
    refute: {
      any: [
        ['memory.usedRatio', '<', 0.7],
        ['memory.isAlarm', '==', true],
      ],
    },
    advice: {
      'zh-CN': '找出占用最多的部分：队列则消费积压，连接则收敛客户端，binary 则缩小消息或用惰性、仲裁队列。',
      en: 'See which part is largest: queues, consume the backlog; connections, have clients share them; binaries, smaller messages or lazy and quorum queues.',
    },
    source: 'rabbitmq.com: Reasoning About Memory Use',
  },
  {
    ...common,
    id: 'rabbitmq.disk-alarm',
    title: {
      'zh-CN': '{disk.node} 磁盘告警（空间不足）：所有发布被阻塞',
      en: 'Disk alarm on {disk.node} (disk full) blocks all publishers',
    },
    explanation: {
      'zh-CN': '数据目录 {disk.path} 只剩 {disk.freeBytes|bytes}，低于下限 {disk.limitBytes|bytes}。告警期间整个集群的发布者都被暂停。',
      en: '{disk.path} has {disk.freeBytes|bytes} of space left, below the limit of {disk.limitBytes|bytes} (disk_free_limit). While it lasts, publishers of the whole cluster are blocked.',
    },
    severity: 'critical',
    explains: ['rabbitmq.publishers-blocked'],
    hints: 'disk|alarm|blocked|RabbitmqDiskSpace|磁盘|阻塞|告警',
    confirm: ['disk.isAlarm', '==', true],
    refute: ['disk.isAlarm', '==', false],
    advice: {
      'zh-CN': '看是谁写满了磁盘（日志、转储、持久化的积压），清理或扩容后告警自动解除；不要只调低下限。',
      en: 'See what fills the disk (logs, dumps, a persistent backlog) and make room; the alarm then clears by itself. Do not merely lower the limit.',
    },
    source: 'rabbitmq.com: Free Disk Space Alarms',
  },
  {
    ...common,
    id: 'rabbitmq.disk-near-limit',
    title: { 'zh-CN': '{disk.node} 的可用磁盘空间接近下限', en: 'Free disk space of {disk.node} is near its limit' },
    explanation: {
      'zh-CN': '剩余 {disk.freeBytes|bytes}，下限 {disk.limitBytes|bytes}；再少就会阻塞所有发布。',
      en: '{disk.freeBytes|bytes} are left and the limit is {disk.limitBytes|bytes}; below it, all publishers are blocked.',
    },
    severity: 'warning',
    hints: 'disk|磁盘',
    confirm: {
      all: [
        ['disk.isAlarm', '==', false],
        ['disk.limitRatio', '>=', 0.8],
      ],
    },
    refute: {
      any: [
        ['disk.limitRatio', '<', 0.5],
        ['disk.isAlarm', '==', true],
      ],
    },
    advice: {
      'zh-CN': '在告警之前清理或扩容；看持久化队列是否在积压。',
      en: 'Make room before the alarm comes; see whether persistent queues pile up.',
    },
    source: 'rabbitmq.com: Free Disk Space Alarms',
  },
  {
    ...common,
    id: 'rabbitmq.descriptors-exhausted',
    title: { 'zh-CN': '{descriptors.node} 的文件句柄将用尽', en: '{descriptors.node} runs out of file descriptors' },
    explanation: {
      'zh-CN': '已用 {descriptors.used} / {descriptors.max}；用尽后节点停止接受新连接，队列也打不开文件。',
      en: '{descriptors.used} of {descriptors.max} are used; when they are exhausted the node stops accepting connections and queues cannot open their files.',
    },
    severity: 'critical',
    explains: ['rabbitmq.not-accepting'],
    hints: 'descriptor|file handle|ulimit|nofile|emfile|RabbitmqFileDescriptors|句柄|文件描述符',
    confirm: ['descriptors.usedRatio', '>=', 0.95],
    likely: ['descriptors.usedRatio', '>=', 0.85],
    refute: ['descriptors.usedRatio', '<', 0.7],
    advice: {
      'zh-CN': '先看连接是否泄漏；再调高 LimitNOFILE（systemd）或 ulimit -n，需要重启节点。',
      en: 'Look for leaking connections first; then raise LimitNOFILE (systemd) or ulimit -n, which takes a restart of the node.',
    },
    source: 'rabbitmq.com: Networking, Open File Handle Limit',
  },
  {
    ...common,
    id: 'rabbitmq.sockets-exhausted',
    title: { 'zh-CN': '{sockets.node} 的套接字将用尽', en: '{sockets.node} runs out of sockets' },
    explanation: {
      'zh-CN':
        '已用 {sockets.used} / {sockets.max}，用尽后新连接被拒绝；最多的客户端是 {connections.topClient}：{connections.topCount} 个连接。',
      en: '{sockets.used} of {sockets.max} are used; when they are exhausted new connections are refused. Most connections come from {connections.topClient}: {connections.topCount}.',
    },
    severity: 'critical',
    explains: ['rabbitmq.not-accepting'],
    probes: ['nodes', 'connections'],
    hints: 'socket|connection|too many|RabbitmqTooManyConnections|套接字|连接数',
    confirm: ['sockets.usedRatio', '>=', 0.95],
    likely: ['sockets.usedRatio', '>=', 0.85],
    refute: ['sockets.usedRatio', '<', 0.7],
    advice: {
      'zh-CN': '让 {connections.topClient} 复用长连接；上限由文件句柄数决定，调高后需重启节点。',
      en: 'Have {connections.topClient} share long-lived connections; the limit follows from that of file descriptors, and raising it takes a restart.',
    },
    source: 'rabbitmq.com: Connections, High Connection Churn and Limits',
  },
  {
    ...common,
    id: 'rabbitmq.processes-exhausted',
    title: { 'zh-CN': '{processes.node} 的 Erlang 进程将用尽', en: '{processes.node} runs out of Erlang processes' },
    explanation: {
      'zh-CN': '已用 {processes.used} / {processes.max}；每个连接、信道、队列都占进程，用尽后节点会崩溃。',
      en: '{processes.used} of {processes.max} are used; each connection, channel and queue takes some, and a node that has none left crashes.',
    },
    severity: 'critical',
    hints: 'erlang|process|RabbitmqErlangProcesses|进程数',
    confirm: ['processes.usedRatio', '>=', 0.9],
    likely: ['processes.usedRatio', '>=', 0.8],
    refute: ['processes.usedRatio', '<', 0.7],
    advice: {
      'zh-CN': '看信道或队列是否泄漏（每次请求新建而不关闭）；必要时用 +P 调高上限并重启。',
      en: 'Look for leaking channels or queues (made for every request and never closed); if need be raise the limit with +P and restart.',
    },
    source: 'rabbitmq.com: Runtime Tuning; RabbitmqErlangProcesses of the mixin',
  },
  {
    ...common,
    id: 'rabbitmq.processors-overloaded',
    title: { 'zh-CN': 'RabbitMQ 节点 CPU 过载', en: 'A RabbitMQ node is overloaded: its CPU is saturated' },
    explanation: {
      'zh-CN': '每个 CPU 有 {nodes.runQueuePerProcessor} 个 Erlang 进程在排队等待执行，节点上的一切都变慢。',
      en: '{nodes.runQueuePerProcessor} Erlang processes wait for each processor, and everything on the node is slow.',
    },
    severity: 'warning',
    hints: 'cpu|run queue|slow|负载|变慢',
    confirm: ['nodes.runQueuePerProcessor', '>=', 20],
    likelyWhenHinted: ['nodes.runQueuePerProcessor', '>=', 8],
    refute: ['nodes.runQueuePerProcessor', '<', 3],
    advice: {
      'zh-CN': '看连接与信道的开关是否频繁、统计间隔是否过短；把队列分散到更多节点。',
      en: 'See whether connections and channels are opened all the time and statistics are collected too often; spread queues over more nodes.',
    },
    source: 'rabbitmq.com: Runtime Tuning, Run Queue Length',
  },
];

/** Faults of TCP and of the interfaces below it. */

import type { LinuxFault } from './fault.ts';

const connecting = 'connection|connect|refused|timeout|socket|tcp|network|连接|超时|拒绝|网络|端口';

export const networkFaults: readonly LinuxFault[] = [
  {
    fault: 'accept-queue-full',
    title: {
      'zh-CN': '端口 {sockets.queue.port} 监听队列已满，连接无人接收',
      en: 'accept queue of port {sockets.queue.port} is full: nobody takes the connections',
    },
    explanation: {
      'zh-CN':
        '端口 {sockets.queue.port} 有 {sockets.queue.length} 个已建立的连接在排队（上限 {sockets.queue.backlog}），监听者 {sockets.queue.command|command}（PID {sockets.queue.pid}）没有取走，新连接会超时；每秒溢出 {sockets.listenOverflowsPerSecond} 次。',
      en: '{sockets.queue.length} connections wait on port {sockets.queue.port} (backlog of {sockets.queue.backlog}) and {sockets.queue.command|command} (pid {sockets.queue.pid}) does not take them, so new ones time out; {sockets.listenOverflowsPerSecond} overflow every second.',
    },
    severity: 'critical',
    role: 'cause',
    about: ['sockets.queue.port', 'sockets.queue.name'],
    explains: [
      '*.not-answering',
      '*.unreachable',
      '*.no-answer',
      '*.connect-timeout',
      '*.slow-connect',
      '*.gateway-timeout',
      '*.slow-answer',
    ],
    hints: `backlog|accept|hang|hung|slow|卡|慢|无响应|${connecting}`,
    probes: ['sockets'],
    confirm: {
      any: [
        ['sockets.queue.usedRatio', '>=', 0.9],
        {
          all: [
            ['sockets.queue.length', '>=', 1],
            ['sockets.listenOverflowsPerSecond', '>=', 1],
          ],
        },
      ],
    },
    likely: {
      any: [
        ['sockets.queue.length', '>=', 10],
        ['sockets.listenOverflowsPerSecond', '>=', 1],
      ],
    },
    refute: {
      all: [
        ['sockets.queue.length', '==', 0],
        ['sockets.listenOverflowsPerSecond', '==', 0],
      ],
    },
    advice: {
      'zh-CN':
        '看 {sockets.queue.name} 在做什么（状态 {sockets.queue.state}）：卡死、被暂停或忙不过来；突发流量则加大 backlog 与 somaxconn。',
      en: 'See what {sockets.queue.name} is at (state {sockets.queue.state}): hung, stopped or too busy; for bursts raise the backlog and somaxconn.',
    },
    remedies: [{ action: 'restart-service', arguments: { service: '{sockets.queue.service}' }, when: ['sockets.queue.service', '!=', ''] }],
    source: 'listen(2), tcp(7): TcpExtListenOverflows',
  },
  {
    fault: 'close-wait-leak',
    title: {
      'zh-CN': '{sockets.closeWaitTop.name} 连接泄漏（CLOSE_WAIT 堆积）',
      en: '{sockets.closeWaitTop.name} leaks connections (CLOSE_WAIT)',
    },
    explanation: {
      'zh-CN':
        '{sockets.closeWaitTop.command|command}（PID {sockets.closeWaitTop.pid}）有 {sockets.closeWaitTop.count} 个 CLOSE_WAIT：对端已关闭，它却一直不 close，例如到 {sockets.closeWaitTop.remote} 的连接；每个都占着一个文件描述符，直到达到打开文件数的上限。',
      en: '{sockets.closeWaitTop.command|command} (pid {sockets.closeWaitTop.pid}) has {sockets.closeWaitTop.count} sockets in CLOSE_WAIT: the peer has closed, it never does, such as those to {sockets.closeWaitTop.remote}; each keeps a file descriptor, until the limit of open files is reached.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['too-many-open-files', '*.log-too-many-open-files', 'redis.connection-leak'],
    hints: `close_wait|leak|泄漏|${connecting}`,
    probes: ['sockets'],
    confirm: ['sockets.closeWaitTop.count', '>=', 50],
    likely: ['sockets.closeWaitTop.count', '>=', 15],
    refute: ['sockets.closeWait', '<', 8],
    advice: {
      'zh-CN': '程序在对端断开后没有关闭套接字；重启可暂时恢复，根治要在出错路径上关闭连接。',
      en: 'The program does not close after its peer did. A restart helps for now; close on the error paths.',
    },
    remedies: [
      {
        action: 'restart-service',
        arguments: { service: '{sockets.closeWaitTop.service}' },
        when: ['sockets.closeWaitTop.service', '!=', ''],
      },
    ],
    source: 'RFC 9293, section 3.3.2: CLOSE-WAIT',
  },
  {
    fault: 'ephemeral-ports-exhausted',
    title: {
      'zh-CN': '本地端口耗尽：到 {sockets.ephemeral.remote} 无法新建连接',
      en: 'ephemeral ports are exhausted towards {sockets.ephemeral.remote}',
    },
    explanation: {
      'zh-CN':
        '到 {sockets.ephemeral.remote} 已有 {sockets.ephemeral.count} 个连接（含 TIME_WAIT），可用的临时端口共 {sockets.ephemeral.range} 个（{sockets.ephemeral.usedRatio|percent}）：新连接会报 Cannot assign requested address。',
      en: '{sockets.ephemeral.count} connections (TIME_WAIT among them) to {sockets.ephemeral.remote} use {sockets.ephemeral.usedRatio|percent} of the {sockets.ephemeral.range} ephemeral ports: new ones fail with "Cannot assign requested address".',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['http.bad-gateway', 'http.unavailable'],
    hints: `time_wait|ephemeral|cannot assign|eaddrnotavail|临时端口|端口用尽|${connecting}`,
    probes: ['sockets'],
    confirm: ['sockets.ephemeral.usedRatio', '>=', 0.85],
    likely: ['sockets.ephemeral.usedRatio', '>=', 0.6],
    refute: ['sockets.ephemeral.usedRatio', '<', 0.3],
    advice: {
      'zh-CN': '改用连接池或长连接；临时可放宽 ip_local_port_range 并开启 tcp_tw_reuse。',
      en: 'Keep connections in a pool; for now widen ip_local_port_range and allow tcp_tw_reuse.',
    },
    remedies: [],
    source: 'ip(7): ip_local_port_range',
  },
  {
    fault: 'conntrack-full',
    title: { 'zh-CN': '连接跟踪表（conntrack）已满', en: 'the connection tracking table (conntrack) is full' },
    explanation: {
      'zh-CN':
        '连接跟踪用了 {sockets.conntrackUsed}/{sockets.conntrackMax}，内核在这段时间报表满 {kernel.conntrackFull} 次：新的数据包被丢弃，新连接超时。',
      en: 'Connection tracking holds {sockets.conntrackUsed} of {sockets.conntrackMax}, and the kernel said {kernel.conntrackFull} times that it is full: new packets are dropped, and new connections time out.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['packet-loss', '*.connect-timeout', '*.unreachable', 'redis.slow-network'],
    hints: `conntrack|nf_conntrack|连接跟踪|${connecting}`,
    probes: ['sockets', 'kernel-log'],
    confirm: {
      any: [
        ['sockets.conntrackUsedRatio', '>=', 0.95],
        {
          all: [
            ['kernel.conntrackFull', '>=', 1],
            ['sockets.conntrackUsedRatio', '>=', 0.7],
          ],
        },
      ],
    },
    likely: ['sockets.conntrackUsedRatio', '>=', 0.85],
    refute: ['sockets.conntrackUsedRatio', '<', 0.6],
    advice: {
      'zh-CN': '提高 nf_conntrack_max，缩短超时，或对不需要跟踪的流量设 NOTRACK。',
      en: 'Raise nf_conntrack_max, shorten timeouts, or exempt traffic that needs no tracking.',
    },
    remedies: [],
    source: 'Linux kernel, Documentation/networking/nf_conntrack-sysctl.rst',
  },
  {
    fault: 'syn-flood',
    title: { 'zh-CN': 'SYN 洪泛：半开连接堆积', en: 'SYN flood: half-open connections pile up' },
    explanation: {
      'zh-CN': '有 {sockets.synReceived} 个半开连接；内核在这段时间报可能的 SYN 洪泛 {kernel.synFlood} 次，端口 {kernel.synFloodPort}。',
      en: '{sockets.synReceived} connections are half open; the kernel named a possible SYN flood {kernel.synFlood} times, port {kernel.synFloodPort}.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['accept-queue-full', 'http.connect-timeout', 'http.slow-connect'],
    hints: `syn|flood|ddos|attack|攻击|洪泛|${connecting}`,
    probes: ['sockets', 'kernel-log'],
    confirm: ['sockets.synReceived', '>=', 500],
    likely: {
      any: [
        ['sockets.synReceived', '>=', 200],
        {
          all: [
            ['kernel.synFlood', '>=', 1],
            ['sockets.synReceived', '>=', 50],
          ],
        },
      ],
    },
    refute: ['sockets.synReceived', '<', 50],
    advice: {
      'zh-CN': '确认是攻击还是正常突发：前者上防护，后者加大 backlog 与 tcp_max_syn_backlog。',
      en: 'An attack needs protection in front; an honest burst needs a longer backlog and tcp_max_syn_backlog.',
    },
    remedies: [],
    source: 'tcp(7): tcp_syncookies',
  },
  {
    fault: 'peer-not-answering',
    title: {
      'zh-CN': '{sockets.synSentTop.remote} 无法连接：没有响应',
      en: '{sockets.synSentTop.remote} does not answer: connections time out',
    },
    explanation: {
      'zh-CN':
        '本机有 {sockets.synSentTop.count} 个到 {sockets.synSentTop.remote} 的连接停在 SYN_SENT：对端宕机、被防火墙丢弃，或网络不通。',
      en: '{sockets.synSentTop.count} connections from here to {sockets.synSentTop.remote} are stuck in SYN_SENT: the peer is down, a firewall drops them, or the network is broken.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['http.gateway-timeout', 'http.bad-gateway'],
    hints: `unreachable|firewall|不通|防火墙|${connecting}`,
    probes: ['sockets'],
    confirm: ['sockets.synSentTop.count', '>=', 20],
    likely: ['sockets.synSentTop.count', '>=', 5],
    refute: ['sockets.synSentTop.count', '<', 2],
    advice: {
      'zh-CN': '从本机到该地址逐段排查：对端服务、防火墙、路由。',
      en: 'Follow the way to that address: the service there, firewalls, routes.',
    },
    remedies: [],
    source: 'RFC 9293: SYN-SENT',
  },
  {
    fault: 'packet-loss',
    title: { 'zh-CN': '网络丢包', en: 'packet loss on the network' },
    explanation: {
      'zh-CN':
        'TCP 重传占 {sockets.retransmitRatio|percent}，请求变慢或超时；网卡 {network.worst.name} 每秒错误 {network.worst.errorsPerSecond}、丢弃 {network.worst.dropsPerSecond}。',
      en: '{sockets.retransmitRatio|percent} of TCP segments are retransmitted, which makes everything slow; {network.worst.name} has {network.worst.errorsPerSecond} errors and {network.worst.dropsPerSecond} drops a second.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['redis.slow-network', 'redis.replica-lagging', 'http.slow-connect', 'http.slow-transfer', 'http.connect-timeout'],
    hints: `loss|drop|retrans|packet|丢包|重传|slow|慢|${connecting}`,
    probes: ['sockets', 'network'],
    confirm: {
      any: [
        ['sockets.retransmitRatio', '>=', 0.25],
        {
          all: [
            ['network.worst.errorsPerSecond', '>=', 10],
            ['sockets.retransmitRatio', '>=', 0.03],
          ],
        },
        ['network.worst.dropRatio', '>=', 0.1],
      ],
    },
    likely: {
      any: [
        ['sockets.retransmitRatio', '>=', 0.1],
        ['network.worst.dropRatio', '>=', 0.03],
        ['network.worst.errorsPerSecond', '>=', 10],
      ],
    },
    refute: {
      all: [
        ['sockets.retransmitRatio', '<', 0.03],
        ['network.worst.errorsPerSecond', '<', 1],
        ['network.worst.dropRatio', '<', 0.01],
      ],
    },
    advice: {
      'zh-CN': '查网线、网卡、交换机端口与带宽是否打满。',
      en: 'Look at cable, card, switch port, and whether the bandwidth is used up.',
    },
    remedies: [],
    source: 'node-mixin: NodeNetworkReceiveErrs',
  },
  {
    fault: 'interface-down',
    title: { 'zh-CN': '网卡 {network.down.name} 断开（link down）', en: 'network interface {network.down.name} is down (no link)' },
    explanation: {
      'zh-CN': '网卡 {network.down.name} 已启用但没有链路，共 {network.downCount} 块；内核在这段时间报链路断开 {kernel.linkDown} 次。',
      en: 'Interface {network.down.name} is enabled but has no link ({network.downCount} in all); the kernel said {kernel.linkDown} times that a link went down.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['packet-loss', 'peer-not-answering'],
    hints: `interface|nic|link|cable|网卡|链路|网线|${connecting}`,
    probes: ['network', 'kernel-log'],
    confirm: {
      all: [
        ['network.downCount', '>=', 1],
        ['kernel.linkDown', '>=', 1],
      ],
    },
    refute: ['network.downCount', '==', 0],
    advice: {
      'zh-CN': '查网线与交换机端口；有绑定的先确认备用链路。',
      en: 'Look at the cable and the switch port; with bonding see that the other link carries.',
    },
    remedies: [],
    source: 'Linux kernel, Documentation/networking/operstates.rst',
  },
];

/** What the machine itself refuses: names, packets, a way out, more processes for a user. */

import type { LinuxFault } from './fault.ts';

const reaching = 'connect|reach|refused|timeout|timed out|probe|network|unavailable|\\bdown\\b|连接|连不上|不通|超时|访问|网络|探测';

export const refusalFaults: readonly LinuxFault[] = [
  {
    fault: 'name-server-silent',
    title: { 'zh-CN': 'DNS 服务器 {names.silent} 没有应答', en: 'DNS server {names.silent} does not answer' },
    explanation: {
      'zh-CN':
        '/etc/resolv.conf 里的 {names.servers} 个域名服务器中 {names.silentCount} 个没有应答（{names.silent}）：每次域名解析都要先等它超时，程序看上去就是连接别处很慢或失败。',
      en: '{names.silentCount} of the {names.servers} name servers in /etc/resolv.conf do not answer ({names.silent}): each DNS lookup waits for them first, so that programs are slow or fail to connect elsewhere.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['http.name-not-found', '*.name-not-found'],
    hints: `dns|resolv|lookup|\\bnames?\\b|slow|域名|解析|卡|慢|外部|别的服务|${reaching}`,
    probes: ['name-servers'],
    // A machine may need no names: it is a finding for who can't get through, and the first one is asked first.
    confirm: ['names.silentCount', '<', 0],
    confirmWhenHinted: ['names.isFirstSilent', '==', true],
    likelyWhenHinted: ['names.silentCount', '>=', 1],
    refute: ['names.silentCount', '==', 0],
    advice: {
      'zh-CN': '查该地址的 DNS 服务与到它 UDP 53 的路；恢复前可以先在 resolv.conf 里换一个能用的。',
      en: 'See to the name server there and the way to its port 53; until then put one that answers into resolv.conf.',
    },
    remedies: [],
    source: 'resolv.conf(5): timeout, attempts',
  },
  {
    fault: 'firewall-closes-port',
    title: {
      'zh-CN': '防火墙拦截了端口 {firewall.blocked.port}（{firewall.blocked.name}）',
      en: 'the firewall blocks port {firewall.blocked.port} ({firewall.blocked.name})',
    },
    explanation: {
      'zh-CN':
        '{firewall.blocked.command|command} 正常监听 {firewall.blocked.port}，但防火墙规则「{firewall.blocked.rule}」把到它的包丢掉或拒绝，已命中 {firewall.blocked.packets} 个包：本机能连，别处连不上。',
      en: '{firewall.blocked.command|command} listens on {firewall.blocked.port}, but the firewall rule "{firewall.blocked.rule}" drops or rejects what comes to it, {firewall.blocked.packets} packets so far: it can be reached from the machine itself and from nowhere else.',
    },
    severity: 'critical',
    role: 'cause',
    about: ['firewall.blocked.port', 'firewall.blocked.name'],
    explains: ['*.connect-timeout', '*.unreachable', '*.refused', '*.no-answer', '*.not-answering', '*.timeout'],
    hints: `firewall|iptables|nft|防火墙|${reaching}`,
    probes: ['firewall'],
    // A port may well be closed on purpose: it is a finding for who can't get in.
    confirm: ['firewall.blocked.count', '<', 0],
    confirmWhenHinted: {
      all: [
        ['firewall.blocked.count', '>=', 1],
        ['firewall.blocked.packets', '>=', 1],
      ],
    },
    likelyWhenHinted: ['firewall.blocked.count', '>=', 1],
    refute: ['firewall.blocked.count', '==', 0],
    advice: {
      'zh-CN': '确认这条规则是谁加的、是否还需要；不需要就删掉，或在它前面放行该端口。',
      en: 'Find who added the rule and whether it is still wanted; remove it, or accept the port before it.',
    },
    remedies: [],
    source: 'iptables(8); nft(8)',
  },
  {
    fault: 'no-default-route',
    title: { 'zh-CN': '缺少默认路由（网关），外部网络不可达', en: 'no default route: other networks are unreachable' },
    explanation: {
      'zh-CN': '路由表里没有默认路由（网卡 {network.interfaces} 块）：同网段能通，其余地址一律报 Network is unreachable。',
      en: 'The routing table has no default route ({network.interfaces} interfaces): neighbours can be reached, every other address fails with "Network is unreachable".',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['peer-not-answering', 'name-server-silent'],
    hints: `unreachable|no route|route|gateway|internet|路由|网关|外网|不可达|${reaching}`,
    probes: ['network'],
    // Machines of closed networks have none and miss none.
    confirm: ['network.interfaces', '<', 0],
    confirmWhenHinted: {
      all: [
        ['network.hasDefaultRoute', '==', false],
        ['network.hasOnlyLoopback', '==', false],
      ],
    },
    refute: {
      any: [
        ['network.hasDefaultRoute', '==', true],
        ['network.hasOnlyLoopback', '==', true],
      ],
    },
    advice: {
      'zh-CN': '对照网络配置补回默认路由（ip route add default via 网关），再查是谁删的：DHCP 续租失败、网络服务重启、手工操作。',
      en: 'Put the default route back as the network configuration has it (ip route add default via the gateway), then find what took it: a DHCP lease, a restart of the network, a person.',
    },
    remedies: [],
    source: 'ip-route(8)',
  },
  {
    fault: 'user-process-limit',
    title: {
      'zh-CN': '用户 {limits.user.name} 的进程数达到上限（{limits.user.program}）',
      en: 'user {limits.user.name} has reached its process limit ({limits.user.program})',
    },
    explanation: {
      'zh-CN':
        '用户 {limits.user.name} 有 {limits.user.threads} 个进程与线程，而 {limits.user.command|command}（PID {limits.user.pid}）的上限（ulimit -u）是 {limits.user.max}：它再创建进程或线程会报 Resource temporarily unavailable。',
      en: 'User {limits.user.name} has {limits.user.threads} processes and threads, and {limits.user.command|command} (pid {limits.user.pid}) may have {limits.user.max} (ulimit -u): it can start no more and is told "Resource temporarily unavailable".',
    },
    severity: 'critical',
    role: 'cause',
    about: ['limits.user.program', 'limits.user.name'],
    explains: ['service-down', 'crash-loop'],
    hints: 'fork|thread|resource temporarily|eagain|nproc|ulimit|process limit|线程|进程数|无法创建',
    probes: ['user-limits'],
    // A program may have a low limit and never start anything.
    confirm: ['limits.user.usedRatio', '<', 0],
    confirmWhenHinted: ['limits.user.usedRatio', '>=', 0.98],
    likelyWhenHinted: ['limits.user.usedRatio', '>=', 0.9],
    refute: ['limits.user.usedRatio', '<', 0.8],
    advice: {
      'zh-CN': '先看是不是泄漏（子进程不退出、线程池无上限）；确实需要再提高 nproc（limits.conf、LimitNPROC）。',
      en: 'See first whether they leak (children that never end, a pool without bound); raise nproc (limits.conf, LimitNPROC) where so many are needed.',
    },
    remedies: [],
    source: 'getrlimit(2): RLIMIT_NPROC',
  },
];

/** Faults of backends as a whole, and of servers that are not used. */

import type { Condition, Remedy, Signature } from '../../../domain/signature.ts';
import { checkFaultIds } from './checks.ts';

const common = { kind: 'haproxy', probes: ['servers'], remedies: [] } as const;

/** The server that was set aside first. */
const putBack: Remedy = {
  action: 'set-server-state',
  arguments: { backend: '{aside.backend}', server: '{aside.server}', state: 'ready' },
};

/** No backend is without servers, or none of its servers was set aside. */
const isNoneMissing: Condition = {
  any: [
    ['backends.dead', '==', 0],
    ['servers.aside', '==', 0],
  ],
};

export const serverSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'haproxy.backend-without-servers',
    role: 'symptom',
    looksLike: ['waiting'],
    title: { 'zh-CN': '后端 {backends.deadName} 宕机：没有可用的服务器', en: 'Backend {backends.deadName} is down: no server available' },
    explanation: {
      'zh-CN':
        '{backends.deadName} 的 {backends.deadServers} 台服务器全部不可用：HAProxy 直接返回 503（服务不可用），共 {backends.dead} 个这样的后端。',
      en: 'None of the {backends.deadServers} servers of {backends.deadName} can be used: HAProxy answers 503 (service unavailable) itself; {backends.dead} backends are like this.',
    },
    severity: 'critical',
    explains: ['haproxy.own-errors'],
    hints: '503|no server available|backend|后端|不可用',
    confirm: ['backends.dead', '>', 0],
    refute: ['backends.dead', '==', 0],
    advice: {
      'zh-CN': '看各服务器的健康检查原因；若是被摘除，恢复一台即可恢复服务。',
      en: 'See why the checks fail; if servers were set aside, bringing one back restores service.',
    },
    source: 'HAProxy management guide, 9.1: status',
  },
  {
    ...common,
    id: 'haproxy.all-servers-set-aside',
    role: 'cause',
    title: {
      'zh-CN': '后端 {backends.deadName} 的服务器全部被人为摘除',
      en: 'All servers of {backends.deadName} were set aside (maintenance, drain)',
    },
    explanation: {
      'zh-CN': '没有服务器宕机，而 {servers.aside} 台处于 {aside.state}（维护或排空）：是人为摘除，不是故障；用户得到 503。',
      en: 'No server is down, and {servers.aside} are in {aside.state}: somebody set them aside, nothing has failed; users get a 503.',
    },
    severity: 'critical',
    explains: ['haproxy.backend-without-servers', 'haproxy.servers-set-aside', 'haproxy.own-errors'],
    hints: '503|maint|drain|摘除|维护',
    confirm: {
      all: [
        ['backends.dead', '>', 0],
        ['servers.down', '==', 0],
        ['aside.share', '==', 1],
      ],
    },
    refute: isNoneMissing,
    advice: {
      'zh-CN': '确认维护已结束，把服务器置回 ready。',
      en: 'Make sure that the maintenance is over, and set a server back to ready.',
    },
    remedies: [putBack],
    source: 'HAProxy management guide, 9.3: set server state',
  },
  {
    ...common,
    id: 'haproxy.set-aside-and-none-left',
    role: 'cause',
    title: {
      'zh-CN': '服务器 {aside.backend}/{aside.server} 仍处于维护（被摘除），其余服务器宕机后再没有可用的',
      en: 'Server {aside.backend}/{aside.server} is still set aside (maintenance), and with the others down none is left',
    },
    explanation: {
      'zh-CN':
        '它处于 {aside.state}（维护或排空）已 {aside.seconds} 秒，没有人把它置回；后端 {backends.deadName} 的其余服务器宕机后，用户得到 503。',
      en: 'It has been in {aside.state} (maintenance or drain) for {aside.seconds} s and nobody put it back; since the other servers of {backends.deadName} went down, users get a 503.',
    },
    severity: 'critical',
    explains: ['haproxy.backend-without-servers', 'haproxy.servers-set-aside', 'haproxy.own-errors'],
    hints: '503|maint|drain|no server|摘除|维护',
    confirm: {
      all: [
        ['backends.dead', '>', 0],
        ['servers.aside', '>', 0],
        ['servers.down', '>', 0],
        ['aside.backend', '==', { fact: 'backends.deadName' }],
      ],
    },
    refute: isNoneMissing,
    advice: {
      'zh-CN': '若它的维护已经结束，把它置回 ready，服务立刻恢复一部分；再修宕机的那些。',
      en: 'Where its maintenance is over, set it to ready: that restores service at once; then mend those that are down.',
    },
    remedies: [putBack],
    source: 'HAProxy management guide, 9.3: set server state',
  },
  {
    ...common,
    id: 'haproxy.servers-set-aside',
    role: 'cause',
    title: {
      'zh-CN': '服务器 {aside.backend}/{aside.server} 被摘除后未恢复',
      en: 'Server {aside.backend}/{aside.server} was set aside (maintenance) and not put back',
    },
    explanation: {
      'zh-CN': '它处于 {aside.state}（维护或排空）已 {aside.seconds} 秒；该后端被摘除的比例为 {aside.share}，其余服务器承担全部流量。',
      en: 'It has been in {aside.state} (maintenance or drain) for {aside.seconds} s; a share of {aside.share} of that backend is taken out, and the rest carries all traffic.',
    },
    severity: 'warning',
    explains: ['haproxy.queue-growing', 'haproxy.servers-full'],
    hints: 'maint|drain|set aside|capacity|摘除|维护|容量',
    confirm: {
      all: [
        ['servers.aside', '>', 0],
        {
          any: [
            ['aside.seconds', '>=', 3_600],
            ['aside.share', '>=', 0.5],
          ],
        },
      ],
    },
    likelyWhenHinted: ['servers.aside', '>', 0],
    refute: ['servers.aside', '==', 0],
    advice: {
      'zh-CN': '问清是谁、为何摘除；维护已结束就置回 ready。重启 HAProxy 也会丢掉这个状态。',
      en: 'Find out who set it aside and why; once the maintenance is over set it to ready. A restart of HAProxy forgets this state, too.',
    },
    remedies: [putBack],
    source: 'HAProxy management guide, 9.3: set server state',
  },
  {
    ...common,
    id: 'haproxy.server-flapping',
    role: 'cause',
    title: {
      'zh-CN': '服务器 {flap.backend}/{flap.server} 反复上下线',
      en: 'Server {flap.backend}/{flap.server} is flapping (up and down)',
    },
    explanation: {
      'zh-CN': '启动以来已下线 {flap.times} 次，最近一次状态变化在 {flap.seconds} 秒前，最近一次检查：{flap.text}',
      en: 'It has gone down {flap.times} times since the start, and changed {flap.seconds} s ago; its last check: {flap.text}',
    },
    severity: 'warning',
    explains: [...checkFaultIds, 'haproxy.one-server-failing', 'haproxy.servers-failing', 'haproxy.retries', 'haproxy.connect-errors'],
    about: ['flap.server'],
    hints: 'flap|unstable|check|反复|抖动|上下线',
    confirm: ['flap.isNow', '==', true],
    likelyWhenHinted: {
      all: [
        ['flap.times', '>=', 3],
        ['flap.seconds', '<', 300],
      ],
    },
    refute: ['flap.times', '<', 2],
    advice: {
      'zh-CN': '看该服务器是否反复重启、检查超时是否短于偶发的停顿（GC、磁盘）；必要时先摘除，再调 inter、fall、rise。',
      en: 'See whether it restarts again and again, and whether the check’s timeout is shorter than its pauses (GC, disk); set it aside if need be, then adjust inter, fall, rise.',
    },
    remedies: [{ action: 'set-server-state', arguments: { backend: '{flap.backend}', server: '{flap.server}', state: 'drain' } }],
    source: 'HAProxy configuration manual, 5.2: fall, rise, inter',
  },
  {
    ...common,
    id: 'haproxy.on-backup',
    role: 'symptom',
    title: {
      'zh-CN': '后端 {backends.onBackupName} 的主服务器全部不可用',
      en: 'Backend {backends.onBackupName} is down to its backup servers',
    },
    explanation: {
      'zh-CN': '主服务器全部不可用，{backends.onBackup} 个后端只靠 backup（备用）服务器。',
      en: 'All its main servers are down; {backends.onBackup} backends run on backup servers only.',
    },
    severity: 'warning',
    hints: 'backup|failover|备用',
    confirm: ['backends.onBackup', '>', 0],
    refute: ['backends.onBackup', '==', 0],
    advice: {
      'zh-CN': '尽快恢复主服务器：备用通常容量较小，且默认只用第一台。',
      en: 'Bring the main ones back soon: backups are smaller, and by default only the first is used.',
    },
    source: 'HAProxy configuration manual: option allbackups',
  },
  {
    ...common,
    id: 'haproxy.server-not-resolved',
    role: 'cause',
    title: {
      'zh-CN': '服务器 {servers.unresolvedName} 的域名解析失败（DNS）',
      en: 'DNS resolution failed for server {servers.unresolvedName}',
    },
    explanation: {
      'zh-CN': '{servers.unresolved} 台服务器处于 MAINT (resolution)：HAProxy 的 resolvers 解析不到地址，因此把它们停用。',
      en: '{servers.unresolved} servers are in MAINT (resolution): the resolvers of HAProxy get no address, so these servers are not used.',
    },
    severity: 'critical',
    explains: ['haproxy.backend-without-servers', 'haproxy.own-errors'],
    hints: 'dns|resolve|resolution|域名|解析',
    confirm: ['servers.unresolved', '>', 0],
    refute: ['servers.unresolved', '==', 0],
    advice: {
      'zh-CN': '查记录是否存在、resolvers 里的 nameserver 是否可达；可加 init-addr 与 hold valid 减轻影响。',
      en: 'See whether the record is there and the nameservers answer; init-addr and hold valid soften it.',
    },
    source: 'HAProxy configuration manual, 5.3: Server IP address resolution using DNS',
  },
];

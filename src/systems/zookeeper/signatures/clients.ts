/** Clients: their connections, sessions, watches, ephemerals and oversized znodes. */

import type { Signature } from '../../../domain/signature.ts';
import { cutAtLogin } from '../../session/reach-signatures.ts';

const hints = 'connection|disconnect|too many connections|maxClientCnxns|connectionloss|session|连接|会话|上限|掉线|断开|连不上';

export const clientSignatures: readonly Signature[] = [
  {
    id: 'zookeeper.connection-limit',
    kind: 'zookeeper',
    title: {
      'zh-CN': '{connections.topAddress} 达到单地址连接数上限（maxClientCnxns）',
      en: 'Connection limit reached for {connections.topAddress} (maxClientCnxns)',
    },
    explanation: {
      'zh-CN':
        '{connections.topAddress} 有 {connections.topCount} 个连接，单地址上限 maxClientCnxns 为 {connections.perAddressMax}；多出的连接会被直接断开。',
      en: '{connections.topAddress} has {connections.topCount} connections, and maxClientCnxns allows {connections.perAddressMax} for one address; further ones are refused by closing them.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['zookeeper.connections-rejected'],
    hints: `${hints}|leak|泄漏`,
    probes: ['connections'],
    quoted: 'Too many connections from /?[\\w.:]+ - max is \\d+',
    confirm: ['connections.topRatio', '>=', 0.9],
    likelyWhenHinted: ['connections.topRatio', '>=', 0.7],
    refute: ['connections.topRatio', '<', 0.5],
    advice: {
      'zh-CN': '看该地址上的应用是否反复新建客户端而不关闭；多个应用共用出口地址（NAT）时调高 maxClientCnxns 并重启。',
      en: 'See whether an application there makes clients without closing them; where many share one address (NAT), raise maxClientCnxns with a restart.',
    },
    remedies: [],
    source: 'zookeeper.apache.org: Administrator’s Guide, maxClientCnxns',
  },
  {
    ...cutAtLogin,
    id: 'zookeeper.turned-us-away',
    kind: 'zookeeper',
    title: { 'zh-CN': '新连接被直接断开（连接数上限或 TLS）', en: 'New connections are closed at once (connection limit or TLS)' },
    explanation: {
      'zh-CN': '{reach.reason}。本机地址的连接数到达 maxClientCnxns，或该端口要求 TLS。',
      en: '{reach.reason}. The connection limit for our address (maxClientCnxns) is reached, or the port expects TLS.',
    },
    hints,
    probes: ['server'],
    advice: {
      'zh-CN': '在 ZooKeeper 主机上用 ss 统计来源地址；核对端口是 clientPort 还是 secureClientPort。',
      en: 'Count origins with ss on its host; check whether the port is clientPort or secureClientPort.',
    },
    source: 'zookeeper.apache.org: Administrator’s Guide, maxClientCnxns, secureClientPort',
  },
  {
    id: 'zookeeper.connections-rejected',
    kind: 'zookeeper',
    title: { 'zh-CN': '总连接数达到上限，新连接被拒绝', en: 'Connection limit reached (maxCnxns): new connections are refused' },
    explanation: {
      'zh-CN': '每秒拒绝 {activity.rejectedPerSecond} 个连接，累计 {activity.rejected} 个；现有 {activity.connections} 个连接。',
      en: '{activity.rejectedPerSecond} connections a second are rejected, {activity.rejected} so far; {activity.connections} are open.',
    },
    severity: 'critical',
    role: 'cause',
    hints,
    probes: ['activity'],
    confirm: ['activity.rejectedPerSecond', '>', 0],
    likelyWhenHinted: ['activity.rejected', '>', 0],
    refute: ['activity.rejected', '==', 0],
    advice: {
      'zh-CN': '按来源看连接，修复泄漏；确属正常则调高 maxCnxns。',
      en: 'Look at connections by origin and repair leaks; if they are in use, raise maxCnxns.',
    },
    remedies: [],
    source: 'zookeeper.apache.org: Administrator’s Guide, maxCnxns',
  },
  {
    id: 'zookeeper.sessions-expire',
    kind: 'zookeeper',
    title: { 'zh-CN': '客户端会话在过期', en: 'Client sessions expire' },
    explanation: {
      'zh-CN':
        '每秒过期 {activity.sessionsExpiredPerSecond} 个会话，累计 {activity.sessionsExpired} 个：临时节点随之消失，引发切换与重平衡。',
      en: '{activity.sessionsExpiredPerSecond} sessions a second expire, {activity.sessionsExpired} so far: their ephemeral nodes vanish, which brings failovers and rebalancing.',
    },
    severity: 'warning',
    role: 'symptom',
    hints: 'session|expired|ephemeral|rebalance|会话|过期|临时节点|重平衡',
    probes: ['activity'],
    // A single one is a client that was restarted.
    // Each server counts its own, from its start: none here does not refute it.
    quoted: 'KeeperErrorCode ?= ?Session expired|SessionExpired(Exception|Error)',
    confirm: {
      all: [
        ['activity.sessionsExpiredPerSecond', '>', 0],
        ['activity.sessionsExpired', '>=', 3],
      ],
    },
    likelyWhenHinted: ['activity.sessionsExpired', '>=', 5],
    advice: {
      'zh-CN': '对照服务端停顿与客户端 GC；确认会话超时大于最长停顿。',
      en: 'Compare pauses of the server and collections of the clients; the session timeout must be longer than either.',
    },
    remedies: [],
    source: 'zookeeper.apache.org: Programmer’s Guide, Sessions',
  },
  {
    id: 'zookeeper.too-many-watches',
    kind: 'zookeeper',
    title: { 'zh-CN': 'watch 过多，占用堆并引发通知风暴', en: 'Too many watches: they take heap and cause notification storms' },
    explanation: {
      'zh-CN':
        '共 {activity.watches} 个 watch（znode 只有 {activity.znodes} 个），平均每连接 {activity.watchesPerConnection} 个，连接最多的来源是 {connections.topAddress}：一次变更会触发通知风暴，也占用堆内存。',
      en: '{activity.watches} watches on {activity.znodes} znodes, {activity.watchesPerConnection} for each connection, most connections from {connections.topAddress}: one change sets off a storm of notifications, and they take heap.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['zookeeper.requests-pile-up', 'zookeeper.jvm-pauses'],
    hints: 'watch|herd|storm|heap|memory|\\boom|监听|惊群|风暴|内存|堆',
    probes: ['activity', 'connections'],
    confirm: {
      any: [
        {
          all: [
            ['activity.watches', '>=', 100_000],
            ['activity.watchesPerConnection', '>=', 1_000],
          ],
        },
        // More than there is to watch: set again and again, also on what isn't there.
        {
          all: [
            ['activity.watches', '>=', 20_000],
            ['activity.watches', '>=', { fact: 'activity.znodes', times: 10 }],
          ],
        },
      ],
    },
    likely: {
      all: [
        ['activity.watches', '>=', 20_000],
        ['activity.watchesPerConnection', '>=', 5_000],
      ],
    },
    likelyWhenHinted: ['activity.watches', '>=', 10_000],
    refute: ['activity.watches', '<', 5_000],
    advice: {
      'zh-CN': '改为 watch 父节点或使用持久递归 watch；检查反复注册而不消费的客户端。',
      en: 'Watch the parent or use persistent recursive watches; look for clients that register again and again.',
    },
    remedies: [],
    source: 'zookeeper.apache.org: Programmer’s Guide, Watches; Monitor, alert rules',
  },
  {
    id: 'zookeeper.requests-too-large',
    kind: 'zookeeper',
    title: { 'zh-CN': '请求过大，超过大小上限被拒绝', en: 'Requests are too large (jute.maxbuffer) and are refused' },
    explanation: {
      'zh-CN': '已拒绝 {activity.largeRejected} 个过大的请求（每秒 {activity.largeRejectedPerSecond} 个）。',
      en: '{activity.largeRejected} requests were refused as too large, {activity.largeRejectedPerSecond} a second: those writes fail.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'large|jute|packet len|size|过大|缓冲',
    probes: ['activity'],
    // Each server counts its own, from its start: none here does not refute it.
    quoted: '\\bLen error -?\\d+|IOException: Unreasonable length',
    confirm: ['activity.largeRejectedPerSecond', '>', 0],
    likelyWhenHinted: ['activity.largeRejected', '>', 0],
    advice: {
      'zh-CN': '把大数据移出 ZooKeeper；拆分子节点过多的目录。',
      en: 'Move large data out of ZooKeeper; split directories with too many children.',
    },
    remedies: [],
    source: 'zookeeper.apache.org: Administrator’s Guide, largeRequestMaxBytes, jute.maxbuffer',
  },
  {
    id: 'zookeeper.answers-near-jute-maxbuffer',
    kind: 'zookeeper',
    title: { 'zh-CN': '应答接近 jute.maxbuffer，客户端将断开', en: 'Responses are close to jute.maxbuffer: clients will be disconnected' },
    explanation: {
      'zh-CN': '最大的应答有 {activity.responseMaxBytes|bytes}，默认上限为 1 MiB：超过后客户端报 Packet len out of range 并反复重连。',
      en: 'The largest answer had {activity.responseMaxBytes|bytes}, and 1 MiB is the default limit: beyond it clients say that the packet length is out of range and reconnect without end.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'jute|packet len|out of range|children|getChildren|过大|子节点',
    probes: ['activity'],
    // Each server counts its own, from its start: none here does not refute it.
    quoted: 'Packet len ?-?\\d+ is out of range',
    confirm: ['activity.responseMaxBytes', '>=', 838_860],
    likelyWhenHinted: ['activity.responseMaxBytes', '>=', 524_288],
    advice: {
      'zh-CN': '找出子节点过多或数据过大的 znode 并清理；jute.maxbuffer 必须两端一起改。',
      en: 'Find the znode with too many children or too much data; jute.maxbuffer must be changed on both sides.',
    },
    remedies: [],
    source: 'zookeeper.apache.org: Administrator’s Guide, jute.maxbuffer (Unsafe Options)',
  },
  {
    id: 'zookeeper.logins-fail',
    kind: 'zookeeper',
    title: { 'zh-CN': '客户端认证失败（登录被拒绝）', en: 'Clients fail to authenticate (login refused)' },
    explanation: {
      'zh-CN': '每秒 {activity.authFailedPerSecond} 次认证失败，累计 {activity.authFailed} 次：凭据错误或刚被更换。',
      en: '{activity.authFailedPerSecond} authentications a second fail, {activity.authFailed} so far: wrong or changed credentials.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'auth|sasl|kerberos|认证|登录',
    probes: ['activity'],
    // Each server counts its own, from its start: none here does not refute it.
    quoted: 'KeeperErrorCode ?= ?AuthFailed|KeeperException\\$AuthFailedException|\\bAuthFailedError\\b',
    confirm: ['activity.authFailedPerSecond', '>', 0],
    likelyWhenHinted: ['activity.authFailed', '>', 0],
    advice: { 'zh-CN': '核对 JAAS 配置、票据有效期与时钟。', en: 'Check the JAAS configuration, the life of tickets, and the clocks.' },
    remedies: [],
    source: 'zookeeper.apache.org: Monitor (auth_failed_count)',
  },
];

/** Who may do what, clusters and sentinels, clocks. */

import type { Signature } from '../../../domain/signature.ts';

export const accessSignatures: readonly Signature[] = [
  {
    id: 'redis.acl-denied',
    kind: 'redis',
    title: {
      'zh-CN': '用户 {acl.deniedUser} 权限不足，被 ACL 拒绝（NOPERM）',
      en: 'User {acl.deniedUser} lacks a permission: denied by the ACL (NOPERM)',
    },
    explanation: {
      'zh-CN':
        '近期有 {acl.recentDenials} 次越权：用户 {acl.deniedUser} 被拒绝 {acl.deniedReason} {acl.deniedObject}。权限刚被收紧，或应用用错了账号。',
      en: '{acl.recentDenials} denials lately: user {acl.deniedUser} was refused {acl.deniedReason} {acl.deniedObject}. Permissions were narrowed, or the application uses the wrong account.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'acl|noperm|permission|denied|权限|越权|拒绝',
    quoted: '\\bNOPERM\\b|NoPermissionError|has no permissions to (run|access)',
    probes: ['acl', 'activity', 'errors'],
    confirm: {
      any: [
        ['acl.recentDenials', '>=', 3],
        ['activity.errors.NOPERM', '>', 0],
      ],
    },
    likely: ['acl.recentDenials', '>=', 1],
    refute: {
      all: [
        ['acl.recentDenials', '==', 0],
        ['errors.NOPERM', '==', 0],
        ['activity.errors.NOPERM', '==', 0],
      ],
    },
    advice: {
      'zh-CN': '核对 {acl.deniedUser} 的 ACL 是否被误改；放开权限须由负责人确认。',
      en: 'Check whether the rules of {acl.deniedUser} were changed by mistake; widening rights is for their owner to decide.',
    },
    remedies: [],
    source: 'redis.io: ACL LOG',
  },
  {
    id: 'redis.failed-logins',
    kind: 'redis',
    title: { 'zh-CN': '客户端持续登录失败（认证失败）', en: 'Clients keep failing to log in (authentication failed)' },
    explanation: {
      'zh-CN':
        '近期有 {acl.recentFailedLogins} 次登录失败，用户 {acl.failedLoginUser}，来自 {acl.failedLoginAddress}：密码已更换而应用没跟上，或有人在试探。',
      en: '{acl.recentFailedLogins} failed logins lately, user {acl.failedLoginUser}, from {acl.failedLoginAddress}: the password was changed and an application still uses the old one, or somebody tries passwords.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'auth|password|wrongpass|login|认证|密码|登录',
    quoted: '\\bWRONGPASS\\b|invalid username-password pair',
    probes: ['acl', 'activity', 'errors'],
    confirm: {
      any: [
        ['acl.recentFailedLogins', '>=', 3],
        ['activity.errors.WRONGPASS', '>', 0],
      ],
    },
    likely: ['acl.recentFailedLogins', '>=', 1],
    refute: {
      all: [
        ['acl.recentFailedLogins', '==', 0],
        ['errors.WRONGPASS', '==', 0],
        ['activity.errors.WRONGPASS', '==', 0],
      ],
    },
    advice: {
      'zh-CN': '核对该来源使用的凭据与最近的密码轮换；来源陌生则按安全事件处理。',
      en: 'Compare its credentials with the latest rotation; if the source is unknown, treat it as a security matter.',
    },
    remedies: [],
    source: 'redis.io: ACL LOG',
  },
  {
    id: 'redis.unauthenticated-clients',
    kind: 'redis',
    title: { 'zh-CN': '客户端没有登录就发命令（NOAUTH）', en: 'Clients send commands without logging in (NOAUTH)' },
    explanation: {
      'zh-CN': '已返回 NOAUTH {errors.NOAUTH} 次：服务端新设了密码，而应用没有配置。',
      en: 'NOAUTH was answered {errors.NOAUTH} times: a password was set on the server, and an application has none.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'noauth|auth|password|认证|密码',
    quoted: '\\bNOAUTH\\b|AuthenticationError: Authentication required',
    probes: ['errors', 'activity'],
    confirm: ['activity.errors.NOAUTH', '>', 0],
    likely: ['errors.NOAUTH', '>=', 3],
    refute: {
      all: [
        ['errors.NOAUTH', '==', 0],
        ['activity.errors.NOAUTH', '==', 0],
      ],
    },
    advice: {
      'zh-CN': '给应用配置密码；核对 requirepass 是谁在何时设的。',
      en: 'Give the application its password; find out who set requirepass, and when.',
    },
    remedies: [],
    source: 'redis.io: AUTH',
  },
  {
    id: 'redis.wrong-type',
    kind: 'redis',
    title: { 'zh-CN': '应用对键使用了错误的类型（WRONGTYPE）', en: 'An application uses keys as the wrong type (WRONGTYPE)' },
    explanation: {
      'zh-CN': '此刻每秒 {activity.errors.WRONGTYPE} 次 WRONGTYPE：新旧版本对同一键的类型看法不一，或键名冲突。',
      en: '{activity.errors.WRONGTYPE} WRONGTYPE errors a second right now: old and new code disagree about the type of a key, or two applications use the same key name.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'wrongtype|wrong kind|类型',
    quoted: '\\bWRONGTYPE\\b|against a key holding the wrong kind of value',
    probes: ['activity', 'errors', 'commands'],
    confirm: ['activity.errors.WRONGTYPE', '>', 0],
    likely: ['errors.WRONGTYPE', '>=', 20],
    refute: {
      all: [
        ['errors.WRONGTYPE', '==', 0],
        ['activity.errors.WRONGTYPE', '==', 0],
      ],
    },
    advice: {
      'zh-CN': '对照最近的发布；确认后把冲突的键改名挪开（可还原）。',
      en: 'Compare with the latest release; then move the key aside, which can be undone.',
    },
    remedies: [],
    source: 'redis.io: Data types',
  },
  {
    id: 'redis.scripts-unknown',
    kind: 'redis',
    title: {
      'zh-CN': '应用调用的脚本在服务器里缺失（NOSCRIPT）',
      en: 'Scripts that applications call are missing on the server (NOSCRIPT)',
    },
    explanation: {
      'zh-CN':
        '此刻每秒 {activity.errors.NOSCRIPT} 次 NOSCRIPT，启动以来 {errors.NOSCRIPT} 次：脚本缓存随重启、主从切换或 SCRIPT FLUSH 清空，而客户端只用 EVALSHA、不回退到 EVAL。',
      en: '{activity.errors.NOSCRIPT} NOSCRIPT errors a second right now, {errors.NOSCRIPT} since the start: the cache of scripts was emptied by a restart, a failover or SCRIPT FLUSH, and the client calls EVALSHA without falling back to EVAL.',
    },
    severity: 'critical',
    role: 'cause',
    hints: 'noscript|script|evalsha|lua|脚本',
    quoted: '\\bNOSCRIPT\\b|no matching script\\b',
    probes: ['activity', 'errors'],
    // Clients that fall back load the script with their next call; where it goes on, nobody does.
    confirm: {
      all: [
        ['activity.errors.NOSCRIPT', '>=', 0.5],
        ['errors.NOSCRIPT', '>=', 5],
      ],
    },
    refute: ['errors.NOSCRIPT', '==', 0],
    advice: {
      'zh-CN': '让应用重新 SCRIPT LOAD（多数客户端重启即会加载），并在收到 NOSCRIPT 时改用 EVAL。',
      en: 'Have the application load its scripts again (a restart does it for most), and fall back to EVAL on NOSCRIPT.',
    },
    remedies: [],
    source: 'redis.io: Scripting with Lua, script cache',
  },
  {
    id: 'redis.commands-fail',
    kind: 'redis',
    title: { 'zh-CN': '大量命令返回错误：{activity.topError}', en: 'Many commands are answered with an error: {activity.topError}' },
    explanation: {
      'zh-CN': '每秒有 {activity.topErrorPerSecond} 条命令返回 {activity.topError}，其余执行成功的约 {activity.othersPerSecond} 条。',
      en: '{activity.topErrorPerSecond} commands a second are answered {activity.topError}, beside about {activity.othersPerSecond} that are carried out.',
    },
    severity: 'warning',
    role: 'symptom',
    hints: 'error|fail|reject|报错|错误|失败',
    probes: ['activity'],
    confirm: {
      all: [
        ['activity.topErrorPerSecond', '>=', 1],
        // Of what others ask: looks are commands too.
        ['activity.topErrorPerSecond', '>=', { fact: 'activity.othersPerSecond', times: 0.2 }],
      ],
    },
    confirmWhenHinted: {
      all: [
        ['activity.topErrorPerSecond', '>=', 1],
        ['activity.topErrorPerSecond', '>=', { fact: 'activity.othersPerSecond', times: 0.05 }],
      ],
    },
    refute: ['activity.topErrorPerSecond', '==', 0],
    advice: {
      'zh-CN': '按错误码看是命令写法、权限、数据类型还是服务器状态；对照最近的发布。',
      en: 'Its code tells malformed commands, rights, types and the server’s state apart; compare with the latest release.',
    },
    remedies: [],
    source: 'redis.io: INFO errorstats',
  },
  {
    id: 'redis.cluster-down',
    kind: 'redis',
    title: { 'zh-CN': '集群不可用，请求失败（CLUSTERDOWN）', en: 'The cluster is down and requests fail (CLUSTERDOWN)' },
    explanation: {
      'zh-CN':
        'cluster_state={cluster.state}，缺 {cluster.slotsMissing} 个槽，故障槽 {cluster.slotsFailed}，故障节点 {cluster.nodesFailed} 个 {cluster.failedNode}。',
      en: 'cluster_state is {cluster.state}: {cluster.slotsMissing} slots unassigned, {cluster.slotsFailed} failing, {cluster.nodesFailed} nodes failed {cluster.failedNode}.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['redis.member-unreachable'],
    hints: 'cluster|clusterdown|slot|集群|槽',
    quoted: '\\bCLUSTERDOWN\\b(?! hash slot)|ClusterDownError: The cluster',
    probes: ['cluster'],
    confirm: {
      all: [
        ['cluster.isEnabled', '==', true],
        ['cluster.state', '==', 'fail'],
      ],
    },
    refute: {
      any: [
        ['cluster.isEnabled', '==', false],
        ['cluster.state', '==', 'ok'],
      ],
    },
    advice: {
      'zh-CN': '恢复故障节点或提升其从节点；若有槽未分配，用 redis-cli --cluster fix 修复。',
      en: 'Bring the failed node back or promote its replica; unassigned slots are repaired with redis-cli --cluster fix.',
    },
    remedies: [],
    source: 'redis.io: Cluster specification',
  },
  {
    id: 'redis.cluster-node-failed',
    kind: 'redis',
    title: { 'zh-CN': '集群节点故障：{cluster.failedNode}', en: 'A cluster node has failed: {cluster.failedNode}' },
    explanation: {
      'zh-CN': '集群仍为 ok，但有 {cluster.nodesFailed} 个节点被判为 fail，冗余已降低。',
      en: 'The cluster is ok, but {cluster.nodesFailed} nodes are marked as failed: redundancy is reduced.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['redis.member-unreachable', 'redis.primary-without-replica'],
    hints: 'cluster|node|集群|节点',
    probes: ['cluster'],
    confirm: {
      all: [
        ['cluster.isEnabled', '==', true],
        ['cluster.state', '==', 'ok'],
        ['cluster.nodesFailed', '>', 0],
      ],
    },
    advice: { 'zh-CN': '恢复该节点，使其重新成为从节点。', en: 'Bring the node back so that it joins as a replica.' },
    remedies: [],
    source: 'redis.io: Cluster specification',
  },
  {
    id: 'redis.sentinel-primary-down',
    kind: 'redis',
    title: { 'zh-CN': '哨兵判定主库下线：{sentinel.downMaster}', en: 'Sentinel sees the primary down: {sentinel.downMaster}' },
    explanation: {
      'zh-CN': '{sentinel.mastersDown} 个主库处于下线状态，尚未完成切换，写入失败。',
      en: '{sentinel.mastersDown} primaries are down and not failed over yet: their writes fail.',
    },
    severity: 'critical',
    role: 'cause',
    hints: 'sentinel|failover|哨兵|切换',
    probes: ['cluster'],
    confirm: {
      all: [
        ['sentinel.isEnabled', '==', true],
        ['sentinel.mastersDown', '>', 0],
      ],
    },
    advice: {
      'zh-CN': '检查法定票数与其余哨兵是否互通、从库是否可用。',
      en: 'Check the quorum, whether the sentinels see each other, and whether a replica is fit.',
    },
    remedies: [],
    source: 'redis.io: Sentinel',
  },
  {
    id: 'redis.clock-skew',
    kind: 'redis',
    title: { 'zh-CN': 'Redis 主机时钟偏差（时间不同步）', en: 'Clock skew: the clock of Redis’ host is off' },
    explanation: {
      'zh-CN': '其时钟与本机相差 {server.clockSkewSeconds} 秒，TTL 与分布式锁的判断会出错。',
      en: 'Its clock differs by {server.clockSkewSeconds} s from ours; expiry times set by clients and locks go wrong.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'clock|time|ntp|时钟|时间',
    probes: ['server'],
    confirm: ['server.clockSkewSeconds', '>=', 30],
    advice: { 'zh-CN': '检查两端的 NTP。', en: 'Check NTP on both ends.' },
    remedies: [],
    source: 'redis.io: EXPIRE, keys with an expire and time',
  },
];

/** Known faults of OpenLDAP, as data. Thresholds are shares of the server's own limits. */

import type { Signature } from 'zhiban/plugin';

const manual = 'OpenLDAP Administrator’s Guide 2.5/2.6';

export const openldapSignatures: readonly Signature[] = [
  {
    id: 'openldap.connections-nearly-used',
    kind: 'openldap',
    role: 'symptom',
    severity: 'critical',
    title: { en: 'Nearly all connections are used', 'zh-CN': '连接数接近上限' },
    explanation: {
      en: '{connections.current} of {connections.max} connections are open ({connections.usedRatio|percent}); at the limit logins are refused.',
      'zh-CN': '已打开 {connections.current}/{connections.max} 个连接（{connections.usedRatio|percent}）；达到上限后，登录会被拒绝。',
    },
    hints: 'too many open|connection|file descriptor|连接数|描述符',
    probes: ['connections'],
    confirm: ['connections.usedRatio', '>', 0.95],
    likely: ['connections.usedRatio', '>', 0.85],
    refute: ['connections.usedRatio', '<', 0.7],
    advice: {
      en: 'Find out who holds them (cn=Connections,cn=Monitor), and raise the limit of open files of slapd if they are all needed.',
      'zh-CN': '先查明连接由谁占用（cn=Connections,cn=Monitor）；如确有需要，再提高 slapd 的打开文件数上限。',
    },
    remedies: [],
    source: `${manual}, Monitoring slapd, Connections`,
  },
  {
    id: 'openldap.idle-connections',
    kind: 'openldap',
    role: 'cause',
    explains: ['openldap.connections-nearly-used'],
    severity: 'critical',
    title: { en: 'Clients leave idle connections open', 'zh-CN': '客户端遗留大量空闲连接' },
    explanation: {
      en: '{connections.idle} of {connections.current} connections have done nothing for 5 minutes, and nothing closes them (idle timeout {settings.idleTimeoutSeconds} s).',
      'zh-CN':
        '{connections.current} 个连接中，有 {connections.idle} 个超过 5 分钟没有操作，且不会被关闭（空闲超时 {settings.idleTimeoutSeconds} 秒）。',
    },
    hints: 'idle|connection|too many open|空闲|连接数',
    probes: ['connections', 'settings'],
    confirm: {
      all: [
        ['connections.usedRatio', '>', 0.85],
        ['connections.idleRatio', '>', 0.6],
        ['settings.idleTimeoutSeconds', '==', 0],
      ],
    },
    likely: {
      all: [
        ['connections.usedRatio', '>', 0.85],
        ['connections.idleRatio', '>', 0.6],
      ],
    },
    refute: {
      any: [
        ['connections.usedRatio', '<', 0.7],
        ['connections.idleRatio', '<', 0.3],
      ],
    },
    advice: {
      en: 'Close idle connections after some minutes, and have the clients use a pool.',
      'zh-CN': '设置空闲超时，几分钟后关闭空闲连接，并让客户端使用连接池。',
    },
    remedies: [{ action: 'set-idle-timeout', arguments: { seconds: 300 } }],
    source: `${manual}, slapd-config(5), olcIdleTimeout`,
  },
  {
    id: 'openldap.one-client-holds-connections',
    kind: 'openldap',
    role: 'cause',
    explains: ['openldap.connections-nearly-used'],
    severity: 'warning',
    title: { en: '{connections.topPeer} holds most connections', 'zh-CN': '{connections.topPeer} 占用了大部分连接' },
    explanation: {
      en: '{connections.topPeerCount} connections come from {connections.topPeer}, {connections.topPeerRatio|percent} of all.',
      'zh-CN': '有 {connections.topPeerCount} 个连接来自 {connections.topPeer}，占全部的 {connections.topPeerRatio|percent}。',
    },
    hints: 'connection|client|连接|客户端',
    probes: ['connections'],
    confirm: {
      all: [
        ['connections.usedRatio', '>', 0.85],
        ['connections.topPeerRatio', '>', 0.6],
        ['connections.topPeerCount', '>', 50],
      ],
    },
    refute: ['connections.usedRatio', '<', 0.7],
    advice: {
      en: 'Look at that client: a login loop, or a pool without a limit.',
      'zh-CN': '检查该客户端：是否在循环登录，或连接池没有上限。',
    },
    remedies: [],
    source: `${manual}, Monitoring slapd, Connections`,
  },
  {
    id: 'openldap.threads-used-up',
    kind: 'openldap',
    role: 'symptom',
    severity: 'critical',
    title: { en: 'All threads are at work and tasks wait', 'zh-CN': '工作线程已用尽，任务排队' },
    explanation: {
      en: '{threads.active} of {threads.max} threads are at work, and {threads.pending} tasks wait for one.',
      'zh-CN': '{threads.active}/{threads.max} 个线程正在工作，另有 {threads.pending} 个任务在等待。',
    },
    hints: 'slow|timeout|hang|慢|超时|卡',
    probes: ['server'],
    confirm: {
      all: [
        ['threads.usedRatio', '>=', 1],
        ['threads.pending', '>=', { fact: 'threads.max', times: 0.25 }],
      ],
    },
    refute: ['threads.usedRatio', '<', 0.75],
    advice: {
      en: 'Look for unindexed searches in the log (mdb: "not indexed"); more threads help only where the processor is idle.',
      'zh-CN': '在日志中查找未命中索引的查询（“not indexed”）；只有在 CPU 空闲时，增加线程才有用。',
    },
    remedies: [],
    source: `${manual}, Tuning, slapd(8) threads`,
  },
  {
    id: 'openldap.database-full',
    kind: 'openldap',
    role: 'cause',
    severity: 'critical',
    title: { en: 'The database {database.suffix} is full', 'zh-CN': '数据库 {database.suffix} 已满' },
    explanation: {
      en: '{database.pagesUsed} of {database.pagesMax} pages of its map are used ({database.usedRatio|percent}): writes fail with MDB_MAP_FULL.',
      'zh-CN': '已使用 {database.pagesUsed}/{database.pagesMax} 页（{database.usedRatio|percent}）：写入会因 MDB_MAP_FULL 失败。',
    },
    hints: 'MDB_MAP_FULL|full|maxsize|write|已满|写入失败',
    probes: ['databases'],
    confirm: ['database.usedRatio', '>', 0.97],
    likely: ['database.usedRatio', '>', 0.9],
    refute: ['database.usedRatio', '<', 0.8],
    advice: {
      en: 'Raise olcDbMaxSize (the file grows only with what is stored) and see that the disk has room.',
      'zh-CN': '提高 olcDbMaxSize（文件只随实际数据增长），并确认磁盘空间充足。',
    },
    remedies: [],
    source: `${manual}, slapd-mdb(5), maxsize`,
  },
  {
    id: 'openldap.readers-used-up',
    kind: 'openldap',
    role: 'cause',
    severity: 'critical',
    title: { en: 'The readers of {database.suffix} are used up', 'zh-CN': '{database.suffix} 的读者槽位已用尽' },
    explanation: {
      en: '{database.readersUsed} of {database.readersMax} reader slots are taken: searches fail with MDB_READERS_FULL.',
      'zh-CN': '已占用 {database.readersUsed}/{database.readersMax} 个读者槽位：查询会因 MDB_READERS_FULL 失败。',
    },
    hints: 'MDB_READERS_FULL|readers|读者',
    probes: ['databases'],
    confirm: ['database.readersRatio', '>', 0.98],
    likely: ['database.readersRatio', '>', 0.9],
    refute: ['database.readersRatio', '<', 0.7],
    advice: {
      en: 'Look for tools that read the files beside slapd (mdb_stat, slapcat) and hang; then raise olcDbMaxReaders.',
      'zh-CN': '检查是否有绕过 slapd 直接读取数据文件且卡住的工具（mdb_stat、slapcat），再提高 olcDbMaxReaders。',
    },
    remedies: [],
    source: `${manual}, slapd-mdb(5), maxreaders`,
  },
  {
    id: 'openldap.closed-for-writes',
    kind: 'openldap',
    role: 'cause',
    severity: 'warning',
    title: { en: '{settings.readOnlySuffix} was set to read-only', 'zh-CN': '{settings.readOnlySuffix} 被设为只读' },
    explanation: {
      en: 'The database takes no writes: olcReadOnly is TRUE, and its settings were changed {settings.readOnlyChangedSecondsAgo|duration} ago.',
      'zh-CN': '数据库不接受写入：olcReadOnly 为 TRUE，其配置在 {settings.readOnlyChangedSecondsAgo|duration} 前被修改。',
    },
    hints: 'read.?only|unwilling|write|modify|password change|只读|写入|修改密码',
    probes: ['settings'],
    // One that is closed for long is meant to be so.
    confirm: {
      all: [
        ['settings.isReadOnly', '==', true],
        ['settings.readOnlyChangedSecondsAgo', '<', 86_400],
      ],
    },
    likelyWhenHinted: ['settings.isReadOnly', '==', true],
    refute: ['settings.isReadOnly', '==', false],
    advice: {
      en: 'Ask whether maintenance is under way; if not, open it again.',
      'zh-CN': '先确认是否正在维护；如果不是，恢复可写。',
    },
    remedies: [{ action: 'allow-writes', arguments: { suffix: '{settings.readOnlySuffix}' } }],
    source: `${manual}, slapd-config(5), olcReadOnly`,
  },
];

/** Replicas that are set up in a way that looks like a fault, or is one. */

import type { Signature } from '../../../domain/signature.ts';

const hints = 'replica|slave|lag|behind|replication|复制|主从|从库|延迟|中断';

/** As the primary words it; MariaDB and MySQL, old and new. */
export const sameServerId = 'same (server_uuid|server_id|server id)|equal MySQL server (ids|UUIDs)|server ids must be different';

export const replicationSetupSignatures: readonly Signature[] = [
  {
    id: 'mysql.replica-server-id-twice',
    kind: 'mysql',
    title: {
      'zh-CN': 'server_id 重复：两台服务器的复制互相踢下线',
      en: 'Duplicate server_id: two replicas disconnect each other',
    },
    explanation: {
      'zh-CN':
        '主库 {replication.source} 拒绝或断开了它：{replication.error}。多半是从库由另一台克隆而来，server_id（或 auto.cnf 里的 UUID）没有改。',
      en: 'Its primary {replication.source} refuses it or cuts it off: {replication.error}. Two servers have the same server_id (or the UUID in auto.cnf): mostly a replica was cloned from another.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['mysql.replica-stopped', 'mysql.replica-lags', 'mysql.replica-io-error', 'mysql.replica-binlog-gone'],
    hints: `server.?id|uuid|clone|reconnect|flap|克隆|重连|${hints}`,
    quoted: sameServerId,
    probes: ['replication'],
    confirm: {
      all: [
        ['replication.isReplica', '==', true],
        {
          any: [
            ['replication.error', 'matches', sameServerId],
            ['replication.ioErrorNumber', '==', 1_593],
          ],
        },
      ],
    },
    advice: {
      'zh-CN': '给其中一台设不同的 server_id（MySQL 还要删掉 auto.cnf 让它重新生成 UUID），再启动复制。',
      en: 'Give one of them another server_id (in MySQL remove auto.cnf too, so that it makes a new UUID), then start replication again.',
    },
    remedies: [],
    source: 'dev.mysql.com: Setting the Replica Configuration; Server Error Reference, 1236 and 1593',
  },
  {
    id: 'mysql.replica-reconnects',
    kind: 'mysql',
    title: {
      'zh-CN': '从库（server_id {replication.serverId}）反复重连主库',
      en: 'Replica (server_id {replication.serverId}) reconnects to its primary again and again',
    },
    explanation: {
      'zh-CN':
        'IO 线程处于 {replication.ioState}、错误为 0，主库 {replication.source}：连得上又被断开，最常见的是另一台从库用了同一个 server_id（克隆后没改）；也可能是网络设备掐断空闲连接，或网络刚断开还没到超时。',
      en: 'The IO thread is {replication.ioState} with no error, its primary is {replication.source}: it gets in and is cut off. Mostly another replica has the same server_id (cloned, and never changed); else something on the way drops idle connections, or the network broke just now.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['mysql.replica-stopped', 'mysql.replica-lags', 'mysql.replica-io-error'],
    hints: `server.?id|uuid|clone|reconnect|flap|new replica|克隆|重连|${hints}`,
    probes: ['replication'],
    confirm: ['replication.serverId', '<', 0],
    confirmWhenHinted: {
      all: [
        ['replication.isReplica', '==', true],
        ['replication.isSqlRunning', '==', true],
        ['replication.isIoConnecting', '==', true],
        ['replication.errorNumber', '==', 0],
      ],
    },
    refute: ['replication.isIoRunning', '==', true],
    advice: {
      'zh-CN': '比较各从库的 @@server_id（主库的 SHOW REPLICA HOSTS 里只会看到其中一台），给重复的那台换一个；不是重复时查主库日志与网络。',
      en: 'Compare @@server_id of all replicas (SHOW REPLICA HOSTS at the primary shows only one of the twins) and give one another; if they differ, read the primary’s log and look at the network.',
    },
    remedies: [],
    source: 'dev.mysql.com: Setting the Replica Configuration; MariaDB KB: server_id',
  },
  {
    id: 'mysql.replica-delayed-on-purpose',
    kind: 'mysql',
    title: {
      'zh-CN': '从库被配置为延迟 {replication.delaySettingSeconds|duration}复制（MASTER_DELAY）',
      en: 'The replica is configured to stay {replication.delaySettingSeconds|duration} behind (MASTER_DELAY)',
    },
    explanation: {
      'zh-CN':
        '复制线程正常，延迟是设定的：MASTER_DELAY / SOURCE_DELAY 为 {replication.delaySettingSeconds} 秒（用作误操作的后悔药）；在它上面读到的是旧数据。',
      en: 'Both threads are well and the lag is configured: MASTER_DELAY (SOURCE_DELAY) is {replication.delaySettingSeconds} s, kept against mistakes; whoever reads here reads old rows.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['mysql.replica-lags'],
    hints,
    probes: ['replication'],
    confirm: ['replication.delaySettingSeconds', '<', 0],
    confirmWhenHinted: {
      all: [
        ['replication.isSqlRunning', '==', true],
        ['replication.isIoRunning', '==', true],
        ['replication.delaySettingSeconds', '>=', 1],
      ],
    },
    refute: ['replication.delaySettingSeconds', '==', 0],
    advice: {
      'zh-CN': '若是有意的延迟从库：把读流量移走，并让告警减去设定值；若不是，STOP、CHANGE … MASTER_DELAY=0、START。',
      en: 'If it is meant: keep readers away and let the alert subtract it; if not, stop it, CHANGE … MASTER_DELAY=0 and start it again.',
    },
    remedies: [],
    source: 'dev.mysql.com: Delayed Replication',
  },
];

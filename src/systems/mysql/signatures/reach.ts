/** Faults that keep anyone from reaching MySQL, or from being let in. */

import type { Signature } from '../../../domain/signature.ts';
import { isDataOnFullDisk } from '../../down-on-full-disk.ts';
import { reachSignatures } from '../../session/reach-signatures.ts';
import { errorForms } from './error-forms.ts';

export const mysqlReachSignatures: readonly Signature[] = [
  ...reachSignatures({
    kind: 'mysql',
    name: 'MySQL',
    probe: 'server',
    downHints: 'mysql_up|MySQLDown|MysqlDown|mysql.*down|ERROR 2003|ERROR 2002',
    loginSource: 'dev.mysql.com: Troubleshooting Problems Connecting to MySQL',
  }),
  {
    id: 'mysql.host-blocked',
    kind: 'mysql',
    title: { 'zh-CN': '来源主机因连接错误过多被 MySQL 封锁，无法连接', en: 'MySQL has blocked this host after too many connection errors' },
    explanation: {
      'zh-CN': '{reach.reason}。该来源多次中断握手（端口探测、健康检查、网络抖动），超过 max_connect_errors。',
      en: '{reach.reason}. This host broke off its handshakes too often (port checks, health checks, a bad network), past max_connect_errors.',
    },
    severity: 'critical',
    role: 'cause',
    hints: 'blocked|max_connect_errors|flush-hosts|1129|封锁',
    // Who looks from here may be let in while the application's host is not: what it was told stands.
    quoted: errorForms({ says: 'is blocked because of many connection errors', numbers: [1129], names: ['ER_HOST_IS_BLOCKED'] }),
    probes: ['server'],
    confirm: {
      all: [
        ['reach.problem', '==', 'not-allowed'],
        ['reach.code', '==', '1129'],
      ],
    },
    advice: {
      'zh-CN':
        '从别的主机执行 FLUSH HOSTS（或 TRUNCATE performance_schema.host_cache）解封，再找出是谁在反复中断握手；必要时调高 max_connect_errors。',
      en: 'From another host run FLUSH HOSTS (or truncate performance_schema.host_cache), find what keeps breaking off handshakes, and raise max_connect_errors if need be.',
    },
    remedies: [],
    source: 'dev.mysql.com: Host is blocked',
  },
  {
    id: 'mysql.host-not-allowed',
    kind: 'mysql',
    title: { 'zh-CN': '没有账号允许从这个来源登录（被拒绝）', en: 'Logins from this host are not allowed by any account' },
    explanation: {
      'zh-CN': '{reach.reason}。账号的 host 部分与来源地址不匹配，或来源地址变了。',
      en: '{reach.reason}. The host part of the accounts does not fit this address, or the address is a new one.',
    },
    severity: 'critical',
    role: 'cause',
    hints: 'not allowed to connect|1130|白名单',
    quoted: errorForms({ says: 'is not allowed to connect to this (MySQL|MariaDB)', numbers: [1130], names: ['ER_HOST_NOT_PRIVILEGED'] }),
    probes: ['server'],
    confirm: {
      all: [
        ['reach.problem', '==', 'not-allowed'],
        ['reach.code', '!=', '1129'],
      ],
    },
    advice: {
      'zh-CN': '为该来源建立账号（CREATE USER …@来源 并授权），或修正网络地址转换。',
      en: 'Create the account for that host (CREATE USER …@host, and grant), or correct the address translation.',
    },
    remedies: [],
    source: 'dev.mysql.com: Access Control, Stage 1',
  },
  {
    id: 'mysql.database-missing',
    kind: 'mysql',
    title: { 'zh-CN': '要连接的数据库不存在', en: 'The database to connect to does not exist' },
    explanation: {
      'zh-CN': '{reach.reason}。库被删除、改名，或连到了另一个实例。',
      en: '{reach.reason}. It was dropped or renamed, or this is another instance.',
    },
    severity: 'critical',
    role: 'cause',
    hints: 'unknown database|1049|不存在',
    quoted: errorForms({ says: 'unknown database .{1,3}\\w', numbers: [1049], names: ['ER_BAD_DB_ERROR'] }),
    probes: ['server'],
    // That somebody else is let in, to another database, does not refute what the application was told.
    confirm: {
      all: [
        ['reach.isOk', '==', false],
        ['reach.problem', '==', 'no-database'],
      ],
    },
    advice: {
      'zh-CN': '核对地址与库名；若确实被删除，停止写入并从备份与 binlog 恢复。',
      en: 'Check address and name; if it was really dropped, stop writing and restore from backup and binary logs.',
    },
    remedies: [],
    source: 'dev.mysql.com: Server Error Reference, 1049',
  },
  {
    id: 'mysql.down-on-full-disk',
    kind: 'mysql',
    title: { 'zh-CN': '主机磁盘写满，MySQL 停了', en: 'The host’s disk is full and MySQL went down' },
    explanation: {
      'zh-CN': '连接被拒绝，而所在主机有文件系统已写满：InnoDB 写不下重做日志或启动时建不了临时表空间就会退出。',
      en: 'Connections are refused, and a filesystem of its host is full: InnoDB exits when it can write neither redo log nor, at a start, its temporary tablespace.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['mysql.process-gone'],
    hints: 'down|disk|full|宕机|磁盘|写满',
    probes: ['server'],
    confirm: {
      all: [['reach.problem', '==', 'refused'], isDataOnFullDisk('mysql')],
    },
    refute: ['reach.isOk', '==', true],
    advice: {
      'zh-CN': '先在主机上腾出空间，再启动；之后看 binlog 保留时间与临时表。',
      en: 'Free space on the host, then start it; afterwards look at how long binary logs are kept, and at temporary tables.',
    },
    remedies: [],
    source: 'dev.mysql.com: How MySQL Handles a Full Disk',
  },
];

/** Replication: threads that stopped and why, lag, semi-sync, read-only. */

import type { Signature } from '../../../domain/signature.ts';
import { errorForms } from './error-forms.ts';
import { sameServerId } from './replication-setup.ts';

const hints = 'replica|slave|lag|behind|replication|复制|主从|从库|延迟|中断';
const sqlStopped = ['replication.isSqlRunning', '==', false] as const;

export const replicationSignatures: readonly Signature[] = [
  {
    id: 'mysql.replica-duplicate-key',
    kind: 'mysql',
    title: {
      'zh-CN': '复制因主键冲突（1062）中断：从库上有主库没有的行',
      en: 'Replication stopped at a duplicate key (1062) on the replica',
    },
    explanation: {
      'zh-CN': 'SQL 线程停止，错误 1062：{replication.error}。有人直接写了从库（可写：{replication.isWritable}），或切换时两边都写过。',
      en: 'The SQL thread stopped with error 1062: {replication.error}. The replica holds a row that the primary did not have: somebody wrote to the replica (writable: {replication.isWritable}), or both sides took writes around a failover.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['mysql.replica-stopped', 'mysql.replica-lags', 'mysql.replica-sql-error'],
    hints: `1062|duplicate|冲突|${hints}`,
    quoted: '(write_rows|last_sql_err)[\\s\\S]{0,300}(1062\\b|duplicate entry|HA_ERR_FOUND_DUPP_KEY)',
    probes: ['replication'],
    confirm: { all: [['replication.isReplica', '==', true], sqlStopped, ['replication.sqlErrorNumber', '==', 1_062]] },
    refute: ['replication.isSqlRunning', '==', true],
    advice: {
      'zh-CN':
        '对比两边这一行：从库上多出的行先导出保存，再在从库删除并启动复制；不要用 sql_slave_skip_counter 跳过，会留下不一致。之后给从库设 read_only。',
      en: 'Compare that row on both sides: save the extra one from the replica, delete it there and start replication again; skipping with sql_slave_skip_counter leaves the data different. Then make the replica read-only.',
    },
    remedies: [],
    source: 'dev.mysql.com: Replication and Binary Logging FAQ; MariaDB KB: SET GLOBAL SQL_SLAVE_SKIP_COUNTER',
  },
  {
    id: 'mysql.replica-row-missing',
    kind: 'mysql',
    title: {
      'zh-CN': '复制因找不到行（1032）中断：从库数据与主库不一致',
      en: 'Replication stopped at a missing row (1032): the data differs',
    },
    explanation: {
      'zh-CN': 'SQL 线程停止，错误 1032：{replication.error}。要更新或删除的行在从库上不存在。',
      en: 'The SQL thread stopped with error 1032: {replication.error}. The row to update or delete is not there on the replica.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['mysql.replica-stopped', 'mysql.replica-lags', 'mysql.replica-sql-error'],
    hints: `1032|can't find record|不一致|${hints}`,
    quoted: 'could not execute (update|delete)_rows|HA_ERR_KEY_NOT_FOUND|last_sql_err[\\s\\S]{0,300}(1032\\b|can.t find record)',
    probes: ['replication'],
    confirm: { all: [['replication.isReplica', '==', true], sqlStopped, ['replication.sqlErrorNumber', '==', 1_032]] },
    refute: ['replication.isSqlRunning', '==', true],
    advice: {
      'zh-CN': '从主库补上这一行再启动复制；差异多时用 pt-table-checksum 核对，必要时重建从库。',
      en: 'Copy that row from the primary and start again; if much differs, check with pt-table-checksum and rebuild the replica if need be.',
    },
    remedies: [],
    source: 'dev.mysql.com: Server Error Reference, 1032; Percona: pt-table-checksum',
  },
  {
    id: 'mysql.replica-sql-error',
    kind: 'mysql',
    title: { 'zh-CN': '主从复制中断：SQL 线程因错误停止', en: 'Replication is broken: the SQL thread stopped with an error' },
    explanation: {
      'zh-CN': '错误 {replication.sqlErrorNumber}：{replication.error}。从库不再应用变更，数据越来越旧。',
      en: 'Error {replication.sqlErrorNumber}: {replication.error}. The replica applies no more changes and its data grows stale.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['mysql.replica-stopped', 'mysql.replica-lags'],
    hints,
    probes: ['replication'],
    confirm: { all: [['replication.isReplica', '==', true], sqlStopped, ['replication.sqlErrorNumber', '!=', 0]] },
    refute: ['replication.sqlErrorNumber', '==', 0],
    advice: {
      'zh-CN': '按错误修复从库的数据或结构后启动 SQL 线程；表结构不同（1054、1146、1677）时先在从库补上变更。',
      en: 'Repair data or structure on the replica by that error, then start the SQL thread; where the structure differs (1054, 1146, 1677) apply the change there first.',
    },
    remedies: [],
    source: 'dev.mysql.com: Troubleshooting Replication',
  },
  {
    id: 'mysql.replica-binlog-gone',
    kind: 'mysql',
    title: {
      'zh-CN': '复制中断：从库需要的 binlog 在主库已不存在（1236）',
      en: 'Replication stopped: the binlog it needs is gone from the primary (1236)',
    },
    explanation: {
      'zh-CN': 'IO 线程停止，错误 {replication.ioErrorNumber}：{replication.error}。binlog 已过期清理，或主库崩溃后位置不存在。',
      en: 'The IO thread stopped with error {replication.ioErrorNumber}: {replication.error}. It has expired, or the position was lost in a crash of the primary.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['mysql.replica-stopped', 'mysql.replica-lags', 'mysql.replica-io-error'],
    hints: `1236|binlog|purged|${hints}`,
    quoted: errorForms({
      says: 'could not find first log file name in binary log index|has purged (the )?(required )?binary logs|start replication from (an )?impossible position',
      numbers: [1236, 13114],
      names: ['ER_(MASTER|SOURCE)_HAS_PURGED_REQUIRED_GTIDS'],
      unless: sameServerId,
    }),
    probes: ['replication'],
    confirm: {
      all: [
        ['replication.isReplica', '==', true],
        ['replication.ioErrorNumber', 'matches', '^(1236|13114)$'],
        { not: ['replication.error', 'matches', sameServerId] },
      ],
    },
    refute: ['replication.isIoRunning', '==', true],
    advice: {
      'zh-CN': '用备份重建从库；主库崩溃丢失末尾时，可从下一个 binlog 开头接上但须校验数据。延长 binlog 保留时间。',
      en: 'Rebuild the replica from a backup; after a crash of the primary it may go on at the next file, but check the data. Keep binary logs longer.',
    },
    remedies: [],
    source: 'dev.mysql.com: Server Error Reference, 1236; Percona: Got fatal error 1236',
  },
  {
    id: 'mysql.replica-io-error',
    kind: 'mysql',
    title: { 'zh-CN': '主从复制中断：从库连不上主库', en: 'Replication is broken: the replica cannot connect to its primary' },
    explanation: {
      'zh-CN': 'IO 线程状态 {replication.ioState}，主库 {replication.source}，错误 {replication.ioErrorNumber}：{replication.ioError}',
      en: 'The IO thread is in state {replication.ioState}, its primary is {replication.source}, error {replication.ioErrorNumber}: {replication.ioError}',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['mysql.replica-stopped', 'mysql.replica-lags'],
    hints: `connect|2003|1045|${hints}`,
    probes: ['replication'],
    confirm: {
      all: [
        ['replication.isReplica', '==', true],
        ['replication.isIoRunning', '==', false],
        ['replication.ioErrorNumber', '!=', 0],
      ],
    },
    likely: ['replication.isIoConnecting', '==', true],
    refute: ['replication.isIoRunning', '==', true],
    advice: {
      'zh-CN': '2003/2002 看网络与主库是否在；1045 看复制账号的密码；2026 看 TLS。修好后 IO 线程会自动重连。',
      en: '2003 and 2002 mean network or a primary that is down, 1045 the replication account’s password, 2026 TLS. It reconnects by itself once repaired.',
    },
    remedies: [],
    source: 'dev.mysql.com: Troubleshooting Replication',
  },
  {
    id: 'mysql.replica-stopped',
    kind: 'mysql',
    title: { 'zh-CN': '主从复制被停止，没有错误', en: 'Replication is stopped without an error' },
    explanation: {
      'zh-CN':
        'IO 线程 {replication.ioState}，SQL 线程 {replication.sqlState}，没有报错：多半是有人执行了 STOP REPLICA（维护、备份）而忘了启动，或重启时带了 skip-replica-start。',
      en: 'The IO thread says {replication.ioState}, the SQL thread {replication.sqlState}, and there is no error: mostly somebody ran STOP REPLICA (maintenance, backup) and forgot, or it was started with skip-replica-start.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['mysql.replica-lags'],
    hints,
    probes: ['replication'],
    confirm: {
      all: [
        ['replication.isReplica', '==', true],
        ['replication.errorNumber', '==', 0],
        ['replication.isIoConnecting', '==', false],
        {
          any: [
            ['replication.isIoRunning', '==', false],
            ['replication.isSqlRunning', '==', false],
          ],
        },
      ],
    },
    refute: {
      any: [
        ['replication.isReplica', '==', false],
        {
          all: [
            ['replication.isIoRunning', '==', true],
            ['replication.isSqlRunning', '==', true],
          ],
        },
      ],
    },
    advice: {
      'zh-CN': '确认没有正在进行的维护或延迟备份后启动复制。',
      en: 'Unless maintenance or a backup is under way, start it.',
    },
    remedies: [{ action: 'start-replica', arguments: { channel: '{replication.channel}' } }],
    source: 'dev.mysql.com: START REPLICA',
  },
  {
    id: 'mysql.replica-lags',
    kind: 'mysql',
    title: { 'zh-CN': '复制延迟：从库落后主库', en: 'Replication lag: the replica is behind its primary' },
    explanation: {
      'zh-CN':
        '两个线程都在运行，但落后 {replication.lagSeconds|duration}，读到旧数据：大事务、单线程回放、无主键表的行更新，或从库磁盘慢。并行回放线程 {replication.apply.workers} 个（0 或 1 即单线程）。回放线程在：{replication.apply.state}。没有主键或唯一键的大表：{replication.apply.keylessTables}。',
      en: 'Both threads run, yet it is {replication.lagSeconds|duration} behind and serves stale data: a large transaction, single-threaded apply, row changes to tables without a primary key, or a slow disk. It applies with {replication.apply.workers} workers (0 or 1 is a single thread). The applier’s state: {replication.apply.state}. Large tables without a primary or unique key: {replication.apply.keylessTables}.',
    },
    severity: 'warning',
    role: 'cause',
    hints,
    probes: ['replication'],
    confirm: {
      all: [
        ['replication.isSqlRunning', '==', true],
        ['replication.lagSeconds', '>=', 60],
        ['replication.delaySettingSeconds', '==', 0],
      ],
    },
    likely: {
      all: [
        ['replication.isSqlRunning', '==', true],
        ['replication.lagSeconds', '>=', 10],
        ['replication.delaySettingSeconds', '==', 0],
      ],
    },
    refute: ['replication.lagSeconds', '<', 3],
    advice: {
      'zh-CN':
        '看从库正在回放的语句；打开并行复制（replica_parallel_workers / slave_parallel_threads），给表加主键，拆小批量写入；读流量先切走。',
      en: 'Look at what the replica is applying; use parallel apply (replica_parallel_workers, slave_parallel_threads), give tables primary keys, split batches; route reads elsewhere meanwhile.',
    },
    remedies: [],
    source: 'dev.mysql.com: Replication Threads; mysqld mixin: MySQLReplicationLag',
  },
  {
    id: 'mysql.semisync-waits',
    kind: 'mysql',
    title: { 'zh-CN': '提交阻塞，在等半同步从库确认', en: 'Commits are blocked waiting for a semi-synchronous replica' },
    explanation: {
      'zh-CN':
        '{replication.semisyncWaiting} 个会话在等从库确认，半同步从库 {replication.semisyncClients} 个在线。从库 {followers.gone} 连不上：{followers.goneReason}。',
      en: '{replication.semisyncWaiting} sessions wait for a replica to acknowledge their commit; {replication.semisyncClients} semi-sync replicas are connected. The replica {followers.gone} can not be reached: {followers.goneReason}.',
    },
    severity: 'critical',
    role: 'cause',
    about: ['followers.gone'],
    explains: ['mysql.statement-pile', 'mysql.connections-all-busy', 'mysql.commits-wait-for-disk'],
    hints: `semi|commit|半同步|提交|${hints}`,
    probes: ['replication', 'statements'],
    confirm: {
      all: [
        ['replication.isSemisyncEnabled', '==', true],
        ['replication.semisyncWaiting', '>=', 1],
        ['statements.longest.seconds', '>=', 2],
      ],
    },
    likely: {
      all: [
        ['replication.isSemisyncEnabled', '==', true],
        ['replication.isSemisyncOn', '==', false],
      ],
    },
    refute: ['replication.isSemisyncEnabled', '==', false],
    advice: {
      'zh-CN': '恢复从库；超过 rpl_semi_sync_*_timeout 后会自动退化为异步（此时主库故障可能丢数据）。',
      en: 'Bring the replica back; past rpl_semi_sync_*_timeout it falls back to asynchronous by itself (losing the primary may then lose commits).',
    },
    remedies: [],
    source: 'dev.mysql.com: Semisynchronous Replication',
  },
];

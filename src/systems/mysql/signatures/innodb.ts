/** InnoDB's log and flushing, disk, and keys that run out. */

import type { Signature } from '../../../domain/signature.ts';
import { errorForms } from './error-forms.ts';

const hints = 'write|slow|commit|flush|io|redo|写入慢|提交|刷盘|抖动|磁盘';

export const innodbSignatures: readonly Signature[] = [
  {
    id: 'mysql.redo-log-full',
    kind: 'mysql',
    title: { 'zh-CN': '重做日志（redo log）将满，写入等待刷脏', en: 'The redo log is nearly full and writes wait for flushing' },
    explanation: {
      'zh-CN':
        '检查点年龄 {innodb.checkpointAgeBytes|bytes}，已到上限的 {innodb.checkpointAgeRatio|percent}（重做日志共 {innodb.redoBytes|bytes}）：写入量超过它能容纳的。',
      en: 'The checkpoint age is {innodb.checkpointAgeBytes|bytes}, {innodb.checkpointAgeRatio|percent} of its limit (the redo log has {innodb.redoBytes|bytes}): more is written than it can hold, and writes are slow.',
    },
    severity: 'warning',
    role: 'cause',
    hints,
    probes: ['innodb'],
    confirm: ['innodb.checkpointAgeRatio', '>=', 0.9],
    likelyWhenHinted: ['innodb.checkpointAgeRatio', '>=', 0.75],
    refute: ['innodb.checkpointAgeRatio', '<', 0.5],
    advice: {
      'zh-CN':
        '调大 innodb_redo_log_capacity（MySQL 8.0.30+、MariaDB 的 innodb_log_file_size 可在线改），并核对 innodb_io_capacity 与磁盘。',
      en: 'Raise innodb_redo_log_capacity (innodb_log_file_size in MariaDB, online since 10.9), and check innodb_io_capacity and the disk.',
    },
    remedies: [],
    source: 'dev.mysql.com: InnoDB Redo Log; Percona: checkpoint age',
  },
  {
    id: 'mysql.log-buffer-too-small',
    kind: 'mysql',
    title: { 'zh-CN': '日志缓冲区过小，事务在等它', en: 'Transactions wait for the log buffer' },
    explanation: {
      'zh-CN': '每秒 {activity.logWaitsPerSecond} 次等待日志缓冲区刷盘，每秒重做日志 {activity.redoBytesPerSecond|bytes}。',
      en: '{activity.logWaitsPerSecond} waits a second for the log buffer, {activity.redoBytesPerSecond|bytes} of redo a second.',
    },
    severity: 'warning',
    role: 'cause',
    hints,
    probes: ['activity'],
    confirm: ['activity.logWaitsPerSecond', '>=', 5],
    likely: ['activity.logWaitsPerSecond', '>=', 1],
    refute: ['activity.logWaitsPerSecond', '==', 0],
    advice: {
      'zh-CN': '调大 innodb_log_buffer_size，并看磁盘的写延迟。',
      en: 'Raise innodb_log_buffer_size, and look at the latency of writes to disk.',
    },
    remedies: [],
    source: 'dev.mysql.com: Innodb_log_waits',
  },
  {
    id: 'mysql.no-free-pages',
    kind: 'mysql',
    title: { 'zh-CN': '缓冲池没有空闲页，前台线程在等刷脏', en: 'The buffer pool has no free pages: statements wait for flushing' },
    explanation: {
      'zh-CN': '每秒 {activity.waitFreePerSecond} 次等待空闲页，脏页占 {innodb.dirtyRatio|percent}：刷脏跟不上。',
      en: '{activity.waitFreePerSecond} waits a second for free pages, {innodb.dirtyRatio|percent} of the pool is dirty: flushing to disk does not keep up.',
    },
    severity: 'warning',
    role: 'cause',
    hints,
    probes: ['activity', 'innodb'],
    confirm: ['activity.waitFreePerSecond', '>=', 10],
    likely: ['activity.waitFreePerSecond', '>=', 1],
    refute: ['activity.waitFreePerSecond', '==', 0],
    advice: {
      'zh-CN': '按磁盘能力调大 innodb_io_capacity；缓冲池过小则调大；看磁盘是否变慢。',
      en: 'Raise innodb_io_capacity to what the disk can do, the pool if it is small, and see whether the disk has become slow.',
    },
    remedies: [],
    source: 'dev.mysql.com: Innodb_buffer_pool_wait_free',
  },
  {
    id: 'mysql.commits-wait-for-disk',
    kind: 'mysql',
    title: { 'zh-CN': '提交卡在刷盘（fsync）：磁盘写延迟高', en: 'Commits wait for the disk: fsync is slow' },
    explanation: {
      'zh-CN': '{statements.flushing} 条语句停在提交阶段，挂起的 fsync {innodb.pendingFsyncs} 个。',
      en: '{statements.flushing} statements are waiting in their commit, {innodb.pendingFsyncs} fsyncs are pending: the disk’s write latency is high.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['mysql.statement-pile', 'mysql.connections-all-busy'],
    hints,
    probes: ['statements', 'innodb'],
    confirm: {
      all: [
        ['statements.flushing', '>=', 3],
        ['innodb.pendingFsyncs', '>=', 1],
        ['statements.longest.seconds', '>=', 1],
      ],
    },
    likelyWhenHinted: {
      all: [
        ['statements.flushing', '>=', 2],
        ['innodb.pendingFsyncs', '>=', 1],
      ],
    },
    refute: ['statements.flushing', '==', 0],
    advice: {
      'zh-CN': '在主机上看磁盘延迟与同盘的其他负载；云盘看是否被限流。不要靠关闭 innodb_flush_log_at_trx_commit 解决。',
      en: 'Look at disk latency and neighbours on the host, and whether a cloud disk is throttled. Do not solve it by relaxing innodb_flush_log_at_trx_commit.',
    },
    remedies: [],
    source: 'dev.mysql.com: Optimizing InnoDB Disk I/O',
  },
  {
    id: 'mysql.semaphore-waits',
    kind: 'mysql',
    title: {
      'zh-CN': 'InnoDB 线程卡在信号量（内部锁）长时间等待',
      en: 'InnoDB threads are stuck waiting for semaphores (internal latches)',
    },
    explanation: {
      'zh-CN': '{innodb.semaphoreWaits} 个线程在等信号量，最久 {innodb.longestSemaphoreSeconds} 秒；超过 600 秒 InnoDB 会主动崩溃并重启。',
      en: '{innodb.semaphoreWaits} threads wait for semaphores, the longest for {innodb.longestSemaphoreSeconds} s; past 600 s InnoDB crashes itself and the server restarts.',
    },
    severity: 'critical',
    role: 'cause',
    hints: 'semaphore|latch|hang|stuck|信号量|卡死|卡住',
    probes: ['innodb'],
    confirm: ['innodb.longestSemaphoreSeconds', '>=', 30],
    likely: ['innodb.longestSemaphoreSeconds', '>=', 5],
    refute: ['innodb.semaphoreWaits', '==', 0],
    advice: {
      'zh-CN': '看磁盘是否卡住、是否有 DROP/TRUNCATE 大表或自适应哈希争用；保留 SHOW ENGINE INNODB STATUS 供分析。',
      en: 'See whether the disk hangs, a large table is dropped or truncated, or the adaptive hash is contended; keep SHOW ENGINE INNODB STATUS for analysis.',
    },
    remedies: [],
    source: 'dev.mysql.com: InnoDB Standard Monitor, SEMAPHORES',
  },
  {
    id: 'mysql.no-space',
    kind: 'mysql',
    title: { 'zh-CN': '磁盘写满（空间不足），写入卡住等空间', en: 'Disk full (no space left): writes are stuck waiting for space' },
    explanation: {
      'zh-CN': '{statements.waitingForDisk} 条语句停在等待磁盘空间；binlog 共 {storage.binlogBytes|bytes}。',
      en: '{statements.waitingForDisk} statements wait for disk space; the binary logs take {storage.binlogBytes|bytes}.',
    },
    severity: 'critical',
    role: 'symptom',
    hints: 'no space|disk|full|1021|1114|磁盘|空间|写满',
    quoted: errorForms({
      says: 'disk full \\(|(errno|errcode|os error)\\W{0,3}28\\b|no space left on device',
      numbers: [1021],
      names: ['ER_DISK_FULL'],
    }),
    probes: ['statements', 'storage'],
    confirm: ['statements.waitingForDisk', '>=', 1],
    likelyWhenHinted: { on: 'runsOn', where: ['disk.worst.usedRatio', '>=', 0.95] },
    refute: { all: [['statements.waitingForDisk', '==', 0], { on: 'runsOn', where: ['disk.worst.usedRatio', '<', 0.9] }] },
    advice: {
      'zh-CN': '腾出空间即可自动继续；binlog 用 PURGE BINARY LOGS 清（先确认从库都已拿走），不要直接删文件。',
      en: 'It goes on by itself once there is space; clear binary logs with PURGE BINARY LOGS (once every replica has them), never by deleting files.',
    },
    remedies: [],
    source: 'dev.mysql.com: How MySQL Handles a Full Disk',
  },
  {
    id: 'mysql.binlogs-never-expire',
    kind: 'mysql',
    title: { 'zh-CN': 'binlog 永不过期，持续占用磁盘', en: 'Binary logs (binlog) never expire and fill the disk' },
    explanation: {
      'zh-CN': 'binlog {storage.binlogs} 个共 {storage.binlogBytes|bytes}，是数据量的 {storage.binlogToDataRatio} 倍，且没有设置过期时间。',
      en: '{storage.binlogs} binary logs of {storage.binlogBytes|bytes}, {storage.binlogToDataRatio} times the data, and no expiry time is set.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['mysql.no-space'],
    hints: 'binlog|disk|space|磁盘|空间',
    probes: ['storage'],
    confirm: {
      all: [
        ['storage.isBinlogKept', '==', true],
        ['storage.binlogToDataRatio', '>=', 1],
        ['storage.binlogBytes', '>=', 10_737_418_240],
      ],
    },
    likelyWhenHinted: {
      all: [
        ['storage.isBinlogKept', '==', true],
        ['storage.binlogToDataRatio', '>=', 0.5],
      ],
    },
    refute: ['storage.isBinlogKept', '==', false],
    advice: {
      'zh-CN': '设置 binlog_expire_logs_seconds（旧版本 expire_logs_days），长于最慢从库和备份所需的时间。',
      en: 'Set binlog_expire_logs_seconds (expire_logs_days in older versions), longer than the slowest replica and the backups need.',
    },
    remedies: [],
    source: 'dev.mysql.com: binlog_expire_logs_seconds',
  },
  {
    id: 'mysql.auto-increment-exhausted',
    kind: 'mysql',
    title: {
      'zh-CN': '{storage.key.table} 的自增主键即将或已经用尽',
      en: 'The AUTO_INCREMENT keys of {storage.key.table} are running out',
    },
    explanation: {
      'zh-CN':
        '{storage.key.table}.{storage.key.column} 下一个值 {storage.key.next}，上限 {storage.key.max}；用尽后插入报主键重复（1062）或 1467。',
      en: 'The next {storage.key.table}.{storage.key.column} is {storage.key.next} of {storage.key.max}; once it is exhausted inserts fail with a duplicate key (1062) or 1467.',
    },
    severity: 'critical',
    role: 'cause',
    hints: 'auto_increment|duplicate|out of range|insert|1062|1467|自增|主键|插入失败|溢出',
    quoted: errorForms({ says: 'failed to read auto-increment value', numbers: [1467], names: ['ER_AUTOINC_READ_FAILED'] }),
    probes: ['storage'],
    confirm: ['storage.key.usedRatio', '>=', 0.98],
    likely: ['storage.key.usedRatio', '>=', 0.8],
    refute: ['storage.key.usedRatio', '<', 0.5],
    advice: {
      'zh-CN': '把列改为 BIGINT（大表用 gh-ost / pt-osc 在线改），引用它的外键列一并改。',
      en: 'Make the column BIGINT (for large tables online with gh-ost or pt-osc), together with columns that refer to it.',
    },
    remedies: [],
    source: 'dev.mysql.com: Using AUTO_INCREMENT; sys.schema_auto_increment_columns',
  },
  {
    id: 'mysql.table-cache-thrashes',
    kind: 'mysql',
    title: { 'zh-CN': '表缓存已满（过小），表被反复打开关闭', en: 'The table cache is full: tables are reopened all the time' },
    explanation: {
      'zh-CN':
        '表缓存（table_open_cache）已用 {activity.tableCacheRatio|percent}，每秒打开 {activity.openedTablesPerSecond} 张表，查询变慢。',
      en: 'The table cache (table_open_cache) is {activity.tableCacheRatio|percent} full and {activity.openedTablesPerSecond} tables are opened a second, which slows queries down.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'table cache|opening tables|open_files|表缓存|慢',
    probes: ['activity'],
    confirm: {
      all: [
        ['activity.tableCacheRatio', '>=', 0.98],
        ['activity.openedTablesPerSecond', '>=', 20],
      ],
    },
    likelyWhenHinted: {
      all: [
        ['activity.tableCacheRatio', '>=', 0.95],
        ['activity.openedTablesPerSecond', '>=', 5],
      ],
    },
    refute: ['activity.openedTablesPerSecond', '<', 2],
    advice: {
      'zh-CN': '调大 table_open_cache，同时核对 open_files_limit 与进程的文件句柄上限。',
      en: 'Raise table_open_cache, with open_files_limit and the process’s file limit in mind.',
    },
    remedies: [],
    source: 'dev.mysql.com: How MySQL Opens and Closes Tables',
  },
  {
    id: 'mysql.open-files-exhausted',
    kind: 'mysql',
    title: { 'zh-CN': '打开的文件（文件句柄）接近上限', en: 'Open files are near the limit (file descriptors run out)' },
    explanation: {
      'zh-CN': '打开文件数已到 open_files_limit 的 {activity.openFilesRatio|percent}；满后打开表报错误 24（Too many open files）。',
      en: 'Open files are at {activity.openFilesRatio|percent} of open_files_limit; once it is reached opening a table fails with error 24 (Too many open files).',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'open files|errno: 24|too many open|文件句柄',
    quoted: '(errno|errcode|os error)\\W{0,3}24\\b|too many open files',
    probes: ['activity'],
    confirm: ['activity.openFilesRatio', '>=', 0.95],
    likely: ['activity.openFilesRatio', '>=', 0.85],
    // No refute: the counter leaves InnoDB’s files out.
    advice: {
      'zh-CN': '在服务配置里调高 LimitNOFILE 与 open_files_limit 后重启；分区过多时减少分区。',
      en: 'Raise LimitNOFILE and open_files_limit and restart; with very many partitions, have fewer.',
    },
    remedies: [],
    source: 'dev.mysql.com: File Not Found and Similar Errors',
  },
];

/** WAL, archive, disk, corruption and crashes. */

import type { Signature } from '../../../domain/signature.ts';
import { isDataOnFullDisk } from '../../down-on-full-disk.ts';
import { quotedState } from './sql-state.ts';

export const storageSignatures: readonly Signature[] = [
  {
    id: 'postgresql.archiving-fails',
    kind: 'postgresql',
    title: { 'zh-CN': 'WAL 归档失败，WAL 在主库堆积', en: 'WAL archiving fails and WAL piles up on disk' },
    explanation: {
      'zh-CN':
        '归档 {wal.archive.failedWal} 一直失败（最近一次 {wal.archive.failedSecondsAgo} 秒前，累计 {wal.archive.failedCount} 次），{wal.archive.waiting} 个段在等；WAL 不能回收，时间点恢复也会断档。',
      en: 'Archiving {wal.archive.failedWal} keeps failing (last {wal.archive.failedSecondsAgo} s ago, {wal.archive.failedCount} times), {wal.archive.waiting} segments wait; WAL cannot be recycled and point-in-time recovery has a gap.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['postgresql.wal-large', 'postgresql.no-space'],
    hints: 'archive|wal|backup|归档|备份|磁盘|空间',
    probes: ['wal'],
    confirm: ['wal.archive.isFailing', '==', true],
    refute: ['wal.archive.isFailing', '==', false],
    advice: {
      'zh-CN': '看日志里 archive_command 的报错（目标满、凭据过期、路径不存在）并修复，归档会自动补上；不要手工删 pg_wal 里的文件。',
      en: 'Read what archive_command says in the log (target full, credentials expired, no such path) and repair that; it catches up by itself. Never delete files in pg_wal by hand.',
    },
    remedies: [],
    source: 'postgresql.org: Setting Up WAL Archiving; postgres_exporter: pg_stat_archiver_failed_count',
  },
  {
    id: 'postgresql.wal-large',
    kind: 'postgresql',
    title: { 'zh-CN': 'pg_wal 远超 max_wal_size，占用磁盘空间', en: 'pg_wal is far above max_wal_size and uses up the disk' },
    explanation: {
      'zh-CN': 'pg_wal 占 {wal.bytes|bytes}，是 max_wal_size 的 {wal.toMaxRatio} 倍：复制槽、归档失败或 wal_keep_size 在保留它。',
      en: 'pg_wal takes {wal.bytes|bytes}, {wal.toMaxRatio} times max_wal_size: a replication slot, a failing archive or wal_keep_size keeps the WAL.',
    },
    severity: 'warning',
    role: 'symptom',
    hints: 'wal|disk|space|磁盘|空间',
    probes: ['wal', 'replication'],
    confirm: {
      all: [
        ['wal.isVisible', '==', true],
        ['wal.toMaxRatio', '>=', 2],
      ],
    },
    refute: ['wal.toMaxRatio', '<', 1.2],
    advice: {
      'zh-CN': '找出是谁在保留：pg_replication_slots、pg_stat_archiver、wal_keep_size；不要手工删除 pg_wal 中的文件。',
      en: 'Find out who keeps it: pg_replication_slots, pg_stat_archiver, wal_keep_size. Never delete files there by hand.',
    },
    remedies: [],
    source: 'postgresql.org: WAL Configuration',
  },
  {
    id: 'postgresql.checkpoints-too-frequent',
    kind: 'postgresql',
    title: { 'zh-CN': '检查点过于频繁，写放大、卡顿', en: 'Checkpoints are too frequent and slow writes down' },
    explanation: {
      'zh-CN':
        '被迫检查点每小时 {wal.checkpoints.requestedPerHour} 次，占 {wal.checkpoints.requestedRatio|percent}：写入量超过 max_wal_size（{wal.maxBytes|bytes}）能容纳的。',
      en: '{wal.checkpoints.requestedPerHour} forced checkpoints an hour, {wal.checkpoints.requestedRatio|percent} of all: more is written than max_wal_size ({wal.maxBytes|bytes}) can hold.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'checkpoint|\\bi/?o\\b|io ?wait|slow|检查点|卡顿|写入慢',
    probes: ['wal', 'log'],
    confirm: {
      any: [
        ['log.checkpointsTooFrequent', '>=', 2],
        {
          all: [
            ['wal.checkpoints.requestedPerHour', '>=', 60],
            ['wal.checkpoints.requestedRatio', '>=', 0.8],
          ],
        },
      ],
    },
    likelyWhenHinted: {
      all: [
        ['wal.checkpoints.requestedPerHour', '>=', 12],
        ['wal.checkpoints.requestedRatio', '>=', 0.5],
      ],
    },
    refute: ['wal.checkpoints.requestedPerHour', '<', 6],
    advice: {
      'zh-CN': '调大 max_wal_size（磁盘要放得下，崩溃恢复会变久），checkpoint_completion_target 保持 0.9。',
      en: 'Raise max_wal_size (the disk must hold it, and recovery takes longer); keep checkpoint_completion_target at 0.9.',
    },
    remedies: [{ action: 'set-setting', arguments: { name: 'max_wal_size', value: '{wal.suggestedMax}' } }],
    source: 'postgresql.org: WAL Configuration, checkpoint_warning',
  },
  {
    id: 'postgresql.no-space',
    kind: 'postgresql',
    title: { 'zh-CN': '数据目录所在磁盘写满（空间不足），写入失败', en: 'Disk full: no space left in the data directory, writes fail' },
    explanation: {
      'zh-CN': '近 15 分钟日志有 {log.noSpace} 条写文件失败（No space left on device）。',
      en: '{log.noSpace} lines of failed writes (No space left on device) in 15 minutes of log.',
    },
    severity: 'critical',
    role: 'symptom',
    hints: 'no space|disk|full|53100|磁盘|空间|写满',
    quoted: quotedState({
      says: 'no space left on device|could not extend file',
      states: ['53100'],
      classes: ['DiskFull'],
      unless: 'shared memory segment',
    }),
    probes: ['log', 'server'],
    confirm: {
      any: [
        ['log.noSpace', '>=', 1],
        ['reach.code', '==', '53100'],
      ],
    },
    likelyWhenHinted: { on: 'runsOn', where: ['disk.worst.usedRatio', '>=', 0.95] },
    refute: { all: [['log.noSpace', '==', 0], { on: 'runsOn', where: ['disk.worst.usedRatio', '<', 0.9] }] },
    advice: {
      'zh-CN': '看是谁占的：pg_wal（复制槽、归档）、临时文件、日志，还是别的程序；腾出空间即可恢复，不要删 pg_wal。',
      en: 'See what takes it: pg_wal (slots, archive), temporary files, logs, or another program; freed space is enough. Never delete pg_wal.',
    },
    remedies: [],
    source: 'postgresql.org: Disk Full Failure',
  },
  {
    id: 'postgresql.down-on-full-disk',
    kind: 'postgresql',
    title: { 'zh-CN': '主机磁盘写满，PostgreSQL 停了', en: 'The host’s disk is full and PostgreSQL went down' },
    explanation: {
      'zh-CN': '连接被拒绝，而所在主机有文件系统已写满：pg_wal 写不下时 PostgreSQL 会 PANIC 退出。',
      en: 'Connections are refused, and a filesystem of its host is full: PostgreSQL panics when it cannot write pg_wal.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['postgresql.process-gone', 'postgresql.starting-up'],
    hints: 'down|panic|disk|full|宕机|磁盘|写满',
    probes: ['server'],
    confirm: {
      all: [['reach.problem', 'matches', '^(refused|starting)$'], isDataOnFullDisk('postgresql')],
    },
    refute: ['reach.isOk', '==', true],
    advice: {
      'zh-CN': '先在主机上腾出空间（日志、转储、旧文件），再启动；启动后查复制槽与归档。',
      en: 'Free space on the host first (logs, dumps, old files), then start it; afterwards look at slots and archiving.',
    },
    remedies: [],
    source: 'postgresql.org: Disk Full Failure',
  },
  {
    id: 'postgresql.data-corrupt',
    kind: 'postgresql',
    title: { 'zh-CN': '数据页损坏或校验和错误', en: 'Data corruption: damaged pages or checksum failures' },
    explanation: {
      'zh-CN':
        '校验和失败累计 {databases.checksumFailures} 次（{databases.corrupt}），近 15 分钟日志 {log.corruption} 条：多半是磁盘或内存故障。读到损坏的页会报错。',
      en: '{databases.checksumFailures} checksum failures so far ({databases.corrupt}), {log.corruption} lines in 15 minutes of log: mostly a failing disk or memory. Reading the damaged pages fails.',
    },
    severity: 'critical',
    role: 'cause',
    hints: 'corrupt|checksum|invalid page|损坏|校验',
    quoted: quotedState({
      says: 'invalid page in block|page verification failed|could not read block \\d|unexpected zero page',
      states: ['XX001', 'XX002'],
      classes: ['DataCorrupted', 'IndexCorrupted'],
    }),
    probes: ['databases', 'log'],
    confirm: {
      any: [
        ['databases.checksumFailures', '>=', 1],
        ['log.corruption', '>=', 1],
      ],
    },
    refute: {
      all: [
        ['databases.checksumFailures', '==', 0],
        {
          any: [
            ['log.corruption', '==', 0],
            ['log.isReadable', '==', false],
          ],
        },
      ],
    },
    advice: {
      'zh-CN': '停止写入并先做物理备份；检查硬件；从备库或备份恢复。不要打开 zero_damaged_pages。',
      en: 'Stop writing and take a physical copy first; check the hardware; restore from a standby or backup. Leave zero_damaged_pages alone.',
    },
    remedies: [],
    source: 'postgresql.org: Data Checksums; wiki: Corruption',
  },
];

/** Filesystems that many files fill, that are not there, or that stand still. */

import { cleanEnough, fullNeighbours, fullness, type LinuxFault, slowNeighbours } from './fault.ts';

export const filesystemFaults: readonly LinuxFault[] = [
  {
    fault: 'disk-full-alike-files',
    volume: 'usage.mount',
    title: {
      'zh-CN': '磁盘将满：{usage.alike.count} 个同类文件 {usage.alike.path} 占满 {usage.mount}',
      en: '{usage.alike.count} files {usage.alike.path} fill the disk {usage.mount}',
    },
    explanation: {
      'zh-CN':
        '{usage.mount} 已用 {disk.worst.usedRatio|percent}，其中 {usage.alike.count} 个只差编号或日期的文件 {usage.alike.path} 共占 {usage.alike.bytes|bytes}（{usage.alike.fsRatio|percent}）：不断产生，没有清理（保留期、轮转份数没有设或不起作用，或有谁还占着它们）。',
      en: '{usage.mount} is {disk.worst.usedRatio|percent} full, and {usage.alike.count} files that differ by number or date, {usage.alike.path}, take {usage.alike.bytes|bytes} ({usage.alike.fsRatio|percent}) together: they are made on and on and not removed (no retention or rotation limit, one that does not work, or something still needs them).',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['disk-full', 'disk-full-big-file', 'disk-full-folder', 'service-down', ...fullNeighbours],
    hints: fullness,
    probes: ['disk', 'disk-usage'],
    confirm: {
      all: [
        ['disk.worst.usedRatio', '>=', 0.9],
        ['usage.alike.fsRatio', '>=', 0.35],
        ['usage.alike.fsRatio', '>=', { fact: 'usage.biggest.fsRatio', times: 1.5 }],
      ],
    },
    refute: {
      any: [
        ['disk.worst.usedRatio', '<', 0.85],
        ['usage.alike.fsRatio', '<', 0.2],
      ],
    },
    advice: {
      'zh-CN':
        '看是谁在写、为何不清理：数据库的日志（binlog、WAL、归档、段文件）只能用它自己的命令或保留设置清理，不要直接删除；轮转日志与备份确认不再需要后再移走旧的。',
      en: 'See who writes them and why nobody removes them: logs of a database (binlog, WAL, archive, segments) are only removed by its own commands or retention settings, never by hand; of rotated logs and backups move the old ones away that nobody needs.',
    },
    remedies: [
      {
        action: 'clean-path',
        arguments: { path: '{usage.alike.cleanPath}', minAgeMinutes: 10, filesMax: 200 },
        when: ['usage.alike.cleanPath', '!=', ''],
      },
      cleanEnough,
    ],
    source: 'logrotate(8): rotate, maxage; MySQL manual: binlog_expire_logs_seconds',
  },
  {
    fault: 'disk-full-recent-file',
    volume: 'usage.mount',
    title: {
      'zh-CN': '{usage.recent.path} 最近写入的数据占满了磁盘 {usage.mount}',
      en: '{usage.recent.path}, written to lately, fills the disk {usage.mount}',
    },
    explanation: {
      'zh-CN':
        '{usage.mount} 已用 {disk.worst.usedRatio|percent}，最近一小时还在写的 {usage.recent.path} 占 {usage.recent.fsRatio|percent}（{usage.recent.bytes|bytes}）。更大的 {usage.biggest.path}（{usage.biggest.fsRatio|percent}）最后写入在 {usage.biggest.quietSeconds|duration} 前，不是它把磁盘写满的，但清掉它也能腾出空间。',
      en: '{usage.mount} is {disk.worst.usedRatio|percent} full, and {usage.recent.path}, written to within the last hour, takes {usage.recent.fsRatio|percent} of it ({usage.recent.bytes|bytes}). The bigger {usage.biggest.path} ({usage.biggest.fsRatio|percent}) was last written {usage.biggest.quietSeconds|duration} ago: it did not bring this about, though removing it would make room.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['disk-full', 'disk-full-big-file', 'service-down', ...fullNeighbours],
    hints: fullness,
    probes: ['disk', 'disk-usage'],
    confirm: {
      all: [
        ['disk.worst.usedRatio', '>=', 0.9],
        ['usage.recent.fsRatio', '>=', 0.2],
        ['usage.biggest.quietSeconds', '>=', 86_400],
      ],
    },
    refute: {
      any: [
        ['disk.worst.usedRatio', '<', 0.85],
        ['usage.recent.path', '==', ''],
      ],
    },
    advice: {
      'zh-CN': '先让写入者少写或停写（调试、跟踪日志级别，失控的任务），再轮转、清理它；旧的大文件确认不再需要后也可移走。',
      en: 'Have its writer write less or stop first (debug or trace level, a job gone wild), then rotate and clean it; the old big file can be moved away as well once nobody needs it.',
    },
    remedies: [
      {
        action: 'clean-path',
        arguments: { path: '{usage.recent.path}', minAgeMinutes: 0, filesMax: 1 },
        when: {
          all: [
            ['usage.recent.cleanPath', '!=', ''],
            ['usage.recent.isOpen', '==', false],
          ],
        },
      },
      cleanEnough,
    ],
    source: 'node-mixin: NodeFilesystemAlmostOutOfSpace',
  },
  {
    fault: 'disk-full-folder',
    volume: 'usage.mount',
    title: {
      'zh-CN': '磁盘将满：{usage.folder.path} 的大量文件占满 {usage.mount}',
      en: 'many files in {usage.folder.path} fill the disk {usage.mount}',
    },
    explanation: {
      'zh-CN':
        '{usage.mount} 已用 {disk.worst.usedRatio|percent}，其中 {usage.folder.path} 的 {usage.folder.files} 个文件共占 {usage.folder.bytes|bytes}（{usage.folder.fsRatio|percent}），没有哪个文件特别大。',
      en: '{usage.mount} is {disk.worst.usedRatio|percent} full, and the {usage.folder.files} files in {usage.folder.path} take {usage.folder.bytes|bytes} ({usage.folder.fsRatio|percent}) together; none of them is big.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['disk-full', 'disk-full-big-file', 'service-down', '*.no-space', '*.log-no-space', 'nginx.disk-full', 'http.server-error'],
    hints: fullness,
    probes: ['disk', 'disk-usage'],
    confirm: {
      all: [
        ['disk.worst.usedRatio', '>=', 0.9],
        ['usage.folder.fsRatio', '>=', 0.45],
      ],
    },
    likely: {
      all: [
        ['disk.worst.usedRatio', '>=', 0.9],
        ['usage.folder.fsRatio', '>=', 0.25],
      ],
    },
    refute: {
      any: [
        ['disk.worst.usedRatio', '<', 0.85],
        ['usage.folder.fsRatio', '<', 0.2],
      ],
    },
    advice: {
      'zh-CN': '看这些文件由谁产生、为何不清理（轮转没有设保留数、定时清理没有跑），再删旧的；删之前先确认不再需要。',
      en: 'See who makes them and why nobody removes them (rotation that keeps everything, a clean-up that does not run), then remove the old ones that nobody needs.',
    },
    remedies: [
      {
        action: 'clean-path',
        arguments: { path: '{usage.folder.path}', minAgeMinutes: 10, filesMax: 200 },
        when: ['usage.folder.cleanPath', '!=', ''],
      },
    ],
    source: 'logrotate(8): rotate, maxage',
  },
  {
    fault: 'filesystem-not-mounted',
    volume: 'disk.unmounted.mount',
    title: { 'zh-CN': '文件系统 {disk.unmounted.mount} 没有挂载', en: 'filesystem {disk.unmounted.mount} is not mounted' },
    explanation: {
      'zh-CN':
        '/etc/fstab 要求把 {disk.unmounted.device} 挂载到 {disk.unmounted.mount}，现在那里没有挂载：原来的文件看不到，新写的文件落在上层文件系统里。',
      en: '/etc/fstab wants {disk.unmounted.device} on {disk.unmounted.mount}, and nothing is mounted there: its files are missing, and what is written now goes to the filesystem below.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['service-down', 'service-fails-to-start'],
    hints: 'mount|reboot|restart|missing|lost|vanish|empty|no such file|挂载|重启|不见|丢失|没了|消失|为空|找不到',
    probes: ['disk'],
    // Images of clouds list disks that not every machine has: who asks about something else isn't helped by it.
    confirm: ['disk.unmounted.isNamed', '==', true],
    confirmWhenHinted: ['disk.unmounted.count', '>=', 1],
    refute: ['disk.unmounted.count', '==', 0],
    advice: {
      'zh-CN': '先看设备在不在（lsblk、dmesg），再 mount {disk.unmounted.mount}；挂载前把期间写在该目录里的文件移走。',
      en: 'See whether the device is there (lsblk, dmesg), move aside what was written to the directory meanwhile, then mount {disk.unmounted.mount}.',
    },
    remedies: [],
    source: 'fstab(5): nofail',
  },
  {
    fault: 'filesystem-frozen',
    title: {
      'zh-CN': '文件系统被冻结，{stuck.frozen.name} 的写入卡住',
      en: 'a filesystem is frozen, and {stuck.frozen.name} hangs writing to it',
    },
    explanation: {
      'zh-CN':
        '{stuck.frozen.count} 个进程卡在等待文件系统解冻，例如 {stuck.frozen.command|command}（PID {stuck.frozen.pid}），处于不可中断状态，kill -9 也无效：多为快照或备份执行了 fsfreeze 却没有解冻。',
      en: '{stuck.frozen.count} processes wait for a filesystem to be thawed, such as {stuck.frozen.command|command} (pid {stuck.frozen.pid}); they are uninterruptible, and no signal ends them: mostly a snapshot or a backup that froze it (fsfreeze) and did not thaw it.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['tasks-stuck', ...slowNeighbours],
    hints: 'hang|hung|stuck|frozen|freeze|snapshot|backup|kill|load|卡|挂起|冻结|快照|备份|负载',
    probes: ['processes'],
    confirm: ['stuck.frozen.count', '>=', 1],
    refute: ['stuck.frozen.count', '==', 0],
    advice: {
      'zh-CN': '查是哪个文件系统（该进程打开的文件、备份任务的日志），确认快照已完成后执行 fsfreeze -u 挂载点。',
      en: 'Find which one (the files that the process has open, the log of the backup); when the snapshot is done run fsfreeze -u on its mount.',
    },
    remedies: [],
    source: 'fsfreeze(8)',
  },
  {
    fault: 'inodes-exhausted',
    volume: 'disk.inodes.mount',
    title: { 'zh-CN': '{disk.inodes.mount} 的 inode 用尽，无法新建文件', en: '{disk.inodes.mount} is out of inodes (exhausted)' },
    explanation: {
      'zh-CN':
        '{disk.inodes.mount} 的 inode 已用 {disk.inodes.usedRatio|percent}（{disk.inodes.used}/{disk.inodes.total}），文件最多的目录：{usage.crowd.path}（{usage.crowd.files} 个）。有空间也建不了新文件，报 No space left on device。',
      en: '{disk.inodes.mount} has used {disk.inodes.usedRatio|percent} of its inodes ({disk.inodes.used} of {disk.inodes.total}); most files are in {usage.crowd.path} ({usage.crowd.files}). New files fail with “No space left on device” even where there is space.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['disk-full', ...fullNeighbours],
    hints: `inode|${fullness}`,
    probes: ['disk', 'disk-usage'],
    confirm: ['disk.inodes.usedRatio', '>=', 0.95],
    likely: ['disk.inodes.usedRatio', '>=', 0.9],
    refute: ['disk.inodes.usedRatio', '<', 0.8],
    advice: {
      'zh-CN': '清理 {usage.crowd.path} 中的小文件（会话、缓存、邮件队列），并修好产生它们的程序。',
      en: 'Clear the small files in {usage.crowd.path} (sessions, cache, mail queue) and mend what makes them.',
    },
    remedies: [
      {
        action: 'clean-path',
        arguments: { path: '{usage.crowd.path}', minAgeMinutes: 10, filesMax: 200, withEmpty: true },
        when: ['usage.crowd.cleanPath', '!=', ''],
      },
    ],
    source: 'node-mixin: NodeFilesystemAlmostOutOfFiles',
  },
];

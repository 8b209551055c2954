/** Storage that can't be written to, is slow or breaks. */

import type { Condition } from '../../../domain/signature.ts';
import { type LinuxFault, slowNeighbours } from './fault.ts';

const fullNeighbours = [
  'redis.bgsave-failing',
  'redis.bgsave-refuses-writes',
  'redis.aof-write-failing',
  'redis.aof-rewrite-failing',
  'http.server-error',
];

/** One process, or several of one program, as the parts of a backup. */
const isMostlyOne: Condition = {
  any: [
    ['io.top.shareRatio', '>=', 0.6],
    {
      all: [
        ['io.alike.count', '>=', 2],
        ['io.alike.shareRatio', '>=', 0.7],
      ],
    },
  ],
};

export const diskHealthFaults: readonly LinuxFault[] = [
  {
    fault: 'filesystem-read-only',
    volume: 'disk.readOnly.mount',
    title: {
      'zh-CN': '文件系统 {disk.readOnly.mount} 变成只读，无法写入',
      en: 'filesystem {disk.readOnly.mount} is read-only: writes fail',
    },
    explanation: {
      'zh-CN':
        '{disk.readOnly.mount} 现在只读，/etc/fstab 并未要求只读；内核在这段时间报文件系统错误 {kernel.fsErrors} 次、转只读 {kernel.readOnlyRemounts} 次。',
      en: '{disk.readOnly.mount} is read-only though fstab does not ask for it; the kernel reported {kernel.fsErrors} filesystem errors and {kernel.readOnlyRemounts} remounts in this time.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['service-down', ...fullNeighbours],
    hints: 'read-only|readonly|erofs|write|只读|写入|无法写',
    probes: ['disk', 'kernel-log'],
    confirm: {
      all: [
        ['disk.readOnly.count', '>=', 1],
        {
          any: [
            ['disk.readOnly.isForced', '==', true],
            ['kernel.readOnlyRemounts', '>=', 1],
            ['kernel.fsErrors', '>=', 1],
          ],
        },
      ],
    },
    likely: ['disk.readOnly.count', '>=', 1],
    refute: ['disk.readOnly.count', '==', 0],
    advice: {
      'zh-CN': '先查磁盘是否有硬件错误，再做 fsck，最后重新挂载为可写。',
      en: 'Look for hardware errors first, then fsck, then mount it read-write again.',
    },
    remedies: [],
    source: 'ext4(5): errors=remount-ro',
  },
  {
    fault: 'disk-errors',
    title: { 'zh-CN': '磁盘 {kernel.ioErrorDevice} 报 I/O 错误', en: 'disk {kernel.ioErrorDevice} reports I/O errors' },
    explanation: {
      'zh-CN':
        '磁盘可能损坏：内核在这段时间记录了 {kernel.ioErrors} 次 I/O 错误、{kernel.fsErrors} 次文件系统错误，最近一条：{kernel.lastComplaint}',
      en: 'The disk may be failing: the kernel logged {kernel.ioErrors} I/O errors and {kernel.fsErrors} filesystem errors in this time, the last: {kernel.lastComplaint}',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['filesystem-read-only', 'disk-saturated', 'tasks-stuck', ...fullNeighbours],
    hints: 'i/o error|disk|bad sector|smart|硬盘|磁盘|坏道',
    probes: ['kernel-log'],
    confirm: {
      any: [
        ['kernel.ioErrors', '>=', 3],
        {
          all: [
            ['kernel.ioErrors', '>=', 1],
            ['kernel.fsErrors', '>=', 1],
          ],
        },
      ],
    },
    likely: {
      any: [
        ['kernel.ioErrors', '>=', 1],
        ['kernel.fsErrors', '>=', 1],
      ],
    },
    refute: {
      all: [
        ['kernel.ioErrors', '==', 0],
        ['kernel.fsErrors', '==', 0],
      ],
    },
    advice: {
      'zh-CN': '立即备份，检查 SMART，尽快更换 {kernel.ioErrorDevice}。',
      en: 'Back up now, read SMART, replace {kernel.ioErrorDevice} soon.',
    },
    remedies: [],
    source: 'Linux kernel, block/blk-core.c',
  },
  {
    fault: 'disk-hog',
    title: { 'zh-CN': '{io.top.name} 占满磁盘 I/O', en: '{io.top.name} saturates the disk (high I/O)' },
    explanation: {
      'zh-CN':
        '{io.worst.device} 繁忙 {io.worst.utilRatio|percent}，请求平均等待 {io.worst.awaitMs} 毫秒；{io.top.command|command}（PID {io.top.pid}）占读写量的 {io.top.shareRatio|percent}，每秒 {io.top.bytesPerSecond|bytes}。',
      en: '{io.worst.device} is busy {io.worst.utilRatio|percent} of the time and a request takes {io.worst.awaitMs} ms; {io.top.command|command} (pid {io.top.pid}) makes {io.top.shareRatio|percent} of the traffic, {io.top.bytesPerSecond|bytes} a second.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['disk-saturated', 'tasks-stuck', 'redis.aof-fsync-slow', 'redis.fork-slow', ...slowNeighbours],
    hints: 'disk|\\bio\\b|i/o|iowait|\\bload\\b|slow|latency|磁盘|读写|慢|延迟|卡|负载',
    probes: ['disk-io'],
    confirm: {
      all: [
        ['io.worst.utilRatio', '>=', 0.9],
        isMostlyOne,
        ['io.top.bytesPerSecond', '>=', 1_000_000],
        {
          any: [
            ['io.psiSome10', '>=', 20],
            ['io.iowaitRatio', '>=', 0.3],
            ['io.worst.awaitMs', '>=', 50],
          ],
        },
      ],
    },
    // Where the processors are short too, or the disk takes many requests at once, it is never busy all the time: that work waits for it counts.
    confirmWhenHinted: {
      all: [isMostlyOne, ['io.top.bytesPerSecond', '>=', 10_000_000], ['io.worst.utilRatio', '>=', 0.2], ['io.psiSome10', '>=', 15]],
    },
    likely: {
      all: [
        ['io.worst.utilRatio', '>=', 0.85],
        ['io.top.shareRatio', '>=', 0.5],
        ['io.psiSome60', '>=', 15],
      ],
    },
    refute: {
      any: [
        ['io.worst.utilRatio', '<', 0.2],
        {
          all: [
            ['io.worst.utilRatio', '<', 0.5],
            ['io.psiSome10', '<', 15],
          ],
        },
      ],
    },
    advice: {
      'zh-CN': '把 {io.top.name} 的任务挪到低峰，或限制其读写速率。',
      en: "Move {io.top.name}'s work to a quiet hour or limit its rate.",
    },
    remedies: [
      { action: 'restart-service', arguments: { service: '{io.top.service}' }, when: ['io.top.service', '!=', ''] },
      {
        action: 'pause-process',
        arguments: { pid: '{io.top.pid}', startTicks: '{io.top.startTicks}', name: '{io.top.name}' },
        when: ['io.top.isServing', '==', false],
      },
    ],
    source: 'iostat(1); Systems Performance, ch. 9',
  },
  {
    fault: 'disk-writer',
    title: { 'zh-CN': '磁盘 I/O 几乎都来自 {io.top.name}', en: 'nearly all disk I/O is made by {io.top.name}' },
    explanation: {
      'zh-CN':
        '{io.top.command|command}（PID {io.top.pid}）每秒读写 {io.top.bytesPerSecond|bytes}，占 {io.top.shareRatio|percent}；查看时 {io.worst.device} 繁忙 {io.worst.utilRatio|percent}，每次请求 {io.worst.awaitMs} 毫秒，还没有到一直占满。',
      en: '{io.top.command|command} (pid {io.top.pid}) reads and writes {io.top.bytesPerSecond|bytes} a second, {io.top.shareRatio|percent} of all; {io.worst.device} was busy {io.worst.utilRatio|percent} of the time and a request took {io.worst.awaitMs} ms, which is not all it can do.',
    },
    severity: 'warning',
    role: 'cause',
    hints:
      '(disks?|filesystem|volume)\\W{0,3}(is |was )?(\\w+ ){0,2}(busy|slow|saturat|latency|i/?o|utili)|disk(busy|io|utili|latency|saturat)|iowait|\\bi/o\\b|磁盘.{0,6}(繁忙|读写|io|延迟|慢)',
    probes: ['disk-io'],
    // On any machine something writes most: it is an answer where somebody says that the disk is busy, and a clear hog has a fault of its own.
    confirm: ['io.top.bytesPerSecond', '<', 0],
    likelyWhenHinted: {
      all: [isMostlyOne, ['io.top.bytesPerSecond', '>=', 5_000_000], ['io.worst.utilRatio', '>=', 0.1], ['io.worst.utilRatio', '<', 0.9]],
    },
    refute: ['io.top.bytesPerSecond', '<', 1_000_000],
    advice: {
      'zh-CN': '看它是什么任务、是否可以错峰或限速（ionice、io.max）；磁盘本身的上限也要对照（云盘 IOPS、吞吐）。',
      en: 'See what job it is and whether it can run at a quiet hour or be limited (ionice, io.max), and what the disk may do (operations and throughput of a cloud disk).',
    },
    remedies: [],
    source: 'iotop(8); Systems Performance, ch. 9',
  },
  {
    fault: 'disk-saturated',
    title: { 'zh-CN': '磁盘 {io.worst.device} I/O 已饱和', en: 'disk {io.worst.device} is saturated (I/O wait)' },
    explanation: {
      'zh-CN':
        '{io.worst.device} 繁忙 {io.worst.utilRatio|percent}，请求平均等待 {io.worst.awaitMs} 毫秒，任务有 {io.psiSome60}% 的时间在等读写。',
      en: '{io.worst.device} is busy {io.worst.utilRatio|percent} of the time, a request takes {io.worst.awaitMs} ms, and work waits for it {io.psiSome60}% of the time.',
    },
    severity: 'warning',
    role: 'symptom',
    explains: ['redis.aof-fsync-slow'],
    hints: 'disk|\\bio\\b|iowait|slow|磁盘|读写|慢|卡',
    probes: ['disk-io'],
    confirm: {
      all: [
        ['io.worst.utilRatio', '>=', 0.95],
        ['io.psiSome60', '>=', 30],
        ['io.worst.awaitMs', '>=', 20],
      ],
    },
    refute: ['io.worst.utilRatio', '<', 0.7],
    advice: {
      'zh-CN': '看是谁在读写，或磁盘本身是否变慢（云盘限速、RAID 重建）。',
      en: 'See who reads and writes, or whether the disk itself has become slow (a cloud limit, a rebuilding array).',
    },
    remedies: [],
    source: 'Linux kernel, Documentation/admin-guide/iostats.rst',
  },
  {
    fault: 'disk-slow',
    title: { 'zh-CN': '磁盘 {io.worst.device} 本身变慢（I/O 延迟高）', en: 'disk {io.worst.device} itself is slow (high I/O latency)' },
    explanation: {
      'zh-CN': '{io.worst.device} 每秒只完成 {io.worst.operationsPerSecond} 次操作，每次却要 {io.worst.awaitMs} 毫秒：限速、重建或将坏。',
      en: '{io.worst.device} does only {io.worst.operationsPerSecond} operations a second and takes {io.worst.awaitMs} ms for each: it is throttled, rebuilding or failing.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['disk-saturated', 'tasks-stuck', 'redis.aof-fsync-slow', ...slowNeighbours],
    hints: 'disk|\\bio\\b|iowait|slow|磁盘|读写|慢|卡',
    probes: ['disk-io'],
    confirm: {
      all: [
        ['io.worst.utilRatio', '>=', 0.9],
        ['io.worst.awaitMs', '>=', 200],
        ['io.worst.operationsPerSecond', '<', 100],
        ['io.psiFull10', '>=', 10],
      ],
    },
    refute: ['io.worst.awaitMs', '<', 30],
    advice: {
      'zh-CN': '查云盘限速与积分、RAID 状态与 SMART。',
      en: 'Look at the limits and credits of a cloud disk, the state of the array, and SMART.',
    },
    remedies: [],
    source: 'Systems Performance, ch. 9: latency at low rates',
  },
];

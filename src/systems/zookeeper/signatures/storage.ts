/** Disk and files. */

import type { Signature } from '../../../domain/signature.ts';

export const storageSignatures: readonly Signature[] = [
  {
    id: 'zookeeper.snapshots-fill-the-disk',
    kind: 'zookeeper',
    title: { 'zh-CN': '旧快照与日志没有清理，占满磁盘', en: 'Old snapshots and logs are kept and fill the disk' },
    explanation: {
      'zh-CN':
        '快照与日志共 {storage.totalBytes|bytes}，是数据（约 {storage.dataBytes|bytes}）的 {storage.copies} 倍：自动清理 autopurge 多半没有打开。',
      en: 'Snapshots and logs take {storage.totalBytes|bytes}, {storage.copies} times the data ({storage.dataBytes|bytes}): autopurge is probably off.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'disk|space|snapshot|autopurge|磁盘|快照|清理|空间',
    probes: ['storage'],
    confirm: {
      all: [
        ['storage.copies', '>=', 30],
        ['storage.totalBytes', '>=', 1_073_741_824],
        { on: 'runsOn', where: ['disk.worst.usedRatio', '>=', 0.85] },
      ],
    },
    likelyWhenHinted: {
      all: [
        ['storage.copies', '>=', 30],
        ['storage.totalBytes', '>=', 1_073_741_824],
      ],
    },
    refute: {
      any: [
        ['storage.copies', '<', 10],
        ['storage.totalBytes', '<', 268_435_456],
      ],
    },
    advice: {
      'zh-CN': '用 zkCleanup.sh 保留最近几份（不少于 3 份），再设置 autopurge.purgeInterval。',
      en: 'Keep the latest few (three at least) with zkCleanup.sh, then set autopurge.purgeInterval.',
    },
    remedies: [],
    source: 'zookeeper.apache.org: Administrator’s Guide, autopurge.snapRetainCount, autopurge.purgeInterval',
  },
  {
    id: 'zookeeper.open-files-used-up',
    kind: 'zookeeper',
    title: { 'zh-CN': '文件句柄即将用尽', en: 'Open files (file descriptors) are nearly exhausted' },
    explanation: {
      'zh-CN': '已打开 {activity.openFiles} 个文件（{activity.openFilesRatio|percent}）：用尽后新连接与新日志都打不开。',
      en: '{activity.openFiles} files are open ({activity.openFilesRatio|percent}); once used up, neither connections nor logs can be opened.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'file|descriptor|fd|too many open|句柄',
    probes: ['activity'],
    confirm: ['activity.openFilesRatio', '>=', 0.85],
    likelyWhenHinted: ['activity.openFilesRatio', '>=', 0.7],
    refute: ['activity.openFilesRatio', '<', 0.5],
    advice: { 'zh-CN': '先看连接是否泄漏，再调高 LimitNOFILE。', en: 'See first whether connections leak, then raise LimitNOFILE.' },
    remedies: [],
    source: 'zookeeper.apache.org: Monitor (open_file_descriptor_count)',
  },
];

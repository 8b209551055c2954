/** A filesystem is full: of what, and who filled it. */

import { cleanEnough, fullNeighbours, fullness, type LinuxFault } from './fault.ts';

const isFull = {
  any: [
    ['disk.worst.usedRatio', '>=', 0.95],
    {
      all: [
        ['disk.worst.usedRatio', '>=', 0.9],
        ['disk.worst.availableBytes', '<', 10_737_418_240],
      ],
    },
  ],
} as const;

export const diskSpaceFaults: readonly LinuxFault[] = [
  {
    fault: 'disk-full-deleted-file',
    volume: 'disk.worst.mount',
    title: { 'zh-CN': '磁盘空间被已删除但仍打开的文件占用', en: 'a deleted file that is still open holds the disk space' },
    explanation: {
      'zh-CN':
        '{disk.worst.mount} 已用 {disk.worst.usedRatio|percent}；{files.deleted.name}（PID {files.deleted.pid}）仍打开已删除的 {files.deleted.path}，占 {files.deleted.bytes|bytes}，du 看不到它。',
      en: '{disk.worst.mount} is {disk.worst.usedRatio|percent} full; {files.deleted.name} (pid {files.deleted.pid}) still holds the deleted {files.deleted.path} open, {files.deleted.bytes|bytes} that du does not see.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['disk-full', 'disk-full-big-file', ...fullNeighbours],
    hints: `deleted|${fullness}`,
    probes: ['disk', 'open-files'],
    confirm: {
      all: [
        ['disk.worst.usedRatio', '>=', 0.85],
        ['files.deleted.mount', '==', { fact: 'disk.worst.mount' }],
        ['files.deleted.bytes', '>=', { fact: 'disk.worst.sizeBytes', times: 0.15 }],
      ],
    },
    likely: {
      all: [
        ['disk.worst.usedRatio', '>=', 0.8],
        ['files.deletedTotalBytes', '>=', { fact: 'disk.worst.sizeBytes', times: 0.08 }],
      ],
    },
    refute: {
      any: [
        ['disk.worst.usedRatio', '<', 0.7],
        ['files.deletedTotalBytes', '<', { fact: 'disk.worst.sizeBytes', times: 0.02 }],
      ],
    },
    advice: {
      'zh-CN': '让 {files.deleted.name} 重新打开日志或重启它即可释放空间；日志轮转应使用 copytruncate 或通知进程重开文件。',
      en: 'Make {files.deleted.name} reopen its log, or restart it, and the space comes free; rotate with copytruncate or tell the process to reopen.',
    },
    remedies: [
      { action: 'restart-service', arguments: { service: '{files.deleted.service}' }, when: ['files.deleted.service', '!=', ''] },
      {
        action: 'truncate-deleted-file',
        arguments: {
          pid: '{files.deleted.pid}',
          startTicks: '{files.deleted.startTicks}',
          name: '{files.deleted.name}',
          fd: '{files.deleted.fd}',
          path: '{files.deleted.path}',
        },
      },
    ],
    source: 'logrotate(8); lsof +L1',
  },
  {
    fault: 'disk-full-growing-file',
    volume: 'usage.mount',
    title: { 'zh-CN': '{usage.growing.path} 正在写满磁盘', en: '{usage.growing.path} is filling the disk' },
    explanation: {
      'zh-CN':
        '{usage.mount} 已用 {disk.worst.usedRatio|percent}；{usage.growing.path} 每秒增长 {usage.growing.bytesPerSecond|bytes}，约 {usage.growing.secondsToFull|duration} 后写满。',
      en: '{usage.mount} is {disk.worst.usedRatio|percent} full; {usage.growing.path} grows by {usage.growing.bytesPerSecond|bytes} a second and fills it in about {usage.growing.secondsToFull|duration}.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['disk-full', 'disk-full-big-file', ...fullNeighbours],
    hints: `grow|增长|${fullness}`,
    probes: ['disk', 'disk-usage'],
    confirm: {
      any: [
        {
          all: [
            ['disk.worst.usedRatio', '>=', 0.8],
            ['usage.growing.fsRatio', '>=', 0.1],
          ],
        },
        {
          all: [
            ['disk.worst.usedRatio', '>=', 0.6],
            ['usage.growing.secondsToFull', '<=', 900],
          ],
        },
      ],
    },
    likely: {
      all: [
        ['usage.growing.secondsToFull', '<=', 7_200],
        ['disk.worst.usedRatio', '>=', 0.6],
      ],
    },
    refute: {
      any: [
        ['disk.worst.usedRatio', '<', 0.5],
        ['usage.growing.bytesPerSecond', '==', 0],
      ],
    },
    advice: {
      'zh-CN': '先让写入者停止写这个文件（降低日志级别、暂停任务），再清理。',
      en: 'Make the writer stop first (log level, pause the job), then clean up.',
    },
    remedies: [
      { action: 'restart-service', arguments: { service: '{usage.writer.service}' }, when: ['usage.writer.service', '!=', ''] },
      {
        action: 'pause-process',
        arguments: { pid: '{usage.writer.pid}', startTicks: '{usage.writer.startTicks}', name: '{usage.writer.name}' },
        when: {
          all: [
            ['usage.writer.pid', '>', 1],
            ['usage.writer.isServing', '==', false],
          ],
        },
      },
    ],
    source: 'Google SRE Book, ch. 6: saturation as a forecast',
  },
  {
    fault: 'disk-filling-up',
    volume: 'usage.mount',
    title: {
      'zh-CN': '{usage.growing.path} 增长很快，将写满 {usage.mount}',
      en: '{usage.growing.path} grows fast and will fill {usage.mount}',
    },
    explanation: {
      'zh-CN':
        '{usage.mount} 现已用 {disk.worst.usedRatio|percent}；{usage.growing.path} 每秒增长 {usage.growing.bytesPerSecond|bytes}，照此约 {usage.growing.secondsToFull|duration} 后写满。写入者是 {usage.writer.command|command}（PID {usage.writer.pid}）。',
      en: '{usage.mount} is {disk.worst.usedRatio|percent} full now; {usage.growing.path} grows by {usage.growing.bytesPerSecond|bytes} a second and would fill it in about {usage.growing.secondsToFull|duration}. {usage.writer.command|command} (pid {usage.writer.pid}) writes it.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'predict|filling|fill(s|ed)? up|will (be full|fill|run out)|runs? out of|grow|预计|预测|将满|将写满|快满|增长|写满',
    probes: ['disk', 'disk-usage'],
    // Only who is told that a disk will be full asks for this: on any machine something is written.
    confirm: ['usage.growing.secondsToFull', '<', 0],
    confirmWhenHinted: {
      all: [
        ['usage.growing.secondsToFull', '<=', 14_400],
        ['usage.growing.bytesPerSecond', '>', 0],
        ['disk.worst.usedRatio', '<', 0.8],
      ],
    },
    likelyWhenHinted: {
      all: [
        ['usage.growing.secondsToFull', '<=', 86_400],
        ['usage.growing.bytesPerSecond', '>', 0],
        ['disk.worst.usedRatio', '<', 0.8],
      ],
    },
    refute: ['usage.growing.bytesPerSecond', '==', 0],
    advice: {
      'zh-CN': '先让写入者少写或停写（日志级别、失控的任务），再看是否需要轮转与清理。',
      en: 'Have its writer write less or stop first (log level, a job gone wild), then see to rotation and cleaning.',
    },
    remedies: [],
    source: 'node-mixin: NodeFilesystemSpaceFillingUp',
  },
  {
    fault: 'disk-full-big-file',
    volume: 'usage.mount',
    title: { 'zh-CN': '{usage.biggest.path} 占满了磁盘空间', en: '{usage.biggest.path} fills the disk' },
    explanation: {
      'zh-CN':
        '{usage.mount} 已用 {disk.worst.usedRatio|percent}，其中 {usage.biggest.path} 一个文件就占 {usage.biggest.fsRatio|percent}（{usage.biggest.bytes|bytes}），最后写入在 {usage.biggest.quietSeconds|duration} 前。',
      en: '{usage.mount} is {disk.worst.usedRatio|percent} full, and {usage.biggest.path} alone takes {usage.biggest.fsRatio|percent} of it ({usage.biggest.bytes|bytes}, last written {usage.biggest.quietSeconds|duration} ago).',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['disk-full', ...fullNeighbours],
    hints: fullness,
    probes: ['disk', 'disk-usage'],
    confirm: { all: [isFull, ['usage.biggest.fsRatio', '>=', 0.2]] },
    likely: {
      all: [
        isFull,
        {
          any: [
            ['usage.biggest.fsRatio', '>=', 0.08],
            ['usage.topFilesRatio', '>=', 0.25],
          ],
        },
      ],
    },
    refute: ['disk.worst.usedRatio', '<', 0.8],
    advice: {
      'zh-CN': '确认 {usage.biggest.path} 是否还需要；声明过的清理目录里的文件可以移走，其余请人工处理。',
      en: 'Decide whether {usage.biggest.path} is still needed; what lies in a declared cleanPath can be moved aside, the rest needs a person.',
    },
    remedies: [
      {
        action: 'clean-path',
        arguments: { path: '{usage.biggest.path}', minAgeMinutes: 0, filesMax: 1 },
        when: {
          all: [
            ['usage.biggest.cleanPath', '!=', ''],
            ['usage.biggest.isOpen', '==', false],
          ],
        },
      },
      cleanEnough,
    ],
    source: 'node-mixin: NodeFilesystemAlmostOutOfSpace',
  },
  {
    fault: 'disk-full',
    volume: 'disk.worst.mount',
    title: { 'zh-CN': '磁盘将满：{disk.worst.mount} 空间不足', en: 'disk {disk.worst.mount} is nearly full (low space)' },
    explanation: {
      'zh-CN':
        '{disk.worst.mount}（{disk.worst.device}）已用 {disk.worst.usedRatio|percent}，只剩 {disk.worst.availableBytes|bytes}；写满后写入失败（No space left on device）。',
      en: '{disk.worst.mount} ({disk.worst.device}) is {disk.worst.usedRatio|percent} full with {disk.worst.availableBytes|bytes} left; once it is full, writes fail with “No space left on device”.',
    },
    severity: 'critical',
    role: 'symptom',
    explains: [...fullNeighbours],
    hints: fullness,
    probes: ['disk', 'disk-usage'],
    confirm: isFull,
    refute: ['disk.worst.usedRatio', '<', 0.85],
    advice: { 'zh-CN': '清理旧日志、临时文件与转储，或扩容。', en: 'Clean old logs, temporary files and dumps, or add space.' },
    remedies: [
      {
        action: 'clean-path',
        arguments: { path: '{usage.cleanable.path}', minAgeMinutes: 10, filesMax: 100 },
        when: ['usage.cleanable.bytes', '>', 0],
      },
    ],
    source: 'node-mixin: NodeFilesystemAlmostOutOfSpace',
  },
];

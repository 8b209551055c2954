/** Logs of containers without an end, and the disk that they fill. */

import type { Signature } from '../../../domain/signature.ts';

const hints = 'container|docker|容器|disk|space|full|log|磁盘|空间|写满|日志';
const common = { kind: 'docker', role: 'cause', remedies: [], probes: ['containers'] } as const;

export const logSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'docker.log-fills-disk',
    title: {
      'zh-CN': '容器 {logs.largestName} 的日志没有大小上限，写满了磁盘',
      en: 'The log of container {logs.largestName} has no size limit and has filled the disk',
    },
    explanation: {
      'zh-CN':
        '日志 {logs.largestPath} 已有 {logs.largestMib} MiB，占其所在文件系统的 {logs.volumeShare|percent}，该文件系统已用 {logs.volumeUsedRatio|percent}；json-file 驱动没有设 max-size（共 {logs.unlimited} 个容器）。写满后其他容器也会报 No space left on device。',
      en: '{logs.largestPath} has {logs.largestMib} MiB, {logs.volumeShare|percent} of its filesystem, which is {logs.volumeUsedRatio|percent} full; the driver json-file has no max-size ({logs.unlimited} containers). Once it is full, all other containers get “No space left on device”.',
    },
    severity: 'critical',
    explains: ['docker.no-space', 'docker.log-without-end', 'docker.container-log-errors', 'docker.start-failed'],
    hints,
    confirm: {
      all: [
        ['logs.volumeUsedRatio', '>=', 0.95],
        ['logs.volumeShare', '>=', 0.2],
      ],
    },
    likely: {
      all: [
        ['logs.volumeUsedRatio', '>=', 0.9],
        ['logs.volumeShare', '>=', 0.1],
      ],
    },
    refute: {
      any: [
        ['logs.unlimited', '==', 0],
        ['logs.volumeUsedRatio', '<', 0.8],
      ],
    },
    advice: {
      'zh-CN':
        '先清空而不是删除该日志文件（truncate -s 0）；查它为何一直输出并停下来；在 daemon.json 设 log-opts max-size 与 max-file（或用 local 驱动），重建容器后生效。',
      en: 'Truncate the file rather than remove it (truncate -s 0); see why it talks without end and stop that. Set log-opts max-size and max-file in daemon.json (or use the driver local); it holds for containers made anew.',
    },
    source: 'docs.docker.com: JSON File logging driver',
  },
  {
    ...common,
    id: 'docker.log-without-end',
    title: {
      'zh-CN': '{logs.largestName} 的日志没有大小上限，会写满磁盘',
      en: 'The log of {logs.largestName} has no size limit and can fill the disk',
    },
    explanation: {
      'zh-CN': 'json-file 驱动没有设 max-size（共 {logs.unlimited} 个容器），最大的已有 {logs.largestMib} MiB，会一直写到磁盘满。',
      en: 'The driver json-file has no max-size ({logs.unlimited} containers); the largest log has {logs.largestMib} MiB, and grows until the disk is full.',
    },
    severity: 'warning',
    hints,
    confirm: ['logs.largestBytes', '>=', 1_073_741_824],
    refute: ['logs.unlimited', '==', 0],
    advice: {
      'zh-CN': '在 daemon.json 设 log-opts max-size 与 max-file（或用 local 驱动），重建容器后生效；旧文件用 truncate，不要删除。',
      en: 'Set log-opts max-size and max-file in daemon.json (or use the driver local); it holds for containers made anew. Truncate the old file, don’t remove it.',
    },
    source: 'docs.docker.com: JSON File logging driver',
  },
];

/** A filesystem that is full of what one container has said. */

import { fullNeighbours, fullness, type LinuxFault } from './fault.ts';

export const containerLogFaults: readonly LinuxFault[] = [
  {
    fault: 'disk-full-container-log',
    volume: 'usage.mount',
    title: {
      'zh-CN': '容器 {usage.containerLog.name} 的日志写满了磁盘',
      en: 'the log of container {usage.containerLog.name} fills the disk',
    },
    explanation: {
      'zh-CN':
        '{usage.mount} 已用 {disk.worst.usedRatio|percent}；容器 {usage.containerLog.name} 的日志（json-file 驱动，max-size：{usage.containerLog.limit}）共 {usage.containerLog.bytes|bytes}，占 {usage.containerLog.fsRatio|percent}。最大的文件是 {usage.biggest.path}。',
      en: '{usage.mount} is {disk.worst.usedRatio|percent} full, and the log of container {usage.containerLog.name} (driver json-file, max-size: {usage.containerLog.limit}) takes {usage.containerLog.fsRatio|percent} of it, {usage.containerLog.bytes|bytes}. The biggest file is {usage.biggest.path}.',
    },
    severity: 'critical',
    role: 'cause',
    explains: [
      ...['disk-full', 'disk-full-big-file', 'disk-full-growing-file', 'disk-full-folder', 'disk-filling-up', 'docker.log-without-end'],
      ...fullNeighbours,
    ],
    hints: `docker|container|容器|${fullness}`,
    probes: ['disk', 'disk-usage'],
    confirm: {
      all: [
        ['disk.worst.usedRatio', '>=', 0.9],
        ['usage.containerLog.fsRatio', '>=', 0.2],
      ],
    },
    likely: {
      all: [
        ['disk.worst.usedRatio', '>=', 0.9],
        ['usage.containerLog.fsRatio', '>=', 0.1],
      ],
    },
    refute: {
      any: [
        ['usage.containerLog.name', '==', ''],
        ['disk.worst.usedRatio', '<', 0.8],
      ],
    },
    advice: {
      'zh-CN':
        '先清空而不是删除该日志文件（truncate -s 0，删除后空间仍被占用）；查它为何一直输出（调试级别、循环报错）并停下来；在 daemon.json 设 log-opts max-size 与 max-file（或用 local 驱动），重建容器后生效。',
      en: 'Truncate the file rather than remove it (truncate -s 0; a removed one keeps its space while it is open). See why it talks without end (a debug level, an error in a loop) and stop that. Set log-opts max-size and max-file in daemon.json (or use the driver local); it holds for containers made anew.',
    },
    remedies: [],
    source: 'docs.docker.com: JSON File logging driver',
  },
];

/** What containers that run say themselves: an error that they repeat, and shared memory that is full while the disk has room. */

import type { Signature } from '../../../domain/signature.ts';

const common = { kind: 'docker', probes: ['container-logs'], remedies: [] } as const;

export const outputSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'docker.shm-full',
    role: 'cause',
    severity: 'critical',
    title: {
      'zh-CN': '{shm.name} 的共享内存 /dev/shm 太小，已写满',
      en: 'Shared memory (/dev/shm) of {shm.name} is too small and full',
    },
    explanation: {
      'zh-CN':
        '{shm.name} 的日志 {shm.count} 次说共享内存没有空间：{shm.line}。这里的“No space left on device”不是磁盘，而是容器自己的 /dev/shm，上限 {shm.mib} MiB（Docker 默认 64 MiB）；df 看不出来。',
      en: 'The log of {shm.name} says {shm.count} times that shared memory has no space: {shm.line}. “No space left on device” is not the disk here, but the container’s own /dev/shm with its {shm.mib} MiB (64 MiB unless set); df of the host does not show it.',
    },
    explains: ['docker.data-root-full', 'docker.container-log-errors'],
    about: ['shm.name'],
    hints: 'shm|shared memory|space|full|container|docker|共享内存|空间|满|容器',
    confirm: ['shm.count', '>=', 2],
    likely: ['shm.count', '>=', 1],
    refute: ['shm.count', '==', 0],
    advice: {
      'zh-CN':
        '用更大的 --shm-size（Compose 为 shm_size）重建容器，例如 256m 到 1g；或减小并行度（PostgreSQL 的 max_parallel_workers_per_gather）。先看 /dev/shm 里有没有遗留的大文件。',
      en: 'Make the container anew with a larger --shm-size (shm_size in Compose), say 256m to 1g, or let it take less (max_parallel_workers_per_gather of PostgreSQL). See first whether something large was left in its /dev/shm.',
    },
    source: 'docs.docker.com: docker run, --shm-size; PostgreSQL: Resource Consumption, dynamic_shared_memory_type',
  },
  {
    ...common,
    id: 'docker.container-log-errors',
    role: 'symptom',
    severity: 'warning',
    title: {
      'zh-CN': '容器 {output.name} 一直在报错：{output.topError}',
      en: 'Container {output.name} keeps logging an error: {output.topError}',
    },
    explanation: {
      'zh-CN': '它最近的输出里这条错误出现 {output.topErrorCount} 次，最近一条：{output.newestError}',
      en: 'Its newest output has this error {output.topErrorCount} times, the last one: {output.newestError}',
    },
    about: ['output.name'],
    hints: 'log|error|exception|fail|日志|报错|错误|异常|失败',
    // An error of its start is past: it must say it now, again and again.
    confirm: {
      all: [
        ['output.newErrors', '>=', 1],
        ['output.newErrorCount', '>=', 3],
        ['output.newestErrorRatio', '>=', 0.2],
      ],
    },
    likely: {
      all: [
        ['output.isCompared', '==', false],
        ['output.topErrorCount', '>=', 3],
        ['output.newestErrorRatio', '>=', 0.2],
      ],
    },
    refute: ['output.errors', '==', 0],
    advice: {
      'zh-CN': '从这条错误查起：它指向哪个依赖、文件或上限；与最近的发布对照。',
      en: 'Start from this error: which dependency, file or limit it names; compare with the last release.',
    },
    source: 'Google SRE Book, ch. 12; docs.docker.com: docker logs',
  },
];

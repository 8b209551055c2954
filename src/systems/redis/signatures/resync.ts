/** Replicas that are there but cannot keep up. */

import type { Signature } from '../../../domain/signature.ts';

const hints = 'replica|slave|replication|master|sync|lag|主从|从库|主库|复制|同步|延迟';

export const resyncSignatures: readonly Signature[] = [
  {
    id: 'redis.replica-lagging',
    kind: 'redis',
    title: {
      'zh-CN': '复制延迟：从库 {replication.worstReplica} 停止确认',
      en: 'Replication lag: replica {replication.worstReplica} stopped acknowledging',
    },
    explanation: {
      'zh-CN':
        '从库 {replication.worstReplica} 已 {replication.worstLagSeconds} 秒没有确认，落后 {replication.worstLagBytes|bytes}：进程挂起、主机过载或网络中断。从它读到的是旧数据。',
      en: 'Replica {replication.worstReplica} has not acknowledged for {replication.worstLagSeconds} s and is {replication.worstLagBytes|bytes} behind: stopped, overloaded or cut off. Reads from it are stale.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['redis.too-few-replicas', 'redis.replica-buffers'],
    hints,
    probes: ['replication'],
    confirm: {
      all: [
        ['replication.isMaster', '==', true],
        ['replication.replicasOnline', '>=', 1],
        ['replication.worstLagSeconds', '>=', 5],
      ],
    },
    likely: {
      all: [
        ['replication.isMaster', '==', true],
        ['replication.worstLagBytes', '>=', 10_485_760],
      ],
    },
    refute: {
      all: [
        ['replication.worstLagSeconds', '<=', 1],
        ['replication.worstLagBytes', '<', 1_048_576],
      ],
    },
    advice: {
      'zh-CN': '到该从库的主机上看进程状态（T 为被暂停）、CPU、磁盘与网络；恢复后它会自行追上。',
      en: 'Look at that replica’s process (T means stopped), CPU, disk and network; it catches up by itself.',
    },
    remedies: [],
    source: 'redis.io: INFO replication',
  },
  {
    id: 'redis.full-resync-loop',
    kind: 'redis',
    title: { 'zh-CN': '从库反复全量同步', en: 'Replicas do a full resync again and again' },
    explanation: {
      'zh-CN':
        '全量同步 {replication.fullSyncs} 次，部分同步被拒 {replication.partialSyncsRefused} 次：复制积压缓冲区（{replication.backlogBytes|bytes}）装不下断线期间的写入。',
      en: '{replication.fullSyncs} full syncs and {replication.partialSyncsRefused} refused partial ones: the replication backlog of {replication.backlogBytes|bytes} does not span the interruptions.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['redis.fork-slow'],
    hints: `${hints}|resync|backlog|全量`,
    probes: ['replication', 'activity', 'config'],
    confirm: {
      all: [
        ['replication.isMaster', '==', true],
        ['replication.fullSyncs', '>=', 3],
        {
          any: [
            ['activity.fullSyncs', '>', 0],
            ['replication.replicasSyncing', '>', 0],
            {
              all: [
                ['replication.partialSyncsRefused', '>=', 2],
                ['replication.backlogBytes', '<=', 4_194_304],
              ],
            },
          ],
        },
        {
          not: {
            all: [
              ['config.outputLimit.replicaHardBytes', '>', 0],
              ['config.outputLimit.replicaHardBytes', '<=', 33_554_432],
            ],
          },
        },
      ],
    },
    likely: {
      all: [
        ['replication.fullSyncs', '>=', 4],
        ['replication.partialSyncsRefused', '>=', 3],
      ],
    },
    refute: ['replication.fullSyncs', '<=', 1],
    advice: {
      'zh-CN': '加大 repl-backlog-size，使其大于“每秒写入量 × 最长断线秒数”；同时查断线原因。',
      en: 'Make repl-backlog-size larger than writes a second times the longest interruption, and find what interrupts.',
    },
    remedies: [{ action: 'config-set', arguments: { parameter: 'repl-backlog-size', value: '{replication.suggestedBacklogBytes}' } }],
    source: 'redis.io: Partial resynchronization',
  },
  {
    id: 'redis.replica-output-limit',
    kind: 'redis',
    title: { 'zh-CN': '从库输出缓冲区上限过小，全量同步总被打断', en: 'Output buffer limit for replicas too small: every sync is cut off' },
    explanation: {
      'zh-CN':
        'client-output-buffer-limit replica 的硬上限只有 {config.outputLimit.replicaHardBytes|bytes}，已全量同步 {replication.fullSyncs} 次：每次没同步完就被断开。',
      en: 'The hard limit of client-output-buffer-limit for replicas is {config.outputLimit.replicaHardBytes|bytes} and {replication.fullSyncs} full syncs were begun: each is cut off before it ends.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['redis.full-resync-loop', 'redis.replica-link-down', 'redis.replica-lost'],
    hints: `${hints}|output buffer|缓冲`,
    probes: ['replication', 'config'],
    confirm: {
      all: [
        ['config.outputLimit.replicaHardBytes', '>', 0],
        ['config.outputLimit.replicaHardBytes', '<=', 33_554_432],
        ['replication.fullSyncs', '>=', 3],
      ],
    },
    refute: {
      any: [
        ['config.outputLimit.replicaHardBytes', '==', 0],
        ['config.outputLimit.replicaHardBytes', '>=', 67_108_864],
      ],
    },
    advice: { 'zh-CN': '恢复为 256MB/64MB/60 秒或更大。', en: 'Set it back to 256 MB, 64 MB in 60 s, or more.' },
    remedies: [{ action: 'config-set', arguments: { parameter: 'client-output-buffer-limit', value: 'replica 268435456 67108864 60' } }],
    source: 'redis.conf: client-output-buffer-limit replica',
  },
];

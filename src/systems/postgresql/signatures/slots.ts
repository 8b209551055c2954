/** Replication slots, and WAL that is kept too long or not long enough. */

import type { Signature } from '../../../domain/signature.ts';

const hints = 'replica|standby|lag|slot|wal|stale|复制|主从|备库|从库|延迟|复制槽';

export const slotSignatures: readonly Signature[] = [
  {
    id: 'postgresql.inactive-slot-keeps-wal',
    kind: 'postgresql',
    title: {
      'zh-CN': '不活动的复制槽 {replication.slots.worst.name} 让 WAL 堆积',
      en: 'Inactive replication slot {replication.slots.worst.name} keeps WAL on disk',
    },
    explanation: {
      'zh-CN':
        '没有消费者的复制槽 {replication.slots.worst.name}（{replication.slots.worst.type}）保留了 {replication.slots.worst.retainedBytes|bytes} WAL，是 max_wal_size 的 {replication.slots.worst.walRatio} 倍，会一直涨到磁盘写满。',
      en: 'The slot {replication.slots.worst.name} ({replication.slots.worst.type}) has no consumer and retains {replication.slots.worst.retainedBytes|bytes} of WAL, {replication.slots.worst.walRatio} times max_wal_size; it grows until the disk is full.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['postgresql.wal-large', 'postgresql.no-space', 'postgresql.slot-holds-vacuum'],
    hints: `disk|space|磁盘|空间|${hints}`,
    probes: ['replication'],
    confirm: {
      all: [
        ['replication.slots.inactive', '>=', 1],
        ['replication.slots.worst.walRatio', '>=', 1],
      ],
    },
    likely: {
      all: [
        ['replication.slots.inactive', '>=', 1],
        ['replication.slots.worst.walRatio', '>=', 0.5],
      ],
    },
    likelyWhenHinted: ['replication.slots.inactive', '>=', 1],
    refute: ['replication.slots.inactive', '==', 0],
    advice: {
      'zh-CN': '能恢复消费者就恢复；确定不再需要时删除该槽，随后检查点会回收 WAL。之后设置 max_slot_wal_keep_size 兜底。',
      en: 'Bring its consumer back if it is wanted; otherwise drop the slot, and the next checkpoint frees the WAL. Then set max_slot_wal_keep_size as a safety net.',
    },
    remedies: [
      {
        action: 'drop-inactive-slot',
        arguments: { slot: '{replication.slots.worst.name}' },
        when: ['replication.slots.worst.walRatio', '>=', 1],
      },
    ],
    source: 'postgresql.org: Replication Slots, max_slot_wal_keep_size',
  },
  {
    id: 'postgresql.slot-lost',
    kind: 'postgresql',
    title: { 'zh-CN': '复制槽 {replication.slots.lost} 已失效', en: 'The replication slot {replication.slots.lost} is lost (invalidated)' },
    explanation: {
      'zh-CN': '它需要的 WAL 超过 max_slot_wal_keep_size 已被删除，对应的备库或订阅无法继续。',
      en: 'The WAL it needs went past max_slot_wal_keep_size and was removed; its standby or subscription cannot go on.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['postgresql.standby-not-receiving'],
    hints,
    quoted: 'can no longer (get changes from|access) replication slot|this slot has been invalidated',
    probes: ['replication'],
    confirm: ['replication.slots.hasLost', '==', true],
    refute: ['replication.slots.hasLost', '==', false],
    advice: {
      'zh-CN': '从归档补齐 WAL 或重建备库（pg_basebackup），再删掉这个槽。',
      en: 'Feed the standby from the archive or rebuild it (pg_basebackup), and drop the slot.',
    },
    remedies: [],
    source: 'postgresql.org: pg_replication_slots, wal_status',
  },
  {
    id: 'postgresql.wal-removed-before-sent',
    kind: 'postgresql',
    title: { 'zh-CN': '复制中断：备库需要的 WAL 已被主库删除', en: 'Replication is broken: WAL that a standby needs was removed' },
    explanation: {
      'zh-CN': '近 15 分钟日志有 {log.walRemoved} 条 requested WAL segment … has already been removed：备库无法继续，需要重建。',
      en: '{log.walRemoved} lines of "requested WAL segment … has already been removed" in 15 minutes of log: the standby cannot go on and must be rebuilt.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['postgresql.standby-not-receiving', 'postgresql.standby-lags'],
    hints: 'has already been removed|wal segment|WAL 段',
    quoted: 'requested WAL segment .{1,60} has already been removed',
    probes: ['log'],
    confirm: ['log.walRemoved', '>=', 1],
    refute: ['log.walRemoved', '==', 0],
    advice: {
      'zh-CN': '从归档恢复缺失的段，或用 pg_basebackup 重建；之后用复制槽或 wal_keep_size 保留。',
      en: 'Restore the missing segments from the archive or rebuild with pg_basebackup; then keep WAL with a slot or wal_keep_size.',
    },
    remedies: [],
    source: 'postgresql.org: wal_keep_size, Replication Slots',
  },
];

/** Parts pile up since nothing merges them at all. */

import type { Signature } from '../../../domain/signature.ts';

export const mergesStoppedSignatures: readonly Signature[] = [
  {
    id: 'clickhouse.merges-stopped',
    kind: 'clickhouse',
    title: {
      'zh-CN': '{parts.table} 的后台合并停了（SYSTEM STOP MERGES），数据片（parts）越积越多',
      en: 'The merges of {parts.table} are stopped (SYSTEM STOP MERGES) and its parts pile up',
    },
    explanation: {
      'zh-CN':
        '分区 {parts.partition} 有 {parts.count} 个数据片（上限 {parts.throwLimit}），其中 {parts.unmerged} 个是最后一次合并之后写入的，而这张表没有合并在进行：多半是维护时执行了 SYSTEM STOP MERGES 后没有恢复。别的表可能照常合并。',
      en: 'Partition {parts.partition} has {parts.count} parts (limit {parts.throwLimit}), {parts.unmerged} of which came since its last merge, and no merge of this table runs: mostly SYSTEM STOP MERGES of some maintenance was never taken back. Other tables may be merged as ever.',
    },
    severity: 'critical',
    role: 'cause',
    explains: [
      'clickhouse.too-many-parts',
      'clickhouse.small-inserts',
      'clickhouse.inserts-delayed',
      'clickhouse.inserts-rejected',
      'clickhouse.queries-fail',
    ],
    hints: 'too many parts|252|parts|insert|merge|write|数据片|分区|写入|写不进|合并',
    probes: ['parts', 'merges', 'server'],
    confirm: {
      all: [
        ['parts.usedRatio', '>=', 0.5],
        ['parts.count', '>=', 20],
        // Where merges go on, the newest parts are those that are merged first: only a few are left behind the last merge.
        ['parts.mergesRunning', '==', 0],
        ['parts.unmergedRatio', '>=', 0.5],
        // A mutation that fails holds merges up as well, and is the cause then.
        ['parts.unfinishedMutations', '==', 0],
        // Nor does a merge begin that waits for its turn behind those of other tables.
        {
          any: [
            ['merges.running', '<=', 4],
            ['server.poolRatio', '<', 0.9],
          ],
        },
      ],
    },
    refute: {
      any: [
        ['parts.mergesRunning', '>=', 1],
        ['parts.unmergedRatio', '<', 0.1],
        ['parts.usedRatio', '<', 0.2],
      ],
    },
    advice: {
      'zh-CN': '确认没有正在进行的维护后 SYSTEM START MERGES；合并追上之前先放慢写入。磁盘剩余空间不足时合并同样不会开始。',
      en: 'Unless maintenance is under way, SYSTEM START MERGES; slow inserts down until merges have caught up. Too little free disk keeps merges from starting too.',
    },
    remedies: [{ action: 'start-merges', arguments: { table: '{parts.table}' } }],
    source: 'clickhouse.com: SYSTEM STOP MERGES',
  },
];

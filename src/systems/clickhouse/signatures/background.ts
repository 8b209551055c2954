/** What piles up behind inserts: parts, merges, mutations. */

import type { Signature } from '../../../domain/signature.ts';
import { unlessSaid } from '../../unless-said.ts';
import { errorCode } from './error-code.ts';

const inserts = 'too many parts|252|parts|insert|merge|数据片|分区|写入|合并';

export const backgroundSignatures: readonly Signature[] = [
  {
    id: 'clickhouse.too-many-parts',
    kind: 'clickhouse',
    title: {
      'zh-CN': '{parts.table} 的数据片（parts）过多达到上限，写入被拒绝',
      en: 'Too many parts in {parts.table}: the limit is reached, inserts refused',
    },
    explanation: {
      'zh-CN':
        '分区 {parts.partition} 有 {parts.count} 个数据片，上限 {parts.throwLimit}（错误 252）；平均每片只有 {parts.averageRows} 行：合并跟不上写入。',
      en: 'Partition {parts.partition} has {parts.count} parts with a limit of {parts.throwLimit} (error 252), of {parts.averageRows} rows each: merges do not keep up with inserts.',
    },
    severity: 'critical',
    role: 'symptom',
    hints: inserts,
    probes: ['parts'],
    confirm: ['parts.usedRatio', '>=', 1],
    likely: ['parts.usedRatio', '>=', 0.85],
    refute: ['parts.usedRatio', '<', 0.5],
    advice: {
      'zh-CN': '先让写入变少变大（攒批、异步写入），等合并追上；不要先调高上限。',
      en: 'Send fewer and larger inserts (batches, asynchronous inserts) and let merges catch up; raising the limit is no first step.',
    },
    remedies: [],
    source: 'clickhouse.com: Too many parts; MergeTree settings, parts_to_throw_insert',
  },
  {
    id: 'clickhouse.small-inserts',
    kind: 'clickhouse',
    title: { 'zh-CN': '写入 {parts.table} 的批次太小、太频繁', en: 'Inserts into {parts.table} are too small and too frequent' },
    explanation: {
      'zh-CN':
        '每片平均 {parts.averageRows} 行；分区 {parts.partition} 已有 {parts.count} 片（上限 {parts.throwLimit}）。每次 INSERT 都产生新的数据片。',
      en: 'Parts have {parts.averageRows} rows on average, partition {parts.partition} has {parts.count} of them (limit {parts.throwLimit}). Each INSERT makes a new part.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['clickhouse.too-many-parts', 'clickhouse.inserts-delayed', 'clickhouse.inserts-rejected', 'clickhouse.background-pool-full'],
    hints: inserts,
    probes: ['parts', 'mutations'],
    confirm: {
      all: [
        ['parts.usedRatio', '>=', 0.7],
        ['parts.averageRows', '<', 1_000],
        ['parts.count', '>=', 4],
        {
          any: [
            ['parts.unfinishedMutations', '==', 0],
            ['mutations.oldest.seconds', '<', 600],
          ],
        },
      ],
    },
    likelyWhenHinted: {
      all: [
        ['parts.usedRatio', '>=', 0.4],
        ['parts.averageRows', '<', 1_000],
      ],
    },
    refute: ['parts.averageRows', '>=', 20_000],
    advice: {
      'zh-CN': '客户端攒批（每批至少一千到十万行、每秒不超过一次），或开启 async_insert；分区键不要太细。',
      en: 'Batch in the client (a thousand to a hundred thousand rows, at most once a second) or use async_insert; keep partitions coarse.',
    },
    remedies: [],
    source: 'clickhouse.com: Bulk inserts; Asynchronous inserts',
  },
  {
    id: 'clickhouse.inserts-delayed',
    kind: 'clickhouse',
    title: {
      'zh-CN': '写入变慢：数据片（parts）过多，被服务端放慢',
      en: 'Inserts are slow: the server delays them because of too many parts',
    },
    explanation: {
      'zh-CN': '此刻有 {server.delayedInserts} 条写入在等待；数据片最多的分区有 {parts.count} 片，超过 {parts.delayLimit} 就会放慢。',
      en: '{server.delayedInserts} inserts wait right now; the fullest partition has {parts.count} parts, and beyond {parts.delayLimit} they are slowed down on purpose.',
    },
    severity: 'warning',
    role: 'symptom',
    hints: `delay|slow|慢|延迟|${inserts}`,
    probes: ['server', 'parts'],
    confirm: ['server.delayedInserts', '>=', 1],
    refute: ['server.delayedInserts', '==', 0],
    advice: {
      'zh-CN': '同数据片过多：减少写入批次，看合并为何跟不上。',
      en: 'As for too many parts: fewer inserts, and see why merges do not keep up.',
    },
    remedies: [],
    source: 'clickhouse.com: MergeTree settings, parts_to_delay_insert',
  },
  {
    id: 'clickhouse.inserts-rejected',
    kind: 'clickhouse',
    title: { 'zh-CN': '写入正在被拒绝（Too many parts）', en: 'Inserts are being rejected (too many parts)' },
    explanation: {
      'zh-CN': '每秒拒绝 {activity.rejectedInserts.perSecond} 条写入，累计 {activity.rejectedInserts.total}。',
      en: '{activity.rejectedInserts.perSecond} inserts a second are rejected, {activity.rejectedInserts.total} in all.',
    },
    severity: 'critical',
    role: 'symptom',
    hints: inserts,
    quoted: unlessSaid('too many partitions', `too many parts \\(|${errorCode([252], ['TOO_MANY_PARTS'])}`),
    probes: ['activity'],
    confirm: ['activity.rejectedInserts.perSecond', '>', 0],
    likelyWhenHinted: ['activity.rejectedInserts.total', '>=', 1],
    refute: ['activity.rejectedInserts.total', '==', 0],
    advice: { 'zh-CN': '写入方退避重试并攒批。', en: 'Writers should back off and send batches.' },
    remedies: [],
    source: 'clickhouse.com: system.events, RejectedInserts',
  },
  {
    id: 'clickhouse.mutation-stuck',
    kind: 'clickhouse',
    title: {
      'zh-CN': '{mutations.oldest.database}.{mutations.oldest.table} 的 mutation 卡住了',
      en: 'A mutation of {mutations.oldest.database}.{mutations.oldest.table} is stuck',
    },
    explanation: {
      'zh-CN':
        '{mutations.oldest.id} 已 {mutations.oldest.seconds|duration} 未完成，剩 {mutations.oldest.partsToDo} 个数据片，后面还排着 {mutations.behind} 个：{mutations.oldest.command}。{mutations.oldest.reason}',
      en: '{mutations.oldest.id} has not finished for {mutations.oldest.seconds|duration}, {mutations.oldest.partsToDo} parts are left, and {mutations.behind} wait behind it: {mutations.oldest.command}. {mutations.oldest.reason}',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['clickhouse.too-many-parts', 'clickhouse.background-pool-full'],
    hints: 'mutation|alter|update|delete|stuck|变更|更新|删除|卡住',
    probes: ['mutations'],
    confirm: {
      any: [
        {
          all: [
            ['mutations.oldest.isFailing', '==', true],
            ['mutations.oldest.partsToDo', '>=', 1],
          ],
        },
        {
          all: [
            ['mutations.oldest.seconds', '>=', 3_600],
            ['mutations.oldest.partsToDo', '>=', 1],
          ],
        },
      ],
    },
    likelyWhenHinted: ['mutations.oldest.seconds', '>=', 5],
    refute: ['mutations.unfinished', '==', 0],
    advice: {
      'zh-CN':
        '看失败原因（类型、函数报错、磁盘、内存）；写错的用 KILL MUTATION 终止，再用正确的语句重做。它堵住之后的 mutation，也会挡住合并。',
      en: 'Read why it fails (types, a function that throws, disk, memory); one that is wrong is ended with KILL MUTATION and done again. It holds up later mutations, and merges too.',
    },
    remedies: [
      {
        action: 'kill-mutation',
        arguments: { database: '{mutations.oldest.database}', table: '{mutations.oldest.table}', mutationId: '{mutations.oldest.id}' },
        when: {
          all: [
            ['mutations.canBeKilled', '==', true],
            ['mutations.oldest.isFailing', '==', true],
          ],
        },
      },
    ],
    source: 'clickhouse.com: system.mutations; KILL MUTATION',
  },
  {
    id: 'clickhouse.merge-slow',
    kind: 'clickhouse',
    title: { 'zh-CN': '{merges.longest.table} 的合并很慢', en: 'A merge of {merges.longest.table} is slow' },
    explanation: {
      'zh-CN':
        '已进行 {merges.longest.seconds|duration}，完成 {merges.longest.progress|percent}，共 {merges.longest.bytes|bytes}；磁盘慢、列太宽或同时的合并太多。期间数据片会越积越多。',
      en: 'It has run for {merges.longest.seconds|duration} and done {merges.longest.progress|percent} of {merges.longest.bytes|bytes}: a slow disk, very wide rows, or too many merges at once. Parts pile up meanwhile.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['clickhouse.background-pool-full'],
    hints: inserts,
    probes: ['merges'],
    confirm: {
      all: [
        ['merges.longest.seconds', '>=', 3_600],
        ['merges.longest.remainingSeconds', '>=', 3_600],
      ],
    },
    likelyWhenHinted: {
      all: [
        ['merges.longest.seconds', '>=', 600],
        ['merges.longest.progress', '<', 0.5],
      ],
    },
    refute: ['merges.longest.seconds', '<', 120],
    advice: {
      'zh-CN': '在主机上看磁盘吞吐与延迟；避免手动 OPTIMIZE FINAL 大表。',
      en: 'Look at disk throughput and latency on the host; avoid OPTIMIZE FINAL on large tables.',
    },
    remedies: [],
    source: 'clickhouse.com: system.merges',
  },
  {
    id: 'clickhouse.background-pool-full',
    kind: 'clickhouse',
    title: { 'zh-CN': '后台线程池占满：合并与 mutation 排队', en: 'Background pool full: all merge and mutation threads are busy' },
    explanation: {
      'zh-CN': '{server.poolTasks} / {server.poolSize} 个后台任务在跑，线程全部占满，新的合并要排队。',
      en: '{server.poolTasks} of {server.poolSize} background tasks run; further merges wait.',
    },
    severity: 'warning',
    role: 'symptom',
    hints: `background|pool|后台|${inserts}`,
    probes: ['server'],
    confirm: ['server.poolRatio', '>=', 0.95],
    refute: ['server.poolRatio', '<', 0.7],
    advice: {
      'zh-CN': '看是哪些表在合并；CPU 与磁盘有余量时可调大 background_pool_size。',
      en: 'See which tables merge; with CPU and disk to spare, raise background_pool_size.',
    },
    remedies: [],
    source: 'clickhouse.com: Server settings, background_pool_size',
  },
  {
    id: 'clickhouse.parts-broken',
    kind: 'clickhouse',
    title: {
      'zh-CN': '{parts.detachedTable} 有损坏的数据片被搁置（detached）',
      en: 'Broken (corrupt) parts of {parts.detachedTable} were detached',
    },
    explanation: {
      'zh-CN': '{parts.detachedBroken} 个数据片因损坏等原因被搁置（{parts.detachedReason}）；没有副本的表，这部分数据就查不到了。',
      en: '{parts.detachedBroken} parts were put aside ({parts.detachedReason}); in a table without replicas their rows are missing from answers (data loss).',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'broken|corrupt|checksum|detached|lost|损坏|校验|丢数据|搁置',
    probes: ['parts'],
    confirm: ['parts.detachedBroken', '>=', 1],
    refute: ['parts.detachedBroken', '==', 0],
    advice: {
      'zh-CN': '查磁盘与内核日志；复制表会自己从别的副本补齐，确认补齐后再清理 detached 目录。',
      en: 'Check disk and kernel log; replicated tables fetch them anew from another replica. Clear the detached folder only when that is certain.',
    },
    remedies: [],
    source: 'clickhouse.com: system.detached_parts; Data replication, recovery after failures',
  },
];

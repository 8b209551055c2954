/** Space: the quota is reached, and whether history, fragmentation or data has filled it; alarms. */

import type { Condition, Remedy, Signature } from '../../../domain/signature.ts';

const hints =
  'space|nospace|quota|database|size|alarm|read.?only|compact|defrag|空间|配额|只读|告警|写入失败|碎片|压缩|etcdBackendQuotaLowSpace|etcdExcessiveDatabaseGrowth';

const hasNoSpaceAlarm: Condition = ['server.alarms', 'matches', 'NOSPACE'];
const compact: Remedy = { action: 'compact', arguments: { revision: '{space.revision}' } };
const defragment: Remedy = { action: 'defragment', arguments: { member: 'each' } };
const disarm: Remedy = { action: 'disarm-alarm', arguments: { alarm: 'NOSPACE' }, when: hasNoSpaceAlarm };

/** Most of what is kept are earlier revisions of the same keys. */
const isHistory: Condition = {
  all: [
    ['space.history', '>=', 20],
    ['space.historyPerKey', '>=', 5],
  ],
};

export const spaceSignatures: readonly Signature[] = [
  {
    id: 'etcd.nospace-alarm',
    kind: 'etcd',
    title: { 'zh-CN': 'NOSPACE 告警：空间配额用尽，etcd 拒绝写入', en: 'NOSPACE alarm: space quota exceeded, etcd refuses writes' },
    explanation: {
      'zh-CN':
        '成员 {server.alarmMembers} 触发 NOSPACE，数据库 {space.dbBytes|bytes} / 配额 {space.quotaBytes|bytes}；整个集群只接受读和删除。',
      en: 'Member {server.alarmMembers} raised NOSPACE with a database of {space.dbBytes|bytes} and a quota of {space.quotaBytes|bytes}; the whole cluster takes only reads and deletes.',
    },
    severity: 'critical',
    role: 'symptom',
    hints,
    probes: ['server', 'space'],
    quoted: 'mvcc: database space exceeded',
    confirm: hasNoSpaceAlarm,
    refute: { not: hasNoSpaceAlarm },
    advice: {
      'zh-CN': '按顺序：压缩历史版本，逐个成员碎片整理，再解除告警；然后找出是什么把它写满的。',
      en: 'In this order: compact the history, defragment member after member, disarm the alarm; then find what filled it.',
    },
    remedies: [],
    source: 'etcd.io: Maintenance, Space quota',
  },
  {
    id: 'etcd.filled-with-history',
    kind: 'etcd',
    title: { 'zh-CN': '历史版本没有压缩（compact），占满了空间配额', en: 'Uncompacted history has filled the space quota' },
    explanation: {
      'zh-CN':
        '数据库占配额的 {space.usedRatio|percent}；{space.keys} 个键却留着 {space.history} 个版本（平均每键 {space.historyPerKey} 个），自动压缩没有打开或跟不上。',
      en: 'The database takes {space.usedRatio|percent} of the quota, and for {space.keys} keys {space.history} revisions are kept ({space.historyPerKey} a key): automatic compaction is off or does not keep up.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['etcd.nospace-alarm', 'etcd.fragmented', 'etcd.quota-too-small', 'etcd.quota-nearly-reached'],
    hints,
    probes: ['space', 'server'],
    confirm: { all: [isHistory, { any: [hasNoSpaceAlarm, ['space.usedRatio', '>=', 0.8]] }] },
    likely: { all: [isHistory, ['space.usedRatio', '>=', 0.5]] },
    refute: {
      any: [
        ['space.historyPerKey', '<', 2],
        ['space.usedRatio', '<', 0.2],
      ],
    },
    advice: {
      'zh-CN':
        '压缩到当前版本，再逐个碎片整理并解除告警；之后设置 --auto-compaction-retention。正在续传的 watch 会收到 compacted 并需要重新列取。',
      en: 'Compact to the present revision, defragment, disarm the alarm; then set --auto-compaction-retention. Watches that resume from before will be told so and have to list again.',
    },
    remedies: [compact, defragment, disarm],
    remedyMode: 'sequence',
    source: 'etcd.io: Maintenance, History compaction',
  },
  {
    id: 'etcd.fragmented',
    kind: 'etcd',
    title: { 'zh-CN': '数据库碎片过多，需要碎片整理（defrag）', en: 'The database is badly fragmented: it needs a defragmentation' },
    explanation: {
      'zh-CN':
        '数据库文件 {space.dbBytes|bytes}，实际只用 {space.inUseBytes|bytes}：{space.fragmentedRatio|percent} 是空洞，却计入配额（已用 {space.usedRatio|percent}）。',
      en: 'The file has {space.dbBytes|bytes} of which {space.inUseBytes|bytes} are in use: {space.fragmentedRatio|percent} is holes, which count for the quota ({space.usedRatio|percent} used).',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['etcd.nospace-alarm', 'etcd.quota-too-small', 'etcd.quota-nearly-reached'],
    hints,
    probes: ['space', 'server'],
    confirm: {
      all: [['space.fragmentedRatio', '>=', 0.5], { any: [hasNoSpaceAlarm, ['space.usedRatio', '>=', 0.5]] }],
    },
    likelyWhenHinted: {
      all: [
        ['space.fragmentedRatio', '>=', 0.4],
        ['space.usedRatio', '>=', 0.2],
      ],
    },
    refute: {
      any: [
        ['space.fragmentedRatio', '<', 0.2],
        ['space.usedRatio', '<', 0.1],
      ],
    },
    advice: {
      'zh-CN': '在低峰期逐个成员碎片整理，leader 放最后：整理期间该成员不应答。',
      en: 'Defragment member after member at a quiet time, the leader last: a member does not answer while it is at it.',
    },
    remedies: [defragment, disarm],
    remedyMode: 'sequence',
    source: 'etcd.io: Maintenance, Defragmentation; etcd-mixin: etcdDatabaseHighFragmentationRatio',
  },
  {
    id: 'etcd.compacted-not-defragmented',
    kind: 'etcd',
    title: { 'zh-CN': '历史已压缩，还没有碎片整理，空间未释放', en: 'The history is compacted but not defragmented: no space is freed' },
    explanation: {
      'zh-CN':
        '已压缩到最新版本 {space.compactRevision}，但数据库文件仍占配额的 {space.usedRatio|percent}：压缩只在文件内部腾出空间，不归还配额，告警也不会解除。',
      en: 'It is compacted up to the latest revision, {space.compactRevision}, and the file still takes {space.usedRatio|percent} of the quota: compacting makes room inside the file, and neither shrinks it nor ends the alarm.',
    },
    severity: 'critical',
    role: 'cause',
    // What is in use is only counted anew with the next write, which the alarm forbids.
    explains: ['etcd.nospace-alarm', 'etcd.quota-too-small', 'etcd.fragmented', 'etcd.quota-nearly-reached'],
    hints,
    probes: ['space', 'server'],
    confirm: {
      all: [hasNoSpaceAlarm, ['space.compactRevision', '>', 0], ['space.history', '==', 0], ['space.usedRatio', '>=', 0.7]],
    },
    refute: { any: [{ not: hasNoSpaceAlarm }, ['space.history', '>', 0]] },
    advice: {
      'zh-CN': '逐个成员碎片整理，再解除告警。',
      en: 'Defragment member after member, then disarm the alarm.',
    },
    remedies: [defragment, disarm],
    remedyMode: 'sequence',
    source: 'etcd.io: Maintenance, Defragmentation',
  },
  {
    id: 'etcd.alarm-left-on',
    kind: 'etcd',
    title: { 'zh-CN': '空间已释放，NOSPACE 告警没有解除', en: 'The NOSPACE alarm is still on although space was freed' },
    explanation: {
      'zh-CN':
        '数据库只占配额的 {space.usedRatio|percent}，但告警仍在（成员 {server.alarmMembers}）：告警不会自己消失，写入因此继续被拒绝。',
      en: 'The database takes only {space.usedRatio|percent} of the quota, yet the alarm is still on (member {server.alarmMembers}): it does not go away by itself, and writes stay refused.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['etcd.nospace-alarm'],
    hints,
    probes: ['server', 'space', 'members'],
    confirm: { all: [hasNoSpaceAlarm, ['space.usedRatio', '<', 0.7]] },
    refute: { any: [{ not: hasNoSpaceAlarm }, ['space.usedRatio', '>=', 0.9]] },
    advice: {
      'zh-CN': '确认其他成员也已低于配额，然后解除告警。',
      en: 'See that the other members are below the quota as well, then disarm it.',
    },
    remedies: [{ action: 'disarm-alarm', arguments: { alarm: 'NOSPACE' } }],
    source: 'etcd.io: Maintenance, Space quota (alarm disarm)',
  },
  {
    id: 'etcd.quota-too-small',
    kind: 'etcd',
    title: { 'zh-CN': '空间配额太小：数据本身接近配额', en: 'The space quota is too small: the data itself nearly fills it' },
    explanation: {
      'zh-CN':
        '实际数据 {space.inUseBytes|bytes}，占配额 {space.quotaBytes|bytes} 的 {space.inUseRatio|percent}，历史版本与碎片都不多：数据太多，或配额（默认 2 GiB）太小。',
      en: 'The data in use is {space.inUseBytes|bytes}, {space.inUseRatio|percent} of the quota of {space.quotaBytes|bytes}, with little history and few holes: too much data, or a low quota (2 GiB by default).',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['etcd.nospace-alarm', 'etcd.quota-nearly-reached'],
    hints,
    probes: ['space', 'keys'],
    confirm: {
      all: [
        ['space.inUseRatio', '>=', 0.8],
        ['space.historyPerKey', '<', 5],
        ['space.fragmentedRatio', '<', 0.3],
      ],
    },
    likely: {
      all: [
        ['space.inUseRatio', '>=', 0.6],
        ['space.historyPerKey', '<', 5],
        ['space.fragmentedRatio', '<', 0.3],
      ],
    },
    refute: ['space.inUseRatio', '<', 0.5],
    advice: {
      'zh-CN':
        '用 keys 检查看是哪个前缀（Kubernetes 常见为 events、过大的 secret 或 CRD）；清理后压缩和碎片整理，或调高 --quota-backend-bytes 并重启（建议不超过 8 GiB）。',
      en: 'See by the look `keys` which prefix it is (in Kubernetes often events, large secrets or custom resources); clean up, compact and defragment, or raise --quota-backend-bytes with a restart (8 GiB at most is advised).',
    },
    remedies: [],
    source: 'etcd.io: System limits; Maintenance, Space quota',
  },
  {
    id: 'etcd.quota-nearly-reached',
    kind: 'etcd',
    title: { 'zh-CN': '数据库接近空间配额上限', en: 'The database has nearly reached its space quota' },
    explanation: {
      'zh-CN': '数据库 {space.dbBytes|bytes}，占配额的 {space.usedRatio|percent}；到顶后整个集群拒绝写入。',
      en: 'The database has {space.dbBytes|bytes}, {space.usedRatio|percent} of the quota; once it is reached, the whole cluster refuses writes.',
    },
    severity: 'warning',
    role: 'symptom',
    hints,
    probes: ['space'],
    confirm: ['space.usedRatio', '>=', 0.85],
    likelyWhenHinted: ['space.usedRatio', '>=', 0.7],
    refute: ['space.usedRatio', '<', 0.6],
    advice: {
      'zh-CN': '在到顶之前压缩并碎片整理；看增长来自哪个前缀。',
      en: 'Compact and defragment before it is reached; see which prefix grows.',
    },
    remedies: [],
    source: 'etcd-mixin: etcdDatabaseQuotaLowSpace',
  },
  {
    id: 'etcd.corrupt-alarm',
    kind: 'etcd',
    title: {
      'zh-CN': 'CORRUPT 告警：成员 {server.alarmMembers} 数据不一致，停止写入',
      en: 'CORRUPT alarm: member {server.alarmMembers} is inconsistent, writes stopped',
    },
    explanation: {
      'zh-CN': '一致性检查发现成员 {server.alarmMembers} 的数据与其他成员不同，集群停止写入。',
      en: 'A consistency check found that the data of member {server.alarmMembers} differs from that of the others; writes are stopped.',
    },
    severity: 'critical',
    role: 'cause',
    hints: 'corrupt|alarm|inconsistent|损坏|不一致|告警',
    probes: ['server'],
    quoted: 'etcdserver: corrupt cluster',
    confirm: ['server.alarms', 'matches', 'CORRUPT'],
    refute: { not: ['server.alarms', 'matches', 'CORRUPT'] },
    advice: {
      'zh-CN': '先做快照备份；停掉不一致的成员，移除后以空数据目录重新加入，由 leader 同步；不要只解除告警。',
      en: 'Take a snapshot first; stop the member that differs, remove it, and add it again with an empty directory, so that the leader fills it. Never just disarm the alarm.',
    },
    remedies: [],
    source: 'etcd.io: Data corruption',
  },
];

/** Standbys and replication slots. */

import type { Signature } from '../../../domain/signature.ts';

const hints = 'replica|standby|lag|slot|wal|stale|复制|主从|备库|从库|延迟|复制槽';

export const replicationSignatures: readonly Signature[] = [
  {
    id: 'postgresql.replay-paused',
    kind: 'postgresql',
    title: { 'zh-CN': '备库的 WAL 回放被暂停，读到旧数据', en: 'WAL replay on the standby is paused: its data is stale' },
    explanation: {
      'zh-CN':
        '有人执行过 pg_wal_replay_pause()（或到达恢复目标）：备库仍在接收但不回放，已落后 {replication.unreplayedBytes|bytes}，读到的是旧数据。',
      en: 'Somebody called pg_wal_replay_pause() (or a recovery target was met): the standby receives but does not replay, is {replication.unreplayedBytes|bytes} behind and serves old data.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['postgresql.standby-replays-slowly', 'postgresql.standby-lags'],
    hints: `pause|暂停|${hints}`,
    probes: ['replication'],
    confirm: ['replication.isPaused', '==', true],
    refute: ['replication.isPaused', '==', false],
    advice: {
      'zh-CN': '确认不是有人正在做时间点恢复或备份后，恢复回放。',
      en: 'Unless somebody is recovering to a point in time or taking a backup, resume it.',
    },
    remedies: [{ action: 'resume-replay', arguments: {} }],
    source: 'postgresql.org: Recovery Control Functions',
  },
  {
    id: 'postgresql.standby-not-receiving',
    kind: 'postgresql',
    title: { 'zh-CN': '复制中断：备库与主库的复制连接断开', en: 'Replication is broken: the standby is cut off from its primary' },
    explanation: {
      'zh-CN':
        '备库没有 WAL 接收进程在流式接收，最后回放的提交在 {replication.replaySeconds|duration} 前：主库不可达、复制账号被拒，或所需 WAL 已被删除。读到的是旧数据。',
      en: 'No WAL receiver is streaming, and the last replayed commit is {replication.replaySeconds|duration} old: the primary is down, the replication login is refused, or the WAL it needs is gone. Reads are stale.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['postgresql.standby-replays-slowly'],
    hints,
    probes: ['replication', 'log'],
    confirm: {
      all: [
        ['replication.isStandby', '==', true],
        ['replication.follows', '==', true],
        ['replication.isReceiving', '==', false],
        ['replication.replaySeconds', '>=', 1],
      ],
    },
    refute: ['replication.isReceiving', '==', true],
    advice: {
      'zh-CN': '看备库日志中接收进程的报错：连接被拒、认证失败、requested WAL segment has already been removed（需重建备库）。',
      en: 'Read what the receiver says in the standby’s log: refused, login failed, or "requested WAL segment has already been removed" (then rebuild it).',
    },
    remedies: [],
    source: 'postgresql.org: Log-Shipping Standby Servers',
  },
  {
    id: 'postgresql.standby-lags',
    kind: 'postgresql',
    title: {
      'zh-CN': '复制延迟：备库 {replication.worst.name} 落后',
      en: 'Replication lag: the standby {replication.worst.name} is behind',
    },
    explanation: {
      'zh-CN':
        '落后 {replication.worst.bytes|bytes}（max_wal_size 的 {replication.worst.walRatio} 倍），回放延迟 {replication.worst.lagSeconds} 秒，其中 {replication.worst.unsentBytes|bytes} 还没有发出去。',
      en: 'It is {replication.worst.bytes|bytes} behind ({replication.worst.walRatio} of max_wal_size), {replication.worst.lagSeconds} s in replay; {replication.worst.unsentBytes|bytes} have not been sent.',
    },
    severity: 'warning',
    role: 'cause',
    hints,
    probes: ['replication'],
    confirm: {
      all: [
        ['replication.standbys', '>=', 1],
        {
          any: [
            ['replication.worst.walRatio', '>=', 0.5],
            ['replication.worst.lagSeconds', '>=', 30],
          ],
        },
      ],
    },
    likely: {
      any: [
        ['replication.worst.walRatio', '>=', 0.2],
        ['replication.worst.lagSeconds', '>=', 10],
      ],
    },
    refute: {
      all: [
        ['replication.worst.walRatio', '<', 0.02],
        ['replication.worst.lagSeconds', '<', 2],
      ],
    },
    advice: {
      'zh-CN': '未发送的多是网络或主库忙；已发送未回放的看备库：回放暂停、长查询冲突、磁盘慢、进程挂起。',
      en: 'Unsent WAL points to the network or a busy primary; sent but not replayed, to the standby: replay paused, conflicts with long queries, slow disk, a stopped process.',
    },
    remedies: [],
    source: 'postgresql.org: pg_stat_replication',
  },
  {
    id: 'postgresql.standby-replays-slowly',
    kind: 'postgresql',
    title: { 'zh-CN': '复制延迟：备库收得到但回放跟不上', en: 'Replication lag: the standby receives WAL but replays too slowly' },
    explanation: {
      'zh-CN':
        '已接收未回放 {replication.unreplayedBytes|bytes}，最后回放的提交在 {replication.replaySeconds|duration} 前：回放单进程、与长查询冲突，或磁盘慢。读到的是旧数据。',
      en: '{replication.unreplayedBytes|bytes} are received and not replayed, and the last replayed commit is {replication.replaySeconds|duration} old: replay is one process, it waits for long queries, or the disk is slow. Reads are stale.',
    },
    severity: 'warning',
    role: 'cause',
    hints,
    probes: ['replication'],
    confirm: {
      all: [
        ['replication.isReceiving', '==', true],
        ['replication.isPaused', '==', false],
        ['replication.delaySettingMs', '==', 0],
        ['replication.replaySeconds', '>=', 30],
        ['replication.unreplayedRatio', '>=', 0.05],
      ],
    },
    likely: {
      all: [
        ['replication.isReceiving', '==', true],
        ['replication.isPaused', '==', false],
        ['replication.delaySettingMs', '==', 0],
        ['replication.replaySeconds', '>=', 10],
      ],
    },
    refute: ['replication.isStandby', '==', false],
    advice: {
      'zh-CN': '看备库上的长查询（max_standby_streaming_delay 允许它们挡住回放），必要时取消；再看磁盘。',
      en: 'Look at long queries on the standby (max_standby_streaming_delay lets them hold replay back) and cancel them if need be; then at its disk.',
    },
    remedies: [],
    source: 'postgresql.org: Handling Query Conflicts',
  },
  {
    id: 'postgresql.sync-standby-missing',
    kind: 'postgresql',
    title: { 'zh-CN': '同步备库不在（离线），提交全部卡住', en: 'The synchronous standby is gone and commits hang' },
    explanation: {
      'zh-CN':
        'synchronous_standby_names 要求 {replication.syncNames}，但没有同步备库在线；{replication.syncWaiting} 个会话在等它确认提交。备库 {followers.gone} 连不上：{followers.goneReason}。',
      en: 'synchronous_standby_names asks for {replication.syncNames} and none is connected; {replication.syncWaiting} sessions are blocked waiting for it to confirm their commit. The standby {followers.gone} can not be reached: {followers.goneReason}.',
    },
    severity: 'critical',
    role: 'cause',
    about: ['followers.gone'],
    explains: [
      'postgresql.connections-exhausted',
      'postgresql.connections-all-busy',
      'postgresql.statement-pile',
      'postgresql.long-statement',
    ],
    hints: `commit|hang|sync|提交|卡住|同步|${hints}`,
    probes: ['replication'],
    confirm: {
      all: [
        ['replication.syncNames', '!=', ''],
        ['replication.syncStandbys', '==', 0],
        ['replication.syncWaiting', '>=', 1],
      ],
    },
    likely: {
      all: [
        ['replication.syncNames', '!=', ''],
        ['replication.syncStandbys', '==', 0],
        ['replication.isStandby', '==', false],
      ],
    },
    refute: {
      any: [
        ['replication.syncNames', '==', ''],
        ['replication.syncStandbys', '>=', 1],
      ],
    },
    advice: {
      'zh-CN': '优先恢复备库；等不起时清空 synchronous_standby_names 改为异步（主库此时故障会丢已提交数据），恢复后改回。',
      en: 'Bring the standby back first; if that takes too long, empty synchronous_standby_names (a crash of the primary may then lose commits), and set it back afterwards.',
    },
    remedies: [{ action: 'set-durability', arguments: { name: 'synchronous_standby_names', value: '' } }],
    source: 'postgresql.org: Synchronous Replication',
  },
  {
    id: 'postgresql.recovery-conflicts',
    kind: 'postgresql',
    title: { 'zh-CN': '备库上的查询因回放冲突被取消', en: 'Queries on the standby are cancelled by replay' },
    explanation: {
      'zh-CN':
        '累计冲突取消 {databases.conflicts} 次，近 15 分钟日志 {log.recoveryConflicts} 次：回放要清掉查询还在看的旧行版本（主库 VACUUM 已清理）。备库最多等 max_standby_streaming_delay 就取消查询；hot_standby_feedback 关着时，主库不知道备库还有查询在看。',
      en: '{databases.conflicts} queries were cancelled so far, {log.recoveryConflicts} in 15 minutes of log (conflict with recovery): replay must remove row versions that they still look at, since VACUUM removed them on the primary. The standby waits for max_standby_streaming_delay and then cancels the query; with hot_standby_feedback off the primary does not know that it is read there.',
    },
    severity: 'warning',
    role: 'cause',
    hints: `conflict with recovery|canceling|冲突|被取消|${hints}`,
    quoted: 'due to conflict with recovery',
    probes: ['activity', 'databases', 'log'],
    confirm: {
      any: [
        ['activity.conflicts', '>=', 1],
        ['log.recoveryConflicts', '>=', 1],
      ],
    },
    likelyWhenHinted: ['databases.conflicts', '>=', 1],
    refute: ['databases.conflicts', '==', 0],
    advice: {
      'zh-CN': '给报表备库打开 hot_standby_feedback（主库会多留旧行），或调大 max_standby_streaming_delay（延迟会变大）。',
      en: 'For a standby that serves reports switch hot_standby_feedback on (the primary keeps more dead rows) or raise max_standby_streaming_delay (it lags more).',
    },
    remedies: [],
    source: 'postgresql.org: Handling Query Conflicts',
  },
];

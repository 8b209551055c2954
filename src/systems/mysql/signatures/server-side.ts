/** What the server keeps or does for its clients by itself: prepared statements, events, tables that it can't open. */

import type { Signature } from '../../../domain/signature.ts';
import { errorForms } from './error-forms.ts';

export const serverSideSignatures: readonly Signature[] = [
  {
    id: 'mysql.prepared-statements-used-up',
    kind: 'mysql',
    title: {
      'zh-CN': '预处理语句（prepared statements）达到上限 {activity.preparedMax}，新的 PREPARE 被拒绝',
      en: 'Prepared statements exhausted: the limit of {activity.preparedMax} is reached',
    },
    explanation: {
      'zh-CN':
        '已有 {activity.prepared} 个预处理语句，上限 max_prepared_stmt_count 为 {activity.preparedMax}（错误 1461）；最多的账号 {activity.preparedLogin} 握着 {activity.preparedByLogin} 个：应用 prepare 之后没有 close，或每个连接的语句缓存太大。',
      en: '{activity.prepared} prepared statements are open with max_prepared_stmt_count at {activity.preparedMax}, and further ones are refused (error 1461); {activity.preparedLogin} has most, {activity.preparedByLogin}: it prepares and never closes (a leak), or the statement cache of each connection is too large.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['mysql.statement-fails'],
    hints: 'prepare|statement|1461|max_prepared_stmt_count|预处理|预编译|语句',
    quoted: errorForms({
      says: 'more than max_prepared_stmt_count statements',
      numbers: [1461],
      names: ['ER_MAX_PREPARED_STMT_COUNT_REACHED'],
    }),
    probes: ['activity'],
    confirm: ['activity.preparedRatio', '>=', 0.98],
    likely: ['activity.preparedRatio', '>=', 0.9],
    refute: ['activity.preparedRatio', '<', 0.5],
    advice: {
      'zh-CN': '让应用关闭用完的预处理语句、收小语句缓存（连接数 × 每连接缓存须小于上限）；应急时调高上限，或断开泄漏的连接。',
      en: 'Let the application close what it prepared and shrink its cache (connections × cache below the limit); meanwhile raise the limit, or close the connections that leak.',
    },
    remedies: [{ action: 'set-global', arguments: { name: 'max_prepared_stmt_count', value: '{activity.preparedSuggested}' } }],
    source: 'dev.mysql.com: max_prepared_stmt_count; Server Error Reference, 1461',
  },
  {
    id: 'mysql.events-not-running',
    kind: 'mysql',
    title: {
      'zh-CN': '事件调度器（event_scheduler）没有运行，定时事件 {events.names} 不再执行',
      en: 'The event scheduler is off: event {events.names} no longer runs',
    },
    explanation: {
      'zh-CN':
        'event_scheduler 为 {events.scheduler}，而有 {events.enabled} 个启用的定时事件（{events.names}）：多半是重启后没有写进配置文件，或维护时关掉后忘了打开。最近一次执行在 {events.lastRanSecondsAgo|duration}前。',
      en: 'event_scheduler is {events.scheduler} while {events.enabled} events are enabled ({events.names}). Mostly it was only set at run time and lost at a restart, or switched off for maintenance. The last one ran {events.lastRanSecondsAgo|duration} ago.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'event|schedul|cron|\\bjobs?\\b|purge|clean|nightly|grow|archive|stale|事件|定时|计划任务|清理|归档|变大|增长|没有执行|不执行',
    probes: ['events'],
    // Some keep events that are meant to rest: it takes a complaint.
    confirm: ['events.enabled', '<', 0],
    confirmWhenHinted: {
      all: [
        ['events.isSchedulerOn', '==', false],
        ['events.enabled', '>=', 1],
      ],
    },
    refute: {
      any: [
        ['events.isSchedulerOn', '==', true],
        ['events.enabled', '==', 0],
      ],
    },
    advice: {
      'zh-CN': 'SET GLOBAL event_scheduler = ON 并写进配置文件；DISABLED 状态只能改配置后重启。补跑错过的清理时分批进行。',
      en: 'SET GLOBAL event_scheduler = ON and write it into the configuration (where it says DISABLED only a restart helps); catch up on what was missed in batches.',
    },
    remedies: [{ action: 'set-global', arguments: { name: 'event_scheduler', value: 'ON' }, when: ['events.scheduler', '==', 'OFF'] }],
    source: 'dev.mysql.com: Event Scheduler Configuration',
  },
  {
    id: 'mysql.partitions-no-longer-made',
    kind: 'mysql',
    title: {
      'zh-CN': '{statements.failing.table} 没有当前时段的分区，写入被拒绝（错误 1526）：建分区的定时事件 {events.partitions.name} 没有执行',
      en: '{statements.failing.table} has no partition for now and refuses rows (error 1526): the event {events.partitions.name} that makes them does not run',
    },
    explanation: {
      'zh-CN':
        '最后一个分区 {statements.failing.lastPartition} 到 {statements.failing.partitionsEnd} 为止，之后的值没有对应的分区。事件 {events.partitions.name} 的状态是 {events.partitions.status}，事件调度器 event_scheduler 为 {events.scheduler}。它最近一次执行在 {events.partitions.ranSecondsAgo|duration}前。失败的语句（{statements.failing.errors} 次报错）：{statements.failing.query}。',
      en: 'The last partition, {statements.failing.lastPartition}, ends at {statements.failing.partitionsEnd}, and no partition takes a later value. The event {events.partitions.name} has the status {events.partitions.status}, and event_scheduler is {events.scheduler}. It last ran {events.partitions.ranSecondsAgo|duration} ago. What fails ({statements.failing.errors} errors): {statements.failing.query}.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['mysql.no-partition', 'mysql.statement-fails', 'mysql.events-not-running', 'mysql.event-disabled'],
    hints: '1526|partition|event|schedul|cron|\\bjobs?\\b|insert|write|stored|分区|事件|定时|写入',
    probes: ['statements', 'events'],
    confirm: {
      all: [
        ['statements.failing.lastPartition', 'exists', true],
        ['events.partitions.name', 'exists', true],
        {
          any: [
            ['events.isSchedulerOn', '==', false],
            ['events.partitions.status', '==', 'DISABLED'],
          ],
        },
      ],
    },
    refute: {
      any: [
        ['statements.failing.lastPartition', 'exists', false],
        ['events.partitions.name', 'exists', false],
      ],
    },
    advice: {
      'zh-CN':
        '先用 ALTER TABLE … ADD PARTITION 补上缺的分区，写入立即恢复；再 SET GLOBAL event_scheduler = ON 并写进配置文件（事件被停用时 ALTER EVENT … ENABLE），并提前多建几个分区。',
      en: 'Add the missing partitions with ALTER TABLE … ADD PARTITION, and writes go on at once; then SET GLOBAL event_scheduler = ON and write it into the configuration (ALTER EVENT … ENABLE where the event is disabled), and make some partitions ahead.',
    },
    remedies: [{ action: 'set-global', arguments: { name: 'event_scheduler', value: 'ON' }, when: ['events.scheduler', '==', 'OFF'] }],
    source: 'dev.mysql.com: RANGE Partitioning; Event Scheduler Configuration; Server Error Reference, 1526',
  },
  {
    id: 'mysql.event-disabled',
    kind: 'mysql',
    title: {
      'zh-CN': '定时事件 {events.disabledNames} 被停用，不再执行',
      en: 'The event {events.disabledNames} is disabled and does not run',
    },
    explanation: {
      'zh-CN': '{events.disabledNames} 的状态是 DISABLED，调度器本身在运行。',
      en: '{events.disabledNames} has the status DISABLED, while the event scheduler itself runs.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'event|schedul|purge|clean|nightly|archive|事件|定时|计划任务|清理|归档|没有执行|不执行',
    probes: ['events'],
    confirm: ['events.enabled', '<', 0],
    likelyWhenHinted: {
      all: [
        ['events.isSchedulerOn', '==', true],
        ['events.disabled', '>=', 1],
      ],
    },
    refute: ['events.disabled', '==', 0],
    advice: { 'zh-CN': '确认不是有意停用后 ALTER EVENT … ENABLE。', en: 'Unless that is meant, ALTER EVENT … ENABLE.' },
    remedies: [],
    source: 'dev.mysql.com: ALTER EVENT',
  },
  {
    id: 'mysql.table-damaged',
    kind: 'mysql',
    title: {
      'zh-CN': '有表损坏（crashed / corrupt），读写报错',
      en: 'A table is corrupt (damaged, crashed): reads and writes fail',
    },
    explanation: {
      'zh-CN':
        '服务器打不开 {storage.damaged.table}（共 {storage.damagedTables} 个表）：{storage.damaged.reason}。最近失败的语句：{statements.failing.query}',
      en: 'The server can not open {storage.damaged.table} ({storage.damagedTables} tables in all): {storage.damaged.reason}. What failed last: {statements.failing.query}',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['mysql.statement-fails'],
    hints: 'crash|corrupt|damage|repair|\\b1?(26|44|45|94)\\b|1034|1194|损坏|修复|报错|失败|error',
    quoted:
      'marked as crashed|try to repair it|incorrect key file|(error|errno:?) ?1(26|27|34|44|45)\\b|ERROR (1034|1035|1194|1195)\\b|ER_(NOT|OLD)_KEYFILE|ER_CRASHED_ON_(USAGE|REPAIR)',
    probes: ['storage', 'statements'],
    confirm: ['storage.damagedTables', '>=', 1],
    advice: {
      'zh-CN':
        '先备份表文件，再 CHECK TABLE、REPAIR TABLE（MyISAM、Aria）；InnoDB 从备份或副本恢复。查磁盘与最近的异常关机，并把 MyISAM 表改为 InnoDB。',
      en: 'Copy its files first, then CHECK TABLE and REPAIR TABLE (MyISAM, Aria); for InnoDB restore from a backup or a replica. Look at the disk and the last hard stop, and move MyISAM tables to InnoDB.',
    },
    remedies: [],
    source: 'dev.mysql.com: REPAIR TABLE; How to Repair MyISAM Tables',
  },
];

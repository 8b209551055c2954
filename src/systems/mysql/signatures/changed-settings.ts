/** Settings that were moved while the server runs, by what people complain of afterwards. */

import type { Signature } from '../../../domain/signature.ts';

export const changedSettingSignatures: readonly Signature[] = [
  {
    id: 'mysql.time-zone-changed',
    kind: 'mysql',
    title: {
      'zh-CN': '服务器时区（time_zone）在运行中被改成 {settings.time_zone}，写入的时间错位',
      en: 'The server’s time zone (time_zone) was changed at run time to {settings.time_zone}: times that are written are shifted',
    },
    explanation: {
      'zh-CN':
        'time_zone 现在是 {settings.time_zone}（系统时区 {settings.system_time_zone}），不是启动时的值：{settings.changed.values}。之后的新连接里 NOW()、CURRENT_TIMESTAMP 与 DATETIME 的默认值都按新时区取值，TIMESTAMP 列的显示也随之移动；DATETIME 里已写入的错误时间不会自动改回。',
      en: 'time_zone is {settings.time_zone} now (the system’s is {settings.system_time_zone}), which is not what it was started with: {settings.changed.values}. In connections made since, NOW(), CURRENT_TIMESTAMP and defaults of DATETIME columns follow the new zone, and TIMESTAMP columns are shown in it; what was written into DATETIME meanwhile stays wrong.',
    },
    severity: 'warning',
    role: 'cause',
    hints:
      'time.?zone|\\b(hours?|hrs?)\\b.{0,30}\\b(early|late|ahead|behind|off|wrong|shift|fast|slow|before|after|future|past)|(early|late|ahead|behind|off|wrong|shift\\w*) by .{0,20}hours?|wrong (time|date|hour|timestamp)|(time|date|timestamp)s? (is|are|was|were|look)s? .{0,20}(wrong|off|incorrect|in the (future|past))|\\butc\\b|clock|时区|(早|晚|差|快|慢|偏|少|多)了?.{0,8}小时|小时.{0,6}(早|晚|差|偏)|时间.{0,16}(错|不对|不准|偏|早了|晚了|差|异常)|日期.{0,10}(错|不对|差)',
    probes: ['settings'],
    // A zone may be moved on purpose: it takes somebody who complains of the time.
    confirm: ['settings.changed.count', '<', 0],
    confirmWhenHinted: ['settings.changed.names', 'matches', '(^|, )time_zone(,|$)'],
    refute: { all: [['settings.changed.isVisible', '==', true], { not: ['settings.changed.names', 'matches', '(^|, )time_zone(,|$)'] }] },
    advice: {
      'zh-CN':
        'SET GLOBAL time_zone 改回原值（新连接起生效，连接池要重连），并写进配置文件的 default-time-zone；按变更的时间段订正 DATETIME 列的数据。',
      en: 'SET GLOBAL time_zone back to what it was (new connections have it; let pools reconnect) and keep it in the configuration as default-time-zone; correct the DATETIME values of the time between.',
    },
    remedies: [],
    source: 'dev.mysql.com: MySQL Server Time Zone Support',
  },
  {
    id: 'mysql.statement-time-limit-lowered',
    kind: 'mysql',
    title: {
      'zh-CN': '语句执行时间上限（max_statement_time / max_execution_time）在运行中被调低，较慢的语句被中断',
      en: 'The statement time limit (max_statement_time, max_execution_time) was set at run time, and slower statements are interrupted',
    },
    explanation: {
      'zh-CN':
        '现在的上限是 {settings.statementLimitSeconds} 秒。运行中改过的参数：{settings.changed.values}。超过上限的语句被服务器取消（错误 1969、3024）。最近失败的语句（{statements.failing.errors} 次报错）：{statements.failing.query}。',
      en: 'The limit is {settings.statementLimitSeconds} s now. Changed at run time: {settings.changed.values}. The server cancels statements that take longer (errors 1969, 3024). What failed lately ({statements.failing.errors} errors): {statements.failing.query}',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['mysql.statement-fails', 'mysql.execution-time-limit', 'mysql.idle-transaction-forgotten'],
    hints:
      'interrupt|abort|cancel|killed|cut (off|short)|time.?out|timed out|time limit|execution time|1969|3024|1317|report|export|batch|\\bjobs?\\b|fail|中断|取消|超时|被杀|执行时间|报表|导出|任务|失败',
    quoted: 'max_statement_time exceeded|maximum statement execution time exceeded|ERROR (3024|1969)\\b',
    probes: ['settings', 'statements'],
    confirm: {
      all: [
        ['settings.changed.names', 'matches', 'max_(statement|execution)_time'],
        ['statements.failing.errors', '>=', 3],
        ['settings.statementLimitSeconds', '>', 0],
      ],
    },
    confirmWhenHinted: {
      all: [
        ['settings.changed.names', 'matches', 'max_(statement|execution)_time'],
        ['settings.statementLimitSeconds', '>', 0],
      ],
    },
    refute: {
      all: [['settings.changed.isVisible', '==', true], { not: ['settings.changed.names', 'matches', 'max_(statement|execution)_time'] }],
    },
    advice: {
      'zh-CN':
        '确认是谁为什么设的上限；恢复原值，或给报表、批处理账号单独放宽（SET SESSION、账号级 MAX_STATEMENT_TIME），再优化超时的语句。',
      en: 'Find out who set it and why; set it back, or give reports and batches a limit of their own (SET SESSION, MAX_STATEMENT_TIME of the account), then make the statement faster.',
    },
    remedies: [],
    source: 'mariadb.com: Aborting Statements that Exceed a Certain Time; dev.mysql.com: max_execution_time',
  },
  {
    id: 'mysql.temp-table-limit-too-small',
    kind: 'mysql',
    title: {
      'zh-CN': '内存临时表大小上限（tmp_table_size / max_heap_table_size）过小，临时表落盘',
      en: 'The in-memory temporary table size (tmp_table_size, max_heap_table_size) is too small: temporary tables go to disk',
    },
    explanation: {
      'zh-CN':
        'tmp_table_size 是 {settings.tmp_table_size|bytes}，max_heap_table_size 是 {settings.max_heap_table_size|bytes}（取较小者，默认 16 MiB）；每秒 {activity.tempTablesOnDiskPerSecond} 个临时表落盘，占 {activity.tempOnDiskRatio|percent}。运行中改过的参数：{settings.changed.values}。',
      en: 'tmp_table_size is {settings.tmp_table_size|bytes} and max_heap_table_size {settings.max_heap_table_size|bytes} (the smaller one counts; 16 MiB by default); {activity.tempTablesOnDiskPerSecond} temporary tables a second go to disk, {activity.tempOnDiskRatio|percent} of all. Changed at run time: {settings.changed.values}.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['mysql.temp-tables-on-disk', 'mysql.costly-statement', 'mysql.long-statement'],
    hints: 'temp|tmp|on.?disk|slow|latency|group|sort|临时表|落盘|磁盘|变慢|慢|延迟',
    probes: ['settings', 'activity'],
    // No version has come with less than 16 MiB since long: a sixteenth of it was set by somebody.
    confirm: {
      all: [
        {
          any: [
            ['settings.tmp_table_size', '<', 1_048_576],
            ['settings.max_heap_table_size', '<', 1_048_576],
          ],
        },
        ['activity.tempTablesOnDiskPerSecond', '>=', 1],
        // MariaDB counts one that outgrows its memory twice, once on disk.
        ['activity.tempOnDiskRatio', '>=', 0.2],
      ],
    },
    confirmWhenHinted: {
      all: [
        {
          any: [
            ['settings.tmp_table_size', '<', 1_048_576],
            ['settings.max_heap_table_size', '<', 1_048_576],
          ],
        },
        ['activity.tempTablesOnDiskPerSecond', '>=', 1],
      ],
    },
    likelyWhenHinted: {
      all: [
        {
          any: [
            ['settings.tmp_table_size', '<', 16_777_216],
            ['settings.max_heap_table_size', '<', 16_777_216],
          ],
        },
        ['activity.tempTablesOnDiskPerSecond', '>=', 1],
        ['activity.tempOnDiskRatio', '>=', 0.2],
      ],
    },
    refute: {
      all: [
        ['settings.tmp_table_size', '>=', 16_777_216],
        ['settings.max_heap_table_size', '>=', 16_777_216],
      ],
    },
    advice: {
      'zh-CN': '把 tmp_table_size 与 max_heap_table_size 一起调回（新连接起生效）并写进配置文件；按会话数估算内存，别调得过大。',
      en: 'Raise tmp_table_size and max_heap_table_size together (new connections have it) and write it into the configuration; each session may take that much memory.',
    },
    remedies: [
      {
        action: 'set-global',
        arguments: { name: 'tmp_table_size', value: 16_777_216 },
        when: ['settings.tmp_table_size', '<', 16_777_216],
      },
      {
        action: 'set-global',
        arguments: { name: 'max_heap_table_size', value: 16_777_216 },
        when: ['settings.max_heap_table_size', '<', 16_777_216],
      },
    ],
    remedyMode: 'sequence',
    source: 'dev.mysql.com: Internal Temporary Table Use in MySQL',
  },
];

/** Statements that the schema, the data or a limit refuses, by the errors that applications get. */

import type { Signature } from '../../../domain/signature.ts';
import { errorForms } from './error-forms.ts';
import { refusal, whatFails } from './refusal.ts';

const failsNow = [
  ['statements.failing.calls', '>=', 1],
  ['statements.failing.share', '>=', 0.9],
] as const;

export const refusedDataSignatures: readonly Signature[] = [
  refusal({
    id: 'strict-mode-refuses',
    title: {
      'zh-CN': 'sql_mode 的严格模式（STRICT）拒绝了写入：缺默认值、超长或不合法的值',
      en: 'Strict sql_mode refuses writes: values that have no default, are too long or do not fit',
    },
    explanation: {
      'zh-CN': `sql_mode 是 {settings.sql_mode}：在严格模式下，没有默认值的列没给值（1364）、过长（1406）、越界（1264）或不合法的值（1366、1292、1265）都会报错，非严格模式下只是警告。运行中改过的参数：{settings.changed.values}。${whatFails['zh-CN']}`,
      en: `sql_mode is {settings.sql_mode}: when strict, a column without a default that is left out (1364) and values that are too long (1406), out of range (1264) or not valid (1366, 1292, 1265) are errors, and warnings otherwise. Changed at run time: {settings.changed.values}. ${whatFails.en}`,
    },
    hints:
      '\\b(1364|1406|1264|1292|1265)\\b|have a default value|data too long for column|incorrect (?!string).{1,30} value|out of range value|data truncated|sql_mode|strict|严格模式',
    quoted: errorForms({
      says: 'have a default value|data too long for column|incorrect (integer|decimal|double|date|datetime|time) value|out of range value for column|data truncated for column',
      numbers: [1364, 1406, 1264, 1292, 1265],
      names: [
        'ER_NO_DEFAULT_FOR_FIELD',
        'ER_DATA_TOO_LONG',
        'ER_WARN_DATA_OUT_OF_RANGE',
        'ER_TRUNCATED_WRONG_VALUE',
        'WARN_DATA_TRUNCATED',
      ],
    }),
    confirm: {
      all: [
        ['settings.sql_mode', 'matches', 'STRICT'],
        ['settings.changed.names', 'matches', '(^|, )sql_mode(,|$)'],
        ['statements.failing.withoutDefault', 'exists', true],
      ],
    },
    confirmWhenHinted: { all: [['settings.sql_mode', 'matches', 'STRICT'], ...failsNow] },
    // No refute by the global mode: drivers and frameworks set one of their own for each session.
    advice: {
      'zh-CN':
        '看 sql_mode 最近是否改过（配置、升级、SET GLOBAL）：应急可恢复原来的 sql_mode（新连接起生效），根本办法是让应用写全这些列，或给列加默认值、放宽长度。',
      en: 'See whether sql_mode was changed lately (configuration, upgrade, SET GLOBAL). Setting it back helps at once, for new connections; the repair is an application that writes these columns, or a default or more room for them.',
    },
    source: 'dev.mysql.com: Server SQL Modes, Strict SQL Mode',
  }),
  refusal({
    id: 'column-missing',
    title: { 'zh-CN': '语句引用的列不存在（错误 1054）', en: 'Statements name a column that does not exist (error 1054)' },
    explanation: {
      'zh-CN': `应用与表结构不一致：多为只发布了应用、没有跑迁移，或回滚了其一。表 {statements.failing.table} 里没有的列：{statements.failing.missingColumns}。${whatFails['zh-CN']}`,
      en: `Application and schema differ: mostly a release went out without its migration, or one of the two was rolled back. Columns that {statements.failing.table} does not have: {statements.failing.missingColumns}. ${whatFails.en}`,
    },
    hints: '1054|unknown column|列不存在',
    quoted: errorForms({ says: 'unknown column .{0,2}[\'"`]', numbers: [1054], names: ['ER_BAD_FIELD_ERROR'] }),
    confirm: {
      any: [
        ['statements.failing.missingColumns', 'exists', true],
        ['statements.failing.errno', '==', 1_054],
      ],
    },
    advice: {
      'zh-CN': '对照最近的发布与迁移，补跑或回退其一。',
      en: 'Compare the last release with the last migration, and run or roll back one of them.',
    },
    source: 'dev.mysql.com: Server Error Reference, 1054',
  }),
  refusal({
    id: 'table-missing',
    title: { 'zh-CN': '语句引用的表不存在（错误 1146）', en: 'Statements name a table that does not exist (error 1146)' },
    explanation: {
      'zh-CN': `表被删除、改名或还没有创建，或触发器、视图仍引用它。不存在的表：{statements.failing.missingTable}。是触发器 {statements.failing.trigger} 在用它。${whatFails['zh-CN']}`,
      en: `It was dropped, renamed or never made, or a trigger or view still names it. The missing table: {statements.failing.missingTable}. It is the trigger {statements.failing.trigger} that names it. ${whatFails.en}`,
    },
    hints: '1146|table .{1,120} doesn.t exist|no such table|表不存在',
    quoted: errorForms({ says: 'table .{1,120} doesn.t exist', numbers: [1146], names: ['ER_NO_SUCH_TABLE'] }),
    confirm: {
      any: [
        ['statements.failing.missingTable', 'exists', true],
        ['statements.failing.errno', '==', 1_146],
      ],
    },
    advice: {
      'zh-CN': '对照最近的迁移与 DROP、RENAME；误删的从备份恢复，也看触发器与视图。',
      en: 'Compare with the last migration and with DROP and RENAME; restore what was dropped by mistake, and look at triggers and views.',
    },
    source: 'dev.mysql.com: Server Error Reference, 1146',
  }),
  refusal({
    id: 'duplicate-keys',
    title: { 'zh-CN': '主键或唯一键重复，写入被拒绝（错误 1062）', en: 'Writes are refused by a unique key (error 1062)' },
    explanation: {
      'zh-CN': `同样的键已经存在：请求被重放、自增值落后或用尽，或两个写入方分配同一个键。${whatFails['zh-CN']}`,
      en: `The key is there already: a request was repeated, the auto-increment is behind or at its end, or two writers give out the same keys. ${whatFails.en}`,
    },
    hints: '1062|duplicate entry|主键重复|唯一键',
    quoted: errorForms({
      says: 'duplicate entry .{1,200} for key',
      numbers: [1062],
      names: ['ER_DUP_ENTRY'],
      unless: 'write_rows|last_sql_err',
    }),
    confirmWhenHinted: { all: [['statements.failing.errno', '==', 1_062], ...failsNow] },
    advice: {
      'zh-CN': '看报错里的键名：PRIMARY 多为自增问题，唯一键多为重放（用 INSERT … ON DUPLICATE KEY UPDATE）。',
      en: 'See which key the error names: PRIMARY is mostly the auto-increment, a unique key mostly a repeated request (INSERT … ON DUPLICATE KEY UPDATE).',
    },
    source: 'dev.mysql.com: Server Error Reference, 1062',
  }),
  refusal({
    id: 'foreign-key-violated',
    title: { 'zh-CN': '外键约束拒绝了写入（错误 1451、1452）', en: 'A foreign key refuses writes (errors 1451, 1452)' },
    explanation: {
      'zh-CN': `被引用的行不存在（1452），或仍被别的行引用而不能删（1451）。${whatFails['zh-CN']}`,
      en: `The row that is referred to is not there (1452), or is still referred to and can not be deleted (1451). ${whatFails.en}`,
    },
    hints: '145[12]|foreign key|外键',
    quoted: errorForms({
      says: 'a foreign key constraint fails',
      numbers: [1451, 1452, 1216, 1217],
      names: ['ER_ROW_IS_REFERENCED(_2)?', 'ER_NO_REFERENCED_ROW(_2)?'],
    }),
    confirmWhenHinted: { all: [['statements.failing.errno', 'matches', '^145[12]$'], ...failsNow] },
    advice: {
      'zh-CN': '核对写入顺序、最近的删除与导入；不要关掉 foreign_key_checks 了事。',
      en: 'Check the order of writes, recent deletes and imports; do not just switch foreign_key_checks off.',
    },
    source: 'dev.mysql.com: FOREIGN KEY Constraints',
  }),
  refusal({
    id: 'null-refused',
    title: { 'zh-CN': '非空列被写入 NULL，被拒绝（错误 1048）', en: 'A column that must not be null was given NULL (error 1048)' },
    explanation: {
      'zh-CN': `应用没有给出该列的值：多为新加的 NOT NULL 列，或上游不再传这个字段。${whatFails['zh-CN']}`,
      en: `The application gives it no value: mostly a new NOT NULL column, or a field that is no longer sent. ${whatFails.en}`,
    },
    hints: '1048|cannot be null|非空',
    quoted: errorForms({ says: 'column .{1,80} cannot be null', numbers: [1048], names: ['ER_BAD_NULL_ERROR'] }),
    confirmWhenHinted: { all: [['statements.failing.errno', '==', 1_048], ...failsNow] },
    advice: { 'zh-CN': '对照最近的迁移与应用改动。', en: 'Compare with the last migration and the last change of the application.' },
    source: 'dev.mysql.com: Server Error Reference, 1048',
  }),
  refusal({
    id: 'lock-waits-time-out',
    title: { 'zh-CN': '语句等行锁超时（错误 1205）', en: 'Statements give up waiting for a row lock (error 1205)' },
    explanation: {
      'zh-CN': '等了 innodb_lock_wait_timeout（{settings.innodb_lock_wait_timeout} 秒）仍没有得到行锁：别的事务持锁太久。',
      en: 'They waited for innodb_lock_wait_timeout ({settings.innodb_lock_wait_timeout} s): another transaction keeps its locks too long.',
    },
    hints: '1205|lock wait timeout|锁等待超时',
    quoted: errorForms({ says: 'lock wait timeout exceeded', numbers: [1205], names: ['ER_LOCK_WAIT_TIMEOUT'] }),
    advice: {
      'zh-CN': '发生时查 INNODB_TRX 里最老的事务；缩短事务、不在事务里调用外部服务，并拆小批量修改。',
      en: 'While it happens look at the oldest transaction in INNODB_TRX; keep transactions short, without calls to other services, and batches small.',
    },
    source: 'dev.mysql.com: innodb_lock_wait_timeout',
  }),
  refusal({
    id: 'table-full',
    title: { 'zh-CN': '表写满（错误 1114）', en: 'A table is full (error 1114)' },
    explanation: {
      'zh-CN': '磁盘或表空间（innodb_data_file_path 的上限）写满，或内存表到了 max_heap_table_size。',
      en: 'The disk or the tablespace (a maximum in innodb_data_file_path) is full, or a table in memory has reached max_heap_table_size.',
    },
    hints: '1114|table .{1,80} is full|表.{0,4}满',
    quoted: errorForms({ says: 'the table .{1,80} is full', numbers: [1114], names: ['ER_RECORD_FILE_FULL'] }),
    advice: {
      'zh-CN': '看数据目录与 tmpdir 所在磁盘的余量；MEMORY 表调大 max_heap_table_size 或改用 InnoDB。',
      en: 'See how full the disks of the data directory and of tmpdir are; for a MEMORY table raise max_heap_table_size or use InnoDB.',
    },
    source: 'dev.mysql.com: The table is full',
  }),
  refusal({
    id: 'execution-time-limit',
    title: {
      'zh-CN': '语句超过执行时间上限，被取消（错误 3024、1969）',
      en: 'Statements exceed the limit of execution time (errors 3024, 1969)',
    },
    explanation: {
      'zh-CN': 'max_execution_time（MariaDB 为 max_statement_time）取消了它们：语句变慢了，或上限太小。',
      en: 'max_execution_time (max_statement_time in MariaDB) ended them: the statements have become slower, or the limit is too small.',
    },
    hints: '3024|1969|max_execution_time|max_statement_time|execution time exceeded|执行超时',
    quoted: errorForms({
      says: 'maximum statement execution time exceeded|max_statement_time exceeded',
      numbers: [3024, 1969],
      names: ['ER_QUERY_TIMEOUT', 'ER_STATEMENT_TIMEOUT'],
    }),
    advice: {
      'zh-CN': '先 EXPLAIN 这条语句；再看上限是否最近改过（全局、账号或连接池的初始语句）。',
      en: 'EXPLAIN the statement first; then see whether the limit was changed lately (globally, for an account, or by what the pool runs first).',
    },
    source: 'dev.mysql.com: max_execution_time; mariadb.com: Aborting Statements',
  }),
];

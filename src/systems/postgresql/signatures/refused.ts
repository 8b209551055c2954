/** Statements that the data model or a concurrent transaction refuses, by the errors that applications get. */

import type { Signature } from '../../../domain/signature.ts';
import { type QuotedError, quotedError } from '../../quoted-error.ts';
import { quotedState } from './sql-state.ts';

interface Refusal extends QuotedError {
  /** The fact of the log that counts it. */
  readonly of: string;
  /** So many in a quarter of an hour are no slip; null where applications meet it in good health. */
  readonly many: number | null;
  readonly hints: string;
}

export const refusedSignatures: readonly Signature[] = [
  refusal({
    id: 'no-partition',
    of: 'noPartition',
    many: 2,
    title: {
      'zh-CN': '缺少分区（没有对应的分区），插入失败：{log.noPartition.message}',
      en: 'A partition is missing (none exists for the new rows), inserts fail: {log.noPartition.message}',
    },
    explanation: {
      'zh-CN': '近 15 分钟日志有 {log.noPartition} 条插入找不到分区：下一个时段的分区没有按时创建，也没有 DEFAULT 分区。',
      en: '{log.noPartition} inserts found no partition for their row in 15 minutes of log: the next one was not created in time, and there is no DEFAULT partition.',
    },
    hints: 'partition|23514|insert|roll(s|ed)? ?back|abort|fail|error|分区|插入|回滚|失败|报错',
    quoted: 'no partition of relation',
    advice: {
      'zh-CN': '立即 CREATE TABLE … PARTITION OF … FOR VALUES 补上缺的分区；再修复创建分区的定时任务（pg_partman 等），并提前创建几个。',
      en: 'Create it now with CREATE TABLE … PARTITION OF … FOR VALUES; then repair the job that creates partitions (pg_partman or your own), some ahead of time.',
    },
    source: 'postgresql.org: Table Partitioning',
  }),
  refusal({
    id: 'duplicate-keys',
    of: 'duplicateKeys',
    many: null,
    title: { 'zh-CN': '唯一约束冲突（主键或唯一键重复），写入被拒绝', en: 'Writes are refused by a unique constraint (duplicate key)' },
    explanation: {
      'zh-CN': '近 15 分钟日志有 {log.duplicateKeys} 次，最近一次：{log.duplicateKeys.message}。',
      en: '{log.duplicateKeys} times in 15 minutes of log, the last one: {log.duplicateKeys.message}.',
    },
    hints: 'duplicate|unique|23505|重复|唯一',
    quoted: quotedState({ says: 'duplicate key value violates unique', states: ['23505'], classes: ['UniqueViolation'] }),
    advice: {
      'zh-CN': '看是同一请求被重放（改用 INSERT … ON CONFLICT）、序列落后于主键（setval），还是两个写入方分配同一个键。',
      en: 'See whether a request is repeated (use INSERT … ON CONFLICT), a sequence is behind its key (setval), or two writers give out the same keys.',
    },
    source: 'postgresql.org: Error Codes, 23505',
  }),
  refusal({
    id: 'foreign-key-violated',
    of: 'foreignKeys',
    many: null,
    title: { 'zh-CN': '外键约束拒绝了写入', en: 'Writes are refused by a foreign key' },
    explanation: {
      'zh-CN': '近 15 分钟日志有 {log.foreignKeys} 次，最近一次：{log.foreignKeys.message}。',
      en: '{log.foreignKeys} times in 15 minutes of log, the last one: {log.foreignKeys.message}.',
    },
    hints: 'foreign key|23503|外键',
    quoted: quotedState({ says: 'violates foreign key constraint', states: ['23503'], classes: ['ForeignKeyViolation'] }),
    advice: {
      'zh-CN': '被引用的行还没写入或已被删除：核对写入顺序、最近的删除与导入。',
      en: 'The row that it refers to is not there yet, or was deleted: check the order of writes, and recent deletes and imports.',
    },
    source: 'postgresql.org: Error Codes, 23503',
  }),
  refusal({
    id: 'null-refused',
    of: 'nullValues',
    many: 20,
    title: { 'zh-CN': '非空约束（NOT NULL）拒绝了写入', en: 'Writes are refused by a not-null constraint' },
    explanation: {
      'zh-CN': '近 15 分钟日志有 {log.nullValues} 次，最近一次：{log.nullValues.message}。',
      en: '{log.nullValues} times in 15 minutes of log, the last one: {log.nullValues.message}.',
    },
    hints: 'not.null|null value|23502|非空',
    quoted: quotedState({ says: 'violates not-null constraint', states: ['23502'], classes: ['NotNullViolation'] }),
    advice: {
      'zh-CN': '对照最近的迁移：新加的 NOT NULL 列没有默认值，而旧版应用不写它；先给默认值，再发布应用。',
      en: 'Compare with the last migration: a new NOT NULL column without a default that an older application does not write; give it a default first.',
    },
    source: 'postgresql.org: Error Codes, 23502',
  }),
  refusal({
    id: 'check-violated',
    of: 'checkConstraints',
    many: 20,
    title: { 'zh-CN': '检查约束（CHECK）拒绝了写入', en: 'Writes are refused by a check constraint' },
    explanation: {
      'zh-CN': '近 15 分钟日志有 {log.checkConstraints} 次，最近一次：{log.checkConstraints.message}。',
      en: '{log.checkConstraints} times in 15 minutes of log, the last one: {log.checkConstraints.message}.',
    },
    hints: 'check constraint|23514|检查约束',
    quoted: quotedState({ says: 'violates check constraint', classes: ['CheckViolation'], unless: 'no partition of relation' }),
    advice: {
      'zh-CN': '核对约束是否刚被加上或改紧，以及应用是否写了新的取值。',
      en: 'See whether the constraint is new or was tightened, and whether the application writes a new value.',
    },
    source: 'postgresql.org: Error Codes, 23514',
  }),
  refusal({
    id: 'value-too-long',
    of: 'valuesTooLong',
    many: 20,
    title: { 'zh-CN': '值超过列的长度，写入被拒绝', en: 'Values are too long for their column and refused' },
    explanation: {
      'zh-CN': '近 15 分钟日志有 {log.valuesTooLong} 次，最近一次：{log.valuesTooLong.message}。',
      en: '{log.valuesTooLong} times in 15 minutes of log, the last one: {log.valuesTooLong.message}.',
    },
    hints: 'too long|22001|过长|超长',
    quoted: quotedState({ says: 'value too long for type', states: ['22001'], classes: ['StringDataRightTruncation'] }),
    advice: {
      'zh-CN': '放宽列（加长 varchar 不重写表），或在应用里限制长度。',
      en: 'Widen the column (a longer varchar rewrites nothing), or limit the length in the application.',
    },
    source: 'postgresql.org: Error Codes, 22001',
  }),
  refusal({
    id: 'serialization-failures',
    of: 'serializationFailures',
    many: null,
    title: { 'zh-CN': '并发事务冲突，无法串行化（40001）', en: 'Transactions collide and can not be serialised (40001)' },
    explanation: {
      'zh-CN': '近 15 分钟日志有 {log.serializationFailures} 次：隔离级别 REPEATABLE READ 或 SERIALIZABLE 下，两个事务改了同样的行。',
      en: '{log.serializationFailures} times in 15 minutes of log: at REPEATABLE READ or SERIALIZABLE two transactions changed the same rows.',
    },
    hints: 'serializ|40001|串行化',
    quoted: quotedState({
      says: 'could not serialize access',
      states: ['40001'],
      classes: ['SerializationFailure'],
      unless: 'conflict with recovery',
    }),
    advice: {
      'zh-CN': '应用要从头重试整个事务；缩短事务，分散热点行，或用 READ COMMITTED。',
      en: 'The application must retry the whole transaction; keep transactions short, spread hot rows, or use READ COMMITTED.',
    },
    source: 'postgresql.org: Serialization Failure Handling',
  }),
];

function refusal({ of, many, ...error }: Refusal): Signature {
  return quotedError('postgresql', {
    ...error,
    explains: ['postgresql.transactions-fail'],
    probes: ['log'],
    confirm: [`log.${of}`, '>=', many ?? Number.MAX_SAFE_INTEGER],
    likelyWhenHinted: [`log.${of}`, '>=', 3],
  });
}

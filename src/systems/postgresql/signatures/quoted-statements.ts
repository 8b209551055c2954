/** Statements that fail for what they ask or carry, by the errors that applications get. */

import type { Signature } from '../../../domain/signature.ts';
import { quotedErrors } from '../../quoted-error.ts';
import { quotedState } from './sql-state.ts';

const explains = ['postgresql.transactions-fail'] as const;

export const quotedStatementSignatures: readonly Signature[] = quotedErrors('postgresql', 'server', [
  {
    id: 'number-out-of-range',
    explains,
    title: { 'zh-CN': '数值超出列或类型的范围（22003）', en: 'Values are out of range for their column or type (22003)' },
    explanation: {
      'zh-CN': '值放不进 smallint、integer 或 numeric(p,s)：integer 主键或外键列跟不上 bigint 的序列，计数溢出，或上游改了单位。',
      en: 'A value does not fit smallint, integer or numeric(p,s): an integer key cannot follow a bigint sequence, a counter overflows, or a unit was changed upstream.',
    },
    quoted: quotedState({
      says: '(smallint|integer|bigint) out of range|out of range for type (smallint|integer|bigint|numeric|real|double)|numeric field overflow',
      states: ['22003'],
      classes: ['NumericValueOutOfRange'],
    }),
    advice: {
      'zh-CN': '看是哪一列：主键、外键用尽的改为 bigint（大表用新列分批迁移）；计算溢出的在语句里转成 bigint 或 numeric。',
      en: 'See which column: a key that has run out becomes bigint (large tables through a new column, in batches); cast to bigint or numeric where a computation overflows.',
    },
    source: 'postgresql.org: Error Codes, 22003; Numeric Types',
  },
  {
    id: 'input-invalid',
    explains,
    title: { 'zh-CN': '输入的值不符合类型的写法，被拒绝（22P02）', en: 'Values are not valid input for their type (22P02)' },
    explanation: {
      'zh-CN': '文本不能转成目标类型：空串给了数字或 uuid 列，枚举没有这个值（发布早于迁移），JSON 不合法，或请求参数没有校验。',
      en: 'A text is no value of the type: an empty string for a number or uuid, a value that the enum does not have (a release before its migration), invalid JSON, or a request that nobody checked.',
    },
    quoted: quotedState({
      says: 'invalid input (syntax for|value for enum)|invalid UUID string|date/time field value out of range',
      states: ['22P02', '22007', '22008'],
      classes: ['InvalidTextRepresentation', 'InvalidDatetimeFormat', 'DatetimeFieldOverflow'],
    }),
    advice: {
      'zh-CN': '报错里有原值与类型：对照最近的发布与迁移（ALTER TYPE … ADD VALUE），在应用入口校验，空串改为 NULL。',
      en: 'The error has value and type: compare with the last release and migration (ALTER TYPE … ADD VALUE), check input where it comes in, and pass NULL for empty strings.',
    },
    source: 'postgresql.org: Error Codes, 22P02',
  },
  {
    id: 'encoding-refused',
    explains,
    title: {
      'zh-CN': '字符编码不合法或无法转换，写入被拒绝（22021）',
      en: 'Text is not valid in the encoding: writes are refused (22021)',
    },
    explanation: {
      'zh-CN': '客户端发来的字节不是声明的编码（client_encoding），或含有 PostgreSQL 存不了的空字符（0x00、\\u0000）。',
      en: 'The bytes are not in the encoding that the client declares (client_encoding), or hold a null character (0x00, \\u0000), which PostgreSQL can not store.',
    },
    quoted: quotedState({
      says: 'invalid byte sequence for encoding|unsupported Unicode escape sequence|has no equivalent in encoding|cannot be converted to text',
      states: ['22021', '22P05'],
      classes: ['CharacterNotInRepertoire', 'UntranslatableCharacter'],
    }),
    advice: {
      'zh-CN': '让导入的文件与 client_encoding 一致（多为 GBK、latin1 当成 UTF8）；在应用里去掉 0x00。',
      en: 'Make file and client_encoding agree (mostly GBK or latin1 taken for UTF8); strip 0x00 in the application.',
    },
    source: 'postgresql.org: Character Set Support',
  },
  {
    id: 'types-differ',
    explains,
    title: {
      'zh-CN': '类型不符：列与参数的类型不同，语句失败（42804、42883）',
      en: 'Type mismatch between columns and parameters: statements fail (42804, 42883)',
    },
    explanation: {
      'zh-CN': '比较或写入的两边类型不同，没有这样的运算符或隐式转换：列刚改了类型，或 ORM、驱动绑定了别的类型。',
      en: 'The two sides differ and no operator or implicit cast exists: a column has just changed its type, or ORM or driver binds another one.',
    },
    quoted: quotedState({
      says: 'operator does not exist: |is of type .{1,60} but expression is of type|could not determine data type of parameter',
      states: ['42804', '42P18'],
      classes: ['DatatypeMismatch', 'IndeterminateDatatype'],
    }),
    advice: {
      'zh-CN': '对照最近的迁移与驱动升级；在语句里显式转换（::类型）或改正绑定。',
      en: 'Compare with the last migration and upgrade of the driver; cast in the statement (::type) or bind the right type.',
    },
    source: 'postgresql.org: Type Conversion; Error Codes, 42804',
  },
  {
    id: 'group-by-refused',
    explains,
    title: { 'zh-CN': '列没有出现在 GROUP BY 中，查询失败（42803）', en: 'A column is missing in GROUP BY: queries fail (42803)' },
    explanation: {
      'zh-CN': '查询取了既没有分组也没有聚合的列：多为从 MySQL 移植的语句，或分组所依赖的主键被去掉了。',
      en: 'The query selects a column that is neither grouped nor aggregated: mostly ported from MySQL, or the primary key that the grouping relied on was dropped.',
    },
    quoted: quotedState({ says: 'must appear in the GROUP BY clause', states: ['42803'], classes: ['GroupingError'] }),
    advice: {
      'zh-CN': '补全 GROUP BY 或改用聚合；对照最近的发布与迁移。',
      en: 'Complete GROUP BY or aggregate; compare with the last release and migration.',
    },
    source: 'postgresql.org: SELECT, GROUP BY; Error Codes, 42803',
  },
  {
    id: 'syntax-refused',
    explains,
    title: { 'zh-CN': 'SQL 语法错误，语句被拒绝（42601）', en: 'SQL syntax error: statements are refused (42601)' },
    explanation: {
      'zh-CN': '应用发来的 SQL 不合语法：多为拼接时变量为空（IN ()）、没有转义，或用了该版本没有的语法。',
      en: 'The SQL is not valid: mostly it was put together with an empty value (IN ()) or without escaping, or uses what this version does not have.',
    },
    quoted: quotedState({ says: 'syntax error at (or near|end of input)', states: ['42601'], classes: ['SyntaxError', 'PostgresSyntax'] }),
    advice: {
      'zh-CN': '看 near 之后的文字；对照最近的发布与升级，改用参数绑定。若像被拼接进来的内容，按 SQL 注入排查。',
      en: 'Look at what follows "near"; compare with the last release or upgrade and bind parameters. Where it looks like foreign text, treat it as SQL injection.',
    },
    source: 'postgresql.org: Error Codes, 42601',
  },
  {
    id: 'conflict-target-missing',
    explains,
    title: {
      'zh-CN': 'ON CONFLICT 没有对应的唯一约束，写入失败（42P10）',
      en: 'No unique constraint fits ON CONFLICT: writes fail (42P10)',
    },
    explanation: {
      'zh-CN': 'ON CONFLICT 指定的列上没有（或不再有）唯一索引：索引被删、重建失败成了 invalid，分区表换了约束，或应用先于迁移发布。',
      en: 'The columns of ON CONFLICT have no unique index (any more): it was dropped, is invalid after a failed build, a partitioned table changed its key, or the release came before its migration.',
    },
    quoted: quotedState({
      says: 'no unique or exclusion constraint matching the ON CONFLICT',
      states: ['42P10'],
      classes: ['InvalidColumnReference'],
    }),
    advice: {
      'zh-CN': '\\d 表名看约束；先查重复数据，再 CREATE UNIQUE INDEX CONCURRENTLY 补上。',
      en: 'Look at the constraints (\\d table); clear duplicates, then CREATE UNIQUE INDEX CONCURRENTLY.',
    },
    source: 'postgresql.org: INSERT, ON CONFLICT Clause',
  },
  {
    id: 'exclusion-violated',
    explains,
    title: { 'zh-CN': '排他约束（EXCLUDE）拒绝了写入（23P01）', en: 'Writes are refused by an exclusion constraint (23P01)' },
    explanation: {
      'zh-CN': '新行与已有的行冲突（多为时间段、预订重叠）：请求被重放，或两个写入方同时占用。',
      en: 'The new row overlaps one that is there (mostly periods or bookings): a request was repeated, or two writers take the same.',
    },
    quoted: quotedState({ says: 'violates exclusion constraint', states: ['23P01'], classes: ['ExclusionViolation'] }),
    advice: {
      'zh-CN': '看报错里的约束与冲突的键；应用按业务冲突处理并重试别的时段。',
      en: 'See constraint and key in the error; the application should treat it as a conflict and offer another.',
    },
    source: 'postgresql.org: Exclusion Constraints',
  },
  {
    id: 'row-security-refuses',
    explains,
    title: { 'zh-CN': '行级安全策略（RLS）拒绝了写入', en: 'A row-level security policy refuses writes' },
    explanation: {
      'zh-CN': '新行不满足 WITH CHECK 策略：应用没有设置租户等会话变量，换了账号，或策略刚被改过。',
      en: 'The new row does not fit the policy (WITH CHECK): the application did not set its tenant, uses another login, or the policy was changed.',
    },
    quoted: 'violates row-level security policy',
    advice: {
      'zh-CN': '看 pg_policies 与会话变量（SET app.tenant…，事务池下要用 SET LOCAL）；不要为此给账号 BYPASSRLS。',
      en: 'Look at pg_policies and at what the session sets (SET LOCAL behind a transaction pool); do not give the login BYPASSRLS for it.',
    },
    source: 'postgresql.org: Row Security Policies',
  },
  {
    id: 'index-row-too-large',
    explains,
    title: {
      'zh-CN': '值太长，超过索引行的大小上限，写入失败（54000）',
      en: 'A value exceeds the maximum size of an index row: writes fail (54000)',
    },
    explanation: {
      'zh-CN': '索引列里写入了过长的文本：B 树一行约 2700 字节为限，多为在 text、jsonb 列上建了普通索引。',
      en: 'An indexed column was given a long text: a row of a B-tree has about 2700 bytes, and mostly a plain index is on a text or jsonb column.',
    },
    quoted: 'index row (size \\d+ exceeds|requires \\d+ bytes, maximum)',
    advice: {
      'zh-CN': '改为对 md5(列) 或前缀建索引，全文检索用 GIN；上游限制长度。',
      en: 'Index md5(column) or a prefix instead, GIN for search; limit the length upstream.',
    },
    source: 'postgresql.org: B-Tree Indexes',
  },
  {
    id: 'stack-too-deep',
    explains,
    title: {
      'zh-CN': '语句嵌套过深，超过 max_stack_depth（54001）',
      en: 'Statements are nested too deep: max_stack_depth is exceeded (54001)',
    },
    explanation: {
      'zh-CN': '触发器或函数互相递归，或语句有成千上万个条件（巨大的 IN、OR）。',
      en: 'Triggers or functions call each other without end, or a statement has thousands of conditions (a huge IN or OR).',
    },
    quoted: quotedState({ says: 'stack depth limit exceeded', states: ['54001'], classes: ['StatementTooComplex'] }),
    advice: {
      'zh-CN': '看上下文里反复出现的函数、触发器（pg_trigger_depth()）；大列表改用 = ANY($1) 或临时表。先不要只调大 max_stack_depth。',
      en: 'See which function or trigger repeats in the context (pg_trigger_depth()); use = ANY($1) or a temporary table for long lists. Raising max_stack_depth alone is no repair.',
    },
    source: 'postgresql.org: max_stack_depth',
  },
  {
    id: 'too-many-parameters',
    explains,
    title: { 'zh-CN': '一条语句的参数超过 65535 个，执行失败', en: 'A statement has more than 65535 parameters and fails' },
    explanation: {
      'zh-CN': '批量写入或 IN 列表一次绑定了太多参数：协议里的个数只有两个字节。',
      en: 'A bulk insert or IN list binds too many at once: the protocol counts them in two bytes.',
    },
    quoted:
      'out-of-range integer as a 2-byte value|can have at most 65,?535 parameters|number of (query )?(arguments|parameters) (cannot exceed|must be between 0 and) (32767|65535)|extended protocol limited to 65535 parameters',
    advice: {
      'zh-CN': '拆小批次，或用 = ANY($1) 传数组、COPY、unnest。',
      en: 'Use smaller batches, arrays with = ANY($1) or unnest, or COPY.',
    },
    source: 'postgresql.org: Frontend/Backend Protocol, Bind',
  },
]);

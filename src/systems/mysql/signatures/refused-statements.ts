/** Statements that a character set, a mode, a definition or a limit refuses, by the errors that applications get. */

import type { Signature } from '../../../domain/signature.ts';
import { errorForms } from './error-forms.ts';
import { refusal, whatFails } from './refusal.ts';

export const refusedStatementSignatures: readonly Signature[] = [
  refusal({
    id: 'charset-refuses',
    title: {
      'zh-CN': '字符集（utf8mb3、latin1 等）存不下这些字符：emoji、生僻字写入被拒绝（错误 1366）',
      en: 'The character set (utf8mb3, latin1) can not hold these characters, such as emoji: writes refused (error 1366)',
    },
    explanation: {
      'zh-CN': `列、表或连接的字符集不是 utf8mb4：四字节字符（emoji、部分汉字）存不进 utf8mb3，非拉丁文字存不进 latin1；也可能是客户端发来的字节与它声明的字符集不符。${whatFails['zh-CN']}`,
      en: `Column, table or connection is not utf8mb4: characters of four bytes (emoji, some Han) do not fit utf8mb3, and others than Latin do not fit latin1; or the bytes are not in the character set that the client declares. ${whatFails.en}`,
    },
    hints: 'incorrect string value|utf8mb[34]|charset|character set|emoji|collation|字符集|表情|乱码|生僻字|编码',
    quoted: errorForms({ says: 'incorrect string value', names: ['ER_CANNOT_CONVERT_STRING'] }),
    advice: {
      'zh-CN':
        'SHOW CREATE TABLE 看报错的列，ALTER TABLE … CONVERT TO CHARACTER SET utf8mb4（大表在线改；注意索引长度 767/3072 字节）；连接串、连接池的字符集也改为 utf8mb4（SET NAMES utf8mb4）。',
      en: 'SHOW CREATE TABLE tells the column’s; ALTER TABLE … CONVERT TO CHARACTER SET utf8mb4 (large tables online; mind the index limits of 767 and 3072 bytes), and have connection strings and pools use utf8mb4 (SET NAMES utf8mb4).',
    },
    source: 'dev.mysql.com: Converting Between 3-Byte and 4-Byte Unicode Character Sets',
  }),
  refusal({
    id: 'collations-mixed',
    title: { 'zh-CN': '排序规则（collation）不一致，语句报错（错误 1267）', en: 'Illegal mix of collations: statements fail (error 1267)' },
    explanation: {
      'zh-CN': `比较或连接的两边排序规则不同：多为新表用了新的默认（utf8mb4_0900_ai_ci 与 utf8mb4_general_ci），升级、迁移后默认改变，或连接的 collation 与表不同。${whatFails['zh-CN']}`,
      en: `The two sides of a comparison or join have different ones: mostly a new table took a new default (utf8mb4_0900_ai_ci beside utf8mb4_general_ci), after an upgrade or a migration, or the connection's differs. ${whatFails.en}`,
    },
    hints: '1267|1270|1271|collation|排序规则|校对规则|字符集',
    quoted: errorForms({
      says: 'illegal mix of collations',
      numbers: [1267, 1270, 1271],
      names: ['ER_CANT_AGGREGATE_(2|3|N)COLLATIONS'],
    }),
    advice: {
      'zh-CN':
        '应急在语句里加 COLLATE 指明一边；根本办法是把两张表（或库、连接）统一成同一排序规则，并在建表语句里写明。存储过程要在改完后重建。',
      en: 'At once: name one side with COLLATE in the statement. Then give both tables (schema, connection) one collation and write it into CREATE TABLE; make stored routines anew afterwards.',
    },
    source: 'dev.mysql.com: Collation Coercibility in Expressions; Server Error Reference, 1267',
  }),
  refusal({
    id: 'group-by-refused',
    title: {
      'zh-CN': 'sql_mode 的 ONLY_FULL_GROUP_BY 拒绝了查询（错误 1055）',
      en: 'ONLY_FULL_GROUP_BY of sql_mode refuses queries (error 1055)',
    },
    explanation: {
      'zh-CN': `查询取了既不在 GROUP BY 里、也没有聚合的列：多见于升级到 5.7 / 8.0，或 sql_mode（{settings.sql_mode}）恢复成默认。${whatFails['zh-CN']}`,
      en: `They select a column that is neither in GROUP BY nor aggregated: mostly after an upgrade to 5.7 or 8.0, or when sql_mode ({settings.sql_mode}) went back to its default. ${whatFails.en}`,
    },
    hints: '1055|1140|group by|only_full_group_by|sql_mode',
    quoted: errorForms({
      says: 'only_full_group_by|isn.t in GROUP BY|is not in GROUP BY clause',
      numbers: [1055, 1140],
      names: ['ER_WRONG_FIELD_WITH_GROUP', 'ER_MIX_OF_GROUP_FUNC_AND_FIELDS'],
    }),
    advice: {
      'zh-CN':
        '改写查询（补上 GROUP BY 的列，或用 ANY_VALUE、MAX）；应急可从 sql_mode 去掉 ONLY_FULL_GROUP_BY（新连接起生效，配置文件一并改）。',
      en: 'Rewrite them (complete GROUP BY, or ANY_VALUE, MAX); meanwhile take ONLY_FULL_GROUP_BY out of sql_mode, for new connections and in the configuration.',
    },
    source: 'dev.mysql.com: MySQL Handling of GROUP BY',
  }),
  refusal({
    id: 'definition-too-large',
    title: {
      'zh-CN': '行或索引键超过长度上限，建表或加列失败（错误 1118、1071）',
      en: 'Row size or index key too large: DDL fails (errors 1118, 1071)',
    },
    explanation: {
      'zh-CN':
        '一行的各列合计超过 65535 字节（InnoDB 一页约放得下 8126 字节），或索引键超过 767 / 3072 字节：多为加宽列、改成 utf8mb4（每字符 4 字节），或行格式还是 COMPACT。',
      en: 'The columns of a row exceed 65535 bytes together (about 8126 in a page of InnoDB), or an index key 767 or 3072 bytes: mostly columns were widened or became utf8mb4 (4 bytes a character), or the row format is still COMPACT.',
    },
    hints: '1118|1071|1709|row size|key was too long|index column size|迁移|建表|索引|migration',
    quoted: errorForms({
      says: 'row size too large|key was too long; max key length|index column size too large',
      numbers: [1118, 1071, 1709],
      names: ['ER_TOO_BIG_ROWSIZE', 'ER_TOO_LONG_KEY', 'ER_INDEX_COLUMN_TOO_LONG'],
    }),
    advice: {
      'zh-CN': '长文本列改为 TEXT 或拆表，ROW_FORMAT=DYNAMIC；索引用前缀（col(191)）或缩短列。迁移只做了一半时先核对表结构再重跑。',
      en: 'Make long columns TEXT or split the table, use ROW_FORMAT=DYNAMIC; index a prefix (col(191)) or shorten the column. If a migration broke off here, compare the schema before it runs again.',
    },
    source: 'dev.mysql.com: Limits on Table Column Count and Row Size; InnoDB Limits',
  }),
  refusal({
    id: 'sort-memory-short',
    title: {
      'zh-CN': '排序内存不足（sort_buffer_size），查询失败（错误 1038）',
      en: 'Out of sort memory (sort_buffer_size): queries fail (error 1038)',
    },
    explanation: {
      'zh-CN': `sort_buffer_size 为 {settings.sort_buffer_size|bytes}，放不下要排序的行：多为排序时带着 JSON、TEXT、BLOB 等大列（8.0.20 起常见）。${whatFails['zh-CN']}`,
      en: `sort_buffer_size is {settings.sort_buffer_size|bytes}, too small for the rows to sort: mostly large columns (JSON, TEXT, BLOB) are carried through the sort, as since 8.0.20. ${whatFails.en}`,
    },
    hints: '1038|sort memory|sort_buffer_size|排序|order by',
    quoted: errorForms({ says: 'out of sort memory', numbers: [1038], names: ['ER_OUT_OF_SORTMEMORY'] }),
    advice: {
      'zh-CN': '给 ORDER BY 建索引，或先排主键再回表取大列；应急调大 sort_buffer_size（每个会话各占一份，几 MB 为宜）。',
      en: 'Index the ORDER BY, or sort keys first and fetch large columns afterwards; meanwhile raise sort_buffer_size to a few MB (each session takes its own).',
    },
    source: 'dev.mysql.com: ORDER BY Optimization; Server Error Reference, 1038',
  }),
  refusal({
    id: 'number-out-of-range',
    title: {
      'zh-CN': '计算结果超出范围（错误 1690，多为 BIGINT UNSIGNED 减成负数）',
      en: 'A computed value is out of range (error 1690, mostly unsigned below zero)',
    },
    explanation: {
      'zh-CN': `表达式的结果超出类型范围：最常见的是无符号列相减得到负数（库存、余额），也有乘法溢出。${whatFails['zh-CN']}`,
      en: `The result of an expression does not fit its type: mostly an unsigned column less more than it has (stock, balance), or a product that overflows. ${whatFails.en}`,
    },
    hints: '1690|out of range|unsigned|超出范围|溢出|负数',
    quoted: errorForms({ says: 'value is out of range in', numbers: [1690], names: ['ER_DATA_OUT_OF_RANGE'] }),
    advice: {
      'zh-CN': '在条件里先判断（WHERE stock >= n），或 CAST(… AS SIGNED)；查并发扣减与重复请求。',
      en: 'Test it in the condition (WHERE stock >= n), or CAST(… AS SIGNED); look for concurrent or repeated deductions.',
    },
    source: 'dev.mysql.com: Out-of-Range and Overflow Handling',
  }),
  refusal({
    id: 'syntax-refused',
    title: { 'zh-CN': 'SQL 语法错误，语句被拒绝（错误 1064）', en: 'SQL syntax error: statements are refused (error 1064)' },
    explanation: {
      'zh-CN': `应用发来的 SQL 不合语法：多为拼接时变量为空（IN ()）、没有转义，用了保留字（升级后新增，如 rank、groups）或该版本没有的语法。${whatFails['zh-CN']}`,
      en: `The SQL is not valid: mostly it was put together with an empty value (IN ()) or without escaping, names a reserved word (new since an upgrade, such as rank or groups), or uses what this version does not have. ${whatFails.en}`,
    },
    hints: '1064|sql syntax|parse error|语法',
    quoted: errorForms({ says: 'error in your SQL syntax', numbers: [1064, 1149], names: ['ER_PARSE_ERROR', 'ER_SYNTAX_ERROR'] }),
    advice: {
      'zh-CN':
        '看报错里 near 之后的文字就是出错处；对照最近的发布与升级，改用参数绑定，给保留字加反引号。若像被拼接进来的内容，按 SQL 注入排查。',
      en: 'What follows "near" is where it breaks; compare with the last release or upgrade, bind parameters, quote reserved words. Where it looks like foreign text, treat it as SQL injection.',
    },
    source: 'dev.mysql.com: Server Error Reference, 1064; Keywords and Reserved Words',
  }),
  refusal({
    id: 'no-partition',
    title: { 'zh-CN': '缺少分区，写入失败（错误 1526）', en: 'A partition is missing: writes fail (error 1526)' },
    explanation: {
      'zh-CN': `写入的值没有对应的分区：下一个时段的分区没有按时创建，也没有 MAXVALUE 分区。{statements.failing.table} 的最后一个分区 {statements.failing.lastPartition} 到 {statements.failing.partitionsEnd} 为止。${whatFails['zh-CN']}`,
      en: `No partition takes the value: the next one was not created in time, and there is none for MAXVALUE. The last partition of {statements.failing.table}, {statements.failing.lastPartition}, ends at {statements.failing.partitionsEnd}. ${whatFails.en}`,
    },
    hints: '1526|partition|分区',
    quoted: errorForms({ says: 'has no partition for value', numbers: [1526], names: ['ER_NO_PARTITION_FOR_GIVEN_VALUE'] }),
    confirm: {
      any: [
        ['statements.failing.errno', '==', 1_526],
        {
          all: [
            ['statements.failing.lastPartition', 'exists', true],
            ['statements.failing.errno', 'exists', false],
          ],
        },
      ],
    },
    advice: {
      'zh-CN':
        '立即 ALTER TABLE … ADD PARTITION（有 MAXVALUE 时 REORGANIZE）补上；再修复创建分区的定时任务（event_scheduler、cron）并提前建好几个。',
      en: 'Add it now with ALTER TABLE … ADD PARTITION (REORGANIZE where there is MAXVALUE); then repair the job that makes them (event_scheduler, cron), some ahead of time.',
    },
    source: 'dev.mysql.com: RANGE Partitioning; Server Error Reference, 1526',
  }),
  refusal({
    id: 'transaction-read-only',
    title: { 'zh-CN': '在只读事务里写入，被拒绝（错误 1792）', en: 'Writes in a READ ONLY transaction are refused (error 1792)' },
    explanation: {
      'zh-CN':
        '服务器可写，是会话或事务被设为只读：应用用了 @Transactional(readOnly = true)、SET TRANSACTION READ ONLY，或连接池归还时没有复位 transaction_read_only。',
      en: 'Not the server is read-only but the session or transaction: @Transactional(readOnly = true), SET TRANSACTION READ ONLY, or a pool that does not reset transaction_read_only.',
    },
    hints: '1792|read.?only|只读|写入失败|写不进',
    quoted: errorForms({
      says: 'cannot execute statement in a READ ONLY transaction',
      numbers: [1792],
      names: ['ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION'],
    }),
    advice: {
      'zh-CN': '看写入所在方法的事务注解与读写分离路由；连接池借出时复位只读标志。',
      en: 'Look at how the transaction of that write is declared and routed (split of reads and writes); have the pool reset the flag.',
    },
    source: 'dev.mysql.com: SET TRANSACTION; Server Error Reference, 1792',
  }),
];

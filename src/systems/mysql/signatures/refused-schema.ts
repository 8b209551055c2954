/** Statements that fail because of how the schema is, as far as that can be seen from both. */

import type { Signature } from '../../../domain/signature.ts';

/** Drivers set a mode of their own: where the statement fails each time, its session's is strict, whatever the global one says. */
const isStrict = {
  any: [
    ['settings.sql_mode', 'matches', 'STRICT'],
    ['statements.failing.share', '>=', 0.9],
  ],
} as const;
const isModeNew = ['settings.changed.names', 'matches', '(^|, )sql_mode(,|$)'] as const;
const isNarrow = ['statements.failing.narrowColumns', 'exists', true] as const;
const isWiderElsewhere = ['statements.failing.widerCharset', 'exists', true] as const;

export const refusedSchemaSignatures: readonly Signature[] = [
  {
    id: 'mysql.column-without-default',
    kind: 'mysql',
    title: {
      'zh-CN': '{statements.failing.table} 的非空列 {statements.failing.withoutDefault} 没有默认值，INSERT 没有给它值而失败（错误 1364）',
      en: 'INSERTs into {statements.failing.table} fail: NOT NULL column {statements.failing.withoutDefault} has no default value and gets none (error 1364)',
    },
    explanation: {
      'zh-CN':
        '失败的语句没有给出 {statements.failing.withoutDefault}，而它是 NOT NULL 且没有 DEFAULT；sql_mode 是严格模式，所以每次都报 1364。多为迁移先于应用发布（新列没有默认值），或应用被回滚。失败的语句（{statements.failing.errors} 次报错）：{statements.failing.query}。服务器给出的错误：{statements.failing.message}。',
      en: 'The statement that fails leaves out {statements.failing.withoutDefault}, which is NOT NULL without a DEFAULT, and sql_mode is strict, so each run ends with error 1364. Mostly a migration ran before the release that fills the new column, or the application was rolled back. What fails ({statements.failing.errors} errors): {statements.failing.query}. The error that the server gave: {statements.failing.message}.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['mysql.statement-fails', 'mysql.strict-mode-refuses'],
    hints: '1364|default value|migration|insert|order|write|fail|error|默认值|迁移|写入|下单|失败|报错',
    probes: ['statements', 'settings'],
    confirm: { all: [['statements.failing.withoutDefault', 'exists', true], isStrict, { not: isModeNew }] },
    likely: { all: [['statements.failing.withoutDefault', 'exists', true], isStrict] },
    refute: { any: [['statements.failing.withoutDefault', 'exists', false], isModeNew] },
    advice: {
      'zh-CN':
        '给新列加默认值（ALTER TABLE … ALTER COLUMN … SET DEFAULT，只改元数据）或允许 NULL，写入立即恢复；再发布会写这个列的应用。以后按「先加可空/有默认值的列、发布应用、再收紧」的顺序迁移。',
      en: 'Give the column a default (ALTER TABLE … ALTER COLUMN … SET DEFAULT changes metadata only) or allow NULL, and writes go on at once; then release the application that fills it. Migrate by adding a column with a default first, releasing, and tightening last.',
    },
    remedies: [],
    source: 'dev.mysql.com: Data Type Default Values; Server Error Reference, 1364',
  },
  {
    id: 'mysql.column-charset-too-narrow',
    kind: 'mysql',
    title: {
      'zh-CN':
        '{statements.failing.table} 的列 {statements.failing.narrowColumns} 是字符集 {statements.failing.narrowCharset}，存不下四字节字符（emoji、生僻字），写入被拒绝',
      en: 'Column {statements.failing.narrowColumns} of {statements.failing.table} has character set {statements.failing.narrowCharset}: four-byte characters such as emoji are refused',
    },
    explanation: {
      'zh-CN':
        '失败的语句写入 {statements.failing.narrowColumns}，它的字符集是 {statements.failing.narrowCharset}，含 emoji 等字符的值报 1366（Incorrect string value），其他内容照常写入。别处（服务器、库或同表其他列）用的是 {statements.failing.widerCharset}，多半是建表或迁移时写错了字符集。失败的语句（{statements.failing.errors} 次报错）：{statements.failing.query}。服务器给出的错误：{statements.failing.message}。',
      en: 'The statement that fails writes {statements.failing.narrowColumns}, whose character set (charset) is {statements.failing.narrowCharset}: values with emoji and the like get error 1366 (Incorrect string value) while all others are taken. Elsewhere (server, database or other columns) it is {statements.failing.widerCharset}, so the table was probably made with the wrong one. What fails ({statements.failing.errors} errors): {statements.failing.query}. The error that the server gave: {statements.failing.message}.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['mysql.statement-fails', 'mysql.strict-mode-refuses', 'mysql.charset-refuses'],
    hints:
      'emoji|unicode|utf-?8|charset|character|encoding|non-?ascii|incorrect string|1366|symbol|accent|umlaut|表情|符号|特殊字符|生僻字|中文|乱码|编码|字符',
    probes: ['statements', 'settings'],
    confirm: { all: [isNarrow, ['statements.failing.errno', 'matches', '^(1366|1267|3988)$']] },
    confirmWhenHinted: { all: [isNarrow, ['statements.failing.errors', '>=', 1], isWiderElsewhere] },
    likelyWhenHinted: { all: [isNarrow, ['statements.failing.errors', '>=', 1]] },
    refute: ['statements.failing.narrowColumns', 'exists', false],
    advice: {
      'zh-CN':
        '把列（或整张表）改为 utf8mb4（ALTER TABLE … CONVERT TO CHARACTER SET utf8mb4，会重建表，大表用 gh-ost / pt-online-schema-change），注意索引长度；同时核对连接的字符集，以及建表脚本里的 CHARSET。',
      en: 'Convert the column or the table to utf8mb4 (ALTER TABLE … CONVERT TO CHARACTER SET utf8mb4 rebuilds it: gh-ost or pt-online-schema-change for large ones), mind the length of indexes, and check the connection’s character set and the CHARSET of the script that made the table.',
    },
    remedies: [],
    source: 'dev.mysql.com: The utf8mb4 Character Set; Converting Between 3-Byte and 4-Byte Unicode Character Sets',
  },
];

/** Why queries fail, by what their exceptions in the log of queries say. */

import type { Signature } from '../../../domain/signature.ts';
import type { LocalText } from '../../../domain/text.ts';
import { type QuotedError, quotedError } from '../../quoted-error.ts';
import { unlessSaid } from '../../unless-said.ts';
import { errorCode } from './error-code.ts';

interface Failure extends Pick<QuotedError, 'id' | 'title' | 'quoted' | 'advice' | 'source'> {
  /** The class of `failures.ts`. */
  readonly of: string;
  readonly why: LocalText;
  readonly hints: string;
}

export const failureSignatures: readonly Signature[] = [
  failure({
    id: 'quota-used-up',
    of: 'quota',
    title: { 'zh-CN': '用户 {who} 的配额（quota）已用尽，查询被拒绝', en: 'The quota of user {who} is used up: its queries are refused' },
    why: {
      'zh-CN': '配额按时段计算，时段结束前一直拒绝（错误 201）',
      en: 'Quotas count by the interval, and refuse until it ends (error 201)',
    },
    hints: 'quota|201|配额',
    quoted: `quota for user|quota .{0,40}has been exceeded|${errorCode([201], ['QUOTA_EXCEEDED'])}`,
    advice: {
      'zh-CN': '看是否有循环查询或重试风暴；确属正常增长再调大 quota（users.xml 的 quotas 或 CREATE QUOTA）。',
      en: 'Look for a loop or a storm of retries; if the growth is real, raise the quota (quotas in users.xml, or CREATE QUOTA).',
    },
    source: 'clickhouse.com: Quotas',
  }),
  failure({
    id: 'login-read-only',
    of: 'readOnlyLogin',
    title: {
      'zh-CN': '用户 {who} 处于只读（readonly）模式，写入被拒绝',
      en: 'User {who} is read-only (readonly mode): writes are refused',
    },
    why: {
      'zh-CN': '该用户的 profile 设了 readonly（错误 164），多为最近改过 users.xml 或 profile',
      en: 'Its profile has readonly set (error 164), mostly by a recent change of users.xml or of the profile',
    },
    hints: 'read.?only|164|insert|write|写不进|写入|只读',
    quoted: `(?<!table is )in readonly mode|${errorCode([164], [])}`,
    advice: {
      'zh-CN': '核对该用户的 profile（system.users、settings_profile_elements），把 readonly 改回 0 或换用可写的账号。',
      en: 'Look at the profile of that login (system.users, settings_profile_elements): set readonly back to 0, or use one that may write.',
    },
    source: 'clickhouse.com: Permissions for queries, readonly',
  }),
  failure({
    id: 'login-lacks-grant',
    of: 'denied',
    title: { 'zh-CN': '用户 {who} 权限不足，查询被拒绝', en: 'Permission denied: user {who} lacks a grant, its queries are refused' },
    why: { 'zh-CN': '缺少所需的权限（grant，错误 497、291）', en: 'It lacks the privilege (errors 497, 291)' },
    hints: 'grant|privilege|denied|497|access|权限|授权|拒绝',
    quoted: `not enough privileges|${errorCode([497, 291], ['ACCESS_DENIED', 'DATABASE_ACCESS_DENIED'])}`,
    advice: {
      'zh-CN': '用 SHOW GRANTS FOR 对照应有权限，补上缺的那一项。',
      en: 'Compare SHOW GRANTS FOR with what it should have and grant what is missing.',
    },
    source: 'clickhouse.com: GRANT statement',
  }),
  failure({
    id: 'time-limit',
    of: 'timeLimit',
    title: {
      'zh-CN': '用户 {who} 的查询超时被中止（max_execution_time）',
      en: 'Query timeout: queries of {who} exceed max_execution_time',
    },
    why: {
      'zh-CN': '查询超过该用户 profile 的执行时间上限 max_execution_time（错误 159）：上限被调低，或查询变慢',
      en: 'They are ended at the time limit of the profile (error 159): it was lowered, or the queries became slow',
    },
    hints: 'timeout|159|160|max_execution_time|slow|超时|执行时间|中止',
    quoted: unlessSaid(
      'distributed_ddl_task_timeout',
      `timeout exceeded: elapsed|${errorCode([159, 160], ['TIMEOUT_EXCEEDED', 'TOO_SLOW'])}`,
    ),
    advice: {
      'zh-CN': '看最近是否改过 profile；再看查询读了多少行（主键、分区是否用上），报表可单独给更大的上限。',
      en: 'See whether the profile was changed lately; then how many rows they read (primary key, partitions); reports may have a larger limit of their own.',
    },
    source: 'clickhouse.com: Restrictions on query complexity, max_execution_time',
  }),
  failure({
    id: 'writes-find-no-space',
    of: 'noSpace',
    title: { 'zh-CN': '数据盘写满（没有空间），写入与合并失败', en: 'The data disk is full (no space left): inserts and merges fail' },
    why: { 'zh-CN': '写文件时磁盘已满（错误 243 或 errno 28）', en: 'There is no space left to write to (error 243, or errno 28)' },
    hints: 'disk|space|full|243|insert|write|磁盘|空间|写满|写入|写不进',
    quoted: `no space left on device|${errorCode([243], ['NOT_ENOUGH_SPACE'])}`,
    advice: {
      'zh-CN': '先清掉同一卷上不属于 ClickHouse 的大文件；再给大表与 system.*_log 设 TTL 或删过期分区，不要直接删数据目录里的文件。',
      en: 'First clear large files of others on that volume; then give large tables and system.*_log a TTL or drop expired partitions, and never delete inside the data directory.',
    },
    source: 'clickhouse.com: error 243; errno(3): ENOSPC',
  }),
  failure({
    id: 'data-damaged',
    of: 'damaged',
    title: { 'zh-CN': '数据片损坏，读取时校验失败', en: 'Corrupt data: parts on disk are damaged and reading them fails' },
    why: {
      'zh-CN': '读到的数据与校验和不符或无法解压（错误 40、246、271）',
      en: 'What is read does not fit its checksum or does not decompress (errors 40, 246, 271)',
    },
    hints: 'checksum|corrupt|broken|damage|\\b40\\b|246|271|损坏|校验|报表|失败|fail',
    quoted: `checksum doesn.t match|${errorCode([40, 246, 271], ['CHECKSUM_DOESNT_MATCH', 'CORRUPTED_DATA', 'CANNOT_DECOMPRESS'])}`,
    advice: {
      'zh-CN': '先查磁盘与内核日志；CHECK TABLE 找出坏的数据片，复制表 DETACH PART 后会从别的副本补齐，单机表从备份恢复该分区。',
      en: 'Look at disk and kernel log first; CHECK TABLE finds the bad parts: a replicated table fetches them anew once they are detached, else restore that partition from a backup.',
    },
    source: 'clickhouse.com: CHECK TABLE; Data replication, recovery after failures',
  }),
  failure({
    id: 'shard-unreachable',
    of: 'remote',
    title: {
      'zh-CN': '连不上某个分片或远程服务器，分布式查询失败',
      en: 'A shard or remote server is unreachable: distributed queries fail',
    },
    why: {
      'zh-CN': '对端拒绝连接、超时或断开（错误 279、209、210）',
      en: 'The other end can not be connected to: it refuses, times out or breaks off (errors 279, 209, 210)',
    },
    hints: 'distributed|shard|cluster|remote|279|209|210|分片|集群|分布式|远程|连不上|报错|error',
    quoted: `all connection tries failed|${errorCode([279], ['ALL_CONNECTION_TRIES_FAILED'])}`,
    advice: {
      'zh-CN': '按报错里的地址看那台是否在、端口与密码是否与 remote_servers 一致；能接受缺数时可临时 skip_unavailable_shards = 1。',
      en: 'See whether the host in the message is up, and whether port and password fit remote_servers; where gaps are acceptable skip_unavailable_shards = 1 helps meanwhile.',
    },
    source: 'clickhouse.com: Distributed table engine',
  }),
  failure({
    id: 'table-missing',
    of: 'missingTable',
    title: { 'zh-CN': '查询引用的表或库不存在，执行失败', en: 'Queries fail: their table or database does not exist (missing)' },
    why: {
      'zh-CN': '表或库不存在（错误 60、81）：被删除或改名，或只发布了应用而没跑迁移',
      en: 'It does not exist (errors 60, 81): dropped or renamed, or a release went out without its migration',
    },
    hints: 'exist|missing|unknown table|\\b60\\b|release|deploy|report|dashboard|不存在|发版|发布|报表|看板|失败|全红',
    quoted: `(table|database) .{1,120} (doesn.t|does not) exist|${errorCode([60, 81], ['UNKNOWN_TABLE', 'UNKNOWN_DATABASE'])}`,
    advice: {
      'zh-CN': '对照最近的发布与 DDL（query_log 里查 DROP、RENAME）；误删的表在 Atomic 库 8 分钟内可 UNDROP，否则从备份恢复。',
      en: 'Compare with the last release and DDL (look for DROP and RENAME in query_log); in an Atomic database UNDROP works for eight minutes, else restore it.',
    },
    source: 'clickhouse.com: UNDROP TABLE; ErrorCodes.cpp',
  }),
  failure({
    id: 'column-missing',
    of: 'missingColumn',
    title: { 'zh-CN': '查询引用的列不存在，执行失败', en: 'Queries fail: their column does not exist (missing)' },
    why: {
      'zh-CN': '列不存在（错误 47、16、10）：表结构与应用不一致',
      en: 'It does not exist (errors 47, 16, 10): the schema of the table and the application differ',
    },
    hints: 'column|identifier|\\b(47|16)\\b|schema|migration|release|列|字段|发布|迁移',
    quoted: `missing columns: |${errorCode([47, 16], ['UNKNOWN_IDENTIFIER', 'NO_SUCH_COLUMN_IN_TABLE'])}`,
    advice: {
      'zh-CN': '对照最近的 ALTER 与发布，补跑或回退其一。',
      en: 'Compare the last ALTER with the last release, and run or roll back one of them.',
    },
    source: 'clickhouse.com: ErrorCodes.cpp',
  }),
  failure({
    id: 'row-limit',
    of: 'rowLimit',
    title: { 'zh-CN': '用户 {who} 的查询超过行数上限，被拒绝', en: 'Queries of {who} fail: they exceed a limit of rows or bytes' },
    why: {
      'zh-CN': '读取或结果的行数、字节数超过 max_rows_to_read、max_bytes_to_read 或 max_result_rows（错误 158、307、396）',
      en: 'They exceed max_rows_to_read, max_bytes_to_read or max_result_rows (errors 158, 307, 396)',
    },
    hints: 'limit|rows|158|307|396|上限|行数',
    quoted: errorCode([158, 307, 396], ['TOO_MANY_ROWS', 'TOO_MANY_BYTES', 'TOO_MANY_ROWS_OR_BYTES']),
    advice: {
      'zh-CN': '看查询是否少了分区或主键条件；再看 profile 是否改过。',
      en: 'See whether the query lost its condition on partition or key; then whether the profile was changed.',
    },
    source: 'clickhouse.com: Restrictions on query complexity',
  }),
  failure({
    id: 'types-differ',
    of: 'types',
    title: { 'zh-CN': '数据类型或格式与表不符，写入或查询失败', en: 'Type or format mismatch with the table: inserts or queries fail' },
    why: { 'zh-CN': '类型或格式不符（错误 27、53、70、117 等）', en: 'Type or format do not fit (errors 27, 53, 70, 117 and others)' },
    hints: 'type|parse|format|insert|cast|类型|格式|解析|写入',
    quoted: errorCode([27, 53, 70, 117], ['CANNOT_PARSE_\\w+', 'TYPE_MISMATCH', 'CANNOT_CONVERT_TYPE', 'INCORRECT_DATA']),
    advice: {
      'zh-CN': '对照最近改动的表结构与写入方的格式。',
      en: 'Compare what was changed last in the table with the format of the writer.',
    },
    source: 'clickhouse.com: ErrorCodes.cpp',
  }),
];

/** Some queries of people always fail: it takes a share of them, or a complaint. */
function failure({ of, title, why, hints, ...error }: Failure): Signature {
  const fact = (name: string): string => `log.failures.${of}.${name}`;
  const named = (text: string): string => text.replaceAll('{who}', `{${fact('user')}}`);
  return quotedError('clickhouse', {
    ...error,
    title: { 'zh-CN': named(title['zh-CN']), en: named(title.en) },
    explanation: {
      'zh-CN': `${why['zh-CN']}。{log.minutes} 分钟内 {${fact('count')}} 条，最近：{${fact('message')}} 用户 {${fact('user')}}：{${fact('query')}}`,
      en: `${why.en}. {${fact('count')}} within {log.minutes} minutes, the last: {${fact('message')}} by {${fact('user')}}: {${fact('query')}}`,
    },
    severity: 'critical',
    explains: ['clickhouse.queries-fail'],
    hints: `fail|error|exception|code:|失败|报错|异常|错误|${hints}`,
    probes: ['query-log'],
    confirm: {
      all: [
        [fact('count'), '>=', 5],
        [fact('count'), '>=', { fact: 'log.queries', times: 0.1 }],
        [fact('secondsAgo'), '<=', 300],
      ],
    },
    confirmWhenHinted: {
      all: [
        [fact('count'), '>=', 3],
        [fact('secondsAgo'), '<=', 300],
      ],
    },
    likelyWhenHinted: [fact('count'), '>=', 3],
    refute: {
      all: [
        ['log.isOn', '==', true],
        [fact('count'), '==', 0],
      ],
    },
  });
}

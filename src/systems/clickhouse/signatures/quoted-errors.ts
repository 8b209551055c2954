/** Queries, inserts and logins that fail for what no look counts, by the errors that applications get. */

import type { Signature } from '../../../domain/signature.ts';
import { quotedErrors } from '../../quoted-error.ts';
import { errorCode } from './error-code.ts';

const explains = ['clickhouse.queries-fail'] as const;

export const quotedErrorSignatures: readonly Signature[] = quotedErrors('clickhouse', 'server', [
  {
    id: 'logins-fail',
    severity: 'critical',
    title: { 'zh-CN': '应用登录失败（认证失败，错误 516）', en: 'Logins of applications fail (authentication failed, error 516)' },
    explanation: {
      'zh-CN': '密码错误、账号不存在，或来源地址不在该账号的 networks 里：多为密码轮换、账号重建或应用换了网段。',
      en: 'The password is wrong, there is no such user, or the address is not among the networks of the user: mostly a rotation, an account made anew, or an application that moved.',
    },
    quoted: errorCode(
      [516, 192, 193, 194, 195],
      ['AUTHENTICATION_FAILED', 'UNKNOWN_USER', 'WRONG_PASSWORD', 'REQUIRED_PASSWORD', 'IP_ADDRESS_NOT_ALLOWED'],
    ),
    advice: {
      'zh-CN': '核对 users.xml / users.d 或 SHOW CREATE USER（密码、HOST），与最近的密码轮换；服务器日志写明具体原因。',
      en: 'Check users.xml, users.d or SHOW CREATE USER (password, HOST) and the last rotation; the log of the server tells the real reason.',
    },
    source: 'clickhouse.com: Users and roles; error 516',
  },
  {
    id: 'too-many-partitions',
    explains,
    title: {
      'zh-CN': '一次写入跨了太多分区，被拒绝（max_partitions_per_insert_block）',
      en: 'One insert touches too many partitions and is refused (max_partitions_per_insert_block)',
    },
    explanation: {
      'zh-CN': '一个 INSERT 块里的行落进了 100 个以上的分区：分区键太细（按小时、按用户），或补历史数据时没有按分区分批。',
      en: 'The rows of one block belong to more than 100 partitions: the partition key is too fine (by hour, by user), or history is filled in without going by partition.',
    },
    quoted: 'too many partitions for (a )?single INSERT block',
    advice: {
      'zh-CN': '按分区拆分写入；分区键改粗（按月）。调高 max_partitions_per_insert_block 只是一次性导入的办法。',
      en: 'Split the insert by partition; make the key coarser (by month). Raising max_partitions_per_insert_block is for a single import only.',
    },
    source: 'clickhouse.com: Custom partitioning key; max_partitions_per_insert_block',
  },
  {
    id: 'syntax-refused',
    explains,
    title: { 'zh-CN': 'SQL 语法错误，查询被拒绝（错误 62）', en: 'SQL syntax error: queries are refused (error 62)' },
    explanation: {
      'zh-CN': '应用发来的 SQL 不合语法或超过 max_query_size：多为拼接时变量为空、没有转义，或 VALUES、IN 列表太长。',
      en: 'The SQL is not valid or exceeds max_query_size: mostly it was put together with an empty value or without escaping, or VALUES or an IN list is very long.',
    },
    quoted: errorCode([62], ['SYNTAX_ERROR']),
    advice: {
      'zh-CN': '看报错里失败的位置；对照最近的发布与升级。太长的列表改用临时表或外部数据。',
      en: 'See the position in the error; compare with the last release or upgrade. Pass long lists as a temporary table or external data.',
    },
    source: 'clickhouse.com: Syntax; ErrorCodes.cpp',
  },
  {
    id: 'function-unknown',
    explains,
    title: {
      'zh-CN': '函数不存在或参数类型不合，查询失败（错误 46、43、42）',
      en: 'Unknown function or arguments that do not suit it: queries fail (errors 46, 43, 42)',
    },
    explanation: {
      'zh-CN': '该版本没有这个函数（多为副本版本不一致，或语句来自别的数据库），或列改了类型后参数不再适用。',
      en: 'This version does not have it (mostly replicas of different versions, or SQL of another database), or a column changed its type and no longer suits.',
    },
    quoted: errorCode([46, 43, 42], ['UNKNOWN_FUNCTION', 'ILLEGAL_TYPE_OF_ARGUMENT', 'NUMBER_OF_ARGUMENTS_DOESNT_MATCH']),
    advice: {
      'zh-CN': '比较各副本的版本；对照最近的 ALTER 与发布，显式转换类型。',
      en: 'Compare the versions of all replicas; compare the last ALTER with the last release, and cast explicitly.',
    },
    source: 'clickhouse.com: ErrorCodes.cpp, 46',
  },
  {
    id: 'group-by-refused',
    explains,
    title: { 'zh-CN': '列没有出现在 GROUP BY 中，查询失败（错误 215）', en: 'A column is missing in GROUP BY: queries fail (error 215)' },
    explanation: {
      'zh-CN': '查询取了既没有分组也没有聚合的列：多为移植来的语句，或升级到新的分析器（allow_experimental_analyzer）后更严格。',
      en: 'It selects a column that is neither grouped nor aggregated: mostly ported SQL, or the new analyzer after an upgrade is stricter.',
    },
    quoted: errorCode([215], ['NOT_AN_AGGREGATE']),
    advice: {
      'zh-CN': '补全 GROUP BY 或用 any()；升级后可先关闭新分析器（enable_analyzer = 0）。',
      en: 'Complete GROUP BY or use any(); after an upgrade enable_analyzer = 0 helps meanwhile.',
    },
    source: 'clickhouse.com: GROUP BY; Analyzer',
  },
  {
    id: 'setting-refused',
    explains,
    title: {
      'zh-CN': '查询带的设置不认识或不允许，被拒绝（错误 115、452）',
      en: 'Settings of queries are unknown or not allowed (errors 115, 452)',
    },
    explanation: {
      'zh-CN': '客户端（驱动、BI 工具）带上了该版本没有的设置，或 profile 的 constraints 不允许它改：多为一边升级，或约束刚被收紧。',
      en: 'A client (driver, BI tool) sends one that this version does not have, or constraints of the profile forbid it: mostly one side was upgraded, or constraints were tightened.',
    },
    quoted: errorCode([115, 452], ['UNKNOWN_SETTING', 'SETTING_CONSTRAINT_VIOLATION']),
    advice: {
      'zh-CN': '在客户端去掉该设置，或放宽 constraints；混合版本时先统一。',
      en: 'Leave it out in the client or widen the constraints; bring all servers to one version.',
    },
    source: 'clickhouse.com: Constraints on settings',
  },
  {
    id: 'quorum-unmet',
    severity: 'critical',
    explains,
    title: {
      'zh-CN': '写入仲裁（insert_quorum）未满足：在线副本不足（错误 285、286）',
      en: 'insert_quorum is not met: too few live replicas (errors 285, 286)',
    },
    explanation: {
      'zh-CN': '在线的副本少于 insert_quorum，或上一次仲裁写入还没完成：有副本宕机、与 Keeper 断开，或复制落后。',
      en: 'Fewer replicas than insert_quorum are alive, or the insert before has not reached it: a replica is down, cut off from Keeper, or behind.',
    },
    quoted: errorCode([285, 286, 289], ['TOO_FEW_LIVE_REPLICAS', 'UNSATISFIED_QUORUM_FOR_PREVIOUS_WRITE', 'REPLICA_IS_NOT_IN_QUORUM']),
    probes: ['server', 'replication'],
    advice: {
      'zh-CN': '恢复宕机的副本（看 system.replicas 的 active_replicas）；等不起时把 insert_quorum 降到在线数，知道少了冗余。',
      en: 'Bring the replica back (active_replicas in system.replicas); if that takes too long lower insert_quorum, knowing that there are fewer copies.',
    },
    source: 'clickhouse.com: insert_quorum',
  },
  {
    id: 'drop-too-large',
    title: {
      'zh-CN': '表或分区太大，DROP / TRUNCATE 被保护性拒绝（错误 359）',
      en: 'DROP or TRUNCATE is refused: the table is larger than max_table_size_to_drop (error 359)',
    },
    explanation: {
      'zh-CN': '大于 50 GB 的表或分区默认不让直接删除，以防误删；清理任务因此失败，磁盘会继续涨。',
      en: 'Tables and partitions of more than 50 GB are not dropped just so, against mistakes; a clean-up job fails by it and the disk goes on to fill.',
    },
    quoted: errorCode([359], ['TABLE_SIZE_EXCEEDS_MAX_DROP_SIZE_LIMIT']),
    advice: {
      'zh-CN':
        '确认无误后在语句里加 SETTINGS max_table_size_to_drop = 0（或 max_partition_size_to_drop），或创建 flags/force_drop_table 放行一次。',
      en: 'Once it is certain, add SETTINGS max_table_size_to_drop = 0 (max_partition_size_to_drop) to the statement, or create flags/force_drop_table for a single time.',
    },
    source: 'clickhouse.com: max_table_size_to_drop',
  },
  {
    id: 'cluster-ddl-stuck',
    title: { 'zh-CN': 'ON CLUSTER 的 DDL 没有在所有主机上完成', en: 'DDL ON CLUSTER has not finished on all hosts' },
    explanation: {
      'zh-CN': '有主机不在线、DDL 队列被前一条堵住，或主机名与 remote_servers 不符；已完成的主机不会回滚，表结构可能不一致。',
      en: 'A host is away, the queue is held up by an earlier statement, or a host name does not fit remote_servers; what is done is not undone, and the schema may differ between hosts.',
    },
    quoted: 'distributed_ddl_task_timeout|watching task .{1,160} is executing longer than',
    probes: ['server', 'replication'],
    advice: {
      'zh-CN': '在 system.distributed_ddl_queue 看卡在哪台、哪条；恢复那台后会继续，别急着重发，再比较各主机的表结构。',
      en: 'See host and statement in system.distributed_ddl_queue; it goes on once that host is back, so do not send it again at once, and compare the schema of all hosts.',
    },
    source: 'clickhouse.com: Distributed DDL; system.distributed_ddl_queue',
  },
  {
    id: 'table-locked',
    explains,
    title: {
      'zh-CN': '等表锁超时（DEADLOCK_AVOIDED，错误 473）',
      en: 'Waiting for the lock of a table timed out (DEADLOCK_AVOIDED, error 473)',
    },
    explanation: {
      'zh-CN': '长查询持有表的读锁，而 DDL（DROP、RENAME、ALTER）在等写锁，后来的查询排在它后面，超过 lock_acquire_timeout 报错。',
      en: 'A long query holds the table while DDL (DROP, RENAME, ALTER) waits for it; later queries queue behind and fail past lock_acquire_timeout.',
    },
    quoted: errorCode([473], ['DEADLOCK_AVOIDED']),
    probes: ['server', 'queries'],
    advice: {
      'zh-CN': '找出占着表的长查询与在等的 DDL，终止其一；DDL 放在低峰。',
      en: 'Find the long query and the DDL that waits, and end one of them; run DDL in quiet hours.',
    },
    source: 'clickhouse.com: lock_acquire_timeout',
  },
  {
    id: 'replica-exists',
    title: {
      'zh-CN': '副本路径已存在，建表失败（错误 253）',
      en: 'The replica exists already in Keeper: the table can not be created (error 253)',
    },
    explanation: {
      'zh-CN':
        '表被删除后 Keeper 里的元数据还没清掉（默认延迟 8 分钟），主机重装后用了旧名，或两张表写了同一路径（分片与副本的宏 shard、replica 配错）。',
      en: 'Metadata of a dropped table is still in Keeper (for eight minutes by default), a host was reinstalled under its old name, or two tables have one path (the macros shard and replica are wrong).',
    },
    quoted: errorCode([253], ['REPLICA_ALREADY_EXISTS']),
    probes: ['server', 'replication'],
    advice: {
      'zh-CN': '先核对 system.macros；确认是残留再用 SYSTEM DROP REPLICA … FROM ZKPATH 清掉，DROP TABLE … SYNC 可避免延迟。',
      en: 'Check system.macros first; if it is left over, SYSTEM DROP REPLICA … FROM ZKPATH; DROP TABLE … SYNC avoids the delay.',
    },
    source: 'clickhouse.com: SYSTEM DROP REPLICA; Data replication',
  },
  {
    id: 'object-storage-fails',
    severity: 'critical',
    explains,
    title: { 'zh-CN': '对象存储（S3）读写失败（错误 499）', en: 'Object storage (S3) fails (error 499)' },
    explanation: {
      'zh-CN': '存储桶拒绝或连不上：凭据过期、权限被收回、限流（SlowDown），或对象被外部生命周期规则删掉。',
      en: 'The bucket refuses or can not be reached: credentials have expired, a right was revoked, it throttles (SlowDown), or a lifecycle rule outside removed objects.',
    },
    quoted: errorCode([499], ['S3_ERROR']),
    probes: ['server', 'storage'],
    advice: {
      'zh-CN': '看报错里的 HTTP 状态与代码：403 查凭据与策略，404 / NoSuchKey 查生命周期规则，503 降低并发；不要手工删桶里的对象。',
      en: 'Read status and code in the error: 403 is credentials and policy, 404 or NoSuchKey a lifecycle rule, 503 wants less concurrency; never delete objects by hand.',
    },
    source: 'clickhouse.com: S3 backed MergeTree',
  },
  {
    id: 'open-files-exhausted',
    severity: 'critical',
    explains,
    title: {
      'zh-CN': '打开的文件（文件句柄）用尽，读写失败',
      en: 'Open files are exhausted (file descriptors run out): reads and writes fail',
    },
    explanation: {
      'zh-CN': '进程的 nofile 上限太低，或数据片、列太多：每次读写要打开许多文件。',
      en: 'The limit of the process (nofile) is low, or there are very many parts and columns: reading and writing opens many files.',
    },
    quoted: '(errno|os error)\\W{0,3}24\\b|too many open files',
    probes: ['server', 'parts'],
    advice: {
      'zh-CN': '调高 LimitNOFILE（官方建议 262144 以上）后重启；减少数据片与并发。',
      en: 'Raise LimitNOFILE (262144 or more) and restart; have fewer parts and less concurrency.',
    },
    source: 'clickhouse.com: Usage recommendations',
  },
  {
    id: 'null-refused',
    explains,
    title: {
      'zh-CN': '非空列被写入 NULL，或违反约束，写入被拒绝（错误 349、469）',
      en: 'NULL for a column that is not Nullable, or a constraint is violated (errors 349, 469)',
    },
    explanation: {
      'zh-CN': '写入方不再给出该字段（上游改了结构），或 CHECK 约束刚被加上。',
      en: 'The writer no longer gives the field (upstream changed), or a CHECK constraint is new.',
    },
    quoted: errorCode([349, 469], ['CANNOT_INSERT_NULL_IN_ORDINARY_COLUMN', 'VIOLATED_CONSTRAINT']),
    advice: {
      'zh-CN': '给列加 DEFAULT 并打开 input_format_null_as_default，或改为 Nullable；对照上游最近的变更。',
      en: 'Give the column a DEFAULT with input_format_null_as_default, or make it Nullable; compare with the last change upstream.',
    },
    source: 'clickhouse.com: input_format_null_as_default; Constraints',
  },
]);

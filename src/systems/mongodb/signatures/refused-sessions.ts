/** Logins, transactions and reads of a replica set that fail, by the errors that applications get. */

import type { Signature } from '../../../domain/signature.ts';
import { quotedErrors } from '../../quoted-error.ts';
import { codeNames } from './code-names.ts';

export const refusedSessionSignatures: readonly Signature[] = quotedErrors('mongodb', 'server', [
  {
    id: 'logins-fail',
    title: { 'zh-CN': '应用登录失败（认证失败，错误 18）', en: 'Logins of applications fail (authentication failed, error 18)' },
    explanation: {
      'zh-CN': '密码已更换而应用没跟上、账号不存在、authSource 不对（账号不在该库），或认证机制不被支持。',
      en: 'The password was changed and the application still has the old one, there is no such user, authSource names another database, or the mechanism is not supported.',
    },
    quoted: `\\(AuthenticationFailed\\)|(error|exception|auth ?): ?authentication failed|${codeNames('AuthenticationFailed')}|auth error: sasl conversation error`,
    severity: 'critical',
    advice: {
      'zh-CN': '核对最近的密码轮换与连接串里的 authSource（多为 admin）、特殊字符是否已转义。',
      en: 'Check the last rotation, authSource of the connection string (mostly admin), and whether special characters in it are escaped.',
    },
    source: 'mongodb.com/docs/manual: Authentication; error 18',
  },
  {
    id: 'permission-denied',
    title: { 'zh-CN': '应用缺少权限，操作被拒绝（错误 13）', en: 'Permission denied: an application lacks a role (error 13)' },
    explanation: {
      'zh-CN': '登录成功，但角色不允许这个操作：角色被收回、换了账号，或新版本用到了新的命令、库。',
      en: 'The login is fine, but no role allows it: a role was revoked, the account is another one, or a release uses a new command or database.',
    },
    quoted: `not authorized on .{1,120} to execute command|user is not allowed to do action|command .{1,60} requires authentication|${codeNames('Unauthorized')}`,
    severity: 'critical',
    advice: {
      'zh-CN': '用 db.getUser(…, { showPrivileges: true }) 对照，grantRolesToUser 补上缺的那一项；"requires authentication" 是没有登录。',
      en: 'Compare with db.getUser(…, { showPrivileges: true }) and grant what is missing; "requires authentication" means that it did not log in.',
    },
    source: 'mongodb.com/docs/manual: Role-Based Access Control',
  },
  {
    id: 'writes-sent-to-secondary',
    title: {
      'zh-CN': '写入发到了从节点，被拒绝（NotWritablePrimary）',
      en: 'Writes are sent to a secondary and refused (NotWritablePrimary)',
    },
    explanation: {
      'zh-CN': '应用直连了一个不再是主节点的成员（directConnection、连接串只写了一台），或刚发生切换而它没有重试。',
      en: 'The application is connected directly to a member that is no primary any more (directConnection, a single host in the string), or did not retry after an election.',
    },
    quoted: `\\bnot (primary|master)( and|, full error|\\b.{0,20}code\\W{1,4}(10107|13435))|NotPrimaryError|${codeNames('NotWritablePrimary', 'NotPrimaryNoSecondaryOk', 'NotMaster', 'NotMasterNoSlaveOk')}`,
    severity: 'critical',
    probes: ['server', 'replication'],
    refute: {
      all: [
        ['set.isOne', '==', true],
        ['set.primary', '==', ''],
      ],
    },
    advice: {
      'zh-CN': '连接串写全副本集成员与 replicaSet=，去掉 directConnection，打开 retryWrites。',
      en: 'Name all members and replicaSet= in the connection string, without directConnection, and switch retryWrites on.',
    },
    source: 'mongodb.com/docs/manual: Connection Strings; error 10107',
  },
  {
    id: 'primary-stepped-down',
    title: { 'zh-CN': '主节点切换，进行中的操作被中断', en: 'The primary stepped down: running operations were interrupted' },
    explanation: {
      'zh-CN': '发生了选举或关闭：主节点降级、重启、滚动维护，或心跳超时（磁盘、网络、CPU）。没有开启重试的请求会报一次错。',
      en: 'There was an election or a shutdown: a step-down, restart, rolling maintenance, or heartbeats that timed out (disk, network, CPU). Requests without retry fail once.',
    },
    quoted: `operation was interrupted because|interrupted at shutdown|${codeNames('InterruptedDueToReplStateChange', 'InterruptedAtShutdown', 'PrimarySteppedDown', 'ShutdownInProgress')}`,
    probes: ['server', 'replication'],
    advice: {
      'zh-CN': '在各成员的日志里看谁发起了选举、为什么；应用打开 retryWrites / retryReads。',
      en: 'See in the logs who called the election and why; switch retryWrites and retryReads on in applications.',
    },
    source: 'mongodb.com/docs/manual: Retryable Writes; Replica Set Elections',
  },
  {
    id: 'transaction-conflicts',
    title: {
      'zh-CN': '事务写冲突或等锁超时，被中止（WriteConflict、错误 112）',
      en: 'Transactions collide and are aborted (WriteConflict, error 112)',
    },
    explanation: {
      'zh-CN': '两个事务改了同一批文档，或在 maxTransactionLockRequestTimeoutMillis（默认 5 毫秒）内没有等到锁；应用没有重试整个事务。',
      en: 'Two transactions changed the same documents, or a lock did not come within maxTransactionLockRequestTimeoutMillis (5 ms by default); and the application does not retry the whole transaction.',
    },
    quoted: `write ?conflict (error|during plan execution)|unable to acquire .{1,60}lock .{0,80}within|${codeNames('WriteConflict', 'LockTimeout')}`,
    probes: ['server', 'operations', 'activity'],
    advice: {
      'zh-CN': '用 withTransaction（带 TransientTransactionError 的自动重试）；缩短事务，分散热点文档，事务期间不要建索引、建集合。',
      en: 'Use withTransaction, which retries TransientTransactionError; keep transactions short, spread hot documents, and make no indexes or collections meanwhile.',
    },
    source: 'mongodb.com/docs/manual: Transactions, Production Considerations',
  },
  {
    id: 'transaction-too-long',
    title: {
      'zh-CN': '事务超过存活时间上限，被中止（默认 60 秒）',
      en: 'Transactions exceed their lifetime and are aborted (60 s by default)',
    },
    explanation: {
      'zh-CN':
        '事务开得太久（transactionLifetimeLimitSeconds）：事务里等外部调用、做批量，或连接断了没有提交；之后的操作报 NoSuchTransaction。',
      en: 'They are open for too long (transactionLifetimeLimitSeconds): they wait for something outside, do bulk work, or were never committed after a connection broke; what follows fails with NoSuchTransaction.',
    },
    quoted: `transaction .{0,120}has been aborted|does not match any in-progress transactions|${codeNames('TransactionExceededLifetimeLimitSeconds', 'NoSuchTransaction', 'TransactionTooOld')}`,
    probes: ['server', 'operations'],
    advice: {
      'zh-CN': '把事务拆小，不在事务里等外部调用；更早的错误（写冲突、切换）也会让后面报 NoSuchTransaction，先看第一条。',
      en: 'Make them smaller, and wait for nothing outside; an earlier error (a conflict, an election) leads to NoSuchTransaction too, so look at the first one.',
    },
    source: 'mongodb.com/docs/manual: transactionLifetimeLimitSeconds',
  },
  {
    id: 'transactions-need-replica-set',
    title: {
      'zh-CN': '单机实例不支持事务（需要副本集或 mongos）',
      en: 'A standalone server has no transactions (a replica set or mongos is needed)',
    },
    explanation: {
      'zh-CN': '实例以单机方式运行：多为重启时没带 replSetName，或测试库、新环境没有初始化副本集；可重试写也不可用。',
      en: 'It runs standalone: mostly it was restarted without replSetName, or a new environment was never initiated; retryable writes do not work either.',
    },
    quoted: 'transaction numbers are only allowed on a replica set|this MongoDB deployment does not support retryable writes',
    probes: ['server', 'replication'],
    refute: ['set.isOne', '==', true],
    advice: {
      'zh-CN': '恢复 replication.replSetName 后重启并 rs.initiate()（一个成员也可以）；应急在连接串加 retryWrites=false。',
      en: 'Set replication.replSetName, restart and rs.initiate() (one member will do); retryWrites=false helps where no transaction is needed.',
    },
    source: 'mongodb.com/docs/manual: Transactions; error 20',
  },
  {
    id: 'write-concern-unmet',
    title: {
      'zh-CN': '写关注（write concern）未满足：等从节点确认超时（错误 64、100）',
      en: 'The write concern is not met: waiting for secondaries times out (errors 64, 100)',
    },
    explanation: {
      'zh-CN': '写入已在主节点生效，但要求的成员数没有在 wtimeout 内确认：从节点宕机、落后，或 w 大于成员数。',
      en: 'The write is on the primary, but as many members as asked for did not acknowledge it within wtimeout: secondaries are down or behind, or w exceeds their number.',
    },
    quoted: `waiting for replication timed out|not enough data-bearing nodes|${codeNames('WriteConcernFailed', 'WriteConcernTimeout', 'UnsatisfiableWriteConcern')}`,
    probes: ['server', 'replication'],
    explains: ['mongodb.flow-control'],
    advice: {
      'zh-CN': '恢复落后或离线的成员；写入并没有回滚，重试前先确认是否幂等。',
      en: 'Bring back members that are down or behind; the write was not undone, so see that a retry does no harm.',
    },
    source: 'mongodb.com/docs/manual: Write Concern',
  },
  {
    id: 'read-preference-unmet',
    title: { 'zh-CN': '找不到符合读偏好的成员（错误 133）', en: 'No member fits the read preference (error 133)' },
    explanation: {
      'zh-CN': 'mongos 或驱动在分片、副本集里找不到可读的成员：主节点不在、标签不符、从节点太旧（maxStalenessSeconds），或网络不通。',
      en: 'mongos or the driver finds no member to read from: there is no primary, tags do not fit, secondaries are too stale (maxStalenessSeconds), or the network is broken.',
    },
    quoted: `could not find host matching read preference|${codeNames('FailedToSatisfyReadPreference')}`,
    probes: ['server', 'replication'],
    advice: {
      'zh-CN': '看报错里的分片与其成员状态；再核对读偏好与标签。',
      en: 'Look at the shard that it names and its members; then at read preference and tags.',
    },
    source: 'mongodb.com/docs/manual: Read Preference',
  },
  {
    id: 'history-lost',
    title: {
      'zh-CN': 'change stream 无法续读：断点已不在 oplog 里（错误 286）',
      en: 'A change stream can not resume: its point is no longer in the oplog (error 286)',
    },
    explanation: {
      'zh-CN': '消费者停得比 oplog 窗口久，或大批写入把 oplog 冲短了：之间的变更已读不到（快照过旧的读也如此）。',
      en: 'Its consumer was away for longer than the oplog reaches, or bulk writes shortened it: the changes between can not be read any more (as with reads of a snapshot that is too old).',
    },
    quoted: `resume of change stream was not possible|resume point may no longer be in the oplog|${codeNames('ChangeStreamHistoryLost', 'SnapshotTooOld', 'ChangeStreamFatalError')}`,
    severity: 'critical',
    probes: ['server', 'replication'],
    advice: {
      'zh-CN': '让消费者全量重新同步后从当前开始；再增大 oplog（replSetResizeOplog、minRetentionHours），并监控消费延迟。',
      en: 'Have the consumer copy everything anew and go on from now; then enlarge the oplog (replSetResizeOplog, minRetentionHours) and watch its lag.',
    },
    source: 'mongodb.com/docs/manual: Change Streams, Resume',
  },
  {
    id: 'client-pool-exhausted',
    title: { 'zh-CN': '应用的连接池用尽，取连接超时', en: 'The application’s connection pool is exhausted: checking out times out' },
    explanation: {
      'zh-CN': '应用同时的操作多于 maxPoolSize，或操作变慢（缺索引、等锁）占住了连接：多半是 MongoDB 上的慢操作，而不是池太小。',
      en: 'It has more operations at once than maxPoolSize, or they became slow (no index, locks) and keep their connections: mostly slow operations, and not a small pool.',
    },
    quoted:
      'checking out a connection from (the )?connection pool|MongoWaitQueue(Timeout|Full)|WaitQueueTimeoutError|timed out after \\d+ ?ms while waiting for a connection',
    role: 'symptom',
    probes: ['server', 'operations'],
    advice: {
      'zh-CN': '先看慢操作与锁；每个进程共用一个 MongoClient，确有需要再调大 maxPoolSize。',
      en: 'Look for slow operations and locks first; share one MongoClient a process, and raise maxPoolSize only if it must be.',
    },
    source: 'mongodb.com/docs/manual: Connection Pool Overview',
  },
]);

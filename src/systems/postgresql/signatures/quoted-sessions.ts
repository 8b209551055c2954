/** Sessions, transactions and logins that fail, by the errors that applications get. */

import type { Signature } from '../../../domain/signature.ts';
import { quotedErrors } from '../../quoted-error.ts';
import { quotedState } from './sql-state.ts';

const explains = ['postgresql.transactions-fail'] as const;

export const quotedSessionSignatures: readonly Signature[] = quotedErrors('postgresql', 'server', [
  {
    id: 'prepared-statements-lost',
    explains,
    title: {
      'zh-CN': '预处理语句不存在或已存在（26000、42P05）：多为连接池（PgBouncer 事务池）换了连接',
      en: 'Prepared statements do not exist, or exist already (26000, 42P05): mostly a transaction pooler (PgBouncer)',
    },
    explanation: {
      'zh-CN':
        '预处理语句属于一个连接：事务池（pool_mode = transaction）下一次执行可能落到别的连接上，那里没有它，或已有同名的；DISCARD ALL、DEALLOCATE 也会清掉它。',
      en: 'A prepared statement belongs to one connection: with pool_mode = transaction the next run may come to another, where it is missing or its name is taken; DISCARD ALL and DEALLOCATE remove it too.',
    },
    quoted: quotedState({
      says: 'prepared statement .{1,100} (does not exist|already exists)|bind message supplies \\d+ parameters, but prepared statement',
      states: ['26000', '42P05'],
      classes: ['InvalidSqlStatementName', 'InvalidSQLStatementName', 'DuplicatePreparedStatement'],
    }),
    advice: {
      'zh-CN':
        '看是否刚接入或改了 PgBouncer：升级到 1.21+ 并设 max_prepared_statements，或在驱动里关闭预处理（JDBC prepareThreshold=0、asyncpg statement_cache_size=0、Prisma pgbouncer=true），或改用会话池。',
      en: 'See whether PgBouncer is new or was changed: use 1.21 or later with max_prepared_statements, or turn prepares off in the driver (JDBC prepareThreshold=0, asyncpg statement_cache_size=0, Prisma pgbouncer=true), or pool by session.',
    },
    source: 'pgbouncer.org: max_prepared_statements; postgresql.org: PREPARE',
  },
  {
    id: 'cached-plan-changed',
    explains,
    title: {
      'zh-CN': '表结构变更后，缓存的执行计划失效（cached plan must not change result type）',
      en: 'Cached plans no longer fit after the table was changed (cached plan must not change result type)',
    },
    explanation: {
      'zh-CN': '已连接的会话里预处理过的 SELECT * 在列增删、改类型之后不能再用；新连接没有这个问题，所以只有一部分请求失败。',
      en: 'What open sessions prepared as SELECT * can not be used after columns were added, dropped or changed; new connections are well, so that only some requests fail.',
    },
    quoted: 'cached plan must not change result type',
    advice: {
      'zh-CN': '滚动重启应用或让连接池换掉旧连接即可恢复；以后语句里写明列，JDBC 可设 autosave=conservative。',
      en: 'Restart the application in turn, or have the pool replace its connections; name columns in statements from now on (JDBC: autosave=conservative).',
    },
    source: 'postgresql.org: PREPARE; jdbc.postgresql.org: Server Prepared Statements',
  },
  {
    id: 'transaction-read-only',
    explains,
    title: { 'zh-CN': '应用在只读事务里写入，被拒绝（25006）', en: 'The application writes in a read-only transaction (25006)' },
    explanation: {
      'zh-CN': '服务器可写，是应用把事务或会话设成了只读：@Transactional(readOnly = true)、SET TRANSACTION READ ONLY，或连接池没有复位。',
      en: 'Not the server is read-only but the transaction or session: @Transactional(readOnly = true), SET TRANSACTION READ ONLY, or a pool that does not reset it.',
    },
    quoted: quotedState({
      says: 'cannot execute .{1,40} in a read-only transaction',
      states: ['25006'],
      classes: ['ReadOnlySqlTransaction', 'ReadOnlySQLTransaction'],
    }),
    refute: {
      any: [
        ['server.isInRecovery', '==', true],
        ['server.isReadOnlyByDefault', '==', true],
        ['server.readOnlyScopes', 'matches', '.'],
      ],
    },
    advice: {
      'zh-CN': '看写入所在方法的事务声明与读写分离的路由；连接归还时复位只读标志。',
      en: 'Look at how the transaction of that write is declared and routed; have the pool reset the flag.',
    },
    source: 'postgresql.org: SET TRANSACTION; Error Codes, 25006',
  },
  {
    id: 'transaction-aborted',
    role: 'symptom',
    explains,
    title: {
      'zh-CN': '事务里前面的语句已经失败，后面的都被忽略（25P02）',
      en: 'A statement failed earlier in the transaction; the rest is ignored (25P02)',
    },
    explanation: {
      'zh-CN': '这个错误只是后果：真正的错误是同一事务里更早的那一条，应用捕获了它却没有回滚。',
      en: 'This error only follows: the real one came earlier in the same transaction, and the application caught it without rolling back.',
    },
    quoted: quotedState({
      says: 'current transaction is aborted, commands ignored',
      states: ['25P02'],
      classes: ['InFailedSqlTransaction', 'InFailedSQLTransaction'],
    }),
    advice: {
      'zh-CN': '在应用或服务器日志里找同一会话的第一条 ERROR；失败后 ROLLBACK（或用 SAVEPOINT）再继续。',
      en: 'Find the first ERROR of that session in the log of application or server; ROLLBACK after a failure, or use SAVEPOINT.',
    },
    source: 'postgresql.org: Error Codes, 25P02',
  },
  {
    id: 'sessions-terminated',
    title: {
      'zh-CN': '会话被管理员命令断开（57P01）：重启、切换，或有人执行了 pg_terminate_backend',
      en: 'Sessions were ended by an administrator command (57P01): restart, failover or pg_terminate_backend',
    },
    explanation: {
      'zh-CN': '服务器关闭、主从切换、云厂商维护，或人与脚本结束了会话；连接池里的旧连接会逐个报错一次。',
      en: 'The server was shut down, failed over or maintained by the cloud, or a person or script ended sessions; old connections of a pool fail once each.',
    },
    quoted: quotedState({ says: 'terminating connection due to administrator command', states: ['57P01'], classes: ['AdminShutdown'] }),
    advice: {
      'zh-CN': '看服务器启动时间与日志：刚重启就查是谁；没有重启则找执行 pg_terminate_backend 的脚本。让连接池取用前探活并重试。',
      en: 'See in start time and log whether it restarted, and who did that; else find the script that runs pg_terminate_backend. Pools should test connections before use, and retry.',
    },
    source: 'postgresql.org: Error Codes, 57P01',
  },
  {
    id: 'pooler-full',
    title: {
      'zh-CN': 'PgBouncer 连接池已满：排队超时或拒绝新客户端',
      en: 'PgBouncer is full: clients wait too long for a connection, or are refused',
    },
    explanation: {
      'zh-CN':
        '池里的服务器连接都被占着（慢语句、空闲事务、池太小），等待超过 query_wait_timeout，或客户端数到了 max_client_conn；PostgreSQL 本身可能还有余量。',
      en: 'All server connections of the pool are taken (slow statements, idle transactions, a small pool) and clients wait past query_wait_timeout, or max_client_conn is reached; PostgreSQL itself may have room.',
    },
    quoted:
      '\\bquery_wait_timeout\\b|no more connections allowed \\(max_client_conn\\)|pgbouncer cannot connect to server|server_login_retry|remaining connection .{0,20}max_db_connections',
    advice: {
      'zh-CN':
        '在 PgBouncer 里 SHOW POOLS 看 cl_waiting 与 sv_active：先结束占住连接的慢语句与空闲事务，再调 default_pool_size（不超过 max_connections）。',
      en: 'SHOW POOLS in PgBouncer (cl_waiting, sv_active): end slow statements and idle transactions that hold connections first, then raise default_pool_size within max_connections.',
    },
    source: 'pgbouncer.org: Configuration, query_wait_timeout, max_client_conn',
  },
  {
    id: 'shared-memory-small',
    title: {
      'zh-CN': '/dev/shm 太小（容器默认 64 MB），并行查询失败',
      en: '/dev/shm is too small (64 MB in containers by default): parallel queries fail',
    },
    explanation: {
      'zh-CN': '不是数据盘满：并行查询在 /dev/shm 里分配共享内存段，容器的默认大小放不下。',
      en: 'Not the data disk is full: parallel queries allocate shared memory in /dev/shm, and the default of the container is too small.',
    },
    quoted: 'could not resize shared memory segment',
    advice: {
      'zh-CN':
        '加大容器的 shm（docker --shm-size，Kubernetes 挂 medium: Memory 的 emptyDir 到 /dev/shm）；应急设 max_parallel_workers_per_gather = 0。',
      en: 'Give the container more (docker --shm-size; in Kubernetes an emptyDir with medium: Memory at /dev/shm); meanwhile set max_parallel_workers_per_gather = 0.',
    },
    source: 'postgresql.org: dynamic_shared_memory_type; hub.docker.com: postgres, shm-size',
  },
  {
    id: 'auth-method-unsupported',
    title: {
      'zh-CN': '客户端太旧，不支持 SCRAM 认证，登录失败',
      en: 'The client is too old for SCRAM authentication: logins fail',
    },
    explanation: {
      'zh-CN':
        '密码没有错：服务器要求 scram-sha-256（14 起的默认），而驱动或 libpq 太旧；或账号的密码还是 md5 存的，pg_hba.conf 却要求 scram。',
      en: 'The password is right: the server asks for scram-sha-256 (the default since 14), and driver or libpq is too old; or the password is stored as md5 while pg_hba.conf wants scram.',
    },
    quoted:
      'SCRAM authentication requires libpq|authentication (type|method) 10 (is )?not supported|unknown authentication (type|request).{0,20}10\\b|does not have a valid SCRAM secret',
    advice: {
      'zh-CN': '升级驱动（libpq 10+、pgjdbc 42.2+）；来不及时把该账号的规则改为 md5 并重设密码。存储方式不符的重设一次密码即可。',
      en: 'Upgrade the driver (libpq 10, pgjdbc 42.2 or later); until then use md5 in its rule and set the password again. Where only the stored form differs, setting the password again is enough.',
    },
    source: 'postgresql.org: Password Authentication',
  },
  {
    id: 'tls-not-offered',
    title: { 'zh-CN': '客户端要求 SSL，而服务器没有开启', en: 'The client asks for SSL and the server does not offer it' },
    explanation: {
      'zh-CN': '服务器的 ssl 为 off（或连到了 PgBouncer，而它没有配 client_tls_sslmode），客户端的 sslmode 却是 require 以上。',
      en: 'ssl is off on the server (or PgBouncer has no client_tls_sslmode), while sslmode of the client is require or more.',
    },
    quoted: 'server does not support SSL|SSL is not enabled on the server',
    advice: {
      'zh-CN': '核对地址与端口（直连还是连接池）；在服务器上开启 ssl 并重载，或改客户端的 sslmode。',
      en: 'Check address and port (server or pooler); switch ssl on and reload, or change sslmode of the client.',
    },
    source: 'postgresql.org: Secure TCP/IP Connections with SSL',
  },
]);

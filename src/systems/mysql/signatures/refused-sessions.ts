/** Logins and statements that a limit of the session or of the engine refuses, by the errors that applications get. */

import type { Signature } from '../../../domain/signature.ts';
import { errorForms } from './error-forms.ts';
import { refusal, whatFails } from './refusal.ts';

export const refusedSessionSignatures: readonly Signature[] = [
  refusal({
    id: 'auth-plugin-unsupported',
    title: {
      'zh-CN': '客户端不支持账号的认证插件（caching_sha2_password 等），登录失败',
      en: 'The client does not support the account’s authentication plugin: logins fail (1251, 2059)',
    },
    explanation: {
      'zh-CN':
        '密码没有错：账号用的认证插件（8.0 起默认 caching_sha2_password；8.4 起停用 mysql_native_password）与驱动不合，或驱动不许在未加密的连接上取公钥（Public Key Retrieval is not allowed）。多见于升级服务器、重建账号之后。',
      en: 'The password is right: the plugin of the account (caching_sha2_password by default since 8.0; mysql_native_password is off since 8.4) does not suit the driver, or the driver may not fetch the public key without TLS (Public Key Retrieval is not allowed). Mostly after an upgrade, or an account made anew.',
    },
    hints: '1251|2059|auth|plugin|caching_sha2|native_password|登录|认证|插件|升级',
    quoted: errorForms({
      says: 'does not support authentication protocol requested|authentication plugin .{1,60} (cannot be loaded|is not (loaded|supported)|reported error)|public key retrieval is not allowed',
      numbers: [1251, 1524, 2059],
      names: ['ER_NOT_SUPPORTED_AUTH_MODE', 'ER_PLUGIN_IS_NOT_LOADED'],
    }),
    advice: {
      'zh-CN': '升级驱动或启用 TLS（JDBC 可加 allowPublicKeyRetrieval=true）；来不及时 ALTER USER … IDENTIFIED WITH 换成驱动支持的插件。',
      en: 'Upgrade the driver or use TLS (JDBC: allowPublicKeyRetrieval=true); until then ALTER USER … IDENTIFIED WITH a plugin that the driver has.',
    },
    source: 'dev.mysql.com: Caching SHA-2 Pluggable Authentication',
  }),
  refusal({
    id: 'lock-table-full',
    title: { 'zh-CN': '行锁太多，超过锁表大小（错误 1206）', en: 'The number of row locks exceeds the lock table size (error 1206)' },
    explanation: {
      'zh-CN': `一个事务锁住的行太多，缓冲池里放不下锁：大批量 UPDATE、DELETE 或 INSERT … SELECT，而 innodb_buffer_pool_size（{settings.innodb_buffer_pool_size|bytes}）偏小。${whatFails['zh-CN']}`,
      en: `One transaction locks more rows than the buffer pool has room for: a bulk UPDATE, DELETE or INSERT … SELECT, with innodb_buffer_pool_size ({settings.innodb_buffer_pool_size|bytes}) small. ${whatFails.en}`,
    },
    hints: '1206|lock table size|number of locks|锁表|批量',
    quoted: errorForms({ says: 'number of locks exceeds the lock table size', numbers: [1206], names: ['ER_LOCK_TABLE_FULL'] }),
    advice: {
      'zh-CN': '按主键分批执行并逐批提交，给条件加索引；再视内存调大 innodb_buffer_pool_size。',
      en: 'Do it in batches by key with a commit each, and index the condition; then raise innodb_buffer_pool_size if there is memory.',
    },
    source: 'dev.mysql.com: Server Error Reference, 1206',
  }),
  refusal({
    id: 'binlog-cache-full',
    title: {
      'zh-CN': '大事务超过 max_binlog_cache_size，被回滚（错误 1197）',
      en: 'A transaction exceeds max_binlog_cache_size and is rolled back (error 1197)',
    },
    explanation: {
      'zh-CN': '一个事务的 binlog 放不下：大批量修改在一个事务里完成，或上限被调小。',
      en: 'What one transaction writes to the binary log does not fit: a bulk change in a single transaction, or the limit was lowered.',
    },
    hints: '1197|1534|binlog_cache|大事务|批量|transaction',
    quoted: errorForms({
      says: 'more than .max_binlog_(stmt_)?cache_size. bytes',
      numbers: [1197, 1705],
      names: ['ER_TRANS_CACHE_FULL', 'ER_STMT_CACHE_FULL'],
    }),
    advice: {
      'zh-CN': '把批量修改拆成小事务；确有需要再调大 max_binlog_cache_size。',
      en: 'Split the bulk change into small transactions; raise max_binlog_cache_size only if it must be.',
    },
    source: 'dev.mysql.com: max_binlog_cache_size',
  }),
  refusal({
    id: 'statements-reprepared',
    title: {
      'zh-CN': '预处理语句需要重新准备（错误 1615），执行失败',
      en: 'Prepared statements need to be re-prepared (error 1615) and fail',
    },
    explanation: {
      'zh-CN': `表定义在执行之间不断失效：table_definition_cache、table_open_cache（{settings.table_open_cache}）太小而被挤出，或表、视图正被 DDL、ANALYZE、备份反复改动。`,
      en: 'The definitions of tables are invalidated between runs: they are pushed out of a table_definition_cache or table_open_cache ({settings.table_open_cache}) that is too small, or DDL, ANALYZE or a backup keeps touching table or view.',
    },
    hints: '1615|re-prepared|prepared|预处理|预编译|table_open_cache',
    quoted: errorForms({ says: 'prepared statement needs to be re-prepared', numbers: [1615], names: ['ER_NEED_REPREPARE'] }),
    advice: {
      'zh-CN': '调大 table_definition_cache 与 table_open_cache；看是否有任务在频繁 DDL。应用可改用客户端预处理并重试。',
      en: 'Raise table_definition_cache and table_open_cache; look for jobs that run DDL again and again. Applications may emulate prepares in the client, and retry.',
    },
    source: 'dev.mysql.com: Caching of Prepared Statements; Server Error Reference, 1615',
  }),
  refusal({
    id: 'storage-read-only',
    title: {
      'zh-CN': 'InnoDB 处于只读（innodb_read_only），写入被拒绝（错误 1836、1874）',
      en: 'InnoDB is read-only (innodb_read_only): writes are refused (errors 1836, 1874)',
    },
    explanation: {
      'zh-CN': '实例以 innodb_read_only 运行：多为共享存储的只读节点（应用连到了读地址），或为救数据而设。',
      en: 'It runs with innodb_read_only: mostly a reader on shared storage (the application uses the reader address), or it was set to save data.',
    },
    hints: '1836|1874|read.?only|只读|写入失败|写不进',
    quoted: errorForms({
      says: 'InnoDB is in read only mode',
      numbers: [1836, 1874],
      names: ['ER_READ_ONLY_MODE', 'ER_INNODB_READ_ONLY'],
    }),
    advice: {
      'zh-CN': '让写入走写地址（切换后驱动可能缓存了旧的 DNS）；确为主节点时查是谁设了 innodb_read_only，去掉后重启。',
      en: 'Send writes to the writer address (after a failover drivers may keep the old DNS answer); on a primary find out who set innodb_read_only, remove it and restart.',
    },
    source: 'dev.mysql.com: Configuring InnoDB for Read-Only Operation',
  }),
];

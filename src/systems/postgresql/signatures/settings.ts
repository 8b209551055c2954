/** Read-only servers, settings that were changed, and objects that run out. */

import type { Signature } from '../../../domain/signature.ts';
import { quotedState } from './sql-state.ts';

const readOnlyTransaction = quotedState({
  says: 'cannot execute .{1,40} in a read-only transaction',
  states: ['25006'],
  classes: ['ReadOnlySqlTransaction', 'ReadOnlySQLTransaction'],
});

export const settingSignatures: readonly Signature[] = [
  {
    id: 'postgresql.read-only-by-default',
    kind: 'postgresql',
    title: { 'zh-CN': '主库被设为默认只读，写入全部失败', en: 'The primary is read-only by default and writes fail' },
    explanation: {
      'zh-CN': 'default_transaction_read_only 为 on（不是备库）：新会话里的写入都报 cannot execute … in a read-only transaction。',
      en: 'default_transaction_read_only is on, and this is no standby: writes of new sessions fail with "cannot execute … in a read-only transaction".',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['postgresql.writes-sent-to-standby'],
    hints: 'read-only|read only|25006|writes? (fail|(is|are) refused)|can(no|.)t write|只读|写入失败|写不进|无法写入',
    quoted: readOnlyTransaction,
    probes: ['server'],
    confirm: {
      all: [
        ['server.isReadOnlyByDefault', '==', true],
        ['server.isInRecovery', '==', false],
      ],
    },
    likely: ['server.readOnlyScopes', 'matches', '.'],
    refute: {
      all: [
        ['server.isReadOnlyByDefault', '==', false],
        ['server.readOnlyScopes', '==', ''],
      ],
    },
    advice: {
      'zh-CN': '确认不是有人为迁移或磁盘保护而设，再改回 off；受影响的库或账号：{server.readOnlyScopes}。',
      en: 'Unless it was set for a migration or to protect a disk, set it back to off; databases or logins concerned: {server.readOnlyScopes}.',
    },
    remedies: [
      {
        action: 'set-setting',
        arguments: { name: 'default_transaction_read_only', value: 'off' },
        when: ['server.isReadOnlyByDefault', '==', true],
      },
    ],
    source: 'postgresql.org: default_transaction_read_only',
  },
  {
    id: 'postgresql.writes-sent-to-standby',
    kind: 'postgresql',
    title: { 'zh-CN': '写请求发到了只读的备库，被拒绝', en: 'Writes are sent to a read-only standby and fail' },
    explanation: {
      'zh-CN': '这是备库，近 15 分钟日志有 {log.readOnlyWrites} 次只读事务中的写入被拒：切换后应用仍连着旧主，或读写分离配错。',
      en: 'This is a standby, and {log.readOnlyWrites} writes were refused in 15 minutes of log: applications still point here after a failover, or the split of reads and writes is wrong.',
    },
    severity: 'critical',
    role: 'cause',
    hints:
      'read-only|read only|25006|failover|writes? (fail|(is|are) refused)|can(no|.)t (write|insert|update|save)|(inserts?|updates?) fail|写入(失败|报错|不了)|写不[进了动]|无法写入|下不了单|只读|切换',
    quoted: readOnlyTransaction,
    probes: ['server', 'log'],
    confirm: {
      all: [
        ['server.isInRecovery', '==', true],
        ['log.readOnlyWrites', '>=', 1],
      ],
    },
    likelyWhenHinted: ['server.isInRecovery', '==', true],
    refute: ['server.isInRecovery', '==', false],
    advice: {
      'zh-CN': '把应用指向现在的主库（连接串可用 target_session_attrs=read-write）；不要在备库上直接提升，除非主库确实已停。',
      en: 'Point the applications to the present primary (target_session_attrs=read-write helps); do not promote this one unless the primary is really down.',
    },
    remedies: [],
    source: 'postgresql.org: Hot Standby; libpq target_session_attrs',
  },
  {
    id: 'postgresql.settings-file-broken',
    kind: 'postgresql',
    title: {
      'zh-CN': '配置文件有错误，重载不生效、重启会失败',
      en: 'Error in the configuration files: reloads are ignored, a restart will fail',
    },
    explanation: {
      'zh-CN': '{settings.fileErrors} 处错误，例如 {settings.fileError}。服务还在用旧值，下次重启会起不来。',
      en: '{settings.fileErrors} errors, such as {settings.fileError}. The server keeps its old values, and its next start will fail.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'config|setting|reload|配置|参数|重载|不生效',
    probes: ['settings'],
    confirm: ['settings.fileErrors', '>=', 1],
    refute: ['settings.fileErrors', '==', 0],
    advice: {
      'zh-CN': '按 pg_file_settings 的行号改正后 pg_reload_conf()。',
      en: 'Correct the lines that pg_file_settings names, then reload.',
    },
    remedies: [],
    source: 'postgresql.org: pg_file_settings',
  },
  {
    id: 'postgresql.change-waits-for-restart',
    kind: 'postgresql',
    title: { 'zh-CN': '已改的参数未生效，要重启', en: 'Changed settings are not in force: they need a restart' },
    explanation: {
      'zh-CN': '{settings.pendingRestart} 已修改但要重启才生效：服务器还在用旧值。',
      en: '{settings.pendingRestart} was changed and waits for a restart: the server still runs with the old value.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'restart|pending|config|setting|changed|重启|配置|参数|不生效',
    probes: ['settings', 'connections'],
    confirm: {
      all: [
        [
          'settings.pendingRestart',
          'matches',
          'max_connections|shared_buffers|max_wal_senders|max_replication_slots|max_locks_per_transaction',
        ],
        ['connections.usedRatio', '>=', 0.95],
      ],
    },
    likelyWhenHinted: ['settings.pendingCount', '>=', 1],
    refute: ['settings.pendingCount', '==', 0],
    advice: { 'zh-CN': '安排一次重启，或撤回修改。', en: 'Plan a restart, or take the change back.' },
    remedies: [],
    source: 'postgresql.org: pg_settings, pending_restart',
  },
  {
    id: 'postgresql.invalid-index',
    kind: 'postgresql',
    title: {
      'zh-CN': '索引 {objects.invalidIndex.name} 无效，查询用不上',
      en: 'The index {objects.invalidIndex.name} is invalid and not used',
    },
    explanation: {
      'zh-CN':
        '{objects.invalidIndex.schema}.{objects.invalidIndex.name}（表 {objects.invalidIndex.table}）是中断的 CREATE INDEX CONCURRENTLY 留下的：查询不用它，写入却仍要维护它。共 {objects.invalidIndexes} 个。',
      en: '{objects.invalidIndex.schema}.{objects.invalidIndex.name} (table {objects.invalidIndex.table}) is left from a CREATE INDEX CONCURRENTLY that broke off: no query uses it, yet writes keep it up. {objects.invalidIndexes} in all.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['postgresql.full-scans'],
    hints: 'index|slow|索引|变慢|慢查询',
    probes: ['objects'],
    confirm: ['objects.invalidIndexes', '>=', 1],
    refute: ['objects.invalidIndexes', '==', 0],
    advice: {
      'zh-CN': '用 REINDEX INDEX CONCURRENTLY 重建；唯一索引失败多因重复数据，先清理重复。',
      en: 'Rebuild it with REINDEX INDEX CONCURRENTLY; a unique one mostly failed on duplicates, so clear those first.',
    },
    remedies: [
      {
        action: 'reindex',
        arguments: { schema: '{objects.invalidIndex.schema}', index: '{objects.invalidIndex.name}' },
        // On duplicates a unique one would fail again.
        when: ['objects.invalidIndex.isUnique', '==', false],
      },
    ],
    source: 'postgresql.org: Building Indexes Concurrently',
  },
  {
    id: 'postgresql.sequence-exhausted',
    kind: 'postgresql',
    title: {
      'zh-CN': '序列 {objects.sequence.name} 即将或已经用尽',
      en: 'The sequence {objects.sequence.name} is running out (exhausted)',
    },
    explanation: {
      'zh-CN':
        '{objects.sequence.schema}.{objects.sequence.name}（{objects.sequence.column}）已用到 {objects.sequence.last} / {objects.sequence.max}；用尽后插入全部失败。',
      en: '{objects.sequence.schema}.{objects.sequence.name} ({objects.sequence.column}) is at {objects.sequence.last} of {objects.sequence.max}; past the end every insert fails.',
    },
    severity: 'critical',
    role: 'cause',
    hints: 'sequence|nextval|out of range|insert|序列|主键|插入失败|溢出',
    quoted: quotedState({ says: 'reached maximum value of sequence', states: ['2200H'], classes: ['SequenceGeneratorLimitExceeded'] }),
    probes: ['objects', 'log'],
    confirm: {
      any: [
        ['objects.sequence.usedRatio', '>=', 0.98],
        ['log.sequenceEnds', '>=', 1],
      ],
    },
    likely: ['objects.sequence.usedRatio', '>=', 0.8],
    refute: ['objects.sequence.usedRatio', '<', 0.5],
    advice: {
      'zh-CN': '把列与序列改为 bigint（大表用新列加触发器分批迁移）；应急可让序列从负数起步，前提是应用接受负主键。',
      en: 'Move column and sequence to bigint (for large tables through a new column, in batches); as a stopgap the sequence may go on in the negative, if applications accept that.',
    },
    remedies: [],
    source: 'postgresql.org: CREATE SEQUENCE; Basecamp 2018 post-mortem (integer keys)',
  },
  {
    id: 'postgresql.logins-fail',
    kind: 'postgresql',
    title: { 'zh-CN': '大量登录失败（认证失败）', en: 'Many logins fail (authentication)' },
    explanation: {
      'zh-CN': '近 15 分钟日志有 {log.loginFailures} 次登录被拒；最多的错误：{log.topMessage}',
      en: '{log.loginFailures} logins were refused in 15 minutes of log; the most frequent error: {log.topMessage}',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'password|auth|login|pg_hba|认证|登录|密码',
    quoted: quotedState({
      says: 'password authentication failed for user|role .{1,80} is not permitted to log in|FATAL: +role .{1,80} does not exist',
      states: ['28P01'],
      classes: ['InvalidPassword'],
    }),
    probes: ['log'],
    confirm: ['log.loginFailures', '>=', 5],
    likely: ['log.loginFailures', '>=', 3],
    // One refused login in a quarter of an hour is a slip of somebody’s finger, unless somebody complains of it.
    likelyWhenHinted: ['log.loginFailures', '>=', 1],
    refute: ['log.loginFailures', '==', 0],
    advice: {
      'zh-CN': '核对最近的密码轮换与 pg_hba.conf 变更，以及是否有人在试密码（日志里有来源地址）。',
      en: 'Look at recent password rotations and changes of pg_hba.conf, and whether somebody guesses passwords (the log has addresses).',
    },
    remedies: [],
    source: 'postgresql.org: Client Authentication Problems',
  },
  {
    id: 'postgresql.permission-denied',
    kind: 'postgresql',
    title: { 'zh-CN': '应用缺少权限：{log.topMessage}', en: 'Permission denied: an application lacks a right: {log.topMessage}' },
    explanation: {
      'zh-CN':
        '近 15 分钟日志有 {log.permissionDenied} 条语句因权限被拒；最多的错误：{log.topMessage}。常见于重建表、换属主或收回授权之后。',
      en: '{log.permissionDenied} statements were refused for lack of a right in 15 minutes of log; the most frequent error: {log.topMessage}. As after a table was made anew, changed its owner, or a grant was revoked.',
    },
    severity: 'critical',
    role: 'cause',
    hints: 'permission|grant|privilege|权限|授权',
    quoted: quotedState({
      says: 'permission denied for|must be owner of',
      states: ['42501'],
      classes: ['InsufficientPrivilege'],
      unless: 'row-level security',
    }),
    probes: ['log'],
    confirm: ['log.permissionDenied', '>=', 5],
    likely: ['log.permissionDenied', '>=', 1],
    refute: ['log.permissionDenied', '==', 0],
    advice: {
      'zh-CN': '核对最近的变更（迁移、属主、REVOKE），用属主账号重新 GRANT；用 ALTER DEFAULT PRIVILEGES 避免新表再次缺权限。',
      en: 'Look at what was changed (a migration, an owner, a REVOKE), GRANT again as the owner; ALTER DEFAULT PRIVILEGES keeps new tables from the same.',
    },
    remedies: [],
    source: 'postgresql.org: Privileges; ALTER DEFAULT PRIVILEGES',
  },
  {
    id: 'postgresql.objects-missing',
    kind: 'postgresql',
    title: { 'zh-CN': '应用引用的表、列或函数不存在（缺失）：{log.topMessage}', en: 'Missing table, column or function: {log.topMessage}' },
    explanation: {
      'zh-CN':
        '近 15 分钟日志有 {log.missingObjects} 条语句引用了不存在的表、列或函数；最多的错误：{log.topMessage}。常见于只发布了应用或只跑了迁移，或 search_path 被改。',
      en: '{log.missingObjects} statements named a table, column or function that does not exist in 15 minutes of log; the most frequent error: {log.topMessage}. As when a release went out without its migration, or search_path was changed.',
    },
    severity: 'critical',
    role: 'cause',
    hints: 'does not exist|undefined (table|column)|migration|不存在|迁移',
    quoted: quotedState({
      says: '(relation|schema|type) .{0,2}"[^"]{1,120}" does not exist|column ["\\w.\\\\]{1,120} (of relation .{1,120} )?does not exist|function .{1,120}\\(.{0,200}\\) does not exist',
      states: ['42P01', '42703'],
      classes: ['UndefinedTable', 'UndefinedColumn', 'UndefinedFunction'],
      unless: 'operator does not exist',
    }),
    probes: ['log'],
    confirm: ['log.missingObjects', '>=', 5],
    likely: ['log.missingObjects', '>=', 2],
    refute: ['log.missingObjects', '==', 0],
    advice: {
      'zh-CN': '对照最近的发布与迁移：补跑或回退其一；再看角色与数据库的 search_path（ALTER ROLE/DATABASE … SET）。',
      en: 'Compare the latest release with the latest migration and run or roll back one of them; then see search_path of role and database.',
    },
    remedies: [],
    source: 'postgresql.org: Appendix A, 42P01 and 42703; Schemas: search_path',
  },
];

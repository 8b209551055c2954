/** Logins that expired, settings of single logins that cut sessions off, and sequences that are behind. */

import type { Signature } from '../../../domain/signature.ts';
import { quotedState } from './sql-state.ts';

export const loginSignatures: readonly Signature[] = [
  {
    id: 'postgresql.password-expired',
    kind: 'postgresql',
    title: {
      'zh-CN': '账号 {logins.expired} 的密码已过期（VALID UNTIL），登录失败',
      en: 'The password of {logins.expired} has expired (VALID UNTIL): logins fail',
    },
    explanation: {
      'zh-CN':
        '{logins.expired} 的密码在 {logins.expiredSecondsAgo|duration}前过期：密码没有变，服务器仍报 password authentication failed。近 15 分钟日志有 {log.loginFailures} 次登录被拒。',
      en: 'The password of {logins.expired} expired {logins.expiredSecondsAgo|duration} ago: it is still the same, and the server says "password authentication failed" all the same. {log.loginFailures} logins were refused in 15 minutes of log.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['postgresql.logins-fail'],
    hints: 'password|auth|log.?in|expire|valid until|28P01|密码|认证|登录|过期|连不上',
    probes: ['logins', 'log'],
    // Roles of people who left stay expired for years: it takes refused logins, or a complaint.
    confirm: {
      all: [
        ['logins.expired', 'matches', '.'],
        ['log.loginFailures', '>=', 3],
      ],
    },
    likelyWhenHinted: ['logins.expired', 'matches', '.'],
    refute: ['logins.expired', '==', ''],
    advice: {
      'zh-CN': 'ALTER ROLE … VALID UNTIL 延长（或 infinity），并把轮换流程补上；服务账号的到期日要有提醒。',
      en: 'Extend it with ALTER ROLE … VALID UNTIL (or infinity), and mend the rotation; the date of a service account needs a reminder.',
    },
    remedies: [],
    source: 'postgresql.org: CREATE ROLE, VALID UNTIL',
  },
  {
    id: 'postgresql.idle-session-timeout-too-short',
    kind: 'postgresql',
    title: {
      'zh-CN': 'idle_session_timeout 过短（{logins.idle_session_timeout.of}），空闲连接被断开',
      en: 'idle_session_timeout ({logins.idle_session_timeout.of}) too short: pooled connections closed',
    },
    explanation: {
      'zh-CN':
        '{logins.idle_session_timeout.of} 的 idle_session_timeout 只有 {logins.idle_session_timeout.ms} 毫秒：空闲稍久就报 terminating connection due to idle-session timeout（57P05）。近 15 分钟日志 {log.idleSessionTimeouts} 次。',
      en: 'idle_session_timeout of {logins.idle_session_timeout.of} is {logins.idle_session_timeout.ms} ms: a connection that rests is ended with "terminating connection due to idle-session timeout" (57P05). {log.idleSessionTimeouts} times in 15 minutes of log.',
    },
    severity: 'warning',
    role: 'cause',
    explains: ['postgresql.connection-churn'],
    hints: 'idle|terminat|reset|broken|closed|57P05|connection|断开|中断|重置|连接',
    quoted: quotedState({ says: 'due to idle-session timeout', states: ['57P05'], classes: ['IdleSessionTimeout'] }),
    probes: ['logins', 'log'],
    confirm: {
      all: [
        ['logins.idle_session_timeout.ms', '>', 0],
        ['log.idleSessionTimeouts', '>=', 3],
      ],
    },
    confirmWhenHinted: {
      all: [
        ['logins.idle_session_timeout.ms', '>', 0],
        ['logins.idle_session_timeout.ms', '<=', 60_000],
      ],
    },
    refute: ['logins.idle_session_timeout.ms', '==', 0],
    advice: {
      'zh-CN': '把它关掉或调到连接池最大空闲时间之上（ALTER ROLE … RESET idle_session_timeout）；经连接池的账号不要设。',
      en: 'Reset it, or set it above the idle time of the pools (ALTER ROLE … RESET idle_session_timeout); logins behind a pool are better without.',
    },
    remedies: [],
    source: 'postgresql.org: idle_session_timeout',
  },
  {
    id: 'postgresql.transaction-timeout-too-short',
    kind: 'postgresql',
    title: {
      'zh-CN': 'idle_in_transaction_session_timeout 过短（{logins.idle_in_transaction_session_timeout.of}），事务中的会话被断开',
      en: 'Sessions idle in transaction are closed by their timeout (for {logins.idle_in_transaction_session_timeout.of})',
    },
    explanation: {
      'zh-CN':
        '{logins.idle_in_transaction_session_timeout.of} 的上限为 {logins.idle_in_transaction_session_timeout.ms} 毫秒，近 15 分钟日志因此断开 {log.transactionTimeouts} 次（25P03）：应用在事务里等别的事，或上限太短。',
      en: 'idle_in_transaction_session_timeout is {logins.idle_in_transaction_session_timeout.ms} ms for {logins.idle_in_transaction_session_timeout.of}, and ended {log.transactionTimeouts} sessions in 15 minutes of log (25P03): the application waits for something else inside a transaction, or the limit is too short.',
    },
    severity: 'warning',
    role: 'cause',
    hints: 'idle.in.transaction|terminat|25P03|reset|closed|断开|中断|事务',
    quoted: quotedState({ says: 'due to idle-in-transaction timeout', states: ['25P03'], classes: ['IdleInTransactionSessionTimeout'] }),
    probes: ['logins', 'log'],
    confirm: {
      all: [
        ['logins.idle_in_transaction_session_timeout.ms', '>', 0],
        ['log.transactionTimeouts', '>=', 3],
      ],
    },
    refute: ['logins.idle_in_transaction_session_timeout.ms', '==', 0],
    advice: {
      'zh-CN': '先看应用在事务里做了什么（外部调用、人工等待），再决定放宽；一分钟左右较常见。',
      en: 'See first what the application does inside its transactions (calls to others, waiting for people); about a minute is usual.',
    },
    remedies: [],
    source: 'postgresql.org: idle_in_transaction_session_timeout',
  },
  {
    id: 'postgresql.lock-timeout-hits',
    kind: 'postgresql',
    title: { 'zh-CN': '锁等待超时：语句因 lock_timeout 被取消', en: 'Lock timeout: statements are cancelled by lock_timeout' },
    explanation: {
      'zh-CN':
        '近 15 分钟日志 {log.lockTimeouts} 次 canceling statement due to lock timeout（最短的上限 {logins.lock_timeout.ms} 毫秒，{logins.lock_timeout.of}）：有人持锁比这更久。',
      en: '{log.lockTimeouts} statements ended with "canceling statement due to lock timeout" in 15 minutes of log (the shortest limit is {logins.lock_timeout.ms} ms, for {logins.lock_timeout.of}): somebody holds a lock for longer than that and blocks them.',
    },
    severity: 'warning',
    role: 'symptom',
    hints: 'lock timeout|55P03|锁超时',
    quoted: quotedState({ says: 'due to lock timeout', states: ['55P03'], classes: ['LockNotAvailable'], unless: 'could not obtain lock' }),
    probes: ['logins', 'log'],
    confirm: ['log.lockTimeouts', '>=', 3],
    advice: {
      'zh-CN': '看锁等待的根是谁；上限只有几十毫秒时先放宽。',
      en: 'Look who is at the root of the lock waits; a limit of some ten milliseconds should be raised first.',
    },
    remedies: [],
    source: 'postgresql.org: lock_timeout',
  },
  {
    id: 'postgresql.temp-file-limit-hit',
    kind: 'postgresql',
    title: {
      'zh-CN': '临时文件达到上限 temp_file_limit，排序与哈希被中止',
      en: 'Temporary files reach temp_file_limit: sorts and hashes are aborted',
    },
    explanation: {
      'zh-CN':
        'temp_file_limit（{logins.temp_file_limit.of}）为 {logins.temp_file_limit.bytes|bytes}：上限被调低，work_mem 太小，或语句排序的数据太多（53400）。近 15 分钟日志有 {log.tempFileLimits} 条语句因此失败。',
      en: 'temp_file_limit ({logins.temp_file_limit.of}) is {logins.temp_file_limit.bytes|bytes}: it was lowered, work_mem is small, or statements sort too much (53400). {log.tempFileLimits} failed on it in 15 minutes of log.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['postgresql.transactions-fail', 'postgresql.spills-to-disk'],
    hints: 'temp|53400|report|sort|fail|报表|日报|排序|临时|失败',
    quoted: 'exceeds temp_file_limit|temporary file size exceeds',
    probes: ['logins', 'log'],
    confirm: ['log.tempFileLimits', '>=', 1],
    // A gigabyte is a limit that people choose to be safe; below a tenth of it ordinary reports fail.
    likelyWhenHinted: ['logins.temp_file_limit.bytes', '<=', 104_857_600],
    refute: ['logins.temp_file_limit.of', '==', ''],
    advice: {
      'zh-CN': '看上限是谁改的；先给报表账号调大 work_mem 或 temp_file_limit（ALTER ROLE … SET），再给语句加索引或分批。',
      en: 'See who changed it; give the login of the reports more work_mem or temp_file_limit (ALTER ROLE … SET), then an index or smaller batches.',
    },
    remedies: [],
    source: 'postgresql.org: temp_file_limit',
  },
  {
    id: 'postgresql.sequence-behind',
    kind: 'postgresql',
    title: {
      'zh-CN': '序列 {sequences.behind.name} 落后于 {sequences.behind.column}，插入报主键重复',
      en: 'The sequence {sequences.behind.name} is behind {sequences.behind.column}: duplicate keys',
    },
    explanation: {
      'zh-CN':
        '{sequences.behind.name} 当前在 {sequences.behind.last}，而 {sequences.behind.column} 最大已到 {sequences.behind.largest}：多见于恢复、复制数据或手工指定主键之后没有 setval；插入会一直报 duplicate key（23505），直到序列追上。',
      en: '{sequences.behind.name} is at {sequences.behind.last}, while {sequences.behind.column} reaches {sequences.behind.largest}: mostly rows were restored or copied with their keys and nobody ran setval; inserts fail with "duplicate key" (23505) until it has caught up.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['postgresql.transactions-fail', 'postgresql.duplicate-keys'],
    hints: 'duplicate|unique|23505|sequence|nextval|primary key|insert|restore|重复|唯一|序列|主键|插入|恢复|下单',
    probes: ['sequences', 'log'],
    confirm: {
      all: [
        ['sequences.behind', '>=', 1],
        ['log.duplicateKeys', '>=', 3],
      ],
    },
    // Where keys also come from elsewhere a sequence may lag behind without harm.
    confirmWhenHinted: ['sequences.behind', '>=', 1],
    refute: ['sequences.behind', '==', 0],
    advice: {
      'zh-CN':
        "SELECT setval(pg_get_serial_sequence('表', '列'), (SELECT max(列) FROM 表))；恢复脚本里固定加上这一步，并检查其他 {sequences.behind} 个落后的序列。",
      en: "SELECT setval(pg_get_serial_sequence('table', 'column'), (SELECT max(column) FROM table)); make it a step of every restore, and see to all {sequences.behind} that are behind.",
    },
    remedies: [],
    source: 'postgresql.org: Sequence Manipulation Functions; wiki.postgresql.org: Fixing Sequences',
  },
];

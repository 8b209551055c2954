/** No rows and no error: what hides them, or took them away. */

import type { Signature } from '../../../domain/signature.ts';

/** People's words for a list that is empty. */
const nothingSeen =
  'empty|blank|no (rows?|data|results?|records?|entries)|(shows?|sees?|returns?|finds?|lists?|showing|seeing|returned|returning) (nothing|none|zero)|zero rows|0 rows|(is|are|was|were|has|have) (all )?(gone|missing|disappeared|vanished)|disappear|vanish|lost (data|rows)|空了|全空|为空|是空|空的|空白|空列表|查不到|看不到|没有数据|没数据|数据没了|不见|消失|丢失|数据丢';

export const accessSignatures: readonly Signature[] = [
  {
    id: 'postgresql.row-security-hides-rows',
    kind: 'postgresql',
    title: {
      'zh-CN': '行级安全（RLS）已在 {access.hidden.table} 上启用，却没有适用于该账号的策略：一行也看不到',
      en: 'Row level security (RLS) is on for {access.hidden.table} without a policy for the login: it sees no rows',
    },
    explanation: {
      'zh-CN':
        '{access.hidden.names} 启用了 row level security，账号 {access.hidden.roles} 有 SELECT 权限，却没有适用的许可策略（该表共 {access.hidden.policies} 条策略）：默认拒绝，查询不报错，只是返回空结果；表里约有 {access.hidden.rows} 行。属主、超级用户和 BYPASSRLS 账号不受限制，所以管理员看得到。',
      en: '{access.hidden.names} has row level security on, and {access.hidden.roles} may SELECT from it, but no permissive policy applies ({access.hidden.policies} policies in all): the default is to deny, so that queries return nothing and no error, though there are about {access.hidden.rows} rows. Owners, superusers and BYPASSRLS are exempt, so administrators see all.',
    },
    severity: 'critical',
    role: 'cause',
    hints: `row.?level|row.?security|\\brls\\b|polic(y|ies)|行级|策略|${nothingSeen}`,
    probes: ['access'],
    // Some deny a login on purpose like this: only where somebody misses rows is it a finding.
    confirm: ['access.hidden.count', '<', 0],
    confirmWhenHinted: ['access.hidden.count', '>=', 1],
    refute: ['access.hidden.count', '==', 0],
    advice: {
      'zh-CN':
        '确认是谁、为什么启用；要用它就补上策略（CREATE POLICY … FOR SELECT TO 账号 USING (…)），误开则 ALTER TABLE … DISABLE ROW LEVEL SECURITY。',
      en: 'Find out who switched it on and why; add the policy (CREATE POLICY … FOR SELECT TO login USING (…)), or take it back with ALTER TABLE … DISABLE ROW LEVEL SECURITY.',
    },
    remedies: [],
    source: 'postgresql.org: Row Security Policies',
  },
  {
    id: 'postgresql.row-policy-needs-setting',
    kind: 'postgresql',
    title: {
      'zh-CN': '{access.setting.table} 的行级安全策略依赖会话参数 {access.setting.name}，未设置就查不到数据',
      en: 'Row level security of {access.setting.table} asks for the session setting {access.setting.name}: without it no rows are seen',
    },
    explanation: {
      'zh-CN':
        '策略 {access.setting.policy} 用 current_setting({access.setting.name}) 过滤：连接池换了连接、用了 SET LOCAL 或新版本没有设置它，查询就返回空结果而不报错。',
      en: 'The policy {access.setting.policy} filters by current_setting({access.setting.name}): where a pool changes connections, SET LOCAL ended with its transaction, or a release does not set it, queries return nothing and no error.',
    },
    severity: 'warning',
    role: 'cause',
    hints: `row.?level|row.?security|\\brls\\b|polic(y|ies)|行级|策略|${nothingSeen}`,
    probes: ['access'],
    confirm: ['access.setting.count', '<', 0],
    likelyWhenHinted: {
      all: [
        ['access.setting.count', '>=', 1],
        ['access.hidden.count', '==', 0],
      ],
    },
    refute: ['access.setting.count', '==', 0],
    advice: {
      'zh-CN': '以应用的账号连接，SHOW 这个参数；确认每个事务开始时都设置了它。',
      en: 'Connect as the application does and SHOW the setting; see that every transaction sets it when it begins.',
    },
    remedies: [],
    source: 'postgresql.org: Row Security Policies; current_setting',
  },
  {
    id: 'postgresql.search-path-hides-table',
    kind: 'postgresql',
    title: {
      'zh-CN': 'search_path 让 {access.shadow.role} 读到空表 {access.shadow.table}，数据在 {access.shadow.other}',
      en: 'search_path makes {access.shadow.role} read the empty {access.shadow.table}; the rows are in {access.shadow.other}',
    },
    explanation: {
      'zh-CN':
        '账号 {access.shadow.role} 的 search_path 是 {access.shadow.path}，先找到没有数据的 {access.shadow.table}；同名的 {access.shadow.other} 有 {access.shadow.otherRows} 行。查询不报错，只是结果为空。',
      en: 'The search_path of {access.shadow.role} is {access.shadow.path} and comes to {access.shadow.table} first, which is empty; {access.shadow.other} of the same name has {access.shadow.otherRows} rows. Queries return nothing and no error.',
    },
    severity: 'critical',
    role: 'cause',
    hints: `search_path|schema|${nothingSeen}`,
    probes: ['access'],
    confirm: ['access.shadow.count', '<', 0],
    confirmWhenHinted: ['access.shadow.count', '>=', 1],
    refute: ['access.shadow.count', '==', 0],
    advice: {
      'zh-CN': '恢复账号或数据库的 search_path（ALTER ROLE/DATABASE … SET search_path），或在语句里写明模式；核实后再删除空表。',
      en: 'Set the search_path of role or database back (ALTER ROLE/DATABASE … SET search_path), or name the schema in statements; drop the empty table only when that is sure.',
    },
    remedies: [],
    source: 'postgresql.org: The Schema Search Path',
  },
  {
    id: 'postgresql.table-emptied',
    kind: 'postgresql',
    title: {
      'zh-CN': '表 {access.emptied.table} 被清空（{access.emptied.how}），里面一行数据也没有',
      en: 'The table {access.emptied.table} was emptied ({access.emptied.how}): no rows are left in it',
    },
    explanation: {
      'zh-CN':
        '{access.emptied.table} 自统计以来写入过 {access.emptied.rows} 行，现在一行也没有，看起来是 {access.emptied.how} 清掉的；查询不报错，只是结果为空。',
      en: '{access.emptied.rows} rows were written to {access.emptied.table} since the counters began, and none is left; it looks like {access.emptied.how}. Queries return nothing and no error.',
    },
    severity: 'critical',
    role: 'cause',
    hints: `truncate|deleted|wiped|清空|误删|删(了|掉|除)|${nothingSeen}`,
    probes: ['access'],
    // Staging tables and queues are empty many times a day.
    confirm: ['access.emptied.count', '<', 0],
    likelyWhenHinted: ['access.emptied.count', '>=', 1],
    refute: ['access.emptied.count', '==', 0],
    advice: {
      'zh-CN':
        '先停掉会覆盖现场的任务，查日志里的 TRUNCATE/DELETE 是谁执行的，再从备份或时间点恢复（PITR）取回数据；暂存表、队列表为空是正常的。',
      en: 'Stop jobs that write over it, see in the log who ran the TRUNCATE or DELETE, and bring the rows back from a backup or by point-in-time recovery; a staging table or a queue may well be empty.',
    },
    remedies: [],
    source: 'postgresql.org: TRUNCATE; The Cumulative Statistics System',
  },
];

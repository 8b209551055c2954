/** Statements that the server answers with an error each time. */

import type { Signature } from '../../../domain/signature.ts';
import { errorForms } from './error-forms.ts';

export const refusedSignatures: readonly Signature[] = [
  {
    id: 'mysql.permission-denied',
    kind: 'mysql',
    title: { 'zh-CN': '应用缺少权限，语句被拒绝', en: 'Permission denied: an application lacks a privilege' },
    explanation: {
      'zh-CN':
        '每秒 {activity.statementsDeniedPerSecond} 条语句因缺少权限被拒（错误 1142、1143、1044、1227、1370），启动以来 {activity.statementsDeniedTotal} 条；登录本身是成功的。最近失败的语句：{statements.failing.query}',
      en: '{activity.statementsDeniedPerSecond} statements a second are denied for lack of a privilege (errors 1142, 1143, 1044, 1227, 1370), {activity.statementsDeniedTotal} since the start, while logins succeed. What failed last: {statements.failing.query}',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['mysql.statement-fails'],
    hints: 'denied|privilege|permission|grant|revoke|1142|1143|1044|1227|1370|权限|授权|拒绝',
    quoted: errorForms({
      says: 'command denied to user|access denied for user .{1,120} to database|access denied; you need',
      numbers: [1142, 1143, 1044, 1227, 1370],
      names: ['ER_(TABLEACCESS|COLUMNACCESS|DBACCESS|SPECIFIC_ACCESS|PROCACCESS)_DENIED_ERROR'],
    }),
    probes: ['activity', 'statements'],
    confirm: ['activity.statementsDeniedPerSecond', '>=', 1],
    confirmWhenHinted: ['activity.statementsDenied', '>=', 1],
    likelyWhenHinted: ['activity.statementsDeniedPerHour', '>=', 10],
    refute: ['activity.statementsDeniedTotal', '==', 0],
    advice: {
      'zh-CN':
        '用 SHOW GRANTS FOR 对照账号该有的权限：最近的 REVOKE、重建账号、改名的库表，或 DEFINER 已不存在的视图与存储过程；补上缺的那一项 GRANT，不要给 ALL。',
      en: 'Compare SHOW GRANTS FOR the account with what it should have: a recent REVOKE, an account made anew, a renamed table, a view or routine whose DEFINER is gone; GRANT what is missing, and not ALL.',
    },
    remedies: [],
    source: 'dev.mysql.com: Access Control, Stage 2; MariaDB KB: Access_denied_errors',
  },
  {
    id: 'mysql.statement-fails',
    kind: 'mysql',
    title: { 'zh-CN': '一条语句每次执行都报错', en: 'A statement fails each time it runs' },
    explanation: {
      'zh-CN':
        '最近一秒里执行 {statements.failing.calls} 次，{statements.failing.share|percent} 报错（累计 {statements.failing.errors} 次）：{statements.failing.query}。服务器给出的错误：{statements.failing.message}。',
      en: '{statements.failing.calls} runs in the last second, {statements.failing.share|percent} of which ended with an error ({statements.failing.errors} in all): {statements.failing.query}. The error that the server gave: {statements.failing.message}.',
    },
    severity: 'warning',
    role: 'symptom',
    hints:
      "fail|error|reject|refuse|denied|\\bcan(no|'|’)t\\b|can not|nobody can|no ?(one|body)|unable|impossible|do(es)?(n['’]t| not) (work|go|save)|stopped working|broken|wrong|missing|失败|报错|错误|拒绝|无法|不能|不了|没法|异常|出错|不成功",
    probes: ['statements'],
    // Some statements are meant to fail, such as an insert that finds its row there: it takes many, or a complaint.
    confirm: {
      all: [
        ['statements.failing.calls', '>=', 20],
        ['statements.failing.errors', '>=', 20],
        ['statements.failing.share', '>=', 0.9],
      ],
    },
    likelyWhenHinted: {
      all: [
        ['statements.failing.calls', '>=', 1],
        ['statements.failing.errors', '>=', 3],
        ['statements.failing.share', '>=', 0.9],
      ],
    },
    advice: {
      'zh-CN': '看应用得到的错误号：表或列不存在（发布与迁移不一致）、权限、只读、超长、约束；再对照最近的变更。',
      en: 'See which error the application gets: no such table or column (a release without its migration), a privilege, read-only, too long, a constraint; then compare with what was changed last.',
    },
    remedies: [],
    source: 'dev.mysql.com: Statement Summary Tables, SUM_ERRORS',
  },
];

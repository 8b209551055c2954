/** Faults that keep anyone from reaching PostgreSQL, or from being let in. */

import type { Signature } from '../../../domain/signature.ts';
import { reachSignatures } from '../../session/reach-signatures.ts';
import { quotedState } from './sql-state.ts';

export const postgresqlReachSignatures: readonly Signature[] = [
  ...reachSignatures({
    kind: 'postgresql',
    name: 'PostgreSQL',
    probe: 'server',
    downHints: 'pg_up|PostgresqlDown|postgres.*down',
    loginSource: 'postgresql.org: Client Authentication Problems',
  }),
  {
    id: 'postgresql.host-not-allowed',
    kind: 'postgresql',
    title: { 'zh-CN': 'pg_hba.conf 不允许这个来源登录，连接被拒绝', en: 'pg_hba.conf refuses logins from this host' },
    explanation: {
      'zh-CN': '服务在运行，但没有匹配的访问规则：{reach.reason}。规则被改动、来源地址变了，或规则要求加密连接。',
      en: 'It runs, but no access rule fits: {reach.reason}. A rule was changed, the address is a new one, or the rule asks for encryption.',
    },
    severity: 'critical',
    role: 'cause',
    hints: 'pg_hba|no entry|rejected|访问规则|白名单',
    quoted: 'no pg_hba.conf entry for|pg_hba.conf rejects (connection|replication)',
    probes: ['server'],
    // That we are let in from here does not refute what the application was told elsewhere.
    confirm: {
      all: [
        ['reach.isOk', '==', false],
        ['reach.problem', '==', 'not-allowed'],
      ],
    },
    advice: {
      'zh-CN':
        '在 pg_hba.conf 中为该用户、库和地址补上规则（hostssl 则需加密连接），执行 pg_reload_conf() 生效；pg_hba_file_rules 可查错。',
      en: 'Add a rule for that user, database and address to pg_hba.conf (hostssl wants encryption) and reload; pg_hba_file_rules shows mistakes.',
    },
    remedies: [],
    source: 'postgresql.org: The pg_hba.conf File',
  },
  {
    id: 'postgresql.database-missing',
    kind: 'postgresql',
    title: { 'zh-CN': '要连接的数据库不存在', en: 'The database to connect to does not exist' },
    explanation: {
      'zh-CN': '登录成功但库不存在：{reach.reason}。库被删除、改名，或连到了另一个实例。',
      en: 'The login is fine but the database is not there: {reach.reason}. It was dropped or renamed, or this is another instance.',
    },
    severity: 'critical',
    role: 'cause',
    hints: 'does not exist|3D000|不存在',
    quoted: quotedState({ says: 'database .{0,2}"[^"]{1,80}" does not exist', states: ['3D000'], classes: ['InvalidCatalogName'] }),
    probes: ['server'],
    // That another database is there does not refute what the application was told.
    confirm: {
      all: [
        ['reach.isOk', '==', false],
        ['reach.problem', '==', 'no-database'],
      ],
    },
    advice: {
      'zh-CN': '核对地址与库名；若确实被删除，停止写入并从备份恢复。',
      en: 'Check address and name; if it was really dropped, stop writing and restore from a backup.',
    },
    remedies: [],
    source: 'postgresql.org: Error Codes, 3D000',
  },
  {
    id: 'postgresql.starting-up',
    kind: 'postgresql',
    title: { 'zh-CN': 'PostgreSQL 正在启动、恢复或关闭，暂不接受连接', en: 'PostgreSQL is starting, recovering or shutting down' },
    explanation: {
      'zh-CN': '服务端回答：{reach.reason}。崩溃后的恢复需要重放 WAL，时间取决于上次检查点以来的写入量。',
      en: 'It says: {reach.reason}. Recovery after a crash replays WAL, for as long as was written since the last checkpoint.',
    },
    severity: 'critical',
    role: 'cause',
    hints: 'starting up|shutting down|recovery mode|启动|恢复|重启',
    quoted: quotedState({
      says: 'the database system is (starting up|shutting down|in recovery mode|not (yet )?accepting connections)',
      states: ['57P03'],
      classes: ['CannotConnectNow'],
    }),
    probes: ['server'],
    confirm: ['reach.problem', '==', 'starting'],
    refute: ['reach.isOk', '==', true],
    advice: {
      'zh-CN': '等待恢复完成，不要再次重启，否则从头开始；同时查日志弄清它为什么重启。关闭卡住时，看是否有会话迟迟不断开。',
      en: 'Let the recovery end; another restart would begin it anew. Find out in the log why it restarted. If it hangs while shutting down, see which session stays.',
    },
    remedies: [],
    source: 'postgresql.org: Error Codes, 57P03; WAL Reliability',
  },
];

/** Processes of the server that end by a signal, and take all sessions with them. */

import type { Signature } from '../../../domain/signature.ts';
import { quotedState } from './sql-state.ts';

const hints = 'crash|restart|terminated by signal|recovery mode|server closed the connection|reset|崩溃|重启|断开|恢复模式';

export const crashSignatures: readonly Signature[] = [
  {
    id: 'postgresql.process-killed',
    kind: 'postgresql',
    title: {
      'zh-CN': 'PostgreSQL 的一个进程被信号 9（SIGKILL）杀死，所有会话随之断开',
      en: 'A process of PostgreSQL was killed with signal 9 (SIGKILL), and every session was cut off with it',
    },
    explanation: {
      'zh-CN':
        '近 15 分钟有 {log.crash.count} 次：每次服务器都结束其余所有会话，重新启动并恢复（the database system is in recovery mode）。信号 9 多半来自内核（内存不足时的 OOM killer）或有人 kill -9。被杀时它在执行：{log.crash.query}。',
      en: 'That happened {log.crash.count} times in 15 minutes: each time the server ends all other sessions, restarts and recovers ("the database system is in recovery mode"). Signal 9 mostly comes from the kernel that runs out of memory (OOM killer), or from somebody’s kill -9. What it ran: {log.crash.query}.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['postgresql.crashed-recently', 'postgresql.starting-up', 'postgresql.transactions-fail'],
    hints,
    probes: ['log'],
    confirm: {
      all: [
        ['log.crash.count', '>=', 1],
        ['log.crash.signal', '==', 9],
      ],
    },
    refute: ['log.crash.count', '==', 0],
    advice: {
      'zh-CN':
        '停掉或改写这条语句（分批、加 LIMIT、调小 work_mem），并在主机内核日志里找 OOM 记录；再设 vm.overcommit_memory=2，或给主机、容器加内存。',
      en: 'Stop or rewrite that statement (in parts, a smaller work_mem), and look for the OOM killer in the kernel log of the host; then set vm.overcommit_memory=2, or give host or container more memory.',
    },
    remedies: [],
    source: 'postgresql.org: Linux Memory Overcommit',
  },
  {
    id: 'postgresql.process-crashes',
    kind: 'postgresql',
    title: {
      'zh-CN': 'PostgreSQL 的一个进程崩溃（信号 {log.crash.signal}），所有会话随之断开',
      en: 'A process of PostgreSQL crashed (signal {log.crash.signal}), and every session was cut off with it',
    },
    explanation: {
      'zh-CN': '近 15 分钟有 {log.crash.count} 次：信号 11 或 6 多为扩展或服务器的缺陷、数据损坏。崩溃时它在执行：{log.crash.query}。',
      en: 'That happened {log.crash.count} times in 15 minutes: signal 11 or 6 mostly means a bug of an extension or of the server, or damaged data. What it ran: {log.crash.query}.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['postgresql.crashed-recently', 'postgresql.starting-up', 'postgresql.transactions-fail'],
    hints,
    probes: ['log'],
    confirm: {
      all: [
        ['log.crash.count', '>=', 1],
        ['log.crash.signal', '!=', 9],
      ],
    },
    refute: ['log.crash.count', '==', 0],
    advice: {
      'zh-CN': '先不让这条语句再执行；升级到最新的小版本与扩展版本，保留 core 文件，再检查它读的表是否损坏（amcheck）。',
      en: 'Keep that statement from running; take the newest minor release and extensions, keep the core file, and check what it reads for damage (amcheck).',
    },
    remedies: [],
    source: 'postgresql.org: Getting a stack trace of a running PostgreSQL backend; amcheck',
  },
  {
    id: 'postgresql.crashed-recently',
    kind: 'postgresql',
    title: { 'zh-CN': 'PostgreSQL 刚崩溃并自动恢复（重启）', en: 'PostgreSQL has just crashed and restarted (crash recovery)' },
    explanation: {
      'zh-CN': '近 15 分钟日志有 {log.crashes} 条进程被信号终止或异常恢复的记录，所有会话都被断开过。',
      en: '{log.crashes} lines of a process ended by a signal, or of recovery, in 15 minutes of log; every session was cut off.',
    },
    severity: 'critical',
    role: 'cause',
    hints: 'crash|restart|terminated by signal|recovery|崩溃|重启|断开',
    quoted: quotedState({
      says: 'because of crash of another server process|database system is in recovery mode',
      states: ['57P02'],
      classes: ['CrashShutdown'],
    }),
    probes: ['log', 'server'],
    confirm: ['log.crashes', '>=', 1],
    refute: ['log.crashes', '==', 0],
    advice: {
      'zh-CN': '看信号：9 多为 OOM killer 或人为 kill -9，11/6 为程序或扩展的缺陷；在主机内核日志里核实。',
      en: 'Look at the signal: 9 is mostly the OOM killer or somebody’s kill -9, 11 or 6 a bug of server or extension; the host’s kernel log tells.',
    },
    remedies: [],
    source: 'postgresql.org: Linux Memory Overcommit',
  },
];

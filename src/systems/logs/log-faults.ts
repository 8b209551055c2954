/** What the operating system, the network or the run-time tells a program, as it stands in its log. */

import type { Condition, Signature } from '../../domain/signature.ts';
import type { LocalText } from '../../domain/text.ts';
import { pinnedTexts } from '../linux/read-pinned.ts';

export interface LogFault {
  readonly fault: string;
  readonly role: Signature['role'];
  readonly severity: Signature['severity'];
  /** What the log must say. */
  readonly said: Condition;
  /** A program ends of it. */
  readonly isEnding?: boolean;
  /** What else it looks like from outside. */
  readonly alsoExplains?: readonly string[];
  /** The words of the operating system say it: a few of them are enough where they are a part of what a young log says. */
  readonly isDefinite?: boolean;
  /** Likely at most. */
  readonly isUnsure?: boolean;
  readonly title: LocalText;
  readonly explanation: LocalText;
  readonly advice: LocalText;
  readonly source: string;
}

/** A sentence of its own: it is left out where nothing of the kind was logged. */
export const changedBefore = {
  'zh-CN': '第一条错误之前它记下的变更：{logs.changeBefore}。',
  en: 'Before the first of them it logged a change: {logs.changeBefore}.',
} as const;

const newest = {
  'zh-CN': `${changedBefore['zh-CN']}{logs.path} 自事发以来有 {logs.errors} 行错误，最近一条：{logs.newestError}`,
  en: `${changedBefore.en} {logs.path} holds {logs.errors} errors since the incident began, the newest: {logs.newestError}`,
} as const;

export const logFaults: readonly LogFault[] = [
  {
    fault: 'no-space',
    isEnding: true,
    role: 'symptom',
    severity: 'critical',
    said: ['logs.noSpace', '>=', 1],
    title: { 'zh-CN': '日志报磁盘已满：空间不足', en: 'Its log says that the disk is full (no space left)' },
    explanation: newest,
    advice: {
      'zh-CN': '看日志所指目录所在的文件系统与 inode。',
      en: 'Look at the file system of the path in the message, and at its inodes.',
    },
    source: 'errno(3): ENOSPC',
  },
  {
    fault: 'read-only',
    role: 'symptom',
    severity: 'critical',
    said: ['logs.readOnly', '>=', 1],
    title: { 'zh-CN': '日志报文件系统只读，无法写入', en: 'Its log says that a file system is read-only' },
    explanation: newest,
    advice: { 'zh-CN': '看主机内核日志里的 I/O 错误。', en: 'Look for I/O errors in the kernel log of its host.' },
    source: 'errno(3): EROFS',
  },
  {
    fault: 'too-many-open-files',
    isEnding: true,
    // It takes no more connections, or what it needs for an answer can't be opened.
    alsoExplains: ['*.silent', '*.slow-answer', '*.backlog-full', '*.no-answer', 'nginx.upstream-timeout'],
    role: 'cause',
    severity: 'critical',
    said: ['logs.tooManyOpenFiles', '>=', 1],
    title: { 'zh-CN': '进程的文件描述符（文件句柄）用尽', en: 'The process is out of file descriptors (too many open files)' },
    explanation: newest,
    advice: {
      'zh-CN': '先看是否有连接或文件泄漏，再提高 LimitNOFILE。',
      en: 'See whether connections or files leak before you raise LimitNOFILE.',
    },
    source: 'errno(3): EMFILE',
  },
  {
    fault: 'out-of-memory',
    isEnding: true,
    role: 'cause',
    severity: 'critical',
    said: ['logs.outOfMemory', '>=', 1],
    title: { 'zh-CN': '进程内存不足（out of memory）', en: 'The process runs out of memory' },
    explanation: {
      'zh-CN': `${newest['zh-CN']}。内存（堆）用尽的进程大多随即崩溃退出，直到有人重新启动；请求量或单次返回的数据变大、或内存泄漏，会让它一再如此。`,
      en: `${newest.en}. A process whose memory (heap) is used up mostly crashes of it and is down until somebody starts it; a larger answer, more requests or a leak bring it there again.`,
    },
    advice: {
      'zh-CN': '对比堆上限与主机内存，查最近的发布与流量。',
      en: 'Compare the heap limit with the memory of the host; look at the last release and the load.',
    },
    source: 'errno(3): ENOMEM; java.lang.OutOfMemoryError',
  },
  {
    fault: 'dependency-refused',
    role: 'symptom',
    severity: 'warning',
    said: ['logs.connectionRefused', '>=', 1],
    title: {
      'zh-CN': '所依赖的服务不可用，拒绝连接：{logs.connectionRefusedTo}',
      en: 'A dependency is down, it refuses connections: {logs.connectionRefusedTo}',
    },
    explanation: newest,
    advice: { 'zh-CN': '看对端进程是否在监听。', en: 'See whether the other end listens.' },
    source: 'connect(2): ECONNREFUSED',
  },
  {
    fault: 'wrong-address',
    role: 'cause',
    severity: 'critical',
    isUnsure: true,
    said: {
      all: [
        ['logs.connectionRefused', '>=', 2],
        ['logs.refused.isDeclared', '==', false],
      ],
    },
    title: {
      'zh-CN': '它连接的地址 {logs.connectionRefusedTo} 没有监听，且不是所声明的依赖：配置里的地址或端口多半是错的',
      en: 'It connects to {logs.connectionRefusedTo}, where nothing listens and none of its declared dependencies is: mostly a wrong address or port in its configuration',
    },
    explanation: newest,
    advice: {
      'zh-CN': '核对它的配置与最近的发布里这个依赖的地址和端口；若确有这个依赖，请补上声明，并看它为何没有监听。',
      en: 'Compare the address and port of that dependency in its configuration and its last release; where it is right, declare the system, and see why nothing listens there.',
    },
    source: 'connect(2): ECONNREFUSED; 12factor.net: config',
  },
  {
    fault: 'hosts-file-pins-address',
    alsoExplains: ['*.log-wrong-address', '*.log-dependency-refused', '*.log-timeouts', '*.slow-answer'],
    role: 'cause',
    severity: 'critical',
    // Whether the peer has moved is known elsewhere: the same line may be right, and the peer down.
    isUnsure: true,
    said: ['logs.pinned.name', 'matches', '.'],
    ...pinnedTexts,
  },
  {
    fault: 'dns-failures',
    role: 'cause',
    severity: 'critical',
    said: ['logs.dnsFailures', '>=', 1],
    title: { 'zh-CN': '域名解析失败（DNS）', en: 'DNS resolution fails: names do not resolve' },
    explanation: newest,
    advice: { 'zh-CN': '在其主机上检查 resolv.conf 与 DNS 服务。', en: 'Check resolv.conf and the name server from its host.' },
    source: 'getaddrinfo(3)',
  },
  {
    fault: 'certificate-errors',
    role: 'cause',
    severity: 'critical',
    said: ['logs.certificateErrors', '>=', 1],
    title: { 'zh-CN': 'TLS 证书过期或不受信任', en: 'A TLS certificate is expired or not trusted' },
    explanation: newest,
    advice: { 'zh-CN': '看是哪一端的证书，续期或补全信任链。', en: 'See whose certificate it is; renew it or complete its chain.' },
    source: 'RFC 5280; x509 verification errors',
  },
  {
    fault: 'missing-file',
    isEnding: true,
    alsoExplains: ['*.silent', '*.wrong-body'],
    role: 'cause',
    severity: 'warning',
    said: {
      all: [
        ['logs.missingFile', '>=', 3],
        ['logs.missingFile', '>=', { fact: 'logs.errors', times: 0.3 }],
      ],
    },
    title: { 'zh-CN': '它需要的文件不存在（No such file）', en: 'A file that it needs does not exist (No such file)' },
    explanation: newest,
    advice: {
      'zh-CN': '看该路径最近被谁移走、改名或没有随发布带上；恢复文件或改正路径。',
      en: 'See who moved or renamed that path lately, or whether a release came without it; restore it or correct the path.',
    },
    source: 'errno(3): ENOENT',
  },
  {
    fault: 'permission-denied',
    role: 'cause',
    severity: 'warning',
    said: ['logs.permissionDenied', '>=', 2],
    isDefinite: true,
    title: { 'zh-CN': '权限不足（Permission denied）', en: 'Permission denied' },
    explanation: {
      'zh-CN': `${newest['zh-CN']}。最多的一种错误：{logs.topError}`,
      en: `${newest.en}. The most frequent error: {logs.topError}`,
    },
    advice: { 'zh-CN': '对照最近的发布与账号变更。', en: 'Compare with the last release and with changes of accounts.' },
    source: 'errno(3): EACCES',
  },
  {
    fault: 'timeouts',
    alsoExplains: ['*.slow-answer'],
    role: 'symptom',
    severity: 'warning',
    said: ['logs.timeouts', '>=', 3],
    title: { 'zh-CN': '它的请求超时', en: 'Its requests time out' },
    explanation: {
      'zh-CN': `${newest['zh-CN']}。日志里写明的超时上限是 {logs.timeoutMs} ms：若对端平时就要这么久，是上限设得过短，重试还会放大压力。`,
      en: `${newest.en}. The time limit that it names is {logs.timeoutMs} ms: where the other end always needed that long, the limit is too short, and retries multiply the load.`,
    },
    advice: {
      'zh-CN': '顺着日志里的对端看：谁慢，慢从何时开始。',
      en: 'Follow the other end that the log names: who is slow, and since when.',
    },
    source: 'errno(3): ETIMEDOUT',
  },
  {
    fault: 'address-in-use',
    isEnding: true,
    // Whoever holds the port answers in its stead.
    alsoExplains: ['*.not-found', '*.wrong-body', '*.unauthorized', '*.not-http', '*.wrong-service'],
    role: 'cause',
    severity: 'critical',
    said: ['logs.addressInUse', '>=', 1],
    title: {
      'zh-CN': '端口被占用，无法启动：{logs.addressInUsePort}',
      en: 'Its port is already in use, it cannot start: {logs.addressInUsePort}',
    },
    explanation: {
      'zh-CN': `占着该端口的是 {logs.holder.command|command}（PID {logs.holder.pid}）。${newest['zh-CN']}`,
      en: `Whoever holds the port: {logs.holder.command|command} (pid {logs.holder.pid}). ${newest.en}`,
    },
    advice: { 'zh-CN': '在主机上看谁占着端口。', en: 'See on its host who holds the port.' },
    source: 'bind(2): EADDRINUSE',
  },
];

/**
 * What a system's own log may say about an incident, for every kind. What it wrote since the onset counts, and is only confirmed where the
 * log reaches further back and shows that this is not what it always says; a young log that is full of it makes it likely. They carry no hints: a system without declared logs must
 * not leave a question open for that.
 */

import type { Condition, Signature } from '../../domain/signature.ts';
import type { LocalText } from '../../domain/text.ts';
import { knownErrorSignatures, seenGone, seenOutside } from './known-error-signatures.ts';

interface LogFault {
  readonly fault: string;
  readonly role: Signature['role'];
  readonly severity: Signature['severity'];
  /** What the log must say. */
  readonly said: Condition;
  /** A program ends of it. */
  readonly isEnding?: boolean;
  /** Likely at most. */
  readonly isUnsure?: boolean;
  readonly title: LocalText;
  readonly explanation: LocalText;
  readonly advice: LocalText;
  readonly source: string;
}

/** Errors that were not there before, or more of them than before. */
const isUnusual: Condition = {
  any: [
    ['logs.newErrors', '>=', 1],
    ['logs.errorShiftRatio', '>=', 2],
  ],
};

/** A log that does not reach back before the incident, and much of which is errors. */
const isYoungAndFull: Condition = {
  all: [
    ['logs.isCompared', '==', false],
    ['logs.errors', '>=', 3],
    ['logs.errorRatio', '>=', 0.2],
  ],
};

export function logSignatures(kind: string): readonly Signature[] {
  const generals = [...generalsOf(kind), `${kind}.log-timeouts`, `${kind}.log-permission-denied`];
  const known = knownErrorSignatures({ kind, probe: 'logs', generals });
  return [...faults.map((fault) => signatureOf(fault, kind)), ...known, ...changes(kind), fullOfErrors(kind)];
}

/** Findings of a log that say no more than that there are errors. */
function generalsOf(kind: string): readonly string[] {
  return ['new-error', 'error-surge', 'full-of-errors'].map((fault) => `${kind}.log-${fault}`);
}

function signatureOf({ fault, said, isEnding = false, isUnsure = false, ...rest }: LogFault, kind: string): Signature {
  const always: Condition = { any: [isUnusual, isYoungAndFull] };
  return {
    id: `${kind}.log-${fault}`,
    kind,
    probes: ['logs'],
    explains: [...generalsOf(kind), ...seenOutside, ...(isEnding ? seenGone : [])],
    confirm: isUnsure ? ['logs.errors', '<', 0] : { all: [said, isUnusual] },
    likely: { all: [said, isUnsure ? always : isYoungAndFull] },
    refute: ['logs.errors', '==', 0],
    remedies: [],
    ...rest,
  };
}

const newest = {
  'zh-CN': '{logs.path} 自事发以来有 {logs.errors} 行错误，最近一条：{logs.newestError}',
  en: '{logs.path} holds {logs.errors} errors since the incident began, the newest: {logs.newestError}',
} as const;

const faults: readonly LogFault[] = [
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
    explanation: newest,
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
    fault: 'permission-denied',
    role: 'cause',
    severity: 'warning',
    said: ['logs.permissionDenied', '>=', 3],
    title: { 'zh-CN': '权限不足（Permission denied）', en: 'Permission denied' },
    explanation: newest,
    advice: { 'zh-CN': '对照最近的发布与账号变更。', en: 'Compare with the last release and with changes of accounts.' },
    source: 'errno(3): EACCES',
  },
  {
    fault: 'timeouts',
    role: 'symptom',
    severity: 'warning',
    said: ['logs.timeouts', '>=', 3],
    title: { 'zh-CN': '它的请求超时', en: 'Its requests time out' },
    explanation: newest,
    advice: {
      'zh-CN': '顺着日志里的对端看：谁慢，慢从何时开始。',
      en: 'Follow the other end that the log names: who is slow, and since when.',
    },
    source: 'errno(3): ETIMEDOUT',
  },
  {
    fault: 'address-in-use',
    isEnding: true,
    role: 'cause',
    severity: 'critical',
    said: ['logs.addressInUse', '>=', 1],
    title: {
      'zh-CN': '端口被占用，无法启动：{logs.addressInUsePort}',
      en: 'Its port is already in use, it cannot start: {logs.addressInUsePort}',
    },
    explanation: newest,
    advice: { 'zh-CN': '在主机上看谁占着端口。', en: 'See on its host who holds the port.' },
    source: 'bind(2): EADDRINUSE',
  },
];

function changes(kind: string): readonly Signature[] {
  const common = { kind, role: 'symptom', severity: 'warning', probes: ['logs'], remedies: [] } as const;
  return [
    {
      ...common,
      id: `${kind}.log-new-error`,
      // That a service fails is what everybody sees; what it says of it is nearer to why.
      explains: [...seenOutside, '*.log-error-surge'],
      title: {
        'zh-CN': '日志里出现了以前没有的错误：{logs.newError}',
        en: 'Its log has errors that were not there before: {logs.newError}',
      },
      explanation: {
        'zh-CN': '{logs.newErrorPath} 自事发以来出现 {logs.newErrors} 种新错误，最多的一种 {logs.newErrorCount} 次：{logs.newError}',
        en: '{logs.newErrorPath} has {logs.newErrors} kinds of new error since the incident began, the most frequent {logs.newErrorCount}×: {logs.newError}',
      },
      confirm: {
        all: [
          ['logs.newErrors', '>=', 1],
          ['logs.newErrorCount', '>=', 2],
        ],
      },
      refute: ['logs.newErrors', '==', 0],
      advice: {
        'zh-CN': '按这条错误的时间对照发布与依赖的变化。',
        en: 'Compare its time with releases and with changes of what it depends on.',
      },
      source: 'template mining: novelty against the hour before',
    },
    {
      ...common,
      id: `${kind}.log-error-surge`,
      title: { 'zh-CN': '日志错误激增，明显多于平时', en: 'Error spike: its log has far more errors than usual' },
      explanation: {
        'zh-CN': '错误为事发前的 {logs.errorShiftRatio} 倍，最多的是：{logs.topError}',
        en: '{logs.errorShiftRatio}× the errors of the time before, most of them: {logs.topError}',
      },
      confirm: ['logs.errorShiftRatio', '>=', 3],
      likely: ['logs.errorShiftRatio', '>=', 2],
      refute: ['logs.errorShiftRatio', '<', 1.5],
      advice: { 'zh-CN': '先看增长最多的那一类错误。', en: 'Begin with the kind of error that grew most.' },
      source: 'rate test of counts (G-test, over-dispersed)',
    },
    {
      ...common,
      id: `${kind}.log-silent`,
      title: { 'zh-CN': '日志停止更新', en: 'Its log has gone silent (stopped)' },
      explanation: {
        'zh-CN':
          '{logs.silentPath} 已 {logs.silentSeconds} 秒没有新内容，此前最长的间隔是 {logs.longestGapSeconds} 秒：进程卡住、已退出，或日志采集断了。',
        en: '{logs.silentPath} has said nothing for {logs.silentSeconds} s, where the longest pause before was {logs.longestGapSeconds} s: the process hangs or is gone, or its logs are no longer collected.',
      },
      confirm: {
        all: [
          ['logs.silentSeconds', '>', 300],
          ['logs.silentSeconds', '>', { fact: 'logs.longestGapSeconds', times: 5 }],
        ],
      },
      refute: ['logs.silentSeconds', '<', 120],
      advice: { 'zh-CN': '看进程是否还在，再看采集端。', en: 'See whether the process is there, then look at what collects the log.' },
      source: 'absence of log entries, as in Google SRE: monitoring the monitoring',
    },
  ];
}

/** Of a log that is too young to compare. */
function fullOfErrors(kind: string): Signature {
  return {
    kind,
    role: 'symptom',
    severity: 'warning',
    probes: ['logs'],
    remedies: [],
    id: `${kind}.log-full-of-errors`,
    explains: [...seenOutside],
    title: { 'zh-CN': '日志里大量报错：{logs.topError}', en: 'Its log is full of errors: {logs.topError}' },
    explanation: {
      'zh-CN':
        '{logs.path} 里有 {logs.errors} 行错误，最多的一种 {logs.topErrorCount} 次：{logs.topError}。日志太短，看不出以前是否也这样。',
      en: '{logs.path} has {logs.errors} errors, the most frequent {logs.topErrorCount}×: {logs.topError}. The log is too young to tell whether it was like that before.',
    },
    // Likely at most: without a time before nobody knows whether this is how it always is.
    confirm: ['logs.errors', '<', 0],
    likely: { all: [isYoungAndFull, ['logs.topErrorCount', '>=', 3]] },
    refute: {
      any: [
        ['logs.isCompared', '==', true],
        ['logs.errors', '<', 3],
      ],
    },
    advice: {
      'zh-CN': '从这条错误查起：它指向哪个依赖、文件或账号。',
      en: 'Start from this error: which dependency, file or account it names.',
    },
    source: 'Google SRE Book, ch. 12',
  };
}

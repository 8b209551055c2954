/** What the declared logs of a machine say by themselves: a log that is full of errors, and a peer that a line of /etc/hosts leads to. */

import { wasCalm } from '../../logs/known-error-signatures.ts';
import { pinnedTexts } from '../read-pinned.ts';
import type { LinuxFault } from './fault.ts';

export const logErrorFaults: readonly LinuxFault[] = [
  {
    fault: 'hosts-file-pins-address',
    ...pinnedTexts,
    severity: 'critical',
    role: 'cause',
    about: ['logs.pinned.name', 'logs.pinned.address'],
    explains: ['new-log-errors', 'log-full-of-errors', 'peer-not-answering'],
    hints: 'hosts|dns|resolv|refused|timed? ?out|connect|migrat|moved|failover|database|域名|解析|连不上|拒绝|超时|迁移|切换|数据库',
    probes: ['service-logs'],
    // Whether the peer has moved is known elsewhere: the same line may be right, and the peer down.
    confirm: ['logs.pinned.port', '<', 0],
    likely: ['logs.pinned.name', '!=', ''],
    refute: {
      any: [
        ['logs.pinned.name', '==', ''],
        ['logs.errors', '==', 0],
      ],
    },
    remedies: [],
  },
  {
    fault: 'log-full-of-errors',
    title: { 'zh-CN': '日志里大量报错：{logs.topError}', en: 'the log is full of errors: {logs.topError}' },
    explanation: {
      'zh-CN':
        '{logs.path} 里 {logs.errorRatio|percent} 的行是错误（{logs.errors} 行），最近一条：{logs.newestError}。日志太短，看不出以前是否也这样。',
      en: '{logs.errorRatio|percent} of the lines of {logs.path} are errors ({logs.errors}), the newest: {logs.newestError}. The log is too young to tell whether it was like that before.',
    },
    severity: 'warning',
    role: 'symptom',
    about: ['logs.path'],
    hints: 'log|error|exception|5xx|500|日志|报错|错误|异常',
    probes: ['service-logs'],
    // Likely at most: without a time before nobody knows whether this is how it always is.
    confirm: ['logs.errors', '<', 0],
    likely: {
      all: [
        ['logs.isCompared', '==', false],
        ['logs.topErrorCount', '>=', 3],
        { not: ['logs.topErrorSaysWhy', '==', false] },
        { any: [['logs.errorRatio', '>=', 0.2], wasCalm] },
      ],
    },
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
    remedies: [],
    source: 'Google SRE Book, ch. 12',
  },
];

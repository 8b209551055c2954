/**
 * What a system's own log may say about an incident, for every kind. What it wrote since the onset counts, and is only confirmed where the
 * log reaches further back and shows that this is not what it always says; a young log that is full of it makes it likely. They carry no hints: a system without declared logs must
 * not leave a question open for that.
 */

import type { Condition, Signature } from '../../domain/signature.ts';
import { knownErrorSignatures, seenGone, seenOutside, wasCalm } from './known-error-signatures.ts';
import { changedBefore, type LogFault, logFaults } from './log-faults.ts';

/** Errors that were not there before, or more of them than before. */
const isUnusual: Condition = {
  any: [
    ['logs.newErrors', '>=', 1],
    ['logs.errorShiftRatio', '>=', 2],
  ],
};

const isYoung: Condition = ['logs.isCompared', '==', false];

/** A log that does not reach back before the incident, and much of which is errors, or which was calm until they began. */
const isYoungAndFull: Condition = {
  all: [isYoung, ['logs.errors', '>=', 3], { any: [['logs.errorRatio', '>=', 0.2], wasCalm] }],
};

/** A few errors of a young log that are a part of what it says. */
const isPartOfYoung: Condition = { all: [isYoung, ['logs.errors', '>=', 2], ['logs.errorRatio', '>=', 0.1]] };

/** It answers with an error while it is looked at, and a young log has errors: what they say is why, however much else it writes. Of services. */
const isFailingNow: Condition = { all: [isYoung, ['health.status', '>=', 500], ['logs.errors', '>=', 2]] };

/** It says that something failed and nothing of why: who asks knows that already. */
const isBare: Condition = ['logs.topErrorSaysWhy', '==', false];

/** Of who asks, and nothing that a service does wrong. */
const isOfClients: Condition = [
  'logs.topError',
  'matches',
  String.raw`\bclient error\b|\b(answered|returned|status|code|HTTP/[\d.]+"?)[ =:]*4(0[045]|1[0345]|2[29])\b`,
];

export function logSignatures(kind: string): readonly Signature[] {
  const generals = [...generalsOf(kind), `${kind}.log-timeouts`, `${kind}.log-permission-denied`];
  const known = knownErrorSignatures({ kind, probe: 'logs', generals, isUnusual, isFailingNow });
  return [...logFaults.map((fault) => signatureOf(fault, kind)), ...known, ...changes(kind), fullOfErrors(kind)];
}

/** Findings of a log that say no more than that there are errors. */
function generalsOf(kind: string): readonly string[] {
  return ['new-error', 'error-surge', 'full-of-errors'].map((fault) => `${kind}.log-${fault}`);
}

function signatureOf(
  { fault, said, isEnding = false, isUnsure = false, isDefinite = false, alsoExplains = [], ...rest }: LogFault,
  kind: string,
): Signature {
  const always: Condition = { any: [isUnusual, isYoungAndFull] };
  return {
    id: `${kind}.log-${fault}`,
    kind,
    probes: ['logs'],
    explains: [...generalsOf(kind), ...seenOutside, ...(isEnding ? seenGone : []), ...alsoExplains],
    // A program ends of it once, however much it said before.
    confirm: isUnsure ? ['logs.errors', '<', 0] : { all: [said, isEnding ? { any: [isUnusual, isYoung] } : isUnusual] },
    likely: { all: [said, isUnsure ? always : { any: [isYoungAndFull, isFailingNow, ...(isDefinite ? [isPartOfYoung] : [])] }] },
    refute: ['logs.errors', '==', 0],
    remedies: [],
    ...rest,
  };
}

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
        'zh-CN': `${changedBefore['zh-CN']}{logs.newErrorPath} 自事发以来出现 {logs.newErrors} 种新错误，最多的一种 {logs.newErrorCount} 次：{logs.newError}`,
        en: `${changedBefore.en} {logs.newErrorPath} has {logs.newErrors} kinds of new error since the incident began, the most frequent {logs.newErrorCount}×: {logs.newError}`,
      },
      confirm: {
        all: [['logs.newErrors', '>=', 1], ['logs.newErrorCount', '>=', 2], { not: ['logs.newErrorSaysWhy', '==', false] }],
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
      'zh-CN': `${changedBefore['zh-CN']}{logs.path} 里有 {logs.errors} 行错误，最多的一种 {logs.topErrorCount} 次：{logs.topError}。日志太短，看不出以前是否也这样。`,
      en: `${changedBefore.en} {logs.path} has {logs.errors} errors, the most frequent {logs.topErrorCount}×: {logs.topError}. The log is too young to tell whether it was like that before.`,
    },
    // Likely at most: without a time before nobody knows whether this is how it always is.
    confirm: ['logs.errors', '<', 0],
    likely: { all: [{ any: [isYoungAndFull, isFailingNow] }, ['logs.topErrorCount', '>=', 3], { not: isBare }, { not: isOfClients }] },
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

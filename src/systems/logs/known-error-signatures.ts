/** The errors that applications log and whose meaning is known, as faults of whoever has such a log. */

import { type KnownError, knownErrors } from '../../analysis/logs/known-errors.ts';
import type { Condition, Signature } from '../../domain/signature.ts';
import { changedBefore } from './log-faults.ts';

/** What a service looks like from outside that fails while it runs. */
export const seenOutside = [
  ...['*.server-error', '*.bad-gateway', '*.unavailable', '*.gateway-timeout', '*.unexpected-status', '*.says-why', '*.flapping'],
] as const;
/** What one looks like that has ended, or keeps ending. */
export const seenGone = [
  ...['*.refused', '*.process-gone', '*.connection-reset', '*.hangs-up'],
  // And from who passes requests on to it.
  ...['nginx.upstream-closes', 'nginx.upstream-refused', 'haproxy.check-refused', 'haproxy.response-errors', 'haproxy.connect-errors'],
] as const;

/** What one looks like that waits. */
const seenWaiting = ['*.slow-answer', 'nginx.upstream-timeout', 'haproxy.responses-time-out', 'haproxy.slow-responses'] as const;

export interface LoggedBy {
  readonly kind: string;
  /** The look that reads the log. */
  readonly probe: string;
  /** Findings of the same log that say less, by their ids. */
  readonly generals: readonly string[];
  /** Errors that were not there before, or more of them than before, as that look tells it. */
  readonly isUnusual: Condition;
  /** It fails while it is looked at, where that look knows. */
  readonly isFailingNow?: Condition;
}

/** They carry no hints: a system without declared logs must not leave a question open for that. */
export function knownErrorSignatures({ kind, probe, generals, isUnusual, isFailingNow }: LoggedBy): readonly Signature[] {
  return knownErrors.map((known): Signature => {
    const said: readonly Condition[] = [
      ['logs.known', '==', known.id],
      ['logs.knownCount', '>=', 2],
      ['logs.knownShare', '>=', 0.3],
    ];
    return {
      id: `${kind}.log-says-${known.id}`,
      kind,
      role: known.isOwn || known.isReason ? 'cause' : 'symptom',
      severity: known.severity,
      probes: [probe],
      explains: [...generals, ...seenOutside, ...(known.isEnding ? seenGone : []), ...(known.isWait ? seenWaiting : [])],
      ...(known.isReason && { reason: 'logs.knownLine' }),
      ...texts(known),
      confirm: {
        all: [
          ...said,
          known.isReason ? { any: [isUnusual, wasCalm, isNew, ...(known.severity === 'critical' ? [fillsTheLog] : [])] } : isUnusual,
        ],
      },
      likely: { all: [...said, { any: [isYoungAndFull(known), ...(isFailingNow === undefined ? [] : [isFailingNow])] }] },
      refute: ['logs.knownCount', '==', 0],
      remedies: [],
      source: known.source,
    };
  });
}

/** Nobody said it before the incident, whatever level the program gives it. */
const isNew: Condition = {
  all: [
    ['logs.isCompared', '==', true],
    ['logs.knownBefore', '==', 0],
    ['logs.knownCount', '>=', 3],
  ],
};

/** No program that works has so many. */
const fillsTheLog: Condition = {
  all: [
    ['logs.isCompared', '==', false],
    ['logs.knownCount', '>=', 5],
    ['logs.errorRatio', '>=', 0.2],
  ],
};

/** It had none for so long that this is no chance, and has them since. */
export const wasCalm: Condition = ['logs.calmEntries', '>', 0];

/** A log that does not reach back before the incident, and holds many of them; what is never harmless needs fewer. */
function isYoungAndFull({ severity, isReason }: KnownError): Condition {
  const isFull: Condition = {
    all: [
      ['logs.knownCount', '>=', 3],
      severity === 'critical'
        ? {
            any: [
              ['logs.errorRatio', '>=', 0.1],
              ['logs.knownRatio', '>=', 0.1],
              wasCalm,
              {
                all: [
                  ['logs.knownCount', '>=', 5],
                  ['logs.errorRatio', '>=', 0.02],
                ],
              },
            ],
          }
        : { any: [['logs.errorRatio', '>=', 0.2], ['logs.knownRatio', '>=', 0.2], wasCalm] },
    ],
  };
  // A job that runs now and then says little else.
  const isAllItSays: Condition = {
    all: [
      ['logs.knownCount', '>=', 2],
      ['logs.errorRatio', '>=', 0.15],
    ],
  };
  return { all: [['logs.isCompared', '==', false], severity === 'critical' && isReason ? { any: [isFull, isAllItSays] } : isFull] };
}

function texts({ title, meaning, advice }: KnownError): Pick<Signature, 'title' | 'explanation' | 'advice'> {
  return {
    title: { 'zh-CN': `${title['zh-CN']}：{logs.knownLine}`, en: `${title.en}: {logs.knownLine}` },
    explanation: {
      'zh-CN': `${meaning['zh-CN']}${changedBefore['zh-CN']}{logs.path} 里有 {logs.knownCount} 行这样的错误，最近一条错误：{logs.newestError}`,
      en: `${meaning.en} ${changedBefore.en} {logs.path} has {logs.knownCount} such errors; the newest error of all: {logs.newestError}`,
    },
    advice,
  };
}

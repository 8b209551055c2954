/** Draws the verdict of a lab recording again with the code as it is now: evidence, alerts and systems in, causes and their worth out. */

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { stringify } from 'yaml';
import { discoverEdges, withEdges } from '../../../src/analysis/rca/discover.ts';
import { meantBy } from '../../../src/analysis/rca/in-other-words.ts';
import { nameSystems } from '../../../src/analysis/rca/name-systems.ts';
import { findOnsets } from '../../../src/analysis/rca/onsets.ts';
import { type RankInput, rankHypotheses } from '../../../src/analysis/rca/rank.ts';
import { restatedBy } from '../../../src/analysis/rca/restated.ts';
import { concludeOffline } from '../../../src/analyst/offline.ts';
import { parseConfig } from '../../../src/config/load.ts';
import type { Evidence } from '../../../src/domain/evidence.ts';
import { sameText } from '../../../src/domain/text.ts';
import type { Verdict } from '../../../src/domain/verdict.ts';
import { createSystemPool, type SystemPool } from '../../../src/systems/pool.ts';
import { builtInKinds } from '../../../src/systems/registry.ts';
import { nameableSystems, topologyOf } from '../../../src/systems/scope.ts';
import { type Judgement, judge } from '../../../tests/lab/runner/judge.ts';
import type { Recording } from '../../../tests/lab/runner/recording.ts';

export interface Replayed {
  readonly scenario: string;
  readonly truth: Recording['truth'];
  readonly verdict: Verdict;
  readonly judgement: Judgement;
}

export function readRecording(path: string): Recording {
  // Our own runner wrote it; a folder of something else fails at its first field.
  return JSON.parse(gunzipSync(readFileSync(path)).toString('utf8')) as Recording;
}

export function replay(recording: Recording): Replayed {
  const pool = poolOf(recording);
  const input = inputOf(recording, pool);
  const { hypotheses } = rankHypotheses(input);
  const signatures = pool.list().flatMap(({ kind }) => kind.signatures);
  const symptoms = signatures.filter(({ role }) => role === 'symptom').map(({ id }) => id);
  const verdict = concludeOffline({
    ...{ hypotheses, symptomIds: new Set(symptoms), restatedIds: restatedBy(signatures, input.words) },
    ...{ evidence: input.evidence, namedSystemIds: recording.systemIds },
    ...{ origin: recording.origin, question: recording.question, claim: recording.title, isPartial: false, at: recording.at },
  });
  return { scenario: recording.scenario, truth: recording.truth, verdict, judgement: judgeIn(recording.truth, verdict) };
}

function judgeIn(truth: Recording['truth'], verdict: Verdict): Judgement {
  const read = (locale: 'en' | 'zh-CN') => ({
    plan: null,
    verdict: {
      ...verdict,
      summary: verdict.summary[locale],
      causes: verdict.causes.map((cause) => ({
        ...cause,
        ...{ title: cause.title[locale], explanation: cause.explanation[locale], advice: null, refutedBy: null },
      })),
      ...{ refuted: [], course: [], suspects: [] },
    },
  });
  return judge(truth, { en: read('en'), chinese: read('zh-CN') });
}

function poolOf({ systems }: Recording): SystemPool {
  const text = stringify({ registerThisMachine: false, systems });
  const loaded = parseConfig(text, { path: 'recording', kinds: builtInKinds, variables: {} });
  const clock = { now: () => 0, sleep: async () => undefined };
  return createSystemPool(builtInKinds, loaded.systems, { clock, resolveSecret: () => '' });
}

function inputOf(recording: Recording, pool: SystemPool): RankInput {
  const evidence = recording.evidence.map(toEvidence);
  const said = recording.alerts.flatMap(({ labels, annotations }) => [...Object.values(labels), ...Object.values(annotations)]);
  const declared = topologyOf(pool);
  const nameable = nameableSystems(pool);
  const onsets = findOnsets({
    ...{ alerts: recording.alerts, evidence, changes: [], startedMs: Date.parse(recording.startedAt), nowMs: Date.parse(recording.at) },
    systemOf: ({ labels, annotations }) => {
      const named = nameSystems(Object.values(annotations).join('\n'), [labels], nameable);
      return named.length === 1 ? (named[0] ?? '') : '';
    },
  });
  const pointless = pool
    .list()
    .flatMap(({ entry, kind }) => kind.probes.filter((probe) => probe.isFor?.(entry) === false).map(({ name }) => `${entry.id}/${name}`));
  return {
    ...{ topology: withEdges(declared, discoverEdges(declared, evidence)), evidence, onsets, namedSystemIds: recording.systemIds },
    signatures: [...new Set(pool.list().map(({ kind }) => kind))].flatMap(({ signatures }) => signatures),
    words: meantBy([recording.title, recording.question ?? '', ...said].join('\n').slice(0, 20_000)),
    ...{ ruledOut: new Set<string>(), pointless: new Set(pointless) },
  };
}

function toEvidence({ headline, reason, status, ...item }: Recording['evidence'][number]): Evidence {
  return { ...item, status, headline: sameText(headline), ...(reason !== null && { reason }) };
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sightsOf } from '../../../src/analysis/rca/sights.ts';
import { changeHypotheses, type SuspectInput, suspectChanges } from '../../../src/analysis/rca/suspect-changes.ts';
import type { Change } from '../../../src/domain/change.ts';
import type { Onset, OnsetKind } from '../../../src/domain/course.ts';
import type { Hypothesis } from '../../../src/domain/signature.ts';
import { sameText } from '../../../src/domain/text.ts';
import { sampleEvidence } from '../../store/samples.ts';

const startedMs = Date.parse('2026-11-21T01:00:00.000Z');
const minute = 60_000;

function change(minutes: number, systemIds: readonly string[] = ['api'], more: Partial<Change> = {}): Change {
  return {
    ...{ id: `chg_${minutes}`, at: new Date(startedMs + minutes * minute).toISOString(), kind: 'deploy', systemIds, title: 'release' },
    ...{ version: 'v2', author: 'li', url: null, source: 'api', ...more },
  };
}

function onset(systemId: string, kind: OnsetKind, minutes: number, width = 0.1): Onset {
  const atMs = startedMs + minutes * minute;
  return {
    ...{ key: `${kind} ${systemId} ${minutes}`, systemId, kind, earliestMs: atMs - width * minute, atMs, latestMs: atMs + width * minute },
    ...{ text: sameText(kind), sourceId: `ev_${systemId}` },
  };
}

function hypothesis(systemId: string, state: Hypothesis['state']): Hypothesis {
  const text = sameText('a fault');
  return {
    ...{ id: `${systemId}:x`, systemId, signatureId: 'x', state, confidence: 0.9, title: text, explanation: text, advice: null },
    ...{ evidenceFor: ['ev_f'], evidenceAgainst: [], refutedBy: null, missingProbes: [], author: 'offline' },
  };
}

function input(more: Partial<SuspectInput>): SuspectInput {
  const topology = {
    systems: [
      { id: 'web', kind: 'http', dependsOn: ['api'] },
      { id: 'api', kind: 'http', dependsOn: [] },
      { id: 'other', kind: 'http', dependsOn: [] },
    ],
  };
  return { changes: [change(-5)], onsets: [], hypotheses: [], topology, namedSystemIds: ['web'], startedMs, ...more };
}

const cases: readonly [claim: string, more: Partial<SuspectInput>, mechanisms: readonly string[]][] = [
  ['accuses nobody by time alone', { onsets: [onset('web', 'alert', 0)] }, ['none']],
  ['sees a mechanism where the changed system shows what began after it', { onsets: [onset('api', 'metric', -3)] }, ['sign']],
  ['sees none in an alert of the changed system', { onsets: [onset('api', 'alert', 0)] }, ['none']],
  [
    'sees one in a fault of the changed system that shows itself after it',
    { onsets: [onset('api', 'alert', 0)], hypotheses: [hypothesis('api', 'confirmed')] },
    ['fault'],
  ],
  ['sees none in a fault that may be older', { hypotheses: [hypothesis('api', 'confirmed')] }, ['none']],
  ['leaves out what came after the first sign', { onsets: [onset('api', 'log', -6), onset('api', 'metric', -3)] }, []],
  ['sees none where the intervals overlap', { onsets: [onset('api', 'metric', -3, 5)] }, ['none']],
  ['leaves out what nobody named stands upon', { changes: [change(-5, ['other'])] }, []],
  ['leaves out what was made long before', { changes: [change(-200)] }, []],
  ['keeps one of no system, as a coincidence', { changes: [change(-5, [])], onsets: [onset('', 'metric', -1)] }, ['none']],
  ['does not take a restart for a sign', { onsets: [onset('api', 'restart', -4)] }, ['none']],
];
for (const [claim, more, mechanisms] of cases) {
  test(`suspectChanges() ${claim}`, () => {
    const suspects = suspectChanges(input(more));

    assert.deepEqual(
      suspects.map(({ mechanism }) => mechanism),
      mechanisms,
    );
  });
}

test('suspectChanges() puts those with a mechanism first, then the nearest', () => {
  const suspects = suspectChanges(
    input({ changes: [change(-60), change(-10), change(-30, ['web'])], onsets: [onset('web', 'metric', -5)] }),
  );

  assert.deepEqual(
    suspects.map(({ changeId, secondsBefore }) => [changeId, secondsBefore]),
    [
      ['chg_-30', 1_500],
      ['chg_-10', 300],
      ['chg_-60', 3_300],
    ],
  );
});

test('changeHypotheses() are likely at most, say what would refute them, and leave coincidences out', () => {
  const suspects = suspectChanges(input({ changes: [change(-5), change(-6, ['web'])], onsets: [onset('api', 'metric', -3)] }));

  const hypotheses = changeHypotheses(suspects, []);

  assert.deepEqual(
    hypotheses.map(({ id, state, evidenceFor }) => [id, state, evidenceFor]),
    [['api:change.chg_-5', 'strengthened', ['ev_api']]],
  );
  assert.ok(hypotheses.every(({ confidence, refutedBy }) => confidence < 0.5 && refutedBy !== null));
});

test('sightsOf() has what could not be looked at neither well nor unwell', () => {
  const away = [sampleEvidence({ systemId: 'db', status: 'unreachable' }), sampleEvidence({ systemId: 'db', probe: 'logs' })];
  const evidence = [sampleEvidence({ systemId: 'api' }), ...away];

  const sights = sightsOf([], { evidence, namedSystemIds: ['web'], onsets: [onset('cache', 'log', 0), onset('box', 'restart', 0)] });

  assert.deepEqual([...sights].sort(), [
    ['api', 0.1],
    ['cache', 0.6],
    ['web', 0.6],
  ]);
});

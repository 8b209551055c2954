import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rankHypotheses } from '../../../src/analysis/rca/rank.ts';
import type { Signature } from '../../../src/domain/signature.ts';
import { sameText } from '../../../src/domain/text.ts';
import { quotedErrors } from '../../../src/systems/quoted-error.ts';
import { sampleEvidence } from '../../store/samples.ts';

const killed: Signature = {
  id: 'host.killed-in-a-group',
  kind: 'host',
  title: sameText('something was killed'),
  explanation: sameText('{kills} kills'),
  severity: 'warning',
  role: 'cause',
  hints: 'memory',
  probes: ['kernel-log'],
  confirm: ['kills', '>=', 100],
  confirmWhenHinted: ['kills', '>=', 1],
  refute: ['kills', '==', 0],
  advice: sameText('Give it more.'),
  remedies: [],
  source: 'made for tests',
};

const stateOf = (kills: number, words: string) =>
  rankHypotheses({
    topology: { systems: [{ id: 'box', kind: 'host', dependsOn: [] }] },
    signatures: [killed],
    evidence: [sampleEvidence({ id: 'ev_1', systemId: 'box', probe: 'kernel-log', facts: { kills } })],
    namedSystemIds: ['box'],
    words,
    ruledOut: new Set(),
  }).hypotheses[0]?.state;

test('rankHypotheses() confirms what only matters to whom it concerns where the words are about it', () => {
  assert.deepEqual([stateOf(2, 'out of memory'), stateOf(2, 'the disk is full')], ['confirmed', undefined]);
  assert.deepEqual([stateOf(200, 'the disk is full'), stateOf(0, 'out of memory')], ['confirmed', 'refuted']);
});

test('rankHypotheses() takes an error that people were given for a likely fault of the system they name, unless looks refute it', () => {
  const unknown: Signature = { ...killed, id: 'host.script-unknown', hints: 'script', quoted: 'NOSCRIPT', refute: ['kills', '==', 0] };
  const said = 'ReplyError: NOSCRIPT No matching script';
  const stateWith = (kills: number | null, words: string, namedSystemIds: readonly string[] = ['box']) =>
    rankHypotheses({
      topology: {
        systems: [
          { id: 'box', kind: 'host', dependsOn: [] },
          { id: 'other', kind: 'redis', dependsOn: [] },
        ],
      },
      signatures: [{ ...unknown, confirmWhenHinted: ['kills', '>=', 50] }],
      evidence: [sampleEvidence({ id: 'ev_1', systemId: 'box', probe: 'kernel-log', facts: kills === null ? {} : { kills } })],
      namedSystemIds,
      words,
      ruledOut: new Set(),
    }).hypotheses[0]?.state;

  assert.deepEqual([stateWith(7, said), stateWith(null, said)], ['strengthened', 'strengthened'], 'not found, or not to be seen');
  assert.deepEqual([stateWith(0, said), stateWith(7, 'a script fails')], ['refuted', 'refuted'], 'seen to be untrue, or only hinted at');
  assert.notEqual(stateWith(7, said, ['other']), 'strengthened', 'said of another system');
});

test('rankHypotheses() says nothing of a fault that no look can show where somebody else was given its error', () => {
  const { title, explanation, advice, source } = killed;
  const signatures = quotedErrors('host', 'kernel-log', [{ id: 'script-unknown', title, explanation, advice, source, quoted: 'NOSCRIPT' }]);
  const { hypotheses } = rankHypotheses({
    topology: {
      systems: [
        { id: 'box', kind: 'host', dependsOn: [] },
        { id: 'other', kind: 'host', dependsOn: [] },
      ],
    },
    signatures,
    evidence: ['box', 'other'].map((systemId) =>
      sampleEvidence({ id: `ev_${systemId}`, systemId, probe: 'kernel-log', facts: { kills: 0 } }),
    ),
    namedSystemIds: ['other'],
    words: 'ReplyError: NOSCRIPT',
    ruledOut: new Set(),
  });

  assert.deepEqual(
    hypotheses.map(({ systemId, state, refutedBy }) => ({ systemId, state, refutedBy })),
    [{ systemId: 'other', state: 'strengthened', refutedBy: null }],
  );
});

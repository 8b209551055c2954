import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rankHypotheses } from '../../../src/analysis/rca/rank.ts';
import type { Facts } from '../../../src/domain/evidence.ts';
import type { Signature } from '../../../src/domain/signature.ts';
import { sameText } from '../../../src/domain/text.ts';
import { sampleEvidence } from '../../store/samples.ts';

const base = { severity: 'critical', role: 'cause', advice: sameText(''), remedies: [], source: 'made for tests' } as const;
const make = (id: string, fact: string, change: Partial<Signature> = {}): Signature => ({
  ...{ ...base, id, kind: id.split('.')[0] ?? '', title: sameText(id), explanation: sameText(id), probes: ['look'] },
  ...{ confirm: [fact, '==', true], ...change },
});
const signatures = [
  make('http.log-says-schema-differs', 'log.isFull', { reason: 'log.line', explains: ['http.server-error'] }),
  make('http.server-error', 'isFailing', { role: 'symptom', looksLike: ['waiting'] }),
  make('postgresql.connections-exhausted', 'isFull', { hints: 'too many clients|connections' }),
];
const web = (line: string): Facts => ({ isFailing: true, 'log.isFull': line !== '', 'log.line': line });

function firstTwo(line: string): readonly string[] {
  const { hypotheses } = rankHypotheses({
    topology: {
      systems: [
        { id: 'web', kind: 'http', dependsOn: ['db'] },
        { id: 'db', kind: 'postgresql', dependsOn: [] },
      ],
    },
    signatures,
    evidence: [
      sampleEvidence({ id: 'ev_1', systemId: 'web', probe: 'look', facts: web(line) }),
      sampleEvidence({ id: 'ev_2', systemId: 'db', probe: 'look', facts: { isFull: true } }),
    ],
    ...{ namedSystemIds: ['web'], words: 'web answers with 500', ruledOut: new Set<string>() },
  });
  return hypotheses.filter(({ state }) => state === 'confirmed').map(({ id }) => id);
}

test('a reason that does not speak of what is broken below comes first, and that comes second', () => {
  assert.deepEqual(firstTwo('column "tax" does not exist'), ['web:http.log-says-schema-differs', 'db:postgresql.connections-exhausted']);
});

test('a reason that speaks of what is broken below is explained by it', () => {
  assert.deepEqual(firstTwo('FATAL: sorry, too many clients already'), ['db:postgresql.connections-exhausted']);
});

test('without a reason the fault below is why', () => {
  assert.deepEqual(firstTwo(''), ['db:postgresql.connections-exhausted']);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluateCondition, type FactScope, factsOf } from '../../../src/analysis/rca/condition.ts';
import type { FactValue } from '../../../src/domain/evidence.ts';
import type { Condition } from '../../../src/domain/signature.ts';

function table(facts: Record<string, FactValue>, evidenceId = 'ev_1') {
  return new Map(Object.entries(facts).map(([name, value]) => [name, { value, evidenceId }]));
}

const scope: FactScope = {
  self: table({ used: 95, max: 100, policy: 'noeviction', errors: 0, empty: null }),
  runsOn: [table({ 'disk.usedRatio': 0.99 }, 'ev_2')],
  dependsOn: [],
};

const cases: readonly [string, Condition, string][] = [
  ['a comparison with a literal', ['used', '>', 90], 'true'],
  ['a comparison with another fact times a factor', ['used', '>=', { fact: 'max', times: 0.9 }], 'true'],
  ['a fact nobody looked at', ['latency', '>', 1], 'unknown'],
  ['a fact that is null', ['empty', '>', 1], 'unknown'],
  ['a reference to a missing fact', ['used', '>', { fact: 'limit' }], 'unknown'],
  [
    'all with one false is false, whatever is unknown',
    {
      all: [
        ['errors', '>', 0],
        ['latency', '>', 1],
      ],
    },
    'false',
  ],
  [
    'all with an unknown is unknown',
    {
      all: [
        ['used', '>', 90],
        ['latency', '>', 1],
      ],
    },
    'unknown',
  ],
  [
    'any with one true is true',
    {
      any: [
        ['latency', '>', 1],
        ['policy', '==', 'noeviction'],
      ],
    },
    'true',
  ],
  ['not turns it round and leaves unknown alone', { not: ['latency', '>', 1] }, 'unknown'],
  ['a regular expression, without regard to case', ['policy', 'matches', '^NOEV'], 'true'],
  ['a fact of the host', { on: 'runsOn', where: ['disk.usedRatio', '>', 0.95] }, 'true'],
  ['a neighbour that is not known', { on: 'dependsOn', where: ['disk.usedRatio', '>', 0.95] }, 'unknown'],
  ['exists', ['empty', 'exists', false], 'true'],
];

for (const [name, condition, truth] of cases) {
  test(`evaluateCondition() decides ${name}`, () => {
    assert.equal(evaluateCondition(condition, scope).truth, truth);
  });
}

test('evaluateCondition() cites the evidence that decided, and names what is missing', () => {
  const outcome = evaluateCondition({ all: [['used', '>', 90], { on: 'runsOn', where: ['disk.usedRatio', '>', 0.9] }] }, scope);
  const open = evaluateCondition(
    {
      all: [
        ['used', '>', 90],
        ['latency', '>', 1],
      ],
    },
    scope,
  );

  assert.deepEqual(outcome.evidenceIds, ['ev_1', 'ev_2']);
  assert.deepEqual(open.missing, ['latency']);
});

test('factsOf() names all facts of the system itself', () => {
  assert.deepEqual(
    factsOf({ all: [['used', '>', { fact: 'max' }], { not: ['policy', '==', 'x'] }, { on: 'runsOn', where: ['other', '>', 1] }] }),
    ['used', 'max', 'policy'],
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluateCondition } from '../../src/analysis/rca/condition.ts';
import { isShare } from '../../src/systems/is-share.ts';

test('isShare() holds from one in a hundred, never for nothing, and does not know without both', () => {
  const judge = (facts: Readonly<Record<string, number | null>>): string => {
    const self = new Map(Object.entries(facts).map(([name, value]) => [name, { value, evidenceId: 'ev_1' }]));
    return evaluateCondition(isShare('failed', 'all'), { self, runsOn: [], dependsOn: [] }).truth;
  };

  assert.equal(judge({ failed: 1, all: 100 }), 'true');
  assert.equal(judge({ failed: 2, all: 2 }), 'true');
  assert.equal(judge({ failed: 3, all: 0 }), 'true', 'all that was tried was refused before it was counted');
  assert.equal(judge({ failed: 1, all: 101 }), 'false');
  assert.equal(judge({ failed: 0, all: 0 }), 'false');
  assert.equal(judge({ failed: 1, all: null }), 'unknown');
});

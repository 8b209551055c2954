import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAnswer, readReport } from '../../src/analyst/read-report.ts';

test('readReport() forgives the forms that models mix up', () => {
  const report = readReport({
    summary: 'x',
    causes: [
      { systemId: 'a', title: 't', confidence: '80%', evidenceIds: 'ev_1, ev_2', state: 'certain' },
      { systemId: 'a', title: 't', confidence: 'high' },
      { systemId: 'a', title: 't', confidence: 95 },
      'nonsense',
    ],
    unknowns: 'one',
    proposals: [{ systemId: 'a', action: 'b' }, { arguments: {} }],
  });

  assert.deepEqual(
    report?.causes.map(({ confidence, state, evidenceIds }) => ({ confidence, state, evidenceIds })),
    [
      { confidence: 0.8, state: 'likely', evidenceIds: ['ev_1', 'ev_2'] },
      { confidence: 0.8, state: 'likely', evidenceIds: [] },
      { confidence: 0.95, state: 'likely', evidenceIds: [] },
    ],
  );
  assert.deepEqual(report?.unknowns, ['one']);
  assert.equal(report?.proposals[0]?.action, 'b');
});

test('readReport() is null without a summary and a cause, and bounded in everything', () => {
  for (const given of [{}, null, 'x', [], { causes: [] }, { summary: '' }]) assert.equal(readReport(given), null);
  const many = readReport({
    summary: 'x',
    causes: Array.from({ length: 50 }, () => ({ systemId: 'a', title: 't' })),
    unknowns: Array.from({ length: 50 }, () => 'u'),
  });
  assert.equal(many?.causes.length, 5);
  assert.equal(many?.unknowns.length, 8);
});

test('readAnswer() needs a text', () => {
  assert.deepEqual(readAnswer({ text: 'x', evidenceIds: 'ev_1' }), { text: 'x', evidenceIds: ['ev_1'] });
  assert.equal(readAnswer({ evidenceIds: [] }), null);
});

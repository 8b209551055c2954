import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refutedBy } from '../../../src/analysis/rca/refuted-by.ts';
import type { Signature } from '../../../src/domain/signature.ts';
import { candidate } from './make-candidate.ts';

const signature = (change: Partial<Signature>): Signature => candidate('web', 'http.slow', change).signature;

test('refutedBy() tells the condition that rules a fault out, and else that what was seen is no longer so', () => {
  assert.equal(refutedBy(signature({ refute: ['health.isOk', '==', true] }))?.en, 'Would be refuted by: health.isOk == true');
  assert.equal(
    refutedBy(signature({ confirm: { all: [['a', '>', 1], { not: ['b', '>=', { fact: 'c', times: 2 }] }] } }))?.['zh-CN'],
    '若复查时以下不成立，则不是它：a > 1 且 非 (b >= 2 × c)',
  );
  assert.equal(refutedBy(signature({ confirm: { any: [] } })), null);
});

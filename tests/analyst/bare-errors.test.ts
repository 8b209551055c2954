import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hasBareErrors } from '../../src/analyst/bare-errors.ts';
import type { FactValue } from '../../src/domain/evidence.ts';

const seen = (facts: Readonly<Record<string, FactValue>>) =>
  hasBareErrors({ facts: Object.fromEntries(Object.entries(facts).map(([name, value]) => [`logs.${name}`, value])) });
const bare = { topErrorSaysWhy: false, topErrorCount: 9, isCompared: false };

describe('hasBareErrors()', () => {
  it('tells errors without a reason that are new, began, or fill a young log', () => {
    assert.equal(seen({ newErrorSaysWhy: false, newErrorCount: 9 }), true);
    assert.equal(seen({ ...bare, calmEntries: 40 }), true);
    assert.equal(seen({ ...bare, errorRatio: 0.4 }), true);
  });

  it('tells a few errors that are a part of a young log, and no mistakes of clients', () => {
    const few = { topErrorSaysWhy: true, topErrorCount: 2, isCompared: false, errors: 2, errorRatio: 0.15, topError: 'message dropped' };

    assert.equal(seen(few), true);
    assert.equal(seen({ ...few, isCompared: true }), false);
    assert.equal(seen({ ...few, errors: 1 }), false);
    assert.equal(seen({ ...few, errorRatio: 0.02 }), false);
    assert.equal(seen({ ...few, topError: 'coupon refused, answered 422' }), false);
  });

  it('leaves a few of them alone, those that were always there, and those that say why', () => {
    assert.equal(seen({ ...bare, errorRatio: 0.05 }), false);
    assert.equal(seen({ ...bare, isCompared: true, errorRatio: 0.4 }), false);
    assert.equal(seen({ ...bare, topErrorCount: 2, errorRatio: 0.4 }), false);
    assert.equal(seen({ ...bare, topErrorSaysWhy: true, errorRatio: 0.4 }), false);
    assert.equal(seen({}), false);
  });
});

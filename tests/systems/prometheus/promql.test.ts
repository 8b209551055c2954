import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { comparedParts, narrowed, operandsOf } from '../../../src/systems/prometheus/promql.ts';

describe('comparedParts()', () => {
  const cases: Readonly<Record<string, readonly (readonly [string, string | null, number | null])[]>> = {
    'up == 0': [['up', '==', 0]],
    '0.1 > free / total': [['free / total', '<', 0.1]],
    'a / (b > 0) > 0.95 and on(instance) increase(c[1m]) > bool 0': [
      ['a / (b > 0)', '>', 0.95],
      ['increase(c[1m])', '>', 0],
    ],
    '(a > 5) or (b < -2) unless c': [
      ['a', '>', 5],
      ['b', '<', -2],
      ['c', null, null],
    ],
    'used > limit': [
      ['used', '>', null],
      ['limit', null, null],
    ],
    'mem > 512 * 1024 ^ 2': [['mem', '>', 536_870_912]],
    'absent(up{job="x"})': [['absent(up{job="x"})', null, null]],
    'sum by (job) (rate(e[5m] offset 1w)) / sum(rate(t[5m])) >= 1e-2': [
      ['sum by (job) (rate(e[5m] offset 1w)) / sum(rate(t[5m]))', '>=', 0.01],
    ],
  };

  for (const [expression, expected] of Object.entries(cases)) {
    it(`takes '${expression}' apart`, () => {
      assert.deepEqual(
        comparedParts(expression)?.map((part) => [part.expression, part.operator, part.limit]),
        expected,
      );
    });
  }

  it('answers null for what is not PromQL', () => {
    for (const wrong of ['up ==', 'rate(x[5m', 'select 1 from t', '']) assert.equal(comparedParts(wrong)?.length ?? 0, 0, wrong);
  });
});

describe('operandsOf()', () => {
  it('gives both sides of a division, and none of a number', () => {
    assert.deepEqual(operandsOf('sum(a) / sum(b)'), ['sum(a)', 'sum(b)']);
    assert.deepEqual(operandsOf('(a * 100)'), ['a']);
    assert.deepEqual(operandsOf('rate(a[5m])'), []);
  });
});

describe('narrowed()', () => {
  const labels = { instance: 'i"1', job: 'redis' };
  const cases: Readonly<Record<string, string>> = {
    up: 'up{instance="i\\"1",job="redis"}',
    'up{job="other"}': 'up{job="other",instance="i\\"1"}',
    'a{x="1",} + b{}': 'a{x="1",instance="i\\"1",job="redis"} + b{instance="i\\"1",job="redis"}',
    'sum(rate(a{my_job="x"}[5m]))': 'sum(rate(a{my_job="x",instance="i\\"1",job="redis"}[5m]))',
    '{__name__="a"}': '{__name__="a",instance="i\\"1",job="redis"}',
    'a{v="has job=in it"}': 'a{v="has job=in it",instance="i\\"1",job="redis"}',
  };

  for (const [expression, expected] of Object.entries(cases)) {
    it(`narrows '${expression}'`, () => assert.equal(narrowed(expression, labels), expected));
  }

  it('leaves alone what it cannot read', () => assert.equal(narrowed('up{', labels), 'up{'));
});

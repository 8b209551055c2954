import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compileMatchers, parseMatchers } from '../../../src/analysis/noise/matchers.ts';
import { createMatching } from '../../../src/analysis/noise/matching.ts';
import { matcherOperators } from '../../../src/domain/silence.ts';

const subject = (labels: Readonly<Record<string, string>>) => ({ labels, systems: () => [] });

test('createMatching() finds sets in the order given', () => {
  const matching = createMatching(
    ['a="1"', 'b=~"2|3"', 'a="1" b="3"', 'a="2"', 'c=""'].map((text) => ({ text, matchers: parseMatchers(text) })),
  );

  assert.deepEqual(
    matching.find(subject({ a: '1', b: '3' })).map(({ text }) => text),
    ['a="1"', 'b=~"2|3"', 'a="1" b="3"', 'c=""'],
  );
  assert.equal(matching.size, 5);
});

test('createMatching() finds exactly what asking each set by itself finds', () => {
  const name = fc.constantFrom('a', 'b', 'constructor');
  const value = fc.constantFrom('', 'x', 'y', '__proto__');
  const matcher = fc.record({ name, operator: fc.constantFrom(...matcherOperators), value });
  const sets = fc.array(fc.record({ matchers: fc.array(matcher, { minLength: 1, maxLength: 3 }) }), { maxLength: 12 });
  const labels = fc.dictionary(name, value);
  fc.assert(
    fc.property(sets, labels, (given, found) => {
      const each = given.filter(({ matchers }) => compileMatchers(matchers)(subject(found)));

      assert.deepEqual(createMatching(given).find(subject(found)), each);
    }),
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearestName } from '../../src/config/nearest-name.ts';

const valid = ['requireTwoFor', 'planValidMinutes', 'url', 'id', 'high', 'redis', 'prometheus'];
const cases: readonly (readonly [string, string | null])[] = [
  ['require_two_for', 'requireTwoFor'],
  ['REQUIRETWOFOR', 'requireTwoFor'],
  ['planValidMinuts', 'planValidMinutes'],
  ['urll', 'url'],
  ['hihg', 'high'],
  ['promethues', 'prometheus'],
  ['mysql', null],
  ['xyz', null],
  ['', null],
];

for (const [given, nearest] of cases) {
  test(`nearestName() gives ${nearest ?? 'nothing'} for '${given}'`, () => {
    assert.equal(nearestName(given, valid), nearest);
  });
}

test('nearestName() has nothing to offer from nothing', () => {
  assert.equal(nearestName('url', []), null);
});

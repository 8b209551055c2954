import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { durationText } from '../../src/text/duration.ts';

const cases: readonly [ms: number, chinese: string, english: string][] = [
  [0, '0 秒', '0 s'],
  [-5_000, '0 秒', '0 s'],
  [499, '0 秒', '0 s'],
  [500, '1 秒', '1 s'],
  [59_000, '59 秒', '59 s'],
  [59_700, '1 分', '1 min'],
  [65_000, '1 分 5 秒', '1 min 5 s'],
  [7_500_000, '2 小时 5 分', '2 h 5 min'],
  [7_261_000, '2 小时 1 分', '2 h 1 min'],
  [3_601_000, '1 小时 1 秒', '1 h 1 s'],
  [200_000_000, '2 天 7 小时', '2 d 7 h'],
];

for (const [ms, chinese, english] of cases) {
  test(`durationText() says ${ms} ms as ${english}`, () => assert.deepEqual(durationText(ms), { 'zh-CN': chinese, en: english }));
}

test('durationText() says at most two units, and never NaN', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e12, max: 1e12 }), (ms) => assert.match(durationText(ms).en, /^\d+ (d|h|min|s)( \d+ (h|min|s))?$/)),
  );
});

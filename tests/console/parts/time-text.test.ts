import assert from 'node:assert/strict';
import { test } from 'node:test';
import { absoluteTime, clockTime, durationText, relativeTime } from '../../../src/console/parts/time-text.ts';

const nowMs = Date.parse('2026-11-21T09:00:00Z');
const at = (secondsFromNow: number): string => new Date(nowMs + secondsFromNow * 1_000).toISOString();

for (const [seconds, zh, en] of [
  [-10, '刚刚', 'just now'],
  [-50, '1分钟前', '1 min. ago'],
  [-180, '3分钟前', '3 min. ago'],
  [-7_200, '2小时前', '2 hr. ago'],
  [-172_800, '2天前', '2 days ago'],
  [1_500, '25分钟后', 'in 25 min.'],
] as const) {
  test(`relativeTime() says ${seconds} s as ${zh}, ${en}`, () => {
    assert.equal(relativeTime('zh-CN', at(seconds), nowMs), zh);
    assert.equal(relativeTime('en', at(seconds), nowMs), en);
  });
}

test('relativeTime() gives the date of what is older than a month, and back what is no time', () => {
  assert.match(relativeTime('en', at(-90 * 86_400), nowMs), /2026/);
  assert.equal(relativeTime('en', 'soon', nowMs), 'soon');
});

test('absoluteTime() carries date, seconds and zone', () => {
  const text = absoluteTime('en', at(0), 'Asia/Shanghai');

  assert.match(text, /Nov 21, 2026/);
  assert.match(text, /17:00:00 GMT\+8/);
});

test('clockTime() leaves the date out today', () => {
  assert.equal(clockTime('en', at(-3_600), nowMs, 'UTC'), '08:00');
  assert.equal(clockTime('en', at(-86_400), nowMs, 'UTC'), 'Nov 20 09:00');
});

for (const [durationMs, zh, en] of [
  [0.2, '不到 1 秒', 'under 1 s'],
  [46, '46 ms', '46 ms'],
  [40_000, '40 秒', '40 s'],
  [720_000, '12 分钟', '12 min'],
  [7_500_000, '2 小时 5 分钟', '2 h 5 min'],
  [259_200_000, '3 天 0 小时', '3 d 0 h'],
] as const) {
  test(`durationText() says ${durationMs} ms as ${zh}, ${en}`, () => {
    assert.equal(durationText('zh-CN', durationMs), zh);
    assert.equal(durationText('en', durationMs), en);
  });
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stormLines } from '../../src/text/storm.ts';

test('stormLines() say how many, how fast, growing or not, and where, in both languages', () => {
  const summary = {
    ...{ incidentId: 'inc_1', beganAt: '2026-11-21T02:00:00.000Z', lastAt: '2026-11-21T02:01:00.000Z', endedAt: null },
    ...{ minuteAdded: 1_200, previousAdded: 300, groups: 500, groupsFiring: 480, top: [{ name: 'cluster', value: 'shop', firing: 900 }] },
  };
  const atMs = Date.parse(summary.lastAt);

  assert.deepEqual(stormLines(summary, atMs, 'zh-CN'), [
    '风暴：500 个分组，480 个仍在触发；每分钟新增 1200 条告警，仍在扩大。',
    '集中在：cluster=shop（900）',
  ]);
  assert.deepEqual(stormLines(summary, atMs, 'en'), [
    'Storm: 500 groups, 480 still firing; 1200 new alerts a minute, growing.',
    'Where: cluster=shop (900)',
  ]);
  assert.deepEqual(stormLines({ ...summary, endedAt: summary.lastAt, top: [] }, atMs, 'en'), [
    'The storm is over: 500 groups, 480 still firing.',
  ]);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { feedHealth, openFeeds } from '../../../src/main/wire/alert-feeds.ts';

test('feedHealth() tells each source; one that is away degrades, one that is set up wrongly is down', () => {
  const since = '2026-11-29T03:00:00.000Z';
  const reason = { en: 'connection refused', 'zh-CN': '连接被拒绝' };
  const states = new Map([
    ['a', { state: 'up', reason: null, since }],
    ['b', { state: 'down', reason, since }],
    ['c', { state: 'refused', reason, since }],
    ['d', { state: 'connecting', reason: null, since }],
  ] as const);

  assert.deepEqual(
    feedHealth(states).map(({ name, state, reason: why }) => [name, state, why]),
    [
      ['source:a', 'up', null],
      ['source:b', 'degraded', 'connection refused'],
      ['source:c', 'down', 'connection refused'],
      ['source:d', 'degraded', 'connecting'],
    ],
  );
  assert.equal(typeof openFeeds, 'function');
});

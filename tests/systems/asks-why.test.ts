import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asksWhy, asksWhyRestarted } from '../../src/systems/asks-why.ts';

for (const [words, isAsked] of [
  ['why did the broker restart at 3?', true],
  ['谁知道它为什么会重启？要写复盘', true],
  ['bus 昨晚重启了一次，原因是什么', true],
  ['The switch rebooted, any idea of the reason', true],
  ['why are users logged out since the cache restarted', false],
  ['cache 重启后数据库为什么这么慢', false],
  ['why is the cache slow? It restarted.', false],
  ['clients reconnect all the time after a restart, why', false],
  ['DeviceRestarted', false],
] as const)
  test(`asksWhyRestarted: ${words}`, () => {
    assert.equal(new RegExp(asksWhyRestarted, 'i').test(words), isAsked);
  });

test('asksWhy() is asked of what was said', () => {
  const asked = new RegExp(asksWhy('\\b503\\b'), 'i');

  assert.ok(asked.test('gateway 一半请求 503，厂商的东西，根因是什么？'));
  assert.ok(asked.test('why do we get 503 from quote-gateway'));
  assert.ok(asked.test('gateway gives 503 now and then, for an hour or so. any idea why?'));
  assert.ok(asked.test('网关一直 503，重启也没用。怎么回事？'));
  assert.ok(!asked.test('gateway answers 503. why is the queue growing'));
  assert.ok(!asked.test('gateway answers 503'));
});

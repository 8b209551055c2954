import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asksWhyRestarted } from '../../src/systems/asks-why-restarted.ts';

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

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { parseCommand } from '../../src/bot/parse-command.ts';
import { parseLadder } from '../../src/bot/parse-ladder.ts';

const cases: readonly (readonly [words: string, expected: ReturnType<typeof parseLadder>])[] = [
  ['why was nobody paged?', { name: 'why-called', target: '' }],
  ['Why wasn’t anybody called for ZB-12?', { name: 'why-called', target: 'ZB-12' }],
  ['why has no one been notified about zb-3', { name: 'why-called', target: 'zb-3' }],
  ['who was called?', { name: 'why-called', target: '' }],
  ['为什么没有通知人？', { name: 'why-called', target: '' }],
  ['为什么没通知任何人 ZB-12', { name: 'why-called', target: 'ZB-12' }],
  ['为什么没人被呼叫？', { name: 'why-called', target: '' }],
  ['通知了谁？', { name: 'why-called', target: '' }],
  ['snooze 30m', { name: 'snooze', target: '', durationMs: 1_800_000 }],
  ['snooze ZB-4 for 2h.', { name: 'snooze', target: 'ZB-4', durationMs: 7_200_000 }],
  ['snooze', { name: 'snooze', target: '', durationMs: 0 }],
  ['暂缓 半小时', { name: 'snooze', target: '', durationMs: 1_800_000 }],
  ['暂缓 ZB-4 30 分钟', { name: 'snooze', target: 'ZB-4', durationMs: 1_800_000 }],
  ['unsnooze', { name: 'unsnooze', target: '' }],
  ['end the snooze of ZB-4', { name: 'unsnooze', target: 'ZB-4' }],
  ['结束暂缓 ZB-4', { name: 'unsnooze', target: 'ZB-4' }],
  ['取消暂缓。', { name: 'unsnooze', target: '' }],
  ['handover', { name: 'handover' }],
  ['交接报告', { name: 'handover' }],
  ['snooze 30m?', null],
  ['snooze until the cows come home', null],
  ['why was I not told of redis-main?', null],
  ['为什么没通知 redis-main？', null],
  ['why is it slow?', null],
];

for (const [words, expected] of cases) {
  it(`parseLadder() ${words}`, () => {
    assert.deepEqual(parseLadder(words), expected);
    if (expected !== null) assert.deepEqual(parseCommand(`@zhiban ${words}`), expected);
  });
}

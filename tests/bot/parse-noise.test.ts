import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCommand } from '../../src/bot/parse-command.ts';
import { parseNoise } from '../../src/bot/parse-noise.ts';

const hourMs = 3_600_000;
const silences: readonly (readonly [text: string, target: string, durationMs: number, comment: string])[] = [
  ['silence redis-main 2h because we move it', 'redis-main', 2 * hourMs, 'we move it'],
  ['Silence redis-main for 2 hours: moving', 'redis-main', 2 * hourMs, 'moving'],
  ['mute ZB-42 30m, known', 'ZB-42', hourMs / 2, 'known'],
  ['silence 1h because of the upgrade', '', hourMs, 'the upgrade'],
  ['silence alertname="Disk 2h" instance=~"a|b" 1d because x', 'alertname="Disk 2h" instance=~"a|b"', 24 * hourMs, 'x'],
  ['静默 redis-main 2 小时 因为在迁移', 'redis-main', 2 * hourMs, '在迁移'],
  ['静默redis-main 半小时，因为压测', 'redis-main', hourMs / 2, '压测'],
  ['把 redis-main 静默 2小时 原因：扩容', 'redis-main', 2 * hourMs, '扩容'],
  ['静默 1小时 由于演练', '', hourMs, '演练'],
  ['silence redis-main 2h', 'redis-main', 2 * hourMs, ''],
  ['silence redis-main', 'redis-main', 0, ''],
];

for (const [text, target, durationMs, comment] of silences) {
  test(`parseNoise() silences by “${text}”`, () => assert.deepEqual(parseNoise(text), { name: 'silence', target, durationMs, comment }));
}

const whys: readonly (readonly [text: string, target: string])[] = [
  ['why was I not told of RedisDown?', 'RedisDown'],
  ['Why wasn’t I notified about the full disk on db-1?', 'the full disk on db-1'],
  ['why was nobody paged for "RedisDown"?', 'RedisDown'],
  ['why did RedisDown not page me?', 'RedisDown'],
  ['为什么没通知 RedisDown？', 'RedisDown'],
  ['为什么没有收到磁盘满的告警？', '磁盘满'],
  ['RedisDown 为什么没通知我？', 'RedisDown'],
];

for (const [text, target] of whys) {
  test(`parseNoise() answers “${text}”`, () => assert.deepEqual(parseNoise(text), { name: 'why-not-told', target }));
}

test('parseNoise() lists and ends', () => {
  assert.deepEqual(parseNoise('silences'), { name: 'silences' });
  assert.deepEqual(parseNoise('有哪些静默？'), { name: 'silences' });
  assert.deepEqual(parseNoise('unsilence 4c7f2c3e'), { name: 'expire-silence', target: '4c7f2c3e' });
  assert.deepEqual(parseNoise('取消静默 4c7f2c3e'), { name: 'expire-silence', target: '4c7f2c3e' });
});

for (const text of [
  'silence is golden in this team',
  'should I silence redis-main 2h?',
  '静默和抑制有什么区别',
  'why is redis slow?',
  '为什么 redis 慢？',
  'silenced alerts',
]) {
  test(`parseNoise() leaves “${text}” to others`, () => assert.equal(parseNoise(text), null));
}

test('parseCommand() knows the words with a mention in front', () => {
  assert.equal(parseCommand('@zhiban silence redis-main 2h because x').name, 'silence');
  assert.equal(parseCommand('@值班 为什么没通知 redis-main？').name, 'why-not-told');
});

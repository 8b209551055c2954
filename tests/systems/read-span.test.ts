import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCount, readSpan } from '../../src/systems/read-span.ts';

const now = new Date(2026, 4, 12, 15, 30).getTime();
const at = (hour: number, minute = 0, day = 12): number => new Date(2026, 4, day, hour, minute).getTime();
const minute = 60_000;

const spans: readonly (readonly [string, number, number])[] = [
  ['show the slow queries of orders-db since 14:00', at(14), now],
  ['orders-db 从14点开始的慢查询', at(14), now],
  ['what changed in the last 30 minutes', now - 30 * minute, now],
  ['errors of the past hour', now - 60 * minute, now],
  ['最近半小时的错误日志', now - 30 * minute, now],
  ['过去2小时的变更', now - 120 * minute, now],
  ['最近两天改了什么', now - 2 * 1_440 * minute, now],
  ['show the log around 03:10', at(2, 55), at(3, 10)],
  ['show errors since 23:00', at(23, 0, 11), now],
];

for (const [text, fromMs, atMs] of spans) {
  test(`readSpan('${text}')`, () => assert.deepEqual(readSpan(text, now), { fromMs, atMs }));
}

test('readSpan() finds no time where none is named', () => {
  for (const text of ['which consumer group lags most', '哪个消费组积压最多', 'show 5xx of web-2'])
    assert.equal(readSpan(text, now), null, text);
});

test('readCount() reads how many, and no length of time', () => {
  const texts = ['top 20 slow queries', '前10条慢查询', 'show 50 lines of the log', 'last 15 minutes', 'slow queries'];

  assert.deepEqual(texts.map(readCount), [20, 10, 50, null, null]);
});

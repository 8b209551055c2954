import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clockText, countText, ratioText } from '../../../src/analysis/logs/change-words.ts';
import { findChanges } from '../../../src/analysis/logs/find-changes.ts';
import { LogBook, type Stretch } from '../../../src/analysis/logs/log-book.ts';
import type { LogEntry } from '../../../src/analysis/logs/log-reader.ts';
import { compareRates, holding } from '../../../src/analysis/logs/rate-test.ts';
import { Tally } from '../../../src/analysis/logs/tally.ts';
import type { Level } from '../../../src/analysis/logs/template.ts';
import { viewTemplate } from '../../../src/analysis/logs/template-view.ts';

const startMs = Date.UTC(2026, 10, 28, 14);
const minuteMs = 60_000;

function entry(message: string, minute: number, level: Level = 'info'): LogEntry {
  return { message, atMs: startMs + minute * minuteMs, level, component: '', pid: '', lines: 1, attributes: {} };
}

/** So many a minute, evenly, over an hour of baseline and ten minutes of window. */
function fill(book: LogBook, message: string, rates: Readonly<Record<Stretch, number>>, level: Level = 'info'): void {
  for (const [stretch, from, minutes] of [
    ['baseline', 0, 60],
    ['window', 60, 10],
  ] as const) {
    const count = Math.round(rates[stretch] * minutes);
    for (let index = 0; index < count; index += 1) book.add(entry(message, from + (index / count) * minutes, level), stretch);
  }
}

test('findChanges() tells what is new, more, fewer, gone, and that errors are up', () => {
  const book = new LogBook();
  fill(book, 'request served', { baseline: 20, window: 20 });
  fill(book, 'cache missed', { baseline: 4, window: 20 });
  fill(book, 'cache hit', { baseline: 20, window: 5 });
  fill(book, 'heartbeat sent', { baseline: 6, window: 0 });
  fill(book, 'pool is exhausted', { baseline: 0, window: 3 }, 'error');

  const changes = findChanges(book);

  assert.deepEqual(
    changes.map(({ kind, template }) => `${kind} ${template?.text ?? ''}`.trim()),
    ['more-errors', 'new pool is exhausted', 'stopped heartbeat sent', 'more cache missed', 'fewer cache hit'],
  );
  assert.equal(changes[1]?.reason.en, 'first seen 11-28 15:00:00, 30 times since');
  assert.equal(changes[1]?.reason['zh-CN'], '首次出现于 11-28 15:00:00，此后共 30 次');
  assert.match(changes[2]?.reason.en ?? '', /^stopped: 360 times before, the last at 11-28 14:59:50$/);
  assert.match(changes[3]?.reason.en ?? '', /^5\.\d× as often: 4\.0 → 20\.\d a minute$/);
});

test('findChanges() is silent about chance, and about one burst', () => {
  const book = new LogBook();
  fill(book, 'request served', { baseline: 20, window: 21 });
  fill(book, 'queue flushed', { baseline: 0.5, window: 0.6 });
  // Bursts of thirty lines, once in ten minutes; the window holds two of them.
  for (const minute of [5, 15, 25, 35, 45, 55, 61, 68]) {
    for (let index = 0; index < 30; index += 1)
      book.add(entry('dump of thread', minute + index / 1_000), minute < 60 ? 'baseline' : 'window');
  }

  assert.deepEqual(findChanges(book), []);
});

test('findChanges() compares shares where nothing carries a time', () => {
  const book = new LogBook();
  const untimed = (message: string, stretch: Stretch, count: number): void => {
    for (let index = 0; index < count; index += 1) book.add({ ...entry(message, 0), atMs: Number.NaN }, stretch);
  };
  untimed('request served', 'baseline', 1_000);
  untimed('request served', 'window', 500);
  untimed('slow query', 'baseline', 20);
  untimed('slow query', 'window', 100);

  const [change] = findChanges(book);

  assert.equal(change?.kind, 'more');
  assert.match(change?.reason.en ?? '', /in a thousand/);
  assert.equal(change?.atMs, null);
});

test('findChanges() needs both stretches', () => {
  const book = new LogBook();
  book.add(entry('only one', 0), 'window');

  assert.deepEqual(findChanges(book), []);
});

test('LogBook.templates() joins what was merged, and keeps every count', () => {
  const book = new LogBook();
  for (const name of ['wa1_x', 'wb2_x', 'wc3_x', 'wd4_x']) book.add(entry(`job is handled by ${name} of the pool`, 1), 'baseline');
  book.add(entry('job is handled by we5_x of the pool', 61), 'window');

  const [template, ...others] = book.templates();

  assert.deepEqual(others, []);
  assert.deepEqual([template?.view.count, template?.baseline.count, template?.window.count], [5, 4, 1]);
  assert.equal(template?.view.firstMs, startMs + minuteMs);
});

test('compareRates() is the G-test of two rates', () => {
  const same = compareRates({ count: 600, amount: 60 }, { count: 100, amount: 10 }, 1);
  const more = compareRates({ count: 60, amount: 60 }, { count: 30, amount: 10 }, 1);
  const bursty = compareRates({ count: 60, amount: 60 }, { count: 30, amount: 10 }, 10);

  assert.ok(same.pValue > 0.9);
  // 30 against an expected 12.86 of 90: G = 2·(30 ln(30/12.857) + 60 ln(60/77.143)) = 20.67, by Williams 20.56.
  assert.ok(Math.abs(more.pValue / 5.8e-6 - 1) < 0.05, String(more.pValue));
  assert.ok(bursty.pValue > 0.1);
  assert.equal(compareRates({ count: 0, amount: 0 }, { count: 3, amount: 1 }, 1).pValue, 1);
});

test('holding() keeps the share of false ones by Benjamini and Hochberg', () => {
  assert.deepEqual(holding([0.001, 0.02, 0.9, 0.012], 0.05), [true, true, false, true]);
  assert.deepEqual(holding([], 0.05), []);
});

test('Tally.dispersion() is one for even counts and more for bursts', () => {
  const even = new Tally();
  const bursts = new Tally();
  for (let index = 0; index < 60; index += 1) {
    even.add(startMs + index * minuteMs);
    bursts.add(startMs + Math.floor(index / 30) * 30 * minuteMs);
  }

  assert.equal(even.dispersion(60), 1);
  assert.ok(bursts.dispersion(60) > 20);
});

test('words of changes', () => {
  assert.equal(clockText(startMs, 480), '11-28 22:00:00');
  assert.deepEqual([ratioText(3.21), ratioText(32.1)], ['3.2', '32']);
  assert.deepEqual([countText(0.034), countText(1.25), countText(312.2)], ['0.034', '1.3', '312']);
});

test('viewTemplate() says null where there is no time', () => {
  const tokens = [{ kind: 0, hasSpace: false, text: 'hello' }];
  const counted = { count: 2, firstMs: Number.NaN, lastMs: Number.NaN, level: 4, example: 'hello' };

  const view = viewTemplate({ tokens, isWild: false, ...counted });

  assert.deepEqual([view.text, view.level, view.firstMs, view.lastMs], ['hello', 'error', null, null]);
});

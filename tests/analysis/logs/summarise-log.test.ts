import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isError, summariseLog, templateLines } from '../../../src/analysis/logs/summarise-log.ts';

const nowMs = Date.UTC(2026, 10, 28, 14, 30);
const onsetMs = nowMs - 15 * 60_000;
const times = { nowMs, onsetMs, zoneMinutes: 0 };

const log = [
  ...Array.from(
    { length: 20 },
    (_each, minute) => `2026-11-28 14:${String(minute).padStart(2, '0')}:00 INFO served ${minute} in ${minute + 3} ms`,
  ),
  '2026-11-28 14:02:30 ERROR cache missed key=42',
  '2026-11-28 14:16:30 ERROR cannot reach 10.0.0.7:5432 password=hunter2-abcdef',
  'java.net.ConnectException: refused',
  '\tat api.Db.connect(Db.java:7)',
  '2026-11-28 14:17:30 ERROR cannot reach 10.0.0.8:5432 password=hunter2-abcdef',
  'java.net.ConnectException: refused',
].join('\n');

test('summariseLog() counts templates and tells which errors are new since the onset', () => {
  const summary = summariseLog(log, times);

  assert.deepEqual([summary.lines, summary.entries, summary.errors, summary.isCompared], [26, 23, 3, true]);
  assert.deepEqual(
    summary.templates.filter(isError).map(({ text, count, recent, isNew }) => [text, count, recent, isNew]),
    [
      ['cannot reach <address> password=«secret» | java.net.ConnectException: refused', 2, 2, true],
      ['cache missed key=<number>', 1, 0, false],
    ],
  );
});

test('summariseLog() calls nothing new when the text does not reach back before the onset', () => {
  const summary = summariseLog(log, { ...times, onsetMs: nowMs - 86_400_000 });

  assert.equal(summary.isCompared, false);
  assert.ok(summary.templates.every(({ isNew }) => !isNew));
});

test('summariseLog() sees that a program writes UTC though the machine does not', () => {
  const west = summariseLog(log, { ...times, zoneMinutes: -300 });

  assert.equal(west.templates.find(({ isNew }) => isNew)?.firstMs, Date.UTC(2026, 10, 28, 14, 16, 30));
});

test('templateLines() shows new errors first, with counts, ages and one masked example', () => {
  const { templates } = summariseLog(log, times);

  assert.deepEqual(templateLines(templates, nowMs, { errorsMax: 5, othersMax: 5 }), [
    '2× [error, NEW, 14 min to 13 min ago] cannot reach <address> password=«secret» | java.net.ConnectException: refused',
    '    e.g. cannot reach 10.0.0.7:5432 password=«secret» | java.net.ConnectException: refused',
    '1× [error, 28 min ago] cache missed key=<number>',
    '    e.g. cache missed key=42',
    '20× [info, 30 min to 11 min ago] served <number> in <number> ms',
    '    e.g. served 0 in 3 ms',
  ]);
  assert.equal(templateLines(templates, nowMs, { errorsMax: 1, othersMax: 0 }).at(-1), '… 2 more templates');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readStoredLines, type StoredLine } from '../../../src/analysis/logs/read-stored-lines.ts';

function line(atMs: number, text: string, stream = 'a', level = ''): StoredLine {
  return { atMs, text, stream, level };
}

test('readStoredLines() folds a trace that came line by line, in its own stream only', () => {
  const lines = [
    line(1_000, 'ERROR cannot save'),
    line(1_001, 'hello', 'b'),
    line(1_002, 'java.io.IOException: broken'),
    line(1_003, '    at a.b.C.d(C.java:1)'),
    line(1_004, '    at a.b.C.e(C.java:2)'),
    line(1_005, 'done'),
  ];

  const entries = readStoredLines(lines, 5_000);

  assert.deepEqual(
    entries.map(({ atMs, message, lines: count }) => [atMs, message, count]),
    [
      [1_000, 'cannot save | java.io.IOException: broken', 4],
      [1_001, 'hello', 1],
      [1_005, 'done', 1],
    ],
  );
});

test('readStoredLines() takes the time and the level of the log system, and a record of many lines as one', () => {
  const entries = readStoredLines(
    [
      line(2_000, 'Traceback (most recent call last):\n  File "a.py", line 1\n\nValueError: no', 'a', 'error'),
      line(3_000, '2020-01-01 00:00:00 INFO late', 'a', '3'),
    ],
    5_000,
  );

  assert.deepEqual(
    entries.map(({ atMs, level, message }) => [atMs, level, message]),
    [
      [2_000, 'error', 'ValueError: no'],
      [3_000, 'error', 'late'],
    ],
  );
});

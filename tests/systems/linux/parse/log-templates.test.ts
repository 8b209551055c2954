import assert from 'node:assert/strict';
import { test } from 'node:test';
import { summariseLog } from '../../../../src/analysis/logs/summarise-log.ts';
import { templateFacts, wholeLines, zoneMinutesOf } from '../../../../src/systems/linux/parse/log-templates.ts';

const nowMs = Date.UTC(2026, 10, 28, 14, 30);
const times = { nowMs, onsetMs: nowMs - 15 * 60_000, zoneMinutes: 0 };

test('templateFacts() names the new error of the log that has it', () => {
  const quiet = summariseLog('2026-11-28 14:00:00 INFO started', times);
  const loud = summariseLog(
    '2026-11-28 14:00:00 INFO ok\n2026-11-28 14:20:00 ERROR pool 3 is full\n2026-11-28 14:21:00 ERROR pool 4 is full',
    times,
  );

  const facts = templateFacts(
    [
      { path: '/a.log', summary: quiet },
      { path: '/b.log', summary: loud },
    ],
    nowMs,
  );

  assert.deepEqual(facts, {
    'logs.templates': 3,
    'logs.topError': 'pool 3 is full',
    'logs.topErrorCount': 2,
    'logs.topErrorSaysWhy': true,
    'logs.calmEntries': 0,
    'logs.newErrors': 1,
    'logs.newError': 'pool 3 is full',
    'logs.newErrorPath': '/b.log',
    'logs.newErrorSaysWhy': true,
    'logs.newErrorCount': 2,
    'logs.newErrorAgoSeconds': 600,
  });
});

test('templateFacts() leaves open what the logs do not reach back to tell', () => {
  const summary = summariseLog('pool is full: error', times);

  assert.equal(templateFacts([{ path: '/a.log', summary }], nowMs)['logs.newErrors'], null);
});

test('zoneMinutesOf() reads date +%z, wholeLines() drops a line that was cut', () => {
  assert.deepEqual(['+0800\n', '-0330', '', undefined].map(zoneMinutesOf), [480, -210, 0, 0]);
  assert.equal(wholeLines('half\nwhole', 10), 'whole');
  assert.equal(wholeLines('one\ntwo', 1_024), 'one\ntwo');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLog, prettyLine } from '../../src/main/log.ts';

function recording(isPretty = false, level: 'debug' | 'info' = 'debug') {
  const lines: string[] = [];
  return { lines, log: createLog({ level, isPretty, write: (line) => void lines.push(line) }) };
}

test('createLog() writes one line of JSON with level, time, fields and message', () => {
  const { lines, log } = recording();

  log.warn({ part: 'store', waitMs: 5 }, 'A part is away');

  const line = JSON.parse(lines[0] ?? '');
  assert.match(line.time, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  assert.deepEqual({ ...line, time: '' }, { level: 'warn', time: '', part: 'store', waitMs: 5, message: 'A part is away' });
});

test('createLog() masks secrets in fields, errors and messages', () => {
  const { lines, log } = recording();
  const error = new Error('login failed: password=hunter2hunter2', { cause: new Error('Authorization: Bearer abcdef0123456789abcdef') });

  log.error(
    { error, token: 'xoxb-123456789012-abcdefghij', url: 'postgres://zhiban:hunter2hunter2@db/zhiban' },
    'It failed with password=hunter2hunter2',
  );

  assert.doesNotMatch(lines[0] ?? '', /hunter2|xoxb-1|abcdef0123456789/);
  assert.match(lines[0] ?? '', /login failed/);
});

test('createLog() keeps what is below its level to itself, and adds the fields of a child', () => {
  const { lines, log } = recording(false, 'info');

  log.debug({}, 'not said');
  log.child({ adapter: 'slack' }).info({ state: 'up' }, 'said');

  assert.equal(lines.length, 1);
  assert.match(lines[0] ?? '', /"adapter":"slack","state":"up"/);
});

test('createLog() is readable on a terminal', () => {
  const { lines, log } = recording(true);

  log.info({ part: 'store', reason: 'connection refused' }, 'A part is away');

  assert.match(lines[0] ?? '', /^\S*\d\d:\d\d:\d\d\S* \S*info \S* A part is away {2}\S*part=\S*store \S*reason=\S*"connection refused"\n$/);
});

test('prettyLine() passes on what it does not understand', () => {
  assert.equal(prettyLine('"just text"'), '"just text"');
});

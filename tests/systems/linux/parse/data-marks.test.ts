import assert from 'node:assert/strict';
import test from 'node:test';
import { markNames, parseDataMarks } from '../../../../src/systems/linux/parse/data-marks.ts';

test('parseDataMarks() tells whose data lie there, each kind once, and nothing of other files', () => {
  const paths = ['/data/my/ibdata1', '/data/my/ib_logfile0', '/data/cache/temp-77.rdb', '/data/backup/ibdata1.gz', '/data/notes/members'];

  assert.deepEqual(parseDataMarks(paths.join('\n')), ['mysql', 'redis']);
  assert.deepEqual(parseDataMarks(''), []);
});

test('markNames are names that find(1) can be given', () => {
  for (const name of markNames) assert.match(name, /^[\w.*-]+$/);
});

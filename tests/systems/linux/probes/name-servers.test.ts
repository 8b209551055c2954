import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAnswers } from '../../../../src/systems/linux/probes/name-servers.ts';

test('parseAnswers() reads one line for each server and nothing else', () => {
  assert.deepEqual(parseAnswers('answers 10.0.0.2\nsilent fd00::53\nbash: warning\nunknown 10.0.0.3\n'), [
    { server: '10.0.0.2', state: 'answers' },
    { server: 'fd00::53', state: 'silent' },
    { server: '10.0.0.3', state: 'unknown' },
  ]);
});

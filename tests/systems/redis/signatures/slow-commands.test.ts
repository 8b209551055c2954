import assert from 'node:assert/strict';
import { test } from 'node:test';
import { slowCommandSignatures } from '../../../../src/systems/redis/signatures/slow-commands.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

const once = {
  'slowlog.topClass': 'admin',
  'slowlog.topCommand': 'debug',
  'slowlog.topShare': 1,
  'slowlog.topMaxMs': 900,
  'slowlog.topCount': 1,
};

test('slowCommandSignatures name an admin command that ran once to who asks why Redis was slow, and to nobody else', () => {
  const [slow, busy] = ['redis is slow', 'more commands than yesterday'].map((words) =>
    judgeFacts(slowCommandSignatures, 'redis', once, words),
  );
  const again = judgeFacts(slowCommandSignatures, 'redis', { ...once, 'slowlog.topCount': 4 }, 'more commands than yesterday');

  assert.deepEqual([slow?.confirmed, busy?.confirmed, again.confirmed], [['blocking-admin-command'], [], ['blocking-admin-command']]);
});

test('slowCommandSignatures: one KEYS or one look at a large set is over, and again and again is not', () => {
  const confirmed = (slowClass: string, count: number, words: string): readonly string[] =>
    judgeFacts(slowCommandSignatures, 'redis', { ...once, 'slowlog.topClass': slowClass, 'slowlog.topCount': count }, words).confirmed;

  for (const [slowClass, id] of [
    ['scan', 'keys-command'],
    ['collection', 'slow-collection-command'],
    ['script', 'slow-script'],
    ['delete', 'slow-delete'],
  ] as const)
    assert.deepEqual(
      [confirmed(slowClass, 1, 'more keys expire than yesterday'), confirmed(slowClass, 1, 'redis is slow'), confirmed(slowClass, 5, '')],
      [[], [id], [id]],
    );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { plainText } from '../../src/analyst/plain-text.ts';

const cases: readonly (readonly [given: string, plain: string])[] = [
  ['see [the graph](https://evil.example/?d=1) now', 'see the graph now'],
  ['![x](https://evil.example/p.png?d=1)', 'x'],
  ['[a][1]\n\n[1]: https://evil.example/x', 'a'],
  ['<https://evil.example/x|open> <!channel> <@U1> <#C1|ops>', 'open'],
  ['go to https://user:pw@evil.example:80/x?y=z#q.', 'go to evil[.]example:80'],
  ['www.evil.example/x and evil.com/?d=1', 'www[.]evil[.]example and evil[.]com'],
  ['<a href="x">details</a><img src=x onerror=y>', 'details'],
  [`${'channel'.repeat(20)}https://www.`, 'www[.]'],
  ['javascript:alert(1) data:text/html,x', ''],
  ['@channel @所有人 mail a@b.c', '＠channel ＠所有人 mail a@b.c'],
  ['a\u200bb\u202ec\u0007', 'abc'],
  ['password=hunter2', 'password=«secret»'],
  ['used > 90 % and < 95 %, a < b', 'used > 90 % and < 95 %, a < b'],
  ['path /var/log/redis.log on orders-cache.internal', 'path /var/log/redis.log on orders-cache.internal'],
];

test('plainText() leaves words and takes away what could be clicked, loaded or pinged', () => {
  for (const [given, plain] of cases) assert.equal(plainText(given, 500).trim(), plain);
});

test('plainText() keeps to its length', () => {
  assert.equal(plainText('一二三四五六', 4), '一二三…');
  assert.equal(plainText('x'.repeat(1_000_000), 100).length, 100);
});

test('plainText() never leaves a link behind', () => {
  const parts = fc.array(fc.constantFrom('https://', '[a](', ')', '![', 'evil.com/x', '<', '>', '|', ' ', 'www.', '@', 'channel'), {
    maxLength: 14,
  });
  fc.assert(
    fc.property(parts, (pieces) => {
      assert.doesNotMatch(plainText(pieces.join(''), 500), /https?:\/\/\w|\]\(\w|(?<![\w.])@channel/);
    }),
    { numRuns: 500 },
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LineScanner } from '../../../src/analysis/logs/scan-line.ts';
import { firstVariable, hole, variableNames } from '../../../src/analysis/logs/variable.ts';

const scanner = new LineScanner();

/** Tokens as text: words as they are, variables by name, with their form where they keep one. */
function read(line: string): string {
  return scanner
    .tokens(line, 0, line.length)
    .map(({ kind, text }) =>
      kind < firstVariable ? text.replaceAll(hole, '#') : `<${variableNames[kind]}${text === '' ? '' : ` ${text.replaceAll(hole, '#')}`}>`,
    )
    .join(' ');
}

const cases: Readonly<Record<string, string>> = {
  'user bob from 10.0.0.7 port 22': 'user bob from <ip> port <number>',
  'src: /10.0.0.7:50010 dest: cache.shop.internal:6379': 'src : <address> dest : <address>',
  'took 35ms, sent 1.5GB at 99%': 'took <duration> , sent <size> at <number>',
  'signal -11 code=0x7f err=-16020': 'signal <number> code = <hex> err = <number>',
  'id 6f1c9a52-7d1e-4b6c-9a52-0123456789ab': 'id <uuid>',
  'GET https://a.example/x?y=1.': 'GET <url> .',
  'open /var/log/app.log: denied': 'open <path> : denied',
  'load C:\\Windows\\System32\\a.dll, then \\\\share\\x': 'load <path> , then <path>',
  'mail to ann@example.com sent': 'mail to <email> sent',
  'link 5c:50:15:36:bc:03 fe80::1 ::1': 'link <mac> <ip> <ip>',
  'at 14:06:05.123 on 2026-11-28': 'at <time #:#:#> on <date #-#-#>',
  'connection at Fri Jun 17 07:07:00 2005': 'connection at <date>',
  'v1.2.3 and 10.4.2': '<version> and <version>',
  'node-17 core.2275 rack-a': 'node-# core.# rack-a',
  'blk_-160899 rdd_2_0 task_0001_m': '<id> <id> <id>',
  'eth0 tty2 L2 wl0: up': 'eth0 tty2 L2 wl0 : up',
  'r24=0x0ffea4c8 fpr29=1': 'r24 = <hex> fpr29 = <number>',
  'cache enable......0 done.': 'cache enable ...... <number> done .',
  'isReady true user root value NULL': 'isReady <flag> user <account> value <null>',
  'DAVEngine.cpp:1400 failed': 'DAVEngine.cpp : <number> failed',
  'com.example.Main started': 'com.example.Main started',
  '用户张三登录失败，原因：密码错误3次': '用户张三登录失败 ， 原因 ： 密码错误 <number> 次',
  'tree/torus link seq/ack': 'tree/torus link seq/ack',
};

for (const [line, expected] of Object.entries(cases)) {
  test(`LineScanner.tokens() reads '${line}'`, () => {
    const seen = read(line);

    assert.equal(seen, expected);
  });
}

test('LineScanner.key() is the key of the tokens, for any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (line) => {
      scanner.key(line, 0, line.length);
      const quick = [scanner.keyHigh, scanner.keyLow];
      const tokens = scanner.tokens(line, 0, line.length);

      assert.deepEqual([scanner.keyHigh, scanner.keyLow], quick);
      assert.ok(tokens.every(({ kind }) => variableNames[kind] !== undefined));
    }),
    { numRuns: 200 },
  );
});

test('LineScanner.key() tells words apart and takes values of one sort for one', () => {
  const keyOf = (line: string): string => {
    scanner.key(line, 0, line.length);
    return `${scanner.keyHigh} ${scanner.keyLow}`;
  };

  assert.equal(keyOf('user bob from 10.0.0.7 port 22'), keyOf('user bob from 10.99.1.7 port 40022'));
  assert.notEqual(keyOf('user bob from 10.0.0.7 port 22'), keyOf('user ann from 10.0.0.7 port 22'));
  assert.notEqual(keyOf('a b'), keyOf('ab'));
});

test('LineScanner.tokens() stops at a limit and says that there was more', () => {
  const tokens = scanner.tokens('word '.repeat(5_000), 0, 25_000);

  assert.ok(tokens.length <= 401);
  assert.equal(variableNames[tokens.at(-1)?.kind ?? 0], 'rest');
});

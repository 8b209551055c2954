import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { continues, endsTrace, exceptionIn, isFatal, traceOf } from '../../../src/analysis/logs/fold.ts';
import { HeaderReader } from '../../../src/analysis/logs/header.ts';
import { levelOfNumber, levelOfText, levelOfWord } from '../../../src/analysis/logs/level.ts';
import { cleanLine, type LogEntry, LogReader } from '../../../src/analysis/logs/log-reader.ts';
import { readJsonLine, readLogfmt } from '../../../src/analysis/logs/structured.ts';
import { TimestampReader } from '../../../src/analysis/logs/timestamp.ts';

const nowMs = Date.UTC(2026, 10, 28, 20);
const context = { nowMs, zoneMinutes: 0 };
const at = (iso: string): number => Date.parse(iso);

function read(text: string): readonly LogEntry[] {
  const entries: LogEntry[] = [];
  const reader = new LogReader(context, (entry) => entries.push(entry));
  for (const line of text.split('\n')) reader.push(line);
  reader.flush();
  return entries;
}

/** Line, time, level, component, message. */
const headers: readonly (readonly [string, string, string, string, string])[] = [
  ['2026-11-28T14:06:05.123Z ERROR [main] c.a.Orders: no stock', '2026-11-28T14:06:05.123Z', 'error', 'c.a.Orders', 'no stock'],
  ['2026-11-28 14:06:05,123 INFO [main] com.acme.Orders: ok', '2026-11-28T14:06:05.123Z', 'info', 'com.acme.Orders', 'ok'],
  ['2026-11-28T22:06:05+08:00 error reading x', '2026-11-28T14:06:05Z', 'none', '', 'error reading x'],
  ['2026-11-28T22:06:05+08:00\twarn\tslow', '2026-11-28T14:06:05Z', 'warning', '', 'slow'],
  ['Nov 28 14:06:05 web1 sshd[411]: Failed password', '2026-11-28T14:06:05Z', 'none', 'sshd', 'Failed password'],
  ['Dec 31 23:59:59 web1 cron: tick', '2025-12-31T23:59:59Z', 'none', 'cron', 'tick'],
  ['<34>Nov 28 14:06:05 web1 su: denied', '2026-11-28T14:06:05Z', 'none', 'su', 'denied'],
  ['[Sat Nov 28 14:06:05 2026] [core:error] [pid 7] File missing', '2026-11-28T14:06:05Z', 'error', '', 'File missing'],
  ['10.0.0.1 - - [28/Nov/2026:14:06:05 +0000] "GET / HTTP/1.1" 500 12', '2026-11-28T14:06:05Z', 'none', '', '"GET / HTTP/1.1" 500 12'],
  ['2026/11/28 14:06:05 [error] 12#12: connect() failed', '2026-11-28T14:06:05Z', 'error', '', '12#12: connect() failed'],
  ['E1128 14:06:05.000001       1 main.go:12] cannot connect', '2026-11-28T14:06:05Z', 'error', 'main.go:12', 'cannot connect'],
  ['11-28 14:06:05.811  1702  2395 D WindowManager: freezing', '2026-11-28T14:06:05.811Z', 'debug', 'WindowManager', 'freezing'],
  ['20261128-14:06:05:606|StepCore|3000|changed 5', '2026-11-28T14:06:05.606Z', 'none', 'StepCore', 'changed 5'],
  ['26/11/28 14:06:05 INFO storage.Manager: found', '2026-11-28T14:06:05Z', 'info', 'storage.Manager', 'found'],
  ['1234:M 28 Nov 2026 14:06:05.123 * Ready', '2026-11-28T14:06:05.123Z', 'none', '', 'Ready'],
  ['2026年11月28日 14时06分05秒 [错误] 用户登录失败', '2026-11-28T14:06:05Z', 'error', '', '用户登录失败'],
  ['2026-11-28T14:06:05.123456789Z stderr F panic in handler', '2026-11-28T14:06:05.123Z', 'none', '', 'panic in handler'],
  [
    '2026-11-28 14:06:05.123  INFO 1 --- [exec-1] c.e.Controller : started',
    '2026-11-28T14:06:05.123Z',
    'info',
    'c.e.Controller',
    'started',
  ],
  ['1795874765 job done', '2026-11-28T14:06:05Z', 'none', '', 'job done'],
  ['14:06:05.123 WARN slow', '2026-11-28T14:06:05.123Z', 'warning', '', 'slow'],
  ['28-11-2026 14:06:05.123 [main] INFO com.acme.Orders - ok', '2026-11-28T14:06:05.123Z', 'info', 'com.acme.Orders', 'ok'],
  ['28.11.2026 14:06:05 WARN slow', '2026-11-28T14:06:05Z', 'warning', '', 'slow'],
  ['11/28/2026 2:06:05 PM [Error] slow', '2026-11-28T14:06:05Z', 'error', '', 'slow'],
  ['[14:06:05 INF] GET /x answered 200', '2026-11-28T14:06:05Z', 'info', '', 'GET /x answered 200'],
  ['E, [2026-11-28T14:06:05.123456 #42] ERROR -- web: no stock', '2026-11-28T14:06:05.123Z', 'error', 'web', 'no stock'],
  ['I, [2026-11-28T14:06:05.123456 #42]  INFO -- : ok', '2026-11-28T14:06:05.123Z', 'info', '', 'ok'],
  ['[2026-11-28 14:06:05] production.ERROR: Unknown column', '2026-11-28T14:06:05Z', 'error', 'production', 'Unknown column'],
];

for (const [line, time, level, component, message] of headers) {
  test(`HeaderReader.read() takes apart '${line}'`, () => {
    const header = new HeaderReader(new TimestampReader(context)).read(line);

    assert.equal(header.atMs, at(time));
    assert.equal(header.level, level);
    assert.equal(header.component, component);
    assert.equal(line.slice(header.messageStart), message);
  });
}

test('HeaderReader.read() leaves a line without a header whole', () => {
  const header = new HeaderReader(new TimestampReader(context)).read('just words, 12 of them: 1.2.3');

  assert.deepEqual([header.hasTime, header.messageStart, header.level], [false, 0, 'none']);
});

const traces: Readonly<Record<string, { readonly text: string; readonly messages: readonly string[] }>> = {
  Java: {
    text: '2026-11-28 14:06:05 ERROR Orders: cannot place\njava.lang.IllegalStateException: no stock\n\tat com.acme.Orders.place(Orders.java:42)\nCaused by: java.sql.SQLException: pool timed out\n\t... 12 more\n2026-11-28 14:06:06 INFO Orders: ok',
    messages: ['cannot place | java.sql.SQLException: pool timed out', 'ok'],
  },
  'Java without times': {
    text: 'Exception in thread "main" java.lang.RuntimeException: boom\n\tat A.b(A.java:1)\nnext',
    messages: ['Exception in thread "main" java.lang.RuntimeException: boom', 'next'],
  },
  Python: {
    text: 'starting\nTraceback (most recent call last):\n  File "app.py", line 3, in <module>\n    run()\nKeyError: 1\nnext',
    messages: ['starting', 'KeyError: 1', 'next'],
  },
  Go: {
    text: 'panic: index out of range [5]\n\ngoroutine 1 [running]:\nmain.main()\n\t/tmp/x.go:8 +0x1d\nexit status 2\nnext',
    messages: ['index out of range [5]', 'next'],
  },
  Node: {
    text: "TypeError: Cannot read properties of undefined\n    at f (a.js:1:2)\n    at g (b.js:3:4) {\n  code: 'E'\n}\nnext",
    messages: ['TypeError: Cannot read properties of undefined', 'next'],
  },
  Ruby: {
    text: "app.rb:12:in 'm': boom (RuntimeError)\n\tfrom app.rb:20:in 'main'\nnext",
    messages: ["app.rb:12:in 'm': boom (RuntimeError)", 'next'],
  },
};

for (const [language, { text, messages }] of Object.entries(traces)) {
  test(`LogReader folds a trace of ${language}`, () => {
    assert.deepEqual(
      read(text).map(({ message }) => message),
      messages,
    );
  });
}

test('LogReader keeps the frames of C++ with the error that they are of', () => {
  const head =
    '2026.11.28 14:06:05.123456 [ 25 ] <Error> executeQuery: Code: 999, e.displayText() = Coordination::Exception: No node, Stack trace:';
  const frames = [
    '',
    '0. clickhouse-server(StackTrace::StackTrace()+0x16) [0x561c8b0]',
    '1. clickhouse-server(Coordination::Exception::Exception(int)+0x31) [0x561c876]',
    '2. DB::Exception::Exception(String const&) @ 0x000000000c9b2f5b in /usr/bin/clickhouse',
    '#3  0x00007f2a in error_of (ctx=0x0) at main.cc:7',
  ];
  const entries = read([head, ...frames, '2026.11.28 14:06:06.000000 [ 25 ] <Debug> MemoryTracker: ok'].join('\n'));

  assert.deepEqual(
    entries.map(({ level }) => level),
    ['error', 'debug'],
  );
});

test('continues() and its kin know frames from messages', () => {
  assert.equal(continues('\tat a.B.c(B.java:1)', 'none', false, false), true);
  assert.equal(continues('next message', 'none', false, false), false);
  assert.equal(continues('no time here', 'none', true, true), true);
  assert.equal(traceOf('Traceback (most recent call last):', 'none'), 'python');
  assert.equal(endsTrace('KeyError: 1', 'python'), true);
  assert.equal(exceptionIn(['\tat x', 'Caused by: java.io.IOException: gone']), 'java.io.IOException: gone');
  assert.equal(
    exceptionIn(['<--- JS stacktrace --->', 'FATAL ERROR: Reached heap limit', '----- Native stack trace -----']),
    'FATAL ERROR: Reached heap limit',
  );
  assert.equal(exceptionIn(['Error: boom', '    at go (x.js:1:1)']), 'Error: boom');
  assert.equal(isFatal('FATAL ERROR: Reached heap limit'), true);
  assert.equal(isFatal('java.io.IOException: gone'), false);
});

test('a run-time that ends is an entry of its own, and no part of what the program said last', () => {
  const served = '2026-11-28T14:06:05Z INFO GET /a 200\n'.repeat(3);
  const [last] = read(`${served}\n<--- Last few GCs --->\n\nFATAL ERROR: Reached heap limit - JavaScript heap out of memory\n`).slice(-1);

  assert.deepEqual([last?.level, last?.message], ['fatal', 'FATAL ERROR: Reached heap limit - JavaScript heap out of memory']);
});

test('readJsonLine() finds the message, and keeps the other fields', () => {
  const line = '{"level":50,"time":1795874765123,"msg":"request failed","err":{"message":"ECONNREFUSED"},"req":{"id":7}}';

  const entry = readJsonLine(line);

  assert.equal(entry?.message, 'request failed: ECONNREFUSED');
  assert.equal(entry?.level, 'error');
  assert.equal(entry?.atMs, 1_795_874_765_123);
  assert.equal(entry?.attributes['req.id'], '7');
  assert.equal(readJsonLine('{"half":'), null);
  assert.equal(readJsonLine('[1]'), null);
});

test('readLogfmt() reads quoted values', () => {
  const entry = readLogfmt('time=2026-11-28T14:06:05Z level=warn msg="cannot reach \\"db\\"" err="dial tcp: refused" id=5');

  assert.equal(entry?.message, 'cannot reach "db": dial tcp: refused');
  assert.equal(entry?.level, 'warning');
  assert.equal(entry?.attributes.id, '5');
  assert.equal(readLogfmt('a=1 b=2'), null);
});

test('LogReader reads the header of a line that a container wrapped', () => {
  const [entry] = read('{"log":"2026-11-28 14:06:05 ERROR boom\\n","stream":"stderr","time":"2026-11-28T14:06:07Z"}');

  assert.equal(entry?.message, 'boom');
  assert.equal(entry?.level, 'error');
  assert.equal(entry?.atMs, at('2026-11-28T14:06:07Z'));
});

test('cleanLine() takes away colours, carriage returns and what is not text', () => {
  const start = String.fromCharCode(27);

  assert.equal(cleanLine(`${start}[1;32mok${start}[0m\r`), 'ok');
  assert.equal(cleanLine(String.fromCharCode(0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2)), '(binary, 11 characters)');
  assert.equal(cleanLine('plain'), 'plain');
});

test('levels are read from words, numbers and texts', () => {
  assert.deepEqual(['WARN', 'crit', 'Information', '错误', 'what'].map(levelOfWord), ['warning', 'fatal', 'info', 'error', 'none']);
  assert.deepEqual([30, 50, 60, 3, 6, -1].map(levelOfNumber), ['info', 'error', 'fatal', 'error', 'info', 'none']);
  assert.deepEqual(['connection refused', '0 errors found', 'kernel panic', '连接超时', 'fine'].map(levelOfText), [
    'error',
    'none',
    'fatal',
    'error',
    'none',
  ]);
});

test('LogReader takes any text: every line is in one entry or blank', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 120 }),
    fc.constantFrom(
      '{"msg":',
      '2026-11-28 14:06:05 ',
      '\tat a.b(C.java:1)',
      'Traceback (most recent call last):',
      '\u001b[31m',
      'a=b msg=',
      '[',
    ),
  );
  fc.assert(
    fc.property(fc.array(fc.array(piece, { maxLength: 4 }), { maxLength: 20 }), (given) => {
      const text = given.map((pieces) => pieces.join('').replaceAll('\n', ' '));
      const entries = read(text.join('\n'));
      const folded = entries.reduce((sum, { lines }) => sum + lines, 0);

      assert.ok(folded <= text.length);
      assert.ok(entries.every(({ message }) => typeof message === 'string'));
    }),
    { numRuns: 150 },
  );
});

test('LogReader takes what .NET, uvicorn, Rails and Elixir tell on several lines for one entry, with its level', () => {
  const told = (text: string) => read(text).map(({ level, message, lines }) => [level, message, lines]);

  assert.deepEqual(
    told(
      'info: Host.Lifetime[14]\n      Now listening\nfail: Shop.Orders[0]\n      Order 7 failed\n      System.TimeoutException: no answer',
    ),
    [
      ['info', 'Now listening', 2],
      ['error', 'Order 7 failed | System.TimeoutException: no answer', 3],
    ],
  );
  assert.deepEqual(
    told('ERROR:    Exception in ASGI application\nTraceback (most recent call last):\n  File "a.py", line 4\nKeyError: \'HKD\''),
    [['error', "Exception in ASGI application | KeyError: 'HKD'", 4]],
  );
  const fatal = 'F, [2026-11-28T14:06:05.123456 #42] FATAL -- : [b5c1]';
  assert.deepEqual(told(`${fatal}\n[b5c1] ActiveRecord::ConnectionTimeoutError (no connection)`).slice(0, 1), [['fatal', '[b5c1]', 1]]);
  assert.deepEqual(told(`${fatal} a\n${fatal} b\n${fatal}\n[b5c1] ActiveRecord::ConnectionTimeoutError (no connection)`).at(-1), [
    ...['fatal', 'ActiveRecord::ConnectionTimeoutError (no connection)', 2],
  ]);
  assert.deepEqual(told('14:06:05.123 [error] GenServer Cart terminating\n** (DBConnection.ConnectionError) not available'), [
    ['error', 'GenServer Cart terminating | DBConnection.ConnectionError: not available', 2],
  ]);
});

test('readJsonLine() tells the fields of an error that say why, and those of no other entry', () => {
  const line = (level: string) =>
    `{"level":"${level}","msg":"charge failed","reason":"card expired","err":{"code":"E42"},"upstream":"pay.example","path":"/charge"}`;

  assert.equal(readJsonLine(line('error'))?.message, 'charge failed (reason=card expired, code=E42, upstream=pay.example)');
  assert.equal(readJsonLine(line('info'))?.message, 'charge failed');
  assert.equal(readJsonLine('{"level":50,"msg":"request failed","url":"/v1/profile","status":500}')?.message, 'request failed');
  const called = '{"level":50,"msg":"call failed","url":"http://stock/v1","proxy":"http://10.0.0.9:3128","status":502}';
  assert.equal(readJsonLine(called)?.message, 'call failed (url=http://stock/v1, proxy=http://10.0.0.9:3128, status=502)');
});

test("LogReader tells what a program says that a job calls, between the job's own lines", () => {
  const job = '2026-11-28 14:06:05 backup begins\n2026-11-28 14:06:06 backup done';

  const messages = read(
    `${job}\n2026-11-28 14:06:07 backup begins\n/srv/backup.sh: 6: pg_dump: not found\nERROR 1045 (28000): Access denied\n2026-11-28 14:06:09 done`,
  );

  assert.deepEqual(
    messages.slice(2).map(({ message }) => message),
    ['backup begins', '/srv/backup.sh: 6: pg_dump: not found', '1045 (28000): Access denied', 'done'],
  );
});

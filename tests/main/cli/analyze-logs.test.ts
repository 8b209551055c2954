import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { readLogLines } from '../../../src/main/cli/log-lines.ts';
import { parseLogPoint } from '../../../src/main/cli/log-time.ts';
import { runCli } from '../../../src/main/cli/run-cli.ts';
import { fakeTerminal } from './fake-terminal.ts';

const directory = mkdtempSync(join(tmpdir(), 'zhiban-analyze-'));
after(() => rmSync(directory, { recursive: true, force: true }));

function write(name: string, content: string | Buffer): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

async function run(...argv: string[]) {
  const terminal = fakeTerminal();
  const signal = new AbortController().signal;
  const code = await runCli({
    argv: ['analyze', ...argv],
    variables: { HOME: directory },
    streams: terminal.streams,
    version: '0',
    signal,
  });
  return { code, out: terminal.out, err: terminal.err };
}

function minutesOf(from: number, to: number, print: (time: string, minute: number) => readonly string[]): readonly string[] {
  return Array.from({ length: to - from }, (_each, index) => {
    const minute = from + index;
    return print(`2026-11-28T${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:00Z`, minute);
  }).flat();
}

const serving = (time: string, minute: number): readonly string[] => [
  `${time} INFO api: served request ${minute} in ${minute + 3} ms`,
  `${time} INFO api: heartbeat sent`,
];
const failing = (time: string, minute: number): readonly string[] => [
  `${time} INFO api: served request ${minute} in ${minute + 900} ms`,
  `${time} ERROR api: cannot reach 10.0.0.${minute % 250}:5432 password=hunter2-abcdef`,
  'java.net.ConnectException: refused',
  '\tat api.Db.connect(Db.java:7)',
];
const log = [...minutesOf(600, 660, serving), ...minutesOf(660, 690, failing)].join('\n');

test('zhiban analyze logs prints the templates of a file, packed or not, and the same as JSON', async () => {
  const plain = await run('logs', write('a.log', log), '--locale', 'en');
  const packed = await run('logs', write('a.log.gz', gzipSync(log)), '--json');

  assert.equal(plain.code, 0);
  assert.match(plain.out, /240 lines · 180 entries · 3 templates/);
  assert.match(plain.out, /90 {2}info +served request <number> in <number> ms/);
  assert.match(plain.out, /cannot reach <address> password=«secret» \| java\.net\.ConnectException: refused/);
  assert.doesNotMatch(plain.out, /hunter2/);
  const report = JSON.parse(packed.out) as { lines: number; templates: { count: number; id: string }[]; changes: unknown[] };
  assert.equal(report.lines, 240);
  assert.deepEqual(
    report.templates.map(({ count }) => count),
    [90, 60, 30],
  );
  assert.match(report.templates[0]?.id ?? '', /^[0-9a-f]{16}$/);
  assert.deepEqual(report.changes, []);
});

test('zhiban analyze logs --split says what is new, gone and worse, in both languages', async () => {
  const file = write('b.log', log);
  const english = await run('logs', file, '--split', '2026-11-28T11:00:00Z', '--locale', 'en');
  const chinese = await run('logs', file, '--split', '2026-11-28T11:00:00Z', '--locale', 'zh-CN');

  assert.match(english.out, /ERRORS UP .*0 of 120 entries before, 30 of 60 now/);
  assert.match(english.out, /NEW {2}first seen 11-28 \d\d:00:00, 30 times since\n {4}cannot reach/);
  assert.match(english.out, /STOPPED {2}stopped: 60 times before/);
  assert.match(chinese.out, /新增 {2}首次出现于 11-28 \d\d:00:00，此后共 30 次/);
  assert.match(chinese.out, /240 行 · 180 条 · 3 个模板/);
});

test('zhiban analyze logs --baseline takes what is usual from another file', async () => {
  const usual = write('usual.log', minutesOf(600, 660, serving).join('\n'));
  const now = write('now.log', minutesOf(660, 690, failing).join('\n'));

  const { code, out } = await run('logs', now, '--baseline', usual, '--json');

  const { changes } = JSON.parse(out) as { changes: { kind: string }[] };
  assert.equal(code, 0);
  assert.deepEqual(
    changes.map(({ kind }) => kind),
    ['more-errors', 'new', 'stopped'],
  );
});

test('zhiban analyze logs says what is wrong', async () => {
  const cases: readonly (readonly [readonly string[], RegExp, number])[] = [
    [['logs', join(directory, 'none.log')], /does not exist/, 3],
    [['logs', directory], /is a directory/, 2],
    [['logs', write('empty.log', '')], /holds no log entries/, 2],
    [['logs', write('broken.gz', Buffer.concat([gzipSync(log).subarray(0, 200)]))], /damaged gzip data/, 2],
    [['logs', write('c.log', log), '--split', 'noonish'], /--split noonish: 14:06/, 2],
    [['logs', write('c.log', log), '--split', '14:06', '--baseline', 'x'], /not both/, 2],
    [['logs', '-', '--baseline', '-'], /Only one log/, 2],
  ];
  for (const [argv, message, exitCode] of cases) {
    const { code, err } = await run(...argv, '--locale', 'en');

    assert.match(err, message);
    assert.equal(code, exitCode, argv.join(' '));
  }
});

test('zhiban analyze logs warns when there is nothing to compare with', async () => {
  const { code, err } = await run('logs', write('d.log', log), '--split', '2026-11-28T01:00:00Z', '--locale', 'en');

  assert.equal(code, 0);
  assert.match(err, /nothing to compare with/);
});

test('readLogLines() reads standard input, GB 18030, and cuts a line without an end', async () => {
  const signal = new AbortController().signal;
  const read = async (bytes: readonly Buffer[]): Promise<readonly string[]> => {
    const lines: string[] = [];
    for await (const batch of readLogLines('-', Readable.from(bytes), signal)) lines.push(...batch);
    return lines;
  };
  // 错误 in GB 18030.
  const chinese = Buffer.concat([Buffer.from('db: '), Buffer.from([0xb4, 0xed, 0xce, 0xf3]), Buffer.from('\nend')]);

  assert.deepEqual(await read([Buffer.from('one\ntw'), Buffer.from('o\n')]), ['one', 'two']);
  assert.deepEqual(await read([chinese]), ['db: 错误', 'end']);
  assert.deepEqual(await read([]), []);
  const [long = ''] = await read(Array.from({ length: 10 }, () => Buffer.alloc(20_000, 'x')));
  assert.ok(long.length <= 65_536 + 20_000);
});

test('parseLogPoint() finds the first such moment in the log', () => {
  const firstMs = Date.parse('2026-11-27T20:00:00Z');
  const nowMs = Date.parse('2026-11-28T20:00:00Z');
  const pointOf = (given: string): string => new Date(parseLogPoint('--split', given, nowMs, 480)(firstMs)).toISOString();

  assert.equal(pointOf('14:06'), '2026-11-28T06:06:00.000Z');
  assert.equal(pointOf('05:00:30'), '2026-11-27T21:00:30.000Z');
  assert.equal(pointOf('2026-11-28 14:06'), '2026-11-28T06:06:00.000Z');
  assert.equal(pointOf('2026-11-28T14:06:00Z'), '2026-11-28T14:06:00.000Z');
  assert.equal(pointOf('2026-11-28'), '2026-11-27T16:00:00.000Z');
  assert.equal(pointOf('30m'), '2026-11-28T19:30:00.000Z');
});

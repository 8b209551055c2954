import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { runCli } from '../../../src/main/cli/run-cli.ts';
import { parseSeriesTime } from '../../../src/main/cli/series-time.ts';
import { dailyWave } from '../../analysis/anomaly/series.ts';
import { fakeTerminal } from './fake-terminal.ts';

let directory: string;
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'zhiban-series-'));
});
after(() => rm(directory, { recursive: true }));

async function run(argv: readonly string[]) {
  const terminal = fakeTerminal({ columns: 100 });
  const code = await runCli({
    argv,
    variables: { LANG: 'en_US.UTF-8', ZHIBAN_HOME: '/nonexistent-home' },
    streams: terminal.streams,
    version: '0.0.0-test',
    signal: new AbortController().signal,
  });
  return { code, out: terminal.out, err: terminal.err };
}

async function table(name: string, text: string): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, text);
  return path;
}

const startSeconds = 1_790_000_000;
const wave = (header: string, values: readonly number[], time = (index: number) => String(startSeconds + 300 * index)): string =>
  `${header}${values.map((value, index) => `${time(index)},${String(value)}`).join('\n')}\n`;
const broken = dailyWave((value, index) => (index >= 2_500 && index < 2_512 ? 5 * value : value));

test('analyze anomaly tells what is unusual and since when, with a picture', async () => {
  const file = await table('wave.csv', wave('time,requests\n', broken));
  const chart = join(directory, 'wave.svg');

  const { code, out, err } = await run(['analyze', 'anomaly', file, '--chart', chart]);

  assert.equal(code, 0, err);
  assert.match(out, /^requests: 3456 points, .* every 5 min/);
  assert.match(out, /● .*× the usual/);
  assert.match(out, /▲/);
  const svg = await readFile(chart, 'utf8');
  assert.match(svg, /^<svg [\s\S]*<polyline[\s\S]*<\/svg>\n$/);
  assert.doesNotMatch(svg, /NaN|Infinity|undefined/);
});

test('analyze anomaly speaks Chinese, and JSON with a verdict on each point', async () => {
  const file = await table('wave-zh.csv', wave('', broken));

  const chinese = await run(['--locale', 'zh-CN', 'analyze', 'anomaly', file]);
  const json = await run(['analyze', 'anomaly', file, '--json', '--points']);

  assert.match(chinese.out, /段异常[\s\S]*常态的 \d/);
  const report = JSON.parse(json.out);
  assert.equal(report.series[0].verdicts.length, broken.length);
  assert.ok(report.series[0].events.some((event: { score: number }) => event.score > 0.5));
});

test('analyze anomaly takes several columns as one system', async () => {
  const rows = broken.map((value, index) => `${String(startSeconds + 300 * index)};${String(value)};${String(2 * value)};web-1`);
  const file = await table('two.csv', `time;a;b;host\n${rows.join('\n')}`);

  const { code, out, err } = await run(['analyze', 'anomaly', file]);

  assert.equal(code, 0, err);
  assert.match(out, /all series as one system: \d+ alerts/);
  assert.match(err, /column 'host' has no numbers/);
  const one = await run(['analyze', 'anomaly', file, '--column', 'b', '--json']);
  assert.deepEqual(
    JSON.parse(one.out).series.map((series: { name: string }) => series.name),
    ['b'],
  );
});

test('analyze anomaly reads decimal commas, groups, percents, a day and a clock apart, and the times of web servers', async () => {
  const minute = (index: number): string => `${String(Math.floor(index / 60)).padStart(2, '0')}:${String(index % 60).padStart(2, '0')}`;
  const rows = (print: (index: number) => string): string => Array.from({ length: 60 }, (_, index) => print(index)).join('\n');
  const tables = [
    `Zeit;Latenz\n${rows((index) => `2026-11-28 ${minute(index)};${String(120 + (index % 3))},5`)}`,
    `day,clock,used\n${rows((index) => `2026-11-28,${minute(index)}:00,"1,0${String(10 + index)}"`)}`,
    `time,free\n${rows((index) => `28/Nov/2026:${minute(index)}:00 +0800,${String(index % 5)}.5%`)}`,
  ];
  for (const [index, content] of tables.entries()) {
    const { code, out, err } = await run(['analyze', 'anomaly', await table(`odd-${String(index)}.csv`, content)]);

    assert.equal(code, 0, err);
    assert.match(out, /^(Latenz|used|free): 60 points, .*, every 1 min$/m);
    assert.equal(err, '');
  }
});

test('analyze forecast tells when a limit is reached', async () => {
  const values = Array.from({ length: 400 }, (_, index) => Number((40 + 0.05 * index + Math.sin(index) / 5).toFixed(2)));
  const time = (index: number): string => new Date((startSeconds + 3_600 * index) * 1_000).toISOString();
  const file = await table('disk.csv', wave('time,used\n', values, time));
  const chart = join(directory, 'disk.svg');

  const { code, out, err } = await run(['analyze', 'forecast', file, '--limit', '95', '--horizon', '48h', '--chart', chart]);

  assert.equal(code, 0, err);
  assert.match(out, /in 2 d \(.*\): \d+(\.\d+)?, with 95 % between/);
  assert.match(out, /95 will be reached in 2\d d .*at the earliest in .*at the latest in/);
  assert.match(await readFile(chart, 'utf8'), /<polygon/);
  const json = JSON.parse((await run(['analyze', 'forecast', file, '--floor', '5', '--json'])).out);
  assert.equal(json.limits[0].kind, 'not-in-sight');
  assert.equal(json.values.length, 100);
});

test('analyze sorts, takes the last of what is repeated, and says so', async () => {
  const lines = wave('time,v\n', broken.slice(0, 200)).trim().split('\n');
  const file = await table(
    'mixed.csv',
    [lines[0], ...lines.slice(2), lines[1], `${String(startSeconds)},7`, `${String(startSeconds + 9_999_999)},NaN`].join('\n'),
  );

  const { code, err } = await run(['analyze', 'anomaly', file]);

  assert.equal(code, 0);
  assert.match(err, /out of order/);
  assert.match(err, /1 rows repeat a time/);
  assert.match(err, /1 values are missing/);
});

const mistakes: readonly [name: string, text: string, says: RegExp, argv?: readonly string[]][] = [
  ['empty', '', /has no measured values/],
  ['one column', 'value\n1\n2\n', /line 1: expected a time and a value/],
  ['words', `time,v\n${'yesterday,3\n'.repeat(40)}`, /line 2: 'yesterday' is no time/],
  ['a word among numbers', wave('time,v\n', broken.slice(0, 40)).replaceAll(/,11[\d.]+/g, ',ninety'), /line \d+: 'ninety' is not a number/],
  ['short', wave('time,v\n', [1, 2, 3]), /'v' has 3 values; 30 are needed/],
  ['no such column', wave('time,v\n', broken.slice(0, 40)), /there is no column 'x'; there are: v/, ['--column', 'x']],
];

for (const [name, text, says, argv = []] of mistakes) {
  test(`analyze anomaly refuses ${name} and says why`, async () => {
    const { code, err, out } = await run(['analyze', 'anomaly', await table('bad.csv', text), ...argv]);

    assert.notEqual(code, 0);
    assert.match(err, says);
    assert.equal(out, '');
  });
}

test('analyze forecast refuses a horizon that is none, a limit that is none and a file that is not there', async () => {
  const file = await table('fine.csv', wave('time,v\n', broken.slice(0, 100)));

  assert.match((await run(['analyze', 'forecast', file, '--horizon', 'soon'])).err, /'soon' is no length of time/);
  assert.match((await run(['analyze', 'forecast', file, '--limit', 'high'])).err, /not valid here/);
  assert.equal((await run(['analyze', 'forecast', join(directory, 'nothing.csv')])).code, 3);
});

const times: readonly [cell: string, iso: string | null][] = [
  ['2026-11-28 14:06:05', '2026-11-28T06:06:05.000Z'],
  ['2026-11-28T14:06:05.250Z', '2026-11-28T14:06:05.250Z'],
  ['2026/11/28 14:06', '2026-11-28T06:06:00.000Z'],
  ['2026-11-28T14:06:05+02:00', '2026-11-28T12:06:05.000Z'],
  ['2026年11月28日 14时06分05秒', '2026-11-28T06:06:05.000Z'],
  ['2026-11-28', '2026-11-27T16:00:00.000Z'],
  ['1790000000', '2026-09-21T14:13:20.000Z'],
  ['1790000000000', '2026-09-21T14:13:20.000Z'],
  ['1790000000.5', '2026-09-21T14:13:20.500Z'],
  ['2026-02-30 10:00:00', null],
  ['28/11/2026', null],
  ['12', null],
  ['', null],
];

for (const [cell, iso] of times) {
  test(`parseSeriesTime() reads '${cell}' as ${iso ?? 'nothing'}`, () => {
    const found = parseSeriesTime(cell, 480);
    assert.equal(found === null ? null : new Date(found).toISOString(), iso);
  });
}

test('--chart draws PNG, and refuses a name that says neither PNG nor SVG', async () => {
  const file = await table('small.csv', wave('', broken.slice(0, 400)));
  const chart = join(directory, 'small.png');

  const drawn = await run(['analyze', 'anomaly', file, '--chart', chart]);
  const refused = await run(['analyze', 'anomaly', file, '--chart', join(directory, 'small.gif')]);

  assert.equal(drawn.code, 0, drawn.err);
  assert.deepEqual((await readFile(chart)).subarray(1, 4).toString(), 'PNG');
  assert.equal(refused.code, 2);
  assert.match(refused.err, /small\.gif' should end in \.png or \.svg/);
});

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { Resvg } from '@resvg/resvg-js';
import { drawPng, needsOtherFonts } from '../../src/charts/draw-png.ts';
import { drawSvg, type SvgWords } from '../../src/charts/draw-svg.ts';
import { drawTerminal } from '../../src/charts/draw-terminal.ts';
import { evidencePicture } from '../../src/charts/evidence-picture.ts';
import { numberText, unitText } from '../../src/charts/number-text.ts';
import { frameOf, type SeriesPicture } from '../../src/charts/picture.ts';
import { recentPicture } from '../../src/charts/recent-picture.ts';
import { sparkline } from '../../src/charts/sparkline.ts';
import type { Series } from '../../src/domain/evidence.ts';

const words: SvgWords = {
  ...{ numberText, timeText: String, measured: '实测', usual: '常态', ahead: '预测', limit: '界限', changed: '突变' },
};
const flat: SeriesPicture = { title: '<a & "b">', times: [0, 1, 2], values: [0, 0, 0], spans: [] };
const times = Array.from({ length: 5_000 }, (_, index) => index * 60_000);
const full: SeriesPicture = {
  title: '订单队列积压',
  times,
  values: times.map((_, index) => (index < 4_000 ? 10 + Math.sin(index) : 60)),
  band: { times, low: times.map(() => 8), middle: times.map(() => 10), high: times.map(() => 12) },
  ahead: { times: [300_000_000, 300_060_000], low: [50, 50], middle: [60, 60], high: [70, 70] },
  spans: [{ fromMs: 240_000_000, toMs: 299_940_000 }],
  limit: 100,
  changedAtMs: 240_000_000,
};

test('drawTerminal() and drawSvg() show a flat line and escape a title', () => {
  assert.ok(frameOf(flat).high > frameOf(flat).low);
  const lines = drawTerminal(flat, 60, 4, numberText);
  assert.ok(lines.every((line) => line.length <= 60) && lines.some((line) => /[\u2801-\u28ff]/.test(line)));
  assert.match(drawSvg(flat, words), /&lt;a &amp; &quot;b&quot;&gt;/);
});

test('drawTerminal() draws the bounds of what is usual, and where the level moved', () => {
  const { band: _, changedAtMs: _moved, ...bare } = full;
  const dots = (picture: SeriesPicture): number =>
    [...drawTerminal(picture, 100, 8, numberText).join('')].filter((each) => each > '\u2800' && each <= '\u28ff').length;

  assert.ok(dots(full) > dots({ ...bare, changedAtMs: 240_000_000 }));
  assert.ok(dots({ ...bare, changedAtMs: 120_000_000 }) > dots(bare));
});

test('recentPicture() has band, forecast and change where a detection has seen them', () => {
  const points = { times: [0, 1, 2], values: [1, 2, 3], low: [0, 1], high: [2, 3] };
  const picture = recentPicture(
    { name: 'depth', recent: { ...points, ahead: { ...points, low: [0, 1, 2], high: [2, 3, 4] }, movedAtMs: 1 } },
    9,
  );

  assert.deepEqual(picture.band, { times: [1, 2], low: [0, 1], high: [2, 3], middle: [1, 2] });
  assert.deepEqual([picture.ahead?.middle, picture.limit, picture.changedAtMs], [[1, 2, 3], 9, 1]);
  assert.deepEqual(Object.keys(recentPicture({ name: 'depth', recent: { ...points, low: [], high: [] } })), [
    'title',
    'times',
    'values',
    'spans',
  ]);
});

test('drawSvg() shows band, forecast, limit, trouble and change, with their names, in bounded size', () => {
  const svg = drawSvg(full, { ...words, note: '很长的一句话'.repeat(40) });

  assert.equal(svg.match(/<polygon/g)?.length, 2);
  for (const name of ['实测', '常态', '预测', '界限', '突变']) assert.ok(svg.includes(`>${name}</text>`), name);
  assert.match(svg, /很长的一句话…|…<\/text>/);
  assert.ok(svg.length < 200_000, String(svg.length));
  assert.doesNotMatch(svg, /NaN|Infinity|undefined/);
});

test('drawPng() draws with the font that comes along: words change the picture on a machine without fonts', async () => {
  const svg = drawSvg(full, words);
  const [png, other] = await Promise.all([drawPng(svg), drawPng(svg.replace('订单队列积压', '库存队列积压'))]);

  assert.ok(png !== null && other !== null);
  assert.equal(Buffer.from(png.bytes.subarray(1, 4)).toString(), 'PNG');
  assert.deepEqual([png.widthPixels, png.heightPixels], [1_280, 720]);
  assert.ok(png.bytes.length < 300_000, String(png.bytes.length));
  const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
  assert.notEqual(digest(png.bytes), digest(other.bytes));
  const bare = new Resvg(svg, { font: { loadSystemFonts: false }, fitTo: { mode: 'width', value: 1_280 } }).render().asPng();
  assert.notEqual(digest(png.bytes), digest(bare));
});

test('needsOtherFonts() knows what the font has', () => {
  assert.equal(needsOtherFonts(drawSvg(full, { ...words, note: 'disk /data 3.2×（预测）≥ 95 %' })), false);
  assert.equal(needsOtherFonts('エラー 鏈'), true);
});

test('sparkline() keeps a short peak, is as long as it may be, and says nothing of nothing', () => {
  const values = Array.from({ length: 200 }, (_, index) => (index === 150 ? 90 : 10 + (index % 2)));

  assert.match(sparkline(values), /^[▁▂]+█[▁▂]+$/);
  assert.ok(sparkline(values).length <= 24);
  assert.equal(sparkline([5, 5, 5]), '▁▁▁');
  assert.equal(sparkline([Number.NaN]), '');
});

test('numberText() and unitText() are short', () => {
  assert.deepEqual(
    [unitText(0.8234, 'ratio'), unitText(3.2 * 2 ** 30, 'bytes'), unitText(12, 'bytes'), unitText(12_345, 'req/s'), unitText(-0.5, '')],
    ['82.3 %', '3.2 GiB', '12 B', '12.35k req/s', '-0.5'],
  );
});

test('evidencePicture() puts bounds, forecast, change and limit to the first measured series', () => {
  const line = (name: string, role?: Series['role']): Series => ({ name, unit: '', role, times: [1, 2], values: [3, 4] });
  const series = [line('lag'), line('low', 'usual-low'), line('high', 'usual-high'), line('ahead', 'forecast')];
  const facts = { 'range.shiftAt': '2026-11-28T14:07:00Z', 'detection.limit': 9, 'detection.since': '2026-11-28T14:07:00Z' };

  const picture = evidencePicture({ series, facts });

  assert.equal(picture?.title, 'lag');
  assert.deepEqual(picture?.band?.low, [3, 4]);
  assert.equal(picture?.ahead, undefined);
  assert.equal(picture?.limit, 9);
  assert.equal(picture?.changedAtMs, Date.parse('2026-11-28T14:07:00Z'));
  assert.equal(evidencePicture({ series: [], facts: {} }), null);
});

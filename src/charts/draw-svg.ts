/**
 * A series as SVG: for a browser, a wiki, a report, and as the ground of the PNG in chat. On a light sheet of its own, so that it reads the
 * same in a dark chat as in a light one; lines are told apart by dash as well as by colour; letters are large enough for a phone.
 */

import { frameOf, type SeriesPicture } from './picture.ts';

export interface SvgWords {
  readonly numberText: (value: number) => string;
  readonly timeText: (timeMs: number) => string;
  readonly measured: string;
  readonly usual: string;
  readonly ahead: string;
  readonly limit: string;
  readonly changed: string;
  /** Below the title; cut where it is too long. */
  readonly note?: string;
}

const [width, height] = [640, 360];
const [left, right, bottom] = [76, 18, 34];
const sizes = { title: 18, text: 14 };
/** Beyond it, each pixel shows the lowest and the highest of its values. */
const pointsMax = 1_200;
const ticks = 4;
const colours = {
  ink: '#1f2a37',
  soft: '#526071',
  line: '#e2e8f0',
  value: '#1d4ed8',
  usual: '#94a3b8',
  ahead: '#b45309',
  aheadBand: '#fde68a',
  span: '#fecaca',
  trouble: '#b91c1c',
};

export function drawSvg(picture: SeriesPicture, words: SvgWords): string {
  const frame = frameOf(picture);
  const top = words.note === undefined ? 62 : 84;
  const x = (timeMs: number): number => left + ((timeMs - frame.fromMs) / Math.max(1, frame.toMs - frame.fromMs)) * (width - left - right);
  const y = (value: number): number =>
    top + ((frame.high - Math.max(frame.low, Math.min(frame.high, value))) / (frame.high - frame.low)) * (height - top - bottom);
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Zhiban Chart, sans-serif" font-size="${sizes.text}" fill="${colours.ink}">`,
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8" fill="#fff" stroke="${colours.line}"/>`,
    text(16, 27, cut(picture.title, sizes.title, width - 32), `font-size="${sizes.title}"`),
    ...(words.note === undefined ? [] : [text(16, 49, cut(words.note, sizes.text, width - 32), `fill="${colours.soft}"`)]),
    ...legend(picture, words, top - 14),
    ...picture.spans.map(
      ({ fromMs, toMs }) =>
        `<rect x="${(x(fromMs) - 1).toFixed(1)}" y="${top}" width="${(x(toMs) - x(fromMs) + 2).toFixed(1)}" height="${height - top - bottom}" fill="${colours.span}"/>`,
    ),
    ...axis(frame.low, frame.high, y, words.numberText),
    ...timeAxis(frame.fromMs, frame.toMs, x, words.timeText),
    ...drawLines(picture, x, y, top),
    '</svg>',
  ];
  return `${parts.join('\n')}\n`;
}

type Scale = (value: number) => number;

function drawLines(picture: SeriesPicture, x: Scale, y: Scale, top: number): readonly string[] {
  const { band, ahead, limit, changedAtMs } = picture;
  const path = (times: readonly number[], values: readonly number[]): string =>
    thin(times, values)
      .map(([time, value]) => `${x(time).toFixed(1)},${y(value).toFixed(1)}`)
      .join(' ');
  const area = (given: NonNullable<SeriesPicture['ahead']>): string =>
    `${path(given.times, given.high)} ${path(given.times, given.low).split(' ').reverse().join(' ')}`;
  const across = limit === undefined ? '' : `${left},${y(limit).toFixed(1)} ${width - right},${y(limit).toFixed(1)}`;
  const upright = changedAtMs === undefined ? '' : `${x(changedAtMs).toFixed(1)},${top} ${x(changedAtMs).toFixed(1)},${height - bottom}`;
  return [
    ...(band ? [`<polygon points="${area(band)}" fill="${colours.usual}" opacity="0.3"/>`] : []),
    ...(band ? [line(path(band.times, band.middle), colours.usual, 'stroke-dasharray="5 4"')] : []),
    ...(ahead ? [`<polygon points="${area(ahead)}" fill="${colours.aheadBand}" opacity="0.7"/>`] : []),
    line(path(picture.times, picture.values), colours.value, 'stroke-linejoin="round"'),
    ...(ahead ? [line(path(ahead.times, ahead.middle), colours.ahead, 'stroke-dasharray="6 3"')] : []),
    ...(across === '' ? [] : [line(across, colours.trouble, 'stroke-dasharray="2 3"')]),
    ...(upright === '' ? [] : [line(upright, colours.trouble, 'stroke-dasharray="6 4"')]),
  ];
}

/** A short piece of each line with its name. */
function legend({ band, ahead, limit, changedAtMs }: SeriesPicture, words: SvgWords, y: number): readonly string[] {
  const entries = [
    { name: words.measured, colour: colours.value, dash: '' },
    ...(band ? [{ name: words.usual, colour: colours.usual, dash: '5 4' }] : []),
    ...(ahead ? [{ name: words.ahead, colour: colours.ahead, dash: '6 3' }] : []),
    ...(limit === undefined ? [] : [{ name: words.limit, colour: colours.trouble, dash: '2 3' }]),
    ...(changedAtMs === undefined ? [] : [{ name: words.changed, colour: colours.trouble, dash: '6 4' }]),
  ];
  let at = 16;
  return entries.flatMap(({ name, colour, dash }) => {
    const from = at;
    at += 30 + widthOf(name, sizes.text) + 18;
    return [
      line(`${from},${y - 5} ${from + 22},${y - 5}`, colour, dash === '' ? '' : `stroke-dasharray="${dash}"`),
      text(from + 28, y, name, `fill="${colours.soft}"`),
    ];
  });
}

function axis(low: number, high: number, y: Scale, numberText: (value: number) => string): readonly string[] {
  return Array.from({ length: ticks + 1 }, (_, index) => low + ((high - low) * index) / ticks).flatMap((value) => [
    `<line x1="${left}" x2="${width - right}" y1="${y(value).toFixed(1)}" y2="${y(value).toFixed(1)}" stroke="${colours.line}"/>`,
    text(left - 8, y(value) + 5, numberText(value), 'text-anchor="end"'),
  ]);
}

function timeAxis(fromMs: number, toMs: number, x: Scale, timeText: (timeMs: number) => string): readonly string[] {
  return Array.from({ length: ticks }, (_, index) => fromMs + ((toMs - fromMs) * index) / (ticks - 1)).map((time, index) => {
    const anchor = index === 0 ? 'start' : index === ticks - 1 ? 'end' : 'middle';
    return text(x(time), height - 12, timeText(time), `text-anchor="${anchor}"`);
  });
}

function line(points: string, colour: string, extra: string): string {
  return `<polyline points="${points}" fill="none" stroke="${colour}" stroke-width="2" ${extra}/>`;
}

function text(x: number, y: number, words: string, extra: string): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${extra}>${escapeText(words)}</text>`;
}

/** Chinese characters are as wide as they are high, others a little more than half of it. */
function widthOf(words: string, size: number): number {
  return [...words].reduce((sum, character) => sum + (character > '⺀' ? 1 : 0.57) * size, 0);
}

function cut(words: string, size: number, room: number): string {
  const characters = [...words.replaceAll(/\s+/g, ' ')];
  while (widthOf(characters.join(''), size) > room) characters.splice(-2, 2, '…');
  return characters.join('');
}

function thin(times: readonly number[], values: readonly number[]): readonly (readonly [number, number])[] {
  const points = times.map((time, index): readonly [number, number] => [time, values[index] ?? 0]);
  if (points.length <= pointsMax) return points;
  const size = Math.ceil((2 * points.length) / pointsMax);
  const kept: (readonly [number, number])[] = [];
  for (let from = 0; from < points.length; from += size) {
    const bucket = points.slice(from, from + size);
    const sorted = [...bucket].sort((one, other) => one[1] - other[1]);
    const pair = [sorted[0], sorted.at(-1)].flatMap((point) => (point === undefined ? [] : [point]));
    kept.push(...pair.sort((one, other) => one[0] - other[0]));
  }
  return kept;
}

function escapeText(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

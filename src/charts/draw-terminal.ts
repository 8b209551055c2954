/** A series as lines of braille dots, for terminals. */

import { type Frame, frameOf, type SeriesPicture } from './picture.ts';

/** Lines of braille dots, two across and four down in each character, with the highest and lowest value on the left. */
export function drawTerminal(
  picture: SeriesPicture,
  columns: number,
  rows: number,
  numberText: (value: number) => string,
): readonly string[] {
  const frame = frameOf(picture);
  const labels = [numberText(frame.high), numberText(frame.low)];
  const margin = Math.max(...labels.map((label) => label.length)) + 1;
  const width = Math.max(20, columns - margin - 1);
  const dots = new Uint8Array(width * rows);
  const place = (timeMs: number, value: number): readonly [number, number] => [
    Math.round(((timeMs - frame.fromMs) / Math.max(1, frame.toMs - frame.fromMs)) * (2 * width - 1)),
    Math.round(((frame.high - value) / (frame.high - frame.low)) * (4 * rows - 1)),
  ];
  if (picture.band !== undefined) drawBand(dots, width, rows, picture.band, place);
  drawPath(dots, width, rows, picture.times, picture.values, place, 1);
  if (picture.ahead !== undefined) {
    drawBand(dots, width, rows, picture.ahead, place);
    drawPath(dots, width, rows, picture.ahead.times, picture.ahead.middle, place, 2);
  }
  if (picture.changedAtMs !== undefined) {
    const [x] = place(picture.changedAtMs, frame.high);
    for (let y = 0; y < 4 * rows; y += 2) setDot(dots, width, rows, x, y);
  }
  if (picture.limit !== undefined) {
    const [, y] = place(frame.fromMs, picture.limit);
    for (let x = 0; x < 2 * width; x += 4) setDot(dots, width, rows, x, y);
  }
  const lines = Array.from({ length: rows }, (_, row) => {
    const label = row === 0 ? (labels[0] ?? '') : row === rows - 1 ? (labels[1] ?? '') : '';
    const cells = [...dots.subarray(row * width, (row + 1) * width)].map((cell) => String.fromCharCode(0x2800 + cell)).join('');
    return `${label.padStart(margin - 1)} ${cells}`;
  });
  return [...lines, markLine(picture, frame, margin, width)].filter((line) => line.trim() !== '');
}

function markLine({ spans }: SeriesPicture, frame: Frame, margin: number, width: number): string {
  const marks = new Array<string>(width).fill(' ');
  const column = (timeMs: number): number =>
    Math.max(0, Math.min(width - 1, Math.floor(((timeMs - frame.fromMs) / Math.max(1, frame.toMs - frame.fromMs)) * width)));
  for (const { fromMs, toMs } of spans) for (let at = column(fromMs); at <= column(toMs); at += 1) marks[at] = '▲';
  return `${' '.repeat(margin)}${marks.join('')}`.trimEnd();
}

type Place = (timeMs: number, value: number) => readonly [number, number];

/** Its bounds as thin dotted lines: filled, it would hide what was measured. */
function drawBand(dots: Uint8Array, width: number, rows: number, band: NonNullable<SeriesPicture['band']>, place: Place): void {
  for (const bound of [band.low, band.high]) drawPath(dots, width, rows, band.times, bound, place, 3);
}

/** Points are joined; with a stride, only every so many dots are set, so that what comes looks unlike what was. */
function drawPath(
  dots: Uint8Array,
  width: number,
  rows: number,
  times: readonly number[],
  values: readonly number[],
  place: Place,
  stride: number,
): void {
  let before: readonly [number, number] | null = null;
  for (const [index, time] of times.entries()) {
    const point = place(time, values[index] ?? 0);
    const from: readonly [number, number] = before ?? point;
    const steps = Math.max(1, Math.abs(point[0] - from[0]), Math.abs(point[1] - from[1]));
    for (let step = 0; step <= steps; step += 1) {
      const x = Math.round(from[0] + ((point[0] - from[0]) * step) / steps);
      const y = Math.round(from[1] + ((point[1] - from[1]) * step) / steps);
      if (x % stride === 0) setDot(dots, width, rows, x, y);
    }
    before = point;
  }
}

const dotBits = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;

function setDot(dots: Uint8Array, width: number, rows: number, x: number, y: number): void {
  if (x < 0 || y < 0 || x >= 2 * width || y >= 4 * rows) return;
  const cell = (y >> 2) * width + (x >> 1);
  dots[cell] = (dots[cell] ?? 0) | (dotBits[y & 3]?.[x & 1] ?? 0);
}

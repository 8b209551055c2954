/** A series in one line of text, for places that show no pictures: `▁▁▂▁▂█`. */

const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** The newest values, in so many characters; each stands for the value of its stretch that is farthest from the middle of all. */
export function sparkline(values: readonly number[], width = 24): string {
  const known = values.filter(Number.isFinite);
  if (known.length === 0) return '';
  const [low, high] = [least(known), -least(known.map((value) => -value))];
  const middle = known.toSorted((one, other) => one - other)[known.length >> 1] ?? 0;
  const size = Math.max(1, Math.ceil(known.length / width));
  const shown: string[] = [];
  for (let from = 0; from < known.length; from += size) {
    const stretch = known.slice(from, from + size);
    const farthest = stretch.reduce((far, value) => (Math.abs(value - middle) > Math.abs(far - middle) ? value : far), stretch[0] ?? 0);
    const place = high > low ? (farthest - low) / (high - low) : 0;
    shown.push(bars[Math.min(bars.length - 1, Math.floor(place * bars.length))] ?? bars[0]);
  }
  return shown.join('');
}

function least(values: readonly number[]): number {
  return values.reduce((found, value) => Math.min(found, value), Number.POSITIVE_INFINITY);
}

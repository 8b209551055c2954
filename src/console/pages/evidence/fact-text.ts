/** Facts as people read them, by the naming rules of facts: ratios are 0..1, sizes are bytes, durations carry their unit. */

const sizes = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

export function factText(value: unknown, name = ''): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'object') return JSON.stringify(value);
  if (typeof value !== 'number') return String(value);
  // Numbers that are names have no thousands.
  if (/(^|[._a-z])(pid|port|uid|id|year)$/i.test(name)) return String(value);
  if (/ratio$/i.test(name)) return `${trim(value * 100)}%`;
  if (/bytes$/i.test(name)) return sizeText(value);
  if (/(Ms|\bms)$/.test(name)) return `${trim(value)} ms`;
  if (/seconds$/i.test(name)) return `${trim(value)} s`;
  return trim(value);
}

/** A number in the unit of its series. */
export function unitText(value: number | null | undefined, unit: string): string {
  if (value === null || value === undefined) return '–';
  if (unit === 'ratio') return factText(value, 'ratio');
  if (unit === 'bytes' || unit === 'B') return factText(value, 'bytes');
  return unit === '' || unit === '1' || unit === 'count' ? factText(value) : `${factText(value)} ${unit}`;
}

/** Three significant digits, but never fewer than the whole part has. */
export function trim(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString('en');
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
}

function sizeText(bytes: number): string {
  let size = Math.abs(bytes);
  let step = 0;
  while (size >= 1_024 && step < sizes.length - 1) {
    size /= 1_024;
    step += 1;
  }
  return `${bytes < 0 ? '-' : ''}${trim(size)} ${sizes[step] ?? ''}`;
}

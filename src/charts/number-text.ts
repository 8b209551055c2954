/** Numbers as people read them beside a picture. */

const units = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const;

const bytesUnits = [
  [2 ** 50, 'PiB'],
  [2 ** 40, 'TiB'],
  [2 ** 30, 'GiB'],
  [2 ** 20, 'MiB'],
  [2 ** 10, 'KiB'],
] as const;

/** Four digits that mean something; thousands by their letter. */
export function numberText(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e15 || (size > 0 && size < 1e-4)) return value.toExponential(2);
  const unit = size < 10_000 ? undefined : units.find(([least]) => size >= least);
  return unit === undefined ? String(Number(value.toPrecision(4))) : `${String(Number((value / unit[0]).toPrecision(4)))}${unit[1]}`;
}

/** In the unit of a series: `bytes` and `ratio` have a form of their own, others stand behind the number. */
export function unitText(value: number, unit: string): string {
  if (unit === 'ratio') return `${String(Number((100 * value).toPrecision(3)))} %`;
  if (unit === 'bytes') {
    const found = bytesUnits.find(([least]) => Math.abs(value) >= least);
    return found === undefined
      ? `${String(Number(value.toPrecision(3)))} B`
      : `${String(Number((value / found[0]).toPrecision(3)))} ${found[1]}`;
  }
  return unit === '' ? numberText(value) : `${numberText(value)} ${unit}`;
}

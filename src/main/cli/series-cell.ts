/** Numbers as tables of measurements spell them. */

/**
 * A number, or NaN: `1,234.5` and `1 234` with groups of three, `12,5` where the comma separates no cells, `60.2%` as 60.2.
 * A lone comma before three digits is a group where commas separate cells, and a decimal comma elsewhere.
 */
export function parseSeriesValue(cell: string, separator: string): number {
  const text = cell.trim().replace(/\s*[%％]$/, '');
  const plain = Number(text);
  if (text === '' || Number.isFinite(plain)) return text === '' ? Number.NaN : plain;
  if (separator !== ',' && /^[+-]?\d+,\d+$/.test(text)) return Number(text.replace(',', '.'));
  if (separator !== ',' && /^[+-]?\d{1,3}(?:[. \u00a0\u202f]\d{3})+(?:,\d+)?$/.test(text))
    return Number(text.replace(/[. \u00a0\u202f]/g, '').replace(',', '.'));
  if (/^[+-]?\d{1,3}(?:[, \u00a0\u202f]\d{3})+(?:\.\d+)?$/.test(text)) return Number(text.replace(/[, \u00a0\u202f]/g, ''));
  return Number.NaN;
}

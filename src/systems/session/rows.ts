/** Values of rows as drivers give them: numbers may come as text, and anything may be null. */

export type Row = Readonly<Record<string, unknown>>;

/** Null and what is no number become `otherwise`. */
export function numberOf(value: unknown, otherwise = 0): number {
  if (value === null || value === undefined || value === '') return otherwise;
  const number = Number(value);
  return Number.isFinite(number) ? number : otherwise;
}

export function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Buffer.isBuffer(value)) return value.toString('utf8');
  return value instanceof Date ? value.toISOString() : String(value);
}

/** `t`, `true`, `ON`, `YES` and `1` are true. */
export function flagOf(value: unknown): boolean {
  return /^(t|true|on|yes|1)$/i.test(textOf(value));
}

/** Three decimals are enough for a ratio or a time. */
export function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

/** 0 where there is nothing to divide by. */
export function ratioOf(part: number, whole: number): number {
  return whole > 0 ? rounded(part / whole) : 0;
}

/** Rows as lines of `name=value`, for the raw text of a look. */
export function printRows(rows: readonly Row[], max = 60): string {
  return rows
    .slice(0, max)
    .map((row) =>
      Object.entries(row)
        .filter(([, value]) => value !== null && value !== '')
        .map(([name, value]) => `${name}=${textOf(value)}`)
        .join('  '),
    )
    .join('\n');
}

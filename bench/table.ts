/** Measurements as a table: how long most took, the aim, and what the same machine needs for the bare thing at the same time. */

import { loadavg } from 'node:os';

export interface Measurement {
  readonly name: string;
  readonly unit: 'ms' | 's' | 'MB' | 'KB' | '/s' | 'n';
  readonly values: readonly number[];
  /** What p95 (or the one value) should stay within, or, of what is counted by the second, reach; null where there is no promise. */
  readonly aim: number | null;
  /** The bare thing measured in the same run; p50 against p50 is the ratio. */
  readonly reference?: { readonly name: string; readonly values: readonly number[] };
}

export interface Table {
  readonly title: string;
  readonly rows: readonly Measurement[];
  /** One line each, below the table. */
  readonly notes: readonly string[];
}

/** The nearest-rank quantile; 0 of nothing. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

/** The machine's load over 1, 5 and 15 minutes, since on a busy one every number is worse. */
export function describeLoad(): string {
  return loadavg()
    .map((load) => load.toFixed(1))
    .join(' ');
}

export function formatTable(table: Table, loadBefore: string): string {
  const header = ['', 'n', 'p50', 'p95', 'max', 'aim', '', 'against'];
  const lines = [header, ...table.rows.map(cellsOf)];
  const widths = header.map((_title, column) => Math.max(...lines.map((cells) => (cells[column] ?? '').length)));
  const text = lines.map((cells) =>
    cells
      .map((cell, column) => pad(cell, widths[column] ?? 0, column))
      .join('  ')
      .trimEnd(),
  );
  return [`${table.title}   (load ${loadBefore} → ${describeLoad()})`, ...text, ...table.notes.map((note) => `  ${note}`), ''].join('\n');
}

function cellsOf(row: Measurement): readonly string[] {
  const p50 = quantile(row.values, 0.5);
  const p95 = quantile(row.values, 0.95);
  const isMet = row.aim === null || (row.unit === '/s' ? p50 >= row.aim : p95 <= row.aim);
  const verdict = row.aim === null ? '' : isMet ? 'ok' : 'MISSED';
  return [
    row.name,
    String(row.values.length),
    ...[p50, p95, Math.max(...row.values)].map((value) => `${format(value)} ${row.unit}`),
    row.aim === null ? '' : `${row.unit === '/s' ? '≥' : '≤'} ${format(row.aim)} ${row.unit}`,
    verdict,
    row.reference === undefined ? '' : describeReference(row.reference, p50, row.unit),
  ];
}

function describeReference(reference: NonNullable<Measurement['reference']>, p50: number, unit: string): string {
  const base = quantile(reference.values, 0.5);
  return base === 0 ? '' : `${format(p50 / base)}× ${reference.name} (${format(base)} ${unit})`;
}

/** Three digits that mean something. */
function format(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

function pad(cell: string, width: number, column: number): string {
  return column === 0 || column >= 6 ? cell.padEnd(width) : cell.padStart(width);
}

/** Reading rows whose numbers come as text when they have 64 bits. */

import type { Row } from './client.ts';

export function numberOf(value: unknown): number {
  const number = Number(value ?? 0);
  return Number.isFinite(number) ? number : 0;
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : value === null || value === undefined ? '' : String(value);
}

/** Rows of two columns as a table. */
export function pairsOf(rows: readonly Row[], name: string, value: string): ReadonlyMap<string, number> {
  return new Map(rows.map((row) => [textOf(row[name]), numberOf(row[value])]));
}

export function ratio(part: number, whole: number): number {
  return whole <= 0 ? 0 : Math.round((part / whole) * 1_000) / 1_000;
}

export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Of the columns that are wanted, those that this version has. */
export function having(wanted: readonly string[], present: ReadonlySet<string>): readonly string[] {
  return wanted.filter((name) => present.has(name));
}

export function lines(rows: readonly Row[]): string {
  return rows.map((row) => JSON.stringify(row)).join('\n');
}

/** As a literal in a statement. */
export function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

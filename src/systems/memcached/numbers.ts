/** Numbers of `stats`, and the shapes that probes make of them. */

import type { FactValue } from '../../domain/evidence.ts';
import type { Stats } from './client.ts';

/** Null where this version does not tell. */
export function numberOf(stats: Stats, name: string): number | null {
  const text = stats.get(name);
  if (text === undefined || text.trim() === '') return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

export function countOf(stats: Stats, name: string): number {
  return numberOf(stats, name) ?? 0;
}

/** Null where nothing is divided by. */
export function ratioOf(part: number, whole: number): number | null {
  return whole > 0 ? round(part / whole) : null;
}

export function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

export function shown(value: FactValue | undefined): string {
  return value === null || value === undefined ? '?' : String(value);
}

export function percent(value: FactValue | undefined): string {
  return typeof value === 'number' ? `${String(Math.round(value * 100))}%` : '?';
}

/** Classes of memory by number: `items:7:evicted` and `7:chunk_size` alike. */
export function classesOf(stats: Stats): ReadonlyMap<number, Stats> {
  const classes = new Map<number, Map<string, string>>();
  for (const [name, value] of stats) {
    const match = /^(?:items:)?(\d+):(\w+)$/.exec(name);
    if (match === null) continue;
    const number = Number(match[1]);
    const fields = classes.get(number) ?? new Map<string, string>();
    fields.set(match[2] ?? '', value);
    classes.set(number, fields);
  }
  return classes;
}

export function print(stats: Stats, names: readonly string[]): string {
  return names.flatMap((name) => (stats.has(name) ? [`${name} ${stats.get(name) ?? ''}`] : [])).join('\n');
}

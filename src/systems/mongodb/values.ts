/** Values of answers: numbers may come as 64-bit integers of their own kind, and any part may be missing. */

import { z } from 'zod';

const numeric = z.union([z.number(), z.bigint(), z.object({ toNumber: z.function() })]);

/** The number at a path such as `wiredTiger.cache.bytes currently in the cache`; null when there is none. Parts are given one by one. */
export function numberAt(from: unknown, ...path: readonly string[]): number | null {
  const value = valueAt(from, ...path);
  const parsed = numeric.safeParse(value);
  if (!parsed.success) return null;
  const number = Number(typeof value === 'object' ? String(value) : value);
  return Number.isFinite(number) ? number : null;
}

export function textAt(from: unknown, ...path: readonly string[]): string {
  const value = valueAt(from, ...path);
  return typeof value === 'string' ? value : '';
}

export function listAt(from: unknown, ...path: readonly string[]): readonly unknown[] {
  const value = valueAt(from, ...path);
  return Array.isArray(value) ? value : [];
}

/** A date, or the seconds of a timestamp, as epoch milliseconds; null when it is neither. */
export function timeAt(from: unknown, ...path: readonly string[]): number | null {
  const value = valueAt(from, ...path);
  if (value instanceof Date) return value.getTime();
  const high = typeof value === 'object' && value !== null ? Reflect.get(value, 't') : undefined;
  return typeof high === 'number' ? high * 1_000 : null;
}

export function valueAt(from: unknown, ...path: readonly string[]): unknown {
  let value = from;
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, part);
  }
  return value;
}

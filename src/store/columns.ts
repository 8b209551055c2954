/** Column types that mean the same on both flavours: text without NUL, JSON that PostgreSQL accepts, instants as ISO 8601 in UTC. */

import { ZhibanError } from '../domain/errors.ts';
import { customType } from './drizzle.ts';

/** Text as outside systems give it; PostgreSQL can't hold NUL and UTF-8 can't hold half a surrogate pair. */
export const text = customType<{ data: string; driverData: string }>({ dataType: () => 'text', toDriver: cleanText });

/** A moment, to the millisecond. */
export const instant = customType<{ data: string; driverData: string }>({
  dataType: () => 'timestamp with time zone',
  toDriver: toInstant,
  fromDriver: fromInstant,
});

/** A JSON value of a known form; the form was checked before it came here. */
export function json<T>(name: string) {
  const column = customType<{ data: T; driverData: unknown }>({ dataType: () => 'jsonb', toDriver: toJson });
  return column(name);
}

/** NUL becomes its visible picture, half a surrogate pair becomes the replacement character. */
export function cleanText(value: string): string {
  const wellFormed = value.toWellFormed();
  return wellFormed.includes('\0') ? wellFormed.replaceAll('\0', '\u2400') : wellFormed;
}

/** JSON text that `jsonb` accepts: it refuses NUL and half surrogate pairs, which command output may well hold. */
export function toJson(value: unknown): string {
  const written = JSON.stringify(value) ?? 'null';
  if (!/\\u(?:0000|d[89a-f])/i.test(written)) return written;
  return JSON.stringify(value, (_key, item: unknown) => cleanValue(item));
}

/** What the value will read as once it went through the database; hashes are made of this form. */
export function asStored(value: unknown): unknown {
  return JSON.parse(toJson(value));
}

/** ISO 8601 in UTC with milliseconds. Throws `invalid` for what is not a moment. */
export function toInstant(value: string): string {
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) throw new ZhibanError('invalid', `'${value.slice(0, 40)}' is not a moment in ISO 8601`);
  return date.toISOString();
}

/** PostgreSQL writes `2026-11-21 09:10:54.123+00`; every transaction of ours has its zone set to UTC. */
export function fromInstant(value: string): string {
  return new Date(value.replace(' ', 'T').replace(/\+00(?::?00)?$/, 'Z')).toISOString();
}

function cleanValue(item: unknown): unknown {
  if (typeof item === 'string') return cleanText(item);
  if (item === null || typeof item !== 'object' || Array.isArray(item)) return item;
  return Object.fromEntries(Object.entries(item).map(([key, inner]) => [cleanText(key), inner]));
}

/** Times as tables of measurements spell them. */

/** Epoch milliseconds of a cell, or null. What names no zone is taken `zoneMinutes` east of UTC. */
export function parseSeriesTime(cell: string, zoneMinutes: number): number | null {
  const text = cell.trim();
  if (/^\d{9,19}(\.\d+)?$/.test(text)) return epochMs(Number(text));
  const found = dated.exec(named(text));
  if (found === null) return null;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '0', zone] = found;
  const utc = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  // A day that the month doesn't have comes back as another one.
  if (Number.isNaN(utc) || new Date(utc).getUTCDate() !== Number(day) || Number(hour) > 24) return null;
  return utc + Math.floor(Number(`0.${fraction}`) * 1_000) - offsetMinutes(zone, zoneMinutes) * 60_000;
}

/** `20/Nov/2026:14:06:00 +0800`, as web servers write it, and `20 Nov 2026 14:06`, with the year in front. */
function named(text: string): string {
  const found = /^\[?(\d{1,2})[/ -]([a-z]{3})[a-z]*[/ -](\d{4})(?:[: ](.*?))?\]?$/i.exec(text);
  const month = months.indexOf(found?.[2]?.toLowerCase() ?? '');
  return found === null || month < 0 ? text : `${found[3] ?? ''}-${String(month + 1)}-${found[1] ?? ''} ${found[4] ?? ''}`.trim();
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const dated =
  /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]*(\d{1,2})[:时](\d{2})分?(?::?(\d{2})秒?(?:[.,](\d{1,9}))?)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i;

/** Seconds, milliseconds, microseconds or nanoseconds by their size: all of them name times between 1973 and 2286. */
function epochMs(value: number): number {
  if (value < 1e10) return value * 1_000;
  if (value < 1e13) return value;
  return value < 1e16 ? value / 1e3 : value / 1e6;
}

function offsetMinutes(zone: string | undefined, own: number): number {
  if (zone === undefined) return own;
  const found = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  return found === null ? 0 : (found[1] === '-' ? -1 : 1) * (60 * Number(found[2]) + Number(found[3]));
}

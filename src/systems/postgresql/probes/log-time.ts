/** When a line of the log was written. */

/** Null where its prefix holds no time: `2026-01-31 08:00:00.123 UTC`; zones by another name than UTC or an offset are not guessed. */
export function timeOf(prefix: string): number | null {
  const match = /(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}(?:\.\d+)?) (UTC|GMT|[+-]\d{2}(?::?\d{2})?)/.exec(prefix);
  if (match === null) return null;
  const [, date = '', time = '', zone = ''] = match;
  const offset = /^[+-]\d{2}$/.test(zone) ? `${zone}:00` : /^[A-Z]/.test(zone) ? 'Z' : zone;
  const atMs = Date.parse(`${date}T${time}${offset}`);
  return Number.isNaN(atMs) ? null : atMs;
}

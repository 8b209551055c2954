/** Times as a person gives them on the command line, about a log that may be of any day. */

import { CliError } from './api-client.ts';

/** Says for the time of the first entry where the given point lies. */
export type LogPoint = (firstMs: number) => number;

const unitsMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/**
 * `2026-11-28T14:06`, `14:06` (the first such moment in the log), `30m` (before now). Throws CliError `invalid`.
 * `zoneMinutes` east of UTC hold for times without a zone.
 */
export function parseLogPoint(option: string, given: string, nowMs: number, zoneMinutes: number): LogPoint {
  const relative = /^(\d{1,6})([smhdw])$/.exec(given.trim());
  if (relative !== null) {
    const atMs = nowMs - Number(relative[1]) * (unitsMs[relative[2] ?? ''] ?? 0);
    return () => atMs;
  }
  const clock = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(given.trim());
  if (clock !== null && Number(clock[1]) < 24 && Number(clock[2]) < 60) {
    const ofDay = (Number(clock[1]) * 3_600 + Number(clock[2]) * 60 + Number(clock[3] ?? 0)) * 1_000;
    return (firstMs) => firstClock(firstMs, ofDay, zoneMinutes);
  }
  const hasZone = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(given) && given.length > 12;
  const parsed = Date.parse(hasZone ? given : `${given.trim().replace(' ', 'T')}${/\d:\d/.test(given) ? '' : 'T00:00'}Z`);
  if (Number.isNaN(parsed)) throw new CliError('invalid', `${option} ${given}: 14:06, 2026-11-28T14:06, 30m`);
  const atMs = hasZone ? parsed : parsed - zoneMinutes * 60_000;
  return () => atMs;
}

function firstClock(firstMs: number, ofDayMs: number, zoneMinutes: number): number {
  const zoneMs = zoneMinutes * 60_000;
  const midnight = Math.floor((firstMs + zoneMs) / 86_400_000) * 86_400_000 - zoneMs;
  return midnight + ofDayMs >= firstMs ? midnight + ofDayMs : midnight + 86_400_000 + ofDayMs;
}

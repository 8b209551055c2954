/** Times as a reader says them. Pure: the moment that counts as now is given. */

import type { Locale } from '../../domain/text.ts';
import { say } from '../text.ts';

const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** `3 分钟前`, `in 2 hours`; under 45 seconds it is just now; above 30 days it is the date. */
export function relativeTime(locale: Locale, at: string, nowMs: number): string {
  const atMs = Date.parse(at);
  if (Number.isNaN(atMs)) return at;
  const seconds = (atMs - nowMs) / 1_000;
  const size = Math.abs(seconds);
  if (size < 45) return say(locale, 'time.now');
  if (size > 30 * 86_400) return new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(atMs);
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'always', style: locale === 'en' ? 'short' : 'long' });
  for (const [unit, length] of units) {
    if (size >= length * 0.9) return format.format(Math.round(seconds / length) || Math.sign(seconds), unit);
  }
  return format.format(Math.sign(seconds), 'minute');
}

/** The full date and time with the zone, for hovering. */
export function absoluteTime(locale: Locale, at: string, timeZone?: string): string {
  const atMs = Date.parse(at);
  if (Number.isNaN(atMs)) return at;
  const zone = timeZone === undefined ? {} : { timeZone };
  return new Intl.DateTimeFormat(locale, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
    ...zone,
  }).format(atMs);
}

/** `14:02` today, with the date before it on other days. */
export function clockTime(locale: Locale, at: string, nowMs: number, timeZone?: string): string {
  const atMs = Date.parse(at);
  if (Number.isNaN(atMs)) return at;
  const zone = timeZone === undefined ? {} : { timeZone };
  const day = new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric', ...zone });
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...zone }).format(atMs);
  return day.format(atMs) === day.format(nowMs) ? time : `${day.format(atMs)} ${time}`;
}

/** How long something took or has left: `40 秒`, `12 min`, `2 h 5 min`. */
export function durationText(locale: Locale, durationMs: number): string {
  const seconds = Math.round(durationMs / 1_000);
  if (seconds < 1) return durationMs < 1 ? say(locale, 'time.underSecond') : `${Math.round(durationMs)} ms`;
  if (seconds < 90) return say(locale, 'time.seconds', { count: seconds });
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return say(locale, 'time.minutes', { count: minutes });
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return say(locale, 'time.hours', { hours, minutes: minutes % 60 });
  return say(locale, 'time.days', { days: Math.floor(hours / 24), hours: hours % 24 });
}

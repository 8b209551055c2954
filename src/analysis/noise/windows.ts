/** Maintenance windows: when they are open. Recurrences are RFC 5545 or cron, in the time zone of the window, over its changes of the clock. */

import { Cron } from 'croner';
import { RRuleTemporal } from 'rrule-temporal';
import { ZhibanError } from '../../domain/errors.ts';
import type { MaintenanceWindow } from '../../domain/rule-book.ts';
import { type Matcher, systemLabel } from '../../domain/silence.ts';
import { compileMatchers, parseMatchers } from './matchers.ts';

export interface OpenWindow {
  readonly id: string;
  readonly name: string;
  /** All of one of these have to be met. */
  readonly matchers: readonly Matcher[];
  /** When the opening that holds at this moment ends; null while it is closed. */
  openUntil(nowMs: number): number | null;
  /** The next openings, for people to check what they wrote. */
  next(nowMs: number, count: number): readonly { readonly startMs: number; readonly endMs: number }[];
}

/** Throws ZhibanError `invalid` that names the window and what is wrong with it. */
export function compileWindow(window: MaintenanceWindow): OpenWindow {
  try {
    const matchers = [...(window.matchers ?? []).flatMap((each) => parseMatchers(each)), ...systemsOf(window)];
    if (matchers.length === 0) throw new Error('say which alerts: systems, or matchers');
    compileMatchers(matchers);
    localOf(0, window.timeZone);
    const { id, name } = window;
    return { id, name, matchers, ...timesOf(window) };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ZhibanError('invalid', `windows.${window.id}: ${reason.slice(0, 300)}`, { cause });
  }
}

function systemsOf({ systems }: MaintenanceWindow): readonly Matcher[] {
  if (systems === undefined || systems.length === 0) return [];
  const value = systems.map((each) => each.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|');
  return [{ name: systemLabel, operator: '=~', value }];
}

type Times = Pick<OpenWindow, 'openUntil' | 'next'>;

function timesOf(window: MaintenanceWindow): Times {
  const { rrule, cron, startsAt, endsAt, durationMinutes, timeZone } = window;
  if (rrule !== undefined && cron !== undefined) throw new Error('give rrule or cron, not both');
  if (rrule === undefined && cron === undefined)
    return onceOf(instantOf(startsAt, timeZone, 'startsAt'), instantOf(endsAt, timeZone, 'endsAt'));
  if (durationMinutes === undefined) throw new Error('say for how long: durationMinutes');
  return recurring(cron === undefined ? byRule(rrule ?? '', startsAt, timeZone) : byCron(cron, timeZone), durationMinutes * 60_000);
}

function onceOf(startMs: number, endMs: number): Times {
  if (endMs <= startMs) throw new Error('endsAt has to be after startsAt');
  return {
    openUntil: (nowMs) => (nowMs >= startMs && nowMs < endMs ? endMs : null),
    next: (nowMs) => (endMs > nowMs ? [{ startMs, endMs }] : []),
  };
}

/** The first start after a moment; null when there is none. */
type StartAfter = (ms: number) => number | null;

/** What was found holds until the next change, so that an alert costs a comparison. */
function recurring(startAfter: StartAfter, durationMs: number): Times {
  let known: { readonly fromMs: number; readonly toMs: number; readonly until: number | null } | null = null;
  function find(nowMs: number): NonNullable<typeof known> {
    const startMs = startAfter(nowMs - durationMs);
    if (startMs === null) return { fromMs: nowMs, toMs: Number.POSITIVE_INFINITY, until: null };
    if (startMs > nowMs) return { fromMs: nowMs, toMs: startMs, until: null };
    return { fromMs: startMs, toMs: startMs + durationMs, until: lastEnd(startAfter, startMs, durationMs) };
  }
  return {
    openUntil(nowMs) {
      if (known === null || nowMs < known.fromMs || nowMs >= known.toMs) known = find(nowMs);
      return known.until;
    },
    next(nowMs, count) {
      const found: { startMs: number; endMs: number }[] = [];
      let startMs = startAfter(nowMs - durationMs);
      while (startMs !== null && found.length < count) {
        found.push({ startMs, endMs: startMs + durationMs });
        startMs = startAfter(startMs);
      }
      return found;
    },
  };
}

/** Openings that overlap are one. */
function lastEnd(startAfter: StartAfter, firstMs: number, durationMs: number): number {
  let endMs = firstMs + durationMs;
  for (let step = 0, next = startAfter(firstMs); step < overlapsMax && next !== null && next <= endMs; step += 1) {
    endMs = next + durationMs;
    next = startAfter(next);
  }
  return endMs;
}

const overlapsMax = 100;

function byRule(rrule: string, startsAt: string | undefined, timeZone: string): StartAfter {
  const startMs = instantOf(startsAt, timeZone, 'startsAt');
  const local = localOf(startMs, timeZone).replace(/[-:]/g, '').replace(' ', 'T');
  const text = rrule.trim().replace(/^RRULE:/i, '');
  const rule = new RRuleTemporal({ rruleString: `DTSTART;TZID=${timeZone}:${local}\nRRULE:${text}`, maxIterations: 10_000 });
  return (ms) => rule.next(new Date(ms), false)?.epochMilliseconds ?? null;
}

function byCron(pattern: string, timeZone: string): StartAfter {
  const cron = new Cron(pattern, { timezone: timeZone, paused: true });
  return (ms) => cron.nextRun(new Date(ms))?.getTime() ?? null;
}

/** A time without a zone is one of the window's. */
function instantOf(given: string | undefined, timeZone: string, name: string): number {
  if (given === undefined) throw new Error(`say when: ${name}`);
  if (/(?:z|[+-]\d\d:?\d\d)$/i.test(given)) return Date.parse(given);
  const asUtcMs = Date.parse(`${given}Z`);
  // Twice, since the difference may be another one on the other side of a change of the clock.
  const firstMs = asUtcMs - offsetMs(asUtcMs, timeZone);
  return asUtcMs - offsetMs(firstMs, timeZone);
}

function offsetMs(ms: number, timeZone: string): number {
  return Date.parse(`${localOf(ms, timeZone).replace(' ', 'T')}Z`) - Math.floor(ms / 1_000) * 1_000;
}

/** `2026-11-21 02:00:00` in the zone. Throws for a zone that there isn't. */
function localOf(ms: number, timeZone: string): string {
  const parts = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
  return new Intl.DateTimeFormat('sv-SE', { ...parts, timeZone }).format(ms);
}

/** What began when: alerts, levels of metrics that moved, new messages in logs, restarts, changes. Each with the interval that it must lie in. */

import type { Alert } from '../../domain/alert.ts';
import { titleOf } from '../../domain/alert.ts';
import type { Change } from '../../domain/change.ts';
import type { Onset } from '../../domain/course.ts';
import type { Evidence, Series } from '../../domain/evidence.ts';
import { type LocalText, sameText } from '../../domain/text.ts';
import { findLevelShift } from '../change-point.ts';
import { toldTimes } from './time-facts.ts';

export interface OnsetInput {
  readonly alerts: readonly Pick<Alert, 'id' | 'fingerprint' | 'labels' | 'annotations' | 'startsAt'>[];
  readonly evidence: readonly Evidence[];
  readonly changes: readonly Change[];
  /** Which system an alert is about; empty where none is named. */
  readonly systemOf: (alert: OnsetInput['alerts'][number]) => string;
  /** When the incident began, as far as its alerts tell; epoch milliseconds. */
  readonly startedMs: number;
  readonly nowMs: number;
}

/** What began longer before the incident than this is how things were, not how they came about. */
const beforeMs = 6 * 3_600_000;
/**
 * An alert tells of trouble that was there before: rules wait (`for`) and are evaluated now and then. Five minutes covers what most of the
 * published rules wait. It is an assumption: of a rule that waits longer the trouble may have begun earlier than is said here.
 */
const alertLagMs = 5 * 60_000;
/** Seconds since something are whole seconds. */
const secondMs = 1_000;

/** Pure; the order of what is given doesn't matter. One onset for each thing: the same told by several looks is taken where it is tightest. */
export function findOnsets(input: OnsetInput): readonly Onset[] {
  const all = [
    ...input.alerts.map((alert) => ofAlert(alert, input.systemOf(alert))),
    ...input.changes.flatMap(ofChange),
    ...input.evidence.flatMap((item) => [...ofFacts(item), ...ofSeries(item)]),
  ];
  const byKey = new Map<string, Onset>();
  for (const onset of all.filter((each) => isWithin(each, input))) {
    const known = byKey.get(onset.key);
    if (known === undefined || compareTightness(onset, known) < 0) byKey.set(onset.key, onset);
  }
  return [...byKey.values()].sort(compareOnsets);
}

/** By time, then by name: the same on every machine and for every order of what was given. */
export function compareOnsets(one: Onset, other: Onset): number {
  return one.atMs - other.atMs || one.latestMs - other.latestMs || compareText(one.key, other.key);
}

function isWithin({ latestMs, earliestMs, atMs }: Onset, { startedMs, nowMs }: OnsetInput): boolean {
  if (![earliestMs, atMs, latestMs].every(Number.isFinite)) return false;
  return latestMs >= startedMs - beforeMs && earliestMs <= nowMs;
}

function compareTightness(one: Onset, other: Onset): number {
  const width = ({ earliestMs, latestMs }: Onset): number => latestMs - earliestMs;
  return width(one) - width(other) || one.atMs - other.atMs || compareText(one.sourceId, other.sourceId);
}

function compareText(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}

function ofAlert(alert: OnsetInput['alerts'][number], systemId: string): Onset {
  const atMs = Date.parse(alert.startsAt);
  return {
    key: `alert ${alert.fingerprint}`,
    systemId,
    kind: 'alert',
    earliestMs: atMs - alertLagMs,
    atMs,
    latestMs: atMs,
    text: sameText(titleOf(alert).slice(0, 160)),
    sourceId: alert.id,
  };
}

function ofChange(change: Change): readonly Onset[] {
  const atMs = Date.parse(change.at);
  const systemIds = change.systemIds.length === 0 ? [''] : change.systemIds;
  const text = `${change.title}${change.version === null ? '' : ` (${change.version})`}`;
  return systemIds.map((systemId) => ({
    key: `change ${change.id} ${systemId}`,
    systemId,
    kind: change.kind,
    earliestMs: atMs,
    atMs,
    latestMs: atMs,
    text: sameText(text.slice(0, 160)),
    sourceId: change.id,
  }));
}

function ofFacts(item: Evidence): readonly Onset[] {
  const startedMs = Date.parse(item.startedAt);
  return toldTimes(item).map(({ fact, kind, secondsBefore, text }) => ({
    // One start of one system, whichever of its looks tells it; two services of a machine are two things.
    key: `${kind} ${item.systemId} ${kind === 'restart' ? text.en : fact}`,
    systemId: item.systemId,
    kind,
    earliestMs: startedMs - secondsBefore * 1_000 - secondMs,
    atMs: startedMs + item.durationMs / 2 - secondsBefore * 1_000,
    latestMs: startedMs + item.durationMs - secondsBefore * 1_000 + secondMs,
    text,
    sourceId: item.id,
  }));
}

function ofSeries(item: Evidence): readonly Onset[] {
  return (item.series ?? []).flatMap((series) => {
    if (series.role !== undefined || /week/i.test(series.name)) return [];
    const shift = findLevelShift(series);
    if (shift === null) return [];
    return [
      {
        key: `metric ${item.systemId} ${item.probe} ${series.name}`,
        systemId: item.systemId,
        kind: 'metric' as const,
        earliestMs: shift.earliestMs,
        atMs: shift.atMs,
        latestMs: shift.latestMs,
        text: shiftText(series, shift.before, shift.after),
        sourceId: item.id,
      },
    ];
  });
}

function shiftText({ name, unit }: Series, before: number, after: number): LocalText {
  const [from, to] = [before, after].map((value) => `${Number(value.toPrecision(3))}${unit === '' ? '' : ` ${unit}`}`);
  const short = name.slice(0, 80);
  return { 'zh-CN': `${short} 从约 ${from} 变为 ${to}`, en: `${short} moved from about ${from} to ${to}` };
}

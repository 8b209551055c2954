/** Numbers for a spreadsheet: one line a group, the names of the columns first, durations in seconds. */

import type { Durations, Insight, InsightReport } from '../domain/insight.ts';

const durations = ['detect', 'acknowledge', 'identify', 'resolve'] as const;

const header = [
  ...['incidents', 'open', 'alerts', 'notifications', 'noise_incidents', 'noise_share'],
  ...durations.flatMap((name) => [`${name}_count`, `${name}_mean_s`, `${name}_median_s`, `${name}_p95_s`]),
  ...['fixed_by_plan', 'saved_incidents', 'saved_s'],
];

/** RFC 4180, with the total as its last line, whose key is empty. */
export function insightCsv(report: InsightReport): string {
  const lines = [[report.group, ...header], ...[...report.items, { ...report.total, key: '' }].map(lineOf)];
  return lines.map((line) => `${line.map(fieldOf).join(',')}\r\n`).join('');
}

function lineOf(insight: Insight): readonly (string | number | null)[] {
  const { key, incidents, open, alerts, notifications, noise, fixedByPlan, saved } = insight;
  return [
    ...[key, incidents, open, alerts, notifications, noise.incidents, noise.share === null ? null : round(noise.share, 4)],
    ...durations.flatMap((name) => durationFields(insight[name])),
    ...[fixedByPlan, saved?.incidents ?? null, saved === null ? null : round(saved.seconds, 1)],
  ];
}

function durationFields(of: Durations | null): readonly (number | null)[] {
  return of === null ? [0, null, null, null] : [of.count, ...[of.mean, of.median, of.p95].map((each) => round(each, 1))];
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

/** Names come from labels of alerts: one that a spreadsheet would take for a formula is shown as text. */
function fieldOf(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const plain = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

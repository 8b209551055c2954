/** What the logs of a system say about the incident: facts, words and a curve, the same for files and log systems. */

import type { LogChange } from '../../analysis/logs/find-changes.ts';
import { countKnown } from '../../analysis/logs/known-errors.ts';
import type { LogEntry } from '../../analysis/logs/log-reader.ts';
import { type LogSummary, summariseEntries, templateLines } from '../../analysis/logs/summarise-log.ts';
import type { FactValue, Series } from '../../domain/evidence.ts';
import { maskSecrets } from '../../domain/mask-secrets.ts';
import { templateFacts } from '../linux/parse/log-templates.ts';
import type { Peer } from '../linux/parse/peer-address.ts';
import { countFacts, knownFacts, type LogFindings, readEntryFindings } from '../linux/parse/service-log.ts';
import { changeBefore } from './change-before.ts';
import type { LogReading } from './read-sources.ts';

export interface Judged {
  readonly facts: Readonly<Record<string, FactValue>>;
  readonly text: string;
  readonly series: readonly Series[];
  /** Whom the programs could not reach, by what they logged since the onset. */
  readonly unreached: readonly Peer[];
}

const shown = { errorsMax: 12, othersMax: 6 } as const;
const changesMax = 8;
const slotMs = 60_000;
/** Less than that says nothing of a pace. */
const paceEntriesMin = 20;
const paceMsMin = 600_000;

interface Judgement {
  readonly reading: LogReading;
  readonly summary: LogSummary;
  /** Of the entries since the onset. */
  readonly findings: LogFindings;
  /** How many entries before the onset meant what most of the errors since mean. */
  readonly knownBefore: number;
}

export function judgeReadings(readings: readonly LogReading[]): Judged {
  const judged = readings.filter(({ reason }) => reason === '').map(judge);
  const unread = readings.filter(({ reason }) => reason !== '');
  return {
    facts: { ...readFacts(readings, judged), ...findingFacts(judged), ...changeFacts(judged), ...paceFacts(judged) },
    text: [...judged.map(textOf), ...unread.map(({ name, reason }) => `== ${name}: not read: ${reason}`)].join('\n\n'),
    series: seriesOf(judged.flatMap(({ reading }) => reading.entries)),
    unreached: judged.flatMap(({ findings }) => findings.unreached),
  };
}

function judge(reading: LogReading): Judgement {
  const { entries, times } = reading;
  const isTimed = entries.some(({ atMs }) => !Number.isNaN(atMs));
  let isSince = !isTimed;
  const parts = Map.groupBy(entries, ({ atMs }) => {
    if (!Number.isNaN(atMs)) isSince = atMs >= times.onsetMs;
    return isSince ? 'since' : 'before';
  });
  const findings = readEntryFindings(parts.get('since') ?? []);
  const before = (parts.get('before') ?? []).map(({ message }) => message);
  const knownBefore = findings.known === null ? 0 : countKnown(findings.known.id, before);
  return { reading, summary: summariseEntries(entries, times), findings, knownBefore };
}

function readFacts(readings: readonly LogReading[], judged: readonly Judgement[]): Readonly<Record<string, FactValue>> {
  const [unread] = readings.filter(({ reason }) => reason !== '');
  return {
    'logs.declared': readings.length,
    'logs.readable': judged.length,
    'logs.unreadable': unread?.name ?? '',
    'logs.unreadableReason': unread?.reason ?? '',
    'logs.entries': judged.reduce((sum, { summary }) => sum + summary.entries, 0),
  };
}

function findingFacts(judged: readonly Judgement[]): Readonly<Record<string, FactValue>> {
  const lines = judged.reduce((total, { findings }) => total + findings.lines, 0);
  const errors = judged.reduce((total, { findings }) => total + findings.errors, 0);
  const [worst] = [...judged].sort((one, other) => other.findings.errors - one.findings.errors);
  const find = <Value>(read: (findings: LogFindings) => Value, empty: Value): Value =>
    judged.map(({ findings }) => read(findings)).find((value) => value !== empty) ?? empty;
  return {
    'logs.errors': errors,
    'logs.errorRatio': lines > 0 ? errors / lines : 0,
    'logs.path': worst?.reading.name ?? '',
    'logs.newestError': maskSecrets(worst?.findings.newestError ?? '').slice(0, 400),
    ...countFacts(judged.map(({ findings }) => findings)),
    ...knownFacts(judged.map(({ findings }) => findings)),
    'logs.knownBefore': judged.reduce((total, each) => total + each.knownBefore, 0),
    'logs.changeBefore': (worst === undefined ? '' : changeBefore(worst.reading.entries)) || null,
    'logs.timeoutMs': find((each) => each.timeoutMs, null),
    'logs.addressInUsePort': find((each) => each.addressInUsePort, 0),
    'logs.connectionRefusedTo': find((each) => each.connectionRefusedTo, ''),
  };
}

function changeFacts(judged: readonly Judgement[]): Readonly<Record<string, FactValue>> {
  const nowMs = judged[0]?.reading.times.nowMs ?? 0;
  const isCompared = judged.some(({ summary }) => summary.isCompared);
  const changes = judged.flatMap(({ summary }) => summary.changes);
  const shift = changes.find(({ kind }) => kind === 'more-errors');
  const [more] = changes.filter(({ kind, template }) => kind === 'more' && isGrave(template));
  const [stopped] = changes.filter(({ kind }) => kind === 'stopped');
  return {
    ...templateFacts(
      judged.map(({ reading, summary }) => ({ path: reading.name, summary })),
      nowMs,
    ),
    'logs.isCompared': isCompared,
    'logs.errorShiftRatio': isCompared ? (shift === undefined ? 1 : bounded(shift.ratio)) : null,
    'logs.moreError': more?.template?.text.slice(0, 400) ?? '',
    'logs.moreErrorRatio': more === undefined ? null : bounded(more.ratio),
    'logs.stopped': stopped?.template?.text.slice(0, 400) ?? '',
  };
}

/** From nothing to something is no number that a person can read. */
function bounded(ratio: number): number {
  return Math.round(Math.min(9_999, ratio) * 10) / 10;
}

function isGrave(template: LogChange['template']): boolean {
  return template?.level === 'error' || template?.level === 'fatal';
}

/** How long nothing was said, against the longest pause before; null where too little is known to call it a pace. */
function paceFacts(judged: readonly Judgement[]): Readonly<Record<string, FactValue>> {
  const paces = judged.flatMap(({ reading }) => {
    const times = reading.entries.map(({ atMs }) => atMs).filter((atMs) => !Number.isNaN(atMs));
    const [first, last] = [times[0], times.at(-1)];
    if (first === undefined || last === undefined || times.length < paceEntriesMin) return [];
    const silentMs = Math.max(0, reading.times.nowMs - last);
    // A burst says nothing of what comes after it.
    if (last - first < Math.max(paceMsMin, silentMs)) return [];
    const gapMs = times.reduce((longest, atMs, index) => Math.max(longest, atMs - (times[index - 1] ?? atMs)), 0);
    return [{ name: reading.name, gapMs, silentMs }];
  });
  const [quiet] = paces.sort((one, other) => other.silentMs / (other.gapMs + 1) - one.silentMs / (one.gapMs + 1));
  return {
    'logs.silentSeconds': quiet === undefined ? null : Math.round(quiet.silentMs / 1_000),
    'logs.longestGapSeconds': quiet === undefined ? null : Math.round(quiet.gapMs / 100) / 10,
    'logs.silentPath': quiet?.name ?? '',
  };
}

function textOf({ reading, summary }: Judgement): string {
  const { entries, errors, templates, changes } = summary;
  const folded = summary.lines - entries;
  const head = `== ${reading.name}: ${entries} entries${folded > 0 ? `, ${folded} lines folded` : ''}, ${errors} errors, ${templates.length} templates${reading.isCut ? ', cut' : ''}`;
  const told = changes
    .slice(0, changesMax)
    .map((change) => `${change.kind}: ${change.template?.text.slice(0, 300) ?? 'errors'} (${change.reason.en})`);
  return [head, ...told, ...templateLines(templates, reading.times.nowMs, shown)].join('\n');
}

function seriesOf(entries: readonly LogEntry[]): readonly Series[] {
  const timed = entries.filter(({ atMs }) => !Number.isNaN(atMs));
  if (timed.length < 2) return [];
  const slots = timed.map(({ atMs }) => Math.floor(atMs / slotMs));
  const last = Math.max(...slots);
  const first = Math.max(Math.min(...slots), last - 179);
  if (last === first) return [];
  const times = Array.from({ length: last - first + 1 }, (_, index) => (first + index) * slotMs);
  const count = (isCounted: (entry: LogEntry) => boolean): readonly number[] => {
    const values = times.map(() => 0);
    for (const [index, entry] of timed.entries()) {
      const at = (slots[index] ?? 0) - first;
      if (at >= 0 && isCounted(entry)) values[at] = (values[at] ?? 0) + 1;
    }
    return values;
  };
  const isError = ({ level }: LogEntry): boolean => level === 'error' || level === 'fatal';
  return [
    { name: 'log errors', unit: '/min', times, values: count(isError) },
    { name: 'log entries', unit: '/min', times, values: count(() => true) },
  ];
}

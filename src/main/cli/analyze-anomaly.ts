/** `zhiban analyze anomaly`: what is unusual in a table of measurements. Needs no running Zhiban. */

import type { Readable } from 'node:stream';
import { createDetector, scoreThreshold, stepDetector, type Verdict } from '../../analysis/anomaly/detector.ts';
import { type AnomalyEvent, joinEvents } from '../../analysis/anomaly/events.ts';
import { explainEvent } from '../../analysis/anomaly/reason.ts';
import { createSystemDetector, stepSystem } from '../../analysis/anomaly/system.ts';
import { findLevelShift, type LevelShift } from '../../analysis/change-point.ts';
import { toEvenSteps } from '../../analysis/forecast/even-series.ts';
import { drawTerminal } from '../../charts/draw-terminal.ts';
import { numberText } from '../../charts/number-text.ts';
import type { SeriesPicture } from '../../charts/picture.ts';
import { durationText } from '../../text/duration.ts';
import { CliError } from './api-client.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { type MeasuredSeries, readSeries, type SeriesSource } from './read-series.ts';
import { timeText } from './times.ts';
import { writeChart } from './write-chart.ts';

export interface AnalyzeAnomalyOptions extends SeriesSource {
  /** Where the picture goes; of the first series. */
  readonly chart: string | undefined;
  readonly hasPoints: boolean;
}

const pointsMin = 30;
const eventsShown = 20;

export async function runAnalyzeAnomaly(
  context: CliContext,
  options: AnalyzeAnomalyOptions,
  nowMs: number,
  stdin: Readable = process.stdin,
): Promise<ExitCode> {
  const table = await readSeries(context, options, stdin, -new Date(nowMs).getTimezoneOffset());
  const judged = table.series.map((series) => judge(context, series));
  const [first] = judged;
  if (first === undefined) throw new CliError('invalid', say(context, 'series.empty', { file: options.file }));
  const alerts = judged.length > 1 ? systemAlerts(table.series) : [];
  const picture = pictureOf(first);
  if (options.chart !== undefined) await writeChart(context, options.chart, picture);
  const report = {
    file: options.file,
    series: judged.map((each) => jsonOf(each, options.hasPoints)),
    ...(judged.length > 1
      ? { systemAlerts: alerts.map(({ timeMs, names }) => ({ time: new Date(timeMs).toISOString(), series: names })) }
      : {}),
  };
  for (const remark of table.remarks) context.terminal.problem(remark);
  answer(context, report, () => {
    for (const each of judged) printJudged(context, each);
    if (judged.length > 1) printSystem(context, alerts);
    if (options.chart !== undefined) context.terminal.line(say(context, 'series.wrote', { file: options.chart }));
  });
  return exitCodes.ok;
}

interface Judged {
  readonly series: MeasuredSeries;
  readonly verdicts: readonly Verdict[];
  readonly events: readonly (AnomalyEvent & { readonly reason: { readonly en: string; readonly 'zh-CN': string } })[];
  readonly shift: LevelShift | null;
}

function judge(context: CliContext, series: MeasuredSeries): Judged {
  const { name, times, values } = series;
  if (values.length < pointsMin)
    throw new CliError('invalid', say(context, 'series.tooShort', { name, points: values.length, least: pointsMin }));
  const detector = createDetector();
  const verdicts = values.flatMap((value, index) => stepDetector(detector, times[index] ?? 0, value) ?? []);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const events = joinEvents(verdicts).map((event) => ({ ...event, reason: explainEvent(event, zone) }));
  const even = toEvenSteps(times, values);
  const shift =
    even === null
      ? null
      : findLevelShift({ times: even.values.map((_, index) => even.startMs + index * even.stepMs), values: even.values });
  return { series, verdicts, events, shift };
}

interface SystemAlert {
  readonly timeMs: number;
  readonly names: readonly string[];
}

/** Rows are joined by their time; a series without a value then is left out of that moment. */
function systemAlerts(series: readonly MeasuredSeries[]): readonly SystemAlert[] {
  const moments = new Map<number, Map<string, number>>();
  for (const { name, times, values } of series) {
    for (const [index, time] of times.entries()) {
      const moment = moments.get(time) ?? new Map<string, number>();
      moment.set(name, values[index] ?? 0);
      moments.set(time, moment);
    }
  }
  const system = createSystemDetector();
  const alerts: SystemAlert[] = [];
  for (const [timeMs, values] of [...moments].sort(([one], [other]) => one - other)) {
    const verdict = stepSystem(system, timeMs, values);
    if (verdict?.isAlert !== true) continue;
    const top = verdict.parts[0]?.verdict.digits ?? 0;
    alerts.push({ timeMs, names: verdict.parts.filter((part) => part.verdict.digits > top / 2).map(({ name }) => name) });
  }
  return alerts;
}

function pictureOf({ series, verdicts, events, shift }: Judged): SeriesPicture {
  const times = verdicts.map(({ timeMs }) => timeMs);
  return {
    title: series.name,
    times,
    values: verdicts.map(({ value }) => value),
    band: {
      times,
      low: verdicts.map(({ low }) => low),
      middle: verdicts.map(({ expected }) => expected),
      high: verdicts.map(({ high }) => high),
    },
    spans: events.map(({ fromMs, toMs }) => ({ fromMs, toMs })),
    ...(shift === null ? {} : { changedAtMs: shift.atMs }),
  };
}

function printJudged(context: CliContext, judged: Judged): void {
  const { terminal } = context;
  const { series, verdicts, events, shift } = judged;
  const at = (timeMs: number): string => timeText(new Date(timeMs).toISOString());
  const [first, last] = [verdicts[0], verdicts.at(-1)];
  const step = durationText(usualStepMs(series.times))[terminal.locale];
  terminal.line(
    terminal.colours.bold(
      say(context, 'series.summary', {
        name: series.name,
        points: verdicts.length,
        from: at(first?.timeMs ?? 0),
        to: at(last?.timeMs ?? 0),
        step,
      }),
    ),
  );
  if (last?.isCounter === true) terminal.line(say(context, 'series.counter'));
  for (const line of drawTerminal(pictureOf(judged), terminal.columns, 10, numberText)) terminal.line(line);
  if (shift !== null) {
    const values = {
      before: numberText(shift.before),
      after: numberText(shift.after),
      at: at(shift.atMs),
      earliest: at(shift.earliestMs),
      latest: at(shift.latestMs),
    };
    terminal.line(say(context, 'series.shift', values));
  }
  if (events.length === 0) terminal.line(terminal.colours.green(say(context, 'series.quiet')));
  else terminal.line(say(context, 'series.events', { count: events.length }));
  for (const event of events.slice(-eventsShown)) {
    const mark = event.worst.score >= scoreThreshold ? terminal.colours.red('●') : terminal.colours.yellow('○');
    const open = event.isOpen ? ` · ${say(context, 'series.open')}` : '';
    terminal.line(
      `  ${mark} ${at(event.fromMs)}  ${Math.max(event.worst.score, event.worst.surprise).toFixed(2)}  ${event.reason[terminal.locale]}${open}`,
    );
  }
  terminal.line();
}

/** The median, since one long gap doesn't change how often is measured. */
function usualStepMs(times: readonly number[]): number {
  const steps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  return steps.sort((one, other) => one - other)[steps.length >> 1] ?? 0;
}

function printSystem(context: CliContext, alerts: readonly SystemAlert[]): void {
  context.terminal.line(say(context, 'series.system', { count: alerts.length }));
  for (const { timeMs, names } of alerts.slice(-eventsShown))
    context.terminal.line(`  ${timeText(new Date(timeMs).toISOString())}  ${names.join(', ')}`);
}

function jsonOf({ series, verdicts, events, shift }: Judged, hasPoints: boolean) {
  const iso = (timeMs: number): string => new Date(timeMs).toISOString();
  return {
    name: series.name,
    points: verdicts.length,
    isCounter: verdicts.at(-1)?.isCounter ?? false,
    season: verdicts.at(-1)?.season ?? 'none',
    levelShift:
      shift === null
        ? null
        : { at: iso(shift.atMs), earliest: iso(shift.earliestMs), latest: iso(shift.latestMs), before: shift.before, after: shift.after },
    events: events.map(({ fromMs, toMs, points, isOpen, worst, reason }) => ({
      from: iso(fromMs),
      to: iso(toMs),
      points,
      isOpen,
      score: worst.score,
      surprise: worst.surprise,
      value: worst.value,
      expected: worst.expected,
      reason,
    })),
    ...(hasPoints
      ? {
          verdicts: verdicts.map(({ timeMs, value, score, surprise, isAlert, expected, low, high }) => ({
            time: iso(timeMs),
            value,
            score,
            surprise,
            isAlert,
            expected,
            low,
            high,
          })),
        }
      : {}),
  };
}

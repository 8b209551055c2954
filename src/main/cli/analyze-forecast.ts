/** `zhiban analyze forecast`: the next values of a series, and when a limit is reached. Needs no running Zhiban. */

import type { Readable } from 'node:stream';
import { type EvenPoints, toEvenSteps } from '../../analysis/forecast/even-series.ts';
import { type Exhaustion, timeToLimit } from '../../analysis/forecast/exhaustion.ts';
import { type Forecast, forecast } from '../../analysis/forecast/forecast.ts';
import { drawTerminal } from '../../charts/draw-terminal.ts';
import { numberText } from '../../charts/number-text.ts';
import type { SeriesPicture } from '../../charts/picture.ts';
import { durationText } from '../../text/duration.ts';
import { CliError } from './api-client.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { readSeries, type SeriesSource } from './read-series.ts';
import { timeText } from './times.ts';
import { writeChart } from './write-chart.ts';

export interface AnalyzeForecastOptions extends SeriesSource {
  readonly chart: string | undefined;
  /** `48h`; a quarter of what was measured unless given. */
  readonly horizon: string | undefined;
  readonly limit: number | undefined;
  readonly floor: number | undefined;
}

const pointsMin = 12;
/** Further ahead than this many steps no model is any good. */
const stepsMax = 400;
/** Of the past, the picture shows a few horizons. */
const shownHorizons = 4;

export async function runAnalyzeForecast(
  context: CliContext,
  options: AnalyzeForecastOptions,
  nowMs: number,
  stdin: Readable = process.stdin,
): Promise<ExitCode> {
  const table = await readSeries(context, options, stdin, -new Date(nowMs).getTimezoneOffset());
  const [series] = table.series;
  const even = series === undefined ? null : toEvenSteps(series.times, series.values);
  if (series === undefined || even === null || even.values.length < pointsMin)
    throw new CliError(
      'invalid',
      say(context, 'series.tooShort', { name: series?.name ?? '', points: even?.values.length ?? 0, least: pointsMin }),
    );
  const steps = horizonSteps(context, options.horizon, even);
  const found = forecast(even, steps);
  if (found === null)
    throw new CliError('invalid', say(context, 'series.tooShort', { name: series.name, points: even.values.length, least: pointsMin }));
  const endMs = even.startMs + (even.values.length - 1) * even.stepMs;
  const exhaustion = limitsOf(options).map(({ value, direction }) => ({
    limit: value,
    direction,
    ...timeToLimit(even.values, even.stepMs, endMs, { value, direction }),
  }));
  const picture = pictureOf(series.name, even, found, options.limit ?? options.floor);
  if (options.chart !== undefined) await writeChart(context, options.chart, picture);
  for (const remark of table.remarks) context.terminal.problem(remark);
  answer(context, jsonOf(options.file, series.name, even, found, exhaustion), () => {
    print(context, { name: series.name, points: series.values.length, even, found, endMs, picture });
    for (const each of exhaustion) context.terminal.line(describeLimit(context, each.limit, each, endMs));
    if (options.chart !== undefined) context.terminal.line(say(context, 'series.wrote', { file: options.chart }));
  });
  return exitCodes.ok;
}

function limitsOf({ limit, floor }: AnalyzeForecastOptions) {
  return [
    ...(limit === undefined ? [] : [{ value: limit, direction: 'rising' as const }]),
    ...(floor === undefined ? [] : [{ value: floor, direction: 'falling' as const }]),
  ];
}

const unitsMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

function horizonSteps(context: CliContext, given: string | undefined, { values, stepMs }: EvenPoints): number {
  if (given === undefined) return Math.max(1, Math.min(stepsMax, Math.floor(values.length / 4)));
  const found = /^(\d{1,6})([mhdw])$/.exec(given.trim());
  const lengthMs = found === null ? 0 : Number(found[1]) * (unitsMs[found[2] ?? ''] ?? 0);
  if (lengthMs === 0) throw new CliError('invalid', say(context, 'series.badHorizon', { given }));
  return Math.max(1, Math.min(stepsMax, Math.round(lengthMs / stepMs)));
}

function pictureOf(title: string, even: EvenPoints, found: Forecast, limit: number | undefined): SeriesPicture {
  const shown = Math.min(even.values.length, Math.max(60, shownHorizons * found.values.length));
  const from = even.values.length - shown;
  const timeAt = (index: number): number => even.startMs + index * even.stepMs;
  return {
    title,
    times: Array.from({ length: shown }, (_, index) => timeAt(from + index)),
    values: even.values.slice(from),
    ahead: {
      times: found.values.map((_, ahead) => timeAt(even.values.length + ahead)),
      low: found.low,
      middle: found.values,
      high: found.high,
    },
    spans: [],
    ...(limit === undefined ? {} : { limit }),
  };
}

interface Printed {
  readonly name: string;
  readonly points: number;
  readonly even: EvenPoints;
  readonly found: Forecast;
  readonly endMs: number;
  readonly picture: SeriesPicture;
}

function print(context: CliContext, { name, points, even, found, endMs, picture }: Printed): void {
  const { terminal } = context;
  const at = (timeMs: number): string => timeText(new Date(timeMs).toISOString());
  const step = durationText(even.stepMs)[terminal.locale];
  terminal.line(terminal.colours.bold(say(context, 'series.summary', { name, points, from: at(even.startMs), to: at(endMs), step })));
  for (const line of drawTerminal(picture, terminal.columns, 10, numberText)) terminal.line(line);
  for (const ahead of new Set([Math.floor(found.values.length / 4), found.values.length - 1])) {
    const lengthMs = (ahead + 1) * even.stepMs;
    const values = { value: found.values[ahead] ?? 0, low: found.low[ahead] ?? 0, high: found.high[ahead] ?? 0 };
    terminal.line(
      say(context, 'forecast.next', {
        ahead: durationText(lengthMs)[terminal.locale],
        at: at(endMs + lengthMs),
        value: numberText(values.value),
        low: numberText(values.low),
        high: numberText(values.high),
      }),
    );
  }
  const models = found.models.slice(0, 4).map(({ name: model, weight }) => `${model} ${Math.round(100 * weight)}%`);
  terminal.line(terminal.colours.dim(say(context, 'forecast.models', { models: models.join(', ') })));
  terminal.line(
    terminal.colours.dim(say(context, 'forecast.error', { error: numberText(found.error), naive: numberText(found.naiveError) })),
  );
  if (!found.isPredictable) terminal.line(terminal.colours.yellow(say(context, 'forecast.useless')));
}

function describeLimit(context: CliContext, value: number, exhaustion: Exhaustion, endMs: number): string {
  const { locale } = context.terminal;
  const limit = numberText(value);
  const at = (timeMs: number): string => dayText(timeMs, endMs);
  const until = (timeMs: number): string => durationText(timeMs - endMs)[locale];
  switch (exhaustion.kind) {
    case 'reached':
      return say(context, 'forecast.reached', { limit });
    case 'expected': {
      const { latestMs } = exhaustion;
      return say(context, 'forecast.expected', {
        limit,
        in: until(exhaustion.atMs),
        at: at(exhaustion.atMs),
        earliest: until(exhaustion.earliestMs),
        latest: latestMs === null ? say(context, 'forecast.never') : say(context, 'forecast.latest', { latest: until(latestMs) }),
        perDay: numberText(exhaustion.perDay),
      });
    }
    case 'not-in-sight':
      return say(context, 'forecast.notInSight', { limit, until: at(exhaustion.untilMs) });
    case 'not-predictable':
      return say(context, 'forecast.limitUnknown', { limit, why: say(context, `forecast.why.${exhaustion.why}`) });
  }
}

/** With the year, once it is another one. */
function dayText(timeMs: number, endMs: number): string {
  const [then, now] = [new Date(timeMs), new Date(endMs)];
  const text = timeText(then.toISOString());
  return then.getFullYear() === now.getFullYear() ? text : `${String(then.getFullYear())}-${text}`;
}

function jsonOf(file: string, name: string, even: EvenPoints, found: Forecast, exhaustion: readonly object[]) {
  return {
    file,
    series: name,
    stepMs: even.stepMs,
    from: new Date(even.startMs + even.values.length * even.stepMs).toISOString(),
    bridged: even.bridged,
    ...found,
    limits: exhaustion,
  };
}

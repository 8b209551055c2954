/** `zhiban detect list|explain|run|mark`. */

import { drawTerminal } from '../../charts/draw-terminal.ts';
import { numberText, unitText } from '../../charts/number-text.ts';
import { recentPicture } from '../../charts/recent-picture.ts';
import type { DetectionDetailView, DetectionSeriesView, DetectionView } from '../../domain/detection-view.ts';
import { durationText } from '../../text/duration.ts';
import { CliError } from './api-client.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { printTable } from './table.ts';
import { timeText } from './times.ts';

/** Pictures of so many series; the others are lines. */
const chartsMax = 3;
const seriesMax = 30;
const eventsMax = 10;

export async function runDetectList(context: CliContext): Promise<ExitCode> {
  const { items } = await context.api().get<{ readonly items: readonly DetectionView[] }>('/api/v1/detections');
  answer(context, { items }, () => {
    if (items.length === 0) return context.terminal.line(say(context, 'detect.none'));
    const header = (['id', 'lastRun', 'series', 'budget', 'withheld', 'threshold', 'detection'] as const).map((name) =>
      say(context, `column.${name}`),
    );
    const rows = items.map((item) => [
      ...[item.id, item.lastRunAt === null ? say(context, 'detect.never') : timeText(item.lastRunAt), String(item.series)],
      ...[`${item.opened}/${item.budgetPerDay}`, String(item.withheld + item.belowThreshold), item.threshold.toFixed(2)],
      `${item.title}${noteOf(context, item)}`,
    ]);
    printTable(context.terminal, header, rows);
  });
  return exitCodes.ok;
}

function noteOf(context: CliContext, { pausedBy, error }: DetectionView): string {
  const note = pausedBy === null ? error : say(context, 'detect.held', { person: pausedBy });
  return note === null ? '' : ` — ${note}`;
}

export async function runDetectExplain(context: CliContext, id: string): Promise<ExitCode> {
  return show(context, await context.api().get<DetectionDetailView>(`/api/v1/detections/${encodeURIComponent(id)}`));
}

export async function runDetectRun(context: CliContext, id: string): Promise<ExitCode> {
  return show(context, await context.api().post<DetectionDetailView>(`/api/v1/detections/${encodeURIComponent(id)}/run`));
}

export async function runDetectHold(context: CliContext, id: string, verb: 'pause' | 'resume'): Promise<ExitCode> {
  const held = await context.api().post<DetectionDetailView>(`/api/v1/detections/${encodeURIComponent(id)}/${verb}`);
  answer(context, held, () => context.terminal.line(say(context, `detect.${verb}d`, { id: held.id })));
  return exitCodes.ok;
}

export async function runDetectMark(context: CliContext, incident: string, given: string): Promise<ExitCode> {
  if (given !== 'useful' && given !== 'useless' && given !== 'none')
    throw new CliError('invalid', say(context, 'detect.badMark', { mark: given }));
  const mark = given === 'none' ? null : given;
  const path = `/api/v1/incidents/${encodeURIComponent(incident)}/usefulness`;
  const done = await context.api().post<{ readonly code: string }>(path, { mark });
  answer(context, done, () => context.terminal.line(say(context, 'detect.marked', { code: done.code, mark: given })));
  return exitCodes.ok;
}

function show(context: CliContext, detection: DetectionDetailView): ExitCode {
  const { terminal } = context;
  const { bold, dim, yellow } = terminal.colours;
  answer(context, detection, () => {
    const every = durationText(detection.everySeconds * 1_000)[terminal.locale];
    terminal.line(bold(say(context, 'detect.head', { title: detection.title, source: detection.source, every })));
    terminal.line(
      say(context, 'detect.budget', {
        ...{ opened: detection.opened, budget: detection.budgetPerDay, withheld: detection.withheld, below: detection.belowThreshold },
        threshold: detection.threshold.toFixed(2),
      }),
    );
    if (detection.pausedBy !== null) terminal.line(yellow(say(context, 'detect.held', { person: detection.pausedBy })));
    for (const { text, advice } of detection.troubles) {
      terminal.line(yellow(`! ${text}`));
      terminal.line(dim(`  ${advice}`));
    }
    const sorted = detection.items.toSorted((one, other) => other.score - one.score).slice(0, seriesMax);
    for (const [index, series] of sorted.entries()) printSeries(context, detection, series, index < chartsMax);
    printEvents(context, detection);
  });
  return exitCodes.ok;
}

function printSeries(context: CliContext, { unit, limit }: DetectionDetailView, series: DetectionSeriesView, hasChart: boolean): void {
  const { terminal } = context;
  const shown = (value: number | null): string => (value === null ? '–' : unitText(value, unit));
  terminal.line();
  terminal.line(`${terminal.colours.bold(series.name)} · ${say(context, `detect.state.${series.state}`)}`);
  const scores = { score: series.score.toFixed(2), threshold: series.threshold.toFixed(2) };
  terminal.line(say(context, 'detect.series', { value: shown(series.value), expected: shown(series.expected), ...scores }));
  if (series.reason !== null) terminal.line(terminal.colours.yellow(series.reason));
  if (!hasChart || series.recent.times.length < 2) return;
  for (const line of drawTerminal(recentPicture(series, limit), terminal.columns, 8, numberText)) terminal.line(line);
}

function printEvents(context: CliContext, { events }: DetectionDetailView): void {
  const { terminal } = context;
  if (events.length === 0) return;
  terminal.line();
  terminal.line(terminal.colours.bold(say(context, 'detect.events')));
  for (const event of events.slice(0, eventsMax)) {
    const mark = event.mark === null ? '' : ` · ${event.mark} (${event.markedBy ?? ''})`;
    const outcome = say(context, `detect.outcome.${event.outcome}`);
    terminal.line(`  ${timeText(event.since)}  ${event.score.toFixed(2)}  ${outcome}  ${event.seriesName}: ${event.reason}${mark}`);
  }
}

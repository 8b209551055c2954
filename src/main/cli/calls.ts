/** `zhiban oncall why|handover` and `zhiban snooze`: who was called for an incident, what the next one should know, and quiet for a while. */

import type { CallsView } from '../../domain/calls-view.ts';
import { ZhibanError } from '../../domain/errors.ts';
import type { HandoverView } from '../../domain/handover-view.ts';
import { parseDuration } from '../../domain/parse-duration.ts';
import { wayText } from '../../text/calls.ts';
import { zonedTime } from '../../text/duty.ts';
import { handoverParts } from '../../text/handover.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { printTable } from './table.ts';

export async function runOncallWhy(context: CliContext, incident: string): Promise<ExitCode> {
  const calls = await context.api().get<CallsView>(`/api/v1/oncall/why/${encodeURIComponent(incident)}`);
  answer(context, calls, () => printCalls(context, calls));
  return exitCodes.ok;
}

export async function runSnooze(context: CliContext, incident: string, duration: string): Promise<ExitCode> {
  const path = `/api/v1/incidents/${encodeURIComponent(incident)}/snooze`;
  if (duration === 'off') return showHeadline(context, await context.api().remove<CallsView>(path));
  const ms = parseDuration(duration);
  if (ms === null) throw new ZhibanError('invalid', say(context, 'snooze.duration', { given: duration }));
  return showHeadline(context, await context.api().post<CallsView>(path, { minutes: Math.ceil(ms / 60_000) }));
}

function showHeadline(context: CliContext, calls: CallsView): ExitCode {
  answer(context, calls, () => context.terminal.line(`${calls.code} · ${calls.headline}`));
  return exitCodes.ok;
}

export async function runOncallHandover(context: CliContext, schedule: string | undefined): Promise<ExitCode> {
  const { items } = await context.api().get<{ readonly items: readonly HandoverView[] }>('/api/v1/oncall/handover', { schedule });
  answer(context, { items }, () => {
    const { terminal } = context;
    for (const view of items) {
      for (const { heading, lines } of handoverParts(view, terminal.locale)) {
        terminal.line(terminal.colours.bold(heading));
        for (const line of lines) terminal.line(`  ${line}`);
      }
    }
  });
  return exitCodes.ok;
}

function printCalls(context: CliContext, { code, headline, next, calls }: CallsView): void {
  const { terminal } = context;
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  terminal.line(`${terminal.colours.bold(code)} · ${headline}`);
  if (next.length > 0) terminal.line(say(context, 'oncall.ahead'));
  for (const { at, level, way, people } of next) {
    const names = people.map(({ name }) => name).join(', ') || '—';
    terminal.line(
      `  ${zonedTime(at, timeZone, terminal.locale)}  ${say(context, 'oncall.aheadLevel', { level })} · ${names} ${wayText[way][terminal.locale]}`,
    );
  }
  if (calls.length === 0) return;
  printTable(
    terminal,
    (['callAt', 'callLevel', 'callText'] as const).map((column) => say(context, `column.${column}`)),
    calls.map(({ at, level, text }) => [zonedTime(at, timeZone, terminal.locale), level === null ? '' : String(level), text]),
    (cell, row, column) => {
      const outcome = calls[row]?.outcome;
      if (column !== 2) return cell;
      return outcome === 'failed' ? terminal.colours.red(cell) : outcome === 'none' ? terminal.colours.yellow(cell) : cell;
    },
  );
}

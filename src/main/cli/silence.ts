/** `zhiban silence add`, `try`, `list` and `expire`. */

import { matcherText } from '../../analysis/noise/matchers.ts';
import type { SilenceView } from '../../domain/silence.ts';
import type { SilenceTrial } from '../../operations/noise-contract.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { printTable } from './table.ts';
import { timeText } from './times.ts';

/** Enough to tell it from others. */
const idShown = 8;

export async function runSilenceAdd(
  context: CliContext,
  target: string,
  duration: string,
  { comment = '', start }: { readonly comment?: string; readonly start?: string },
): Promise<ExitCode> {
  const body = { target, duration, comment, ...(start === undefined ? {} : { startsAt: start }) };
  const done = await context.api().post<{ readonly silence: SilenceView; readonly matching: number }>('/api/v1/silences', body);
  answer(context, done, () => {
    const { silence, matching } = done;
    context.terminal.line(say(context, 'silence.added', { id: silence.id.slice(0, idShown), until: timeText(silence.endsAt) }));
    context.terminal.line(say(context, 'silence.matchers', { matchers: scopeOf(silence) }));
    if (matching > 0) context.terminal.line(say(context, 'silence.matching', { count: matching }));
  });
  return exitCodes.ok;
}

/** What it would keep quiet, without making it. */
export async function runSilenceTry(context: CliContext, target: string): Promise<ExitCode> {
  const trial = await context.api().post<SilenceTrial>('/api/v1/silences/try', { target });
  answer(context, trial, () => {
    const { terminal } = context;
    terminal.line(say(context, 'silence.matchers', { matchers: trial.matchers.map(matcherText).join(' ') }));
    terminal.line(say(context, trial.isCut ? 'silence.triedCut' : 'silence.tried', { day: trial.lastDay, firing: trial.firing }));
    for (const title of trial.samples) terminal.line(`  · ${title}`);
  });
  return exitCodes.ok;
}

export async function runSilenceList(
  context: CliContext,
  filter: { readonly state: string | undefined; readonly limit: number },
): Promise<ExitCode> {
  const { items } = await context.api().get<{ readonly items: readonly SilenceView[] }>('/api/v1/silences', filter);
  answer(context, { items }, () => {
    if (items.length === 0) return context.terminal.line(say(context, 'silence.none'));
    const header = (['id', 'state', 'until', 'by', 'held', 'matchers'] as const).map((name) => say(context, `column.${name}`));
    const rows = items.map((silence) => [
      ...[silence.id.slice(0, idShown), say(context, `state.${silence.state}`), timeText(silence.endsAt), silence.createdBy],
      ...[String(silence.held), `${scopeOf(silence)} — ${silence.comment}`],
    ]);
    printTable(context.terminal, header, rows);
  });
  return exitCodes.ok;
}

export async function runSilenceExpire(context: CliContext, id: string): Promise<ExitCode> {
  const path = `/api/v1/silences/${encodeURIComponent(id)}/expire`;
  const done = await context.api().post<{ readonly silence: SilenceView; readonly isChanged: boolean }>(path);
  answer(context, done, () => {
    const key = done.isChanged ? 'silence.expired' : 'silence.before';
    context.terminal.line(say(context, key, { id: done.silence.id.slice(0, idShown) }));
  });
  return exitCodes.ok;
}

function scopeOf({ matchers }: SilenceView): string {
  return matchers.map(matcherText).join(' ');
}

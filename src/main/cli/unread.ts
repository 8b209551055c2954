/** `zhiban sources unread`, `retry`, `forget`: messages of alert sources that could not be read. */

import type { RetryView, UnreadView } from '../../domain/alert-source.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { timeText } from './times.ts';

const bodyShownMax = 400;

export async function runUnread(context: CliContext, name: string): Promise<ExitCode> {
  const { terminal } = context;
  const { items } = await context.api().get<{ readonly items: readonly UnreadView[] }>(pathOf(name));
  answer(context, { items }, () => {
    if (items.length === 0) terminal.line(say(context, 'source.unread.none'));
    for (const { times, lastAt, reason, meta, body, isCut } of items) {
      terminal.line(terminal.colours.dim(say(context, 'source.unread.times', { times, at: timeText(lastAt) })));
      terminal.line(`  ${terminal.colours.yellow(reason[terminal.locale])}`);
      if (Object.keys(meta).length > 0) terminal.line(`  ${JSON.stringify(meta).slice(0, bodyShownMax)}`);
      terminal.line(`  ${body.slice(0, bodyShownMax).replaceAll('\n', '\n  ')}${body.length > bodyShownMax ? '…' : ''}`);
      if (isCut) terminal.line(`  ${say(context, 'source.unread.cut')}`);
    }
  });
  return exitCodes.ok;
}

export async function runUnreadRetry(context: CliContext, name: string): Promise<ExitCode> {
  const done = await context.api().post<RetryView>(`${pathOf(name)}/retry`);
  answer(context, done, () => context.terminal.line(say(context, 'source.retried', { ...done })));
  return exitCodes.ok;
}

export async function runUnreadForget(context: CliContext, name: string): Promise<ExitCode> {
  const done = await context.api().post<{ readonly forgotten: number }>(`${pathOf(name)}/forget`);
  answer(context, done, () => context.terminal.line(say(context, 'source.forgotten', { ...done })));
  return exitCodes.ok;
}

function pathOf(name: string): string {
  return `/api/v1/alert-sources/${encodeURIComponent(name)}/unread`;
}

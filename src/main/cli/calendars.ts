/** `zhiban oncall export|feed`: shifts for calendars. */

import type { FeedView } from '../../domain/oncall-view.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

export async function runOncallExport(context: CliContext, schedule: string | undefined): Promise<ExitCode> {
  const { text } = await context.api().get<{ readonly text: string }>('/api/v1/oncall/calendar', { schedule });
  for (const line of text.trimEnd().split('\r\n')) context.terminal.line(line);
  return exitCodes.ok;
}

export async function runOncallFeed(context: CliContext, schedule: string | undefined, isOwn: boolean): Promise<ExitCode> {
  const body = { isOwn, ...(schedule === undefined ? {} : { schedule }) };
  const made = await context.api().post<{ readonly feed: FeedView; readonly url: string }>('/api/v1/oncall/feeds', body);
  answer(context, made, () => context.terminal.line(say(context, 'oncall.feedUrl', { url: made.url })));
  return exitCodes.ok;
}

/** `zhiban login-link`. */

import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { timeText } from './times.ts';

export async function runLoginLink(context: CliContext, personId: string | undefined): Promise<ExitCode> {
  const body = personId === undefined ? {} : { personId };
  const link = await context.api().post<{ readonly url: string; readonly expiresAt: string }>('/api/v1/login-links', body);
  answer(context, link, () => {
    context.terminal.line(link.url);
    // On standard error, so that the link alone can be piped on.
    context.terminal.problem(context.terminal.colours.dim(say(context, 'link.expires', { at: timeText(link.expiresAt) })));
  });
  return exitCodes.ok;
}

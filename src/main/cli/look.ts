/** `zhiban look`: one read-only look at a system, in words or by name, and the command that it ran. */

import type { LookView } from '../../domain/view.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { printWrapped } from './print-card.ts';

/** Fails when the system could not be looked at. */
export async function runLook(context: CliContext, words: readonly string[]): Promise<ExitCode> {
  const look = await context.api().post<LookView>('/api/v1/looks', { text: words.join(' ') });
  answer(context, look, () => {
    const { terminal } = context;
    const { colours } = terminal;
    printWrapped(terminal, `${look.systemId} · ${look.probe}`, '', colours.bold);
    printWrapped(terminal, look.headline, '', look.status === 'ok' ? undefined : colours.red);
    for (const line of look.query.split('\n')) terminal.line(colours.dim(`$ ${line}`));
    if (look.text !== '') terminal.line();
    for (const line of look.text.split('\n')) if (look.text !== '') terminal.line(line);
    if (look.isTruncated) terminal.line(colours.dim('…'));
    if (look.others.length > 0) printWrapped(terminal, say(context, 'look.others', { others: look.others.join(', ') }), '', colours.dim);
  });
  return look.status === 'ok' ? exitCodes.ok : exitCodes.error;
}

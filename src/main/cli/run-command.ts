/** `zhiban run`: asks for a command on a system. It becomes a plan that waits for its approval; nothing is run by asking. */

import type { SystemView } from '../../domain/view.ts';
import type { ProposedCommand } from '../../operations/contract.ts';
import { CliError } from './api-client.ts';
import { printPlan } from './approve.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

export async function runCommand(
  context: CliContext,
  systemId: string,
  words: readonly string[],
  incident: string | undefined,
): Promise<ExitCode> {
  if (words.length === 0) return listForms(context, systemId);
  const body = { systemId, command: oneCommand(words), ...(incident === undefined ? {} : { incident }) };
  const proposed = await context.api().post<ProposedCommand>('/api/v1/commands', body);
  answer(context, proposed, () => {
    printPlan(context, proposed.plan);
    context.terminal.line(say(context, 'run.waits', { code: proposed.code }));
  });
  return exitCodes.ok;
}

/** The shell has taken the quotes away: words that had some get them back, and one word alone is the whole command. */
export function oneCommand(words: readonly string[]): string {
  const [only] = words;
  if (words.length === 1 && only !== undefined) return only;
  return words.map((word) => (/^[^\s"']+$/.test(word) ? word : word.includes('"') ? `'${word}'` : `"${word}"`)).join(' ');
}

async function listForms(context: CliContext, systemId: string): Promise<ExitCode> {
  const { items } = await context.api().get<{ readonly items: readonly SystemView[] }>('/api/v1/systems');
  const system = items.find(({ id }) => id === systemId);
  if (system === undefined) throw new CliError('not-found', say(context, 'run.noSystem', { name: systemId }));
  const { commands } = system;
  answer(context, { commands }, () => {
    if (commands.length === 0) context.terminal.line(say(context, 'run.none', { name: systemId }));
    for (const form of commands) context.terminal.line(form);
  });
  return exitCodes.ok;
}

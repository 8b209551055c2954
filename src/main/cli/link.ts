/** `zhiban link CODE`: shows whose account the code is of, asks, and links it to the holder of the token. */

import type { LinkView, PersonView } from '../../domain/people-view.ts';
import { CliError } from './api-client.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { accountText } from './people.ts';

export async function runLink(context: CliContext, code: string, options: { readonly isConfirmed: boolean }): Promise<ExitCode> {
  const link = await context.api().post<LinkView>('/api/v1/identities/preview', { code });
  const words = { account: accountText(link), person: link.person.name };
  if (!options.isConfirmed) {
    const { confirm } = context.terminal;
    if (confirm === null || context.isJson) throw new CliError('invalid', say(context, 'link.needsYes', words));
    if (!(await confirm(say(context, 'link.confirm', words)))) {
      context.terminal.problem(say(context, 'link.declined'));
      return exitCodes.error;
    }
  }
  const person = await context.api().post<PersonView>('/api/v1/identities/link', { code });
  answer(context, person, () => context.terminal.line(say(context, 'people.linked', words)));
  return exitCodes.ok;
}

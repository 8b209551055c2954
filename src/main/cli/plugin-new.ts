/** `zhiban plugin new`. */

import { resolve } from 'node:path';
import { ZhibanError } from '../../domain/errors.ts';
import { newPlugin, newPluginKinds } from '../../plugins/new-plugin.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

export async function runPluginNew(
  context: CliContext,
  name: string,
  { directory = name, kind = 'system' }: { readonly directory?: string | undefined; readonly kind?: string | undefined },
): Promise<ExitCode> {
  const known = newPluginKinds.find((each) => each === kind);
  if (known === undefined)
    throw new ZhibanError('invalid', say(context, 'plugin.badKind', { kind: kind.slice(0, 40), kinds: newPluginKinds.join(', ') }));
  const files = newPlugin(resolve(directory), name, context.version, known);
  answer(context, { directory: resolve(directory), files }, () => {
    context.terminal.line(say(context, 'plugin.made', { directory }));
    for (const file of files) context.terminal.line(`  ${file}`);
    context.terminal.line(say(context, 'plugin.madeHint', { directory }));
  });
  return exitCodes.ok;
}

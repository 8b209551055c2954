/** `zhiban plugin remove`. */

import { parse } from 'yaml';
import { withoutPlugin } from '../../plugins/edit-config.ts';
import { CliError } from './api-client.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { configFileOf, listPlugins, readConfigText, writeConfigText } from './plugin-entries.ts';

/** By the name of its manifest; one that can't be found, by its path or package. */
export async function runPluginRemove(context: CliContext, name: string): Promise<ExitCode> {
  const file = configFileOf(context);
  const listed = listPlugins(context).find(({ entry, found }) =>
    [found?.manifest.name, entry.path, entry.package, entry.market].includes(name),
  );
  if (listed === undefined) throw new CliError('not-found', say(context, 'plugin.unknown', { name, file }));
  const text = readConfigText(file);
  writeConfigText(file, withoutPlugin(text, listed.index));
  const left = systemsOf(text, listed.found?.manifest.capabilities.systems ?? []);
  answer(context, { name, file, systemsLeft: left }, () => {
    context.terminal.line(say(context, 'plugin.removed', { name, file }));
    if (left.length > 0)
      context.terminal.line(context.terminal.colours.yellow(say(context, 'plugin.systemsLeft', { ids: left.join(', ') })));
  });
  return exitCodes.ok;
}

function systemsOf(text: string, kinds: readonly string[]): readonly string[] {
  const systems: unknown = Object(parse(text)).systems;
  return (Array.isArray(systems) ? systems : []).flatMap((each: unknown) =>
    kinds.includes(String(Object(each).kind)) ? [String(Object(each).id)] : [],
  );
}

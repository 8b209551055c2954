/** `zhiban config check`: the same reading that the start does, without starting anything. */

import { type LoadedConfig, loadConfig } from '../../config/load.ts';
import { ConfigError, type ConfigProblem, formatProblem } from '../../config/problem.ts';
import { type RunbookReading, readRunbooks } from '../../config/runbooks.ts';
import { configPathOf, futureConfigPathOf } from '../../config/settings.ts';
import type { Plugins } from '../../plugins/open-plugins.ts';
import type { AnySystemKind } from '../../systems/any-kind.ts';
import { builtInKinds } from '../../systems/registry.ts';
import { systemClock } from '../clock.ts';
import { openConfiguredPlugins, silentLog } from '../configured-plugins.ts';
import { runbookDirectories } from '../runbook-directories.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { tell } from './words.ts';

/** Exit code 1 when the file can't be used; warnings alone, and whatever is wrong with a runbook, are fine. */
export async function runConfigCheck(context: CliContext, file: string | undefined): Promise<ExitCode> {
  const path = file ?? configPathOf(context.environment);
  const plugins = await openConfiguredPlugins({
    ...{ environment: context.environment, path, kinds: builtInKinds, clock: systemClock, log: silentLog },
  });
  try {
    return await checkWith(plugins, path, context);
  } finally {
    await plugins.stop();
  }
}

async function checkWith(plugins: Plugins, path: string | null, context: CliContext): Promise<ExitCode> {
  const kinds = [...builtInKinds, ...plugins.kinds];
  const outcome = read(path, context, kinds, plugins);
  const isGood = !(outcome instanceof ConfigError);
  const problems = isGood ? outcome.warnings : outcome.problems;
  const runbooks = isGood ? await readShelf(outcome, context, kinds, plugins.runbookDirectories()) : { runbooks: [], problems: [] };
  const bad = runbooks.problems.map(({ file: runbook, problem }) => ({ file: runbook, ...problem }));
  const idle = plugins.reports().filter(({ state }) => state !== 'up');
  answer(
    context,
    { file: path, ok: isGood, problems, plugins: plugins.reports(), runbooks: { read: runbooks.runbooks.length, problems: bad } },
    () => {
      for (const problem of problems) printProblem(context, path ?? '', problem);
      for (const { file: runbook, problem } of runbooks.problems) printProblem(context, runbook, problem);
      for (const { name, state, reason } of idle) printPlugin(context, name, reason?.[context.terminal.locale] ?? state);
      if (!isGood) return context.terminal.problem(say(context, 'config.bad', { count: problems.length }));
      if (path === null) context.terminal.line(say(context, 'config.none', { file: futureConfigPathOf(context.environment) }));
      else
        context.terminal.line(context.terminal.colours.green(say(context, 'config.good', { file: path, systems: outcome.systems.length })));
    },
  );
  return isGood ? exitCodes.ok : exitCodes.error;
}

function read(
  path: string | null,
  context: CliContext,
  kinds: readonly AnySystemKind[],
  { mayLackKinds, voiceNames, chatNames }: Plugins,
): LoadedConfig | ConfigError {
  try {
    return loadConfig({
      path,
      kinds,
      variables: context.environment.variables,
      mayLackKinds,
      pluginVoices: voiceNames(),
      pluginChats: chatNames,
    });
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
}

function readShelf(
  loaded: LoadedConfig,
  context: CliContext,
  kinds: readonly AnySystemKind[],
  ofPlugins: readonly string[],
): Promise<RunbookReading> {
  const names = { kinds, systemIds: loaded.systems.map(({ id }) => id) };
  return readRunbooks(runbookDirectories(context.environment, loaded, ofPlugins), names);
}

function printPlugin({ terminal }: CliContext, name: string, reason: string): void {
  const { colours, locale } = terminal;
  terminal.problem(`${colours.yellow(tell(locale, 'config.warning'))} plugin:${name} ${reason}`);
}

function printProblem(context: CliContext, path: string, problem: ConfigProblem): void {
  const { colours, locale } = context.terminal;
  const label = problem.level === 'error' ? colours.red(say(context, 'config.error')) : colours.yellow(say(context, 'config.warning'));
  context.terminal.problem(`${label} ${formatProblem(path, problem, locale)}`);
}

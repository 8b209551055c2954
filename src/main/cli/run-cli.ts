/** One run of the command line: from arguments to an exit code. Knows no process, so that a test can be the terminal. */

import { type Command, CommanderError } from 'commander';
import { type Environment, localeOf, readEnvironment, type Variables } from '../../config/environment.ts';
import { nearestName } from '../../config/nearest-name.ts';
import { textOfError, ZhibanError } from '../../domain/errors.ts';
import type { Locale } from '../../domain/text.ts';
import { type ApiClient, CliError } from './api-client.ts';
import { type CliContext, createClient } from './context.ts';
import { type ExitCode, exitCodeOf, exitCodes } from './exit-codes.ts';
import { createProgram } from './program.ts';
import { createTerminal, type Streams } from './terminal.ts';
import { tell } from './words.ts';

export interface CliRun {
  readonly argv: readonly string[];
  readonly variables: Variables;
  readonly streams: Streams;
  readonly version: string;
  readonly signal: AbortSignal;
}

export async function runCli(run: CliRun): Promise<ExitCode> {
  const locale = localeOfRun(run);
  const isJson = run.argv.includes('--json');
  let code: ExitCode = exitCodes.ok;
  const program = createProgram(locale, run.version, async (command) => {
    code = await command(createContext(run, locale, isJson));
  });
  direct(program, run);
  try {
    await program.parseAsync([...run.argv], { from: 'user' });
    return code;
  } catch (error) {
    return explain(error, run, locale, isJson, program);
  }
}

/** `--locale` first, since help is written before options are read; then ZHIBAN_LOCALE, then the terminal's own. */
function localeOfRun({ argv, variables }: CliRun): Locale {
  const at = argv.findIndex((word) => word === '--locale' || word.startsWith('--locale='));
  const given = at < 0 ? null : argv[at]?.includes('=') ? (argv[at]?.split('=', 2)[1] ?? null) : (argv[at + 1] ?? null);
  const spelled = [given, variables.ZHIBAN_LOCALE, variables.LC_ALL, variables.LC_MESSAGES, variables.LANG];
  for (const one of spelled) {
    const locale = localeOf(one || null);
    if (locale !== null) return locale;
  }
  return 'en';
}

function createContext(run: CliRun, locale: Locale, isJson: boolean): CliContext {
  const environment: Environment = readEnvironment(run.variables);
  const hasColour = !isJson && !run.variables.NO_COLOR && run.variables.TERM !== 'dumb';
  const terminal = createTerminal(run.streams, { locale, hasColour });
  for (const { name, nearest } of environment.unknown) terminal.problem(`${name}${tell(locale, 'usage.nearest', { nearest })}`);
  let client: ApiClient | null = null;
  const api = (): ApiClient => {
    client ??= createClient(environment, locale);
    return client;
  };
  return { environment, terminal, version: run.version, isJson, signal: run.signal, api };
}

/** Help goes where answers go; what commander says of mistakes is said by us, in the reader's language. */
function direct(command: Command, run: CliRun): void {
  command.configureOutput({ writeOut: run.streams.out, writeErr: () => {}, getOutHelpWidth: () => run.streams.columns ?? 100 });
  for (const inner of command.commands) direct(inner, run);
}

function explain(error: unknown, run: CliRun, locale: Locale, isJson: boolean, program: Command): ExitCode {
  if (error instanceof CommanderError) return explainUsage(error, run, locale, program);
  if (error instanceof CliError || error instanceof ZhibanError) {
    const { kind, details } = error;
    const message = textOfError(error)[locale];
    run.streams.err(isJson ? `${JSON.stringify({ error: { kind, message, details } })}\n` : `${message}\n`);
    return error instanceof CliError ? error.exitCode : exitCodeOf(kind);
  }
  const message = error instanceof Error ? error.message : String(error);
  run.streams.err(isJson ? `${JSON.stringify({ error: { kind: 'internal', message, details: {} } })}\n` : `${message}\n`);
  return exitCodes.error;
}

function explainUsage(error: CommanderError, run: CliRun, locale: Locale, program: Command): ExitCode {
  if (error.code === 'commander.helpDisplayed' || error.code === 'commander.version') return exitCodes.ok;
  const given = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  if (error.code === 'commander.help') {
    // A group without a command: its help is the answer, but the command was not understood.
    run.streams.err(groupOf(run.argv, program).helpInformation());
    return exitCodes.usage;
  }
  run.streams.err(`${usageText(error, given, run.argv, locale, program)}\n`);
  const command = ['zhiban', ...pathOf(run.argv, program)].join(' ');
  run.streams.err(`${tell(locale, 'usage.hint', { command })}\n`);
  return exitCodes.usage;
}

function usageText(error: CommanderError, given: string, argv: readonly string[], locale: Locale, program: Command): string {
  const group = groupOf(argv, program);
  switch (error.code) {
    case 'commander.unknownCommand':
      return (
        tell(locale, 'usage.unknownCommand', { given }) +
        nearest(
          given,
          group.commands.map((command) => command.name()),
          locale,
        )
      );
    case 'commander.unknownOption': {
      const flags = group.options.flatMap(({ long }) => long ?? []);
      return tell(locale, 'usage.unknownOption', { given }) + nearest(given, flags, locale);
    }
    case 'commander.missingArgument':
    case 'commander.optionMissingArgument':
      return tell(locale, 'usage.missingArgument');
    case 'commander.excessArguments':
      return tell(locale, 'usage.tooMany');
    case 'commander.invalidArgument':
      return tell(locale, 'usage.badValue', { given });
    default:
      return error.message;
  }
}

function nearest(given: string, valid: readonly string[], locale: Locale): string {
  const found = nearestName(given, valid);
  return found === null ? '' : tell(locale, 'usage.nearest', { nearest: found });
}

/** The names of the commands that the arguments begin with. */
function pathOf(argv: readonly string[], program: Command): readonly string[] {
  const path: string[] = [];
  let group = program;
  for (const word of argv) {
    const inner = group.commands.find((command) => command.name() === word || command.aliases().includes(word));
    if (inner === undefined) break;
    path.push(inner.name());
    group = inner;
  }
  return path;
}

function groupOf(argv: readonly string[], program: Command): Command {
  let group = program;
  for (const name of pathOf(argv, program)) group = group.commands.find((command) => command.name() === name) ?? group;
  return group;
}

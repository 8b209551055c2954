/** `zhiban setup slack|feishu|dingtalk`. */

import { createResolveSecret } from '../../config/resolve-secret.ts';
import { configSchema } from '../../config/schema.ts';
import { futureConfigPathOf, secretDirectoryOf } from '../../config/settings.ts';
import { systemClock } from '../clock.ts';
import type { Desk } from '../setup/desk.ts';
import { grantedScopes } from '../setup/granted-scopes.ts';
import { setupPlatforms } from '../setup/platforms.ts';
import { runSetup } from '../setup/run-setup.ts';
import { buildAdapters } from '../wire/adapters.ts';
import { type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { wrapToWidth } from './width.ts';

export interface SetupInput {
  readonly set: readonly string[];
  readonly isChecked: boolean;
  readonly waitSeconds: number;
}

/** Exit code 1 when a check did not pass. */
export async function runSetupCommand(context: CliContext, name: string, input: SetupInput): Promise<ExitCode> {
  const platform = setupPlatforms.find(({ adapter }) => adapter === name);
  if (platform === undefined) {
    context.terminal.problem(
      say(context, 'setup.unknown', { given: name, known: setupPlatforms.map(({ adapter }) => adapter).join(', ') }),
    );
    return exitCodes.usage;
  }
  const { environment } = context;
  const configPath = futureConfigPathOf(environment);
  const baseDirectory = secretDirectoryOf(configPath, environment.home);
  const resolveSecret = createResolveSecret({ variables: environment.variables, baseDirectory });
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const isGood = await runSetup(platform, deskOf(context), {
    configPath,
    given: input.set,
    isChecked: input.isChecked,
    waitMs: input.waitSeconds * 1_000,
    clock: systemClock,
    build(settings) {
      const adapters = configSchema.shape.adapters.parse({ [platform.adapter]: settings });
      const [adapter] = buildAdapters({ adapters }, resolveSecret, { clock: systemClock, log: silent, memory: null }).adapters;
      if (adapter === undefined) throw new Error(`No adapter '${platform.adapter}' was built`);
      return { adapter, scopes: () => grantedScopes(adapters, resolveSecret, systemClock) };
    },
    isTaken: (adapter) => isConnectedHere(environment.port, adapter),
  });
  return isGood ? exitCodes.ok : exitCodes.error;
}

function deskOf({ terminal, signal }: CliContext): Desk {
  const { colours } = terminal;
  return {
    locale: terminal.locale,
    signal,
    line(text = '') {
      for (const line of wrapToWidth(text, terminal.columns)) terminal.line(line);
    },
    status: (text) => terminal.status(text),
    good: (text) => terminal.line(`${colours.green('✔')} ${text}`),
    bad: (text) => terminal.line(`${colours.red('✖')} ${text}`),
    warn: (text) => terminal.line(`${colours.yellow('!')} ${text}`),
    heading: (text) => terminal.line(colours.bold(text)),
    ask: terminal.ask,
  };
}

/** A Zhiban that runs on this machine hears what was meant for the check. */
async function isConnectedHere(port: number, adapter: string): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(2_000) });
    return (await answer.text()).includes(`"adapter:${adapter}"`);
  } catch {
    return false;
  }
}

/** The doctor without a running Zhiban: reads the configuration as the start would, and looks from outside. */

import type { Voice } from '../../adapters/voice/contract.ts';
import type { DoctorCheck } from '../../api/contract.ts';
import { createDirectory } from '../../config/directory.ts';
import type { Environment } from '../../config/environment.ts';
import { type LoadedConfig, loadConfig } from '../../config/load.ts';
import { ConfigError } from '../../config/problem.ts';
import { createResolveSecret } from '../../config/resolve-secret.ts';
import { configPathOf, secretDirectoryOf, settingsOf } from '../../config/settings.ts';
import { readKeptToken } from '../../config/tokens.ts';
import type { ResolveSecret } from '../../domain/secret.ts';
import { createMarkets } from '../../plugins/market/markets.ts';
import type { Plugins } from '../../plugins/open-plugins.ts';
import type { AnySystemKind } from '../../systems/any-kind.ts';
import { createSystemPool } from '../../systems/pool.ts';
import { builtInKinds } from '../../systems/registry.ts';
import { systemClock } from '../clock.ts';
import { openConfiguredPlugins, silentLog } from '../configured-plugins.ts';
import { runbookDirectories } from '../runbook-directories.ts';
import { buildVoices } from '../wire/voices.ts';
import { type Examination, runDoctor } from './doctor.ts';
import { examineConfig, examineDirectory, examineHookToken } from './examine-config.ts';
import { examineDingtalk } from './examine-dingtalk.ts';
import { examineFeishu } from './examine-feishu.ts';
import { examineLogs } from './examine-logs.ts';
import { examineHome, examineNode, examinePort } from './examine-machine.ts';
import { examineMarkets, examinePlugins } from './examine-plugins.ts';
import { examineRunbooks } from './examine-runbooks.ts';
import { examineDatabase, examineModels, examineTemporal } from './examine-services.ts';
import { examineSystems } from './examine-systems.ts';
import { examineVoices } from './examine-voices.ts';

export async function runStandaloneDoctor(environment: Environment): Promise<readonly DoctorCheck[]> {
  const path = configPathOf(environment);
  const plugins = await openConfiguredPlugins({ environment, path, kinds: builtInKinds, clock: systemClock, log: silentLog });
  try {
    return await examineWith(plugins, path, environment);
  } finally {
    await plugins.stop();
  }
}

async function examineWith(plugins: Plugins, path: string | null, environment: Environment): Promise<readonly DoctorCheck[]> {
  const kinds = [...builtInKinds, ...plugins.kinds];
  const loaded = readConfig(path, environment, kinds, plugins);
  const machine = [
    examineNode(process.versions.node),
    examineHome(environment.home),
    examineConfig(loaded, environment),
    examinePlugins(plugins.reports()),
  ];
  if (loaded instanceof ConfigError) return runDoctor([...machine, examinePort('127.0.0.1', environment.port)]);
  const baseDirectory = secretDirectoryOf(path, environment.home);
  const resolveSecret = createResolveSecret({ variables: environment.variables, baseDirectory });
  const pool = createSystemPool(kinds, loaded.systems, { resolveSecret, clock: systemClock });
  try {
    const systems = [...examineSystems(pool.list(), systemClock), examineLogs(pool.list(), systemClock)];
    const markets = createMarkets({ entries: loaded.config.pluginMarkets, home: environment.home, baseDirectory, clock: systemClock });
    machine.push(examineMarkets(markets, systemClock.now));
    return await runDoctor([...machine, ...serviceExaminations(loaded, environment, resolveSecret, plugins), ...systems]);
  } finally {
    await pool.close();
  }
}

function readConfig(
  path: string | null,
  environment: Environment,
  kinds: readonly AnySystemKind[],
  { mayLackKinds, voiceNames, chatNames }: Plugins,
): LoadedConfig | ConfigError {
  try {
    return loadConfig({ path, kinds, variables: environment.variables, mayLackKinds, pluginVoices: voiceNames(), pluginChats: chatNames });
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
}

function serviceExaminations(
  loaded: LoadedConfig,
  environment: Environment,
  resolveSecret: ResolveSecret,
  plugins: Plugins,
): readonly Examination[] {
  const { config } = loaded;
  const people = createDirectory({ people: config.people, adminToken: '', resolveSecret });
  return [
    examinePort(config.host, environment.port),
    examineDatabase(() => settingsOf(config, environment, resolveSecret).databaseUrl, environment.home),
    examineTemporal(environment.temporalAddress ?? config.temporal.address ?? null),
    examineRunbooks(runbookDirectories(environment, loaded, plugins.runbookDirectories()), {
      kinds: [...builtInKinds, ...plugins.kinds],
      systemIds: loaded.systems.map(({ id }) => id),
    }),
    examineDirectory(people),
    examineHookToken(hookTokenOf(config.hooks, environment.home, resolveSecret)),
    ...examineFeishu(config.adapters.feishu, resolveSecret),
    ...examineDingtalk(config.adapters.dingtalk, resolveSecret, null),
    ...examineVoices(voicesOf(config, resolveSecret)),
    ...examineModels(config.llm, resolveSecret),
  ];
}

/** Those that can't be opened have been told by the configuration's own check. */
function voicesOf(config: LoadedConfig['config'], resolveSecret: ResolveSecret): Iterable<Voice> {
  return buildVoices(config.adapters, resolveSecret, { clock: systemClock, source: '' }).voices.values();
}

/** Null when there is none yet. */
function hookTokenOf(hooks: LoadedConfig['config']['hooks'], home: string, resolveSecret: ResolveSecret): string | null {
  if (hooks.token === undefined) return readKeptToken(home, 'hook-token');
  try {
    return resolveSecret(hooks.token);
  } catch {
    // Already told by the configuration's own check.
    return null;
  }
}

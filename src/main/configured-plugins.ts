/** The plugins that the configuration file names, opened before the rest of the file is read: their kinds decide what is valid in it. */

import type { Environment } from '../config/environment.ts';
import { readPluginEntries, readPluginMarkets } from '../config/read-plugins.ts';
import { createResolveSecret } from '../config/resolve-secret.ts';
import { secretDirectoryOf } from '../config/settings.ts';
import type { Clock } from '../domain/clock.ts';
import { createMarkets } from '../plugins/market/markets.ts';
import { readRevocations } from '../plugins/market/revocations.ts';
import { watchRevocations } from '../plugins/market/watch-revocations.ts';
import { noPlugins, openPlugins, type Plugins, type PluginsOptions } from '../plugins/open-plugins.ts';
import type { AnySystemKind } from '../systems/any-kind.ts';
import { version } from './version.ts';

export interface ConfiguredPluginsOptions {
  readonly environment: Pick<Environment, 'home' | 'variables'>;
  /** The configuration file. */
  readonly path: string | null;
  /** Those that are built in. */
  readonly kinds: readonly AnySystemKind[];
  readonly clock: Clock;
  readonly log: PluginsOptions['log'];
  /** How often the markets are asked whether what runs has been revoked; left out, only at the start. */
  readonly recheckEveryMs?: number;
}

export const silentLog: PluginsOptions['log'] = { info: () => undefined, error: () => undefined };

export async function openConfiguredPlugins(options: ConfiguredPluginsOptions): Promise<Plugins> {
  const { environment, path, kinds, clock, log, recheckEveryMs } = options;
  const entries = readPluginEntries(path);
  if (entries.length === 0) return noPlugins;
  const { home, variables } = environment;
  const baseDirectory = secretDirectoryOf(path, home);
  const resolveSecret = createResolveSecret({ variables, baseDirectory });
  const takenKinds = kinds.map(({ kind }) => kind);
  const hasInstalled = entries.some(({ market, enabled }) => enabled && market !== undefined);
  const markets = createMarkets({ entries: hasInstalled ? readPluginMarkets(path) : [], home, baseDirectory, clock });
  const revokedBecause = await readRevocations(markets, log);
  const plugins = await openPlugins({
    ...{ entries, places: { baseDirectory, home }, variables, resolveSecret, clock, version, takenKinds, revokedBecause, log },
  });
  if (!hasInstalled || recheckEveryMs === undefined) return plugins;
  const watch = watchRevocations({ markets, plugins, clock, log, everyMs: recheckEveryMs });
  return {
    ...plugins,
    async stop() {
      await watch.stop();
      await plugins.stop();
    },
  };
}

/** What every process stands on: the configuration as it is now, the store, the systems and the way to Temporal. */

import { join } from 'node:path';
import { detectionSpecs } from '../../config/detection-specs.ts';
import { createDirectory, type Directory } from '../../config/directory.ts';
import { effectivePolicy } from '../../config/effective-policy.ts';
import type { Environment } from '../../config/environment.ts';
import { type LoadedConfig, loadConfig } from '../../config/load.ts';
import { createResolveSecret } from '../../config/resolve-secret.ts';
import type { Config } from '../../config/schema.ts';
import {
  configPathOf,
  ensureAdminToken,
  ensureHookToken,
  futureConfigPathOf,
  type Settings,
  secretDirectoryOf,
  settingsOf,
} from '../../config/settings.ts';
import { type ConfigChange, type ConfigWatcher, watchConfig } from '../../config/watch.ts';
import type { Clock } from '../../domain/clock.ts';
import type { DetectionSpec } from '../../domain/detection.ts';
import { ZhibanError } from '../../domain/errors.ts';
import type { Person, Policy } from '../../domain/policy.ts';
import type { ResolveSecret } from '../../domain/secret.ts';
import type { Locale } from '../../domain/text.ts';
import type { Budget } from '../../domain/verdict.ts';
import { openLinkBook } from '../../operations/link-book.ts';
import type { Plugins } from '../../plugins/open-plugins.ts';
import type { Store } from '../../store/contract.ts';
import type { AnySystemKind } from '../../systems/any-kind.ts';
import { createSystemPool, type SystemPool } from '../../systems/pool.ts';
import { openConfiguredPlugins } from '../configured-plugins.ts';
import { createLog, type Log } from '../log.ts';
import { createMetrics, type Metrics } from '../metrics.ts';
import { startTracing } from '../tracing.ts';
import { version } from '../version.ts';
import { createNotePluginStops } from './note-plugin-stops.ts';
import { openStore } from './open-store.ts';
import { createTemporalLink, type TemporalLink } from './temporal-link.ts';

export const tenantId = 'default';

export interface Ground {
  readonly environment: Environment;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  /** As it was at the start; what is opened once is opened by this. */
  readonly initial: LoadedConfig;
  readonly settings: Settings;
  readonly hookToken: string;
  readonly resolveSecret: ResolveSecret;
  readonly store: Store;
  readonly plugins: Plugins;
  /** Built in, and of the plugins. */
  readonly kinds: readonly AnySystemKind[];
  readonly pool: SystemPool;
  readonly link: TemporalLink;
  readonly watcher: ConfigWatcher;
  /** As the file says now. */
  readonly config: () => Config;
  readonly directory: () => Directory;
  readonly people: () => readonly Person[];
  readonly policy: () => Policy;
  readonly budget: () => Budget;
  readonly locale: () => Locale;
  /** What is watched by itself, on the systems that are there now. */
  readonly detections: () => readonly DetectionSpec[];
  /** Called after the configuration has changed. */
  onChange(listener: (change: ConfigChange) => void): void;
  close(): Promise<void>;
}

/** A version that does harm should not do it for long; the index is one small file. */
const revocationsEveryMs = 300_000;

/** Throws `invalid` when `isShared`, as for a worker alone, and the database or Temporal would be this process's own. */
export async function openGround(
  environment: Environment,
  clock: Clock,
  builtIn: readonly AnySystemKind[],
  { isShared }: { readonly isShared: boolean },
): Promise<Ground> {
  const log = createLog({ level: environment.logLevel, isPretty: process.stderr.isTTY === true });
  const plugins = await openConfiguredPlugins({
    ...{ environment, path: configPathOf(environment), kinds: builtIn, clock, log, recheckEveryMs: revocationsEveryMs },
  });
  try {
    return await openOn(plugins, environment, clock, log, [...builtIn, ...plugins.kinds], isShared);
  } catch (error) {
    await plugins.stop();
    throw error;
  }
}

async function openOn(
  plugins: Plugins,
  environment: Environment,
  clock: Clock,
  log: Log,
  kinds: readonly AnySystemKind[],
  isShared: boolean,
): Promise<Ground> {
  const metrics = createMetrics({ version });
  const tracing = await startTracing({ endpoint: environment.otlpEndpoint, serviceName: 'zhiban', version, log });
  const { mayLackKinds, voiceNames, chatNames } = plugins;
  const path = configPathOf(environment);
  const load = { path, kinds, variables: environment.variables, mayLackKinds, pluginVoices: voiceNames(), pluginChats: chatNames };
  const initial = loadConfig(load);
  const baseDirectory = secretDirectoryOf(load.path, environment.home);
  const resolveSecret = createResolveSecret({ variables: environment.variables, baseDirectory });
  const settings = settingsOf(initial.config, environment, resolveSecret);
  if (isShared) requireShared(settings);
  const adminToken = ensureAdminToken(environment).token;
  const hookToken = ensureHookToken(environment.home, initial.config.hooks, resolveSecret).token;
  const store = await openStore(settings, clock);
  await store.ensureTenant(tenantId, tenantId);
  plugins.follow(createNotePluginStops({ store: store.forTenant(tenantId), clock, log }));
  const book = await openLinkBook({ store, tenantId, log });

  const pool = createSystemPool(kinds, initial.systems, { resolveSecret, clock });
  const directoryOf = ({ config }: LoadedConfig): Directory =>
    createDirectory({ people: config.people, adminToken, resolveSecret, links: book.links });
  let directory = directoryOf(initial);
  const listeners = new Set<(change: ConfigChange) => void>();
  const watcher = watchConfig({
    ...{ initial, load: { ...load, path: futureConfigPathOf(environment) }, clock, log },
    onChange(change) {
      const { current } = change;
      directory = directoryOf(current);
      const onFailure = (error: unknown): void => log.error({ reason: String(error) }, 'The changed systems could not be taken over');
      pool.replace(current.systems).catch(onFailure);
      for (const listener of listeners) listener(change);
    },
  });
  const config = (): Config => watcher.current().config;
  const link = openLink(environment, settings, initial.config, clock, log);
  return {
    ...{ environment, clock, log, metrics, initial, settings, hookToken, resolveSecret },
    ...{ store, plugins, kinds, pool, link, watcher, config },
    directory: () => directory,
    people: () => directory.all(),
    policy: () => effectivePolicy(config()),
    budget: () => config().investigation.budget,
    locale: () => environment.locale ?? config().locale,
    detections: () =>
      detectionSpecs(
        config().detections,
        pool.list().map(({ entry }) => entry),
      ),
    onChange: (listener) => void listeners.add(listener),
    async close() {
      await link.close();
      await pool.close();
      await plugins.stop();
      await book.close();
      await store.close();
      await tracing.stop();
    },
  };
}

/** A worker on a store of its own would wait for ever for what nobody can bring it. */
function requireShared({ databaseUrl, temporalAddress }: Settings): void {
  if (databaseUrl !== null && temporalAddress !== null) return;
  const missing = [
    ...(databaseUrl === null ? ['the PostgreSQL (DATABASE_URL, or database.url)'] : []),
    ...(temporalAddress === null ? ['the Temporal (TEMPORAL_ADDRESS, or temporal.address)'] : []),
  ];
  throw new ZhibanError(
    'invalid',
    `A worker needs ${missing.join(' and ')} that the server uses; for everything on one machine use: zhiban start`,
  );
}

function openLink(environment: Environment, settings: Settings, { temporal }: Config, clock: Clock, log: Log): TemporalLink {
  return createTemporalLink({
    address: settings.temporalAddress ?? '127.0.0.1:7233',
    namespace: temporal.namespace,
    taskQueue: temporal.taskQueue,
    cacheDirectory: join(environment.home, 'cache'),
    clock,
    log,
  });
}

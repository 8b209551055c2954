/** All plugins of a configuration: found, started side by side, and kept. One that can't run keeps none of the others from it. */

import { join } from 'node:path';
import type { Variables } from '../config/environment.ts';
import { type PluginEntry, placeOf } from '../config/plugins.ts';
import type { Clock } from '../domain/clock.ts';
import type { ResolveSecret } from '../domain/secret.ts';
import { type LocalText, sameText } from '../domain/text.ts';
import { type AnySystemKind, asAnyKind } from '../systems/any-kind.ts';
import { type FoundPlugin, findPlugin, type PluginPlaces } from './find-plugin.ts';
import { requireVersion } from './manifest.ts';
import { type KeptPlugin, type KeptState, keepPlugin, type PluginEvent } from './process/keep-plugin.ts';
import { createRemoteKind } from './remote/remote-kind.ts';

export interface PluginsOptions {
  readonly entries: readonly PluginEntry[];
  readonly places: PluginPlaces;
  readonly variables: Variables;
  readonly resolveSecret: ResolveSecret;
  readonly clock: Clock;
  /** Of Zhiban. */
  readonly version: string;
  /** Kinds that are built in. */
  readonly takenKinds: readonly string[];
  /** Why a market has revoked it; null when none has. */
  readonly revokedBecause?: (found: FoundPlugin) => LocalText | null;
  readonly log: {
    info(fields: Readonly<Record<string, unknown>>, message: string): void;
    error(fields: Readonly<Record<string, unknown>>, message: string): void;
  };
  readonly backoffMs?: readonly number[];
  readonly graceMs?: number;
}

/** How one is, for /readyz, doctor and `zhiban plugin list`. */
export interface PluginReport {
  readonly name: string;
  readonly version: string | null;
  readonly state: KeptState;
  readonly since: string;
  readonly reason: LocalText | null;
  readonly stops: number;
  /** The market that it came from. */
  readonly market: string | null;
  readonly isRevoked: boolean;
}

export interface Plugins {
  readonly kept: readonly KeptPlugin[];
  readonly kinds: readonly AnySystemKind[];
  /** At least one could not be found, so that nobody knows what it would have brought. */
  readonly mayLackKinds: boolean;
  /** `plugin:NAME` to the names of its destinations. */
  voiceNames(): ReadonlyMap<string, readonly string[]>;
  /** `chat:NAME` of those that bring a platform where people talk, whether or not they are up. */
  readonly chatNames: readonly string[];
  /** Of those that aren't refused. */
  runbookDirectories(): readonly string[];
  reports(): readonly PluginReport[];
  /** Stops those that have been revoked since they were started, at once and for good. Returns their names. */
  revoke(revokedBecause: (found: FoundPlugin) => LocalText | null): Promise<readonly string[]>;
  /** Tells of every stop, also of those before it was asked. */
  follow(listener: (event: PluginEvent) => void): void;
  stop(): Promise<void>;
}

export const noPlugins: Plugins = {
  kept: [],
  kinds: [],
  mayLackKinds: false,
  voiceNames: () => new Map(),
  chatNames: [],
  runbookDirectories: () => [],
  reports: () => [],
  revoke: async () => [],
  follow: () => undefined,
  stop: async () => undefined,
};

/** Returns when each is up, or isn't for a reason that its report tells. Never throws for a plugin. */
export async function openPlugins(options: PluginsOptions): Promise<Plugins> {
  const events: PluginEvent[] = [];
  let listener: ((event: PluginEvent) => void) | null = null;
  const onEvent = (event: PluginEvent): void => {
    const { plugin, kind, reason, againInMs } = event;
    options.log.error({ plugin, kind, reason: reason.en, againInMs }, 'A plugin was stopped; the rest goes on');
    if (listener === null) events.push(event);
    else listener(event);
  };
  const { kept, lost } = findAll(options, onEvent);
  const revoked = new Set<KeptPlugin>();
  await Promise.all(
    kept.map(async (plugin) => {
      const reason = options.revokedBecause?.(plugin.found) ?? null;
      if (reason === null) return plugin.start();
      revoked.add(plugin);
      return plugin.stop(reason);
    }),
  );
  for (const plugin of kept) tellStart(plugin, options);
  return {
    kept,
    kinds: kept.flatMap((plugin) => plugin.found.manifest.capabilities.systems.map((kind) => createRemoteKind(plugin, kind, withLogs))),
    mayLackKinds: lost.length > 0,
    voiceNames: () => new Map(notifiersOf(kept).map((each) => [`plugin:${each.name}`, destinationsOf(each)])),
    chatNames: chatsOf(kept).map(({ name }) => `chat:${name}`),
    runbookDirectories: () => kept.flatMap(runbooksOf),
    reports: () => [...kept.map((plugin) => reportOf(plugin, revoked.has(plugin))), ...lost],
    async revoke(revokedBecause) {
      const found = kept.flatMap((plugin) => {
        const reason = revoked.has(plugin) ? null : revokedBecause(plugin.found);
        return reason === null ? [] : [{ plugin, reason }];
      });
      await Promise.all(
        found.map(async ({ plugin, reason }) => {
          revoked.add(plugin);
          await plugin.stop(reason);
          const { name, version } = plugin.found.manifest;
          onEvent({ plugin: name, version, kind: 'revoked', reason, againInMs: null });
        }),
      );
      return found.map(({ plugin }) => plugin.name);
    },
    follow(next) {
      listener = next;
      for (const event of events.splice(0)) next(event);
    },
    async stop() {
      await Promise.allSettled(kept.map((plugin) => plugin.stop()));
    },
  };
}

/** The look at the declared logs that built-in kinds have too, unless the plugin brings one of its own. */
function withLogs(kind: AnySystemKind): AnySystemKind {
  return kind.probes.some(({ name }) => name === 'logs') ? kind : asAnyKind(kind);
}

function findAll(
  options: PluginsOptions,
  onEvent: (event: PluginEvent) => void,
): { readonly kept: readonly KeptPlugin[]; readonly lost: readonly PluginReport[] } {
  const { entries, places, clock, log } = options;
  const kept: KeptPlugin[] = [];
  const lost: PluginReport[] = [];
  const taken = [...options.takenKinds];
  for (const entry of entries.filter(({ enabled }) => enabled)) {
    try {
      const found = findPlugin(entry, places);
      const { manifest } = found;
      requireVersion(manifest, options.version);
      if (kept.some(({ name }) => name === manifest.name)) throw new RangeError(`There is another plugin of the name '${manifest.name}'`);
      const double = manifest.capabilities.systems.find((kind) => taken.includes(kind));
      if (double !== undefined) throw new RangeError(`The plugin '${manifest.name}' brings the kind '${double}', which is there already`);
      const onOutput = (line: string): void => log.info({ plugin: manifest.name, line }, 'A plugin wrote');
      kept.push(keepPlugin({ ...options, found, entry, takenKinds: [...taken], onEvent, onOutput }));
      taken.push(...manifest.capabilities.systems);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const name = placeOf(entry);
      log.error({ plugin: name, reason }, 'A plugin is refused; the rest goes on');
      const since = new Date(clock.now()).toISOString();
      lost.push({ name, version: null, state: 'refused', since, reason: sameText(reason), stops: 0, market: null, isRevoked: false });
    }
  }
  return { kept, lost };
}

function tellStart(plugin: KeptPlugin, { log }: PluginsOptions): void {
  const { state, reason } = plugin.state();
  if (state === 'up') log.info({ plugin: plugin.name, version: plugin.found.manifest.version }, 'A plugin is up');
  else if (state === 'refused') log.error({ plugin: plugin.name, reason: reason?.en ?? '' }, 'A plugin is refused; the rest goes on');
}

/** Whether or not they are up. */
export function notifiersOf(kept: readonly KeptPlugin[]): readonly KeptPlugin[] {
  return kept.filter(({ found }) => found.manifest.capabilities.notifier);
}

/** Whether or not they are up. */
export function chatsOf(kept: readonly KeptPlugin[]): readonly KeptPlugin[] {
  return kept.filter(({ found }) => found.manifest.capabilities.chat);
}

function destinationsOf(plugin: KeptPlugin): readonly string[] {
  return (plugin.description()?.notifier?.destinations ?? []).map(({ name }) => name);
}

function runbooksOf(plugin: KeptPlugin): readonly string[] {
  const { directory, manifest } = plugin.found;
  const { runbooks } = manifest.capabilities;
  return runbooks === undefined || plugin.state().state === 'refused' ? [] : [join(directory, runbooks)];
}

function reportOf(plugin: KeptPlugin, isRevoked: boolean): PluginReport {
  const { manifest, market } = plugin.found;
  return { name: plugin.name, version: manifest.version, ...plugin.state(), market, isRevoked };
}

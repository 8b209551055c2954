/** The systems that are looked after now, each with its one client; replaced as a whole when the configuration is reloaded. */

import { isDeepStrictEqual } from 'node:util';
import type { AnySystemKind } from './any-kind.ts';
import type { ConnectContext, SystemClient, SystemEntry } from './contract.ts';
import { assumeLogs } from './logs/assume-logs.ts';
import type { AssumedLogs } from './logs/contract.ts';

export interface PooledSystem {
  readonly entry: SystemEntry;
  readonly kind: AnySystemKind;
  readonly client: SystemClient;
  /** Where its logs may be found by its name, among the systems that are there now; absent: nowhere. */
  assumedLogs?(): readonly AssumedLogs[];
}

export interface SystemPool {
  get(systemId: string): PooledSystem | null;
  list(): readonly PooledSystem[];
  /** Closes the clients of entries that are gone or changed; unchanged ones keep their connection. */
  replace(entries: readonly SystemEntry[]): Promise<void>;
  /** Adds entries beside those of the configuration, as the demo does; they outlive a reload. */
  addExtra(entries: readonly SystemEntry[]): void;
  removeExtra(systemIds: readonly string[]): Promise<void>;
  /** Opens the connections that must be there before an incident; called at start and again every minute. */
  warm(): Promise<void>;
  close(): Promise<void>;
}

/** The client of the host that the system runs on; undefined where none is declared. */
export function hostOf(pool: Pick<SystemPool, 'get'>, entry: SystemEntry): SystemClient | undefined {
  return entry.runsOn === undefined ? undefined : pool.get(entry.runsOn)?.client;
}

export function createSystemPool(kinds: readonly AnySystemKind[], entries: readonly SystemEntry[], context: ConnectContext): SystemPool {
  const byKind = new Map(kinds.map((kind) => [kind.kind, kind]));
  const systems = new Map<string, PooledSystem>();
  const extraIds = new Set<string>();
  let isKeptWarm = false;

  function add(entry: SystemEntry): void {
    const kind = byKind.get(entry.kind);
    if (kind === undefined) throw new RangeError(`System '${entry.id}' is of the unknown kind '${entry.kind}'`);
    const assumedLogs = (): readonly AssumedLogs[] => assumeLogs({ entry, kind }, [...systems.values()]);
    systems.set(entry.id, { entry, kind, client: kind.connect(entry, context), assumedLogs });
  }

  async function remove(systemId: string): Promise<void> {
    const system = systems.get(systemId);
    systems.delete(systemId);
    // A connection that can't be closed in order is lost anyway; the systems that follow are not.
    await system?.client.close().catch(() => undefined);
  }

  for (const entry of entries) add(entry);

  return {
    get: (systemId) => systems.get(systemId) ?? null,
    list: () => [...systems.values()],
    async replace(next) {
      const wanted = new Map(next.map((entry) => [entry.id, entry]));
      for (const [id, system] of [...systems]) {
        if (!extraIds.has(id) && !isDeepStrictEqual(wanted.get(id), system.entry)) await remove(id);
      }
      for (const entry of next) {
        if (systems.has(entry.id)) continue;
        add(entry);
        // The incident that locks newcomers out may come before the next round.
        if (isKeptWarm) void systems.get(entry.id)?.client.warm?.();
      }
    },
    addExtra(more) {
      for (const entry of more) {
        if (systems.has(entry.id)) throw new RangeError(`There is a system '${entry.id}' already`);
        add(entry);
        extraIds.add(entry.id);
        void systems.get(entry.id)?.client.warm?.();
      }
    },
    async removeExtra(systemIds) {
      for (const id of systemIds.filter((each) => extraIds.has(each))) {
        extraIds.delete(id);
        await remove(id);
      }
    },
    async warm() {
      isKeptWarm = true;
      await Promise.allSettled([...systems.values()].map(({ client }) => client.warm?.()));
    },
    async close() {
      await Promise.allSettled([...systems.keys()].map(remove));
    },
  };
}

/** Puts the house together: one place where every part meets its dependencies. Each process picks the parts that it runs. */

import type { Environment } from '../../config/environment.ts';
import type { ConfigChange } from '../../config/watch.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Store } from '../../store/contract.ts';
import type { AnySystemKind } from '../../systems/any-kind.ts';
import { type Ground, openGround } from './ground.ts';
import type { EngineState } from './health.ts';
import type { Stop } from './part.ts';

export interface Parts {
  /** API, console, chat, intake and the carrying of messages. */
  readonly server: boolean;
  /** Runs workflows and activities. */
  readonly worker: boolean;
}

export interface House {
  /** Null for a worker alone. */
  readonly url: string | null;
  /** A link that logs a person in once; null for a worker alone. */
  readonly loginUrl: string | null;
  readonly store: Store;
  /** Called after a changed configuration has taken the place of another. */
  onConfigChange(listener: (change: ConfigChange) => void): void;
  /** The embedded server's state as the supervisor tells it. */
  setEngine(engine: EngineState): void;
  close(): Promise<void>;
}

/** What was opened is closed again when a part can't be started. */
export async function openHouse(environment: Environment, parts: Parts, clock: Clock, kinds: readonly AnySystemKind[]): Promise<House> {
  const ground = await openGround(environment, clock, kinds, { isShared: !parts.server });
  try {
    return await furnish(ground, parts);
  } catch (error) {
    ground.watcher.close();
    await ground.close();
    throw error;
  }
}

/**
 * Each part's code is loaded only where it runs: a server alone needs neither the analysts nor the native part of Temporal. The server
 * comes first, so that a port that is taken is found before anything works on what others began.
 */
async function furnish(ground: Ground, parts: Parts): Promise<House> {
  let engine: EngineState | null = null;
  const options = { engine: () => engine, worker: parts.worker };
  const server = parts.server ? await (await import('./server.ts')).startServer(ground, options) : null;
  const worker = parts.worker ? (await import('./worker.ts')).startWorker(ground) : [];
  const stops: readonly Stop[] = [...worker, ...(server?.stops ?? [])];
  return {
    url: server?.url ?? null,
    loginUrl: server?.loginUrl ?? null,
    store: ground.store,
    onConfigChange: ground.onChange,
    setEngine(next) {
      engine = next;
    },
    async close() {
      ground.watcher.close();
      for (const stop of stops) await attempt(stop, ground.log);
      await ground.close();
    },
  };
}

async function attempt(stop: Stop, log: { warn(fields: Readonly<Record<string, unknown>>, message: string): void }): Promise<void> {
  try {
    await stop();
  } catch (error) {
    log.warn({ reason: String(error) }, 'A part did not stop in order');
  }
}

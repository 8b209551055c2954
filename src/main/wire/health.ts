/** What /healthz and /readyz tell: each part, its state and why. */

import type { ChatAdapter } from '../../adapters/contract.ts';
import type { AdapterReport, HealthReport, PartHealth } from '../../api/contract.ts';
import type { ConfigWatcher } from '../../config/watch.ts';
import type { FeedState } from '../../intake/feeds/feeds.ts';
import type { PluginReport } from '../../plugins/open-plugins.ts';
import type { Store } from '../../store/contract.ts';
import { feedHealth } from './alert-feeds.ts';
import type { TemporalLink } from './temporal-link.ts';

/** The embedded Temporal server, as the supervisor tells it. */
export interface EngineState {
  readonly state: 'building' | 'starting' | 'ready' | 'down';
  readonly detail: string;
}

export interface HealthSources {
  readonly store: Store;
  readonly link: TemporalLink;
  readonly adapters: ReadonlyMap<string, ChatAdapter>;
  /** Destinations of voices, with why they can't speak; null is fine. */
  readonly voices: () => ReadonlyMap<string, string | null>;
  readonly plugins: () => readonly PluginReport[];
  /** Alert sources that aren't HTTP. */
  readonly feeds: () => ReadonlyMap<string, FeedState>;
  readonly watcher: ConfigWatcher;
  readonly engine: EngineState | null;
  readonly worker: boolean;
}

const pingWithinMs = 2_000;

export async function readHealth(sources: HealthSources): Promise<HealthReport> {
  const parts = [
    await storeHealth(sources.store),
    await temporalHealth(sources),
    ...workerHealth(sources),
    ...adapterHealth(sources),
    ...voiceHealth(sources),
    ...pluginHealth(sources),
    ...feedHealth(sources.feeds()),
    configHealth(sources),
  ];
  const isReady = parts.every((part) => part.state !== 'down' || /^(adapter|plugin|source):/.test(part.name));
  return { isReady, adapters: reportAdapters(sources.adapters), parts };
}

/** Each in the adapter's own words, without asking anybody. */
export function reportAdapters(adapters: ReadonlyMap<string, ChatAdapter>): readonly AdapterReport[] {
  return [...adapters.values()].map((adapter) => {
    const { state, since, reason = null } = adapter.health();
    return { name: adapter.name, state, since, reason };
  });
}

async function storeHealth(store: Store): Promise<PartHealth> {
  return { name: 'store', ...(await answerOf(store.ping())) };
}

/** While the embedded engine is on its way, nobody knocks: what it is busy with says more than that it was not there. */
async function temporalHealth({ link, engine }: HealthSources): Promise<PartHealth> {
  const isComing = engine !== null && (engine.state === 'building' || engine.state === 'starting');
  if (isComing && link.health().client === 'down') {
    return { name: 'temporal', state: 'down', reason: `${engine.state}: ${engine.detail}` };
  }
  const answer = await answerOf(link.ping());
  // Alerts and clicks are still taken in and kept: whoever sends requests our way must not stop because Temporal is away for a while.
  const wasThere = link.health().client === 'up';
  return { name: 'temporal', ...answer, state: answer.state === 'down' && wasThere ? 'degraded' : answer.state };
}

/** Shorter than whoever asks for the health of all parts waits. */
async function answerOf(work: Promise<unknown>): Promise<Pick<PartHealth, 'state' | 'reason'>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${pingWithinMs / 1_000} s`)), pingWithinMs);
  });
  try {
    await Promise.race([work, late]);
    return { state: 'up', reason: null };
  } catch (error) {
    return { state: 'down', reason: messageOf(error) };
  } finally {
    clearTimeout(timer);
  }
}

function workerHealth({ link, worker }: HealthSources): readonly PartHealth[] {
  if (!worker) return [];
  const health = link.health();
  return [{ name: 'worker', state: health.worker === 'up' ? 'up' : 'down', reason: health.worker === 'up' ? null : health.reason }];
}

function adapterHealth({ adapters }: HealthSources): readonly PartHealth[] {
  return [...adapters.values()].map((adapter) => {
    const { state, reason } = adapter.health();
    return {
      name: `adapter:${adapter.name}`,
      state: state === 'up' ? 'up' : state === 'fatal' || state === 'down' ? 'down' : 'degraded',
      reason: reason === undefined && state !== 'up' ? state : (reason ?? null),
    };
  });
}

/** A voice that fails now is tried again: that others wait for it is no reason to stop. */
function voiceHealth({ voices }: HealthSources): readonly PartHealth[] {
  return [...voices()].map(([destination, reason]) => ({
    name: `voice:${destination}`,
    state: reason === null ? 'up' : 'degraded',
    reason,
  }));
}

/** One that is stopped takes its own systems with it, and nothing else. */
function pluginHealth({ plugins }: HealthSources): readonly PartHealth[] {
  return plugins().map(({ name, state, reason }) => ({
    name: `plugin:${name}`,
    state: state === 'up' && reason === null ? 'up' : state === 'stopped' || state === 'refused' ? 'down' : 'degraded',
    reason: reason?.en ?? (state === 'up' ? null : state),
  }));
}

function configHealth({ watcher }: HealthSources): PartHealth {
  const { problem, needsRestart } = watcher.state();
  if (problem !== null) return { name: 'config', state: 'degraded', reason: problem };
  if (needsRestart.length > 0)
    return { name: 'config', state: 'degraded', reason: `changed, in force after a restart: ${needsRestart.join(', ')}` };
  return { name: 'config', state: 'up', reason: null };
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 300);
}

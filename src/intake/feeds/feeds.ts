/** Keeps the sources running that aren't HTTP: each by itself, begun anew with growing pauses, following the configuration. */

import { isDeepStrictEqual } from 'node:util';
import type { AlertSource } from '../../config/alert-sources.ts';
import { textOfError, ZhibanError } from '../../domain/errors.ts';
import type { ResolveSecret } from '../../domain/secret.ts';
import type { LocalText } from '../../domain/text.ts';
import type { ConfiguredSources } from '../configured-sources.ts';
import { keyOf } from '../unread-of.ts';
import type { RunFeed } from './contract.ts';
import { type DeliverDeps, deliver } from './deliver.ts';

export interface FeedState {
  readonly state: 'up' | 'connecting' | 'down' | 'refused';
  readonly reason: LocalText | null;
  readonly since: string;
}

export interface Feeds {
  /** Starts what is new, ends what is gone, and begins anew what is reached otherwise than before. */
  follow(): Promise<void>;
  /** Of those that run. */
  states(): ReadonlyMap<string, FeedState>;
  stop(): Promise<void>;
}

export interface FeedsDeps extends DeliverDeps {
  readonly configured: ConfiguredSources;
  readonly resolveSecret: ResolveSecret;
  readonly run: RunFeed;
}

interface Running {
  readonly source: AlertSource;
  readonly ending: AbortController;
  readonly done: Promise<void>;
}

const pauseMs = { first: 1_000, longest: 60_000 };
/** What held for so long begins with the shortest pause again. */
const steadyMs = 60_000;

export function createFeeds(deps: FeedsDeps): Feeds {
  return new FeedKeeper(deps);
}

class FeedKeeper implements Feeds {
  readonly #deps: FeedsDeps;
  readonly #running = new Map<string, Running>();
  readonly #states = new Map<string, FeedState>();
  #isStopped = false;

  constructor(deps: FeedsDeps) {
    this.#deps = deps;
  }

  states(): ReadonlyMap<string, FeedState> {
    return this.#states;
  }

  async follow(): Promise<void> {
    const wanted = new Map(this.#deps.configured.list().map((source) => [source.name, source]));
    const gone = [...this.#running.values()].filter(({ source }) => {
      const next = wanted.get(source.name);
      return next === undefined || !isDeepStrictEqual(reachOf(source), reachOf(next));
    });
    await Promise.all(gone.map((each) => this.#end(each)));
    if (this.#isStopped) return;
    for (const source of wanted.values()) {
      if (source.kind === 'http' || this.#running.has(source.name)) continue;
      const ending = new AbortController();
      this.#running.set(source.name, { source, ending, done: this.#keep(source, ending.signal) });
    }
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all([...this.#running.values()].map((each) => this.#end(each)));
  }

  async #end({ source, ending, done }: Running): Promise<void> {
    ending.abort();
    await done;
    this.#running.delete(source.name);
    this.#states.delete(source.name);
  }

  async #keep(source: AlertSource, signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#deps;
    for (let failures = 0; !signal.aborted; failures += 1) {
      // One that failed is down until messages come again.
      if (this.#states.get(source.name)?.state !== 'down') this.#tell(source, 'connecting', null);
      const begun = clock.now();
      try {
        await this.#once(source, signal);
        if (!signal.aborted) throw new Error('the connection ended');
      } catch (error) {
        if (signal.aborted) return;
        const isRefused = error instanceof ZhibanError && error.kind === 'invalid';
        this.#tell(source, isRefused ? 'refused' : 'down', textOfError(error));
        log.warn({ source: keyOf(source), reason: String(error).slice(0, 300) }, 'An alert source can not be followed; it is tried again');
        if (clock.now() - begun > steadyMs) failures = 0;
        await clock.sleep(Math.min(pauseMs.longest, pauseMs.first * 2 ** Math.min(failures, 10)), signal).catch(() => undefined);
      }
    }
  }

  async #once(source: AlertSource, signal: AbortSignal): Promise<void> {
    const { configured, resolveSecret, tallies, run } = this.#deps;
    const key = keyOf(source);
    await run(source, {
      signal,
      resolveSecret,
      connected: () => this.#tell(source, 'up', null),
      // With the mapping as it is now.
      deliver: (messages) => deliver(this.#deps, configured.find(source.name) ?? source, messages, signal),
      leftOut: (count) => tallies.add(key, { received: count, leftOut: count }),
      dropped: (count) => tallies.add(key, { dropped: count }),
    });
  }

  #tell({ name }: AlertSource, state: FeedState['state'], reason: LocalText | null): void {
    this.#states.set(name, { state, reason, since: new Date(this.#deps.clock.now()).toISOString() });
  }
}

/** All but how messages are read. */
function reachOf(source: AlertSource): unknown {
  const { mapping: _mapping, ...rest } = source;
  return { ...rest, as: null };
}

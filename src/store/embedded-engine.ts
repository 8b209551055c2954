/**
 * PGlite beside everything else: in a thread of its own, since it answers without ever leaving its turn of the event loop, and whatever
 * else the process does would wait for each statement. In memory, for what is short, it runs in the caller's thread.
 */

import { once } from 'node:events';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { PGlite } from '@electric-sql/pglite';
import type { EngineAnswer, EngineCall, EngineFailure } from './engine-thread.ts';

export interface Rows {
  readonly rows: readonly unknown[];
}

export interface Engine {
  /** As the driver of Drizzle calls it. Moments come as PostgreSQL writes them. */
  query(statement: string, parameters?: readonly unknown[], options?: { readonly rowMode?: 'array' | 'object' }): Promise<Rows>;
  exec(statements: string): Promise<void>;
  listen(channel: string, hear: (payload: string) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** Throws what PGlite throws when the files can't be opened. */
export async function openEngineThread(dataDir: string, settings: readonly string[]): Promise<Engine> {
  const engine = new EngineThread(dataDir, settings);
  try {
    await engine.call({ kind: 'open' });
  } catch (error) {
    await engine.close();
    throw error;
  }
  return engine;
}

/** The same for one that runs here. */
export function engineOf(engine: PGlite): Engine {
  return {
    query: (statement, parameters, options) => engine.query(statement, [...(parameters ?? [])], { ...options }),
    exec: async (statements) => void (await engine.exec(statements)),
    listen: (channel, hear) => engine.listen(channel, hear),
    close: async () => {
      if (!engine.closed) await engine.close();
    },
  };
}

interface Pending {
  resolve(answer: EngineAnswer): void;
  reject(error: Error): void;
}

/** A thread that was told to end does within moments. */
const endsWithinMs = 10_000;

class EngineThread implements Engine {
  readonly #thread: Worker;
  readonly #pending = new Map<number, Pending>();
  readonly #listeners = new Map<string, Set<(payload: string) => void>>();
  #count = 0;
  #isClosed = false;

  constructor(dataDir: string, settings: readonly string[]) {
    // The same extension as this file's: TypeScript in development, JavaScript once built.
    const entry = new URL(`./engine-thread${extname(import.meta.url)}`, import.meta.url);
    this.#thread = new Worker(entry, { workerData: { dataDir, settings } });
    this.#thread.unref();
    this.#thread.on('message', (answer: EngineAnswer) => this.#take(answer));
    this.#thread.on('exit', () => this.#failAll());
    // Without its database the process is of no use: as when it ran in this thread, the process ends and is started again.
    this.#thread.on('error', (error) => {
      this.#failAll();
      throw error;
    });
  }

  async query(statement: string, parameters: readonly unknown[] = [], options: { readonly rowMode?: 'array' | 'object' } = {}) {
    const { rowMode } = options;
    const answer = await this.call({ kind: 'query', statement, parameters, rowMode });
    return answer.result ?? { rows: [] };
  }

  async exec(statements: string): Promise<void> {
    await this.call({ kind: 'exec', statement: statements });
  }

  async listen(channel: string, hear: (payload: string) => void): Promise<() => Promise<void>> {
    const known = this.#listeners.get(channel) ?? new Set();
    if (known.size === 0) await this.call({ kind: 'listen', statement: channel });
    this.#listeners.set(channel, known.add(hear));
    return async () => void known.delete(hear);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    const ended = once(this.#thread, 'exit');
    const closed = this.call({ kind: 'close' });
    this.#isClosed = true;
    try {
      await closed;
    } finally {
      this.#thread.ref();
      const patience = setTimeout(() => void this.#thread.terminate(), endsWithinMs);
      await ended;
      clearTimeout(patience);
    }
  }

  call(call: EngineCall): Promise<EngineAnswer> {
    if (this.#isClosed) return Promise.reject(new Error('PGlite is closed'));
    this.#count += 1;
    const id = this.#count;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      // While somebody waits for an answer the process has something to do.
      this.#thread.ref();
      this.#thread.postMessage({ ...call, id });
    });
  }

  #take(answer: EngineAnswer): void {
    if (answer.heard !== undefined) {
      for (const hear of this.#listeners.get(answer.heard.channel) ?? []) hear(answer.heard.payload);
      return;
    }
    const pending = this.#pending.get(answer.id);
    this.#pending.delete(answer.id);
    if (this.#pending.size === 0) this.#thread.unref();
    if (answer.failure === undefined) pending?.resolve(answer);
    else pending?.reject(errorOf(answer.failure));
  }

  #failAll(): void {
    this.#isClosed = true;
    const waiting = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of waiting) reject(new Error('PGlite is closed'));
  }
}

function errorOf({ message, ...fields }: EngineFailure): Error {
  return Object.assign(new Error(message), fields);
}

/** One connection that waits for notifications and comes back after the server was away. */

import type { Client } from 'pg';
import type { Clock } from '../domain/clock.ts';
import { fromDriver } from './store-error.ts';
import { eventChannel } from './work.ts';

export interface Listener {
  /** Connects with the first one; throws `unavailable` when that fails. */
  add(wake: (tenantId: string) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

const retryMs = { first: 200, max: 10_000 } as const;

export function createListener(newClient: () => Client, clock: Clock): Listener {
  const wakes = new Set<(tenantId: string) => void>();
  let connected: Promise<Client> | null = null;
  let ended = new AbortController();

  async function connect(): Promise<Client> {
    const client = newClient();
    client.on('error', () => {});
    client.on('notification', (message) => {
      for (const wake of wakes) setImmediate(wake, message.payload ?? '');
    });
    try {
      await client.connect();
      await client.query(`listen ${eventChannel}`);
    } catch (error) {
      await client.end().catch(() => {});
      throw fromDriver(error);
    }
    const { signal } = ended;
    client.on('end', () => void comeBack(signal));
    return client;
  }

  /** What happened while nobody listened is found by looking, so every tenant is woken once. */
  async function comeBack(signal: AbortSignal): Promise<void> {
    for (let waitMs: number = retryMs.first; !signal.aborted; waitMs = Math.min(waitMs * 2, retryMs.max)) {
      await clock.sleep(waitMs, signal).catch(() => {});
      if (signal.aborted) return;
      connected = connect();
      const client = await connected.catch(() => null);
      if (!client) continue;
      await wakeAll(client, wakes);
      return;
    }
  }

  async function stop(): Promise<void> {
    ended.abort();
    const client = await connected?.catch(() => null);
    connected = null;
    await client?.end().catch(() => {});
  }

  return {
    async add(wake) {
      if (connected === null) {
        ended = new AbortController();
        connected = connect();
      }
      const current = connected;
      wakes.add(wake);
      try {
        await current;
      } catch (error) {
        wakes.delete(wake);
        if (connected === current) connected = null;
        throw error;
      }
      return async () => {
        wakes.delete(wake);
        if (wakes.size === 0) await stop();
      };
    },
    close: stop,
  };
}

async function wakeAll(client: Client, wakes: ReadonlySet<(tenantId: string) => void>): Promise<void> {
  const found = await client.query<{ id: string }>('select id from zhiban.tenants').catch(() => ({ rows: [] }));
  for (const { id } of found.rows) for (const wake of wakes) setImmediate(wake, id);
}

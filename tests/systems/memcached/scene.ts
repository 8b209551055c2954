/** One memcached, one of Zhiban's clients and a diagnosis, all gone at the end. */

import type { MemcachedClient } from '../../../src/systems/memcached/client.ts';
import { type MemcachedEntry, memcachedKind } from '../../../src/systems/memcached/system.ts';
import { type DiagnoseOptions, type Diagnosis, diagnoseSystem } from '../../support/diagnose.ts';
import { type MemcachedServer, startMemcached } from '../../support/memcached.ts';
import { systemClock } from '../../support/system-clock.ts';

export interface Scene {
  readonly server: MemcachedServer;
  readonly entry: MemcachedEntry;
  readonly client: MemcachedClient;
  look(options?: DiagnoseOptions): Promise<Diagnosis>;
}

export function entryOf(port: number, more: Readonly<Record<string, unknown>> = {}): MemcachedEntry {
  return memcachedKind.entry.parse({ id: 'sessions', kind: 'memcached', host: '127.0.0.1', port, ...more });
}

export function clientOf(entry: MemcachedEntry, password = ''): MemcachedClient {
  return memcachedKind.connect(entry, { clock: systemClock, resolveSecret: () => password });
}

export async function withMemcached(options: readonly string[], play: (scene: Scene) => Promise<void>): Promise<void> {
  const server = await startMemcached(options);
  const entry = entryOf(server.port);
  const client = clientOf(entry);
  try {
    await play({ server, entry, client, look: (given = {}) => diagnoseSystem(memcachedKind, client, entry, given) });
  } finally {
    await client.close();
    await server.stop();
  }
}

/** Repeats work without a pause while the look is taken. */
export async function whileBusy<T>(work: () => Promise<unknown>, look: () => Promise<T>): Promise<T> {
  let isOver = false;
  const loop = (async () => {
    while (!isOver) await work();
  })();
  try {
    return await look();
  } finally {
    isOver = true;
    await loop;
  }
}

/** So many items of so many bytes, numbered from `from`; nothing is answered to each. */
export function stores(prefix: string, from: number, count: number, bytes: number): string {
  const value = 'x'.repeat(bytes);
  return Array.from({ length: count }, (_, index) => `set ${prefix}${String(from + index)} 0 0 ${String(bytes)} noreply\r\n${value}`).join(
    '\r\n',
  );
}

export function reads(prefix: string, from: number, count: number): string {
  return Array.from({ length: count }, (_, index) => `get ${prefix}${String(from + index)}`).join('\r\n');
}

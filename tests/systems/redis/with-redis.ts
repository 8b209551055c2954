/** One Redis, one of Zhiban's clients and a diagnosis, all gone at the end. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { RedisClient } from '../../../src/systems/redis/client.ts';
import type { RedisEntry } from '../../../src/systems/redis/entry.ts';
import type { DiagnoseOptions, Diagnosis } from '../../support/diagnose.ts';
import { type RedisServer, type RedisServerOptions, startRedis } from '../../support/redis.ts';
import { diagnose, redisClient, redisEntry } from './diagnose.ts';

export interface Scene {
  readonly server: RedisServer;
  readonly entry: RedisEntry;
  readonly client: RedisClient;
  /** Waits `settleMs` first, for what Redis itself only counts once a second. */
  look(options?: DiagnoseOptions & { readonly settleMs?: number }): Promise<Diagnosis>;
}

export async function withRedis(options: RedisServerOptions, play: (scene: Scene) => Promise<void>): Promise<void> {
  const server = await startRedis(options);
  const entry = redisEntry(server.url);
  const client = redisClient(entry);
  try {
    await play({
      server,
      entry,
      client,
      async look({ settleMs = 0, ...rest } = {}) {
        await sleep(settleMs);
        return diagnose(client, entry, rest);
      },
    });
  } finally {
    await client.close();
    await server.stop();
  }
}

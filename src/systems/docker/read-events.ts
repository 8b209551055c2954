/** What happened to containers of late, as the engine remembers it (it keeps the last 256). */

import { z } from 'zod';
import type { HttpLimit } from '../http/exchange.ts';
import type { DockerClient } from './client.ts';
import type { Event } from './judge-containers.ts';

const eventSchema = z.looseObject({
  Type: z.string(),
  Action: z.string(),
  timeNano: z.number(),
  Actor: z.looseObject({ Attributes: z.record(z.string(), z.string()).nullish() }),
});

const eventsMax = 1_000;
/** Health checks are commands within a container, which would make up most of the answer. */
const wanted = [
  'create',
  'start',
  'restart',
  'stop',
  'kill',
  'die',
  'oom',
  'pause',
  'unpause',
  'destroy',
  'rename',
  'update',
  'health_status',
];

/** Oldest first. Throws what the client throws. */
export async function readEvents(client: DockerClient, fromMs: number, toMs: number, limit: HttpLimit): Promise<readonly Event[]> {
  const filters = encodeURIComponent(JSON.stringify({ type: ['container'], event: wanted }));
  const times = `since=${String(Math.floor(fromMs / 1_000))}&until=${String(Math.ceil(toMs / 1_000))}`;
  const told = await client.lines(`events?${times}&filters=${filters}`, eventSchema, limit);
  return told
    .slice(-eventsMax)
    .map(({ Action, timeNano, Actor }) => ({
      action: Action,
      name: Actor.Attributes?.name ?? '',
      atMs: timeNano / 1e6,
      exitCode: Actor.Attributes?.exitCode === undefined ? null : Number(Actor.Attributes.exitCode),
      signal: Actor.Attributes?.signal ?? '',
    }))
    .sort((one, other) => one.atMs - other.atMs);
}

/** Where dead letters go: from the settings of queues over exchanges to the queues that take them. */

import { z } from 'zod';
import { SessionFailure, type SessionLimit } from '../../session/failure.ts';
import type { RabbitmqClient } from '../client.ts';
import { tolerant } from './rabbit-probe.ts';
import { keyOf, type Queue } from './read-queues.ts';

export interface DeadLetterRoutes {
  /** Keys of queues that take dead letters. */
  readonly targets: ReadonlySet<string>;
  /** Exchanges that a queue names and that are not there: its dead letters are lost without a word. */
  readonly missing: readonly { readonly queue: Queue; readonly exchange: string }[];
}

const exchangesMax = 20;
const bindingForm = z.object({ destination: z.string(), destination_type: z.string() });

export async function readDeadLetterRoutes(
  client: RabbitmqClient,
  queues: readonly Queue[],
  limit: SessionLimit,
): Promise<DeadLetterRoutes> {
  const targets = new Set<string>();
  const missing: { queue: Queue; exchange: string }[] = [];
  const asked = new Map<string, boolean>();
  for (const queue of queues) {
    const exchange = queue.setting('dead-letter-exchange');
    if (typeof exchange !== 'string') continue;
    const routingKey = queue.setting('dead-letter-routing-key');
    // The default exchange leads to the queue of that name, without a binding.
    if (exchange === '') {
      targets.add(keyOf(queue.vhost, typeof routingKey === 'string' ? routingKey : queue.name));
      continue;
    }
    const key = keyOf(queue.vhost, exchange);
    if (!asked.has(key) && asked.size < exchangesMax) asked.set(key, await follow(client, queue.vhost, exchange, targets, limit));
    if (asked.get(key) === false) missing.push({ queue, exchange });
  }
  return { targets, missing };
}

/** False when the exchange is not there. */
async function follow(
  client: RabbitmqClient,
  vhost: string,
  exchange: string,
  targets: Set<string>,
  limit: SessionLimit,
): Promise<boolean> {
  const place = `exchanges/${encodeURIComponent(vhost)}/${encodeURIComponent(exchange)}`;
  try {
    await client.get(place, z.unknown(), limit);
  } catch (error) {
    if (!(error instanceof SessionFailure) || error.problem !== 'unsupported') throw error;
    return false;
  }
  const bindings = await tolerant(client.get(`${place}/bindings/source`, z.array(bindingForm), limit));
  for (const { destination, destination_type } of bindings ?? []) if (destination_type === 'queue') targets.add(keyOf(vhost, destination));
  return true;
}

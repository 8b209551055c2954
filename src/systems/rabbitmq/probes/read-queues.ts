/** The largest queues with what the management API knows of them, and counts of the Prometheus plugin where there are any. */

import { z } from 'zod';
import type { SessionLimit } from '../../session/failure.ts';
import { numberOf } from '../../session/rows.ts';
import type { Page, RabbitmqClient } from '../client.ts';
import { details, number, object, rateOf, text, texts, tolerant } from './rabbit-probe.ts';

const queueForm = z.object({
  name: z.string(),
  vhost: z.string(),
  type: text,
  state: text,
  exclusive: z.boolean().nullish().catch(null),
  leader: text,
  node: text,
  members: texts,
  online: texts,
  slave_nodes: texts,
  synchronised_slave_nodes: texts,
  policy: text,
  effective_policy_definition: object,
  arguments: object,
  consumers: number,
  messages: number,
  messages_ready: number,
  messages_unacknowledged: number,
  message_bytes: number,
  messages_details: details,
  message_stats: z
    .object({
      publish_details: details,
      deliver_get_details: details,
      ack_details: details,
      redeliver_details: details,
      get_details: details,
    })
    .nullish()
    .catch(null),
});

const columns = Object.keys(queueForm.shape).join(',');

export interface Queue {
  readonly name: string;
  readonly vhost: string;
  readonly type: string;
  readonly state: string;
  readonly policy: string;
  readonly isExclusive: boolean;
  readonly leader: string;
  /** Of a quorum queue or stream: who should hold it, and who does. */
  readonly members: readonly string[];
  readonly online: readonly string[];
  /** Of a classic mirrored queue. */
  readonly mirrors: readonly string[];
  readonly mirrorsInSync: readonly string[];
  readonly consumers: number;
  readonly ready: number;
  readonly unacked: number;
  readonly bytes: number;
  readonly growthPerSecond: number;
  readonly publishedPerSecond: number;
  readonly deliveredPerSecond: number;
  readonly acknowledgedPerSecond: number;
  readonly redeliveredPerSecond: number;
  /** False while the management API knows no counts of it. */
  readonly hasStatistics: boolean;
  /** A setting by its policy's name (`max-length`), from policy and arguments. */
  setting(name: string): unknown;
}

export interface Counts {
  readonly ready?: number;
  readonly unacked?: number;
  readonly consumers?: number;
}

export async function readQueues(client: RabbitmqClient, limit: SessionLimit): Promise<Page<Queue>> {
  const [page, counts] = await Promise.all([
    client.list('queues', { sort: 'messages', columns }, queueForm, limit),
    tolerant(client.metrics('/metrics/detailed?family=queue_coarse_metrics&family=queue_consumer_count', limit)),
  ]);
  const exact = countsOf(counts ?? '');
  return { total: page.total, items: page.items.map((row) => queueOf(row, exact.get(keyOf(row.vhost, row.name)) ?? {})) };
}

/** Pure. Counts of the metrics are as old as the queue's own report; the API's are kept for seconds more, and null for a new queue. */
export function queueOf(row: z.infer<typeof queueForm>, exact: Counts): Queue {
  const policy = row.effective_policy_definition ?? {};
  const own = row.arguments ?? {};
  const rates = row.message_stats;
  return {
    name: row.name,
    vhost: row.vhost,
    type: row.type ?? String(own['x-queue-type'] ?? 'classic'),
    state: row.state ?? '',
    policy: row.policy ?? '',
    isExclusive: row.exclusive === true,
    leader: row.leader ?? row.node ?? '',
    members: row.members ?? [],
    online: row.online ?? [],
    mirrors: row.slave_nodes ?? [],
    mirrorsInSync: row.synchronised_slave_nodes ?? [],
    consumers: exact.consumers ?? row.consumers ?? 0,
    ready: exact.ready ?? row.messages_ready ?? 0,
    unacked: exact.unacked ?? row.messages_unacknowledged ?? 0,
    bytes: row.message_bytes ?? 0,
    growthPerSecond: row.messages_details?.rate ?? 0,
    publishedPerSecond: rateOf(rates?.publish_details),
    deliveredPerSecond: rateOf(rates?.deliver_get_details),
    acknowledgedPerSecond: rateOf(rates?.ack_details),
    redeliveredPerSecond: rateOf(rates?.redeliver_details),
    hasStatistics: typeof row.messages === 'number',
    setting: (name) => stricter(policy[name], own[`x-${name}`]),
  };
}

/** Of two numbers the lower one applies, of two words the queue's own: https://www.rabbitmq.com/docs/parameters#combining-policy-definitions */
function stricter(ofPolicy: unknown, ofQueue: unknown): unknown {
  if (typeof ofPolicy === 'number' && typeof ofQueue === 'number') return Math.min(ofPolicy, ofQueue);
  return ofQueue ?? ofPolicy;
}

export function keyOf(vhost: string, name: string): string {
  return `${vhost}\u0000${name}`;
}

const fields: Readonly<Record<string, keyof Counts>> = { messages_ready: 'ready', messages_unacked: 'unacked', consumers: 'consumers' };

/** Pure: `rabbitmq_detailed_queue_messages_ready{vhost="/",queue="orders"} 1500`, by virtual host and queue. */
export function countsOf(exposition: string): ReadonlyMap<string, Counts> {
  const found = new Map<string, Counts>();
  for (const [, metric = '', vhost = '', queue = '', value = ''] of exposition.matchAll(
    /^rabbitmq_detailed_queue_(messages_ready|messages_unacked|consumers)\{vhost="((?:[^"\\]|\\.)*)",queue="((?:[^"\\]|\\.)*)"\} (\S+)$/gm,
  )) {
    const key = keyOf(unescaped(vhost), unescaped(queue));
    const field = fields[metric];
    if (field !== undefined) found.set(key, { ...found.get(key), [field]: numberOf(value) });
  }
  return found;
}

function unescaped(label: string): string {
  return label.replaceAll(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character));
}

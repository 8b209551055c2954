/** What the monitoring pages answer, only the fields that are used. Times are RFC 3339, durations nanoseconds. */

import { z } from 'zod';

const count = z.number().default(0);
const text = z.string().default('');

export const healthForm = z.looseObject({ status: text, error: z.string().optional() });
export const apiError = z.looseObject({ error: z.looseObject({ code: count, err_code: count, description: text }) });

export const varzForm = z.looseObject({
  server_id: text,
  server_name: text,
  version: text,
  max_connections: count,
  max_payload: count,
  max_pending: count,
  write_deadline: count,
  auth_required: z.boolean().default(false),
  tls_required: z.boolean().default(false),
  cluster: z.looseObject({ name: text, urls: z.array(z.string()).nullish() }).optional(),
  gateway: z.looseObject({ name: text }).optional(),
  leaf: z.looseObject({ remotes: z.array(z.unknown()).nullish() }).optional(),
  jetstream: z.looseObject({ config: z.looseObject({ max_memory: count, max_storage: count, store_dir: text }).nullish() }).nullish(),
  start: text,
  now: text,
  mem: count,
  cores: count,
  cpu: count,
  connections: count,
  total_connections: count,
  leafnodes: count,
  in_msgs: count,
  out_msgs: count,
  in_bytes: count,
  out_bytes: count,
  slow_consumers: count,
  stale_connections: count,
  stalled_clients: count,
  subscriptions: count,
});

export type Varz = z.infer<typeof varzForm>;

export const connectionForm = z.looseObject({
  cid: count,
  ip: text,
  name: text,
  lang: text,
  reason: text,
  stop: text,
  pending_bytes: count,
  subscriptions: count,
  in_msgs: count,
  out_msgs: count,
});

export type Connection = z.infer<typeof connectionForm>;

export const connzForm = z.looseObject({ now: text, total: count, connections: z.array(connectionForm).default([]) });

export const routezForm = z.looseObject({
  routes: z
    .array(z.looseObject({ remote_id: text, ip: text, pending_size: count }))
    .nullish()
    .transform((routes) => routes ?? []),
});

const peerForm = z.looseObject({
  name: text,
  current: z.boolean().default(false),
  offline: z.boolean().default(false),
  active: count,
  lag: count,
});
const groupForm = z.looseObject({
  leader: text,
  replicas: z
    .array(peerForm)
    .nullish()
    .transform((replicas) => replicas ?? []),
});

const sequenceForm = z.looseObject({ consumer_seq: count, stream_seq: count, last_active: z.string().nullish() });

const consumerForm = z.looseObject({
  name: text,
  created: text,
  config: z
    .looseObject({
      deliver_subject: text,
      ack_policy: text,
      ack_wait: count,
      max_deliver: z.number().default(-1),
      max_ack_pending: z.number().default(-1),
      filter_subject: text,
    })
    .nullish(),
  delivered: sequenceForm,
  ack_floor: sequenceForm,
  num_ack_pending: count,
  num_redelivered: count,
  num_waiting: count,
  num_pending: count,
  cluster: groupForm.nullish(),
  push_bound: z.boolean().default(false),
  paused: z.boolean().default(false),
  pause_remaining: count,
});

export type Consumer = z.infer<typeof consumerForm>;

const streamForm = z.looseObject({
  name: text,
  cluster: groupForm.nullish(),
  config: z
    .looseObject({
      subjects: z.array(z.string()).nullish(),
      retention: text,
      discard: text,
      max_msgs: z.number().default(-1),
      max_bytes: z.number().default(-1),
      num_replicas: z.number().default(1),
    })
    .nullish(),
  state: z.looseObject({ messages: count, bytes: count, first_seq: count, last_seq: count, last_ts: text }),
  consumer_detail: z
    .array(consumerForm)
    .nullish()
    .transform((consumers) => consumers ?? []),
});

export type Stream = z.infer<typeof streamForm>;

export const jszForm = z.looseObject({
  now: text,
  disabled: z.boolean().default(false),
  config: z.looseObject({ max_memory: count, max_storage: count, store_dir: text }).nullish(),
  memory: count,
  storage: count,
  reserved_memory: count,
  reserved_storage: count,
  api: z.looseObject({ total: count, errors: count }).default({ total: 0, errors: 0 }),
  streams: count,
  consumers: count,
  messages: count,
  bytes: count,
  meta_cluster: z
    .looseObject({
      name: text,
      leader: text,
      cluster_size: count,
      replicas: z
        .array(peerForm)
        .nullish()
        .transform((replicas) => replicas ?? []),
    })
    .nullish(),
  account_details: z
    .array(
      z.looseObject({
        name: text,
        stream_detail: z
          .array(streamForm)
          .nullish()
          .transform((streams) => streams ?? []),
      }),
    )
    .nullish()
    .transform((accounts) => accounts ?? []),
});

export type Jsz = z.infer<typeof jszForm>;

export function secondsBetween(earlier: string, later: string): number {
  const ms = Date.parse(later) - Date.parse(earlier);
  return Number.isNaN(ms) ? 0 : Math.max(0, Math.round(ms / 1_000));
}

/** By the name that the application gave itself, else by where it comes from. */
export function clientOf(connection: Pick<Connection, 'name' | 'ip'> | undefined): string {
  return connection === undefined ? '' : connection.name === '' ? connection.ip : connection.name;
}

/** How a Redis is written under `systems:`: one server by its address, or whoever its sentinels call the primary. */

import { z } from 'zod';
import { secretRef } from '../../domain/secret.ts';
import { entryShape } from '../entry.ts';

const hostPort = z.string().regex(/^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9][A-Za-z0-9._-]{0,252}):\d{1,5}$/, 'expected host:port');

export const redisEntry = z
  .strictObject({
    ...entryShape,
    kind: z.literal('redis'),
    /** `redis://host:port/database`, or `rediss://` for TLS; without a password in it. */
    url: z
      .url({ protocol: /^rediss?$/, error: 'expected redis://host:port or rediss://host:port' })
      .refine((url) => URL.canParse(url) && new URL(url).password === '' && new URL(url).username === '', {
        error: 'expected an address without login: use username and password: { env: NAME }',
      })
      .refine((url) => URL.canParse(url) && /^\/?\d{0,4}$/.test(new URL(url).pathname), { error: 'expected a database number as the path' })
      .optional(),
    /** Instead of `url`: asked in turn for the primary of `masterName`, at every new connection. */
    sentinels: z.array(hostPort).min(1).max(16).optional(),
    masterName: z
      .string()
      .regex(/^[A-Za-z0-9._-]{1,128}$/, 'expected the name that the sentinels know the primary by')
      .optional(),
    sentinelUsername: z.string().min(1).optional(),
    sentinelPassword: secretRef.optional(),
    /** Whether it is meant to be a cluster; `seeds` are further nodes to come in by when the one of `url` is away. */
    cluster: z.boolean().default(false),
    seeds: z.array(hostPort).max(16).default([]),
    /** Whether its replicas, its primary and the other nodes of its cluster are looked at as well, with the same login. */
    members: z.boolean().default(true),
    username: z.string().min(1).optional(),
    password: secretRef.optional(),
    tls: z
      .strictObject({
        caFile: z.string().min(1).optional(),
        servername: z.string().min(1).optional(),
        insecure: z.boolean().default(false),
      })
      .optional(),
  })
  .refine((entry) => (entry.url === undefined) !== (entry.sentinels === undefined), {
    error: 'expected either url, or sentinels with masterName',
    path: ['url'],
  })
  .refine((entry) => entry.sentinels === undefined || entry.masterName !== undefined, {
    error: 'expected masterName beside sentinels',
    path: ['masterName'],
  })
  .refine((entry) => entry.seeds.length === 0 || entry.cluster, { error: 'expected cluster: true beside seeds', path: ['seeds'] });

export type RedisEntry = z.infer<typeof redisEntry>;

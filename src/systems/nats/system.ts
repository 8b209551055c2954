/** NATS: one entry is one cluster, seen through the monitoring port of one server, and of the others where they are named. */

import { z } from 'zod';
import { secretRef } from '../../domain/secret.ts';
import type { SystemKind } from '../contract.ts';
import { entryShape } from '../entry.ts';
import { natsActions } from './actions.ts';
import { checkNats } from './check.ts';
import { createNatsClient, type NatsClient } from './client.ts';
import { natsCommands } from './commands.ts';
import { natsProbes } from './probes.ts';
import { natsSignatures } from './signatures.ts';

const hasNoLogin = (url: string): boolean => URL.canParse(url) && new URL(url).password === '' && new URL(url).username === '';
const loginElsewhere = { error: 'expected an address without login: use username and password, token or credentials: { env: NAME }' };
const monitoringAddress = z.url({ protocol: /^https?$/, error: 'expected http://host:port' }).refine(hasNoLogin, loginElsewhere);

const natsEntry = z
  .strictObject({
    ...entryShape,
    kind: z.literal('nats'),
    /** Where applications connect; `tls://` insists on TLS. */
    url: z.url({ protocol: /^(nats|tls)$/, error: 'expected nats://host:port or tls://host:port' }).refine(hasNoLogin, loginElsewhere),
    /** `http_port` or `https_port` of the same server, by default 8222. */
    monitoringUrl: monitoringAddress,
    /** Monitoring addresses of the other servers of its cluster. */
    peers: z.array(monitoringAddress).max(15).default([]),
    /** Subjects that always have a subscriber; one that has none is a fault. */
    subjects: z
      .array(z.string().regex(/^[^\s*>]{1,200}$/, 'expected a subject without wildcards'))
      .max(50)
      .default([]),
    username: z.string().min(1).max(255).optional(),
    password: secretRef.optional(),
    token: secretRef.optional(),
    /** The content of a `.creds` file: JWT and seed of a user. */
    credentials: secretRef.optional(),
    tls: z
      .strictObject({
        caFile: z.string().min(1).optional(),
        servername: z.string().min(1).optional(),
        insecure: z.boolean().default(false),
      })
      .optional(),
  })
  .refine((entry) => (entry.username === undefined) === (entry.password === undefined), {
    path: ['password'],
    error: 'expected username and password together, or neither',
  })
  .refine(({ username, token, credentials }) => [username, token, credentials].filter((each) => each !== undefined).length <= 1, {
    path: ['credentials'],
    error: 'expected one of username and password, token, credentials',
  });

export type NatsEntry = z.infer<typeof natsEntry>;

export const natsKind: SystemKind<NatsClient, NatsEntry> = {
  kind: 'nats',
  title: { 'zh-CN': 'NATS', en: 'NATS' },
  entry: natsEntry,
  connect: createNatsClient,
  probes: natsProbes,
  signatures: natsSignatures,
  actions: natsActions,
  commands: natsCommands,
  check: checkNats,
};

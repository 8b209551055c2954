/** etcd, version 3: one entry is one cluster, seen through one of its members; the others are found by its list of members. */

import { z } from 'zod';
import { secretRef } from '../../domain/secret.ts';
import type { SystemKind } from '../contract.ts';
import { entryShape } from '../entry.ts';
import { etcdActions } from './actions.ts';
import { checkEtcd } from './check.ts';
import { createEtcdClient, type EtcdClient } from './client.ts';
import { etcdCommands } from './commands.ts';
import { etcdProbes } from './probes.ts';
import { etcdSignatures } from './signatures.ts';

const address = z
  .url({ protocol: /^https?$/, error: 'expected http://host:port or https://host:port' })
  .refine((url) => URL.canParse(url) && new URL(url).password === '' && new URL(url).username === '', {
    error: 'expected an address without login: use username and password: { env: NAME }',
  });

const etcdEntry = z
  .strictObject({
    ...entryShape,
    kind: z.literal('etcd'),
    url: address,
    /** Where its metrics are, when `--listen-metrics-urls` keeps them elsewhere. */
    metricsUrl: address.optional(),
    username: z.string().min(1).max(200).optional(),
    password: secretRef.optional(),
    tls: z
      .strictObject({
        caFile: z.string().min(1).optional(),
        servername: z.string().min(1).optional(),
        insecure: z.boolean().default(false),
        /** For clusters that ask for a client's certificate (`--client-cert-auth`): both, as PEM. */
        cert: secretRef.optional(),
        key: secretRef.optional(),
      })
      .refine(({ cert, key }) => (cert === undefined) === (key === undefined), { path: ['key'], error: 'expected cert and key together' })
      .optional(),
  })
  .refine((entry) => (entry.username === undefined) === (entry.password === undefined), {
    path: ['password'],
    error: 'expected username and password together, or neither',
  });

export type EtcdEntry = z.infer<typeof etcdEntry>;

export const etcdKind: SystemKind<EtcdClient, EtcdEntry> = {
  kind: 'etcd',
  title: { 'zh-CN': 'etcd', en: 'etcd' },
  entry: etcdEntry,
  connect: createEtcdClient,
  probes: etcdProbes,
  signatures: etcdSignatures,
  actions: etcdActions,
  commands: etcdCommands,
  check: checkEtcd,
};

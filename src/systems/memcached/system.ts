/** memcached: one entry is one server; a pool of them is several entries. */

import { z } from 'zod';
import { secretRef } from '../../domain/secret.ts';
import type { SystemKind } from '../contract.ts';
import { entryShape } from '../entry.ts';
import { tcpTls } from '../tcp/open-socket.ts';
import { memcachedActions } from './actions.ts';
import { checkMemcached } from './check.ts';
import { createMemcachedClient, type MemcachedClient } from './client.ts';
import { memcachedCommands } from './commands.ts';
import { memcachedProbes } from './probes.ts';
import { memcachedSignatures } from './signatures.ts';

const memcachedEntry = z
  .strictObject({
    ...entryShape,
    kind: z.literal('memcached'),
    host: z.string().min(1).max(255),
    port: z.number().int().min(1).max(65_535).default(11_211),
    /** Of the server's file for `--auth-file` (1.5.15 and later); SASL's binary protocol is not spoken. */
    username: z
      .string()
      .regex(/^[^\s:]{1,200}$/, 'expected a name without blanks and colons')
      .optional(),
    password: secretRef.optional(),
    tls: tcpTls.optional(),
  })
  .refine((entry) => (entry.username === undefined) === (entry.password === undefined), {
    path: ['password'],
    error: 'expected username and password together, or neither',
  });

export type MemcachedEntry = z.infer<typeof memcachedEntry>;

export const memcachedKind: SystemKind<MemcachedClient, MemcachedEntry> = {
  kind: 'memcached',
  title: { 'zh-CN': 'Memcached', en: 'Memcached' },
  entry: memcachedEntry,
  connect: createMemcachedClient,
  probes: memcachedProbes,
  signatures: memcachedSignatures,
  actions: memcachedActions,
  commands: memcachedCommands,
  check: checkMemcached,
};

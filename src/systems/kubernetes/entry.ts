/** What an entry of kind `kubernetes` says: where the API server is, who we are there, and which namespaces are ours to look at. */

import { z } from 'zod';
import { secretRef } from '../../domain/secret.ts';
import { entryShape } from '../entry.ts';

export const namespaceName = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'expected the name of a namespace: small letters, digits and dashes');

const server = z
  .url({ protocol: /^https?$/, error: 'expected https://host:port' })
  .refine((url) => URL.canParse(url) && new URL(url).password === '' && new URL(url).username === '', {
    error: 'expected an address without login: use token: { file: PATH }',
  });

export const kubernetesEntry = z
  .strictObject({
    ...entryShape,
    kind: z.literal('kubernetes'),
    /** A file as kubectl reads it. Without it and without `url`: the service account of the pod that Zhiban runs in. */
    kubeconfig: z.string().min(1).optional(),
    /** By default the file's `current-context`. */
    context: z.string().min(1).optional(),
    /** Instead of a file. */
    url: server.optional(),
    token: secretRef.optional(),
    tls: z
      .strictObject({
        caFile: z.string().min(1).optional(),
        servername: z.string().min(1).optional(),
        insecure: z.boolean().default(false),
      })
      .optional(),
    /** Only these are looked at and changed; absent: all. */
    namespaces: z.array(namespaceName).min(1).max(50).optional(),
    /** Whether the file may name a program that logs in (`exec`): it runs with Zhiban's own rights. */
    allowExec: z.boolean().default(false),
  })
  .refine((entry) => entry.kubeconfig === undefined || (entry.url === undefined && entry.token === undefined && entry.tls === undefined), {
    path: ['kubeconfig'],
    error: 'expected either kubeconfig, or url with token and tls',
  })
  .refine((entry) => entry.context === undefined || entry.kubeconfig !== undefined, {
    path: ['context'],
    error: 'expected context together with kubeconfig',
  })
  .refine((entry) => entry.token === undefined || entry.url !== undefined, { path: ['token'], error: 'expected token together with url' });

export type KubernetesEntry = z.infer<typeof kubernetesEntry>;

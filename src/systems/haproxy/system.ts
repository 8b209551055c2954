/** HAProxy: its frontends, backends and servers over the runtime socket or the statistics page; changed over the socket only. */

import { z } from 'zod';
import type { SystemKind } from '../contract.ts';
import { entryShape } from '../entry.ts';
import { statusPageShape } from '../http/status-page.ts';
import { haproxyActions } from './actions.ts';
import { checkHaproxy } from './check.ts';
import { createHaproxyClient, type HaproxyClient } from './client.ts';
import { haproxyCommands } from './commands.ts';
import { haproxyProbes } from './probes.ts';
import { haproxySignatures } from './signatures.ts';

const { url, ...login } = statusPageShape;

const haproxyEntry = z
  .strictObject({
    ...entryShape,
    kind: z.literal('haproxy'),
    /** The statistics page (`stats uri`); its CSV is asked for. */
    url: url.optional(),
    ...login,
    /** The runtime socket: a path on the machine that Zhiban runs on, or `host:port`. */
    socket: z
      .string()
      .regex(/^(\/[^\p{Cc}]{1,106}|[a-zA-Z0-9.-]+:\d{1,5}|\[[0-9a-fA-F:]+\]:\d{1,5})$/u, 'expected an absolute path or host:port')
      .optional(),
  })
  .refine((entry) => entry.url !== undefined || entry.socket !== undefined, {
    path: ['socket'],
    error: 'expected a socket, a url, or both',
  });

export type HaproxyEntry = z.infer<typeof haproxyEntry>;

export const haproxyKind: SystemKind<HaproxyClient, HaproxyEntry> = {
  kind: 'haproxy',
  title: { 'zh-CN': 'HAProxy', en: 'HAProxy' },
  entry: haproxyEntry,
  connect: createHaproxyClient,
  probes: haproxyProbes,
  signatures: haproxySignatures,
  actions: haproxyActions,
  commands: haproxyCommands,
  check: checkHaproxy,
};

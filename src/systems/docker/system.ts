/** A Docker Engine: its containers, what ended them, and what holds them back. */

import { z } from 'zod';
import type { SystemKind } from '../contract.ts';
import { entryShape } from '../entry.ts';
import { dockerActions } from './actions.ts';
import { checkDocker } from './check.ts';
import { createDockerClient, type DockerClient } from './client.ts';
import { dockerCommands } from './commands.ts';
import { dockerProbes } from './probes.ts';
import { dockerSignatures } from './signatures.ts';

const path = z.string().min(1).max(500);

const dockerEntry = z.strictObject({
  ...entryShape,
  kind: z.literal('docker'),
  /** The socket of this machine, or where the engine (or a proxy before it) listens. */
  url: z
    .string()
    .max(500)
    .regex(
      /^(unix:\/\/\/[^\s?#]+|(tcp|https?):\/\/[^\s/?#@]+\/?)$/,
      'expected unix:///run/docker.sock, tcp://host:2376 or https://host:2376',
    )
    .default('unix:///var/run/docker.sock'),
  /** With it tcp:// means TLS; `certFile` and `keyFile` are what the engine knows us by. */
  tls: z
    .strictObject({
      caFile: path.optional(),
      certFile: path.optional(),
      keyFile: path.optional(),
      servername: path.optional(),
      insecure: z.boolean().default(false),
    })
    .optional(),
});

export type DockerEntry = z.infer<typeof dockerEntry>;

export const dockerKind: SystemKind<DockerClient, DockerEntry> = {
  kind: 'docker',
  title: { 'zh-CN': 'Docker 容器引擎', en: 'Docker' },
  entry: dockerEntry,
  connect: createDockerClient,
  probes: dockerProbes,
  signatures: dockerSignatures,
  actions: dockerActions,
  commands: dockerCommands,
  check: checkDocker,
};

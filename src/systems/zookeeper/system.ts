/** ZooKeeper: one entry is one server of an ensemble, asked by four-letter words. Looked at only; nothing is changed through it. */

import { z } from 'zod';
import type { SystemKind } from '../contract.ts';
import { entryShape } from '../entry.ts';
import { tcpTls } from '../tcp/open-socket.ts';
import { checkZookeeper } from './check.ts';
import { createZookeeperClient, type ZookeeperClient } from './client.ts';
import { zookeeperCommands } from './commands.ts';
import { zookeeperProbes } from './probes.ts';
import { zookeeperSignatures } from './signatures.ts';

const zookeeperEntry = z.strictObject({
  ...entryShape,
  kind: z.literal('zookeeper'),
  host: z.string().min(1).max(255),
  port: z.number().int().min(1).max(65_535).default(2_181),
  /** For the `secureClientPort`. */
  tls: tcpTls.optional(),
});

export type ZookeeperEntry = z.infer<typeof zookeeperEntry>;

export const zookeeperKind: SystemKind<ZookeeperClient, ZookeeperEntry> = {
  kind: 'zookeeper',
  title: { 'zh-CN': 'ZooKeeper', en: 'ZooKeeper' },
  entry: zookeeperEntry,
  connect: createZookeeperClient,
  probes: zookeeperProbes,
  signatures: zookeeperSignatures,
  // What four-letter words could change (resetting statistics, the trace mask) helps nobody in an incident.
  actions: [],
  commands: zookeeperCommands,
  check: checkZookeeper,
};

/** A containerd: its tasks, what they use, and the disk below. Asked with ctr on the host that it runs on. */

import type { SystemKind } from '../contract.ts';
import { containerdActions } from './actions.ts';
import { checkContainerd } from './check.ts';
import { type ContainerdClient, createContainerdClient } from './client.ts';
import { containerdCommands } from './commands.ts';
import { type ContainerdEntry, containerdEntry } from './entry.ts';
import { containerdProbes } from './probes.ts';
import { containerdSignatures } from './signatures.ts';

export const containerdKind: SystemKind<ContainerdClient, ContainerdEntry> = {
  kind: 'containerd',
  title: { 'zh-CN': 'containerd 容器运行时', en: 'containerd' },
  entry: containerdEntry,
  connect: createContainerdClient,
  probes: containerdProbes,
  signatures: containerdSignatures,
  actions: containerdActions,
  commands: containerdCommands,
  check: checkContainerd,
};

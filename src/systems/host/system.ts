/** The machine that Zhiban runs on. */

import { z } from 'zod';
import type { SystemKind } from '../contract.ts';
import { entryShape } from '../entry.ts';
import { linuxActions } from '../linux/actions.ts';
import { checkLinux } from '../linux/check.ts';
import type { LinuxClient } from '../linux/client.ts';
import { linuxCommands } from '../linux/free-commands.ts';
import { linuxProbes } from '../linux/probes.ts';
import { settingsShape } from '../linux/settings.ts';
import { linuxSignatures } from '../linux/signatures.ts';
import { linuxLogFiles } from '../linux/tail-logs.ts';
import { createHostClient } from './client.ts';

const hostEntry = z.strictObject({ ...entryShape, kind: z.literal('host'), ...settingsShape });

export type HostEntry = z.infer<typeof hostEntry>;

export const hostKind: SystemKind<LinuxClient, HostEntry> = {
  kind: 'host',
  title: { 'zh-CN': '本机', en: 'This machine' },
  entry: hostEntry,
  connect: createHostClient,
  probes: linuxProbes,
  signatures: linuxSignatures('host'),
  actions: linuxActions,
  commands: linuxCommands,
  logFiles: linuxLogFiles,
  check: checkLinux,
};

/** A Linux machine behind ssh: the same looks and actions as on this one. */

import { z } from 'zod';
import { secretRef } from '../../domain/secret.ts';
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
import { createSshClient } from './client.ts';
import { sshSignatures } from './signatures.ts';

const sshEntry = z
  .strictObject({
    ...entryShape,
    kind: z.literal('ssh'),
    host: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.:_-]{0,253}$/, 'expected a name or an address'),
    port: z.number().int().min(1).max(65_535).default(22),
    user: z.string().regex(/^[A-Za-z_][A-Za-z0-9._-]{0,63}$/, 'expected the name of an account'),
    privateKeyFile: z.string().min(1).optional(),
    passphrase: secretRef.optional(),
    /** Uses the agent at SSH_AUTH_SOCK. */
    agent: z.boolean().default(false),
    /** `SHA256:…` as `ssh-keygen -lf` prints it; without it nothing is connected, and the message says what was seen. */
    hostKey: z
      .string()
      .regex(/^SHA256:[A-Za-z0-9+/]{43}=?$/, 'expected SHA256: and 43 characters, as ssh-keygen -lf prints it')
      .optional(),
    /** Whether `sudo -n` may stand before the commands that need it. */
    sudo: z.boolean().default(false),
    ...settingsShape,
  })
  .refine((entry) => entry.agent || entry.privateKeyFile !== undefined, { error: 'expected privateKeyFile, or agent: true' });

export type SshEntry = z.infer<typeof sshEntry>;

export const sshKind: SystemKind<LinuxClient, SshEntry> = {
  kind: 'ssh',
  title: { 'zh-CN': '远程主机（SSH）', en: 'Remote host (SSH)' },
  entry: sshEntry,
  connect: createSshClient,
  probes: linuxProbes,
  signatures: [...linuxSignatures('ssh'), ...sshSignatures],
  actions: linuxActions,
  commands: linuxCommands,
  logFiles: linuxLogFiles,
  check: checkLinux,
};

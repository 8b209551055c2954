/** nginx (and Tengine, OpenResty): its status page, and over the host that it runs on its logs, configuration and processes. */

import { z } from 'zod';
import type { SystemKind } from '../contract.ts';
import { entryShape } from '../entry.ts';
import { statusPageShape } from '../http/status-page.ts';
import { argumentPatterns } from '../linux/commands/argument.ts';
import { nginxActions } from './actions.ts';
import { checkNginx } from './check.ts';
import { createNginxClient, type NginxClient } from './client.ts';
import { nginxCommands } from './commands.ts';
import { nginxProbes } from './probes.ts';
import { nginxSignatures } from './signatures.ts';

const path = z.string().regex(argumentPatterns.path, 'expected an absolute path without ..');

const nginxEntry = z.strictObject({
  ...entryShape,
  kind: z.literal('nginx'),
  /** The location with `stub_status`. */
  ...statusPageShape,
  /** On the host that `runsOn` names, without which they are not looked at; what is left out is found there. */
  errorLog: path.optional(),
  accessLog: path.optional(),
  configFile: path.optional(),
  binary: path.optional(),
  pidFile: path.optional(),
});

export type NginxEntry = z.infer<typeof nginxEntry>;

export const nginxKind: SystemKind<NginxClient, NginxEntry> = {
  kind: 'nginx',
  title: { 'zh-CN': 'nginx', en: 'nginx' },
  entry: nginxEntry,
  connect: createNginxClient,
  probes: nginxProbes,
  signatures: nginxSignatures,
  actions: nginxActions,
  commands: nginxCommands,
  check: checkNginx,
};

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
  /** On the host that `runsOn` names; without a host they are not looked at. */
  errorLog: path.default('/var/log/nginx/error.log'),
  accessLog: path.default('/var/log/nginx/access.log'),
  configFile: path.default('/etc/nginx/nginx.conf'),
  binary: path.default('/usr/sbin/nginx'),
  pidFile: path.default('/run/nginx.pid'),
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

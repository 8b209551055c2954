/** One connection to one host: opened on first use, shared by all looks, kept alive, opened again by the next look after a loss. */

import type { ConnectContext } from '../contract.ts';
import type { LinuxClient } from '../linux/client.ts';
import { shareRuns } from '../linux/share-runs.ts';
import { createSshExec } from './exec.ts';
import type { SshEntry } from './system.ts';

export function createSshClient(entry: SshEntry, context: ConnectContext): LinuxClient {
  const exec = shareRuns(createSshExec(entry, context));
  return { exec, settings: entry, ownPid: null, isRemote: true, close: () => exec.close() };
}

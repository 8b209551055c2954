/** This machine: no connection, no login. */

import type { LinuxClient } from '../linux/client.ts';
import { shareRuns } from '../linux/share-runs.ts';
import { createLocalExec } from './exec.ts';
import type { HostEntry } from './system.ts';

export function createHostClient(entry: HostEntry): LinuxClient {
  const exec = shareRuns(createLocalExec());
  return { exec, settings: entry, ownPid: process.pid, isRemote: false, close: () => exec.close() };
}

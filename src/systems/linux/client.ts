/** What probes and actions are given of a Linux machine, be it this one or one behind ssh. */

import type { SystemClient } from '../contract.ts';
import type { Exec } from './exec.ts';
import type { LinuxSettings } from './settings.ts';

export interface LinuxClient extends SystemClient {
  readonly exec: Exec;
  readonly settings: LinuxSettings;
  /** Zhiban's own process on this machine, which is never the culprit; null behind ssh. */
  readonly ownPid: number | null;
  /** How far the machine's clock is ahead of ours is only a finding where it has a clock of its own. */
  readonly isRemote: boolean;
}

export function isLinuxClient(client: SystemClient | undefined): client is LinuxClient {
  return client !== undefined && 'exec' in client && 'settings' in client && 'isRemote' in client;
}
